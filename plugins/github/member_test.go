package github_test

import (
	"testing"

	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// Of everybody who can write in a public repository, GitHub says who belongs to
// it.
func TestWhoCommentsIsKnownAsOneOfTheRepositorysPeople(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	w.tool.SetPrivate(githubtest.Repository, false)
	w.warm()
	n := w.open("Line down", "")
	want := map[string]bool{"dana-reyes": true, githubtest.Visitor: false}
	for login := range want {
		_, err := w.tool.As(login).Comment(n, "+1")
		w.must(err)
	}
	check := func(how string, list []sdk.Comment) {
		t.Helper()
		if len(list) != len(want) {
			t.Fatalf("%s: %+v", how, list)
		}
		for _, c := range list {
			if c.By.Member != want[c.By.Name] {
				t.Errorf("%s: %s is a member: %v", how, c.By.Name, c.By.Member)
			}
		}
	}
	read := w.get(n, sdk.Need{Comments: true})
	check("read", read.Comments)
	if !read.By.Member {
		t.Error("who opened the issue is no member")
	}
	var polled []sdk.Comment
	for ch, err := range as[sdk.Watcher](w).Changes(t.Context(), "since:2020-01-01T00:00:00Z") {
		w.must(err)
		if ch.Kind == ticket.Commented {
			polled = append(polled, *ch.Comment)
		}
	}
	check("polled", polled)
}

func TestAHookSaysWhetherWhoCommentsIsAMember(t *testing.T) {
	for association, want := range map[string]bool{
		"OWNER": true, "MEMBER": true, "COLLABORATOR": true,
		"CONTRIBUTOR": false, "FIRST_TIME_CONTRIBUTOR": false, "FIRST_TIMER": false, "MANNEQUIN": false, "NONE": false, "": false,
	} {
		body := issueHook("created", func(payload, _ map[string]any) {
			payload["comment"] = map[string]any{
				"id": 9, "body": "+1", "user": map[string]any{"id": 6, "login": "dana"}, "author_association": association,
				"created_at": "2026-01-15T12:00:01Z", "updated_at": "2026-01-15T12:00:01Z",
			}
		})
		changes, err := receiver(t, "o/r").Receive(t.Context(), sdk.Delivery{Header: signed("issue_comment", body), Body: body, Authentic: true})
		if err != nil || len(changes) != 1 || changes[0].Comment == nil {
			t.Fatalf("%q: %+v, %v", association, changes, err)
		}
		if got := changes[0].Comment.By.Member; got != want {
			t.Errorf("%q is a member: %v", association, got)
		}
	}
}
