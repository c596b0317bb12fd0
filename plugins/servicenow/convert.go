package servicenow

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

const recordFields = "sys_id,number,sys_mod_count,sys_created_by,sys_updated_on,sys_updated_by,short_description,description," +
	"state,impact,urgency,priority,assigned_to,assignment_group,due_date,correlation_id,correlation_display,hold_reason,close_code,close_notes"

// own stands in correlation_display beside our key, retired where the record was
// closed as a duplicate.
const (
	own     = "spochub"
	retired = "spochub duplicate"
)

var keyForm = regexp.MustCompile(`^[a-z0-9-]{1,64}$`)

// extra are the columns that are carried under their own names.
var extra = []string{"hold_reason", "close_code", "close_notes"}

// fieldOf is the field that a column holds, or has a part in.
func fieldOf(column string) sdk.Field {
	switch column {
	case "short_description":
		return ticket.Title
	case "impact", "urgency", "priority":
		return ticket.Priority
	case "assigned_to":
		return ticket.Assignee
	case "due_date":
		return ticket.Due
	case "description", "state":
		return sdk.Field(column)
	}
	return ticket.Own(column)
}

// ticket reads a row.
func (c *conn) ticket(r record) sdk.Ticket {
	t := sdk.Ticket{
		Ref:       c.ref(r.raw("sys_id"), r.raw("number")),
		Version:   version(r),
		By:        c.actor(r.raw("sys_created_by")),
		Keys:      keys(r.raw("correlation_id")),
		Cells:     cells(r),
		LogAfter:  -1,
		NComments: -1,
	}
	return t
}

func (c *conn) ref(id, number string) sdk.Ref {
	return sdk.Ref{
		ID: id, Container: c.settings.Table, Key: number,
		URL: c.settings.BaseURL + "/nav_to.do?uri=" + url.QueryEscape(c.settings.Table+".do?sys_id="+id),
	}
}

// version is one more than the count, since a new record has 0 and that would
// mean unknown.
func version(r record) sdk.Version {
	var n int64
	if _, err := fmt.Sscan(r.raw("sys_mod_count"), &n); err != nil || n < 0 {
		return 0
	}
	return sdk.Version(n + 1)
}

func keys(correlation string) []sdk.Key {
	if !keyForm.MatchString(correlation) {
		return nil
	}
	return []sdk.Key{sdk.Key(correlation)}
}

func cells(r record) map[sdk.Field]sdk.Cell {
	m := map[sdk.Field]sdk.Cell{}
	if r.has("short_description") {
		title := line(r.raw("short_description"))
		m[ticket.Title] = sdk.Cell{Native: sdk.Native(title), Markdown: title}
	}
	if r.has("description") {
		text := canon(r.raw("description"))
		m[ticket.Description] = sdk.Cell{Native: sdk.Native(text), Markdown: markdown(text)}
	}
	if r.has("state") {
		m[ticket.State] = sdk.Cell{Native: sdk.Native(r.raw("state")), Name: r.label("state")}
	}
	if r.has("impact", "urgency") {
		m[ticket.Priority] = sdk.Cell{Native: pair(r.raw("impact"), r.raw("urgency")), Name: r.label("priority")}
	}
	if r.has("assigned_to") {
		m[ticket.Assignee] = sdk.Cell{Native: sdk.Native(r.raw("assigned_to")), Name: r.label("assigned_to")}
	}
	if r.has("due_date") {
		m[ticket.Due] = sdk.Cell{Native: readDue(r.raw("due_date"))}
	}
	for _, column := range extra {
		if r.has(column) {
			m[ticket.Own(column)] = sdk.Cell{Native: sdk.Native(canon(r.raw(column))), Name: r.label(column)}
		}
	}
	return m
}

func pair(impact, urgency string) sdk.Native {
	if impact == "" && urgency == "" {
		return ""
	}
	return sdk.Native(impact + "/" + urgency)
}

func readDue(raw string) sdk.Native {
	t, ok := parseTime(raw)
	if !ok {
		return ""
	}
	return sdk.Native(t.Format(time.RFC3339))
}

// columnsOf turns fields to write into columns. The priority column is computed
// by the instance and never written.
func (c *conn) columnsOf(op string, set map[sdk.Field]sdk.Native) (columns, error) {
	out := columns{}
	for field, native := range set {
		if err := put(out, field, string(native)); err != nil {
			return nil, &fault.Error{Op: op, Class: fault.Invalid, Field: string(field), Err: err}
		}
	}
	c.accompany(out)
	return out, nil
}

func put(out columns, field sdk.Field, native string) error {
	switch field {
	case ticket.Title:
		out["short_description"] = line(native)
	case ticket.Description:
		out["description"] = disarm(native)
	case ticket.State:
		out["state"] = native
	case ticket.Assignee:
		out["assigned_to"] = native
	case ticket.Priority:
		return putPriority(out, native)
	case ticket.Due:
		return putDue(out, native)
	default:
		return putExtra(out, field, native)
	}
	return nil
}

func putPriority(out columns, native string) error {
	impact, urgency, ok := strings.Cut(native, "/")
	if !ok && native != "" {
		return fmt.Errorf("%q is not impact/urgency", native)
	}
	out["impact"], out["urgency"] = impact, urgency
	return nil
}

func putDue(out columns, native string) error {
	out["due_date"] = ""
	if native == "" {
		return nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, native); err == nil {
			out["due_date"] = formatTime(t)
			return nil
		}
	}
	return fmt.Errorf("%q is not a date", native)
}

func putExtra(out columns, field sdk.Field, native string) error {
	for _, column := range extra {
		if field == ticket.Own(column) {
			out[column] = disarm(native)
			return nil
		}
	}
	return fmt.Errorf("is not kept in this table")
}
