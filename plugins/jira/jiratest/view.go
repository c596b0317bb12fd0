package jiratest

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (s *Server) link(parts ...string) string {
	return s.base + "/rest/api/2/" + strings.Join(parts, "/")
}

// stampIn writes a time as Jira does: in the reader's zone, its offset without
// a colon.
func stampIn(t time.Time, reader *User) string {
	return t.In(reader.zone()).Format("2006-01-02T15:04:05.000-0700")
}

func (s *Server) userView(u *User) any {
	if u == nil {
		return nil
	}
	v := object{
		"displayName": u.Name, "active": true, "timeZone": or(u.TimeZone, "Etc/UTC"),
		"avatarUrls": object{"48x48": s.base + "/avatar.png", "24x24": s.base + "/avatar.png", "16x16": s.base + "/avatar.png", "32x32": s.base + "/avatar.png"},
	}
	if s.cloud() {
		v["accountId"], v["accountType"] = u.account(), "atlassian"
		v["self"] = s.link("user?accountId=" + url.QueryEscape(u.account()))
	} else {
		v["name"], v["key"] = u.Login, "JIRAUSER-"+u.Login
		v["self"] = s.link("user?username=" + url.QueryEscape(u.Login))
	}
	if !u.Hidden {
		v["emailAddress"] = u.Email
	}
	return v
}

func (s *Server) statusView(id string) object {
	st := s.flow.status(id)
	n := map[string]int{"new": 2, "indeterminate": 4, "done": 3}[st.category]
	name := map[string]string{"new": "To Do", "indeterminate": "In Progress", "done": "Done"}[st.category]
	return object{
		"self": s.link("status", st.id), "id": st.id, "name": st.name, "description": "", "iconUrl": s.base + "/",
		"statusCategory": object{"self": s.link("statuscategory", strconv.Itoa(n)), "id": n, "key": st.category, "colorName": "blue-gray", "name": name},
	}
}

func (s *Server) priorityView(id string) any {
	if id == "" {
		return nil
	}
	return object{"self": s.link("priority", id), "id": id, "name": priorityName(id), "iconUrl": s.base + "/icons/" + id + ".svg"}
}

func (s *Server) kindView(name string) object {
	return object{"self": s.link("issuetype", idOfCode(kinds(), name)), "id": idOfCode(kinds(), name), "name": name, "description": "", "subtask": false, "iconUrl": s.base + "/icons/type.svg"}
}

func (s *Server) projectView(p *project) object {
	kind := "software"
	if p.desk {
		kind = "service_desk"
	}
	return object{"self": s.link("project", p.id), "id": p.id, "key": p.key, "name": p.name, "projectTypeKey": kind, "avatarUrls": object{}}
}

func (s *Server) commentView(k *comment, x *issue, reader *User, properties bool) object {
	v := object{
		"self": s.link("issue", x.idText(), "comment", strconv.Itoa(k.id)), "id": strconv.Itoa(k.id),
		"author": s.userView(k.author), "updateAuthor": s.userView(k.editor), "body": k.body,
		"created": stampIn(k.created, reader), "updated": stampIn(k.updated, reader),
	}
	if k.visibility != nil {
		v["visibility"] = k.visibility
	}
	if s.cloud() {
		v["jsdPublic"] = !k.internal()
	}
	if properties {
		v["properties"] = propertyViews(k.properties)
	}
	return v
}

func propertyViews(m map[string]json.RawMessage) []object {
	list := []object{}
	for key, value := range m {
		list = append(list, object{"key": key, "value": value})
	}
	slices.SortFunc(list, func(a, b object) int { return strings.Compare(a["key"].(string), b["key"].(string)) })
	return list
}

func (s *Server) fileView(f *file, reader *User) object {
	id := strconv.Itoa(f.id)
	v := object{
		"self": s.link("attachment", id), "id": id, "filename": f.name, "mimeType": f.kind, "size": len(f.bytes),
		"author": s.userView(f.author), "created": stampIn(f.created, reader),
		"content": s.link("attachment", "content", id),
	}
	if !s.cloud() {
		v["content"] = s.base + "/secure/attachment/" + id + "/" + url.PathEscape(f.name)
	}
	return v
}

// fieldsOf are all fields of an issue; embedded comments are cut at a number.
func (s *Server) fieldsOf(x *issue, reader *User, embedded int) object {
	list := s.seenBy(x, reader)
	comments := []object{}
	for i, k := range list {
		if embedded == 0 || i < embedded {
			comments = append(comments, s.commentView(k, x, reader, false))
		}
	}
	files := []object{}
	for _, f := range x.files {
		files = append(files, s.fileView(f, reader))
	}
	return object{
		"summary": x.summary, "description": null(x.text), "status": s.statusView(x.status), "priority": s.priorityView(x.priority),
		"assignee": s.userView(x.assignee), "creator": s.userView(x.author), "reporter": s.userView(x.author),
		"duedate": null(x.due), "labels": append([]string{}, x.labels...), "project": s.projectView(x.project), "issuetype": s.kindView(x.kind),
		"created": stampIn(x.created, reader), "updated": stampIn(x.updated, reader), "resolution": s.resolutionView(x.resolution),
		"comment":    object{"comments": comments, "maxResults": len(comments), "total": len(list), "startAt": 0},
		"attachment": files, "customfield_10020": nil,
	}
}

func (s *Server) resolutionView(name string) any {
	if name == "" {
		return nil
	}
	id := idOfCode(resolutions(), name)
	return object{"self": s.link("resolution", id), "id": id, "name": name, "description": ""}
}

func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// issueView is an issue with the parts that the request asks for.
func (s *Server) issueView(c call, x *issue, embedded int) object {
	fields := s.fieldsOf(x, c.user, embedded)
	if asked := words(c, "fields"); len(asked) > 0 && !slices.Contains(asked, "*all") {
		for name := range fields {
			if !slices.Contains(asked, name) {
				delete(fields, name)
			}
		}
	}
	v := object{"id": x.idText(), "key": x.key, "self": s.link("issue", x.idText()), "expand": "transitions,changelog", "fields": fields}
	if asked := words(c, "properties"); len(asked) > 0 {
		shown := object{}
		for _, name := range asked {
			if raw, ok := x.properties[name]; ok {
				shown[name] = raw
			}
		}
		v["properties"] = shown
	}
	expand := words(c, "expand")
	if slices.Contains(expand, "transitions") {
		v["transitions"] = s.transitionViews(c, x)
	}
	if slices.Contains(expand, "changelog") {
		v["changelog"] = s.embeddedLog(x, c.user)
	}
	return v
}
