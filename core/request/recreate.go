package request

// Recreate gives a link's delegation a new ticket, for one that is gone. The new
// link gets the task and no earlier notes. What stands against it is a
// [StandingError]: done once, it does not do it again.
type Recreate struct {
	Link LinkID
	New  LinkID // "" makes one
}

func (c Recreate) decide(w *work) error {
	if err := w.r.MayRecreate(c.Link); err != nil {
		return err
	}
	l := w.r.Link(c.Link)
	d := w.r.Delegation(l.Delegation)
	team, ok := w.h.Directory.Teams[d.Team]
	if !ok {
		return wrong("team", "there is no team %q", d.Team)
	}
	if err := w.h.MayDelegate(w.r, team, d.OwnTask); err != nil {
		return err
	}
	if l.Health != Detached {
		w.detach(l, "replaced by a new ticket")
	}
	if d.State != Offered {
		w.delegation(d, Offered, "made again")
	}
	w.link(d, team, c.New, "")
	return nil
}

// MayRecreate says whether a link's ticket can be made anew: the link failed, is
// parked, or was let go, and nothing came in its place. Nil if it can.
func (r *Request) MayRecreate(id LinkID) error {
	l := r.Link(id)
	if l == nil {
		return &MissingError{"link", string(id)}
	}
	d := r.Delegation(l.Delegation)
	if d == nil || l.Connection == ByHand {
		return wrong("link", "there is no ticket of ours to make again")
	}
	now := r.Link(d.Link)
	switch {
	case r.Status == Closed || r.Status == Cancelled:
		return standing("link", "the request is %s: reopen it first", r.Status)
	case now != nil && now.ID != l.ID:
		return standing("link", "%s was replaced already, by %s", l.name(), now.name())
	case l.Health == Failed || l.Health == Parked || l.Health == Detached:
		return nil
	case l.Ticket.ID == "":
		return standing("link", "it is %s and its ticket on its way: wait for it, or unlink it first", l.Health)
	}
	return standing("link", "it is %s and %s is there: unlink it first", l.Health, l.name())
}
