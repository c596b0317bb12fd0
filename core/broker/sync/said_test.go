package sync_test

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// doubling is a connection whose creates take effect twice, and tell of one ticket.
type doubling struct {
	placed
	twin *ticket.Ref
}

func (x doubling) Create(ctx context.Context, d ticket.Draft) (ticket.Ticket, error) {
	t, err := x.Creator.Create(ctx, d)
	if err == nil {
		*x.twin = t.Ref
		t, err = x.Creator.Create(ctx, d)
	}
	return t, err
}

// A ticket that was made twice is one again, and the desk reads which one was
// closed.
func TestATicketThatWasMadeTwiceIsSaid(t *testing.T) {
	var twin ticket.Ref
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		key, _ := b.open()
		b.recover()
		if n := len(b.Tickets()); n != 1 {
			t.Fatalf("%d tickets", n)
		}
		said := b.because(key, reconcile.Retired)
		if kept := b.link(key).Ticket; len(said) != 1 || said[0].To != twin.Key || kept.ID == twin.ID {
			t.Errorf("%s was closed and %s kept: the history says %+v", twin.Key, kept.Key, said)
		}
		b.quiet(key)
	}, func(c *sync.Connection) {
		c.Conn = doubling{elsewhere(c.Conn, func(*ticket.Place) {}), &twin}
	})
}

// dropping is a connection that leaves a priority out when it makes a ticket, and
// says nothing.
type dropping struct{ placed }

func (x dropping) Create(ctx context.Context, d ticket.Draft) (ticket.Ticket, error) {
	delete(d.Cells, ticket.Priority)
	return x.Creator.Create(ctx, d)
}

// What a tool leaves out of a new ticket the desk reads in the history, where the
// tool answers with what it stored.
func TestAValueThatANewTicketLacksIsSaid(t *testing.T) {
	answering := func(k kind) bool { return k.name == "github" || k.name == "servicenow" }
	some(t, answering, func(t *testing.T, b *bench) {
		key, _ := b.open()
		b.hear()
		said := b.because(key, "the tool made the ticket without this value")
		if len(said) != 1 || said[0].Field != ticket.Priority || said[0].Verdict != request.Rejected {
			t.Errorf("the history says %+v", b.history(key))
		}
	}, func(c *sync.Connection) { c.Conn = dropping{elsewhere(c.Conn, func(*ticket.Place) {})} })
}

// poor is a connection whose tool has no priority for P4.
type poor struct{ placed }

func (x poor) Catalog(ctx context.Context, container string) ([]ticket.Code, error) {
	all, err := x.Cataloger.Catalog(ctx, container)
	return slices.DeleteFunc(slices.Clone(all), func(c ticket.Code) bool { return c.Field == ticket.Priority && c.Value == "P4" }), err
}

// A value that the tool has no word for holds its field alone, and the desk reads
// which.
func TestAValueThatTheToolHasNoWordForIsSaid(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, _ := b.open()
		b.do(key, request.TakeValue{Field: ticket.Priority, Text: "P4"}, request.TakeValue{Field: ticket.Title, Text: "Line is down"})
		b.hear()
		b.poll()
		if l := b.link(key); l.Health != request.Failed || l.Error != `priority: the tool has no value for "P4"` {
			t.Errorf("the link is %s: %s", l.Health, l.Error)
		}
		if at := b.ticket(key); at.Title != "Line is down" || at.Priority != "P2" {
			t.Errorf("ticket %+v", at)
		}
		if n := len(b.because(key, `the tool has no value for "P4"`)); n != 1 {
			t.Errorf("said %d times", n)
		}
	}, func(c *sync.Connection) { c.Conn = poor{elsewhere(c.Conn, func(*ticket.Place) {})} })
}

