package servicenow

import (
	"context"
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"sync/atomic"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// conn is an open connection.
type conn struct {
	settings Settings
	log      *slog.Logger
	api      *client
	group    *lazy
	caller   *lazy
	fresh    *batch
	// readable is set once a journal entry was seen: from then on an empty list
	// of entries means that there are none.
	readable atomic.Bool
}

var (
	_ sdk.Creator    = (*conn)(nil)
	_ sdk.Finder     = (*conn)(nil)
	_ sdk.Editor     = (*conn)(nil)
	_ sdk.Retirer    = (*conn)(nil)
	_ sdk.Renderer   = (*conn)(nil)
	_ sdk.Commenter  = (*conn)(nil)
	_ sdk.Watcher    = (*conn)(nil)
	_ sdk.Receiver   = (*conn)(nil)
	_ sdk.Uploader   = (*conn)(nil)
	_ sdk.Downloader = (*conn)(nil)
	_ sdk.Cataloger  = (*conn)(nil)
)

// Close has nothing to end: the HTTP client is the host's.
func (c *conn) Close() error { return nil }

// Get reads a record, with one call more for each of its comments and files,
// if they are needed. Where there is none, the table of deletions is asked
// whether it was deleted or is hidden from us.
func (c *conn) Get(ctx context.Context, r sdk.Ref, need sdk.Need) (sdk.Ticket, error) {
	const op = "get record"
	if r.ID == "" {
		id, err := c.numbered(ctx, op, r.Key)
		if err != nil {
			return sdk.Ticket{}, err
		}
		r.ID = id
	}
	if err := c.guard(op, r); err != nil {
		return sdk.Ticket{}, err
	}
	row, err := c.api.get(ctx, op, c.settings.Table, r.ID)
	if fault.ClassOf(err) == fault.NotFound {
		return sdk.Ticket{}, c.absent(ctx, r, err)
	}
	if err != nil {
		return sdk.Ticket{}, err
	}
	if row.raw("sys_id") != r.ID {
		return sdk.Ticket{}, fault.Errorf(fault.Misread, op, "the answer is another record")
	}
	t := c.ticket(row)
	if need.Comments {
		if err := c.readComments(ctx, &t); err != nil {
			return sdk.Ticket{}, err
		}
	}
	if need.Files {
		if t.Files, t.AllFiles, err = c.files(ctx, r.ID); err != nil {
			return sdk.Ticket{}, err
		}
	}
	return t, nil
}

var numberForm = regexp.MustCompile(`^[A-Z]{2,8}[0-9]{3,}$`)

// numbered finds the record that people call by a number such as INC0010023.
func (c *conn) numbered(ctx context.Context, op, key string) (string, error) {
	number := strings.ToUpper(strings.TrimSpace(key))
	if !numberForm.MatchString(number) {
		return "", fault.Errorf(fault.NotFound, op, "%q is no record's number", key)
	}
	found, _, err := c.api.list(ctx, listing{
		op: op, path: tables + c.settings.Table, where: query{is("number", number)}, order: "^ORDERBYsys_id",
		fields: "sys_id,number", limit: 2, keep: func(r record) bool { return r.raw("number") == number },
	})
	switch {
	case err != nil:
		return "", err
	case len(found) != 1:
		return "", fault.Errorf(fault.NotFound, op, "%d records have the number %s", len(found), number)
	}
	return found[0].raw("sys_id"), nil
}

// guard refuses what is not a record of the configured table.
func (c *conn) guard(op string, r sdk.Ref) error {
	if r.Container != c.settings.Table {
		return &fault.Error{Op: op, Class: fault.Invalid, Field: "container", Err: errors.New("the connection is for table " + c.settings.Table)}
	}
	if !hexID.MatchString(r.ID) {
		return fault.Errorf(fault.NotFound, op, "%q is no sys_id", r.ID)
	}
	return nil
}

// absent says Gone where the instance tells of the deletion, else what it was.
func (c *conn) absent(ctx context.Context, r sdk.Ref, cause error) error {
	gone, err := c.deletions(ctx, query{is("tablename", c.settings.Table), is("documentkey", r.ID)}, func(row record) bool {
		return row.raw("documentkey") == r.ID
	})
	if err != nil || len(gone) == 0 {
		return cause
	}
	return fault.Errorf(fault.Gone, "get record", "deleted by %s at %s", gone[0].raw("sys_created_by"), gone[0].raw("sys_created_on"))
}

func (c *conn) deletions(ctx context.Context, where query, keep func(record) bool) ([]record, error) {
	list, _, err := c.api.all(ctx, listing{
		op: "read deletions", path: tables + "sys_audit_delete", where: where, order: "^ORDERBYsys_created_on",
		fields: "sys_id,documentkey,tablename,display_value,sys_created_on,sys_created_by", limit: pageSize, keep: keep,
	})
	return list, err
}

func (c *conn) actor(user string) *sdk.Actor {
	if user == "" {
		return nil
	}
	return &sdk.Actor{ID: user, Name: user, Self: c.self(user)}
}

func (c *conn) self(user string) bool { return strings.EqualFold(user, c.settings.User) }
