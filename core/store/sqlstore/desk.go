package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/internal/row"
)

// Create implements [store.Desk].
func (s *Store) Create(ctx context.Context, n store.New) error {
	return s.write(ctx, func(t *tx) error {
		h, err := t.create(n.Request)
		if err != nil {
			return err
		}
		t.announceLinks(n.Links)
		h.events = n.Events
		if err := t.saveNotes(h, n.Notes, nil); err != nil {
			return err
		}
		return t.flush()
	})
}

// Request implements [store.Desk].
func (s *Store) Request(ctx context.Context, key request.Key) (r *request.Request, notes []*request.Note, err error) {
	err = s.view(ctx, func(t *tx) error {
		h, err := t.hold(`key=$1`, string(key))
		if err != nil {
			return fmt.Errorf("request %s: %w", key, err)
		}
		r = h.req
		notes, err = t.loadNotes(`n.request=$1`, h.seq)
		return err
	})
	return r, notes, err
}

// History implements [store.Desk].
func (s *Store) History(ctx context.Context, key request.Key, after int64, limit int) ([]request.Event, error) {
	return rows(s.reader(ctx), scanEvent, `SELECT e.id, e.doc FROM events e
		WHERE e.request=(SELECT seq FROM requests WHERE key=$1) AND e.id>$2 ORDER BY e.id LIMIT $3`,
		string(key), after, int64(limit))
}

func scanEvent(r *sql.Rows) (e request.Event, err error) {
	var id int64
	var doc string
	if err := r.Scan(&id, &doc); err != nil {
		return e, err
	}
	err = json.Unmarshal([]byte(doc), &e)
	e.ID = id
	return e, err
}

// Update implements [store.Desk].
func (s *Store) Update(ctx context.Context, key request.Key, f func(*store.Doc) error) error {
	return s.write(ctx, func(t *tx) error {
		u := &update{t: t, docs: map[request.ID]*deskDoc{}}
		d, err := u.open(key)
		if err != nil {
			return err
		}
		if err := f(d); err != nil {
			return err
		}
		return u.save()
	})
}

// update is one transaction of the desk over one request and those that it
// touches.
type update struct {
	t     *tx
	docs  map[request.ID]*deskDoc
	order []*deskDoc
}

// deskDoc is one of its documents.
type deskDoc struct {
	*store.Doc
	held  *held
	syncs []*syncDoc
}

type syncDoc struct {
	doc  *store.LinkDoc
	link *heldLink
}

func (u *update) open(key request.Key) (*store.Doc, error) {
	h, err := u.t.hold(`key=$1`, string(key))
	if err != nil {
		return nil, fmt.Errorf("request %s: %w", key, err)
	}
	if d := u.docs[h.req.ID]; d != nil {
		return d.Doc, nil
	}
	d := &deskDoc{held: h}
	d.Doc = &store.Doc{
		Request: h.req,
		Note:    func(id request.NoteID) (*request.Note, error) { return u.note(h, id) },
		Other:   u.open,
		Holder: func(connection, target, ticket string) (request.Key, error) {
			return u.t.namesHolder(h, connection, target, ticket)
		},
		Sync: func(id request.LinkID) (*store.LinkDoc, error) { return u.sync(d, id) },
	}
	u.docs[h.req.ID] = d
	u.order = append(u.order, d)
	return d.Doc, nil
}

func (u *update) note(h *held, id request.NoteID) (*request.Note, error) {
	n, err := u.t.note(id)
	if err == nil && n.Request != h.req.ID {
		err = store.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("note %s: %w", id, err)
	}
	return n, nil
}

func (u *update) sync(d *deskDoc, id request.LinkID) (*store.LinkDoc, error) {
	for _, s := range d.syncs {
		if s.link.id == id {
			return s.doc, nil
		}
	}
	l, doc, err := u.t.syncDoc(d.held, id)
	if err != nil {
		return nil, err
	}
	d.syncs = append(d.syncs, &syncDoc{doc, l})
	return doc, nil
}

// save stores all documents, and only then what becomes due, because links may
// have moved between them.
func (u *update) save() error {
	for _, d := range u.order {
		if err := u.saveDoc(d); err != nil {
			return err
		}
	}
	if err := u.t.flush(); err != nil {
		return err
	}
	for _, d := range u.order {
		for _, id := range d.Now {
			if err := u.t.forgive(id); err != nil {
				return err
			}
		}
		due := slices.Concat(d.Dirty, d.Now)
		for _, s := range d.syncs {
			due = append(due, s.doc.Dirty...)
		}
		for _, id := range due {
			if err := u.t.dirty(id, row.Lane(d.Request)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (u *update) saveDoc(d *deskDoc) error {
	u.t.announceLinks(d.NewLinks)
	d.held.reader = u.order[0].Reader
	d.held.events = append(d.held.events, d.Events...)
	for _, s := range d.syncs {
		if err := u.t.saveLinkDoc(d.held, s.link, s.doc); err != nil {
			return err
		}
	}
	return errors.Join(u.t.saveNotes(d.held, d.Add, d.Changed), u.t.moveNotes(d.held, d.Move), u.t.keepFiles(d.Files), u.t.letFilesGo(d.Loose))
}
