package jira

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

const (
	propertyName = "spochub"
	labelPrefix  = "spochub-"
	publicFlag   = "sd.public.comment" // a service project's switch for internal comments
)

// reader turns Jira's answers into the SDK's values.
type reader struct {
	names    *recent[string] // of people, by the account ids that mentions hold
	login    string          // the settings' user
	self     sdk.Actor
	address  string
	projects map[string]project

	rejections []string
}

func (r reader) ref(b issueBean) sdk.Ref {
	ref := sdk.Ref{ID: b.ID, Key: b.Key, Container: decode[projectBean](b.Fields["project"]).ID}
	if b.Key != "" {
		ref.URL = r.address + "/browse/" + b.Key
	}
	return ref
}

// ticket holds what the answer shows and no more.
func (r reader) ticket(b issueBean) sdk.Ticket {
	labels, _ := labelsOf(b.Fields["labels"])
	t := sdk.Ticket{
		Ref:       r.ref(b),
		Version:   version(decode[stamp](b.Fields["updated"]).Time),
		By:        r.actor(decode[*userBean](b.Fields["creator"])),
		Keys:      keysOf(b.Properties, labels),
		Cells:     r.cells(b.Fields),
		LogAfter:  -1,
		NComments: -1,
	}
	if page := decode[*commentPage](b.Fields["comment"]); page != nil {
		t.NComments = max(page.Total, len(page.Comments))
		t.AllComments = len(page.Comments) >= page.Total
		t.Comments = r.comments(page.Comments, t.Ref.Container)
	}
	if raw, shown := b.Fields["attachment"]; shown {
		t.AllFiles = true
		t.Files = r.files(decode[[]attachmentBean](raw), t.Ref.Container)
	}
	return t
}

func (r reader) cells(fields map[string]json.RawMessage) map[sdk.Field]sdk.Cell {
	cells := map[sdk.Field]sdk.Cell{}
	for name, raw := range fields {
		if cell, ok := r.cell(name, raw); ok {
			cells[fieldNamed(name)] = cell
		}
	}
	if cell, shown := cells[ticket.State]; shown {
		if cells[ticket.State], shown = r.judged(cell, fields); !shown {
			delete(cells, ticket.State)
		}
	}
	return cells
}

func (r reader) cell(name string, raw json.RawMessage) (sdk.Cell, bool) {
	switch name {
	case "summary":
		title := oneLine(string(decode[text](raw)))
		return sdk.Cell{Native: sdk.Native(title), Markdown: title}, true
	case "description":
		native := canonical(string(decode[text](raw)))
		return sdk.Cell{Native: sdk.Native(native), Markdown: ToMarkdown(native)}, true
	case "status", "priority":
		code := decode[codeBean](raw)
		return sdk.Cell{Native: sdk.Native(code.ID), Name: code.Name}, true
	case "assignee":
		who := r.actor(decode[*userBean](raw))
		if who == nil {
			return sdk.Cell{}, true
		}
		return sdk.Cell{Native: sdk.Native(who.ID), Name: who.Name}, true
	case "duedate":
		return sdk.Cell{Native: sdk.Native(decode[loose](raw))}, true
	case "labels":
		_, set := labelsOf(raw)
		return sdk.Cell{Set: set}, true
	}
	return sdk.Cell{}, false
}

func (r reader) actor(u *userBean) *sdk.Actor {
	if u == nil {
		return nil
	}
	a := &sdk.Actor{ID: u.AccountID, Name: u.DisplayName, Email: u.EmailAddress}
	if a.ID == "" {
		a.ID = u.Name
	}
	if a.ID == "" {
		a.ID = u.Key
	}
	if a.ID == "" {
		return nil
	}
	if r.names != nil && u.AccountID != "" && a.Name != "" {
		r.names.put(a.ID, a.Name)
	}
	a.Self = a.ID == r.self.ID || r.self.ID == "" && r.login != "" && (a.ID == r.login || strings.EqualFold(a.Email, r.login))
	return a
}

func (r reader) comments(beans []commentBean, project string) []sdk.Comment {
	var list []sdk.Comment
	for _, b := range beans {
		list = append(list, r.comment(b, project))
	}
	return list
}

func (r reader) comment(b commentBean, project string) sdk.Comment {
	native := canonical(string(b.Body))
	hidden, told := b.hidden()
	return sdk.Comment{
		ID: b.ID, Version: version(b.Updated.Time), By: r.actor(b.Author), At: b.Created.Time,
		Native: sdk.Native(native), Markdown: r.said(native),
		Keys: commentKeys(b.Properties), Private: hidden || !told && r.hidden(project), Hidden: hidden,
	}
}

// hidden tells whether a comment is hidden from a service project's customers;
// false as the second value where nothing says so.
func (b commentBean) hidden() (hidden, told bool) {
	if !empty(b.Visibility) {
		return true, true
	}
	for _, p := range b.Properties {
		if p.Key == publicFlag {
			return decode[struct{ Internal bool }](p.Value).Internal, true
		}
	}
	if b.JSDPublic != nil {
		return !*b.JSDPublic, true
	}
	return false, false
}

// hidden is the guess for a project's comments and files: only projects known
// to have no customers show everything.
func (r reader) hidden(project string) bool {
	p, known := r.projects[project]
	return !known || p.ServiceDesk
}

func (r reader) files(beans []attachmentBean, project string) []sdk.File {
	var list []sdk.File
	for _, b := range beans {
		list = append(list, r.file(b, project))
	}
	return list
}

func (r reader) file(b attachmentBean, project string) sdk.File {
	return sdk.File{ID: string(b.ID), Name: b.Filename, Type: b.MimeType, Size: b.Size, By: r.actor(b.Author), Private: r.hidden(project)}
}

// decode reads one part of an answer; what cannot be read is the zero value, so
// that one odd field never hides the others.
func decode[T any](raw json.RawMessage) T {
	var v T
	if json.Unmarshal(raw, &v) != nil {
		var zero T
		return zero
	}
	return v
}

func empty(raw json.RawMessage) bool {
	trimmed := bytes.TrimSpace(raw)
	return len(trimmed) == 0 || string(trimmed) == "null" || string(trimmed) == "{}"
}

// version is the time of the last update in microseconds.
func version(t time.Time) sdk.Version {
	if t.IsZero() {
		return 0
	}
	return sdk.Version(t.UnixMicro())
}

// mine lists the fields that this connector writes with one call.
func mine() []sdk.Field {
	return []sdk.Field{ticket.Title, ticket.Description, ticket.Priority, ticket.Due, ticket.Labels, ticket.Assignee}
}
