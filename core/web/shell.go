package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// Shell is what every page has around its content.
type Shell struct {
	Title, Theme, Density, Keys string
	Desk, Zone, ZoneName, Here  string
	Clock, UTC                  string
	Me                          auth.Actor
	Works, Reads, Manages       bool
	Passwords                   bool // may be set here
	Skips                       bool // offers ways to the parts of a request
	Writes                      bool // one of which is the place to write
	Query                       string
	Views, Saved                []navItem
	Teams, Clients              []navItem
	Outages                     []desk.Outage // of connections
	Present                     hereView
	Position                    int64  // in the feed, of before the page was read
	Done                        string // what was just done
	Now                         time.Time
	rail                        *counting
}

// navItem is one line of the rail.
type navItem struct {
	Name, Query, Icon, Count string
	Order                    request.Order
	Current, Bad, Warn       bool
}

// hereView is who is here now.
type hereView struct {
	People []colleague
	Now    time.Time
}

// countLimit is where counting ends.
const countLimit = 1000

// shown is a count as pages show it; "" if it is not known.
func shown(n int) string {
	if n < 0 {
		return ""
	}
	if n >= countLimit {
		return strconv.Itoa(countLimit-1) + "+"
	}
	return strconv.Itoa(n)
}

func (s *Site) shell(r *http.Request, v visitor, title string) Shell {
	l, now := s.speak(r), s.o.Now()
	sh := Shell{
		Title: l.say(title), Theme: cookie(r, "theme", "light", "dark"), Density: cookie(r, "density", "compact"), Keys: cookie(r, "keys", "off"),
		Desk: cmp.Or(s.o.DeskName, "spochub"), Zone: now.In(s.o.TimeZone).Format("MST"), Here: r.URL.RequestURI(),
		ZoneName: s.o.TimeZone.String(), Clock: now.In(s.o.TimeZone).Format("15:04"), UTC: now.UTC().Format("15:04"),
		Me: v.Actor, Works: v.Role.May(auth.Work), Reads: v.Role.May(auth.Read), Manages: v.Role.May(auth.Manage), Passwords: !s.o.NoPasswords, Now: now,
	}
	if r.Method != http.MethodGet {
		sh.Here = "/"
	}
	if key := s.sessions.PopString(r.Context(), doneKey); key != "" {
		sh.Done = l.say(key)
	}
	if !sh.Reads {
		return sh
	}
	if newest, err := s.o.Desk.Feed(r.Context(), v.Actor, 0, 1); err == nil {
		sh.Position = newest.Last
	}
	s.fillRail(r, v, l, &sh)
	sh.Outages = s.outages(r, v)
	sh.Present = hereView{s.presence.colleagues(v.Login), now}
	return sh
}

// views are the inbox's own queries.
func views() []navItem {
	return []navItem{
		{Name: "view.mine", Query: "queue:mine", Icon: "person"},
		{Name: "view.free", Query: "owner:none is:open", Icon: "circle"},
		{Name: "view.soon", Query: "sla:<30m", Icon: "triangle", Warn: true},
		{Name: "view.promised", Query: "promise:any", Icon: "history"},
		{Name: "view.waiting", Query: "is:waiting", Icon: "pause"},
		{Name: "view.unread", Query: "is:unread", Icon: "dot"},
		{Name: "view.attention", Query: "is:attention", Icon: "alert"},
		{Name: "view.watching", Query: "watching:me is:open", Icon: "eye"},
		{Name: "view.open", Query: "is:open", Icon: "tray"},
		{Name: "view.sync", Query: "sync:problem", Icon: "sync", Bad: true},
		{Name: "view.closed", Query: "-is:open", Icon: "tick"},
	}
}

func (s *Site) fillRail(r *http.Request, v visitor, l *language, sh *Shell) {
	sh.Views = views()
	for i := range sh.Views {
		sh.Views[i].Name = l.say(sh.Views[i].Name)
	}
	sh.Teams, sh.Clients = s.parties()
	kept, err := s.o.Desk.Views(r.Context(), v.Actor)
	if err != nil && r.Context().Err() == nil {
		s.o.Log.ErrorContext(r.Context(), "read the kept views", "error", err)
	}
	for _, k := range kept {
		sh.Saved = append(sh.Saved, navItem{Name: k.Name, Query: k.Query, Order: k.Order, Icon: "star"})
	}
	lines := *sh
	sh.rail = count(func() { s.countRail(r, v, lines) })
}

