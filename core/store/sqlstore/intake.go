package sqlstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// Intake implements [store.Sync].
func (s *Store) Intake(ctx context.Context, f func(store.Intake) error) error {
	return s.write(ctx, func(t *tx) error {
		t.early = true // the delivery or the cursor is as it was, too
		return f(intake{t})
	})
}

type intake struct{ t *tx }

func (i intake) ByTicket(connection string, ref ticket.Ref) (*store.LinkRow, error) {
	if ref.ID == "" {
		return nil, store.ErrNotFound
	}
	const at = `connection=$1 AND container=$2 AND ticket_id=$3 AND ticket_id<>'' AND health`
	row, err := i.t.linkRow(at+`<>'detached'`, connection, ref.Container, ref.ID)
	if errors.Is(err, store.ErrNotFound) {
		return i.t.linkRow(at+`='detached' ORDER BY request DESC, pos DESC LIMIT 1`, connection, ref.Container, ref.ID)
	}
	return row, err
}

func (i intake) ByID(id request.LinkID) (*store.LinkRow, error) {
	return i.t.linkRow(`id=$1`, string(id))
}

func (t *tx) linkRow(where string, args ...any) (*store.LinkRow, error) {
	l, err := t.link(where, args...)
	if err != nil {
		return nil, err
	}
	link, errLink := l.read()
	state, errState := l.state()
	if err := errors.Join(errLink, errState); err != nil {
		return nil, t.fail(err)
	}
	row := &store.LinkRow{Link: *link, State: state, Lane: store.People}
	var id string
	var prio int64
	if err := t.one(`SELECT id, prio FROM requests WHERE seq=$1`, []any{l.request}, &id, &prio); err != nil {
		return nil, err
	}
	if prio == 1 {
		row.Lane = store.Urgent
	}
	row.Request = request.ID(id)
	row.Pending = append(row.Pending, l.pending...)
	return row, nil
}

func (i intake) Save(row *store.LinkRow, due bool) error {
	l, err := i.t.linkByID(row.Link.ID)
	if err != nil {
		return fmt.Errorf("link %s: %w", row.Link.ID, err)
	}
	if err := i.t.saveRef(l, row.Link.Ticket); err != nil {
		return err
	}
	if err := errors.Join(i.t.saveState(l, &row.State), i.t.setPending(l, row.Pending)); err != nil {
		return err
	}
	if !due {
		return nil
	}
	return i.t.dirty(l.id, row.Lane)
}

// saveRef stores which ticket a link stands for; people see that.
func (t *tx) saveRef(l *heldLink, ref ticket.Ref) error {
	link, err := l.read()
	if err != nil {
		return t.fail(err)
	}
	if link.Ticket == ref {
		return nil
	}
	h, err := t.hold(`seq=$1`, l.request)
	if err != nil {
		return err
	}
	link.Ticket = ref
	h.req.Link(l.id).Ticket = ref
	return t.flushAgain()
}

// flushAgain stores what is held before the transaction goes on, so that it
// finds what it wrote, and lets go of it.
func (t *tx) flushAgain() error {
	if err := t.flush(); err != nil {
		return err
	}
	clear(t.held)
	t.order = nil
	return nil
}

func (i intake) Add(r *request.Request, links []store.NewLink, notes []*request.Note, events []request.Event) error {
	t := i.t
	h, err := t.create(r)
	if err != nil {
		return err
	}
	t.announceLinks(links)
	h.events = events
	if err := t.saveNotes(h, notes, nil); err != nil {
		return err
	}
	return t.flushAgain()
}

func (i intake) HasRequest(id request.ID) (bool, error) {
	var n int64
	err := i.t.one(`SELECT count(*) FROM requests WHERE id=$1`, []any{string(id)}, &n)
	return n > 0, err
}

func (i intake) Cursor(connection string, c ticket.Cursor) error {
	if err := i.t.ensureConnection(connection); err != nil {
		return err
	}
	return i.t.put(`UPDATE connections SET cursor=$2 WHERE id=$1`, connection, string(c))
}

func (i intake) Held(connection string, after request.LinkID, n int) ([]*store.LinkRow, error) {
	ids, err := rows(i.t, single[string], `SELECT id FROM links WHERE held>0 AND connection=$1 AND id>$2 ORDER BY id LIMIT $3`,
		connection, string(after), int64(n))
	var list []*store.LinkRow
	for _, id := range ids {
		row, err := i.ByID(request.LinkID(id))
		if err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, err
}

func (i intake) Finish(c store.Claim, o store.Outcome) error { return i.t.finish(c, o) }
