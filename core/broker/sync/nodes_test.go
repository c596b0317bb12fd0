package sync_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/queue"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// node is another engine on the database of a hub.
func (h *hub) node(connections ...sync.Connection) *sync.Engine {
	h.t.Helper()
	e := sync.New(sync.Options{
		Store: h.store, Files: h.store, FileSize: 100_000, Connections: connections, House: request.House{Directory: h.house.Directory, IDs: h.id},
		Marker: h.marker, Epoch: h.store.Epoch(), TimeZone: h.zone, Now: h.clock.Now, Log: slog.New(slog.DiscardHandler), People: h.desks,
	})
	must(h.t, e.Start(h.t.Context()))
	return e
}

// unknownAtMost is how long work of a connection that a node does not know may wait
// for the one that does.
const unknownAtMost = 15 * time.Second

// A node that has not been told of a connection yet, or no more, gives its work back
// and goes on; soon the other does it.
func TestANodeGivesBackWhatItDoesNotKnow(t *testing.T) {
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		stranger := b.node()
		for _, w := range stranger.Workers(b.store.Kick) {
			if w.Room(b.conn.Name) < 1 {
				t.Errorf("%s: it keeps away from it for ever", w.Kind)
			}
		}
		key := b.create("Line down")
		b.do(key, request.Delegate{Team: b.team()})
		for kind, do := range map[store.Work]queue.Task{store.LinkWork: stranger.Reconcile, store.PollWork: stranger.Poll} {
			claim := store.Claim{Kind: kind, ID: string(b.link(key).ID), Connection: b.conn.Name}
			if out := do(t.Context(), claim); out == nil || out.Done && kind == store.LinkWork || out.Again.After(b.clock.Now().Add(unknownAtMost)) {
				t.Errorf("%s: it comes to %+v", kind, out)
			}
		}
		b.settle()
		if b.link(key).Ticket.ID == "" {
			t.Error("the node that knows it makes no ticket")
		}
	})
}

// What one node has found of a tool the other takes over.
func TestANodeTakesOverWhatAnotherHasFound(t *testing.T) {
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		h := newHub(t, b.clock)
		one, other := h.node(b.conn), h.node(b.conn)
		must(t, one.Ready(t.Context(), b.conn.Name))
		if one.Public(b.conn.Name, "") {
			t.Skip("its place has a name")
		}
		before := other.Public(b.conn.Name, "")
		must(t, other.Recall(t.Context()))
		if !before || other.Public(b.conn.Name, "") {
			t.Error("it does not take over what is known of the place")
		}
	})
}
