package jira

import (
	"testing"

	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// A poll hears of an issue that we made after it was moved out of our projects,
// once, and of no other issue there.
func TestAPollHearsOfStrays(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		var cursor sdk.Cursor
		poll := func() (moved []sdk.Change) {
			for c, err := range s.conn.Changes(t.Context(), cursor) {
				must(t, err)
				if cursor = c.Cursor; c.Kind == ticket.Moved {
					moved = append(moved, c)
				}
			}
			return moved
		}
		poll()
		ref := s.make("t1-stray", "ours")
		theirs, err := s.jira.CreateIssue("dana", "theirs", "")
		must(t, err)
		poll()
		for _, key := range []string{ref.Key, theirs} {
			_, err := s.jira.Move("dana", key, "OPS")
			must(t, err)
		}
		moved := poll()
		if len(moved) != 1 || moved[0].Ref.ID != ref.ID || moved[0].Ref.Container != s.project() || moved[0].To == nil || moved[0].To.Container == s.project() {
			t.Fatalf("told %+v", moved)
		}
		if again := poll(); len(again) != 0 {
			t.Errorf("told again: %+v", again)
		}
	})
}

func TestAnIssueIsFoundByTheKeyThatAPersonTyped(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		ref := s.make("t1-typed", "ours")
		for _, typed := range []string{ref.Key, " net-1 "} {
			got, err := s.conn.Get(t.Context(), sdk.Ref{Key: typed, Container: s.project()}, sdk.Need{Comments: true})
			if err != nil || got.Ref.ID != ref.ID {
				t.Errorf("%q finds %+v, %v", typed, got.Ref, err)
			}
		}
		for _, typed := range []string{"", " ", "NET-4711", "#17", "../myself"} {
			if _, err := s.conn.Get(t.Context(), sdk.Ref{Key: typed, Container: s.project()}, sdk.Need{}); fault.ClassOf(err) != fault.NotFound {
				t.Errorf("%q: %v, want not found", typed, err)
			}
		}
	})
}

// Only a service project has comments that its customers do not read.
func TestOnlyAServiceProjectIsPrivate(t *testing.T) {
	for _, desk := range []bool{true, false} {
		eachDeployment(t, jiratest.Options{ServiceDesk: desk}, func(t *testing.T, s *site) {
			if s.place.Private != desk {
				t.Errorf("service project %v: private %v", desk, s.place.Private)
			}
			c, err := s.conn.Comment(t.Context(), s.make("t1-private", "ours"), "n1-private", sdk.CommentDraft{Native: "for us", Private: true})
			if err != nil || c.Private != desk {
				t.Errorf("service project %v: the comment is private: %v, %v", desk, c.Private, err)
			}
		})
	}
}
