package request

import "time"

// The origins of what does not come from a connection.
const (
	DeskOrigin   = "desk"
	ClientOrigin = "client"
	RuleOrigin   = "rule"
)

// Heard is what a person wrote in the ticket of Cause.Link, or a client by mail
// or in the portal (Cause.Link ""). It never ripples: a team's words are for the
// desk, and for the links of a bridge; a client's reach those who may read the
// client's conversation.
type Heard struct {
	ID      NoteID // "" makes one
	Author  Author
	Body    string
	At      time.Time // when it was written; zero: now
	Written time.Time // the same by the hub's clock; zero where the tool's is not known to go by it
	Via     Via
	Comment string // its id at the tool
	Native  string // as the tool returned it
	Private bool   // hidden from the tool's own customers
	Outside bool   // in a team's tool, by somebody who need not be one of the team
}

func (c Heard) decide(w *work) error {
	if err := w.r.Living("body"); err != nil {
		return err
	}
	l := w.r.Link(w.cause.Link)
	switch {
	case l == nil && w.cause.Link != "":
		return &MissingError{"link", string(w.cause.Link)}
	case l == nil:
		return c.client(w, nil)
	case l.Side == ClientSide && c.Private:
		c.add(w, l, Internal, nil)
		return nil
	case l.Side == ClientSide:
		return c.client(w, l)
	}
	c.team(w, l)
	return nil
}

// team takes a team's words for the desk. Those that are a command to it do not
// cross a bridge. What others can write there too is a note and nothing more.
func (c Heard) team(w *work, l *Link) {
	if c.Outside {
		c.add(w, l, Teams, nil)
		return
	}
	verb, rest, command := ToolCommand(c.Body)
	var to []LinkID
	if !command {
		to = w.bridge(l, c.Written)
	}
	n := c.add(w, l, Teams, to)
	if d := w.r.Delegation(l.Delegation); d != nil && d.State == Offered {
		w.progress(d, Accepted, "")
	}
	if command && l.Side == TeamSide && !w.r.before(l, n) {
		spoken{w, l, n, verb, rest}.do()
	}
}

// client takes a client's words: they end the waiting, and reopen what was
// resolved, or closed within the grace; later they open a request that goes on.
func (c Heard) client(w *work, l *Link) error {
	if l == nil {
		if err := checkBody(c.Body); err != nil {
			return err
		}
	}
	c.add(w, l, ToClient, without(w.h.Copies(w.r, ToClient, nil), w.cause.Link))
	switch w.r.Status {
	case WaitingClient:
		w.move(InProgress, "the client answered")
	case Resolved:
		w.move(InProgress, "the client wrote")
	case Closed, Cancelled:
		c.late(w)
	case New, InProgress, OnHold, Monitoring: // are not for the client to end
	}
	return nil
}

func (c Heard) late(w *work) {
	grace := w.h.Directory.Clients[w.r.Client].Grace
	ended := w.r.ClosedAt
	if w.r.Status == Closed && !w.cause.At.After(ended.Add(grace)) {
		w.move(InProgress, "the client wrote")
		return
	}
	next := w.r.continued(ID(w.id()), c.Body, w.cause.At)
	w.d.Opened = append(w.d.Opened, next)
	w.event(Event{Type: Changed, Field: "continued", To: string(next.ID)})
}

// continued is the request that goes on where an ended one cannot.
func (r *Request) continued(id ID, body string, at time.Time) *Request {
	n := &Request{
		ID: id, Kind: r.Kind, Status: New, Priority: r.Priority, Title: r.AsTold().Title, Description: body,
		Client: r.Client, Contact: r.Contact, Channel: r.Channel, Service: r.Service, Restricted: r.Restricted,
		ReportedAt: at, CreatedAt: at, UpdatedAt: at, Parent: r.ID,
	}
	n.countValues()
	return n
}

// add stores the note with a copy that stands for where it came from.
func (c Heard) add(w *work, l *Link, a Audience, to []LinkID) *Note {
	n := &Note{ID: c.ID, Audience: a, Author: c.Author, Body: c.Body, Via: c.Via, CreatedAt: cut(c.At)}
	w.write(n, to)
	if l != nil {
		n.Copies = append(n.Copies, Copy{
			Note: n.ID, Link: l.ID, CommentID: c.Comment, Version: 1, Native: c.Native, State: CopyDelivered, Origin: true,
		})
	}
	return n
}
