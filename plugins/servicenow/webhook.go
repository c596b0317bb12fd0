package servicenow

import (
	"context"
	"encoding/json"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// notice is the body that the business rule posts, see business_rule.js. All
// but table, operation and sys_id may be missing: record makes it complete.
type notice struct {
	Table     string   `json:"table"`
	Operation string   `json:"operation"` // insert, update, delete, attach
	ID        string   `json:"sys_id"`
	Number    string   `json:"number"`
	Count     value    `json:"sys_mod_count"`
	By        string   `json:"sys_updated_by"`
	Key       string   `json:"correlation_id"`
	Record    record   `json:"record"`
	Changed   []string `json:"changed_fields"` // the columns that this change wrote
	Journal   []record `json:"journal"`        // the entries that it wrote
}

// Receive decodes a delivery. Without a signature, and with a body that does not
// hold the record, it is only a reason to look.
func (c *conn) Receive(_ context.Context, d sdk.Delivery) ([]sdk.Change, error) {
	const op = "receive"
	var n notice
	if err := json.Unmarshal(d.Body, &n); err != nil {
		return nil, fault.Errorf(fault.Misread, op, "%w", err)
	}
	if n.Table != c.settings.Table {
		return nil, nil
	}
	if !hexID.MatchString(n.ID) {
		return nil, fault.Errorf(fault.Misread, op, "no sys_id")
	}
	look := sdk.Change{Kind: ticket.Look, Ref: c.ref(n.ID, n.Number)}
	if !d.Authentic {
		return []sdk.Change{look}, nil
	}
	look.Version, look.Keys, look.By = version(record{"sys_mod_count": n.Count}), keys(n.Key), c.actor(n.By)
	switch {
	case n.Operation == "delete":
		look.Kind = ticket.Gone
	case n.Operation == "attach":
		look.Kind = ticket.Filed // which file, a read tells
	case n.complete():
		return c.snapshot(n, look), nil
	}
	return []sdk.Change{look}, nil
}

// complete reports whether the record in the body can stand for a read of it.
func (n notice) complete() bool {
	return n.Record.raw("sys_id") == n.ID && version(n.Record) != 0 &&
		n.Record.has("number", "short_description", "description", "state", "impact", "urgency", "assigned_to", "due_date", "sys_created_by", "correlation_id")
}

func (c *conn) snapshot(n notice, change sdk.Change) []sdk.Change {
	t := c.ticket(n.Record)
	for _, column := range n.Changed {
		field := fieldOf(column)
		if cell, shown := t.Cells[field]; shown {
			cell.By = change.By
			t.Cells[field] = cell
		}
	}
	change.Kind, change.Ref, change.Version, change.Keys, change.Ticket = ticket.Snapshot, t.Ref, t.Version, t.Keys, &t
	list := []sdk.Change{change}
	for _, e := range n.Journal {
		if e.raw("element_id") == n.ID && hexID.MatchString(e.raw("sys_id")) {
			list = append(list, c.said(t, c.comment(e)))
		}
	}
	return list
}
