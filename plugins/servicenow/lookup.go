package servicenow

import (
	"context"
	"fmt"
	"strings"

	"github.com/spochub/spochub/sdk/fault"
)

// lazy is a value that is fetched once, by one caller at a time; the others wait
// for it as long as their context lets them.
type lazy struct {
	lock  chan struct{}
	value string
}

func newLazy() *lazy { return &lazy{lock: make(chan struct{}, 1)} }

func (l *lazy) get(ctx context.Context, fetch func(context.Context) (string, error)) (string, error) {
	select {
	case l.lock <- struct{}{}:
		defer func() { <-l.lock }()
	case <-ctx.Done():
		return "", fault.Errorf(fault.Unavailable, "look up", "%w", ctx.Err())
	}
	if l.value != "" {
		return l.value, nil
	}
	v, err := fetch(ctx)
	if err == nil {
		l.value = v
	}
	return v, err
}

// address adds the group and the caller of the settings.
func (c *conn) address(ctx context.Context, set columns) error {
	group, err := c.groupID(ctx)
	if err != nil {
		return unsent(err)
	}
	caller, err := c.callerID(ctx)
	if err != nil {
		return unsent(err)
	}
	preset(set, "assignment_group", group)
	preset(set, "caller_id", caller)
	return nil
}

func (c *conn) groupID(ctx context.Context) (string, error) {
	name := c.settings.AssignmentGroup
	if name == "" || hexID.MatchString(name) {
		return name, nil
	}
	return c.group.get(ctx, func(ctx context.Context) (string, error) {
		return c.lookUp(ctx, "assignment_group", name, "sys_user_group", "name")
	})
}

func (c *conn) callerID(ctx context.Context) (string, error) {
	name := c.settings.Caller
	if name == "" || hexID.MatchString(name) {
		return name, nil
	}
	column := "user_name"
	if strings.Contains(name, "@") {
		column = "email"
	}
	return c.caller.get(ctx, func(ctx context.Context) (string, error) {
		return c.lookUp(ctx, "caller", name, "sys_user", column)
	})
}

// lookUp finds the one row that bears a name; none or several are a fault of the
// setting.
func (c *conn) lookUp(ctx context.Context, setting, name, table, column string) (string, error) {
	op := "look up " + setting
	found, _, err := c.api.list(ctx, listing{
		op: op, path: tables + table, where: query{is(column, name)}, order: "^ORDERBYsys_id",
		fields: "sys_id," + column, limit: 2,
		keep: func(r record) bool { return strings.EqualFold(r.raw(column), name) },
	})
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", &fault.Error{
			Op: op, Class: fault.Invalid, Field: setting, Err: fmt.Errorf("%d rows of %s have the %s %q", len(found), table, column, name),
			Hint: "give the sys_id, and let the integration user read " + table,
		}
	}
	return found[0].raw("sys_id"), nil
}
