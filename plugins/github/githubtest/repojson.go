package githubtest

import "strings"

// templates are the addresses of a repository's parts, as suffixes.
var templates = strings.Fields(`archive:/{archive_format}{/ref} assignees:/assignees{/user} blobs:/git/blobs{/sha} branches:/branches{/branch}
	collaborators:/collaborators{/collaborator} comments:/comments{/number} commits:/commits{/sha} compare:/compare/{base}...{head} contents:/contents/{+path}
	contributors:/contributors deployments:/deployments downloads:/downloads events:/events forks:/forks git_commits:/git/commits{/sha} git_refs:/git/refs{/sha}
	git_tags:/git/tags{/sha} hooks:/hooks issue_comment:/issues/comments{/number} issue_events:/issues/events{/number} issues:/issues{/number} keys:/keys{/key_id}
	labels:/labels{/name} languages:/languages merges:/merges milestones:/milestones{/number} notifications:/notifications{?since,all,participating} pulls:/pulls{/number}
	releases:/releases{/id} stargazers:/stargazers statuses:/statuses/{sha} subscribers:/subscribers subscription:/subscription tags:/tags teams:/teams trees:/git/trees{/sha}`)

func (s *Server) repoJSON(r *repository, u *user) object {
	html, open := s.base+"/"+r.full, 0
	for _, i := range r.issues {
		if i.state == "open" && !i.gone() {
			open++
		}
	}
	o := object{
		"id": r.id, "node_id": node("R", r.id), "name": r.name(), "full_name": r.full, "private": r.private, "owner": s.userJSON(&user{id: 900, login: r.owner()}),
		"html_url": html, "url": s.api4(r), "description": nil, "fork": false, "homepage": nil, "language": nil, "mirror_url": nil, "license": nil, "visibility": "public",
		"git_url": html + ".git", "ssh_url": html + ".git", "clone_url": html + ".git", "svn_url": html, "default_branch": "main", "size": 1, "topics": []string{},
		"has_issues": r.enabled, "has_projects": false, "has_wiki": false, "has_pages": false, "has_discussions": false, "has_downloads": false, "archived": r.archived, "disabled": false,
		"forks": 0, "forks_count": 0, "watchers": 0, "watchers_count": 0, "stargazers_count": 0, "network_count": 0, "subscribers_count": 0,
		"open_issues": open, "open_issues_count": open, "created_at": stamp(r.created), "updated_at": stamp(r.created), "pushed_at": stamp(r.created),
	}
	if r.private {
		o["visibility"] = "private"
	}
	for _, t := range templates {
		name, suffix, _ := strings.Cut(t, ":")
		o[name+"_url"] = s.api4(r) + suffix
	}
	if u != nil {
		push := r.pushes(u)
		o["permissions"] = object{"admin": false, "maintain": false, "push": push, "triage": push, "pull": true}
	}
	return o
}
