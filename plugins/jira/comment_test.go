package jira

import (
	"testing"

	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// Jira shows a comment to everybody when an edit does not say to whom.
func TestARestrictedCommentStaysRestricted(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		r := s.make("k-1", "Secrets")
		k, err := s.conn.Comment(t.Context(), r, "c-1", sdk.CommentDraft{Native: "first"})
		must(t, err)
		must(t, s.jira.Restrict("dana", r.Key, k.ID, "Administrators"))
		s.lastHook() // the hub was told
		if n, _ := s.counted(func() {
			_, err = s.conn.EditComment(t.Context(), r, k.ID, "c-1", sdk.CommentDraft{Native: "second"})
			must(t, err)
		}); n != 1 {
			t.Errorf("%d calls", n)
		}
		fresh := s.open() // knows nothing
		got, err := fresh.EditComment(t.Context(), r, k.ID, "c-1", sdk.CommentDraft{Native: "third"})
		must(t, err)
		if x := s.seen(r).Comments[0]; x.Body != "third" || x.VisibleTo != "Administrators" || !got.Private {
			t.Errorf("comment %+v, answer %+v", x, got)
		}
	})
}

func TestCommentsInAServiceProjectAreInternal(t *testing.T) {
	eachDeployment(t, jiratest.Options{ServiceDesk: true}, func(t *testing.T, s *site) {
		r := s.make("k-1", "Customers read this")
		for _, private := range []bool{true, false} {
			k, err := s.conn.Comment(t.Context(), r, "c-1", sdk.CommentDraft{Native: "for the team", Private: private})
			must(t, err)
			if !k.Private || !k.Hidden {
				t.Errorf("the answer says public: %+v", k)
			}
			_, err = s.conn.EditComment(t.Context(), r, k.ID, "c-1", sdk.CommentDraft{Native: "for the team, edited", Private: private})
			must(t, err)
		}
		for _, k := range s.seen(r).Comments {
			if !k.Internal {
				t.Errorf("customers read %q", k.Body)
			}
		}
		_, err := s.jira.Comment("dana", r.Key, "for the customer")
		must(t, err)
		got, err := s.conn.Get(t.Context(), r, sdk.Need{Comments: true})
		must(t, err)
		if !got.Comments[0].Private || got.Comments[2].Private != (s.conn.know().deployment == "datacenter") {
			t.Errorf("comments %+v", got.Comments)
		}
		if !s.place.Containers[0].Customers || !got.Comments[0].Hidden || got.Comments[2].Hidden {
			t.Errorf("what customers can write is not told apart: %+v of %+v", got.Comments, s.place.Containers)
		}
	})
}

func TestPublicCommentsAreASetting(t *testing.T) {
	s := start(t, jiratest.Options{ServiceDesk: true}, func(raw settings.Raw) { raw["internal_comments"] = false })
	r := s.make("k-1", "Mixed")
	for _, private := range []bool{true, false} {
		k, err := s.conn.Comment(t.Context(), r, "c-1", sdk.CommentDraft{Native: "word", Private: private})
		must(t, err)
		if k.Private != private {
			t.Errorf("private %v, want %v", k.Private, private)
		}
	}
}

func TestBeforePingEveryProjectMayHaveCustomers(t *testing.T) {
	s := start(t, jiratest.Options{ServiceDesk: true})
	r := s.make("k-1", "Unknown kind")
	_, err := s.open().Comment(t.Context(), r, "c-1", sdk.CommentDraft{Native: "word", Private: true})
	must(t, err)
	if !s.seen(r).Comments[0].Internal {
		t.Error("customers read it")
	}
}

func TestNoMentionReachesAnybody(t *testing.T) {
	s := start(t, jiratest.Options{})
	r := s.make("k-1", "Mentions")
	natives, err := s.conn.Render(t.Context(), []sdk.Text{{Field: ticket.CommentText, Markdown: "ask [~accountid:712020:dana] and @dana"}})
	must(t, err)
	k, err := s.conn.Comment(t.Context(), r, "c-1", sdk.CommentDraft{Native: natives[0]})
	must(t, err)
	if body := s.seen(r).Comments[0].Body; containsAny(body, "[~") {
		t.Errorf("stored %q", body)
	}
	if k.Markdown != `ask \[~accountid:712020:dana] and @dana` {
		t.Errorf("reads back as %q", k.Markdown)
	}
}
