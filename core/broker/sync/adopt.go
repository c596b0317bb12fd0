package sync

import (
	"cmp"
	"maps"
	"slices"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// adopt makes a request of a ticket that people made at the tool, if the
// connection's rule says so. Its id follows from the ticket, so that the same
// ticket can never become two requests.
func (e *Engine) adopt(tx store.Intake, c *connection, change ticket.Change, src source) error {
	place, codes := c.known()
	if _, ours := container(place, change.Ref.Container); !ours || !c.adopts(change.Ticket) {
		return nil
	}
	id := request.ID("t" + request.DeriveID(c.Name, change.Ref.Container, change.Ref.ID))
	if known, err := tx.HasRequest(id); err != nil || known {
		return err
	}
	if gone, err := wasDeleted(tx, c, change.Ref, src); err != nil || gone {
		return err
	}
	team, client := e.partiesAt(c, place, change.Ref)
	link := request.LinkID("l" + string(id[1:]))
	r := c.requestOf(change.Ticket, codes)
	r.ID, r.Client = id, client
	d, err := request.Adopt(&r, e.house(), request.Cause{By: request.Actor{Name: c.Name, Origin: c.Name}, At: e.now()},
		request.Link{ID: link, Team: team, Connection: c.Name, Plugin: c.Plugin, Ticket: change.Ref})
	if err != nil {
		e.log.Warn("a ticket could not become a request", "connection", c.Name, "ticket", change.Ref.Key, "error", err)
		return nil
	}
	state := NewState(e.marker, link)
	state.Imported, state.Fields = true, agreed(d.Request, change.Ticket, codes)
	lane := store.Bulk
	if src.polled.IsZero() { // somebody has just made it
		lane = store.People
	}
	if err := tx.Add(d.Request, []store.NewLink{{Link: link, State: state, Lane: lane}}, d.Added, d.Events); err != nil {
		return err
	}
	row, err := tx.ByID(link)
	if err != nil {
		return err
	}
	row.Lane = lane
	return e.hint(tx, row, change, src)
}

// agreed are the values that a request took from its ticket: what the desk changes
// before the ticket is looked at again is a change, and no first sight of it.
func agreed(r *request.Request, t *ticket.Ticket, codes *Codes) map[ticket.Field]reconcile.FieldState {
	all := map[ticket.Field]reconcile.FieldState{}
	for _, f := range []ticket.Field{ticket.Title, ticket.Description, ticket.Priority} {
		cell, told := t.Cells[f]
		if _, known := codes.Read(f, cell.Native); told && (known || f != ticket.Priority) {
			base := &reconcile.Pair{Version: r.Values[f] + 1, Native: cell.Native}
			all[f] = reconcile.FieldState{Base: base, Taken: &reconcile.Taken{At: t.Version}}
		}
	}
	for _, f := range []ticket.Field{ticket.Due, ticket.Labels} { // the desk says nothing of them yet
		all[f] = reconcile.FieldState{Base: &reconcile.Pair{Version: r.Values[f] + 1}}
	}
	return all
}

// adopts applies the connection's rule.
func (c *connection) adopts(t *ticket.Ticket) bool {
	if c.Adopt.Label == "" {
		return c.Adopt.All
	}
	return slices.Contains(t.Cells[ticket.Labels].Set, ticket.Native(c.Adopt.Label))
}

// requestOf is what a ticket says, as a request of ours.
func (c *connection) requestOf(t *ticket.Ticket, codes *Codes) request.Request {
	r := request.Request{Kind: request.Incident, Priority: "P3", Channel: request.Tool}
	r.Title = cmp.Or(t.Cells[ticket.Title].Markdown, string(t.Cells[ticket.Title].Native), t.Ref.Key)
	r.Description = request.StripContext(t.Cells[ticket.Description].Markdown) // a lost epoch of ours may have written there
	if p, ok := codes.Read(ticket.Priority, t.Cells[ticket.Priority].Native); ok {
		r.Priority = request.Priority(p)
	}
	if t.By != nil {
		r.ReportedBy = cmp.Or(t.By.Name, t.By.ID)
	}
	return r
}

// partiesAt finds whose place a ticket is in: the connection's rule, else the
// one team that works there.
func (e *Engine) partiesAt(c *connection, place ticket.Place, ref ticket.Ref) (request.TeamID, request.ClientID) {
	team, client := c.Adopt.Team, c.Adopt.Client
	if team != "" {
		return team, client
	}
	for _, id := range slices.Sorted(maps.Keys(e.house().Directory.Teams)) {
		t := e.house().Directory.Teams[id]
		at, ok := container(place, t.Target)
		if t.Connection == c.Name && ok && at.ID == ref.Container {
			return id, client
		}
	}
	return "", client
}
