package sync_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// descriptionBoth lets a description travel both ways.
func descriptionBoth(c *sync.Connection) { c.Directions[ticket.Description] = reconcile.Both }

// long is more than any tool holds in a text, with code that must not stay open.
func long() string {
	return "The line is down.\n\n```\n" + strings.Repeat("xe-0/0/1 down: *no light* [~noc] {panel}\n", 2000) + "```\n"
}

// limited reports whether the tool says how much a field holds.
func (b *bench) limited(f ticket.Field) bool {
	return got(b.conn.Conn.Ping(b.t.Context()))(b.t).Limits[f].Max > 0
}

// says is a text of the request's only ticket, as the connector reads it.
func (b *bench) text(key request.Key, f ticket.Field) string {
	b.t.Helper()
	return got(b.conn.Conn.Get(b.t.Context(), b.link(key).Ticket, sdk.Need{}))(b.t).Cells[f].Markdown
}

// A text that a tool cannot hold arrives shortened, says so with the way back to
// the whole, and never comes back over it.
func TestALongTextIsShortenedAndNeverTakenBack(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key := b.create("Line down")
		title, body := strings.Repeat("ä🔌", 240)+" end", long()
		b.do(key, request.Edit{Title: &title, Description: &body}, request.Delegate{Team: b.team()})
		b.hear()
		shown, cut := b.text(key, ticket.Description), b.limited(ticket.Description)
		if !strings.Contains(shown, "Request: "+string(key)) || cut != strings.Contains(shown, "(shortened; the whole text: "+string(key)) || strings.Count(shown, "The line is down") != 1 {
			t.Errorf("the ticket says %q", shown[max(0, len(shown)-300):])
		}
		if strings.Count(shown, "`"+"``")%2 != 0 {
			t.Error("code is left open")
		}
		if head := b.ticket(key).Title; !strings.HasSuffix(head, "… ["+string(key)+"]") || !strings.HasPrefix(head, "ä🔌") {
			t.Errorf("the title is %q", head)
		}
		said := b.because(key, reconcile.Shortened)
		if told := slices.ContainsFunc(said, func(e request.Event) bool { return e.Field == ticket.Description }); told != cut || len(said) == 0 {
			t.Errorf("the history says of what was shortened: %+v", said)
		}
		b.quiet(key)
		b.SetTitle(b.link(key).Ticket.ID, "Their own title")
		b.hear()
		r, _ := b.request(key)
		if r.Title != title || r.Description != body || r.Links[0].Suggestions[ticket.Title] != "Their own title" {
			t.Errorf("the hub has %q, and beside it %q", r.Title, r.Links[0].Suggestions)
		}
		b.quiet(key)
		short := "Short again"
		b.do(key, request.Edit{Title: &short})
		b.hear()
		b.decide(key, ticket.Title)
		b.hear()
		b.inStep(key)
	}, descriptionBoth)
}

// decide lets the desk's own value win where it is asked.
func (b *bench) decide(key request.Key, f ticket.Field) {
	b.t.Helper()
	for _, c := range b.link(key).Conflicts {
		if c.Field == f {
			b.do(key, request.Settle{ID: c.ID, Take: "hub"})
		}
	}
}

// A note that no tool can be asked to hold in comments arrives once, shortened,
// and the desk sees that it is.
func TestAnEndlessNoteIsShortenedAndSaysSo(t *testing.T) {
	lengthy(t)
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		room := b.room()
		if room == 0 {
			return
		}
		b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "Please hurry"})
		b.rest()
		body := b.numbered(25 * room)
		b.endless(key, "n1", body)
		b.rest()
		b.restart()
		b.recover()
		at := b.ticket(key)
		if at.says("shortened; the whole text: "+string(key)) != 1 || at.says("L00000 ") != 1 || b.can("CommentEditor") && len(at.Comments) != 1 {
			t.Fatalf("%d comments, ending %q", len(at.Comments), at.Comments[0].Text[max(0, len(at.Comments[0].Text)-200):])
		}
		_, notes := b.request(key)
		if c := notes[0].Copies[0]; c.State != request.CopyDelivered || c.Error != reconcile.Shortened || notes[0].Body != body {
			t.Errorf("the copy is %s: %q", c.State, c.Error)
		}
		if !slices.ContainsFunc(b.history(key), func(e request.Event) bool { return e.Field == "comment" && e.Reason == reconcile.Shortened }) {
			t.Error("the history does not tell of it")
		}
		b.quiet(key)
		b.Comment(id, "on it")
		b.hear()
		b.inStep(key)
	})
}

// endless gives a note a text that is longer than people may write, as one that
// another tool's people wrote can be.
func (b *bench) endless(key request.Key, id request.NoteID, body string) {
	b.t.Helper()
	must(b.t, b.store.Update(b.t.Context(), key, func(doc *store.Doc) error {
		n, err := doc.Note(id)
		if err != nil {
			return err
		}
		n = n.Clone()
		n.Body, n.Version, n.Copies[0].State = body, n.Version+1, request.CopyPending
		doc.Changed, doc.Dirty = []*request.Note{n}, []request.LinkID{n.Copies[0].Link}
		return nil
	}))
}

// A team that is spoken to in another language keeps its tickets as they are: the
// block below a text changes only with the text.
func TestAnotherLanguageRewritesNoTicket(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.hear()
		was := b.text(key, ticket.Description)
		german := b.house.Directory.Teams[b.team()]
		german.Language = "de"
		b.house.Directory.Teams[b.team()] = german
		b.SetState(id, request.Doing)
		b.do(key, request.TakeValue{Field: ticket.Priority, Text: "P4"})
		b.hear()
		if is := b.text(key, ticket.Description); is != was || strings.Contains(is, "Kunde:") {
			t.Errorf("%q became %q", was, is)
		}
		text := "The line is up."
		b.do(key, request.Edit{Description: &text})
		b.hear()
		if is := b.text(key, ticket.Description); !strings.Contains(is, "Kunde:") || strings.Contains(is, "Client:") {
			t.Errorf("the ticket says %q", is)
		}
		if r, _ := b.request(key); r.Description != text {
			t.Errorf("the hub has %q", r.Description)
		}
		b.quiet(key)
	}, descriptionBoth)
}
