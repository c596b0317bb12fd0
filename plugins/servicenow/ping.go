package servicenow

import (
	"context"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

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
	journal, err := c.tryJournal(ctx)
	if err != nil {
		return sdk.Place{}, err
	}
	problems := c.problems(me, journal)
	all := []sdk.Field{ticket.Title, ticket.Description, ticket.State, ticket.Priority, ticket.Assignee, ticket.Due}
	for _, column := range extra {
		all = append(all, ticket.Own(column))
	}
	return sdk.Place{
		Self:       sdk.Actor{ID: c.settings.User, Name: me.raw("name"), Email: me.raw("email"), Self: true},
		Dedicated:  c.settings.Account == "dedicated",
		Containers: []sdk.Container{{ID: c.settings.Table, Key: c.settings.Table, Name: c.settings.Table, Customers: true}},
		Can:        sdk.Able(&conn{}, problems),
		Late:       c.settings.WriteLag,
		Private:    true,
		Holds:      all,
		Together:   [][]sdk.Field{all},
		Limits: map[sdk.Field]sdk.Limit{
			ticket.Title:       {Max: 160, Unit: "runes"},
			ticket.Description: {Max: 4000, Unit: "runes"},
			ticket.CommentText: {Max: 3900, Unit: "runes"}, // the reference line takes the rest
			ticket.Due:         {Form: stamp},
		},
		Adds:       c.adds(),
		ServerTime: head.date,
		Problems:   problems,
	}, nil
}

// adds lists what a new record gets beside its fields.
func (c *conn) adds() []sdk.Addition {
	list := []sdk.Addition{{Name: "correlation_id", Value: ticket.AddedKey}, {Name: "correlation_display", Value: own}}
	for _, x := range []sdk.Addition{{Name: "assignment_group", Value: c.settings.AssignmentGroup}, {Name: "caller_id", Value: c.settings.Caller}} {
		if x.Value != "" {
			list = append(list, x)
		}
	}
	return list
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
		return nil, nil
	}
	return found[0], nil
}

// tryJournal learns whether entries can be read: without the right the list is
// empty and no error.
func (c *conn) tryJournal(ctx context.Context) (glimpse, error) {
	found, _, err := c.api.list(ctx, listing{
		op: "read journal", path: tables + "sys_journal_field", where: query{is("name", c.settings.Table)}, order: "^ORDERBYDESCsys_created_on",
		fields: "sys_id,name", limit: 1, keep: func(r record) bool { return r.raw("name") == c.settings.Table },
	})
	switch {
	case fault.ClassOf(err) == fault.Denied:
		return shut, nil
	case err != nil || len(found) == 0:
		return empty, err
	}
	c.readable.Store(true)
	return shown, nil
}
