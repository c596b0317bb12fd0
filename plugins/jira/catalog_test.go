package jira

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestCatalogProposesWhatEachCodeMeans(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		codes, err := s.conn.Catalog(t.Context(), "NET")
		must(t, err)
		got := map[string]string{}
		for _, c := range codes {
			mark := ""
			if c.Write {
				mark = " w"
			}
			got[c.Name] = c.Value + mark
			if c.Field == ticket.Assignee && c.Name == "Dana Reyes" && string(c.Native) != s.jira.Account("dana") {
				t.Errorf("dana is %q", c.Native)
			}
		}
		for name, want := range map[string]string{
			"To Do": "todo w", "In Progress": "in_progress w", "Review": "in_progress", "Waiting": "waiting w", "Done": "done w", "Cancelled": "cancelled w",
			"Highest": "P1 w", "High": "P2 w", "Medium": "P3 w", "Low": "P4 w", "Lowest": "P4",
			"Dana Reyes": "dana@elbline.example w", "Jo Okafor": "",
		} {
			if got[name] != want {
				t.Errorf("%s is %q, want %q", name, got[name], want)
			}
		}
	})
}

func TestOddPrioritiesAreSpreadOverOurs(t *testing.T) {
	s := start(t, jiratest.Options{OffScreen: []string{"priority"}})
	var list []string
	for i, name := range []string{"Sev 0", "Sev 1", "Sev 2"} {
		list = append(list, fmt.Sprintf(`{"id":"%d","name":%q}`, i, name))
	}
	s.calls.Break(breakable.Break{Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: "[" + strings.Join(list, ",") + "]", Match: isPath("GET", "/priority")})
	codes, err := s.conn.Catalog(t.Context(), "NET")
	must(t, err)
	var got []string
	for _, c := range codes {
		if c.Field == ticket.Priority {
			got = append(got, c.Name+"="+c.Value)
		}
	}
	if strings.Join(got, " ") != "Sev 0=P1 Sev 1=P2 Sev 2=P3" {
		t.Errorf("got %v", got)
	}
}

func TestEverybodyIsListedThoughPagesAreShort(t *testing.T) {
	var users []jiratest.User
	for i := range 7 {
		users = append(users, jiratest.User{Login: fmt.Sprint("u", i), Name: fmt.Sprint("User ", i), Email: fmt.Sprintf("u%d@x.example", i), Token: fmt.Sprint("t", i), Hub: i == 0})
	}
	s := start(t, jiratest.Options{Users: users})
	codes, err := s.conn.Catalog(t.Context(), "NET")
	must(t, err)
	n := 0
	for _, c := range codes {
		if c.Field == ticket.Assignee {
			n++
		}
	}
	if n != 7 {
		t.Errorf("%d people", n)
	}
}
