package memstore

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/internal/row"
	"github.com/spochub/spochub/sdk/ticket"
)

// Intake implements [store.Sync].
func (s *Store) Intake(ctx context.Context, f func(store.Intake) error) error {
	return s.write(ctx, func(t *tx) error { return f(intake{t}) })
}

type intake struct{ t *tx }

func (i intake) ByTicket(connection string, ref ticket.Ref) (*store.LinkRow, error) {
	at := ticketOf(connection, ref)
	id, ok := i.t.st.tickets[at]
	if !ok {
		at.letGo = true
		id, ok = i.t.st.tickets[at]
	}
	if !ok || ref.ID == "" {
		return nil, store.ErrNotFound
	}
	return i.ByID(id)
}

func (i intake) ByID(id request.LinkID) (*store.LinkRow, error) {
	l, ok := i.t.st.links[id]
	if !ok {
		return nil, store.ErrNotFound
	}
	h, err := i.t.hold(l.request)
	if err != nil {
		return nil, err
	}
	r := &store.LinkRow{Request: l.request, Link: *h.req.Link(id), Lane: row.Lane(h.req)}
	i.t.held = nil
	if r.State, err = decode[reconcile.State](i.t.s.docs, l.state); err != nil {
		return nil, err
	}
	r.Pending, err = i.t.changes(l.pending)
	return r, err
}

func (i intake) Save(r *store.LinkRow, due bool) error {
	t, id := i.t, r.Link.ID
	l, ok := t.st.links[id]
	if !ok {
		return t.fail(missing("link", id))
	}
	h, err := t.hold(l.request)
	if err != nil {
		return err
	}
	h.req.Link(id).Ticket = r.Link.Ticket
	if err := t.flush(); err != nil {
		return err
	}
	l = t.st.links[id]
	l.pending = nil
	for _, c := range r.Pending {
		doc, err := json.Marshal(&c)
		if err != nil {
			return t.fail(err)
		}
		l.pending = append(l.pending, string(doc))
	}
	state, err := json.Marshal(&r.State)
	if err != nil {
		return t.fail(err)
	}
	l.state = string(state)
	set(t, t.st.links, id, l)
	if !due {
		return nil
	}
	return t.dirty(id, r.Lane)
}

func (i intake) Add(r *request.Request, links []store.NewLink, notes []*request.Note, events []request.Event) error {
	h, err := i.t.create(r)
	if err != nil {
		return err
	}
	for _, n := range links {
		i.t.fresh[n.Link] = n
	}
	h.events = events
	if err := i.t.saveNotes(h, notes, nil); err != nil {
		return err
	}
	return i.t.flush()
}

func (i intake) HasRequest(id request.ID) (bool, error) {
	_, ok := i.t.st.requests[id]
	return ok, nil
}

func (i intake) Cursor(connection string, c ticket.Cursor) error {
	r := i.t.connection(connection)
	r.cursor = string(c)
	set(i.t, i.t.st.connections, connection, r)
	return nil
}

func (i intake) Held(connection string, after request.LinkID, n int) ([]*store.LinkRow, error) {
	var list []*store.LinkRow
	for _, id := range slices.Sorted(maps.Keys(i.t.st.links)) {
		if id <= after || i.t.st.links[id].conn != connection || len(list) == n {
			continue
		}
		row, err := i.ByID(id)
		if err != nil {
			return nil, err
		}
		if len(row.State.Held) > 0 {
			list = append(list, row)
		}
	}
	return list, nil
}

func (i intake) Finish(c store.Claim, o store.Outcome) error { return i.t.finish(c, o) }
