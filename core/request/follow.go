package request

import "slices"

// wanted is what a status asks of the tickets that follow it; "" asks nothing.
// Closing asks nothing: what is resolved has been told, and what is open then
// the desk keeps or withdraws.
func wanted(from, to Status) Category {
	switch {
	case to == Resolved:
		return Done
	case to == Cancelled:
		return CancelledC
	case from.Over() && !to.Over():
		return Todo
	}
	return ""
}

// tellTickets makes the tickets follow the status as their terms say: they take
// the state, get one line, or nothing; one that is cancelled for a reason gets
// both. A ticket that a person only joined keeps its state and gets the line.
func (w *work) tellTickets(from, to Status, reason string) {
	want := wanted(from, to)
	var lines []LinkID
	for i := range w.r.Links {
		l := &w.r.Links[i]
		if want == "" || !l.synced() || w.r.ended(l) {
			continue
		}
		switch terms := w.h.Terms(w.r, l); {
		case terms.Follows == FollowNothing:
		case terms.Follows == FollowComment || l.Relinked:
			reopened := want == Todo && l.ID != w.cause.Link
			if l.State != want || reopened {
				lines = append(lines, l.ID)
			}
		default:
			if want == CancelledC && l.State != want && w.tellsWhy(terms, reason) {
				lines = append(lines, l.ID)
			}
			w.want(l, l.toward(want))
		}
	}
	w.lines(lines, reason, func(language string) string { return saidStatus(language, from, to) })
}

// tellsWhy reports whether a reader is told a reason: the desk's own, to a team.
func (w *work) tellsWhy(t Terms, reason string) bool {
	return shows(reason) && t.Side == TeamSide && w.cause.By.Origin == DeskOrigin
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

// giveBack gives the teams their tasks back that were withdrawn only because the
// request ended, now that it goes on.
func (w *work) giveBack(to Status) (back []*Delegation) {
	for i := range w.r.Delegations {
		d := &w.r.Delegations[i]
		l := w.r.Link(d.Link)
		if to.Over() || !d.WithRequest || l == nil || !l.synced() {
			continue
		}
		to := Accepted
		if d.AcceptedAt.IsZero() {
			to = Offered
		}
		w.delegation(d, to, "the request was reopened")
		back = append(back, d)
	}
	return back
}

// askAbout returns to the desk what was given back in vain: the team cancelled its
// ticket itself, and its terms leave the state to it.
func (w *work) askAbout(back []*Delegation) {
	for _, d := range back {
		if l := w.r.Link(d.Link); l.State == CancelledC && l.Wanted == CancelledC {
			w.delegation(d, Returned, "the request was reopened, and the ticket is still cancelled")
		}
	}
}

// lines writes one line of the desk to each of the links that may read it, in
// its team's language, with the reason where it may be told: one note for all
// that are told the same.
func (w *work) lines(links []LinkID, reason string, say func(language string) string) {
	var texts []string
	to := map[string][]LinkID{}
	for _, id := range links {
		l := w.r.Link(id)
		text := say(w.h.Directory.Teams[l.Team].Language)
		if terms := w.h.Terms(w.r, l); w.tellsWhy(terms, reason) && w.h.discreet(w.r, terms, "", "", reason) == nil {
			text = text + "\n\n" + reason
		}
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
		to[text] = append(to[text], id)
	}
	for _, text := range texts {
		if may := w.h.Copies(w.r, Teams, to[text]); len(may) > 0 {
			w.write(&Note{Audience: Teams, Author: w.author(), Body: text}, may)
		}
	}
}
