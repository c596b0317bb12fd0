package demo_test

import (
	"encoding/json"
	"testing"
)

// show is a running demo, as its JSON line describes it.
type show struct {
	*process
	URL, SignIn, Token, Client, Service  string
	Tools, Authorization, Targets, Teams map[string]string
}

func startShow(t *testing.T, args ...string) *show {
	t.Helper()
	s := &show{process: start(t, nil, append([]string{"demo", "--listen", "127.0.0.1:0", "--json"}, args...)...)}
	must(t, json.Unmarshal([]byte(s.line()), s))
	return s
}

func (s *show) hub(t *testing.T) hub { return hub{t, s.URL, s.Token} }

func (s *show) tools(t *testing.T) []tool {
	return []tool{
		jira{api{t: t, url: s.Tools["jira"], auth: s.Authorization["jira"]}},
		github{api{t: t, url: s.Tools["github"], auth: s.Authorization["github"]}},
		servicenow{api{t: t, url: s.Tools["servicenow"], auth: s.Authorization["servicenow"]}},
	}
}

func (s *show) teams() []string {
	return []string{s.Teams["jira"], s.Teams["github"], s.Teams["servicenow"]}
}
