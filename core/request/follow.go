package request

import "fmt"

// wanted is what a status asks of the tickets that follow it; "" asks nothing.
func wanted(from, to Status) Category {
	switch {
	case to == Resolved || to == Closed:
		return Done
	case to == Cancelled:
		return CancelledC
	case from.Over():
		return Todo
	}
	return ""
}

// tellTickets makes the tickets follow the status as their terms say: they take
// the state, get one line, or nothing.
func (w *work) tellTickets(from, to Status) {
	want := wanted(from, to)
	var lines []LinkID
	for i := range w.r.Links {
		l := &w.r.Links[i]
		if want == "" || !l.synced() || w.r.ended(l) {
			continue
		}
		switch follows := w.h.Terms(w.r, l).Follows; {
		case follows == FollowState:
			w.want(l, l.toward(want))
		case follows == FollowComment && l.State != want:
			lines = append(lines, l.ID)
		}
	}
	w.line(fmt.Sprintf("The desk's request is %s.", said(from, to)), lines)
}

func said(from, to Status) string {
	if from.Over() && !to.Over() {
		return "open again"
	}
	return string(to)
}

// toward is what to ask of a ticket: one that is to be open again and never
// ended stays as it is.
func (l *Link) toward(c Category) Category {
	if c == Todo && (l.State == Doing || l.State == Waiting) {
		return l.State
	}
	return c
}

// want sets the state that the hub wants of one ticket.
func (w *work) want(l *Link, c Category) {
	if l.Wanted == c {
		return
	}
	l.Wanted = c
	l.WantedVer++
	w.dirty(l.ID)
	if d := w.r.Delegation(l.Delegation); d != nil && c == Todo && d.State == DelegateDone {
		w.delegation(d, Accepted, "reopened by the desk")
	}
}

// line writes one line of the desk to those of the links that may read it.
func (w *work) line(text string, links []LinkID) {
	if len(links) == 0 {
		return
	}
	to := w.h.Copies(w.r, Teams, links)
	if len(to) > 0 {
		w.write(&Note{Audience: Teams, Author: w.author(), Body: text}, to)
	}
}
