package githubtest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// api answers a call to the REST API.
func (s *Server) api(w http.ResponseWriter, r *http.Request) {
	a := &answer{s: s, w: w, r: r, path: split(r)}
	if a.path[0] == "app" {
		s.serveApp(a)
		return
	}
	var ok bool
	if a.by, ok = s.signedIn(r); !ok {
		a.fail(http.StatusUnauthorized, "Bad credentials")
		return
	}
	if ends := s.opt.TokensEnd; !ends.IsZero() && a.by.user != nil && !a.by.app {
		w.Header().Set("GitHub-Authentication-Token-Expiration", ends.UTC().Format("2006-01-02 15:04:05 UTC"))
	}
	if !s.admit(a) {
		return
	}
	switch a.path[0] {
	case "user":
		s.serveSelf(a)
	case "users":
		s.serveUser(a)
	case "rate_limit":
		q := s.quotaOf(a)
		core := object{"limit": s.opt.RateLimit, "used": q.used, "remaining": s.opt.RateLimit - q.used, "reset": q.reset.Unix()}
		a.json(http.StatusOK, object{"resources": object{"core": core, "search": core}, "rate": core})
	default:
		s.serveRepository(a)
	}
}

func (s *Server) serveSelf(a *answer) {
	switch {
	case a.by.user == nil:
		a.fail(http.StatusUnauthorized, "Requires authentication")
	case a.by.app:
		a.fail(http.StatusForbidden, "Resource not accessible by integration")
	default:
		a.json(http.StatusOK, s.accountJSON(a.by.user))
	}
}

func (s *Server) serveUser(a *answer) {
	if u := s.user(a.path[len(a.path)-1]); len(a.path) == 2 && u != nil {
		a.json(http.StatusOK, s.accountJSON(u))
		return
	}
	a.fail(http.StatusNotFound, "Not Found")
}

// serveRepository finds the repository by name or id and answers for it.
func (s *Server) serveRepository(a *answer) {
	r, rest, former := s.locate(a.path)
	switch {
	case former != nil && former.reads(a.by.user):
		s.redirect(a, former, rest)
	case r == nil || !r.reads(a.by.user):
		a.fail(http.StatusNotFound, "Not Found")
	case r.archived && a.r.Method != http.MethodGet:
		a.fail(http.StatusForbidden, "Repository was archived so is read-only.")
	case s.opt.AppMayRead && a.by.app && a.r.Method != http.MethodGet:
		a.fail(http.StatusForbidden, "Resource not accessible by integration")
	case len(rest) == 0:
		a.json(http.StatusOK, s.repoJSON(r, a.by.user))
	default:
		s.serveParts(a, r, rest)
	}
}

func (s *Server) locate(path []string) (found *repository, rest []string, former *repository) {
	if path[0] == "repositories" && len(path) > 1 {
		for _, r := range s.repos {
			if strconv.FormatInt(r.id, 10) == path[1] {
				return r, path[2:], nil
			}
		}
		return nil, nil, nil
	}
	if len(path) < 3 {
		return nil, nil, nil
	}
	name := path[1] + "/" + path[2]
	return s.repository(name), path[3:], s.formerly(name)
}

// redirect points to a repository by its id, as GitHub does.
func (s *Server) redirect(a *answer, r *repository, rest []string) {
	to := strings.Join(append([]string{fmt.Sprintf("%s/repositories/%d", s.base, r.id)}, rest...), "/")
	if a.r.URL.RawQuery != "" {
		to += "?" + a.r.URL.RawQuery
	}
	a.w.Header().Set("Location", to)
	a.json(http.StatusMovedPermanently, object{"message": "Moved Permanently", "url": to, "documentation_url": "https://docs.github.com/rest"})
}

func (s *Server) serveParts(a *answer, r *repository, rest []string) {
	a.path = rest
	switch {
	case rest[0] == "labels" && a.is("GET", "labels"):
		var list []object
		for _, l := range r.labels {
			list = append(list, s.labelJSON(r, l.name))
		}
		page(a, list)
	case a.is("GET", "assignees"):
		var list []object
		for _, u := range s.users {
			if r.pushes(u) {
				list = append(list, s.userJSON(u))
			}
		}
		page(a, list)
	case rest[0] != "issues":
		a.fail(http.StatusNotFound, "Not Found")
	case len(rest) == 1:
		s.serveIssues(a, r)
	case rest[1] == "comments":
		s.serveComments(a, r)
	default:
		s.serveIssue(a, r)
	}
}
