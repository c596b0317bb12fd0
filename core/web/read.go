package web

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// readAll marks everything as read, for the reader alone.
func (s *Site) readAll(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "read")
	if !ok {
		return
	}
	if err := s.o.Desk.ReadAll(r.Context(), v.Actor); err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.done(w, r, local(f.Get("back")), "done.read")
}

// visit notes that the reader has this request before them, and returns until when
// they had read it: a page that only follows what changes goes on from where it
// began.
func (s *Site) visit(r *http.Request, v visitor, item desk.Item) (time.Time, error) {
	before, err := s.o.Desk.Visit(r.Context(), v.Actor, item.Request)
	if began := number(r.Header.Get("X-Since")); began > 0 && err == nil {
		return time.UnixMicro(began).UTC(), nil
	}
	return before, err
}

// lane is one way to look at the timeline.
type lane struct {
	Name, Class, Icon, Address string
	Count                      int
	Current                    bool
}

// laneNames are the lanes by what an address calls them.
var laneNames = []struct{ show, class, icon string }{{"client", "cli", "out"}, {"teams", "team", "people"}, {"internal", "int", "lock"}}

// laneOf is the lane that an address asks for; "" all.
func laneOf(show string) string {
	for _, n := range laneNames {
		if n.show == show {
			return n.class
		}
	}
	return ""
}

// Shown is what the address of a form carries along: which lane is shown.
func (p *requestPage) Shown() template.URL {
	if p.Show == "" {
		return ""
	}
	return template.URL("?" + url.Values{"show": {p.Show}}.Encode()) //nolint:gosec // one of our own names
}

// lanes lists the ways to look at the timeline, and leaves in it what one of them
// shows.
func (p *requestPage) lanes(l *language, asked url.Values) {
	show, path := asked.Get("show"), "/requests/"+string(p.R.Key)
	all := []lane{{Name: l.say("lane.all"), Address: path}}
	for _, n := range laneNames {
		x := lane{Name: l.word("lane", n.class), Class: n.class, Icon: n.icon, Address: path + "?" + url.Values{"show": {n.show}}.Encode(), Current: show == n.show}
		for _, e := range p.Timeline {
			if e.Note != nil && e.Lane == n.class {
				x.Count++
			}
		}
		if x.Current {
			p.Here, p.OnlyLane, p.Show = x.Address, n.class, n.show
		}
		all = append(all, x)
	}
	all[0].Current = p.OnlyLane == ""
	p.Lanes = all
	if p.OnlyLane != "" {
		p.Timeline = slices.DeleteFunc(p.Timeline, func(e entry) bool { return e.Note == nil || e.Lane != p.OnlyLane })
	}
}

// mark says in the timeline where what is new to the reader begins. What they did
// themselves is not new to them.
func (p *requestPage) mark(events []request.Event, since time.Time) {
	if since.IsZero() {
		return
	}
	p.Since = strconv.FormatInt(since.UnixMicro(), 10)
	came := map[request.NoteID]time.Time{}
	for _, e := range events {
		if e.Type == request.NoteAdded || e.Type == request.Shared {
			came[request.NoteID(e.To)] = e.At
		}
	}
	for i := range p.Timeline {
		e := &p.Timeline[i]
		at, who := e.At, e.Who
		if e.Note != nil {
			who = e.Note.Author
			if t, ok := came[e.Note.ID]; ok {
				at = t
			}
		}
		if at.After(since) && who != p.Me.Title() && (e.Note == nil || !e.Note.Waits) {
			e.New, p.News = !p.News, true
		}
	}
}
