package request

import (
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// blink is how long ago still counts as now.
const blink = time.Minute

// times changes the request's own times: into the past, or an estimate that was
// already given, only with a reason.
func (c Edit) times(w *work) error {
	for _, t := range []struct {
		name     ticket.Field
		field    *time.Time
		to       *time.Time
		estimate bool
	}{
		{"reported_at", &w.r.ReportedAt, c.ReportedAt, false},
		{"started_at", &w.r.StartedAt, c.StartedAt, false},
		{"restored_at", &w.r.RestoredAt, c.RestoredAt, false},
		{"expected_at", &w.r.ExpectedAt, c.ExpectedAt, true},
		{"next_update_at", &w.r.NextUpdateAt, c.NextUpdateAt, false},
	} {
		if t.to == nil || cut(*t.to).Equal(*t.field) {
			continue
		}
		to := cut(*t.to)
		if err := w.sane(string(t.name), to); err != nil {
			return err
		}
		if err := c.timeReason(w, string(t.name), *t.field, to, t.estimate); err != nil {
			return err
		}
		w.changed(t.name, stamp(*t.field), stamp(to), c.Reason)
		*t.field = to
		if t.estimate { // whatever teams expect: the desk has decided
			w.r.settle(func(c Concern) bool { return c.Kind == AsksByEstimate })
		}
		w.flows()
	}
	if c.DueAt == nil {
		return nil
	}
	if err := w.sane("due_at", *c.DueAt); err != nil {
		return err
	}
	return w.setShared(ticket.Due, stamp(cut(*c.DueAt)), c.Reason)
}

// The years that a time can lie in: from the first on, and this many ahead.
const (
	firstYear  = 2000
	yearsAhead = 50
)

// sane refuses a time that nobody can mean; the zero time is none.
func (w *work) sane(field string, t time.Time) error {
	first, last := time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC), w.cause.At.AddDate(yearsAhead, 0, 0)
	if t.IsZero() || !t.Before(first) && !t.After(last) {
		return nil
	}
	return wrong(field, "must lie between %s and %s", first.Format(time.DateOnly), last.Format(time.DateOnly))
}

func (c Edit) timeReason(w *work, name string, from, to time.Time, estimate bool) error {
	switch {
	case c.Reason != "":
		return nil
	case !to.IsZero() && to.Before(w.cause.At.Add(-blink)):
		return wrong("reason", "%s lies in the past: say why", name)
	case estimate && !from.IsZero():
		return wrong("reason", "%s was given before: say why it moves", name)
	}
	return nil
}
