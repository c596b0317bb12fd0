package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// ruleView is a rule that decides without being asked.
type ruleView struct{ Connection, Field, Wins, Else string }

// nextTime is a field of a connection that a rule can be made for: what goes now,
// and what could.
type nextTime struct {
	Connection, Field, Now string
	Could                  []string
}

// Name is what the form calls it.
func (x nextTime) Name() string { return "next." + x.Connection + "." + x.Field }

// addRules tells of the rules that there are and could be.
func (s *Site) addRules(page *conflictsPage, v visitor) error {
	if s.o.Admin == nil {
		return nil
	}
	list, err := s.o.Admin.Rules(v.Actor)
	if err != nil {
		return err
	}
	for _, r := range list {
		page.Rules = append(page.Rules, ruleView{r.Connection, string(r.Field), string(r.Wins), string(r.Else)})
	}
	if !page.Manages {
		return nil
	}
	all, err := s.o.Admin.Connections(v.Actor)
	for _, c := range all {
		page.NextTime = append(page.NextTime, nextTimes(c.Connection, page.List)...)
	}
	return err
}

// nextTimes are the fields of a connection that are contested on a page and that a
// rule can be made for.
func nextTimes(c config.Connection, list []contested) (out []nextTime) {
	for _, f := range contestedAt(c.Name, list) {
		x := nextTime{Connection: c.Name, Field: string(f), Now: string(c.Policy(f))}
		for _, p := range []string{"hub", "tool", "ask"} {
			if p != x.Now {
				x.Could = append(x.Could, p)
			}
		}
		out = append(out, x)
	}
	return out
}

func contestedAt(connection string, list []contested) (fields []ticket.Field) {
	for _, x := range list {
		for _, c := range x.Conflicts {
			if c.Connection == connection && !slices.Contains(fields, c.Field) {
				fields = append(fields, c.Field)
			}
		}
	}
	return fields
}

// rules are the rules that a form asks for.
func (f form) rules() (list []admin.Rule) {
	for name := range f.values {
		at, isRule := strings.CutPrefix(name, "next.")
		connection, field, ok := strings.Cut(at, ".")
		if wins := f.Get(name); isRule && ok && wins != "" {
			list = append(list, admin.Rule{Connection: connection, Field: ticket.Field(field), Wins: config.Policy(wins)})
		}
	}
	return list
}

// forgetRule takes a rule back: what went before it goes again.
func (s *Site) forgetRule(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "rule")
	if !ok {
		return
	}
	page := conflictsPage{Form: f, Cursor: f.Get("cursor")}
	if s.o.Admin == nil {
		s.nowhere(w, r, v)
		return
	}
	err := s.o.Admin.SetRules(r.Context(), v.Actor, []admin.Rule{{Connection: f.Get("connection"), Field: ticket.Field(f.Get("field"))}})
	if err != nil {
		s.refuseRules(w, r, v, page, err)
		return
	}
	s.done(w, r, conflictsAt(page.Cursor), "done.norule")
}

// refuseRules shows what is wrong with rules; what was decided is decided.
func (s *Site) refuseRules(w http.ResponseWriter, r *http.Request, v visitor, page conflictsPage, err error) {
	l, wrong := s.speak(r), request.FieldErrors{}
	switch {
	case errors.Is(err, admin.ErrMoved):
		page.Form.fault("", l.say("entry.moved"))
	case errors.As(err, &wrong):
		page.Form.fault("", l.fault(wrong[0].Text))
	default:
		s.fail(w, r, v, err)
		return
	}
	s.showConflicts(w, r, v, page, http.StatusUnprocessableEntity)
}
