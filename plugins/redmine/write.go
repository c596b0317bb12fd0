package redmine

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

// attributes is the body of an issue that is written.
type attributes map[string]any

func (a attributes) body() any { return map[string]any{"issue": a} }

// Create makes an issue; the answer is the issue as stored. A status that the
// workflow does not allow for a new issue is dropped, which the answer shows.
func (c *conn) Create(ctx context.Context, d sdk.Draft) (sdk.Ticket, error) {
	const op = "create issue"
	s, err := c.known(ctx)
	if err != nil {
		return sdk.Ticket{}, err
	}
	set := map[sdk.Field]sdk.Native{ticket.Description: ""}
	for f, cell := range d.Cells {
		set[f] = cell.Native
	}
	delete(set, ticket.Labels)
	a, err := s.attributes(op, set, d.Key)
	if err != nil {
		return sdk.Ticket{}, err
	}
	a["project_id"] = d.Container
	if d.Container == "" {
		a["project_id"] = s.project.id()
	}
	if err := c.track(s, a, d.Type); err != nil {
		return sdk.Ticket{}, err
	}
	if s.key != 0 {
		a.custom(s.key, string(d.Key))
	}
	var answer issueAnswer
	if err := c.client.do(ctx, call{op: op, method: http.MethodPost, path: "/issues.json", body: a.body()}, &answer); err != nil {
		return sdk.Ticket{}, err
	}
	t := c.reader(s).ticket(answer.Issue)
	if d.Key != "" && len(t.Keys) == 0 {
		c.host.Log.WarnContext(ctx, "the tracker does not keep our key: enable the custom field for it", "issue", t.Ref.ID, "field", c.KeyField)
	}
	return t, nil
}

// track sets the tracker by its name or id.
func (c *conn) track(s *session, a attributes, name string) error {
	if name == "" {
		name = c.Tracker
	}
	if name == "" {
		return nil
	}
	i := slices.IndexFunc(s.project.Trackers, func(t named) bool { return t.Name == name || t.id() == name })
	if i < 0 {
		return &fault.Error{Op: "create issue", Class: fault.Invalid, Field: "tracker", Hint: "the project has no tracker " + strconv.Quote(name)}
	}
	a["tracker_id"] = s.project.Trackers[i].ID
	return nil
}

// Edit writes all fields by one call. The answer is empty: whether a status was
// taken shows at the next read.
func (c *conn) Edit(ctx context.Context, r sdk.Ref, key sdk.Key, p sdk.Patch) (sdk.Ticket, error) {
	const op = "edit issue"
	s, err := c.known(ctx)
	if err != nil {
		return sdk.Ticket{}, err
	}
	if len(p.Add)+len(p.Remove) > 0 {
		return sdk.Ticket{}, &fault.Error{Op: op, Class: fault.Unsupported, Field: string(ticket.Labels), Hint: "Redmine has no labels"}
	}
	a, err := s.attributes(op, p.Set, key)
	if err != nil {
		return sdk.Ticket{}, err
	}
	if err := c.client.put(ctx, op, path(r), a.body()); err != nil {
		return sdk.Ticket{}, err
	}
	return sdk.Ticket{Ref: r, LogAfter: -1, NComments: -1}, nil
}

// attributes says fields in Redmine's words. Without a field for the key, the
// description carries it.
func (s *session) attributes(op string, set map[sdk.Field]sdk.Native, key sdk.Key) (attributes, error) {
	if s.key != 0 {
		key = ""
	}
	a := attributes{}
	for f, n := range set {
		switch f {
		case ticket.Title:
			a["subject"] = string(n)
		case ticket.Description:
			a["description"] = marker.Put(n, key)
		case ticket.State:
			a["status_id"] = number(n)
		case ticket.Priority:
			a["priority_id"] = number(n)
		case ticket.Assignee:
			a["assigned_to_id"] = number(n)
		case ticket.Due:
			a["due_date"] = string(n)
		default:
			name, _ := f.Own()
			id, ok := s.field(name)
			if !ok {
				return nil, &fault.Error{Op: op, Class: fault.Invalid, Field: string(f), Hint: "the project has no such custom field"}
			}
			a.custom(id, value(n))
		}
	}
	return a, nil
}

// number is a record's number; an empty text clears the attribute, which null
// does not.
func number(n sdk.Native) any {
	if id, err := strconv.Atoi(string(n)); err == nil {
		return id
	}
	return string(n)
}

// value is one text, or a list where there are several lines.
func value(n sdk.Native) any {
	if lines := strings.Split(string(n), "\n"); len(lines) > 1 {
		return lines
	}
	return string(n)
}

func (a attributes) custom(id int, v any) {
	list, _ := a["custom_fields"].([]map[string]any)
	a["custom_fields"] = append(list, map[string]any{"id": id, "value": v})
}
