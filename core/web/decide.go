package web

import (
	"errors"
	"net/http"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// decide decides every conflict that something was chosen for, each as it stood on
// the page.
func (s *Site) decide(w http.ResponseWriter, r *http.Request, v visitor) {
	if f, ok := s.posted(w, r, "conflicts"); ok {
		s.settleAll(w, r, v, f, "done.settle", nil)
	}
}

// decideForGood is decide with rules for next time. They are kept only if all that
// was chosen is decided: a rule would decide what stays.
func (s *Site) decideForGood(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "conflicts")
	if !ok {
		return
	}
	if s.o.Admin == nil {
		s.nowhere(w, r, v)
		return
	}
	rules, message := f.rules(), "done.settle"
	if len(rules) > 0 {
		message = "done.rules"
	}
	s.settleAll(w, r, v, f, message, func() error {
		if len(rules) == 0 {
			return nil
		}
		return s.o.Admin.SetRules(r.Context(), v.Actor, rules)
	})
}

// settleAll decides what a form chose, and then what else it asks for.
func (s *Site) settleAll(w http.ResponseWriter, r *http.Request, v visitor, f form, message string, then func() error) {
	list, page := f.settlings(), conflictsPage{Form: f, Cursor: f.Get("cursor")}
	if len(list) == 0 && (then == nil || len(f.rules()) == 0) {
		page.Form.fault("", s.speak(r).say("conflicts.nothing"))
		s.showConflicts(w, r, v, page, http.StatusUnprocessableEntity)
		return
	}
	for i, err := range s.o.Desk.SettleAll(r.Context(), v.Actor, list) {
		if err == nil {
			page.Decided++
			page.Form.values.Del("choose-" + list[i].ID)
			continue
		}
		s.undecided(r, &page, list[i], err)
	}
	if page.Decided < len(list) {
		s.showConflicts(w, r, v, page, http.StatusConflict)
		return
	}
	if then != nil {
		if err := then(); err != nil {
			s.refuseRules(w, r, v, page, err)
			return
		}
	}
	s.done(w, r, conflictsAt(page.Cursor), message)
}

// settlings are the conflicts of a form that something was chosen for.
func (f form) settlings() (list []desk.Settling) {
	for _, id := range f.List("conflict") {
		take := f.Get("choose-" + id)
		if take == "" {
			continue
		}
		c := request.Settle{ID: id, Take: take, Version: number(f.Get("version-" + id))}
		if take == "value" {
			c.Value = plain(f.Get("value-" + id))
		}
		list = append(list, desk.Settling{Key: request.Key(f.Get("key-" + id)), Settle: c})
	}
	return list
}

// undecided says why a conflict was not decided: at the conflict, or on top where
// it is gone. One that moved is to be looked at before it is chosen for again.
func (s *Site) undecided(r *http.Request, page *conflictsPage, x desk.Settling, err error) {
	l, at := s.speak(r), form{Name: "conflicts"}
	var moved *request.MovedError
	var missing *request.MissingError
	switch {
	case errors.As(err, &moved):
		page.Form.values.Del("choose-" + x.ID)
		page.Form.fault("choose-"+x.ID, l.say("conflicts.moved"))
		return
	case errors.As(err, &missing), errors.Is(err, desk.ErrNotFound):
		page.Left = append(page.Left, leftAsWas{x.Key, l.say("conflicts.gone"), x.Value})
		return
	case at.blame(l, err, "value", "choose"):
		page.Form.fault("choose-"+x.ID, at.first())
	default:
		s.o.Log.ErrorContext(r.Context(), "decide a conflict", "request", x.Key, "error", err)
		page.Form.fault("choose-"+x.ID, l.say("error.internal"))
	}
}

// first is one of a form's faults.
func (f form) first() string {
	for _, text := range f.faults {
		return text
	}
	return ""
}
