package demo_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// A team that is read only is written nothing, until it goes live.
func goesLive(t *testing.T, s *site) {
	h := s.hub(t)
	x := only(t, s.tools(t), "core-network")
	r := h.create(object{"title": "Night work"})
	h.call("POST", "/requests/"+r.Key+"/delegations", object{"team": "night-shift"}).into(t, 202, nil)
	h.write(r.Key, "team-messages", "hold the line 8801")
	within(t, 5*soon, func() string {
		got := h.call("GET", "/connections/noc-jira/would-write", nil)
		if !strings.Contains(got.text, r.Key) || !strings.Contains(got.text, "Night work") {
			return got.text
		}
		return ""
	})
	s.polled(1)
	if slices.Contains(x.titles(), "Night work") {
		t.Fatal("a ticket was made although the team is read only")
	}
	must(t, os.WriteFile(s.file(), []byte(s.live()), 0o600))
	if status := s.running.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	s.serve()
	r = h.settled(r.Key, 5*soon)
	once(t, x, "Night work")
	if at := x.read(r.link(t, "night-shift")); at.says("hold the line 8801") != 1 {
		t.Errorf("the team reads %q", at.comments)
	}
	var list struct{ Items []json.RawMessage }
	h.call("GET", "/connections/noc-jira/would-write", nil).into(t, 200, &list)
	if len(list.Items) > 0 {
		t.Errorf("still held back: %s", list.Items)
	}
}

// live is the site's configuration with nobody read only.
func (s *site) live() string {
	s.t.Helper()
	yaml, err := os.ReadFile(s.file())
	must(s.t, err)
	return strings.ReplaceAll(string(yaml), ", read_only: true", "")
}
