package request

import (
	"slices"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// Unlink lets a ticket go: it stays as it is, nothing travels any more, and its
// delegation is withdrawn.
type Unlink struct{ Link LinkID }

func (c Unlink) decide(w *work) error {
	l := w.r.Link(c.Link)
	if l == nil {
		return &MissingError{"link", string(c.Link)}
	}
	if l.Health == Detached {
		return nil
	}
	w.detach(l, "unlinked by the desk")
	if d := w.r.Delegation(l.Delegation); d != nil && d.State != DelegateEnded {
		w.delegation(d, DelegateEnded, "unlinked")
		w.rollUp()
	}
	return nil
}

func (w *work) detach(l *Link, reason string) {
	l.Health, l.HealthAt, l.Error = Detached, w.cause.At, reason
	l.Conflicts = nil
	w.r.Bridge = without(w.r.Bridge, l.ID)
	w.event(Event{Type: LinkChanged, Link: l.ID, Field: "ticket", From: l.Ticket.Key, Reason: reason})
}

// Retry makes a link due again that failed or was parked.
type Retry struct{ Link LinkID }

func (c Retry) decide(w *work) error {
	l := w.r.Link(c.Link)
	switch {
	case l == nil:
		return &MissingError{"link", string(c.Link)}
	case !l.synced():
		return wrong("link", "nothing travels over it")
	}
	if l.Health == Failed || l.Health == Parked {
		l.Health, l.HealthAt = Pending, w.cause.At
	}
	l.Error, l.NextTryAt = "", time.Time{}
	w.event(Event{Type: SyncNotice, Link: l.ID, Field: "retry"})
	w.dirty(l.ID)
	return nil
}

// Identify types in what a team without a tool calls its ticket.
type Identify struct {
	Link LinkID
	Key  string
	URL  string
}

func (c Identify) decide(w *work) error {
	l := w.r.Link(c.Link)
	switch {
	case l == nil:
		return &MissingError{"link", string(c.Link)}
	case l.Connection != ByHand:
		return wrong("link", "its tool says what the ticket is called")
	}
	if err := checkURL(c.URL); err != nil {
		return err
	}
	key := OneLine(c.Key)
	if l.Ticket.Key != key || l.Ticket.URL != c.URL {
		w.event(Event{Type: LinkChanged, Link: l.ID, Field: "ticket", From: l.Ticket.Key, To: key})
		l.Ticket = ticket.Ref{ID: key, Key: key, URL: c.URL}
	}
	return nil
}

// Conflict finds a conflict of the request and its link; nil if there is none.
func (r *Request) Conflict(id string) (*Link, *Conflict) {
	for i := range r.Links {
		l := &r.Links[i]
		if n := slices.IndexFunc(l.Conflicts, func(c Conflict) bool { return c.ID == id }); n >= 0 {
			return l, &l.Conflicts[n]
		}
	}
	return nil, nil
}
