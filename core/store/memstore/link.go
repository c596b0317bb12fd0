package memstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/internal/row"
	"github.com/spochub/spochub/sdk/ticket"
)

// Link implements [store.Sync].
func (s *Store) Link(ctx context.Context, c store.Claim, f func(*store.LinkDoc) error) error {
	return s.write(ctx, func(t *tx) error {
		h, d, err := t.linkDoc(request.LinkID(c.ID))
		if err != nil {
			return err
		}
		if l := t.st.links[d.Link.ID]; c.Seq != 0 && (l.due.lease == 0 || l.due.seq != c.Seq) {
			return store.ErrConflict
		}
		id := d.Link.ID
		if err := f(d); err != nil {
			return err
		}
		if err := t.saveLinkDoc(h, id, d); err != nil {
			return err
		}
		lane := row.Lane(h.req)
		if err := t.flush(); err != nil {
			return err
		}
		return t.after(lane, c, d)
	})
}

func (t *tx) linkDoc(id request.LinkID) (*held, *store.LinkDoc, error) {
	r, ok := t.st.links[id]
	if !ok {
		return nil, nil, missing("link", id)
	}
	h, err := t.hold(r.request)
	if err != nil {
		return nil, nil, err
	}
	d := &store.LinkDoc{Request: h.req, Link: h.req.Link(id), State: &reconcile.State{}, Gen: r.due.want,
		Comment: func(comment string) (*request.Note, error) { return t.byComment(id, comment) },
		Copies:  func() ([]request.Copy, error) { return t.copiesOf(id) },
		Holder:  func(ref ticket.Ref) (request.Key, error) { return t.holder(id, r.conn, ref) },
	}
	if *d.State, err = decode[reconcile.State](t.s.docs, r.state); err != nil {
		return nil, nil, fmt.Errorf("link %s: state: %w", id, err)
	}
	if d.Pending, err = t.changes(r.pending); err != nil {
		return nil, nil, fmt.Errorf("link %s: %w", id, err)
	}
	d.Notes, err = t.todo(id)
	return h, d, err
}

// holder names the request whose link, another than id, has a ticket.
func (t *tx) holder(id request.LinkID, connection string, ref ticket.Ref) (request.Key, error) {
	other, ok := t.st.tickets[ticketOf(connection, ref)]
	if !ok || other == id {
		return "", store.ErrNotFound
	}
	h, err := t.hold(t.st.links[other].request)
	if err != nil {
		return "", err
	}
	return h.req.Key, nil
}

func (t *tx) changes(docs []string) ([]ticket.Change, error) {
	var all []ticket.Change
	for _, doc := range docs {
		c, err := decode[ticket.Change](t.s.docs, doc)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

func (t *tx) saveLinkDoc(h *held, id request.LinkID, d *store.LinkDoc) error {
	for _, r := range d.Requests {
		if _, err := t.create(r); err != nil {
			return err
		}
	}
	for _, n := range d.NewLinks {
		t.fresh[n.Link] = n
	}
	h.events = append(h.events, d.Events...)
	state, err := json.Marshal(d.State)
	if err != nil {
		return t.fail(err)
	}
	r := t.st.links[id]
	r.state = string(state)
	r.pending = r.pending[min(max(d.Taken, 0), len(r.pending)):]
	set(t, t.st.links, id, r)
	return errors.Join(t.saveNotes(h, d.Add, d.Changed), t.keepFiles(d.Files))
}

// after marks what became due and ends the claim.
func (t *tx) after(lane store.Lane, c store.Claim, d *store.LinkDoc) error {
	for _, id := range d.Dirty {
		if err := t.dirty(id, lane); err != nil {
			return err
		}
	}
	if !d.Release || c.Seq == 0 {
		return nil
	}
	return t.finish(c, store.Outcome{Done: d.Done, Again: d.DueAt, Failed: d.Failed})
}
