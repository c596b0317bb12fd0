package request

// Adopt makes a request of a ticket that a team made in its own tool. The team
// has the task already; the desk asks whose request it is where nobody knows.
// The link names the ticket, its connection and the team.
func Adopt(draft *Request, h House, c Cause, l Link) (Decision, error) {
	d, err := Receive(draft, h, c)
	if err != nil {
		return d, err
	}
	w := &work{r: d.Request, h: h, cause: c, d: d}
	id := DelegationID(w.id())
	team := h.Directory.Teams[l.Team]
	l.Delegation, l.Side, l.Target = id, TeamSide, team.Target
	if team.Supplier {
		l.Side = SupplierSide
	}
	l.Wanted, l.WantedVer, l.State = Todo, 1, Todo
	l.Health, l.HealthAt, l.Imported = Pending, cut(c.At), true
	w.r.Delegations = append(w.r.Delegations, Delegation{
		ID: id, Team: l.Team, State: Accepted, Link: l.ID, CreatedAt: cut(c.At), AcceptedAt: cut(c.At),
		Task: Task{Title: w.r.Title, Body: w.r.Description},
	})
	w.r.Links = append(w.r.Links, l)
	w.event(Event{Type: LinkChanged, Link: l.ID, Field: "ticket", To: l.Ticket.Key})
	w.d.NewLinks = append(w.d.NewLinks, l.ID)
	return w.d, nil
}
