package jiratest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
)

func (s *Server) createIssue(c call) reply {
	if c.user == nil || !s.may(c.user, "CREATE_ISSUES") {
		return refuse(http.StatusUnauthorized, "You do not have permission to create issues in this project.")
	}
	fields, _ := c.body["fields"].(object)
	x, f := s.draft(c.user, fields)
	if len(f) > 0 {
		return invalid(f)
	}
	list, _ := c.body["properties"].([]any)
	x.properties = propertiesOf(list)
	s.born(x)
	return reply{http.StatusCreated, object{"id": x.idText(), "key": x.key, "self": s.link("issue", x.idText())}}
}

// draft checks the fields of a new issue.
func (s *Server) draft(by *User, fields object) (*issue, faults) {
	f := faults{}
	x := &issue{author: by, status: s.flow.statuses[0].id, priority: "3"}
	at, _ := fields["project"].(object)
	name, _ := at["key"].(string)
	if id, ok := at["id"].(string); ok {
		name = id
	}
	if x.project = s.project(name); x.project == nil {
		f["project"] = "Specify a valid project ID or key"
	}
	kind, _ := fields["issuetype"].(object)
	var ok bool
	if x.kind, ok = kindNamed(kind); !ok {
		f["issuetype"] = "Specify a valid issue type"
	}
	if fields["summary"] == nil {
		f["summary"] = "You must specify a summary of the issue."
	}
	change := &change{x: x}
	for name, value := range fields {
		if name != "project" && name != "issuetype" {
			s.set(change, f, name, value)
		}
	}
	if len(f) == 0 {
		change.do()
	}
	return x, f
}

// born gives a new issue its id and key and tells the webhook.
func (s *Server) born(x *issue) {
	x.id = s.id()
	x.project.next++
	x.key = x.project.key + "-" + strconv.Itoa(x.project.next)
	s.touch(x)
	x.created = x.updated
	s.issues = append(s.issues, x)
	s.tellCreated(x)
}

func propertiesOf(list []any) map[string]json.RawMessage {
	properties := map[string]json.RawMessage{}
	for _, p := range list {
		m, _ := p.(object)
		key, _ := m["key"].(string)
		if raw, err := json.Marshal(m["value"]); err == nil && key != "" {
			properties[key] = raw
		}
	}
	return properties
}

func (s *Server) readIssue(c call) reply {
	x := s.visible(c)
	if x == nil {
		return absent()
	}
	return reply{http.StatusOK, s.issueView(c, x, s.opts.MaxResults)}
}

func (s *Server) editIssue(c call) reply {
	x := s.visible(c)
	if x == nil || c.user == nil {
		return absent()
	}
	if !s.may(c.user, "EDIT_ISSUES") {
		return refuse(http.StatusForbidden, "You do not have permission to edit issues in this project.")
	}
	change, f := s.edits(x, c.body)
	if len(f) > 0 {
		return invalid(f)
	}
	s.note(x, c.user, change.do())
	if !s.cloud() || c.URL.Query().Get("returnIssue") != "true" {
		return reply{http.StatusNoContent, nil}
	}
	view := s.issueView(c, x, s.opts.MaxResults)
	if s.opts.EditorSplit {
		s.onlyEdited(view, c.body)
	}
	return reply{http.StatusOK, view}
}

// onlyEdited leaves of an issue the fields that the request named.
func (s *Server) onlyEdited(view, body object) {
	all, _ := view["fields"].(object)
	few := object{}
	for _, part := range []string{"fields", "update"} {
		named, _ := body[part].(object)
		for name := range named {
			few[name] = all[name]
		}
	}
	view["fields"] = few
}

// edits checks an edit: its fields and its operations.
func (s *Server) edits(x *issue, body object) (*change, faults) {
	change, f := &change{x: x}, faults{}
	fields, _ := body["fields"].(object)
	update, _ := body["update"].(object)
	for name, value := range fields {
		if _, both := update[name]; both {
			f[name] = "Field '" + name + "' cannot appear in both 'fields' and 'update'"
			continue
		}
		s.set(change, f, name, value)
	}
	for name, ops := range update {
		if name != "labels" {
			f[name] = offScreen(name)
			continue
		}
		labelOps(change, f, ops)
	}
	return change, f
}

func labelOps(c *change, f faults, ops any) {
	labels := slices.Clone(c.x.labels)
	list, _ := ops.([]any)
	for _, op := range list {
		m, _ := op.(object)
		if l, ok := m["add"].(string); ok {
			labels = append(labels, l)
		}
		if l, ok := m["remove"].(string); ok {
			labels = slices.DeleteFunc(labels, func(x string) bool { return x == l })
		}
	}
	c.labels(f, labels)
}

func (s *Server) assign(c call) reply {
	x := s.visible(c)
	if x == nil || c.user == nil {
		return absent()
	}
	change, f := &change{x: x}, faults{}
	s.setAssignee(change, f, c.body)
	if len(f) > 0 {
		return invalid(f)
	}
	s.note(x, c.user, change.do())
	return reply{http.StatusNoContent, nil}
}

func (s *Server) deleteIssue(c call) reply {
	x := s.visible(c)
	if x == nil || c.user == nil {
		return absent()
	}
	if !s.may(c.user, "DELETE_ISSUES") {
		return refuse(http.StatusForbidden, "You do not have permission to delete issues in this project.")
	}
	s.remove(x, c.user)
	return reply{http.StatusNoContent, nil}
}

func (s *Server) remove(x *issue, by *User) {
	i, _ := s.issue(x.idText())
	s.issues = slices.Delete(s.issues, i, i+1)
	s.tellDeleted(x, by)
}

func (s *Server) readProperty(c call) reply {
	x := s.visible(c)
	if x == nil {
		return absent()
	}
	raw, ok := x.properties[c.PathValue("name")]
	if !ok {
		return refuse(http.StatusNotFound, "The property does not exist.")
	}
	return reply{http.StatusOK, object{"key": c.PathValue("name"), "value": raw}}
}

func (s *Server) writeProperty(c call) reply {
	x := s.visible(c)
	if x == nil || c.user == nil {
		return absent()
	}
	raw, _ := c.body[""].(json.RawMessage)
	if !json.Valid(raw) || len(raw) > 32768 {
		return refuse(http.StatusBadRequest, "The property value is not valid JSON.")
	}
	status := http.StatusOK
	if _, known := x.properties[c.PathValue("name")]; !known {
		status = http.StatusCreated
	}
	if x.properties == nil {
		x.properties = map[string]json.RawMessage{}
	}
	x.properties[c.PathValue("name")] = raw
	return reply{status, object{}}
}
