package servicenow

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// late is the longest time a write whose answer was lost may still land: an
// instance lets a transaction wait for a free worker and then run for a minute.
const late = 2 * time.Minute

// Ping reads the table, our own user and the journal, one row each.
func (c *conn) Ping(ctx context.Context) (sdk.Place, error) {
	_, head, err := c.api.list(ctx, listing{
		op: "read table", path: tables + c.settings.Table, order: "^ORDERBYDESCsys_updated_on", fields: "sys_id,sys_updated_on",
		limit: 1, keep: func(record) bool { return true },
	})
	if err != nil {
		return sdk.Place{}, err
	}
	me, err := c.whoAmI(ctx)
	if err != nil {
		return sdk.Place{}, err
	}
	if err := c.tryJournal(ctx); err != nil {
		return sdk.Place{}, err
	}
	all := []sdk.Field{ticket.Title, ticket.Description, ticket.State, ticket.Priority, ticket.Assignee, ticket.Due}
	for _, column := range extra {
		all = append(all, ticket.Own(column))
	}
	return sdk.Place{
		Self:       sdk.Actor{ID: c.settings.User, Name: me.raw("name"), Email: me.raw("email"), Self: true},
		Dedicated:  c.settings.Account == "dedicated",
		Containers: []sdk.Container{{ID: c.settings.Table, Key: c.settings.Table, Name: c.settings.Table}},
		Can:        c.rights(ctx, me),
		Late:       late,
		Private:    true,
		Holds:      all,
		Together:   [][]sdk.Field{all},
		Limits: map[sdk.Field]sdk.Limit{
			ticket.Title:       {Max: 160, Unit: "runes"},
			ticket.Description: {Max: 4000, Unit: "runes"},
			ticket.CommentText: {Max: 3900, Unit: "runes"}, // the reference line takes the rest
		},
		ServerTime: head.date,
	}, nil
}

// whoAmI reads our own user; empty where we may not.
func (c *conn) whoAmI(ctx context.Context) (record, error) {
	found, _, err := c.api.list(ctx, listing{
		op: "read own user", path: tables + "sys_user", where: query{is("user_name", c.settings.User)}, order: "^ORDERBYsys_id",
		fields: "sys_id,user_name,name,email,time_zone,roles", limit: 1,
		keep: func(r record) bool { return c.self(r.raw("user_name")) },
	})
	if class := fault.ClassOf(err); err != nil && class != fault.Denied && class != fault.Misread {
		return nil, err
	}
	if len(found) == 0 {
		c.log.WarnContext(ctx, "the integration user cannot be read", "user", c.settings.User)
		return nil, nil
	}
	if zone := found[0].raw("time_zone"); zone != "" && zone != "GMT" && zone != "UTC" && zone != "Etc/UTC" {
		c.log.WarnContext(ctx, "the integration user's time zone is not GMT: rules and scripts of the instance may shift dates", "time_zone", zone)
	}
	return found[0], nil
}

// writers are the roles that may write records.
var writers = []string{"itil", "admin", "sn_incident_write"}

// rights narrows what the connector can do where our roles can be read and none
// of them writes.
func (c *conn) rights(ctx context.Context, me record) []string {
	can := sdk.Capabilities(c)
	roles := me.raw("roles")
	if roles == "" || slices.ContainsFunc(strings.Split(roles, ","), func(r string) bool { return slices.Contains(writers, strings.TrimSpace(r)) }) {
		return can
	}
	c.log.WarnContext(ctx, "the integration user has no role that writes records; give it itil", "roles", roles)
	return slices.DeleteFunc(can, func(name string) bool {
		return slices.Contains([]string{"Creator", "Editor", "Retirer", "Commenter", "Uploader"}, name)
	})
}

// tryJournal learns whether entries can be read: without the right the list is
// empty and no error.
func (c *conn) tryJournal(ctx context.Context) error {
	found, _, err := c.api.list(ctx, listing{
		op: "read journal", path: tables + "sys_journal_field", where: query{is("name", c.settings.Table)}, order: "^ORDERBYDESCsys_created_on",
		fields: "sys_id,name", limit: 1, keep: func(r record) bool { return r.raw("name") == c.settings.Table },
	})
	if err != nil && fault.ClassOf(err) != fault.Denied {
		return err
	}
	if len(found) > 0 {
		c.readable.Store(true)
		return nil
	}
	c.log.InfoContext(ctx, "no journal entry was shown: there is none yet, or the integration user lacks read access to sys_journal_field and comments of the team arrive by webhook alone")
	return nil
}
