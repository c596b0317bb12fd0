package web

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// historyPage is everything that ever happened to a request.
type historyPage struct {
	Shell
	Key    request.Key
	Name   string
	Events []historyLine
	Next   string
}

type historyLine struct {
	At                        time.Time
	Who, Origin, What, Reason string
	From, To, Ticket          string
	Verdict                   request.Verdict // "" where it goes without saying
}

func (s *Site) history(w http.ResponseWriter, r *http.Request, v visitor) {
	key := request.Key(r.PathValue("key"))
	item, err := s.o.Desk.Get(r.Context(), v.Actor, key)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	events, err := s.o.Desk.History(r.Context(), v.Actor, key, number(r.URL.Query().Get("after")), desk.MaxLimit)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	n, err := s.names(r.Context())
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	l := s.speak(r)
	page := historyPage{Shell: s.shell(r, v, "history.title"), Key: key, Name: item.Request.Title}
	page.Title = string(key) + " · " + page.Title
	for _, e := range events {
		page.Events = append(page.Events, newHistoryLine(l, n, item, e))
	}
	if len(events) == desk.MaxLimit {
		page.Next = fmt.Sprintf("/requests/%s/history?after=%d", key, events[len(events)-1].ID)
	}
	s.show(w, r, http.StatusOK, "history", page)
}

func newHistoryLine(l *language, n names, item desk.Item, e request.Event) historyLine {
	r := item.Request
	x := historyLine{
		At: e.At, Who: who(l, n, r, e), Origin: n.origin(l, r, e.Actor.Origin), What: describe(l, n, r, e), Reason: because(l, n, e.Reason),
		From: valueOf(l, n, e, e.From), To: valueOf(l, n, e, e.To),
	}
	if x.Origin == x.Who {
		x.Origin = ""
	}
	switch e.Type {
	case request.NoteAdded, request.Shared: // From and To are ids
		x.Reason, x.From, x.To = l.word("audience", e.Reason), "", ""
		if via := viaOf(item.Notes, e.To); via != "" {
			x.Reason += ", " + l.word("spoken", via)
		}
	case request.NoteEdited, request.NoteDeleted:
		x.Reason = ""
	case request.Created:
		x.Reason = l.word("channel", e.Reason)
	default: // says it in its own words
	}
	if link := r.Link(e.Link); link != nil {
		x.Ticket = ticketName(n, link)
	}
	if e.Verdict != request.Applied {
		x.Verdict = e.Verdict
	}
	return x
}

// viaOf is how a note was said that nobody wrote.
func viaOf(notes []*request.Note, id string) request.Via {
	for _, n := range notes {
		if string(n.ID) == id {
			return spoken(n.Via)
		}
	}
	return ""
}

// number reads a whole number; what is none is 0.
func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
