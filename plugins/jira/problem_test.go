package jira

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
	"github.com/spochub/spochub/sdk/verify"
)

func give(right string) string {
	return "In Jira, give its role the permission “" + right + "” in the permission scheme of NET."
}

func TestPingSaysWhatThePermissionsLack(t *testing.T) {
	for _, c := range []struct {
		deny       string
		what, mend string
		lacks      []string
	}{
		{"CREATE_ISSUES", "The account may not create tickets in NET.", give("Create issues"), []string{"Creator"}},
		{"EDIT_ISSUES", "The account may not edit tickets in NET.", give("Edit issues"), nil},
		{"TRANSITION_ISSUES", "The account may not change the state of tickets in NET.", give("Transition issues"), nil},
		{"ADD_COMMENTS", "The account may not write comments in NET.", give("Add comments"), []string{"Commenter"}},
		{"EDIT_OWN_COMMENTS", "The account may not edit its comments in NET.", give("Edit own comments"), []string{"CommentEditor"}},
		{"DELETE_OWN_COMMENTS", "The account may not delete its comments in NET.", give("Delete own comments"), []string{"CommentDeleter"}},
		{"CREATE_ATTACHMENTS", "The account may not add files in NET.", give("Create attachments"), []string{"Uploader"}},
	} {
		t.Run(c.deny, func(t *testing.T) {
			eachDeployment(t, jiratest.Options{Deny: []string{c.deny}}, func(t *testing.T, s *site) {
				s.says(sdk.Problem{Lacks: c.lacks, What: c.what, Mend: c.mend})
			})
		})
	}
	eachDeployment(t, jiratest.Options{Deny: []string{"DELETE_ISSUES"}}, func(_ *testing.T, s *site) { s.says() })
}

func TestPingSaysThatItMayOnlyRead(t *testing.T) {
	deny := []string{"CREATE_ISSUES", "EDIT_ISSUES", "TRANSITION_ISSUES", "DELETE_ISSUES", "ADD_COMMENTS", "EDIT_OWN_COMMENTS", "DELETE_OWN_COMMENTS", "CREATE_ATTACHMENTS"}
	eachDeployment(t, jiratest.Options{Deny: deny}, func(t *testing.T, s *site) {
		if err := verify.Place(New().Manifest(), s.place); err != nil {
			t.Error(err)
		}
		if n := len(s.place.Problems); n != 7 {
			t.Errorf("said %+v", s.place.Problems)
		}
	})
}

// Who may not list people still works, and says so.
func TestPingSaysThatPeopleMayNotBeListed(t *testing.T) {
	eachDeployment(t, jiratest.Options{Deny: []string{"USER_PICKER", "ASSIGN_ISSUES"}}, func(t *testing.T, s *site) {
		s.says(sdk.Problem{
			What: "The account may not list the people of NET, so that none of them is known here by a mail address.",
			Mend: "In Jira, give it the global permission “Browse users and groups”, or its role the permission “Assign issues” in the permission scheme of NET.",
		})
		codes, err := s.conn.Catalog(t.Context(), s.project())
		must(t, err)
		for _, c := range codes {
			if c.Field == ticket.Assignee {
				t.Errorf("a person is listed: %+v", c)
			}
		}
		if len(codes) == 0 {
			t.Error("no state and no priority is listed")
		}
	})
}

func TestPingSaysWhatTheCreateScreenLacks(t *testing.T) {
	off := func(field, name string) sdk.Problem {
		return sdk.Problem{
			What: fmt.Sprintf("The create screen of NET lacks the field %s.", name),
			Mend: fmt.Sprintf("In Jira, add it to the create screen of the project's issue type, or write “fields: { %s: off }” for the connection and restart the hub.", field),
		}
	}
	eachDeployment(t, jiratest.Options{OffScreen: []string{"duedate", "priority"}}, func(_ *testing.T, s *site) {
		s.says(off("priority", "priority"), off("due", "duedate"))
	})
	eachDeployment(t, jiratest.Options{OffScreen: []string{"labels"}}, func(_ *testing.T, s *site) {
		s.says(sdk.Problem{
			What: "The create screen of NET lacks the field labels.",
			Mend: "In Jira, add it to the create screen of the project's issue type: without it no ticket can be created.",
		})
	})
}

// What a ping reads of the create screen, the catalog after it does not ask for
// again; on its own it does.
func TestTheScreenIsReadOnceForPingAndCatalog(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		asked := func(f func() error) (n int) {
			s.calls.Reset()
			must(t, f())
			for _, c := range s.calls.Calls() {
				if strings.Contains(c.Path, "/createmeta/") {
					n++
				}
			}
			return n
		}
		ping := func() error { _, err := s.conn.Ping(t.Context()); return err }
		catalog := func() error { _, err := s.conn.Catalog(t.Context(), s.project()); return err }
		if p, c, alone := asked(ping), asked(catalog), asked(catalog); p != 2 || c != 0 || alone != 2 {
			t.Errorf("the screen was asked for %d, %d and %d times", p, c, alone)
		}
	})
}

// says checks the problems that the first ping told of.
func (s *site) says(want ...sdk.Problem) {
	s.t.Helper()
	if err := verify.Place(New().Manifest(), s.place); err != nil {
		s.t.Error(err)
	}
	if !reflect.DeepEqual(s.place.Problems, want) {
		s.t.Errorf("said %+v\nwant %+v", s.place.Problems, want)
	}
}