// A place that is renamed before its ticket is made gets none, and the desk reads
// which name is not there.
func TestAPlaceThatIsNotThereIsSaid(t *testing.T) {
	renamed := false
	named := func(k kind) bool { return k.name != "servicenow" } // a table has one name
	some(t, named, func(t *testing.T, b *bench) {
		t.Cleanup(func() { renamed = false })
		place := got(b.conn.Conn.Ping(t.Context()))(t)
		team := b.house.Directory.Teams[b.team()]
		team.Target = place.Containers[0].Key
		b.house.Directory.Teams[b.team()] = team
		key := b.create("Line down", b.team())
		renamed = true
		b.clock.Advance(11 * time.Minute)
		b.recover()
		if l := b.link(key); l.Health != request.Parked || l.Error != "the target "+team.Target+" is not there, or hidden from this account" {
			t.Errorf("the link is %s: %s", l.Health, l.Error)
		}
		if n := len(b.Tickets()); n != 0 {
			t.Errorf("%d tickets", n)
		}
	}, finds(func(p *ticket.Place) {
		if renamed {
			p.Containers = []ticket.Container{{ID: p.Containers[0].ID, Key: "another", Name: "another"}}
		}
	}))
}

// A ticket of another place is not linked, and nothing is written to it.
func TestATicketOfAnotherPlaceIsNotLinked(t *testing.T) {
	for _, k := range kinds()[1:3] {
		t.Run(k.name, func(t *testing.T) {
			b := k.bench(t)
			at := b.people.(atJira)
			moved := got(at.server.Move("dana", b.Open("Not the team's", ""), "OPS"))(t)
			key := b.create("Line down")
			b.spent()
			b.do(key, request.Delegate{Team: b.team(), Ticket: moved})
			b.recover()
			if l := b.link(key); l.Health != request.Parked || l.Error != "the ticket is not in this team's place" {
				t.Errorf("the link is %s: %s", l.Health, l.Error)
			}
			if is, calls := b.spent(); is.writes != 0 {
				t.Errorf("wrote %v", calls)
			}
		})
	}
}

// stuffed is a connection that tells of more than anybody mapped.
type stuffed struct{ placed }

func stuff(t *ticket.Ticket) {
	if t == nil || len(t.Cells) == 0 {
		return
	}
	t.Cells = maps.Clone(t.Cells)
	for _, f := range []ticket.Field{"client", "key", "id", "restricted", "status", "audience", "owner", "links", "merged_to", "x.rack", "x.close_notes", ""} {
		t.Cells[f] = ticket.Cell{Native: "argent", Name: "argent", Markdown: "argent"}
	}
}

func (x stuffed) Get(ctx context.Context, r ticket.Ref, need sdk.Need) (ticket.Ticket, error) {
	t, err := x.Conn.Get(ctx, r, need)
	stuff(&t)
	return t, err
}

func (x stuffed) Receive(ctx context.Context, d sdk.Delivery) ([]ticket.Change, error) {
	changes, err := x.Receiver.Receive(ctx, d)
	for i := range changes {
		stuff(changes[i].Ticket)
	}
	return changes, err
}

func (x stuffed) Changes(ctx context.Context, after ticket.Cursor) iter.Seq2[ticket.Change, error] {
	return func(yield func(ticket.Change, error) bool) {
		for c, err := range x.Watcher.Changes(ctx, after) {
			if stuff(c.Ticket); !yield(c, err) {
				return
			}
		}
	}
}

// What a tool tells of fields that nobody mapped changes nothing here, and what is
// mapped follows all the same.
func TestAPayloadSetsNothingThatIsNotMapped(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.hear()
		before, _ := b.request(key)
		b.spent()
		b.SetTitle(id, "Line is down")
		b.hear()
		b.poll()
		after, notes := b.request(key)
		if after.Title != "Line is down" || len(notes) != 0 {
			t.Errorf("title %q, notes %+v", after.Title, notes)
		}
		if text := string(got(json.Marshal(after))(t)); strings.Contains(text, "argent") {
			t.Errorf("the request took over what nobody mapped: %s", text)
		}
		if after.Client != before.Client || after.Key != before.Key || after.ID != before.ID || after.Status != before.Status && after.Status != request.InProgress || len(after.Links) != 1 || after.MergedTo != "" {
			t.Errorf("was %+v, is %+v", before, after)
		}
		if is, calls := b.spent(); is.writes != 0 {
			t.Errorf("wrote %v", calls)
		}
	}, func(c *sync.Connection) { c.Conn = stuffed{elsewhere(c.Conn, func(*ticket.Place) {})} })
}
