package request

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// Edit changes fields as a merge patch: nil leaves a field as it is, the zero
// value clears it. A changed time in the past, a moved estimate, and a priority
// other than impact and urgency give need a Reason.
type Edit struct {
	Title, Description, Assignee, Contact *string
	Kind                                  *Kind
	Priority, ClientPriority              *Priority
	Impact, Urgency                       *Level
	Service                               *ServiceID
	Affected                              *[]Affected
	Labels, Restricted                    *[]string
	Fields                                map[string]*string // nil removes one
	DueAt, ReportedAt, StartedAt          *time.Time
	RestoredAt, ExpectedAt, NextUpdateAt  *time.Time
	Reason                                string
}

func (c Edit) decide(w *work) error {
	if err := w.r.Living("key"); err != nil {
		return err
	}
	steps := []func(*work) error{
		c.texts, c.kind, c.party, c.priority, c.clientPriority, c.lists, c.fields, c.times,
	}
	for _, step := range steps {
		if err := step(w); err != nil {
			return err
		}
	}
	return nil
}

func (c Edit) texts(w *work) error {
	if c.Title != nil {
		if err := w.says(ticket.Title, *c.Title, c.Reason); err != nil {
			return err
		}
	}
	if c.Description != nil {
		return w.says(ticket.Description, *c.Description, c.Reason)
	}
	return nil
}

// setShared sets a value that all links share and counts its version.
func (w *work) setShared(f ticket.Field, text, reason string) error {
	before := w.r.Value(f)
	if text == before { // a tool's text may be longer than people's
		return nil
	}
	if err := w.r.setValue(f, text); err != nil {
		return err
	}
	if after := w.r.Value(f); after != before {
		w.changed(f, before, after, reason)
		w.bump(f)
	}
	return nil
}

func (c Edit) kind(w *work) error {
	if c.Kind == nil || *c.Kind == w.r.Kind {
		return nil
	}
	if !c.Kind.Valid() {
		return wrong("kind", "%q is none of incident, service_request, question, complaint", *c.Kind)
	}
	w.changed("kind", string(w.r.Kind), string(*c.Kind), c.Reason)
	w.r.Kind = *c.Kind
	return nil
}

func (c Edit) party(w *work) error {
	contact, assignee := oneLine(c.Contact), oneLine(c.Assignee)
	if err := cmp.Or(checkName("contact", text(contact)), checkName("assignee", text(assignee))); err != nil {
		return err
	}
	if text(contact) != "" && !w.h.Directory.knowsContact(w.r.Client, *contact) {
		return wrong("contact", "%q is not known at %s", *contact, w.r.Client)
	}
	if c.Service != nil {
		if err := w.h.checkService(w.r, *c.Service); err != nil {
			return err
		}
		set(w, "service", &w.r.Service, c.Service, c.Reason)
	}
	set(w, "contact", &w.r.Contact, contact, c.Reason)
	if set(w, "assignee", &w.r.Assignee, assignee, c.Reason) {
		w.assigned()
	}
	return nil
}

func oneLine(given *string) *string {
	if given == nil {
		return nil
	}
	clean := OneLine(*given)
	return &clean
}

func text(given *string) string {
	if given == nil {
		return ""
	}
	return *given
}

// set changes one of the request's own plain fields; false if nothing changed.
func set[T ~string](w *work, name ticket.Field, field, to *T, reason string) bool {
	if to == nil || *to == *field {
		return false
	}
	w.changed(name, string(*field), string(*to), reason)
	*field = *to
	return true
}

// assigned lets the tickets follow who has the request, where it goes out.
func (w *work) assigned() {
	for i := range w.r.Links {
		if l := &w.r.Links[i]; w.h.Holds != nil && w.h.Holds(l.Connection, ticket.Assignee) {
			w.dirty(l.ID)
		}
	}
}

// checkService refuses a service of another client; an umbrella may be about the
// services of all.
func (h House) checkService(r *Request, id ServiceID) error {
	s, ok := h.Directory.Services[id]
	switch {
	case id == "":
		return nil
	case !ok:
		return wrong("service", "there is no service %q", id)
	case s.Client != "" && s.Client != r.Client && r.Umbrella == "":
		return wrong("service", "%s is not a service of %s", id, h.Directory.client(r.Client))
	}
	return nil
}

func (c Edit) lists(w *work) error {
	if c.Affected != nil && !slices.Equal(*c.Affected, w.r.Affected) {
		if err := w.setAffected(*c.Affected, c.Reason); err != nil {
			return err
		}
	}
	switch {
	case c.Restricted != nil && len(*c.Restricted) > maxList:
		return wrong("restricted", "at most %d", maxList)
	case c.Restricted != nil && len(*c.Restricted) > 0 && w.r.Umbrella != "":
		return wrong("restricted", "an umbrella is for everybody at the desk")
	}
	if c.Restricted != nil && !slices.Equal(*c.Restricted, w.r.Restricted) {
		w.changed("restricted", strings.Join(w.r.Restricted, ", "), strings.Join(*c.Restricted, ", "), c.Reason)
		w.r.Restricted = slices.Clone(*c.Restricted)
	}
	if c.Labels == nil {
		return nil
	}
	return w.setShared(ticket.Labels, strings.Join(oneLines(*c.Labels), "\n"), c.Reason)
}

func (w *work) setAffected(list []Affected, reason string) error {
	names := func(of []Affected) string {
		var out []string
		for _, a := range of {
			out = append(out, string(a.Service)+" "+string(a.Impact))
		}
		return strings.Join(out, ", ")
	}
	if err := w.checkAffected(list); err != nil {
		return err
	}
	w.changed("affected", names(w.r.Affected), names(list), reason)
	w.r.Affected = slices.Clone(list)
	return nil
}

func (w *work) checkAffected(list []Affected) error {
	if len(list) > maxList {
		return wrong("affected", "at most %d", maxList)
	}
	known := []ServiceImpact{Down, Degraded, Intermittent, ReducedRedundancy, NoImpact}
	for _, a := range list {
		switch {
		case a.Service == "":
			return wrong("affected", "each one names its service")
		case !slices.Contains(known, a.Impact):
			return wrong("affected", "%q is none of %s", a.Impact, joined(known))
		}
		err := cmp.Or(w.sane("affected.from", a.From), w.sane("affected.until", a.Until), w.h.checkService(w.r, a.Service))
		if err != nil {
			return err
		}
	}
	return nil
}

func (c Edit) fields(w *work) error {
	for _, name := range slices.Sorted(maps.Keys(c.Fields)) {
		if err := w.setShared(ticket.Own(name), text(c.Fields[name]), c.Reason); err != nil {
			return err
		}
	}
	return nil
}

func (r *Request) setField(name, text string) {
	if r.Fields == nil {
		r.Fields = map[string]string{}
	}
	r.Fields[name] = text
}
