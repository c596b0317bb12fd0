package jiratest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/google/uuid"

	"github.com/spochub/spochub/sdk/breakable"
)

// emit sends a webhook, signed if there is a secret. Cloud names each delivery.
func (s *Server) emit(body object) {
	body["timestamp"] = s.last.UnixMilli()
	raw, err := json.Marshal(body)
	if err != nil {
		return
	}
	h := http.Header{"Content-Type": {"application/json; charset=UTF-8"}, "User-Agent": {"Atlassian Webhook HTTP Client"}}
	if s.cloud() {
		h.Set("X-Atlassian-Webhook-Identifier", uuid.NewString())
		h.Set("X-Atlassian-Webhook-Flow", "Primary")
	}
	if s.secret != "" {
		h.Set("X-Hub-Signature", "sha256="+Sign(s.secret, raw))
	}
	s.hooks.Send(breakable.Hook{Header: h, Body: raw})
}

// Sign is the signature of a webhook's body, without its prefix.
func Sign(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// hookIssue is the whole issue as webhooks show it: without comments on Cloud.
func (s *Server) hookIssue(x *issue) object {
	fields := s.fieldsOf(x, nil, 0)
	if s.cloud() {
		delete(fields, "comment")
	}
	return object{"id": x.idText(), "key": x.key, "self": s.link("issue", x.idText()), "fields": fields}
}

// smallIssue is the issue beside Cloud's comment events.
func (s *Server) smallIssue(x *issue) object {
	v := s.hookIssue(x)
	fields, _ := v["fields"].(object)
	for name := range fields {
		if !slices.Contains([]string{"summary", "issuetype", "project", "assignee", "priority", "status"}, name) {
			delete(fields, name)
		}
	}
	return v
}

func (s *Server) tellCreated(x *issue) {
	items := []item{{"summary", "", "", "", x.summary}, {"status", "", "", x.status, s.flow.status(x.status).name}}
	log := s.itemsView(entry{s.id(), x.author, x.updated, items})
	s.emit(object{"webhookEvent": "jira:issue_created", "issue_event_type_name": "issue_created", "user": s.userView(x.author), "issue": s.hookIssue(x), "changelog": log})
}

func (s *Server) tellUpdated(x *issue, e entry) {
	s.emit(object{"webhookEvent": "jira:issue_updated", "issue_event_type_name": eventName(e), "user": s.userView(e.by), "issue": s.hookIssue(x), "changelog": s.itemsView(e)})
}

func eventName(e entry) string {
	switch e.items[0].field {
	case "status":
		return "issue_generic"
	case "assignee":
		return "issue_assigned"
	}
	return "issue_updated"
}

func (s *Server) tellDeleted(x *issue, by *User) {
	s.now()
	s.emit(object{"webhookEvent": "jira:issue_deleted", "user": s.userView(by), "issue": s.hookIssue(x)})
}

// tellComment sends a comment's event. Cloud puts a small issue beside it and no
// user; Data Center no issue at all, and before a new comment's event the
// issue's.
func (s *Server) tellComment(event string, x *issue, k *comment, by *User) {
	view := s.commentView(k, x, nil, false)
	if s.cloud() {
		s.emit(object{"webhookEvent": event, "comment": view, "issue": s.smallIssue(x)})
		return
	}
	if event != "comment_deleted" {
		name := map[string]string{"comment_created": "issue_commented", "comment_updated": "issue_comment_edited"}[event]
		s.emit(object{"webhookEvent": "jira:issue_updated", "issue_event_type_name": name, "user": s.userView(by), "issue": s.hookIssue(x), "comment": view})
	}
	body := object{"webhookEvent": event, "comment": view}
	if event != "comment_created" {
		body["user"] = s.userView(by)
	}
	s.emit(body)
}
