package githubtest

import (
	"net/http"
	"strconv"
)

// serveIssue answers for one issue and its parts.
func (s *Server) serveIssue(a *answer, r *repository) {
	n, _ := strconv.Atoi(a.path[1])
	i := r.issue(n)
	switch {
	case i == nil:
		a.fail(http.StatusNotFound, "Not Found")
	case i.deleted:
		a.fail(http.StatusGone, "This issue was deleted")
	case i.movedTo != nil && len(a.path) > 2: // what lies below does not redirect
		a.fail(http.StatusNotFound, "Not Found")
	case i.movedTo != nil && !i.movedTo.repo.reads(a.by.user):
		a.fail(http.StatusNotFound, "Not Found")
	case i.movedTo != nil:
		s.redirect(a, i.movedTo.repo, []string{"issues", strconv.Itoa(i.movedTo.number)})
	case len(a.path) == 2:
		s.serveOne(a, i)
	default:
		s.serveBelow(a, i)
	}
}

func (s *Server) serveOne(a *answer, i *issue) {
	if a.r.Method == http.MethodPatch {
		var q request
		if !a.decode(&q) {
			return
		}
		if no := s.change(i, a.by, q); no != nil {
			a.refuse(no)
			return
		}
	}
	a.json(http.StatusOK, s.issueJSON(i))
}

func (s *Server) serveBelow(a *answer, i *issue) {
	rows := []object{}
	switch what := a.path[2]; {
	case what == "labels":
		s.serveLabels(a, i)
		return
	case what == "comments" && a.r.Method == http.MethodPost:
		s.postComment(a, i)
		return
	case what == "comments":
		for _, c := range i.comments {
			if !c.updated.Before(sinceOf(a.r.URL.Query())) {
				rows = append(rows, s.commentJSON(c))
			}
		}
	case what == "events" || what == "timeline":
		for _, e := range i.events {
			rows = append(rows, s.eventJSON(i, e))
		}
	default:
		a.fail(http.StatusNotFound, "Not Found")
		return
	}
	page(a, rows)
}

func (s *Server) postComment(a *answer, i *issue) {
	var q struct{ Body string }
	if !a.decode(&q) {
		return
	}
	c, no := s.comment(i, a.by, q.Body)
	if no != nil {
		a.refuse(no)
		return
	}
	a.json(http.StatusCreated, s.commentJSON(c))
}

// serveLabels lists, adds, replaces or removes an issue's labels.
func (s *Server) serveLabels(a *answer, i *issue) {
	if a.r.Method != http.MethodGet && !i.repo.pushes(a.by.user) {
		a.fail(http.StatusForbidden, "Must have push access")
		return
	}
	var q struct{ Labels []string }
	switch {
	case a.r.Method == http.MethodPost || a.r.Method == http.MethodPut:
		if !s.decodeLabels(a, &q.Labels) {
			return
		}
		if a.r.Method == http.MethodPut {
			s.setLabels(i, a.by, q.Labels)
		}
		for _, l := range q.Labels {
			s.label(i, a.by, l)
		}
	case a.r.Method == http.MethodDelete && len(a.path) == 4:
		if !i.has(a.path[3]) {
			a.fail(http.StatusNotFound, "Label does not exist")
			return
		}
		s.unlabel(i, a.by, a.path[3])
	}
	rows := []object{}
	for _, l := range i.labels {
		rows = append(rows, s.labelJSON(i.repo, l))
	}
	a.json(http.StatusOK, rows)
}
