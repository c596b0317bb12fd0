package jiratest

import (
	"slices"
	"strconv"
)

// embeddedLog is the newest part of the change log: Cloud cuts it.
func (s *Server) embeddedLog(x *issue, reader *User) object {
	list := []object{}
	for i := len(x.log) - 1; i >= 0 && (!s.cloud() || len(list) < 40); i-- {
		list = append(list, s.entryView(x.log[i], reader))
	}
	if !s.cloud() {
		slices.Reverse(list)
	}
	return object{"startAt": 0, "maxResults": len(list), "total": len(x.log), "histories": list}
}

func (s *Server) entryView(e entry, reader *User) object {
	v := s.itemsView(e)
	v["author"], v["created"] = s.userView(e.by), stampIn(e.at, reader)
	return v
}

// itemsView is a line of the change log without its author, as webhooks have it.
func (s *Server) itemsView(e entry) object {
	items := []object{}
	for _, i := range e.items {
		v := object{"field": i.field, "fieldtype": "jira", "from": null(i.from), "fromString": null(i.fromText), "to": null(i.to), "toString": null(i.toText)}
		if s.cloud() {
			v["fieldId"] = i.field
		}
		items = append(items, v)
	}
	return object{"id": strconv.Itoa(e.id), "items": items}
}

func (s *Server) readLog(c call) reply {
	x := s.visible(c)
	if x == nil {
		return absent()
	}
	start, end, size := s.page(c, len(x.log))
	list := []object{}
	for _, e := range x.log[start:end] {
		list = append(list, s.entryView(e, c.user))
	}
	return reply{200, object{"self": s.link("issue", x.idText(), "changelog"), "startAt": start, "maxResults": size, "total": len(x.log), "isLast": end == len(x.log), "values": list}}
}

// transitionViews lists the ways out of an issue's status; nobody without the
// permission to transition sees any.
func (s *Server) transitionViews(c call, x *issue) []object {
	list := []object{}
	if !s.may(c.user, "TRANSITION_ISSUES") || c.user == nil {
		return list
	}
	full := slices.Contains(words(c, "expand"), "transitions.fields") || !s.cloud()
	for _, t := range s.flow.from(x.status) {
		v := object{"id": s.flow.idOf(t, x.kind), "name": t.name, "to": s.statusView(t.to)}
		if s.cloud() {
			v["hasScreen"], v["isGlobal"], v["isInitial"], v["isAvailable"], v["isConditional"] = t.resolution, false, false, true, false
		}
		if full {
			v["fields"] = s.screen(t)
		}
		list = append(list, v)
	}
	return list
}

func (s *Server) screen(t transition) object {
	if !t.resolution {
		return object{}
	}
	allowed := []any{}
	for _, r := range resolutions() {
		allowed = append(allowed, s.resolutionView(r.name))
	}
	f := object{
		"required": true, "name": "Resolution", "hasDefaultValue": false, "operations": []string{"set"}, "allowedValues": allowed,
		"schema": object{"type": "resolution", "system": "resolution"},
	}
	if s.cloud() {
		f["key"] = "resolution"
	} else {
		f["fieldId"] = "resolution"
	}
	return object{"resolution": f}
}
