package request

import (
	"slices"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// Course is what flows down from an umbrella to the requests that it gathers.
type Course struct {
	Status                               Status
	Hold                                 HoldReason
	RestoredAt, ExpectedAt, NextUpdateAt time.Time
}

// Course is what flows down from an umbrella as it stands now.
func (r *Request) Course() Course {
	return Course{r.Status, r.HoldReason, r.RestoredAt, r.ExpectedAt, r.NextUpdateAt}
}

func (s Course) same(o Course) bool {
	return s.Status == o.Status && s.Hold == o.Hold && s.RestoredAt.Equal(o.RestoredAt) &&
		s.ExpectedAt.Equal(o.ExpectedAt) && s.NextUpdateAt.Equal(o.NextUpdateAt)
}

// flows says that the gathered requests have something to follow.
func (w *work) flows() {
	if w.r.Umbrella != "" {
		w.r.Flowing = true
	}
}

// Behind reports whether a request that an umbrella gathers has not followed it
// yet. Restricted and merged requests are left alone.
func (r *Request) Behind(umbrella *Request) bool {
	return r.Gathered == umbrella.ID && len(r.Restricted) == 0 && r.MergedTo == "" &&
		(r.Took == nil || !r.Took.same(umbrella.Course()))
}

// Take lets a gathered request follow its umbrella as that stands now. Only what
// changed at the umbrella since the last time comes down; what the desk set on
// the request itself stays.
type Take struct{ From *Request }

func (c Take) decide(w *work) error {
	if !w.r.Behind(c.From) {
		return nil
	}
	now, was := c.From.Course(), Course{Status: New}
	if w.r.Took != nil {
		was = *w.r.Took
	}
	w.r.Took = &now
	if w.r.Status == Closed || w.r.Status == Cancelled {
		return nil
	}
	for _, t := range []struct {
		name    ticket.Field
		field   *time.Time
		was, to time.Time
	}{
		{"restored_at", &w.r.RestoredAt, was.RestoredAt, now.RestoredAt},
		{"expected_at", &w.r.ExpectedAt, was.ExpectedAt, now.ExpectedAt},
		{"next_update_at", &w.r.NextUpdateAt, was.NextUpdateAt, now.NextUpdateAt},
	} {
		if !t.was.Equal(t.to) && !t.field.Equal(t.to) {
			w.changed(t.name, stamp(*t.field), stamp(t.to), string(c.From.Key))
			*t.field = t.to
		}
	}
	if was.Status != now.Status || was.Hold != now.Hold {
		w.follow(was.Status, now, string(c.From.Key))
	}
	return nil
}

// follow takes the umbrella's status where the request may: a client that is
// asked something stays asked until the service is restored, and the end comes
// by the roll-up's policy.
func (w *work) follow(was Status, now Course, reason string) {
	to := now.Status
	if was == Resolved {
		w.r.drop(AttentionAllDone)
	}
	if was == Cancelled {
		w.r.carriesOn()
	}
	switch {
	case to == Cancelled:
		w.leftBehind(reason)
		return
	case to == Resolved:
		w.followEnd(reason)
		return
	case w.r.Status == to && to == OnHold:
		set(w, "hold_reason", &w.r.HoldReason, &now.Hold, reason)
		return
	case !slices.Contains(Moves(w.r.Status), to), to != InProgress && to != OnHold && to != Monitoring,
		w.r.Status == WaitingClient && to != Monitoring,
		to == InProgress && w.r.Status != New && w.r.Status != was,
		w.r.Status == Resolved && was != Resolved:
		return
	}
	w.move(to, reason)
	if to == OnHold {
		set(w, "hold_reason", &w.r.HoldReason, &now.Hold, reason)
	}
}

// followEnd ends a request whose umbrella is resolved, or asks the desk to
// confirm. One with work of its own under way ends by that.
func (w *work) followEnd(reason string) {
	busy := slices.ContainsFunc(w.r.Delegations, func(d Delegation) bool { return d.State.open() || d.undecided() })
	switch {
	case busy || w.r.Status.Over():
	case w.h.Directory.RollUp[w.r.Kind] == Resolve:
		w.move(Resolved, reason)
	default:
		w.r.raise(AttentionAllDone)
	}
}
