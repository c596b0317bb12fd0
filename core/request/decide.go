package request

import (
	"slices"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// Cause says who acts, when, and by which link ("" for the hub itself).
type Cause struct {
	By   Actor
	At   time.Time
	Link LinkID
}

// Command is one thing to do to a request; the structs of this package that end
// in a decision implement it.
type Command interface{ decide(*work) error }

// Commands that only the world outside gives.
var (
	_ Command = Seen{}
	_ Command = TeamActed{}
	_ Command = TicketReturned{}
	_ Command = Regather{}
	_ Command = Settled{}
)

// Decision is what commands make of a request.
type Decision struct {
	Request  *Request   // as it is afterwards
	Events   []Event    // for the history, in order
	Added    []*Note    // new notes with their copies
	Changed  []*Note    // notes that are different now
	Dirty    []LinkID   // links that have something to tell their ticket
	NewLinks []LinkID   // in Request.Links, to be stored with a fresh sync state
	Opened   []*Request // requests that continue this one
}

// Decide says what commands make of a request, in order and all or none. It
// touches neither the request nor notes in the commands.
func Decide(r *Request, h House, c Cause, commands ...Command) (Decision, error) {
	c.At = cut(c.At)
	w, was := &work{r: r.Clone(), h: h, cause: c}, r.turn()
	for _, command := range commands {
		if err := command.decide(w); err != nil {
			return Decision{}, err
		}
	}
	w.r.settleAttention()
	if len(w.d.Events) > 0 {
		w.r.UpdatedAt = c.At
	}
	w.r.pass(was, c.At)
	w.d.Request = w.r
	return w.d, nil
}

// Do decides and puts the result into r. Pointers into r.Links stay good unless
// links were added. On an error r is as it was.
func Do(r *Request, h House, c Cause, commands ...Command) (Decision, error) {
	d, err := Decide(r, h, c, commands...)
	if err != nil {
		return d, err
	}
	links, delegations := r.Links[:0], r.Delegations[:0]
	links = append(links, d.Request.Links...)
	delegations = append(delegations, d.Request.Delegations...)
	*r = *d.Request
	r.Links, r.Delegations = links, delegations
	d.Request = r
	return d, nil
}

// work is a decision in the making.
type work struct {
	r     *Request
	h     House
	cause Cause
	d     Decision
}

func (w *work) event(e Event) {
	e.At, e.Actor = w.cause.At, w.cause.By
	e.Actor.Name, e.Reason = OneLine(e.Actor.Name), Lines(e.Reason)
	if e.Link == "" {
		e.Link = w.cause.Link
	}
	if e.Verdict == "" {
		e.Verdict = Applied
	}
	w.d.Events = append(w.d.Events, e)
}

// changed records a field's change.
func (w *work) changed(f ticket.Field, from, to, reason string) {
	w.event(Event{Type: Changed, Field: f, From: from, To: to, Reason: reason})
}

func (w *work) dirty(id LinkID) {
	l := w.r.Link(id)
	if l == nil || !l.synced() || slices.Contains(w.d.Dirty, id) {
		return
	}
	if l.Health == InSync {
		l.Health, l.HealthAt = Pending, w.cause.At
	}
	w.d.Dirty = append(w.d.Dirty, id)
}

// bump raises the version of a value that all links share and tells them, save
// the one that it came by.
func (w *work) bump(f ticket.Field) {
	if w.r.Values == nil {
		w.r.Values = map[ticket.Field]int64{}
	}
	w.r.Values[f]++
	for _, l := range w.r.Links {
		if l.ID != w.cause.Link {
			w.dirty(l.ID)
		}
	}
}

func (w *work) id() string { return w.h.IDs() }

// synced reports whether a tool holds the link's ticket and the hub follows it.
func (l *Link) synced() bool { return l.Connection != ByHand && l.Health != Detached }

func cut(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}
