package jiratest

import (
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// faults are the errors of a request by field, as Jira words them.
type faults map[string]string

// change holds the new values of an issue's fields, checked.
type change struct {
	x     *issue
	items []item
	apply []func()
}

// set checks one field of a request and adds it to the change.
func (s *Server) set(c *change, f faults, name string, value any) {
	if slices.Contains(s.opts.DropFields, name) {
		return
	}
	if slices.Contains(s.opts.OffScreen, name) {
		f[name] = offScreen(name)
		return
	}
	switch name {
	case "summary":
		s.setText(c, f, "summary", value, &c.x.summary, 255)
	case "description":
		s.setText(c, f, "description", value, &c.x.text, 32767)
	case "priority":
		s.setPriority(c, f, value)
	case "duedate":
		setDue(c, f, value)
	case "labels":
		setLabels(c, f, value)
	case "assignee":
		s.setAssignee(c, f, value)
	case "status": // is taken and ignored
	default:
		f[name] = offScreen(name)
	}
}

func offScreen(name string) string {
	return "Field '" + name + "' cannot be set. It is not on the appropriate screen, or unknown."
}

func (s *Server) setText(c *change, f faults, name string, value any, at *string, max int) {
	text, ok := value.(string)
	if !ok && value != nil {
		f[name] = "Operation value must be a string"
		return
	}
	switch n := len(utf16.Encode([]rune(text))); {
	case name == "summary" && strings.TrimSpace(text) == "":
		f[name] = "You must specify a summary of the issue."
	case name == "summary" && strings.ContainsAny(text, "\r\n"):
		f[name] = "The summary is invalid because it contains newline characters."
	case n > max && name == "summary":
		f[name] = "Summary must be less than 255 characters."
	case n > max:
		f[name] = "The entered text is too long. It exceeds the allowed limit of 32,767 characters."
	}
	if name != "summary" {
		text = s.stored(text)
	}
	if f[name] == "" && *at != text {
		c.add(item{name, "", *at, "", text}, func() { *at = text })
	}
}

func (c *change) add(i item, apply func()) {
	c.items = append(c.items, i)
	c.apply = append(c.apply, apply)
}

func (s *Server) setPriority(c *change, f faults, value any) {
	m, _ := value.(map[string]any)
	for _, p := range priorities() {
		if m["id"] != p.id && m["name"] != p.name {
			continue
		}
		if c.x.priority != p.id {
			c.add(item{"priority", c.x.priority, priorityName(c.x.priority), p.id, p.name}, func() { c.x.priority = p.id })
		}
		return
	}
	f["priority"] = "The priority selected is invalid."
}

func setDue(c *change, f faults, value any) {
	day, ok := value.(string)
	if _, err := time.Parse(time.DateOnly, day); value != nil && (!ok || err != nil) {
		f["duedate"] = "Error parsing date string: " + day
		return
	}
	if c.x.due != day {
		c.add(item{"duedate", c.x.due, dayText(c.x.due), day, dayText(day)}, func() { c.x.due = day })
	}
}

func dayText(day string) string {
	if day == "" {
		return ""
	}
	return day + " 00:00:00.0"
}

func setLabels(c *change, f faults, value any) {
	list, ok := value.([]any)
	var labels []string
	for _, l := range list {
		name, isText := l.(string)
		ok = ok && isText
		labels = append(labels, name)
	}
	if !ok && value != nil {
		f["labels"] = "data was not an array"
		return
	}
	c.labels(f, labels)
}

func (c *change) labels(f faults, labels []string) {
	labels = slices.Clone(labels)
	slices.Sort(labels)
	labels = slices.Compact(labels)
	for _, l := range labels {
		if strings.ContainsAny(l, " \t\n") || l == "" || len(l) > 255 {
			f["labels"] = "The label '" + l + "' contains spaces which is invalid."
			return
		}
	}
	if !slices.Equal(labels, c.x.labels) {
		c.add(item{"labels", "", strings.Join(c.x.labels, " "), "", strings.Join(labels, " ")}, func() { c.x.labels = labels })
	}
}

func (s *Server) setAssignee(c *change, f faults, value any) {
	var to *User
	if m, ok := value.(map[string]any); ok && len(m) > 0 {
		id, name := m["accountId"], m["name"]
		if to = s.userNamed(m); to == nil && (id != nil || name != nil) {
			f["assignee"] = "Specify a valid value for assignee"
			return
		}
	}
	if c.x.assignee != to {
		from := c.x.assignee
		c.add(item{"assignee", s.accountOf(from), nameOf(from), s.accountOf(to), nameOf(to)}, func() { c.x.assignee = to })
	}
}

func (s *Server) accountOf(u *User) string {
	switch {
	case u == nil:
		return ""
	case s.cloud():
		return u.account()
	}
	return u.Login
}

func nameOf(u *User) string {
	if u == nil {
		return ""
	}
	return u.Name
}

// do carries out a checked change.
func (c *change) do() []item {
	for _, apply := range c.apply {
		apply()
	}
	return c.items
}
