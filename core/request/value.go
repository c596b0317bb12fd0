package request

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// Shared lists the fields whose value all links of a request share: its custom
// fields as "x.NAME". State and assignee belong to each link.
func (r *Request) Shared() []ticket.Field {
	all := []ticket.Field{ticket.Title, ticket.Description, ticket.Priority, ticket.Due, ticket.Labels}
	named := map[ticket.Field]bool{}
	for name := range r.Fields {
		named[ticket.Own(name)] = true
	}
	for f := range r.Values {
		if _, ok := f.Own(); ok {
			named[f] = true
		}
	}
	return append(all, slices.Sorted(maps.Keys(named))...)
}

// Value returns a shared field as text: labels joined by newlines, a time as
// RFC 3339, "" where it is not set.
func (r *Request) Value(f ticket.Field) string {
	switch f {
	case ticket.Title:
		return r.Title
	case ticket.Description:
		return r.Description
	case ticket.Priority:
		return string(r.Priority)
	case ticket.Due:
		return stamp(r.DueAt)
	case ticket.Labels:
		return strings.Join(r.Labels, "\n")
	default:
		name, _ := f.Own()
		return r.Fields[name]
	}
}

// TakeValue sets a shared field to what a ticket says, or to what settles a
// conflict. It asks for no reason: the tool is asked for none.
type TakeValue struct {
	Field ticket.Field
	Text  string
}

func (c TakeValue) decide(w *work) error {
	if d := w.causeDelegation(); c.Field == ticket.Due && d != nil && !d.DueAt.IsZero() { // the task's own
		at, err := parseDue(c.Text)
		if err == nil {
			w.taskDue(d, at, "")
		}
		return err
	}
	before, told := w.r.Value(c.Field), w.r.AsTold()
	if err := w.r.take(c.Field, c.Text); err != nil {
		return err
	}
	if c.Field == ticket.Title || c.Field == ticket.Description {
		w.tells(c.Field, told)
	}
	after := w.r.Value(c.Field)
	if after == before {
		return nil
	}
	if c.Field == ticket.Priority {
		w.r.explainPriority("set by " + w.cause.By.Name)
	}
	w.changed(c.Field, before, after, "")
	w.bump(c.Field)
	return nil
}

// take sets a field to what a tool says. A text longer than people may write is
// kept; what exceeds any measure is shortened, and says so.
func (r *Request) take(f ticket.Field, text string) error {
	if f == ticket.Description {
		r.Description = Lines(fitText(text))
		return nil
	}
	if f == ticket.Title {
		text = fitTitle(text)
	}
	return r.setValue(f, text)
}

func (r *Request) setValue(f ticket.Field, text string) error {
	switch f {
	case ticket.Title:
		return r.setTitle(text)
	case ticket.Description:
		return r.setDescription(text)
	case ticket.Priority:
		return r.setPriority(Priority(text))
	case ticket.Due:
		return r.setDue(text)
	case ticket.Labels:
		return r.setLabels(strings.Split(text, "\n"))
	default:
		return r.setOwn(f, text)
	}
}

// setOwn sets a custom field; "" removes it.
func (r *Request) setOwn(f ticket.Field, text string) error {
	name, ok := f.Own()
	switch text = Lines(text); {
	case !ok:
		return wrong(string(f), "is not shared by all links")
	case name == "" || name != OneLine(name) || len(name) > maxLabel || len(text) > MaxText:
		return wrong("fields", "a field has a name of one line of at most %d bytes and a text of at most %d", maxLabel, MaxText)
	case text == "":
		delete(r.Fields, name)
	case r.Fields[name] == "" && len(r.Fields) >= maxList:
		return wrong("fields", "at most %d", maxList)
	default:
		r.setField(name, text)
	}
	return nil
}

// The longest texts that a request takes.
const (
	MaxTitle = 500     // characters
	MaxText  = 100_000 // bytes of a description or a note that people write
	maxTaken = 1 << 20 // bytes of one that comes from a tool
	maxLabel = 100
	maxName  = 300 // bytes of a person's name
	maxList  = 100
)

func (r *Request) setTitle(text string) error {
	text = OneLine(text)
	switch {
	case !shows(text):
		return wrong("title", "must not be empty")
	case len([]rune(text)) > MaxTitle:
		return wrong("title", "is longer than %d characters", MaxTitle)
	}
	r.Title = text
	return nil
}

func (r *Request) setDescription(text string) error {
	if len(text) > MaxText {
		return wrong("description", "is longer than %d bytes", MaxText)
	}
	r.Description = Lines(text)
	return nil
}

func (r *Request) setPriority(p Priority) error {
	if !p.Valid() {
		return wrong("priority", "%q is none of P1, P2, P3, P4", p)
	}
	r.Priority = p
	return nil
}

// explainPriority keeps a reason only where the priority needs one.
func (r *Request) explainPriority(reason string) {
	r.PriorityReason = ""
	if d := Derive(r.Impact, r.Urgency); d != "" && d != r.Priority {
		r.PriorityReason = reason
	}
}

func (r *Request) setDue(text string) error {
	at, err := parseDue(text)
	if err == nil {
		r.DueAt = at
	}
	return err
}

func parseDue(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return cut(t), nil
		}
	}
	return time.Time{}, wrong("due_at", "%q is neither an RFC 3339 time nor a date", text)
}

func (r *Request) setLabels(labels []string) error {
	var set []string
	for _, l := range labels {
		l = strings.Join(strings.FieldsFunc(l, func(r rune) bool { return r == ' ' || r == '\t' }), "-") // one word: some tools take no other
		if len(l) > maxLabel || strings.ContainsAny(l, "\r\n") {
			return wrong("labels", "a label is one line of at most %d bytes", maxLabel)
		}
		if l != "" && !slices.Contains(set, l) {
			set = append(set, l)
		}
		if len(set) > maxList {
			return wrong("labels", "at most %d", maxList)
		}
	}
	slices.Sort(set)
	r.Labels = set
	return nil
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
