package request

import (
	"slices"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// Contest holds a field of Cause.Link that both sides changed. Called again for
// the same field it follows what either side has become meanwhile; the version
// of the conflict is the request's from which it stands as it does.
type Contest struct {
	ID              string // "" makes one
	Field           ticket.Field
	Base, Hub, Tool string
	ToolBy          string
	Since           time.Time
}

func (c Contest) decide(w *work) error {
	l := w.r.Link(w.cause.Link)
	if l == nil {
		return &MissingError{"link", string(w.cause.Link)}
	}
	i := slices.IndexFunc(l.Conflicts, func(x Conflict) bool { return x.Field == c.Field })
	if i >= 0 {
		c.follow(w, &l.Conflicts[i])
		return nil
	}
	if c.ID == "" {
		c.ID = w.id()
	}
	if c.Since.IsZero() {
		c.Since = w.cause.At
	}
	l.Conflicts = append(l.Conflicts, Conflict{
		ID: c.ID, Field: c.Field, Base: c.Base, Hub: c.Hub, Tool: c.Tool, ToolBy: c.ToolBy,
		Since: cut(c.Since), Version: w.r.Version + 1,
	})
	l.Health, l.HealthAt = InConflict, w.cause.At
	w.event(Event{Type: ConflictFound, Field: c.Field, From: c.Hub, To: c.Tool, Verdict: Recorded})
	return nil
}

func (c Contest) follow(w *work, x *Conflict) {
	if x.Hub == c.Hub && x.Tool == c.Tool {
		return
	}
	x.Hub, x.Tool, x.ToolBy, x.Choice = c.Hub, c.Tool, c.ToolBy, nil
	x.Version = w.r.Version + 1
	w.event(Event{Type: ConflictFound, Field: c.Field, From: c.Hub, To: c.Tool, Verdict: Recorded})
}

// Settle is the desk's word on a conflict; the sync acts on it. Version is the
// request's, or the conflict's, that the choice was made on; 0 does not ask.
type Settle struct {
	ID      string
	Take    string // hub, tool, value
	Value   string
	Version int64
}

func (c Settle) decide(w *work) error {
	l, x := w.r.Conflict(c.ID)
	switch {
	case x == nil:
		return &MissingError{"conflict", c.ID}
	case c.Version != 0 && (x.Version > c.Version || c.Version > max(x.Version, w.r.Version)):
		return &MovedError{"conflict"}
	case c.Take != "hub" && c.Take != "tool" && c.Take != "value":
		return wrong("choose", "%q is none of hub, tool, value", c.Take)
	case c.Take != "value" && c.Value != "":
		return wrong("value", "goes with choose: value")
	}
	if err := c.checkValue(w, x.Field); err != nil {
		return err
	}
	x.Choice = &Choice{Take: c.Take, Value: c.Value, By: w.cause.By.Name}
	w.event(Event{Type: ConflictEnded, Link: l.ID, Field: x.Field, From: c.Take, To: c.value(x)})
	w.dirty(l.ID)
	return nil
}

func (c Settle) value(x *Conflict) string {
	switch c.Take {
	case "hub":
		return x.Hub
	case "tool":
		return x.Tool
	}
	return c.Value
}

func (c Settle) checkValue(w *work, f ticket.Field) error {
	if c.Take != "value" || f == ticket.State || f == ticket.Assignee {
		return nil
	}
	to := w.r.Clone()
	if err := to.setValue(f, c.Value); err != nil {
		return wrong("value", "%s", err)
	}
	if f == ticket.Due {
		return w.sane("value", to.DueAt)
	}
	return nil
}

// Agree ends the conflict of a field of Cause.Link: settled, or both sides came
// to the same value.
type Agree struct{ Field ticket.Field }

func (c Agree) decide(w *work) error {
	l := w.r.Link(w.cause.Link)
	if l == nil {
		return &MissingError{"link", string(w.cause.Link)}
	}
	i := slices.IndexFunc(l.Conflicts, func(x Conflict) bool { return x.Field == c.Field })
	if i < 0 {
		return nil
	}
	x := l.Conflicts[i]
	l.Conflicts = slices.Delete(l.Conflicts, i, i+1)
	if len(l.Conflicts) == 0 && l.Health == InConflict {
		l.Health, l.HealthAt = InSync, w.cause.At
	}
	if x.Choice == nil {
		w.event(Event{Type: ConflictEnded, Field: c.Field, From: x.Hub, To: x.Tool, Verdict: Agreed})
	}
	return nil
}
