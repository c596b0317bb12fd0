package simulation

import (
	"context"
	"errors"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// errDead is what a process sees that has crashed: nothing it does has an effect.
var errDead = errors.New("the process is dead")

// process is one life of the hub: the store as it sees it. It may die at every
// boundary of a transaction or a call.
type process struct {
	w    *World
	hub  *hub
	db   Database
	dead bool
	// received counts the deliveries that were to be stored.
	received int
}

var _ store.Sync = (*process)(nil)

// burn brings a planned crash nearer; true once the process is dead.
func (p *process) burn(point string) bool {
	if p.dead {
		return true
	}
	h := p.hub
	if h.p != p {
		return false
	}
	if h.fuse > 0 {
		h.fuse--
		p.dead = h.fuse == 0
	}
	if p.dead = p.dead || h.dies == point; p.dead {
		p.w.hit("crash " + point)
		p.w.tracef("the hub crashes %s", point)
	}
	return p.dead
}

// guard runs a transaction between two boundaries.
func (p *process) guard(at string, do func() error) error {
	if p.burn("before " + at) {
		return errDead
	}
	if err := do(); err != nil {
		return err
	}
	if p.burn("after " + at) {
		return errDead
	}
	return nil
}

func (p *process) Claim(ctx context.Context, kind store.Work, n int, lease time.Duration, but ...string) (claims []store.Claim, err error) {
	err = p.guard("claim", func() error { claims, err = p.db.Claim(ctx, kind, n, lease, but...); return err })
	return claims, err
}

func (p *process) Finish(ctx context.Context, c store.Claim, o store.Outcome) error {
	return p.guard("finish", func() error { return p.db.Finish(ctx, c, o) })
}

func (p *process) NextDue(ctx context.Context, kind store.Work, but ...string) (time.Time, error) {
	return p.db.NextDue(ctx, kind, but...)
}

func (p *process) Receive(ctx context.Context, d store.Delivery) (isNew bool, err error) {
	p.received++
	err = p.guard("receive", func() error { isNew, err = p.db.Receive(ctx, d); return err })
	return isNew, err
}

func (p *process) Delivery(ctx context.Context, c store.Claim) (d store.Delivery, err error) {
	err = p.guard("delivery", func() error { d, err = p.db.Delivery(ctx, c); return err })
	return d, err
}

func (p *process) Connection(ctx context.Context, name string, f func(*store.Connection) error) error {
	return p.guard("connection", func() error { return p.db.Connection(ctx, name, f) })
}

func (p *process) Link(ctx context.Context, c store.Claim, f func(*store.LinkDoc) error) error {
	return p.guard("link", func() error {
		var seen *store.LinkDoc
		err := p.db.Link(ctx, c, func(d *store.LinkDoc) error {
			seen = d
			return f(d)
		})
		if err == nil {
			p.w.noteDoc(seen)
			p.dueAgain(c, seen)
		}
		return err
	})
}

func (p *process) Intake(ctx context.Context, f func(store.Intake) error) error {
	return p.guard("intake", func() error {
		var rec *recorder
		err := p.db.Intake(ctx, func(i store.Intake) error {
			rec = &recorder{Intake: i}
			return f(rec)
		})
		if err == nil {
			rec.tell(p.w)
		}
		return err
	})
}

// recorder notes what an intake stores, to be told once it is committed.
type recorder struct {
	store.Intake
	added []added
	saved []*store.LinkRow
}

type added struct {
	request *request.Request
	links   []store.NewLink
	notes   []*request.Note
	events  []request.Event
}

func (r *recorder) Save(row *store.LinkRow, due bool) error {
	r.saved = append(r.saved, row)
	return r.Intake.Save(row, due)
}

func (r *recorder) Add(q *request.Request, links []store.NewLink, notes []*request.Note, events []request.Event) error {
	r.added = append(r.added, added{q, links, notes, events})
	return r.Intake.Add(q, links, notes, events)
}

func (r *recorder) tell(w *World) {
	for _, a := range r.added {
		w.noteRequest(a.request)
		for _, l := range a.links {
			w.hub.book.states[l.Link] = l.State
		}
		w.noteNotes(a.notes)
		w.noteEvents(a.request.ID, a.events)
	}
	for _, row := range r.saved {
		w.hub.book.states[row.Link.ID] = row.State
		if q := w.hub.book.requests[row.Request]; q != nil {
			q = q.Clone()
			q.Link(row.Link.ID).Ticket = row.Link.Ticket
			w.hub.book.requests[row.Request] = q
		}
	}
}
