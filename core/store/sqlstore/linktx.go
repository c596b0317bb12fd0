package sqlstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/internal/row"
	"github.com/spochub/spochub/sdk/ticket"
)

// Link implements [store.Sync].
func (s *Store) Link(ctx context.Context, c store.Claim, f func(*store.LinkDoc) error) error {
	return s.write(ctx, func(t *tx) error {
		h, l, d, err := t.linkDoc(request.LinkID(c.ID))
		if err != nil {
			return err
		}
		if c.Seq != 0 && c.Seq != l.seq {
			return store.ErrConflict
		}
		if err := f(d); err != nil {
			return err
		}
		t.early = d.Release // no call follows
		if err := t.saveLinkDoc(h, l, d); err != nil {
			return err
		}
		if err := t.flush(); err != nil {
			return err
		}
		return errors.Join(t.after(h, c, d), t.wrote(d))
	})
}

// linkDoc loads a link with its request.
func (t *tx) linkDoc(id request.LinkID) (*held, *heldLink, *store.LinkDoc, error) {
	h, err := t.hold(`seq=(SELECT request FROM links WHERE id=$1)`, string(id))
	if err != nil {
		return nil, nil, nil, fmt.Errorf("link %s: %w", id, err)
	}
	l, d, err := t.syncDoc(h, id)
	return h, l, d, err
}

// syncDoc is the document of a link of a request that is held.
func (t *tx) syncDoc(h *held, id request.LinkID) (*heldLink, *store.LinkDoc, error) {
	link := h.req.Link(id)
	l, err := t.linkByID(id)
	if err == nil && link == nil {
		err = store.ErrNotFound
	}
	if err != nil {
		return nil, nil, fmt.Errorf("link %s: %w", id, err)
	}
	state, err := l.state()
	if err != nil {
		return nil, nil, t.fail(err)
	}
	notes, err := t.todo(id)
	if err != nil {
		return nil, nil, err
	}
	return l, &store.LinkDoc{
		Request: h.req, Link: link, State: &state, Gen: l.gen, Pending: l.pending, Notes: notes,
		Comment: func(comment string) (*request.Note, error) { return t.byComment(id, comment) },
		Copies:  func() ([]request.Copy, error) { return t.copiesOf(id) },
		Holder:  func(ref ticket.Ref) (request.Key, error) { return t.holder(id, link.Connection, ref) },
	}, nil
}

// holder names the request whose link, another than id, has a ticket.
func (t *tx) holder(id request.LinkID, connection string, ref ticket.Ref) (request.Key, error) {
	var key string
	err := t.one(`SELECT r.key FROM links l JOIN requests r ON r.seq=l.request
		WHERE l.connection=$1 AND l.container=$2 AND l.ticket_id=$3 AND l.ticket_id<>'' AND l.health<>'detached' AND l.id<>$4`,
		[]any{connection, ref.Container, ref.ID, string(id)}, &key)
	return request.Key(key), err
}

// saveLinkDoc stores what a document says but its request, which flush does.
func (t *tx) saveLinkDoc(h *held, l *heldLink, d *store.LinkDoc) error {
	for _, r := range d.Requests {
		if _, err := t.create(r); err != nil {
			return err
		}
	}
	t.announceLinks(d.NewLinks)
	h.events = append(h.events, d.Events...)
	return errors.Join(t.saveState(l, d.State), t.take(l, d.Taken), t.saveNotes(h, d.Add, d.Changed), t.keepFiles(d.Files))
}

// after marks what became due, once all links are stored, and ends the claim.
func (t *tx) after(h *held, c store.Claim, d *store.LinkDoc) error {
	for _, id := range d.Dirty {
		if err := t.dirty(id, row.Lane(h.req)); err != nil {
			return err
		}
	}
	if !d.Release || c.Seq == 0 {
		return nil
	}
	o := store.Outcome{Done: d.Done, Again: d.DueAt, Failed: d.Failed}
	if d.Failed && d.Link != nil {
		o.Error = d.Link.Error
	}
	return t.finish(c, o)
}
