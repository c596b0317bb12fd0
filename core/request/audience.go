package request

import (
	"slices"

	"github.com/spochub/spochub/sdk/ticket"
)

// Terms are what is agreed with whoever reads a link's ticket. The zero value
// may receive nothing.
type Terms struct {
	Side        Side
	SeesClient  bool // the client's conversation too
	Public      bool // everybody can read the place
	AllowPublic bool // a task text of the desk may go there all the same
	Follows     Follow
	Everyone    bool       // serves every client
	Clients     []ClientID // else these alone
}

// Terms finds the terms of a link from the directory. A link whose team, client
// or connection is no longer what the directory says has none.
func (h House) Terms(r *Request, l *Link) Terms {
	if l.Side == ClientSide {
		c, ok := h.Directory.Clients[r.Client]
		if !ok || c.Connection == "" || c.Connection != l.Connection {
			return Terms{}
		}
		return Terms{Side: ClientSide, Public: h.public(l.Connection, l.Target), Follows: FollowState, Clients: []ClientID{r.Client}}
	}
	t, ok := h.Directory.Teams[l.Team]
	if !ok || t.Connection != l.Connection {
		return Terms{}
	}
	return h.teamTerms(t, l.Target)
}

func (h House) teamTerms(t Team, target string) Terms {
	terms := Terms{
		Side: TeamSide, SeesClient: t.SeesClient, AllowPublic: t.AllowPublic,
		Public: h.public(t.Connection, target), Follows: t.Follows, Everyone: t.Clients == nil, Clients: t.Clients,
	}
	if t.Supplier {
		terms.Side = SupplierSide
	}
	return terms
}

func (h House) public(connection, target string) bool {
	return connection != ByHand && (h.Public == nil || h.Public(connection, target))
}

// Serves reports whether requests of a client may be read under the terms.
func (t Terms) Serves(c ClientID) bool { return t.Everyone || slices.Contains(t.Clients, c) }

// Reads reports whether a request may be read under the terms, and words of a
// client in it. An umbrella has no client, so that every team may have it; Of is
// whose words they are, "" for the desk's own and those of the request's client.
// A supplier reads no client's words on an umbrella, however they are shared.
func (t Terms) Reads(r *Request, of ClientID) bool {
	return (r.Umbrella != "" || t.Serves(r.Client)) && (of == "" || t.Side != SupplierSide && t.Serves(of))
}

// Carries reports whether a shared field of a request may be written to the
// ticket of a link. What an umbrella says of itself goes to a team that does not
// serve every client only as a task of its own.
func (h House) Carries(r *Request, l *Link, f ticket.Field) bool {
	t, d := h.Terms(r, l), r.Delegation(l.Delegation)
	ownTask := d != nil && d.OwnTask
	if r.Umbrella != "" && !t.Everyone && f != ticket.State && f != ticket.Priority && f != ticket.Due {
		text := f == ticket.Title || f == ticket.Description
		if !text || !ownTask {
			return false
		}
	}
	return t.Reads(r, "") && MayCarry(t, f, ownTask)
}

// Receives reports whether the ticket of a link may hold a note that was written
// to it.
func (h House) Receives(r *Request, l *Link, n *Note) bool {
	t := h.Terms(r, l)
	return t.Reads(r, n.Of) && MayReceive(t, n.Audience, true)
}

// MayReceive is the one rule for who reads a note, deny by default: internal
// notes never leave; a public place reads none; the client's side reads what is
// for the client, a supplier what was written to it by name.
func MayReceive(t Terms, a Audience, byName bool) bool {
	if t.Public {
		return false
	}
	switch {
	case a == Teams && t.Side == TeamSide:
		return true
	case a == Teams && t.Side == SupplierSide:
		return byName
	case a == ToClient && t.Side == ClientSide:
		return true
	case a == ToClient && t.Side == TeamSide:
		return t.SeesClient
	}
	return false
}

// MayCarry reports whether a shared field of the request may be written to a
// ticket under the terms. ownTask: the desk wrote a task text for it.
func MayCarry(t Terms, f ticket.Field, ownTask bool) bool {
	if t.Side == "" {
		return false
	}
	bare := t.Public || t.Side == SupplierSide
	switch f {
	case ticket.State:
		return true
	case ticket.Title, ticket.Description:
		return !bare || ownTask && (!t.Public || t.AllowPublic)
	case ticket.Priority, ticket.Due:
		return !t.Public
	default:
		return !bare
	}
}

// Copies lists the links that receive a note: of those chosen, or of all if
// chosen is nil, the ones that may.
func (h House) Copies(r *Request, a Audience, chosen []LinkID) []LinkID {
	return h.copies(r, a, "", chosen)
}

// copies is Copies of the words of a client.
func (h House) copies(r *Request, a Audience, of ClientID, chosen []LinkID) []LinkID {
	var out []LinkID
	for i := range r.Links {
		l := &r.Links[i]
		byName := slices.Contains(chosen, l.ID)
		if chosen != nil && !byName || !l.synced() || !byName && r.ended(l) {
			continue
		}
		t := h.Terms(r, l)
		if t.Reads(r, of) && MayReceive(t, a, byName) {
			out = append(out, l.ID)
		}
	}
	return out
}

// ended reports whether a link's delegation was given back or taken back.
func (r *Request) ended(l *Link) bool {
	d := r.Delegation(l.Delegation)
	return d != nil && (d.State == Returned || d.State == DelegateEnded)
}

// MayDelegate is the guard before a request goes to a team: never another
// client's, and never more than a task text of the desk's own to a supplier or
// a public place.
func (h House) MayDelegate(r *Request, t Team, ownTask bool) error {
	terms := h.teamTerms(t, t.Target)
	switch {
	case !terms.Reads(r, ""):
		return wrong("team", "%s does not work for %s", h.Directory.team(t.ID), h.Directory.client(r.Client))
	case terms.Public && !terms.AllowPublic:
		return wrong("team", "everybody can read the place of %s; it needs allow_public", h.Directory.team(t.ID))
	case terms.Public && !ownTask:
		return wrong("task", "everybody can read the place of %s: write a task text for it", h.Directory.team(t.ID))
	case terms.Side == SupplierSide && !ownTask:
		return wrong("task", "%s is a supplier: write a task text for it", h.Directory.team(t.ID))
	}
	return nil
}
