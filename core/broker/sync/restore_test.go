package sync_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// backup keeps the database as it is now and returns how to put it back.
func (h *hub) backup() (restore func()) {
	h.t.Helper()
	must(h.t, h.store.Close())
	kept := got(os.ReadFile(h.path))(h.t)
	h.start()
	return func() {
		h.t.Helper()
		must(h.t, h.store.Close())
		must(h.t, os.WriteFile(h.path, kept, 0o600))
		h.start()
	}
}

// What was written after the backup is at the tools already, and known to be ours
// though the hub has forgotten it.
func TestARestoredBackupDoublesNothing(t *testing.T) {
	for name, change := range map[string]change{
		"an account of our own": finds(func(p *ticket.Place) { p.Dedicated = true }),
		"a shared account":      finds(func(p *ticket.Place) { p.Dedicated = false }),
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, b *bench) {
				key, id := b.open()
				restore := b.backup()
				b.do(key, request.Write{Audience: request.Teams, Body: "please hurry"}, request.TakeValue{Field: ticket.Title, Text: "Line down again"})
				b.hear()
				lost := b.create("Another line down", b.team())
				b.rest()
				if at := b.ticket(key); at.Title != "Line down again" {
					t.Fatalf("before the restore the tool has %q: %+v", at.Title, b.link(key))
				}
				restore()
				b.Comment(id, "on it")
				if b.hooks != nil {
					b.hooks.Replay()
				}
				b.recover()
				if at := b.Tickets(); len(at) != 2 {
					t.Errorf("%d tickets, want 2: %+v", len(at), at)
				}
				_, notes := b.request(key)
				if at := b.ticket(key); len(at.Comments) != 2 || len(notes) != 1 || notes[0].Body != "on it" {
					t.Errorf("comments %+v and notes %+v", at.Comments, notes)
				}
				if at, r := b.ticket(key), b.all()[0]; at.Title != "Line down again" || r.Title != at.Title {
					t.Errorf("the tool has %q, the hub %q; the newer one is the tool's; history %+v", at.Title, r.Title, b.history(key))
				}
				if strays := b.strays(); len(strays) != 1 {
					t.Errorf("the ticket of %s is not told of: %+v", lost, b.advice())
				}
				if all := b.all(); len(all) != 1 {
					t.Errorf("%d requests, want the one of the backup and no trace of %s", len(all), lost)
				}
				b.quiet(key)
			}, change)
		})
	}
}

// strays is what the hub says of tickets of ours that no request has.
func (b *bench) strays() []ticket.Problem {
	return slices.DeleteFunc(b.advice(), func(p ticket.Problem) bool {
		return !strings.HasPrefix(p.What, "The hub made ") || !strings.HasSuffix(p.What, " for requests that it does not know any more.")
	})
}

// A ticket of a request that the backup did not have is spoken of until a request has
// it, or it is closed.
func TestAStrayIsSpokenOfUntilSomebodyCares(t *testing.T) {
	for name, care := range map[string]func(b *bench, stray ticket.Ref){
		"closed": func(b *bench, stray ticket.Ref) { b.SetState(stray.ID, request.Done) },
		"linked": func(b *bench, stray ticket.Ref) {
			b.do(b.create("Another line down"), request.Relink{Team: b.team(), Ticket: stray.Key})
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, b *bench) {
				restore := b.backup()
				key, _ := b.open()
				lost := b.link(key).Ticket
				restore()
				b.recover()
				if len(b.strays()) != 1 {
					t.Fatalf("said before: %+v", b.advice())
				}
				care(b, lost)
				b.hear()
				b.poll()
				b.poll()
				if said := b.strays(); len(said) != 0 {
					t.Errorf("said still: %+v", said)
				}
			})
		})
	}
}
