package servicenow

import (
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// slow is how often attachments and deletions are asked for. Neither moves a
// record's sys_updated_on, so that each needs a call of its own; most attachments
// come with a change that does.
const slow = 5 * time.Minute

// asides tells of attachments and deletions since the last time.
func (p *poll) asides() error {
	if p.clock.IsZero() || p.clock.Sub(p.at.Files) < slow {
		return nil
	}
	since := p.at.Files.Add(-overlap)
	changes, err := p.attached(since)
	if err != nil {
		return err
	}
	gone, err := p.deleted(since)
	if err != nil {
		return err
	}
	p.tell(append(changes, gone...), p.last)
	p.at.Files = p.clock
	return nil
}

func (p *poll) attached(since time.Time) ([]sdk.Change, error) {
	list, _, err := p.api.all(p.ctx, listing{
		op: "poll attachments", path: attachments, where: query{is("table_name", p.settings.Table), "sys_created_on>=" + formatTime(since)},
		order: "^ORDERBYsys_created_on^ORDERBYsys_id", limit: pageSize, keep: p.since(since, "table_name"),
	})
	if err != nil && fault.ClassOf(err) != fault.Denied {
		return nil, err
	}
	var changes []sdk.Change
	for _, r := range list {
		f := p.file(r)
		changes = append(changes, sdk.Change{Kind: ticket.Filed, Ref: p.ref(r.raw("table_sys_id"), ""), By: f.By, File: &f})
	}
	return changes, nil
}

func (p *poll) deleted(since time.Time) ([]sdk.Change, error) {
	list, err := p.deletions(p.ctx, query{is("tablename", p.settings.Table), "sys_created_on>=" + formatTime(since)}, p.since(since, "tablename"))
	if err != nil && fault.ClassOf(err) != fault.Denied && fault.ClassOf(err) != fault.Invalid {
		return nil, err
	}
	var changes []sdk.Change
	for _, r := range list {
		changes = append(changes, sdk.Change{Kind: ticket.Gone, Ref: p.ref(r.raw("documentkey"), r.raw("display_value")), By: p.actor(r.raw("sys_created_by"))})
	}
	return changes, nil
}

// since keeps the rows of our table that were made since a time.
func (p *poll) since(since time.Time, column string) func(record) bool {
	return func(r record) bool {
		at, ok := parseTime(r.raw("sys_created_on"))
		return ok && !at.Before(since) && r.raw(column) == p.settings.Table
	}
}
