package web

import (
	"context"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// row is one request in the list.
type row struct {
	Key, Title, Client, Service string
	Kind                        request.Kind
	Priority                    string
	Status                      request.Status
	WithTeam                    bool
	Owner, Initials             string
	Due                         time.Time
	DueState                    string
	Attention                   []request.Attention
	Links                       []chip
	Updated                     time.Time
}

// chip is a linked ticket where there is little room.
type chip struct {
	Tool, Key string
	Health    request.Health
	Class     string // ok wait bad
	ByHand    bool
}

func (s *Site) rows(ctx context.Context, list []*request.Request) ([]row, error) {
	n, err := s.names(ctx)
	if err != nil {
		return nil, err
	}
	now := s.o.Now()
	out := make([]row, 0, len(list))
	for _, r := range list {
		x := row{
			Key: string(r.Key), Title: r.Title, Client: n.client(r.Client), Service: n.service(r.Service), Kind: r.Kind,
			Priority: string(r.Priority), Status: r.Status, WithTeam: withTeam(r), Owner: n.person(r.Assignee),
			Due: r.DueAt, DueState: due(r, now), Attention: r.Attention, Updated: r.UpdatedAt,
		}
		x.Initials = initials(x.Owner)
		for i := range r.Links {
			if l := &r.Links[i]; l.Health != request.Detached {
				x.Links = append(x.Links, newChip(n, l))
			}
		}
		out = append(out, x)
	}
	return out, nil
}

func newChip(n names, l *request.Link) chip {
	c := chip{Tool: tool(l), Key: l.Ticket.Key, Health: l.Health, Class: lampClass(l.Health)}
	if l.Connection == request.ByHand {
		c.Tool, c.ByHand, c.Class = n.team(l.Team), true, "wait"
	}
	return c
}

// lampClass is how a link's health is coloured.
func lampClass(h request.Health) string {
	switch h {
	case request.InSync:
		return "ok"
	case request.Pending, request.Detached:
		return "wait"
	default:
		return "bad"
	}
}

// withTeam reports whether the request waits for a team that works on it.
func withTeam(r *request.Request) bool {
	if r.Status != request.InProgress {
		return false
	}
	for i := range r.Delegations {
		if r.Delegations[i].Open() {
			return true
		}
	}
	return false
}

// seeable reports whether the desk's word alone ends a reason to look; the others
// last as long as what they say.
func seeable(a request.Attention) bool {
	switch a {
	case request.AttentionPromiseDue, request.AttentionConflict, request.AttentionSync, request.AttentionHeldUp:
		return false
	default:
		return true
	}
}

// safeURL is a ticket's address, if it is one that a browser may open.
func safeURL(ref ticket.Ref) string {
	if len(ref.URL) > 7 && (ref.URL[:7] == "http://" || len(ref.URL) > 8 && ref.URL[:8] == "https://") {
		return ref.URL
	}
	return ""
}
