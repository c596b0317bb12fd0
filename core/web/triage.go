package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// move changes the status.
func (s *Site) move(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "status")
	if !ok {
		return
	}
	m := request.Move{To: request.Status(f.Get("to")), Reason: f.Get("reason"), Open: request.OpenWork(f.Get("open"))}
	switch m.To {
	case request.WaitingClient:
		if m.WaitingFor = plain(f.Get("waiting_for")); strings.TrimSpace(m.WaitingFor) != "" {
			m.Note = noteID(f)
			s.hold(w, r, v, f, "done.waiting", func(t desk.Target) (*request.Request, request.Unsent, error) {
				return s.o.Desk.WaitLater(r.Context(), v.Actor, t, m)
			}, "waiting_for", "reason")
			return
		}
	case request.OnHold:
		m.Hold = request.HoldReason(f.Get("hold_reason"))
	default: // needs no words
	}
	s.act(w, r, v, f, "done.status", func(t desk.Target) error {
		_, err := s.o.Desk.Triage(r.Context(), v.Actor, t, request.Edit{}, &m)
		return err
	}, "waiting_for", "hold_reason", "open", "reason")
}

// take makes the visitor the owner.
func (s *Site) take(w http.ResponseWriter, r *http.Request, v visitor) {
	s.act(w, r, v, form{Name: "take"}, "done.take", func(t desk.Target) error {
		_, err := s.o.Desk.Triage(r.Context(), v.Actor, t, request.Edit{Assignee: &v.Login}, nil)
		return err
	})
}

// seen puts a reason for attention away.
func (s *Site) seen(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "seen")
	if !ok {
		return
	}
	s.act(w, r, v, f, "done.seen", func(t desk.Target) error {
		what := request.Seen{Reason: request.Attention(f.Get("reason")), Note: request.NoteID(f.Get("note"))}
		_, err := s.o.Desk.Seen(r.Context(), v.Actor, t, what)
		return err
	})
}

// editTries is how often an edit is judged anew because something else about the
// request changed meanwhile.
const editTries = 5

// edit changes the fields that the visitor changed: each form carries what it
// showed, and a field that somebody else changed since is not overwritten.
func (s *Site) edit(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "fields")
	if !ok {
		return
	}
	key := request.Key(r.PathValue("key"))
	var err error
	for range editTries {
		var item desk.Item
		if item, err = s.o.Desk.Get(r.Context(), v.Actor, key); err != nil {
			break
		}
		e, fine := s.changes(&f, s.speak(r), item.Request)
		if !fine {
			s.showRequest(w, r, v, f, http.StatusUnprocessableEntity)
			return
		}
		_, err = s.o.Desk.Triage(r.Context(), v.Actor, desk.Target{Key: key, Version: item.Request.Version}, e, nil)
		if !errors.Is(err, desk.ErrVersion) {
			break
		}
	}
	if err != nil {
		s.refuse(w, r, v, f, err, editFields()...)
		return
	}
	s.done(w, r, asShown(r, key, nil), "done.fields")
}

func editFields() []string {
	return []string{"title", "description", "priority", "impact", "urgency", "labels", "assignee", "due_at", "service", "contact", "reason"}
}

// changes is what a form asks for; false if it cannot be taken as it is.
func (s *Site) changes(f *form, l *language, r *request.Request) (request.Edit, bool) {
	is := s.shown(r)
	e := request.Edit{Reason: strings.TrimSpace(f.Get("reason"))}
	for _, name := range editFields() {
		was, now := plain(f.Get("was_"+name)), plain(f.Get(name))
		if name == "reason" || now == was || !f.values.Has(name) {
			continue
		}
		if is[name] != was && is[name] != now {
			f.fault(name, l.say("error.changed", clip(is[name])))
			continue
		}
		if !s.setField(&e, name, now) {
			f.fault(name, l.say("error.value"))
		}
	}
	return e, len(f.faults) == 0
}

// plain evens out what browsers do to line ends; an indent at the start stays.
func plain(text string) string {
	return strings.TrimRight(strings.TrimLeft(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), " \t\n")
}

// shown is each field as the form shows it.
func (s *Site) shown(r *request.Request) map[string]string {
	return map[string]string{
		"title": r.Title, "description": plain(r.Description), "priority": string(r.Priority),
		"impact": strconv.Itoa(int(r.Impact)), "urgency": strconv.Itoa(int(r.Urgency)),
		"labels": strings.Join(r.Labels, ", "), "assignee": r.Assignee, "due_at": s.toInput(r.DueAt),
		"service": string(r.Service), "contact": r.Contact,
	}
}

// setField puts one value into an edit; false if it cannot be read.
func (s *Site) setField(e *request.Edit, name, text string) bool {
	switch name {
	case "title":
		e.Title = &text
	case "description":
		e.Description = &text
	case "assignee":
		e.Assignee = &text
	case "contact":
		e.Contact = &text
	case "service":
		e.Service = (*request.ServiceID)(&text)
	case "priority":
		e.Priority = (*request.Priority)(&text)
	case "labels":
		list := labels(text)
		e.Labels = &list
	case "impact", "urgency":
		n, err := strconv.Atoi(text)
		level := request.Level(n)
		if name == "impact" {
			e.Impact = &level
		} else {
			e.Urgency = &level
		}
		return err == nil
	case "due_at":
		at, err := s.fromInput(text)
		e.DueAt = &at
		return err == nil
	}
	return true
}

func labels(text string) []string {
	out := []string{}
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
