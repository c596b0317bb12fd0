package servicenow

import (
	"context"
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Catalog reads the choices of the table and the members of the group.
func (c *conn) Catalog(ctx context.Context, container string) ([]sdk.Code, error) {
	if container != "" && container != c.settings.Table {
		return nil, fault.Errorf(fault.Invalid, "catalog", "the connection is for table %s", c.settings.Table)
	}
	choices, err := c.choices(ctx)
	if err != nil {
		return nil, err
	}
	people, err := c.people(ctx)
	if err != nil {
		return nil, err
	}
	codes := append(states(choices["state"]), priorities(choices["impact"], choices["urgency"])...)
	for _, h := range choices["hold_reason"] {
		codes = append(codes, sdk.Code{Field: ticket.Own("hold_reason"), Native: sdk.Native(h.code), Name: h.label})
	}
	return append(codes, people...), nil
}

type choice struct{ code, label string }

// choices reads the active choices by column. A table without its own takes
// those of task.
func (c *conn) choices(ctx context.Context) (map[string][]choice, error) {
	columns := []string{"state", "hold_reason", "impact", "urgency"}
	list, _, err := c.api.all(ctx, listing{
		op: "read choices", path: tables + "sys_choice",
		where: query{in("name", c.settings.Table, "task"), in("element", columns...), is("language", "en"), is("inactive", "false")},
		order: "^ORDERBYsequence", fields: "name,element,value,label,sequence,language,inactive", limit: pageSize,
		keep: func(r record) bool { return slices.Contains(columns, r.raw("element")) && r.raw("inactive") == "false" },
	})
	if err != nil && fault.ClassOf(err) != fault.Denied {
		return nil, err
	}
	found := map[string][]choice{}
	for _, table := range []string{c.settings.Table, "task"} {
		for _, column := range columns {
			if len(found[column]) == 0 {
				found[column] = choicesOf(list, table, column)
			}
		}
	}
	if len(found["state"]) == 0 {
		found["state"] = usualStates()
	}
	return found, nil
}

func choicesOf(list []record, table, column string) []choice {
	var found []choice
	for _, r := range list {
		if r.raw("name") == table && r.raw("element") == column {
			found = append(found, choice{r.raw("value"), r.raw("label")})
		}
	}
	return found
}

// usualStates are those of an instance as it is delivered, for where the choices
// cannot be read.
func usualStates() []choice {
	return []choice{{"1", "New"}, {"2", "In Progress"}, {"3", "On Hold"}, {"6", "Resolved"}, {"7", "Closed"}, {"8", "Canceled"}}
}

// states proposes a meaning by the words of a label; the first state of each
// meaning is the one to write.
func states(list []choice) []sdk.Code {
	var codes []sdk.Code
	written := map[string]bool{"": true}
	for _, s := range list {
		category := categoryOf(s.label)
		codes = append(codes, sdk.Code{Field: ticket.State, Native: sdk.Native(s.code), Name: s.label, Value: category, Write: !written[category]})
		written[category] = true
	}
	return codes
}

func categoryOf(label string) string {
	label = strings.ToLower(label)
	for _, w := range []struct{ category, words string }{
		{"cancelled", "cancel skipped reject"},
		{"done", "resolved closed complete done fixed"},
		{"waiting", "hold await pending wait suspended"},
		{"in_progress", "progress work assigned active"},
		{"todo", "new open draft"},
	} {
		if slices.ContainsFunc(strings.Fields(w.words), func(word string) bool { return strings.Contains(label, word) }) {
			return w.category
		}
	}
	return ""
}

// priorities lists each pair of impact and urgency with what the usual table
// makes of it; a level of the site's own has no proposal.
func priorities(impacts, urgencies []choice) []sdk.Code {
	var codes []sdk.Code
	for _, i := range orUsual(impacts) {
		for _, u := range orUsual(urgencies) {
			code := sdk.Code{Field: ticket.Priority, Native: pair(i.code, u.code), Name: i.label + " / " + u.label}
			if p, ok := usual[code.Native]; ok {
				code.Name, code.Value, code.Write = p.name+" ("+string(code.Native)+")", p.value, p.write
			}
			codes = append(codes, code)
		}
	}
	return codes
}

func orUsual(list []choice) []choice {
	if len(list) > 0 {
		return list
	}
	return []choice{{"1", "High"}, {"2", "Medium"}, {"3", "Low"}}
}

type level struct {
	name, value string
	write       bool
}

// usual is the delivered priority table.
var usual = map[sdk.Native]level{
	"1/1": {"Critical", "P1", true},
	"1/2": {"High", "P2", false}, "2/1": {"High", "P2", true},
	"1/3": {"Moderate", "P3", false}, "2/2": {"Moderate", "P3", true}, "3/1": {"Moderate", "P3", false},
	"2/3": {"Low", "P4", false}, "3/2": {"Low", "P4", true},
	"3/3": {"Planning", "P4", false},
}

// people are the active members of the group.
func (c *conn) people(ctx context.Context) ([]sdk.Code, error) {
	group, err := c.groupID(ctx)
	if err != nil || group == "" {
		return nil, err
	}
	list, _, err := c.api.all(ctx, listing{
		op: "read members", path: tables + "sys_user_grmember", where: query{is("group", group)}, order: "^ORDERBYsys_id",
		fields: "group,user,user.name,user.email,user.active", limit: pageSize,
		keep: func(r record) bool { return r.raw("group") == group },
	})
	if err != nil && fault.ClassOf(err) != fault.Denied {
		return nil, err
	}
	var codes []sdk.Code
	for _, r := range list {
		if r.raw("user") != "" && r.raw("user.active") != "false" {
			codes = append(codes, sdk.Code{Field: ticket.Assignee, Native: sdk.Native(r.raw("user")), Name: r.raw("user.name"), Value: r.raw("user.email"), Write: r.raw("user.email") != ""})
		}
	}
	return codes, nil
}
