package jira

import (
	"slices"
	"testing"

	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestPingTellsWhoAndWhereAndWhat(t *testing.T) {
	eachDeployment(t, jiratest.Options{Deny: []string{"DELETE_OWN_COMMENTS", "CREATE_ATTACHMENTS"}}, func(t *testing.T, s *site) {
		p := s.place
		if p.Self.ID != s.jira.Account("spochub") || !p.Self.Self {
			t.Errorf("self %+v", p.Self)
		}
		if len(p.Containers) != 1 || p.Containers[0].Key != "NET" || p.Containers[0].ID != "10100" || p.Containers[0].Public {
			t.Errorf("containers %+v", p.Containers)
		}
		if slices.Contains(p.Can, "CommentDeleter") || slices.Contains(p.Can, "Uploader") || !slices.Contains(p.Can, "Creator") {
			t.Errorf("can %v", p.Can)
		}
		if p.Dedicated || p.ServerTime.IsZero() || p.Tick == 0 {
			t.Errorf("place %+v", p)
		}
	})
}

func TestPingSeesAPublicProject(t *testing.T) {
	eachDeployment(t, jiratest.Options{Public: true}, func(t *testing.T, s *site) {
		if !s.place.Containers[0].Public {
			t.Error("strangers may read, and nobody was told")
		}
	})
}

func TestWritesAreOneCallEach(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		var made sdk.Ticket
		one := func(what string, f func() error) {
			t.Helper()
			if calls, writes := s.counted(func() { must(t, f()) }); calls != 1 || writes != 1 {
				t.Errorf("%s: %d calls, %d writes: %v", what, calls, writes, s.calls.Calls())
			}
		}
		ctx := t.Context()
		one("create", func() (err error) {
			made, err = s.conn.Create(ctx, sdk.Draft{Key: "k-1", Container: s.project(), Cells: map[sdk.Field]sdk.Cell{
				ticket.Title: {Native: "Link down"}, ticket.Description: {Native: "*now*"}, ticket.Priority: {Native: "1"},
				ticket.Due: {Native: "2026-12-01"}, ticket.Labels: {Set: []sdk.Native{"fibre"}}, ticket.State: {Native: "10002"},
			}})
			return err
		})
		if len(made.Cells) != 0 || !slices.Equal(made.Keys, []sdk.Key{"k-1"}) || made.Ref.Container != s.project() {
			t.Errorf("made %+v", made)
		}
		one("edit", func() error {
			_, err := s.conn.Edit(ctx, made.Ref, "k-1", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "Link up", ticket.Due: "", ticket.Assignee: sdk.Native(s.jira.Account("dana"))}, Add: []sdk.Native{"done"}, Remove: []sdk.Native{"fibre", "spochub-k-1"}})
			return err
		})
		var k sdk.Comment
		one("comment", func() (err error) {
			k, err = s.conn.Comment(ctx, made.Ref, "c-1", sdk.CommentDraft{Native: "hello"})
			return err
		})
		one("edit comment", func() error {
			_, err := s.conn.EditComment(ctx, made.Ref, k.ID, "c-1", sdk.CommentDraft{Native: "hello again"})
			return err
		})
		one("delete comment", func() error { return s.conn.DeleteComment(ctx, made.Ref, k.ID) })
		x := s.seen(made.Ref)
		if x.Summary != "Link up" || x.Due != "" || x.Assignee != "dana" || x.Priority != "Highest" || x.Description != "*now*" || !slices.Equal(x.Labels, []string{"done", "spochub-k-1"}) {
			t.Errorf("issue %+v", x)
		}
	})
}

func TestGetShowsEverything(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		ref := s.make("k-2", "Port flaps")
		_, err := s.conn.Comment(t.Context(), ref, "c-2", sdk.CommentDraft{Native: "ours"})
		must(t, err)
		_, err = s.jira.Comment("dana", ref.Key, "theirs")
		must(t, err)
		must(t, s.jira.SetField("dana", ref.Key, "summary", "Port flaps again"))
		must(t, s.jira.Transition("dana", ref.Key, "In Progress"))
		got, err := s.conn.Get(t.Context(), ref, sdk.Need{Log: true, Comments: true, Files: true})
		must(t, err)
		if got.Ref != ref || !slices.Equal(got.Keys, []sdk.Key{"k-2"}) || !got.By.Self || got.Version == 0 {
			t.Errorf("ticket %+v", got)
		}
		if c := got.Cells[ticket.State]; c.Native != "3" || c.Name != "In Progress" || c.By.Name != "Dana Reyes" {
			t.Errorf("state %+v", c)
		}
		if len(got.Log) != 2 || got.Log[0].From != "Port flaps" || got.Log[1].From != "10000" || got.LogAfter != 0 {
			t.Errorf("log %+v after %d", got.Log, got.LogAfter)
		}
		if !got.AllComments || got.NComments != 2 || !slices.Equal(got.Comments[0].Keys, []sdk.Key{"c-2"}) || got.Comments[1].Keys != nil {
			t.Errorf("comments %+v", got.Comments)
		}
	})
}

func TestChangesAndWebhooksTellTheSame(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		mark := s.poll("")
		if len(mark) != 1 || mark[0].Kind != ticket.Mark {
			t.Fatalf("empty poll gave %+v", mark)
		}
		key, err := s.jira.CreateIssue("dana", "Fan broken", "please")
		must(t, err)
		must(t, s.jira.Transition("mika", key, "In Progress"))
		rows := s.poll(mark[0].Cursor)
		if len(rows) != 1 || rows[0].Kind != ticket.Snapshot || rows[0].Ticket.Cells[ticket.State].Name != "In Progress" {
			t.Fatalf("poll gave %+v", rows)
		}
		s.jira.Hooks().Flush()
		var last sdk.Change
		for _, h := range s.jira.Hooks().Sent() {
			changes, err := s.conn.Receive(t.Context(), sdk.Delivery{Header: h.Header, Body: h.Body, Authentic: true})
			must(t, err)
			last = changes[0]
		}
		if last.Version != rows[0].Version || last.Ticket.Log[0].From != "10000" || last.Ticket.Cells[ticket.State].By.Name != "Mika Larsen" {
			t.Errorf("webhook %+v", last)
		}
	})
}

// poll reads all changes after a cursor.
func (s *site) poll(from sdk.Cursor) []sdk.Change {
	s.t.Helper()
	var all []sdk.Change
	for c, err := range s.conn.Changes(s.t.Context(), from) {
		must(s.t, err)
		all = append(all, c)
	}
	return all
}
