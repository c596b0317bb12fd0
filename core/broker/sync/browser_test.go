package sync_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk/ticket"
)

// body is the description of a ticket as the tool keeps it, and save how a person
// saves it there.
func (b *bench) body(id string) (is string, save func(string)) {
	b.t.Helper()
	switch at := b.people.(type) {
	case atGitHub:
		issue, _ := at.server.Issue(githubtest.Repository, at.number(id))
		return issue.Body, func(s string) { must(b.t, at.SetBody(at.number(id), s)) }
	case atJira:
		issue, _ := at.server.Issue(id)
		return issue.Description, func(s string) { at.set(id, "description", s) }
	case atServiceNow:
		return at.server.Incident(id)["description"], func(s string) { must(b.t, at.Set(id, map[string]string{"description": s})) }
	}
	b.t.Fatal("no way to save a description")
	return "", nil
}

// A browser saves a text with other line ends than an API wrote: that is no change
// of it, and what the team has stays as it is to the letter.
func TestLineEndsOfABrowserChangeNothing(t *testing.T) {
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		key := b.create("Line down")
		text := "First line.\n\n- one\n- two\n\nThe end."
		b.do(key, request.Edit{Description: &text}, request.Delegate{Team: b.team()})
		b.hear()
		id := b.link(key).Ticket.ID
		is, save := b.body(id)
		b.clock.Advance(2 * time.Second)
		save(strings.ReplaceAll(is, "\n", "\r\n"))
		theirs, _ := b.body(id)
		b.spent()
		b.hear()
		b.poll()
		b.quiet(key)
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"})
		b.hear()
		if r, _ := b.request(key); r.Description != text {
			t.Errorf("the hub has %q", r.Description)
		}
		if now, _ := b.body(id); now != theirs {
			t.Errorf("the team's %q has become %q", theirs, now)
		}
		if is, calls := b.spent(); is.writes != 1 {
			t.Errorf("wrote %v", calls)
		}
		b.quiet(key)
	}, descriptionBoth)
}
