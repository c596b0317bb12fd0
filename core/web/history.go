package web

import (
	"fmt"
	"net/http"
	"strconv"

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
	request.Event
	Who, What, Ticket string
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
		line := historyLine{Event: e, Who: who(l, e), What: describe(l, n, item.Request, e)}
		if link := item.Request.Link(e.Link); link != nil {
			line.Ticket = ticketName(n, link)
		}
		page.Events = append(page.Events, line)
	}
	if len(events) == desk.MaxLimit {
		page.Next = fmt.Sprintf("/requests/%s/history?after=%d", key, events[len(events)-1].ID)
	}
	s.show(w, r, http.StatusOK, "history", page)
}

// number reads a whole number; what is none is 0.
func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
