package simulation

import (
	"slices"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// actor is an account as the tool shows it.
func (t *Tool) actor(account string) *ticket.Actor {
	if t.k.Hidden && account != t.w.hub.account {
		return nil
	}
	return &ticket.Actor{ID: account, Name: account, Self: account == t.w.hub.account, Member: true}
}

// author is who last wrote a field, where the tool says it.
func (t *Tool) author(account string) *ticket.Actor {
	if t.k.Hidden {
		return nil
	}
	return t.actor(account)
}

// ticket is an item as an answer shows it.
func (t *Tool) ticket(i *item) ticket.Ticket {
	x := ticket.Ticket{
		Ref: i.ref, Version: i.version, By: &ticket.Actor{ID: i.by, Name: i.by, Self: i.by == t.w.hub.account}, Keys: slices.Clone(i.keys),
		Cells: map[ticket.Field]ticket.Cell{}, LogAfter: -1, NComments: len(i.live()),
	}
	for _, f := range []ticket.Field{ticket.Title, ticket.Description, ticket.State, ticket.Priority, ticket.Assignee, ticket.Due} {
		x.Cells[f] = ticket.Cell{Native: i.fields[f], Markdown: string(i.fields[f]), Name: string(i.fields[f])}
	}
	if t.k.Demands != "" {
		x.Cells[resolution] = ticket.Cell{Native: i.fields[resolution]}
	}
	x.Cells[ticket.Labels] = ticket.Cell{Set: labels(i.fields[ticket.Labels])}
	if i.fields[ticket.Due] == "" {
		x.Cells[ticket.Due] = ticket.Cell{} // a tool says that nothing is set
	}
	return x
}

// full is an item as a read shows it.
func (t *Tool) full(i *item, need ticket.Need) ticket.Ticket {
	x := t.ticket(i)
	if need.Log {
		x.LogAfter = need.LogAfter
		for _, e := range i.log {
			if !t.k.Hidden && e.version >= need.LogAfter {
				x.Log = append(x.Log, t.edit(e))
			}
		}
		for f, c := range x.Cells {
			if account, ok := i.account[f]; ok {
				c.By = t.author(account)
				x.Cells[f] = c
			}
		}
	}
	if need.Files {
		t.showFiles(i, &x)
	}
	if need.Comments {
		x.AllComments = true
		for _, c := range i.live() {
			x.Comments = append(x.Comments, t.comment(c))
		}
	}
	return x
}

func (t *Tool) edit(e entry) ticket.Edit {
	x := ticket.Edit{Field: e.field, From: e.from, To: e.to, By: t.author(e.account), Version: e.version, At: at(e.at)}
	if e.field == ticket.Labels { // what counts are the hub's own
		x.From, x.To = "", ""
	}
	return x
}

func (t *Tool) comment(c *comment) ticket.Comment {
	return ticket.Comment{
		ID: c.id, Version: c.version, By: &ticket.Actor{ID: c.account, Name: c.account, Self: c.account == t.w.hub.account}, At: at(c.at),
		Native: c.text, Markdown: string(c.text), Keys: slices.Clone(c.keys), Private: !t.k.Visible,
	}
}

func at(clock int64) time.Time { return time.UnixMicro(clock).UTC() }
