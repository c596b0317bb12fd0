package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// receives is what the tool of a team will receive, word for word.
type receives struct {
	ID, Team string
	desk.Preview
}

// delegate shows what each of the ticked teams would receive, and gives it to them
// when that was confirmed. One that is refused keeps none of the others back.
func (s *Site) delegate(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "delegate")
	if !ok {
		return
	}
	list, err := s.delegations(f)
	if err != nil {
		s.refuse(w, r, v, f, err, "team", "due_at")
		return
	}
	if f.Get("step") == "send" && f.seenAll() {
		s.give(w, r, v, f, list)
		return
	}
	s.previewDelegations(w, r, v, f, list)
}

// seenAll reports whether a form was shown for each of its teams; one that was
// never shown asks for no look.
func (f form) seenAll() bool {
	seen := f.List("seen")
	return len(seen) == 0 || !slices.ContainsFunc(f.List("team"), func(team string) bool { return !slices.Contains(seen, team) })
}

// delegations are the tasks that a form gives, one for each of its teams.
func (s *Site) delegations(f form) (list []request.Delegate, err error) {
	d := request.Delegate{}
	for _, id := range f.List("after") {
		d.After = append(d.After, request.DelegationID(id))
	}
	if f.Get("own") != "" {
		d.Task = &request.Task{Title: f.Get("task_title"), Body: f.Get("task_body")}
	}
	if d.DueAt, err = s.fromInput(f.Get("due_at")); err != nil {
		return nil, &request.FieldError{Field: "due_at", Text: "is no time"}
	}
	for _, team := range f.List("team") {
		if team == "" || slices.ContainsFunc(list, func(d request.Delegate) bool { return string(d.Team) == team }) {
			continue
		}
		d.Team, d.ID = request.TeamID(team), ""
		if once := onceID(f); once != "" {
			d.ID = request.DelegationID(request.DeriveID(once, team))
		}
		d.Lead = f.Get("lead") == team || f.Get("lead") == "1" && len(list) == 0
		list = append(list, d)
	}
	if len(list) == 0 {
		return nil, &request.FieldError{Field: "team", Text: "is required"}
	}
	return list, nil
}

func (s *Site) previewDelegations(w http.ResponseWriter, r *http.Request, v visitor, f form, list []request.Delegate) {
	var shown []receives
	var refused []refusedTeam
	for _, d := range list {
		p, err := s.o.Desk.Preview(r.Context(), v.Actor, request.Key(r.PathValue("key")), d)
		if err != nil {
			refused = append(refused, refusedTeam{string(d.Team), err})
			continue
		}
		shown = append(shown, receives{ID: string(d.Team), Preview: p})
	}
	s.showDelegations(w, r, v, f, refused, func(view *delegateView) {
		var to []string
		for i := range shown {
			shown[i].Team = titleOf(view.Teams, shown[i].ID)
			to = append(to, shown[i].Team)
		}
		view.Shown, view.To = shown, strings.Join(to, ", ")
	})
}

// give gives every task, and says what became of each if not all were taken.
func (s *Site) give(w http.ResponseWriter, r *http.Request, v visitor, f form, list []request.Delegate) {
	key := request.Key(r.PathValue("key"))
	var given []string
	var refused []refusedTeam
	for _, d := range list {
		if _, _, err := s.o.Desk.Delegate(r.Context(), v.Actor, desk.Target{Key: key}, d, f.Get("again") != ""); err != nil {
			refused = append(refused, refusedTeam{string(d.Team), err})
			continue
		}
		given = append(given, string(d.Team))
	}
	if len(refused) == 0 {
		s.done(w, r, asShown(r, key, nil), "done.delegate")
		return
	}
	f.values["team"] = nil
	for _, x := range refused {
		f.values.Add("team", x.team)
	}
	s.showDelegations(w, r, v, f, refused, func(view *delegateView) {
		for i, team := range given {
			given[i] = titleOf(view.Teams, team)
		}
		view.Given = strings.Join(given, ", ")
	})
}

// refusedTeam is a team that was not given its task, and why.
type refusedTeam struct {
	team string
	err  error
}

// showDelegations renders the page with the form, and what is wrong at each team.
func (s *Site) showDelegations(w http.ResponseWriter, r *http.Request, v visitor, f form, refused []refusedTeam, fill func(*delegateView)) {
	item, err := s.o.Desk.Get(r.Context(), v.Actor, request.Key(r.PathValue("key")))
	var page *requestPage
	if err == nil {
		page, err = s.requestPage(r, v, item, f)
	}
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	fill(&page.Delegate)
	for _, x := range refused {
		at := "team"
		if titleOf(page.Delegate.Teams, x.team) != x.team {
			at += "_" + x.team
		}
		if f.blameTeam(s.speak(r), at, x.err) {
			continue
		}
		if len(refused) == 1 && page.Delegate.Given == "" && page.Delegate.Shown == nil {
			s.fail(w, r, v, x.err)
			return
		}
		s.o.Log.ErrorContext(r.Context(), "delegate", "request", item.Request.Key, "team", x.team, "error", x.err)
		f.fault(at, s.speak(r).say("error.internal"))
	}
	status := http.StatusOK
	if page.Form = f; page.Delegate.Shown == nil {
		status = http.StatusUnprocessableEntity
	}
	s.show(w, r, status, "request", page)
}

// blameTeam puts what is wrong with the task of one team at that team, and what is
// wrong with the task itself at its fields; false if it is about neither.
func (f *form) blameTeam(l *language, team string, err error) bool {
	at := form{Name: f.Name}
	if !at.blame(l, err, "team", "task_title", "task", "due_at", "after") {
		return false
	}
	for field, text := range at.faults {
		if field == "" || field == "team" {
			field = team
		}
		f.fault(field, text)
	}
	return true
}

// titleOf is what a list calls a choice.
func titleOf(list []choice, value string) string {
	if i := slices.IndexFunc(list, func(c choice) bool { return c.Value == value }); i >= 0 {
		return list[i].Title
	}
	return value
}
