package web

import (
	"cmp"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// nobody is what the sync writes where a tool does not say who acted.
const nobody = "someone"

// who caused an event, as people call them: never nobody, never the name of a
// connection where people have one for it.
func who(l *language, n names, r *request.Request, e request.Event) string {
	switch {
	case e.Actor.Origin == request.RuleOrigin:
		return l.say("event.rule")
	case byTool(e):
		return n.toolAt(r, e.Actor.Origin)
	}
	return person(l, n, r, e.Link, e.Actor.Name, e.Actor.Origin)
}

// byTool reports whether a tool itself did something, and no person there.
func byTool(e request.Event) bool {
	if e.Actor.Name != "" && e.Actor.Name != e.Actor.Origin || hubs(e.Actor.Origin) {
		return false
	}
	switch e.Type {
	case request.LinkChanged:
		return e.Field == "ticket"
	case request.SyncNotice:
		return e.Verdict == "" || e.Verdict == request.Applied || e.Verdict == request.Rejected && e.Field != ""
	default:
		return false
	}
}

// hubs reports whether something came about at the hub and not at a tool.
func hubs(origin string) bool {
	return origin == "" || origin == request.DeskOrigin || origin == request.ClientOrigin || origin == request.RuleOrigin
}

// person is how somebody is called who wrote or did something, by a link if they
// did it at a tool.
func person(l *language, n names, r *request.Request, link request.LinkID, name, origin string) string {
	switch {
	case name != "" && name != nobody && name != origin:
		return name
	case origin == request.ClientOrigin:
		return n.client(r.Client)
	case origin == request.DeskOrigin:
		return cmp.Or(n.d.Desk, l.say("event.hub"))
	case hubs(origin):
		return l.say("event.hub")
	}
	if at := r.Link(link); at != nil {
		return l.say("event.someone", n.side(r, at))
	}
	return l.say("event.someone", n.toolAt(r, origin))
}

// side is who works in the ticket of a link: a team, or the client.
func (n names) side(r *request.Request, l *request.Link) string {
	if l.Side == request.ClientSide {
		return n.client(r.Client)
	}
	return n.team(l.Team)
}

// toolAt is what people call the tool of a connection.
func (n names) toolAt(r *request.Request, connection string) string {
	for i := range r.Links {
		if l := &r.Links[i]; l.Connection == connection {
			return tool(l)
		}
	}
	for _, t := range n.d.Teams {
		if t.Connection == connection {
			return tool(&request.Link{Plugin: t.Plugin, Connection: connection})
		}
	}
	return connection
}

// origin says where somebody acted, "" where it goes without saying.
func (n names) origin(l *language, r *request.Request, origin string) string {
	switch origin {
	case request.DeskOrigin:
		return l.say("note.desk")
	case request.ClientOrigin:
		return n.client(r.Client)
	case request.RuleOrigin, "":
		return ""
	}
	return n.toolAt(r, origin)
}

// valueOf is a value of an event as people read it.
func valueOf(l *language, n names, e request.Event, text string) string {
	switch {
	case text == "":
		return ""
	case e.Type == request.StatusChanged:
		return l.word("status", text)
	case e.Type == request.DelegationMove:
		return l.word("delegation", text)
	case e.Field == "attention":
		return l.word("attention", text)
	case e.Field == ticket.State:
		return l.word("category", text)
	}
	return value(l, n, e.Field, text)
}
