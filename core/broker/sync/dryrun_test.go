package sync_test

import (
	"errors"
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

// A value that both sides agree on is shown too, if its next write would be
// another one: apart from what would be written at once.
func TestAChangedWriteIsToldOfTicketsInStep(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, _ := b.open()
		b.do(key, request.TakeValue{Field: ticket.Priority, Text: "P1"})
		b.rest()
		names := map[string]string{}
		for _, row := range b.codes() {
			if row.Field == ticket.Priority && row.Write {
				names[row.Value] = row.Name
			}
		}
		m := sync.Mapping{Tables: map[ticket.Field]sync.Table{ticket.Priority: {Write: map[string]string{"P1": names["P2"]}}}}
		want := sync.Difference{Field: ticket.Priority, Value: "P1", From: names["P1"], To: names["P2"]}
		if found := b.dry(m, false, key); len(found.Sends)+len(found.Takes)+len(found.Reads) != 0 || len(found.Writes) != 1 || found.Writes[0] != want {
			t.Errorf("found %+v, want %+v", found, want)
		}
	})
}

// A name that the tool does not have is a fault, wherever it stands.
func TestATableNamesWhatTheToolHas(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, _ := b.open()
		_, err := b.engine.DryRun(t.Context(), b.conn.Name, sync.Mapping{Tables: map[ticket.Field]sync.Table{
			ticket.Priority: {Write: map[string]string{"P3": "Gibtsnicht"}},
			ticket.State:    {Read: map[string]string{"Nirgends": "done"}},
		}}, []request.LinkID{b.link(key).ID}, false)
		faults, _ := errors.AsType[request.FieldErrors](err)
		if len(faults) != 2 || faults[0].Field != "priorities.write.P3" || faults[1].Field != "states.read.Nirgends" {
			t.Fatalf("%v", err)
		}
		for _, row := range b.codes() {
			if row.Field == ticket.Priority && !strings.Contains(faults[0].Text, row.Name) {
				t.Errorf("%q does not name %q", faults[0].Text, row.Name)
			}
		}
	})
}

// codes is the tool's catalogue.
func (b *bench) codes() []ticket.Code {
	b.t.Helper()
	cat, _ := sdk.As[sdk.Cataloger](b.conn.Conn)
	return got(cat.Catalog(b.t.Context(), got(b.conn.Conn.Ping(b.t.Context()))(b.t).Containers[0].ID))(b.t)
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
