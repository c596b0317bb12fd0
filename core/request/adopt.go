package request

import "strings"

// Adopt makes a request of a ticket that a team made in its own tool. The team
// has the task already; the desk asks whose request it is where nobody knows.
// The link names the ticket, its connection and the team.
func Adopt(draft *Request, h House, c Cause, l Link) (Decision, error) {
	taken := draft.Clone()
	taken.fit(l.Ticket.Key)
	said := taken.Description
	taken.Description = "" // people may not write as much
	d, err := Receive(taken, h, c)
	if err != nil {
		return d, err
	}
	d.Request.Description = Lines(said)
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

// fit shortens what a tool says to what a request takes, so that no ticket is
// lost because it says too much; a title that shows nothing gives way to name.
func (r *Request) fit(name string) {
	if r.Title = OneLine(r.Title); !shows(r.Title) {
		r.Title = name
	}
	r.Title = fitTitle(r.Title)
	r.Description = fitText(r.Description)
	r.ReportedBy = clipped(r.ReportedBy, maxName)
}

func fitTitle(title string) string {
	if runes := []rune(OneLine(title)); len(runes) > MaxTitle {
		return string(runes[:MaxTitle-1]) + "…"
	}
	return title
}

const elsewhere = "\n\n… (shortened; the whole text is in the ticket)"

func fitText(text string) string {
	if len(text) <= maxTaken {
		return text
	}
	return strings.ToValidUTF8(text[:maxTaken-len(elsewhere)], "") + elsewhere
}
