package request

import (
	"cmp"
	"strings"
)

// maxTicket is the longest name of a ticket, in bytes.
const maxTicket = 200

// TicketName is what people type for a ticket, in the form that two are compared
// in: "NET-7" and "net-7", "#12" and "12" name the same one of a place.
func TicketName(typed string) string {
	return strings.ToLower(strings.TrimPrefix(OneLine(typed), "#"))
}

// Relink gives a request to a team whose ticket for it exists already. A link of
// the team that never found its ticket gives way; one that lives does not.
type Relink struct {
	Link   LinkID // "" makes one
	Team   TeamID
	Ticket string // what the tool calls it: its key or number
	Task   *Task  // as in Delegate
}

func (c Relink) decide(w *work) error {
	c.Ticket = OneLine(c.Ticket)
	if err := cmp.Or(w.r.Living("ticket"), checkTicket(c.Ticket)); err != nil {
		return err
	}
	team, ok := w.h.Directory.Teams[c.Team]
	if !ok {
		return wrong("team", "there is no team %q", c.Team)
	}
	if l := w.r.Holding(team, c.Ticket); l != nil {
		return standing("ticket", "%s is linked already, with %s", c.Ticket, l.Team)
	}
	d, l := w.r.atWork(c.Team)
	switch {
	case l == nil:
		return Delegate{Team: c.Team, Link: c.Link, Task: c.Task, Ticket: c.Ticket}.decide(w)
	case !l.lost():
		return standing("team", "%s has %s already: unlink it first", c.Team, l.name())
	}
	if err := w.h.MayDelegate(w.r, team, d.OwnTask); err != nil {
		return err
	}
	w.detach(l, "replaced by "+c.Ticket)
	w.link(d, team, c.Link, c.Ticket)
	return nil
}

// checkTicket refuses what no tool calls a ticket.
func checkTicket(typed string) error {
	switch {
	case typed == "":
		return wrong("ticket", "is required: the ticket's key or number")
	case len(typed) > maxTicket, strings.ContainsAny(typed, " \"'<>`{}\\"), !shows(TicketName(typed)):
		return wrong("ticket", "%q is no ticket's key or number, such as NET-7 or 12", typed)
	}
	return nil
}

// Holding finds the request's living link to a ticket in a team's place, nil if
// there is none.
func (r *Request) Holding(t Team, ticket string) *Link {
	name := TicketName(ticket)
	for i := range r.Links {
		l := &r.Links[i]
		same := l.Connection == t.Connection && strings.EqualFold(l.Target, t.Target) && l.Health != Detached
		if same && (TicketName(l.Ticket.Key) == name || TicketName(l.Ticket.ID) == name) {
			return l
		}
	}
	return nil
}

// atWork finds a team's open delegation that has a living link.
func (r *Request) atWork(t TeamID) (*Delegation, *Link) {
	for i := range r.Delegations {
		d := &r.Delegations[i]
		if l := r.Link(d.Link); d.Team == t && d.Open() && l != nil && l.Health != Detached {
			return d, l
		}
	}
	return nil, nil
}

// lost reports whether a ticket that a person typed in was not found.
func (l *Link) lost() bool {
	return l.Relinked && l.Ticket.ID == "" && (l.Health == Failed || l.Health == Parked)
}

// name is what people call the link's ticket, or that there is none yet.
func (l *Link) name() string {
	if l.Ticket.Key != "" {
		return l.Ticket.Key
	}
	return "a ticket on its way"
}
