package request

import (
	"strconv"

	"github.com/spochub/spochub/sdk/ticket"
)

// Derive returns the priority that an impact and an urgency give; "" while one
// of them is unknown.
func Derive(impact, urgency Level) Priority {
	if impact < 1 || impact > 3 || urgency < 1 || urgency > 3 {
		return ""
	}
	matrix := [3][3]Priority{
		{"P1", "P2", "P3"},
		{"P2", "P3", "P3"},
		{"P3", "P3", "P4"},
	}
	return matrix[impact-1][urgency-1]
}

// Valid reports whether p is P1 to P4.
func (p Priority) Valid() bool { return p == "P1" || p == "P2" || p == "P3" || p == "P4" }

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool {
	return k == Incident || k == ServiceRequest || k == Question || k == Complaint
}

// Valid reports whether c is one of the channels.
func (c Channel) Valid() bool {
	switch c {
	case Portal, Mail, Phone, InPerson, Tool, Alert, API:
		return true
	}
	return false
}

func (c Edit) priority(w *work) error {
	if err := c.levels(w); err != nil {
		return err
	}
	to, derived := w.r.Priority, Derive(w.r.Impact, w.r.Urgency)
	switch {
	case c.Priority != nil:
		to = *c.Priority
	case (c.Impact != nil || c.Urgency != nil) && derived != "":
		to = derived
	}
	if to == w.r.Priority {
		return nil
	}
	if to.Valid() && c.Priority != nil && derived != "" && derived != to && c.Reason == "" {
		return wrong("reason", "impact and urgency give %s: say why it is %s", derived, to)
	}
	if err := w.setShared(ticket.Priority, string(to), c.Reason); err != nil {
		return err
	}
	w.r.explainPriority(c.Reason)
	return nil
}

func (c Edit) levels(w *work) error {
	for _, l := range []struct {
		name  ticket.Field
		field *Level
		to    *Level
	}{{"impact", &w.r.Impact, c.Impact}, {"urgency", &w.r.Urgency, c.Urgency}} {
		if l.to == nil || *l.to == *l.field {
			continue
		}
		if *l.to < 0 || *l.to > 3 {
			return wrong(string(l.name), "is 1 (high) to 3 (low), 0 where unknown")
		}
		w.changed(l.name, strconv.Itoa(int(*l.field)), strconv.Itoa(int(*l.to)), c.Reason)
		*l.field = *l.to
	}
	return nil
}

func (c Edit) clientPriority(w *work) error {
	if c.ClientPriority != nil && *c.ClientPriority != "" && !c.ClientPriority.Valid() {
		return wrong("client_priority", "%q is none of P1, P2, P3, P4", *c.ClientPriority)
	}
	set(w, "client_priority", &w.r.ClientPriority, c.ClientPriority, c.Reason)
	return nil
}
