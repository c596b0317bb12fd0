package web

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// connectionsPage shows how every connection fares.
type connectionsPage struct {
	Shell
	List    []connectionView
	Bad     int
	Written []writtenView // newest day first
}

// writtenView is what the hub wrote for a team on a day.
type writtenView struct {
	desk.TeamDay
	TeamTitle string
}

// connectionView is one connection.
type connectionView struct {
	desk.Connection
	State  string // ok waiting stopped failing new
	Class  string
	Synced time.Time
	Lag    time.Duration
	Calls  int64
	Kinds  []callCount

	ReadOnly bool
	Comments int              // that the hub wrote today
	Is       admin.Connection // as it is configured
	Lags     []Lag            // of the last hour
	Broken   []desk.HeldLink  // links that failed or are parked, some of them
	More     bool             // there are others

	May    []string         // what the account may do; nil while that is not known
	Remedy string           // for what stops it
	Advice []ticket.Problem // what else is wrong, and how to mend it
}

type callCount struct {
	Kind string
	N    int64
}

func (s *Site) connections(w http.ResponseWriter, r *http.Request, v visitor) {
	list, err := s.o.Desk.Connections(r.Context(), v.Actor)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	page := connectionsPage{Shell: s.shell(r, v, "connections.title")}
	today, written, err := s.o.Desk.Written(r.Context(), v.Actor, 7)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	n := names{d: s.o.Desk.Directory()}
	for _, d := range written {
		page.Written = append(page.Written, writtenView{d, n.team(d.Team)})
	}
	configured, err := s.configured(v)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	list = withUnseen(list, configured)
	slices.SortFunc(list, func(a, b desk.Connection) int { return cmp.Compare(a.Name, b.Name) })
	for _, c := range list {
		x := newConnectionView(c, s.o.Now())
		x.Is = configured[c.Name]
		x.May = s.o.Desk.May(c)
		x.advise(s.o.Desk.Advice(c))
		x.ReadOnly = s.o.Desk.Directory().ReadOnly[c.Name]
		for _, d := range written {
			if d.Connection == c.Name && d.Day == today {
				x.Comments += d.Comments
			}
		}
		x.pause()
		if err := s.breakages(r, v, &x); err != nil {
			s.fail(w, r, v, err)
			return
		}
		if x.Class == "c-bad" {
			page.Bad++
		}
		page.List = append(page.List, x)
	}
	s.show(w, r, http.StatusOK, "connections", page)
}

// shownBroken is how many links that failed the page shows of a connection.
const shownBroken = 5

// breakages adds how a connection fared of late, and which of its links failed.
func (s *Site) breakages(r *http.Request, v visitor, x *connectionView) (err error) {
	if s.o.Lags != nil {
		x.Lags = s.o.Lags(x.Name)
	}
	if x.Broken, err = s.o.Desk.Failing(r.Context(), v.Actor, x.Name, shownBroken+1); len(x.Broken) > shownBroken {
		x.Broken, x.More = x.Broken[:shownBroken], true
	}
	return err
}

// configured are the connections by name, as they are configured.
func (s *Site) configured(v visitor) (map[string]admin.Connection, error) {
	by := map[string]admin.Connection{}
	if s.o.Admin == nil {
		return by, nil
	}
	list, err := s.o.Admin.Connections(v.Actor)
	for _, c := range list {
		by[c.Name] = c
	}
	return by, err
}

// withUnseen adds the connections of which nothing is known yet.
func withUnseen(list []desk.Connection, configured map[string]admin.Connection) []desk.Connection {
	for name := range configured {
		if !slices.ContainsFunc(list, func(c desk.Connection) bool { return c.Name == name }) {
			c := desk.Connection{}
			c.Name, c.Left = name, -1
			list = append(list, c)
		}
	}
	return list
}

// pause shows that a connection is paused, or not in effect, before all else.
func (x *connectionView) pause() {
	switch {
	case len(x.Is.Faults) > 0:
		x.State, x.Class = "broken", "c-bad"
	case x.Is.Paused:
		x.State, x.Class = "paused", "muted"
	}
}

func newConnectionView(c desk.Connection, now time.Time) connectionView {
	x := connectionView{Connection: c, State: "ok", Class: "c-ok", Synced: latest(c.PolledAt, c.HookedAt)}
	if !c.Oldest.IsZero() {
		x.Lag = max(now.Sub(c.Oldest), 0)
	}
	for _, kind := range slices.Sorted(maps.Keys(c.Calls)) {
		x.Calls += c.Calls[kind]
		x.Kinds = append(x.Kinds, callCount{kind, c.Calls[kind]})
	}
	switch {
	case c.Stopped != "":
		x.State, x.Class = "stopped", "c-bad"
	case c.Silent(now):
		x.State, x.Class = "failing", "c-bad"
	case c.NotBefore.After(now):
		x.State, x.Class = "waiting", "c-warn"
	case c.Parked > 0 || c.Failed > 0:
		x.State, x.Class = "partly", "c-warn"
	case x.Synced.IsZero():
		x.State, x.Class = "new", "sec"
	}
	return x
}

// advise adds what is to be mended; the advice on what stops a connection comes
// first and stands beside that.
func (x *connectionView) advise(list []ticket.Problem) {
	if x.Stopped != "" && len(list) > 0 {
		x.Remedy, list = list[0].Mend, list[1:]
	}
	if x.Advice = list; len(list) > 0 && x.Class == "c-ok" {
		x.State, x.Class = "lacking", "c-warn"
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// retryLinks tries again one link of a connection that failed, or all of them.
func (s *Site) retryLinks(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "links")
	if !ok {
		return
	}
	var err error
	if key := f.Get("key"); key != "" {
		_, err = s.o.Desk.Retry(r.Context(), v.Actor, desk.Target{Key: request.Key(key)}, request.LinkID(f.Get("link")))
	} else {
		_, err = s.o.Desk.RetryFailing(r.Context(), v.Actor, r.PathValue("connection"))
	}
	message := "done.retry"
	if _, standing := errors.AsType[*request.StandingError](err); standing {
		message, err = "entry.moved", nil
	}
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.done(w, r, "/connections", message)
}
