package githubtest

import (
	"encoding/base64"
	"fmt"
	"maps"
	"strings"
	"time"
)

type object = map[string]any

func node(kind string, id int64) string {
	return kind + "_" + base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d", id))
}

func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Format(time.RFC3339)
}

func (s *Server) userJSON(u *user) object {
	if u == nil {
		return nil
	}
	kind, api := "User", s.base+"/users/"+u.login
	if u.bot {
		kind = "Bot"
	}
	o := object{
		"login": u.login, "id": u.id, "node_id": node("U", u.id), "avatar_url": s.base + "/avatars/" + u.login, "gravatar_id": "",
		"url": api, "html_url": s.base + "/" + u.login, "type": kind, "site_admin": false, "user_view_type": "public",
		"gists_url": api + "/gists{/gist_id}", "starred_url": api + "/starred{/owner}{/repo}", "events_url": api + "/events{/privacy}",
		"following_url": api + "/following{/other_user}",
	}
	for _, part := range []string{"followers", "subscriptions", "organizations", "repos", "received_events"} {
		name := part
		if part == "organizations" {
			name = "orgs"
		}
		o[part+"_url"] = api + "/" + name
	}
	return o
}

func (s *Server) accountJSON(u *user) object {
	o := s.userJSON(u)
	maps.Copy(o, object{
		"name": u.login, "company": nil, "blog": "", "location": nil, "email": nil, "hireable": nil, "bio": nil,
		"public_repos": 0, "public_gists": 0, "followers": 0, "following": 0, "created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z",
	})
	if u.email != "" {
		o["email"] = u.email
	}
	return o
}

func (s *Server) labelJSON(r *repository, name string) object {
	for _, l := range r.labels {
		if strings.EqualFold(l.name, name) {
			return object{"id": l.id, "node_id": node("LA", l.id), "url": s.api4(r) + "/labels/" + strings.ReplaceAll(l.name, " ", "%20"), "name": l.name, "description": nil, "color": "ededed", "default": false}
		}
	}
	return nil
}

// api4 is the API's address of a repository.
func (s *Server) api4(r *repository) string { return s.base + "/repos/" + r.full }

func (s *Server) issueJSON(i *issue) object {
	api := fmt.Sprintf("%s/issues/%d", s.api4(i.repo), i.number)
	labels, assignees := []object{}, []object{}
	for _, l := range i.labels {
		labels = append(labels, s.labelJSON(i.repo, l))
	}
	for _, u := range i.assignees {
		assignees = append(assignees, s.userJSON(u))
	}
	o := object{
		"id": i.id, "node_id": node("I", i.id), "number": i.number, "title": i.title, "body": nil, "state": i.state, "state_reason": nil, "locked": false, "active_lock_reason": nil,
		"url": api, "repository_url": s.api4(i.repo), "labels_url": api + "/labels{/name}", "comments_url": api + "/comments", "events_url": api + "/events", "timeline_url": api + "/timeline",
		"html_url": fmt.Sprintf("%s/%s/issues/%d", s.base, i.repo.full, i.number), "user": s.userJSON(i.author), "labels": labels, "assignees": assignees, "assignee": nil,
		"milestone": nil, "comments": len(i.comments), "created_at": stamp(i.created), "updated_at": stamp(i.updated), "closed_at": nil,
		"author_association": i.repo.association(i.author), "performed_via_github_app": s.appJSON(i.ourApp), "reactions": reactions(api),
	}
	if i.body != "" {
		o["body"] = i.body
	}
	if i.reason != "" {
		o["state_reason"] = i.reason
	}
	if i.state == "closed" {
		o["closed_at"] = stamp(i.closed)
	}
	if len(assignees) > 0 {
		o["assignee"] = assignees[0]
	}
	if i.pull {
		pull := strings.ReplaceAll(o["html_url"].(string), "/issues/", "/pull/")
		o["html_url"] = pull
		o["pull_request"] = object{"url": strings.ReplaceAll(api, "/issues/", "/pulls/"), "html_url": pull, "diff_url": pull + ".diff", "patch_url": pull + ".patch", "merged_at": nil}
	}
	return o
}

func reactions(api string) object {
	return object{"url": api + "/reactions", "total_count": 0, "+1": 0, "-1": 0, "laugh": 0, "hooray": 0, "confused": 0, "heart": 0, "rocket": 0, "eyes": 0}
}

func (s *Server) commentJSON(c *comment) object {
	api := fmt.Sprintf("%s/issues/comments/%d", s.api4(c.issue.repo), c.id)
	kind := "issues"
	if c.issue.pull {
		kind = "pull"
	}
	return object{
		"id": c.id, "node_id": node("IC", c.id), "url": api, "body": c.body, "user": s.userJSON(c.author),
		"html_url":   fmt.Sprintf("%s/%s/%s/%d#issuecomment-%d", s.base, c.issue.repo.full, kind, c.issue.number, c.id),
		"issue_url":  fmt.Sprintf("%s/issues/%d", s.api4(c.issue.repo), c.issue.number),
		"created_at": stamp(c.created), "updated_at": stamp(c.updated), "author_association": c.issue.repo.association(c.author),
		"performed_via_github_app": s.appJSON(c.ourApp), "reactions": reactions(api),
	}
}

func (s *Server) eventJSON(i *issue, e event) object {
	o := object{
		"id": e.id, "node_id": node("E", e.id), "url": fmt.Sprintf("%s/issues/events/%d", s.api4(i.repo), e.id), "actor": s.userJSON(e.by), "event": e.kind,
		"commit_id": nil, "commit_url": nil, "created_at": stamp(e.at), "performed_via_github_app": s.appJSON(e.ourApp),
	}
	switch e.kind {
	case "labeled", "unlabeled":
		o["label"] = object{"name": e.label, "color": "ededed"}
	case "assigned", "unassigned":
		o["assignee"], o["assigner"] = s.userJSON(e.assignee), s.userJSON(e.by)
	case "renamed":
		o["rename"] = object{"from": e.from, "to": e.to}
	case "closed":
		o["state_reason"] = e.reason
	case "reopened":
		o["state_reason"] = "reopened"
	}
	return o
}
