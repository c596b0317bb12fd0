package jiratest

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"time"
)

// searchOld is the search by offset. Cloud has switched it off.
func (s *Server) searchOld(c call) reply {
	if s.cloud() {
		return refuse(http.StatusGone, "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.")
	}
	found, err := s.find(c)
	if err != nil {
		return refuse(http.StatusBadRequest, err.Error())
	}
	start, end, size := s.page(c, len(found))
	return reply{http.StatusOK, object{"startAt": start, "maxResults": size, "total": len(found), "issues": s.rows(c, found[start:end])}}
}

// searchNew is Cloud's search by token; without fields it gives ids alone.
func (s *Server) searchNew(c call) reply {
	found, err := s.find(c)
	if err != nil {
		return refuse(http.StatusBadRequest, err.Error())
	}
	token := c.URL.Query().Get("nextPageToken")
	if t, ok := c.body["nextPageToken"].(string); ok {
		token = t
	}
	start, err := offsetOf(token)
	if err != nil {
		return refuse(http.StatusBadRequest, "The provided next page token is invalid or expired.")
	}
	_, _, size := s.page(c, len(found))
	start = min(start, len(found))
	end := min(start+size, len(found))
	v := object{"isLast": end == len(found), "issues": s.rows(c, found[start:end])}
	if end < len(found) {
		v["nextPageToken"] = base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(end)))
	}
	return reply{http.StatusOK, v}
}

func offsetOf(token string) (int, error) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || token == "" {
		return 0, err
	}
	return strconv.Atoi(string(raw))
}

// find runs a request's query over what the index knows by now.
func (s *Server) find(c call) ([]*issue, error) {
	text := c.URL.Query().Get("jql")
	if t, ok := c.body["jql"].(string); ok {
		text = t
	}
	now := s.opts.Now().UTC()
	q, err := parseJQL(text, now, c.user.zone(), c.user.Login)
	if err != nil {
		return nil, err
	}
	if s.cloud() && len(q.clauses) == 0 {
		return nil, errUnbounded
	}
	if !s.may(c.user, "BROWSE_PROJECTS") {
		return nil, nil
	}
	return q.run(s.index(now)), nil
}

// index lists the issues as the search sees them: late.
func (s *Server) index(now time.Time) []row {
	var rows []row
	horizon := now.Add(-s.opts.SearchLag)
	for _, x := range s.issues {
		r := row{issue: x, status: s.flow.status(x.status).name}
		for _, t := range x.indexed {
			if s.opts.SearchLag == 0 || !t.After(horizon) {
				r.updated = t
			}
		}
		if !r.updated.IsZero() {
			rows = append(rows, r)
		}
	}
	return rows
}

func (s *Server) rows(c call, found []*issue) []object {
	list := []object{}
	for _, x := range found {
		v := s.issueView(c, x, s.opts.Embedded)
		if s.cloud() && len(words(c, "fields")) == 0 {
			v = object{"id": x.idText()}
		}
		if !s.cloud() {
			delete(v, "properties")
		}
		list = append(list, v)
	}
	return list
}
