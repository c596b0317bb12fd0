package sync_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
)

// What the hub cleans of a tool's title is the hub's own: the ticket keeps what
// people wrote there, and nobody writes again.
func TestACleanedTitleIsNotWrittenBack(t *testing.T) {
	const title = "Line\u202e down\u2066  again"
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.hear()
		b.SetTitle(id, title)
		b.hear()
		if r, _ := b.request(key); r.Title != "Line down again" {
			t.Fatalf("the request is called %q", r.Title)
		}
		if at := b.ticket(key); at.Title != title {
			t.Errorf("the ticket is called %q", at.Title)
		}
		b.quiet(key)
		b.do(key, request.TakeValue{Field: "priority", Text: "P1"})
		b.hear()
		if at := b.ticket(key); at.Title != title || b.link(key).Health != request.InSync {
			t.Errorf("the ticket is called %q, the link is %+v", at.Title, b.link(key))
		}
		b.do(key, request.TakeValue{Field: "title", Text: "Line up"})
		b.hear()
		b.inStep(key)
		b.quiet(key)
	})
}

// A ticket that is not there is said so once, and another may be linked instead.
func TestATicketThatIsNotThereGivesWayToAnother(t *testing.T) {
	for _, typed := range []string{"NET-4711", "#4711", "INC0004711", "nonsense"} {
		t.Run(typed, func(t *testing.T) {
			each(t, func(t *testing.T, b *bench) {
				id := b.Open("the team's own", "")
				key := b.create("Line down")
				b.do(key, request.Relink{Team: b.team(), Ticket: typed})
				b.recover()
				l := b.link(key)
				if want := "there is no ticket " + typed + " that this account can see"; l.Health != request.Failed || !strings.HasPrefix(l.Error, want) || l.NextTryAt.IsZero() {
					t.Fatalf("the link is %s: %s", l.Health, l.Error)
				}
				b.do(key, request.Relink{Team: b.team(), Ticket: b.Tickets()[0].Key})
				b.rest()
				r, _ := b.request(key)
				if now := r.Link(r.Delegations[0].Link); len(r.Delegations) != 1 || now.Ticket.ID != id {
					t.Errorf("linked %+v: %s", now.Ticket, now.Error)
				}
			})
		})
	}
}
