package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// delegateView is what the form for a delegation shows.
type delegateView struct {
	Teams  []choice
	Shown  []receives // what each team's tool will receive, to be confirmed
	To     string     // those teams
	Given  string     // the teams that were given it, where others were not
	NewID  string
	Busy   map[string]bool // the teams that have an open task of the request
	Before []choice        // the tasks that may have to be done first
}

// delegateChoices lists the teams that serve the request's client, and which of them have
// a task of it already: those come last.
func delegateChoices(n names, r *request.Request) delegateView {
	v := delegateView{Teams: n.teamsFor(r.Client), NewID: newID(), Busy: map[string]bool{}}
	for i := range r.Delegations {
		if d := &r.Delegations[i]; d.Open() {
			v.Busy[string(d.Team)] = true
			v.Before = append(v.Before, choice{string(d.ID), n.team(d.Team)})
		}
	}
	slices.SortStableFunc(v.Teams, func(a, b choice) int {
		if v.Busy[a.Value] == v.Busy[b.Value] {
			return 0
		} else if v.Busy[a.Value] {
			return 1
		}
		return -1
	})
	return v
}

func (n names) teamsFor(client request.ClientID) []choice {
	var out []choice
	for id, t := range n.d.Teams {
		if t.Retired || t.Clients != nil && client != "" && !slices.Contains(t.Clients, client) {
			continue
		}
		title := n.team(id)
		if t.Connection != request.ByHand && t.Plugin != "" {
			title += " · " + strings.TrimSpace(tool(&request.Link{Plugin: t.Plugin})+" "+t.Target)
		}
		out = append(out, choice{string(id), title})
	}
	slices.SortFunc(out, func(a, b choice) int { return cmp.Compare(a.Title, b.Title) })
	return out
}

// amend changes what the visitor changed of a task: the form carries what it
// showed.
func (s *Site) amend(w http.ResponseWriter, r *http.Request, v visitor) {
	id := r.PathValue("id")
	f, ok := s.posted(w, r, "amend-"+id)
	if !ok {
		return
	}
	changed := func(name string) *string {
		now := plain(f.Get(name))
		if now == plain(f.Get("was_"+name)) {
			return nil
		}
		return &now
	}
	lead := f.Get("lead") != ""
	c := request.Amend{ID: request.DelegationID(id), Title: changed("task_title"), Body: changed("task_body"), Reason: f.Get("reason")}
	if lead != (f.Get("was_lead") != "") {
		c.Lead = &lead
	}
	if due := changed("due_at"); due != nil {
		at, err := s.fromInput(*due)
		if err != nil {
			f.fault("due_at", s.speak(r).say("error.time"))
			s.showRequest(w, r, v, f, http.StatusUnprocessableEntity)
			return
		}
		c.DueAt = &at
	}
	s.act(w, r, v, f, "done.amend", func(t desk.Target) error {
		_, err := s.o.Desk.Amend(r.Context(), v.Actor, t, c)
		return err
	}, "due_at", "task_title", "task", "reason")
}

// withdraw takes a delegation back.
func (s *Site) withdraw(w http.ResponseWriter, r *http.Request, v visitor) {
	id := r.PathValue("id")
	f, ok := s.posted(w, r, "withdraw-"+id)
	if !ok {
		return
	}
	s.act(w, r, v, f, "done.withdraw", func(t desk.Target) error {
		_, err := s.o.Desk.Withdraw(r.Context(), v.Actor, t, request.DelegationID(id), f.Get("reason"))
		return err
	}, "reason")
}

// told records how a team without a tool says its ticket stands, and who has it.
func (s *Site) told(w http.ResponseWriter, r *http.Request, v visitor) {
	id := r.PathValue("id")
	f, ok := s.posted(w, r, "told-"+id)
	if !ok {
		return
	}
	state, assignee := request.Category(f.Get("state")), f.Get("assignee")
	says := request.ByHandSays{Link: request.LinkID(id), State: &state, Assignee: &assignee, Reason: f.Get("reason")}
	s.act(w, r, v, f, "done.told", func(t desk.Target) error {
		_, err := s.o.Desk.ByHand(r.Context(), v.Actor, t, says)
		return err
	}, "state", "assignee", "reason")
}

// whole leads from the address of an act, where a page that refused it stands, to
// the request.
func (s *Site) whole(w http.ResponseWriter, r *http.Request, _ visitor) {
	http.Redirect(w, r, "/requests/"+url.PathEscape(r.PathValue("key")), http.StatusSeeOther)
}
