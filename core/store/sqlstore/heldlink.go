package sqlstore

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// heldLink is the sync memory of a link in a transaction.
type heldLink struct {
	id      request.LinkID
	request int64         // its row
	doc     string        // the link's JSON
	link    *request.Link // of doc, once somebody asked
	was     string        // the state's JSON
	gen     int64
	seq     int64 // of the claim that holds it, 0 if none does
	pending []ticket.Change
	rows    []int64 // of pending as stored
}

const linkColumns = `id, request, doc, state, want_gen, CASE WHEN lease_until>0 THEN claim_seq ELSE 0 END`

// linkByID is link by its id.
func (t *tx) linkByID(id request.LinkID) (*heldLink, error) {
	if known := t.links[id]; known != nil {
		return known, nil
	}
	return t.link(`id=$1`, string(id))
}

// link loads the sync memory of a link for the transaction, once.
func (t *tx) link(where string, args ...any) (*heldLink, error) {
	found, err := rows(t, scanLink, `SELECT `+linkColumns+` FROM links WHERE `+where+t.lock, args...)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, store.ErrNotFound
	}
	l := found[0]
	if known := t.links[l.id]; known != nil {
		return known, nil
	}
	if err := t.loadPending(l); err != nil {
		return nil, err
	}
	t.links[l.id] = l
	return l, nil
}

func scanLink(r *sql.Rows) (*heldLink, error) {
	l := &heldLink{}
	err := r.Scan(&l.id, &l.request, &l.doc, &l.was, &l.gen, &l.seq)
	return l, err
}

// read decodes the link, once.
func (l *heldLink) read() (*request.Link, error) {
	if l.link != nil {
		return l.link, nil
	}
	l.link = &request.Link{}
	if err := json.Unmarshal([]byte(l.doc), l.link); err != nil {
		return nil, fmt.Errorf("link %s: %w", l.id, err)
	}
	return l.link, nil
}

// state decodes its memory.
func (l *heldLink) state() (st reconcile.State, err error) {
	if err = json.Unmarshal([]byte(l.was), &st); err != nil {
		err = fmt.Errorf("link %s: state: %w", l.id, err)
	}
	return st, err
}

func (t *tx) loadPending(l *heldLink) error {
	type row struct {
		id     int64
		change ticket.Change
	}
	found, err := rows(t, func(r *sql.Rows) (c row, err error) {
		var doc string
		if err := r.Scan(&c.id, &doc); err != nil {
			return c, err
		}
		return c, json.Unmarshal([]byte(doc), &c.change)
	}, `SELECT id, doc FROM link_changes WHERE link=$1 ORDER BY id`, string(l.id))
	for _, c := range found {
		l.rows = append(l.rows, c.id)
		l.pending = append(l.pending, c.change)
	}
	return err
}

// saveState stores the memory of a link if it changed.
func (t *tx) saveState(l *heldLink, now *reconcile.State) error {
	text, err := json.Marshal(now)
	if err != nil {
		return t.fail(fmt.Errorf("link %s: state: %w", l.id, err))
	}
	if string(text) == l.was {
		return nil
	}
	l.was = string(text)
	return t.put(`UPDATE links SET state=$2, held=$3 WHERE id=$1`, string(l.id), l.was, int64(len(now.Held)))
}

// take forgets the first n pending changes.
func (t *tx) take(l *heldLink, n int) error {
	if n = min(n, len(l.rows)); n <= 0 {
		return nil
	}
	last := l.rows[n-1]
	l.rows, l.pending = l.rows[n:], l.pending[n:]
	return t.put(`DELETE FROM link_changes WHERE link=$1 AND id<=$2`, string(l.id), last)
}

func (t *tx) addPending(l *heldLink, changes []ticket.Change) error {
	for _, c := range changes {
		doc, err := json.Marshal(&c)
		if err != nil {
			return t.fail(fmt.Errorf("link %s: change: %w", l.id, err))
		}
		var id int64
		if err := t.one(`INSERT INTO link_changes (link, doc) VALUES ($1,$2) RETURNING id`, []any{string(l.id), string(doc)}, &id); err != nil {
			return err
		}
		l.rows = append(l.rows, id)
		l.pending = append(l.pending, c)
	}
	return nil
}

// setPending makes changes the pending ones of a link: usually those that were
// there and some more.
func (t *tx) setPending(l *heldLink, changes []ticket.Change) error {
	old, err := json.Marshal(l.pending)
	if err != nil {
		return t.fail(err)
	}
	kept, err := json.Marshal(changes[:min(len(changes), len(l.pending))])
	if err != nil {
		return t.fail(err)
	}
	if len(l.pending) == 0 || bytes.Equal(old, kept) {
		return t.addPending(l, changes[len(l.pending):])
	}
	if err := t.take(l, len(l.rows)); err != nil {
		return err
	}
	return t.addPending(l, changes)
}
