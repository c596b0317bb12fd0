package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/spochub/spochub/core/auth"
)

// Shell is what every page has around its content.
type Shell struct {
	Title, Theme, Density string
	Desk, Zone, Here      string
	Me                    auth.Actor
	Works, Reads          bool
	Skips                 bool // offers ways to the parts of a request
	Query                 string
	Views                 []navItem
	Teams, Clients        []navItem
	Done                  string // what was just done
	Now                   time.Time
}

// navItem is one line of the rail.
type navItem struct {
	Name, Query, Icon, Count string
	Current, Bad             bool
}

// countLimit is where counting for the rail ends.
const countLimit = 1000

func (s *Site) shell(r *http.Request, v visitor, title string) Shell {
	l, now := s.speak(r), s.o.Now()
	sh := Shell{
		Title: l.say(title), Theme: cookie(r, "theme", "light", "dark"), Density: cookie(r, "density", "compact"),
		Desk: cmp.Or(s.o.DeskName, "spochub"), Zone: now.In(s.o.TimeZone).Format("MST"), Here: r.URL.RequestURI(),
		Me: v.Actor, Works: v.Role.May(auth.Work), Reads: v.Role.May(auth.Read), Now: now,
	}
	if r.Method != http.MethodGet {
		sh.Here = "/"
	}
	if sh.Reads {
		s.fillRail(r, v, l, &sh)
		if key := s.sessions.PopString(r.Context(), doneKey); key != "" {
			sh.Done = l.say(key)
		}
	}
	return sh
}

// views are the inbox's saved queries.
func views() []navItem {
	return []navItem{
		{Name: "view.mine", Query: "queue:mine", Icon: "person"},
		{Name: "view.new", Query: "is:new", Icon: "circle"},
		{Name: "view.waiting", Query: "is:waiting", Icon: "pause"},
		{Name: "view.attention", Query: "is:unread", Icon: "triangle"},
		{Name: "view.sync", Query: "sync:problem", Icon: "sync", Bad: true},
		{Name: "view.conflict", Query: "sync:conflict", Icon: "alert", Bad: true},
		{Name: "view.open", Query: "is:open", Icon: "tray"},
		{Name: "view.closed", Query: "-is:open", Icon: "tick"},
	}
}

func (s *Site) fillRail(r *http.Request, v visitor, l *language, sh *Shell) {
	sh.Views = views()
	queries := make([]string, len(sh.Views))
	for i := range sh.Views {
		queries[i] = sh.Views[i].Query
		sh.Views[i].Name = l.say(sh.Views[i].Name)
	}
	counts, err := s.o.Desk.Counts(r.Context(), v.Actor, queries, countLimit)
	if err != nil && r.Context().Err() == nil {
		s.o.Log.ErrorContext(r.Context(), "count for the rail", "error", err)
	}
	for i, n := range counts {
		if sh.Views[i].Count = strconv.Itoa(n); n >= countLimit {
			sh.Views[i].Count = strconv.Itoa(countLimit-1) + "+"
		}
		sh.Views[i].Bad = sh.Views[i].Bad && n > 0
	}
	sh.Teams, sh.Clients = s.parties()
}

// mostParties is how many teams and clients the rail lists.
const mostParties = 12

func (s *Site) parties() (teams, clients []navItem) {
	d := s.o.Desk.Directory()
	for id, t := range d.Teams {
		teams = append(teams, navItem{Name: cmp.Or(t.Title, string(id)), Query: "team:" + quote(string(id)), Icon: "people"})
	}
	for id, c := range d.Clients {
		clients = append(clients, navItem{Name: cmp.Or(c.Title, string(id)), Query: "client:" + quote(string(id)), Icon: "house"})
	}
	return first(teams), first(clients)
}

func first(list []navItem) []navItem {
	slices.SortFunc(list, func(a, b navItem) int { return cmp.Compare(a.Name, b.Name) })
	return list[:min(len(list), mostParties)]
}

// mark shows which of the rail's lines a query is.
func (sh *Shell) mark(query string) {
	sh.Query = query
	for _, list := range [][]navItem{sh.Views, sh.Teams, sh.Clients} {
		for i := range list {
			if list[i].Current = list[i].Query == query; list[i].Current {
				sh.Title = list[i].Name
			}
		}
	}
}

// cookie is a preference, if it is one of those that exist.
func cookie(r *http.Request, name string, known ...string) string {
	if c, err := r.Cookie(name); err == nil && slices.Contains(known, c.Value) {
		return c.Value
	}
	return ""
}
