package sync_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// A changed mapping is tried without a write, and with at most one call for each
// ticket.
func TestAChangedMappingIsTriedDry(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.SetState(id, request.Doing)
		b.do(key, request.TakeValue{Field: ticket.Priority, Text: "P4"})
		b.hear()
		doing := b.link(key).ToolState
		m := sync.Mapping{
			Tables:     map[ticket.Field]sync.Table{ticket.State: {Read: map[string]string{doing: "waiting"}}},
			Directions: map[ticket.Field]reconcile.Direction{ticket.Priority: reconcile.In},
		}
		b.spent()
		before, _ := b.request(key)
		found := b.dry(m, false, key)
		state := sync.Difference{Field: ticket.State, Value: doing, From: "in_progress", To: "waiting"}
		if len(found.Reads) != 1 || found.Reads[0] != state || len(found.Takes)+len(found.Sends) != 0 || found.Error != "" {
			t.Errorf("found %+v", found)
		}
		if at := slices.IndexFunc(found.Writes, func(d sync.Difference) bool { return d.Field == ticket.Priority }); at < 0 || found.Writes[at].Value != "P4" || found.Writes[at].From == "" || found.Writes[at].To != "" {
			t.Errorf("writes %+v", found.Writes)
		}
		if is, calls := b.spent(); is != (cost{}) {
			t.Errorf("judging what was seen costs %v", calls)
		}
		b.SetState(id, request.Done)
		found = b.dry(m, true, key)
		if is, calls := b.spent(); is.writes != 0 || is.reads != 1 {
			t.Errorf("one ticket costs %v", calls)
		}
		if len(found.Reads) != 0 || found.Error != "" {
			t.Errorf("found %+v", found)
		}
		if after, _ := b.request(key); after.Version != before.Version {
			t.Error("the dry run changed the request")
		}
	})
}

// What a mapping would send or take over at once is told, and happens then.
func TestAChangedDirectionIsTriedDry(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.SetTitle(id, "Line is down")
		b.hear()
		found := b.dry(sync.Mapping{Directions: map[ticket.Field]reconcile.Direction{ticket.Title: reconcile.Both}}, false, key)
		if len(found.Takes) != 1 || found.Takes[0].From != "Line down" || found.Takes[0].To != "Line is down" {
			t.Errorf("takes %+v", found.Takes)
		}
	}, func(c *sync.Connection) { c.Directions[ticket.Title] = reconcile.Out })
}

func TestOnlyAConnectionThatIsThereIsTried(t *testing.T) {
	h := newHub(t, newClock())
	if _, err := h.engine.DryRun(t.Context(), "nowhere", sync.Mapping{}, nil, false); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}

func (b *bench) dry(m sync.Mapping, read bool, key request.Key) sync.DryTicket {
	b.t.Helper()
	id := b.link(key).ID
	list, err := b.engine.DryRun(b.t.Context(), b.conn.Name, m, []request.LinkID{id}, read)
	must(b.t, err)
	if len(list) != 1 || list[0].Link != id {
		b.t.Fatalf("found %+v", list)
	}
	return list[0]
}
