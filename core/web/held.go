package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
)

// heldPage shows what the read-only links of a connection would write.
type heldPage struct {
	Shell
	Name  string
	List  []heldView
	First string // link to the first page, if this is another
	Next  string
}

// heldView is one ticket.
type heldView struct {
	desk.HeldLink
	Team   string
	Writes []heldWrite
}

// heldWrite is one write, texts as their changed lines.
type heldWrite struct {
	reconcile.Withheld
	Diff string
}

func (s *Site) wouldWrite(w http.ResponseWriter, r *http.Request, v visitor) {
	name, cursor := r.PathValue("connection"), r.URL.Query().Get("cursor")
	found, err := s.o.Desk.WouldWrite(r.Context(), v.Actor, name, cursor, 0)
	var unread *request.FieldError
	switch {
	case errors.As(err, &unread): // a cursor of another list
		http.Redirect(w, r, "/connections/"+url.PathEscape(name)+"/would-write", http.StatusSeeOther)
		return
	case err != nil:
		s.fail(w, r, v, err)
		return
	}
	page := heldPage{Shell: s.shell(r, v, "held.title"), Name: name}
	for _, h := range found.Items {
		x := heldView{HeldLink: h, Team: string(h.Link.Team)}
		if t, ok := s.o.Desk.Directory().Teams[h.Link.Team]; ok && t.Title != "" {
			x.Team = t.Title
		}
		for _, held := range h.Writes {
			x.Writes = append(x.Writes, newHeldWrite(s.speak(r), held))
		}
		page.List = append(page.List, x)
	}
	if cursor != "" {
		page.First = r.URL.Path
	}
	if found.Next != "" {
		page.Next = r.URL.Path + "?" + url.Values{"cursor": {found.Next}}.Encode()
	}
	s.show(w, r, http.StatusOK, "held", page)
}

func newHeldWrite(l *language, w reconcile.Withheld) heldWrite {
	w.From, w.To = l.plain(w.Field, w.From), l.plain(w.Field, w.To)
	out := heldWrite{Withheld: w}
	if w.Code == "" && w.Effect != reconcile.RetireTwin {
		out.Diff = desk.Diff(w.From, w.To)
	}
	return out
}
