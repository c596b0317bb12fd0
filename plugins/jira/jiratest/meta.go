package jiratest

import (
	"net/http"
	"slices"
	"strings"
)

func (s *Server) serverInfo(c call) reply {
	kind, version := "Cloud", "1001.0.0-SNAPSHOT"
	if !s.cloud() {
		kind, version = "Server", "10.3.24"
	}
	return reply{http.StatusOK, object{
		"baseUrl": s.base, "version": version, "versionNumbers": []int{10, 3, 24}, "deploymentType": kind, "buildNumber": 10030024,
		"buildDate": "2026-01-01T00:00:00.000+0000", "serverTime": stampIn(s.opts.Now(), c.user), "scmInfo": "simulator", "serverTitle": "Jira",
	}}
}

func (s *Server) myself(c call) reply {
	if c.user == nil {
		return refuse(http.StatusUnauthorized, "Client must be authenticated to access this resource.")
	}
	return reply{http.StatusOK, s.userView(c.user)}
}

func (s *Server) permissions(c call) reply {
	asked := words(c, "permissions")
	if s.cloud() && len(asked) == 0 {
		return refuse(http.StatusBadRequest, "The 'permissions' query parameter is required.")
	}
	if len(asked) == 0 {
		asked = []string{"BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "TRANSITION_ISSUES", "DELETE_ISSUES", "ASSIGN_ISSUES", "ADD_COMMENTS", "EDIT_OWN_COMMENTS", "DELETE_OWN_COMMENTS", "EDIT_ALL_COMMENTS", "DELETE_ALL_COMMENTS", "CREATE_ATTACHMENTS", "USER_PICKER"}
	}
	held := object{}
	for _, name := range asked {
		held[name] = object{"id": name, "key": name, "name": name, "type": "PROJECT", "description": "", "havePermission": s.may(c.user, name) && !strings.Contains(name, "_ALL_")}
	}
	return reply{http.StatusOK, object{"permissions": held}}
}

func (s *Server) projectOf(c call) *project {
	if !s.may(c.user, "BROWSE_PROJECTS") {
		return nil
	}
	return s.project(c.PathValue("key"))
}

func noProject() reply {
	return refuse(http.StatusNotFound, "No project could be found with that key.")
}

func (s *Server) readProject(c call) reply {
	p := s.projectOf(c)
	if p == nil {
		return noProject()
	}
	return reply{http.StatusOK, s.projectView(p)}
}

func (s *Server) listStatuses(c call) reply {
	if s.projectOf(c) == nil {
		return noProject()
	}
	statuses := []object{}
	for _, st := range s.flow.statuses {
		statuses = append(statuses, s.statusView(st.id))
	}
	list := []object{}
	for _, k := range kinds() {
		list = append(list, object{"self": s.link("issuetype", k.id), "id": k.id, "name": k.name, "subtask": false, "statuses": statuses})
	}
	return reply{http.StatusOK, list}
}

func (s *Server) priorityViews() []any {
	list := []any{}
	for _, p := range priorities() {
		list = append(list, s.priorityView(p.id))
	}
	return list
}

func (s *Server) listPriorities(call) reply { return reply{http.StatusOK, s.priorityViews()} }

func (s *Server) createTypes(c call) reply {
	if s.projectOf(c) == nil {
		return noProject()
	}
	list := []object{}
	for _, k := range kinds() {
		list = append(list, s.kindView(k.name))
	}
	return reply{http.StatusOK, s.metaPage(c, "issueTypes", list)}
}

// metaPage is a page of a create screen: the two deployments name its list
// differently.
func (s *Server) metaPage(c call, name string, list []object) object {
	start, end, size := s.page(c, len(list))
	v := object{"startAt": start, "maxResults": size, "total": len(list)}
	if s.cloud() {
		v[name] = list[start:end]
	} else {
		v["values"], v["isLast"] = list[start:end], end == len(list)
	}
	return v
}

func (s *Server) createFields(c call) reply {
	if s.projectOf(c) == nil {
		return noProject()
	}
	list := []object{}
	for _, name := range []string{"summary", "description", "labels", "duedate", "priority"} {
		if slices.Contains(s.opts.OffScreen, name) {
			continue
		}
		f := object{"fieldId": name, "name": name, "required": name == "summary", "hasDefaultValue": name == "priority", "operations": []string{"set"}, "schema": object{"type": "string", "system": name}}
		if s.cloud() {
			f["key"] = name
		}
		if name == "priority" {
			f["allowedValues"] = s.priorityViews()
		}
		list = append(list, f)
	}
	return reply{http.StatusOK, s.metaPage(c, "fields", list)}
}

// assignable lists everybody. Cloud may give fewer than asked for.
func (s *Server) assignable(c call) reply {
	if c.user == nil {
		return reply{http.StatusOK, []any{}}
	}
	if s.project(c.URL.Query().Get("project")) == nil {
		return noProject()
	}
	if !s.may(c.user, "USER_PICKER") && !s.may(c.user, "ASSIGN_ISSUES") {
		return refuse(http.StatusForbidden, "You are not authorized to view assignable users.")
	}
	start, end, _ := s.page(c, len(s.users))
	list := []any{}
	for _, u := range s.users[start:end] {
		list = append(list, s.userView(u))
	}
	return reply{http.StatusOK, list}
}
