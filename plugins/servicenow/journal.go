package servicenow

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

const entryFields = "sys_id,element_id,element,value,sys_created_on,sys_created_by"

// refLine is how a comment carries its key: the last line of its text.
var refLine = regexp.MustCompile(`\n*\[ref:([a-z0-9-]{1,64})\]\s*$`)

// sealed is a comment's text as it is written.
func sealed(text string, k sdk.Key) string {
	text = disarm(text)
	if k == "" {
		return text
	}
	return text + "\n\n[ref:" + string(k) + "]"
}

// unseal parts a comment's text from its key.
func unseal(text string) (string, []sdk.Key) {
	text = canon(text)
	at := refLine.FindStringSubmatchIndex(text)
	if at == nil {
		return text, nil
	}
	return canon(text[:at[0]]), []sdk.Key{sdk.Key(text[at[2]:at[3]])}
}

func (c *conn) comment(r record) sdk.Comment {
	text, keys := unseal(r.raw("value"))
	at, _ := parseTime(r.raw("sys_created_on"))
	return sdk.Comment{
		ID: r.raw("sys_id"), Version: 1, By: c.actor(r.raw("sys_created_by")), At: at,
		Native: sdk.Native(text), Markdown: markdown(text), Keys: keys,
		Private: r.raw("element") != "comments", Hidden: r.raw("element") == "work_notes",
	}
}

// Comment writes a work note, or a customer-visible comment where the draft is
// not private, and then reads the entry's id. That read is shared by all comments
// that wait for one. A failure after the write is Uncertain, whatever its own
// class: the comment is there.
func (c *conn) Comment(ctx context.Context, r sdk.Ref, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	const op = "write comment"
	if err := c.guard(op, r); err != nil {
		return sdk.Comment{}, err
	}
	if !keyForm.MatchString(string(k)) || strings.TrimSpace(string(d.Native)) == "" {
		return sdk.Comment{}, fault.Errorf(fault.Invalid, op, "a comment needs a key and a text")
	}
	element := "comments"
	if d.Private {
		element = "work_notes"
	}
	row, err := c.api.write(ctx, op, c.settings.Table, r.ID, columns{element: sealed(string(d.Native), k)})
	if err != nil {
		return sdk.Comment{}, err
	}
	entries, err := c.fresh.read(ctx, r.ID, before(row))
	if err != nil {
		return sdk.Comment{}, &fault.Error{Op: op, Class: fault.Uncertain, Err: err, Hint: "the comment was written, its id could not be read"}
	}
	return c.written(entries, row, k, d)
}

// written finds the entry of our write. Without the right to read entries the
// key stands in for the id.
func (c *conn) written(entries []record, row record, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	for _, e := range slices.Backward(entries) {
		if found := c.comment(e); slices.Contains(found.Keys, k) {
			return found, nil
		}
	}
	if c.readable.Load() {
		return sdk.Comment{}, &fault.Error{
			Op: "write comment", Class: fault.Denied, Err: errDropped,
			Hint: "let the integration user write comments and work notes",
		}
	}
	text := canon(string(d.Native))
	at, _ := parseTime(row.raw("sys_updated_on"))
	return sdk.Comment{
		ID: "ref:" + string(k), Version: 1, By: c.actor(c.settings.User), At: at,
		Native: sdk.Native(text), Markdown: markdown(text), Keys: []sdk.Key{k}, Private: d.Private, Hidden: d.Private,
	}, nil
}

// readComments adds a record's whole conversation. An empty list says nothing
// until an entry was seen, since a missing right looks the same.
func (c *conn) readComments(ctx context.Context, t *sdk.Ticket) error {
	entries, complete, err := c.entries(ctx, []string{t.Ref.ID}, time.Time{})
	if err != nil {
		return err
	}
	for _, e := range entries {
		t.Comments = append(t.Comments, c.comment(e))
	}
	if t.AllComments = complete && c.readable.Load(); t.AllComments {
		t.NComments = len(t.Comments)
	}
	return nil
}

// entriesOf reads the journals of several records by one question.
func (c *conn) entriesOf(ctx context.Context, ids []string, since time.Time) ([]record, error) {
	list, _, err := c.entries(ctx, ids, since)
	return list, err
}

// before is a time at which the entry of a write was certainly not there yet.
func before(row record) time.Time {
	at, ok := parseTime(row.raw("sys_updated_on"))
	if !ok {
		return time.Time{}
	}
	return at.Add(-10 * time.Second)
}

func (c *conn) entries(ctx context.Context, ids []string, since time.Time) ([]record, bool, error) {
	where := query{in("element_id", ids...), in("element", "comments", "work_notes")}
	if !since.IsZero() {
		where = append(where, "sys_created_on>="+formatTime(since))
	}
	list, complete, err := c.api.all(ctx, listing{
		op: "read journal", path: tables + "sys_journal_field", where: where,
		order: "^ORDERBYsys_created_on^ORDERBYsys_id", fields: entryFields, limit: pageSize,
		keep: func(r record) bool {
			at, ok := parseTime(r.raw("sys_created_on"))
			return ok && !at.Before(since) && slices.Contains(ids, r.raw("element_id"))
		},
	})
	if len(list) > 0 {
		c.readable.Store(true)
	}
	return list, complete, err
}
