package request

import (
	"cmp"
	"regexp"
	"slices"
)

// ByHandSays is what a team without a tool tells the desk of its ticket: what it
// is called, how it stands, who has it. It means what it would mean if a tool had
// told it. Nil leaves a part as it is.
type ByHandSays struct {
	Link                LinkID
	Ticket, URL         *string
	State               *Category // cancelled gives the task back
	ToolState, Assignee *string
	Reason              string // needed when the task comes back; what a waiting team waits for
}

func (c ByHandSays) decide(w *work) error {
	l := w.r.Link(c.Link)
	switch {
	case l == nil:
		return &MissingError{"link", string(c.Link)}
	case l.Connection != ByHand:
		return standing("link", "its tool says how the ticket stands")
	case l.Health == Detached:
		return standing("link", "was let go")
	}
	if err := c.check(); err != nil {
		return err
	}
	if c.Ticket != nil || c.URL != nil {
		named := Identify{Link: l.ID, Key: l.Ticket.Key, URL: l.Ticket.URL}
		if c.Ticket != nil {
			named.Key = *c.Ticket
		}
		if c.URL != nil {
			named.URL = *c.URL
		}
		if err := named.decide(w); err != nil {
			return err
		}
	}
	if c.State == nil && c.ToolState == nil && c.Assignee == nil {
		return nil
	}
	return c.state(w, l)
}

func (c ByHandSays) check() error {
	states := []Category{Todo, Doing, Waiting, Done, CancelledC}
	switch {
	case c.State != nil && !slices.Contains(states, *c.State):
		return wrong("state", "%q is none of %s", *c.State, joined(states))
	case c.State != nil && *c.State == CancelledC && !shows(c.Reason):
		return wrong("reason", "say why it came back")
	case len(text(c.Ticket)) > maxTicket:
		return wrong("ticket", "is longer than %d bytes", maxTicket)
	}
	return cmp.Or(checkURL(text(c.URL)), checkName("tool_state", text(c.ToolState)), checkName("assignee", text(c.Assignee)), checkName("reason", c.Reason))
}

// maxURL is the longest address of a ticket, in bytes.
const maxURL = 2000

var site = regexp.MustCompile(`^(?i:https?)://[^\s/?#\pC][^\s\pC]*$`)

// checkURL refuses an address that a page would have to lead to and that leads to
// no site; "" is none.
func checkURL(address string) error {
	switch {
	case address == "":
		return nil
	case len(address) > maxURL:
		return wrong("url", "is longer than %d bytes", maxURL)
	case !site.MatchString(address):
		return wrong("url", "must be an address such as https://tool.example/T-1")
	}
	return nil
}

// state takes what the team told as a look at its ticket.
func (c ByHandSays) state(w *work, l *Link) error {
	says := TicketState{Category: l.State, ToolState: l.ToolState, Assignee: l.Assignee}
	if c.State != nil {
		says.Category = *c.State
		says.ToolState = ""
	}
	if c.ToolState != nil {
		says.ToolState = OneLine(*c.ToolState)
	}
	if c.Assignee != nil {
		says.Assignee = OneLine(*c.Assignee)
	}
	says.Reason = OneLine(c.Reason)
	by := w.cause.Link
	w.cause.Link = l.ID
	defer func() { w.cause.Link = by }()
	return says.decide(w)
}
