package githubtest

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (s *Server) serveIssues(a *answer, r *repository) {
	switch a.r.Method {
	case http.MethodGet:
		var list []object
		for _, i := range s.listed(a, r) {
			list = append(list, s.issueJSON(i))
		}
		page(a, list)
	case http.MethodPost:
		var q request
		if !a.decode(&q) {
			return
		}
		if a.by.user == nil {
			a.fail(http.StatusUnauthorized, "Requires authentication")
			return
		}
		i, no := s.open(r, a.by, q)
		if no != nil {
			a.refuse(no)
			return
		}
		a.json(http.StatusCreated, s.issueJSON(i))
	default:
		a.fail(http.StatusNotFound, "Not Found")
	}
}

// listed are the issues that a query asks for, in its order.
func (s *Server) listed(a *answer, r *repository) []*issue {
	q := a.r.URL.Query()
	state, since := q.Get("state"), sinceOf(q)
	if state == "" {
		state = "open"
	}
	var list []*issue
	for _, i := range r.issues {
		if i.gone() || i.updated.Before(since) || (state != "all" && i.state != state) {
			continue
		}
		if c := q.Get("creator"); c != "" && !strings.EqualFold(c, i.author.login) {
			continue
		}
		if l := q.Get("labels"); l != "" && slices.ContainsFunc(strings.Split(l, ","), func(n string) bool { return !i.has(n) }) {
			continue
		}
		list = append(list, i)
	}
	slices.SortStableFunc(list, func(x, y *issue) int {
		if q.Get("sort") == "updated" {
			return x.updated.Compare(y.updated)
		}
		return x.number - y.number
	})
	if q.Get("direction") != "asc" {
		slices.Reverse(list)
	}
	return list
}

func sinceOf(q url.Values) time.Time {
	t, _ := time.Parse(time.RFC3339, q.Get("since"))
	return t
}

func (s *Server) serveComments(a *answer, r *repository) {
	if len(a.path) == 2 {
		s.listComments(a, r)
		return
	}
	id, _ := strconv.ParseInt(a.path[2], 10, 64)
	c := r.comment(id)
	if c == nil {
		a.fail(http.StatusNotFound, "Not Found")
		return
	}
	var no *refusal
	switch a.r.Method {
	case http.MethodGet:
	case http.MethodPatch:
		var q struct{ Body string }
		if !a.decode(&q) {
			return
		}
		no = s.editComment(c, a.by, q.Body)
	case http.MethodDelete:
		if no = s.deleteComment(c, a.by); no == nil {
			a.w.WriteHeader(http.StatusNoContent)
			return
		}
	}
	if no != nil {
		a.refuse(no)
		return
	}
	a.json(http.StatusOK, s.commentJSON(c))
}

func (s *Server) listComments(a *answer, r *repository) {
	q := a.r.URL.Query()
	var list []*comment
	for _, i := range r.issues {
		for _, c := range i.comments {
			if !i.gone() && !c.updated.Before(sinceOf(q)) {
				list = append(list, c)
			}
		}
	}
	slices.SortStableFunc(list, func(x, y *comment) int {
		if q.Get("sort") == "updated" {
			return x.updated.Compare(y.updated)
		}
		return int(x.id - y.id)
	})
	if q.Get("direction") == "desc" {
		slices.Reverse(list)
	}
	var rows []object
	for _, c := range list {
		rows = append(rows, s.commentJSON(c))
	}
	page(a, rows)
}

// page answers with one page of a list and the links to the others.
func page(a *answer, rows []object) {
	q := a.r.URL.Query()
	size, _ := strconv.Atoi(q.Get("per_page"))
	if size <= 0 {
		size = 30
	}
	size = min(size, a.s.opt.PageSize)
	number, _ := strconv.Atoi(q.Get("page"))
	if a.s.opt.CursorPages {
		if number > 1 {
			a.fail(http.StatusUnprocessableEntity, "Pagination with the page parameter is not supported for large datasets, please use cursor based pagination (after/before)")
			return
		}
		number, _ = strconv.Atoi(strings.TrimPrefix(q.Get("after"), "Y3Vyc29y"))
	}
	from := max(0, number-1) * size
	to := min(from+size, len(rows))
	if to < len(rows) {
		a.link(q, max(1, number)+1)
	}
	a.json(http.StatusOK, append([]object{}, rows[min(from, to):to]...))
}

// link writes the address of the next page.
func (a *answer) link(q url.Values, number int) {
	q.Del("page")
	if a.s.opt.CursorPages {
		q.Set("after", fmt.Sprintf("Y3Vyc29y%d", number))
	} else {
		q.Set("page", strconv.Itoa(number))
	}
	next := a.s.base + a.r.URL.Path + "?" + q.Encode()
	a.w.Header().Set("Link", fmt.Sprintf(`<%s>; rel="next", <%s>; rel="last"`, next, next))
}