// counting is what is counted while a page is made of the rest.
type counting struct {
	done    chan struct{}
	trouble any // what it panicked with
}

func count(f func()) *counting {
	c := &counting{done: make(chan struct{})}
	go func() {
		defer close(c.done)
		defer func() { c.trouble = recover() }()
		f()
	}()
	return c
}

// wait ends when the rail is counted.
func (sh Shell) wait() {
	if sh.rail == nil {
		return
	}
	if <-sh.rail.done; sh.rail.trouble != nil {
		panic(sh.rail.trouble)
	}
}

// countRail counts what each line of the rail selects; a kept query that says
// nothing any more is not counted.
func (s *Site) countRail(r *http.Request, v visitor, sh Shell) {
	var items []*navItem
	var queries []string
	for _, list := range [][]navItem{sh.Views, sh.Saved, sh.Teams, sh.Clients} {
		for i := range list {
			if _, err := s.o.Desk.Filter(r.Context(), v.Actor, list[i].Query); err == nil {
				items, queries = append(items, &list[i]), append(queries, list[i].Query)
			}
		}
	}
	counts, err := s.o.Desk.Counts(r.Context(), v.Actor, append(queries, "promise:due"), countLimit)
	if err != nil {
		if r.Context().Err() == nil {
			s.o.Log.ErrorContext(r.Context(), "count for the rail", "error", err)
		}
		return
	}
	late := counts[len(queries)] > 0
	for i, item := range items {
		item.Count = shown(counts[i])
		item.Bad, item.Warn = item.Bad && counts[i] > 0, item.Warn && counts[i] > 0
		item.Warn = item.Warn || item.Query == "promise:any" && late
	}
}

// mostParties is how many teams and clients the rail lists.
const mostParties = 12

func (s *Site) parties() (teams, clients []navItem) {
	d := s.o.Desk.Directory()
	for id, t := range d.Teams {
		if t.Retired {
			continue
		}
		teams = append(teams, navItem{Name: cmp.Or(t.Title, string(id)), Query: "team:" + quote(string(id)) + " is:open", Icon: "people"})
	}
	for id, c := range d.Clients {
		if c.Retired {
			continue
		}
		clients = append(clients, navItem{Name: cmp.Or(c.Title, string(id)), Query: "client:" + quote(string(id)) + " is:open", Icon: "house"})
	}
	return first(teams), first(clients)
}

func first(list []navItem) []navItem {
	slices.SortFunc(list, func(a, b navItem) int { return cmp.Compare(a.Name, b.Name) })
	return list[:min(len(list), mostParties)]
}

// mark shows which of the rail's lines a query is, a kept view before all others.
func (sh *Shell) mark(query string) {
	sh.Query = query
	for _, list := range [][]navItem{sh.Saved, sh.Views, sh.Teams, sh.Clients} {
		if i := slices.IndexFunc(list, func(n navItem) bool { return n.Query == query }); i >= 0 {
			list[i].Current, sh.Title = true, list[i].Name
			return
		}
	}
}

// kept is the name under which the query is kept, "" if it is not.
func (sh *Shell) kept() string {
	for i := range sh.Saved { // not copied: they may still be counted
		if k := &sh.Saved[i]; k.Query == sh.Query {
			return k.Name
		}
	}
	return ""
}

// Address is where a line of the rail leads.
func (n navItem) Address() string {
	p := inboxPage{}
	return p.address(n.Query, n.Order, "")
}

// TabCount is the count of one of the views, for the bar at the foot of a small
// screen; "" if there is nothing.
func (sh Shell) TabCount(query string) string {
	for _, v := range sh.Views {
		if v.Query == query && v.Count != "0" {
			return v.Count
		}
	}
	return ""
}

// Unsaved reports whether the query can be kept.
func (p inboxPage) Unsaved() bool {
	return p.Form.Sent("view") || p.Kept == "" && p.Fault == "" && p.Me.Login != "" && len(p.Query) > 0 && !slices.ContainsFunc(p.Views, func(v navItem) bool { return v.Query == p.Query })
}

// MaxViewName is how long the name of a kept view may be.
func (inboxPage) MaxViewName() int { return desk.MaxViewName }

// cookie is a preference, if it is one of those that exist.
func cookie(r *http.Request, name string, known ...string) string {
	if c, err := r.Cookie(name); err == nil && slices.Contains(known, c.Value) {
		return c.Value
	}
	return ""
}
