package jiratest

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// call is one request to the API.
type call struct {
	*http.Request
	user *User // nil: nobody
	body map[string]any
}

// reply is its answer; a nil body sends none.
type reply struct {
	status int
	body   any
}

type object = map[string]any

// createMeta starts paths that look like an issue's, so they have a mux of their
// own.
const createMeta = "/issue/createmeta/"

// routes lists the API. Cloud has it in two versions.
func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	versions := []string{"/rest/api/2"}
	if s.cloud() {
		versions = append(versions, "/rest/api/3")
	}
	for _, v := range versions {
		for route, h := range s.api() {
			method, path, _ := strings.Cut(route, " ")
			to := mux
			if strings.HasPrefix(path, createMeta) {
				to = s.screens
			}
			to.HandleFunc(method+" "+v+path, s.serve(h))
		}
		mux.HandleFunc("POST "+v+"/issue/{id}/attachments", s.serveRaw(s.attach))
		mux.HandleFunc("GET "+v+"/attachment/content/{id}", s.download)
	}
	mux.HandleFunc("GET /secure/attachment/{id}/{name}", s.download)
	s.pages(mux)
	return mux
}

func (s *Server) api() map[string]func(call) reply {
	api := map[string]func(call) reply{
		"GET /serverInfo":                               s.serverInfo,
		"GET /myself":                                   s.myself,
		"GET /mypermissions":                            s.permissions,
		"GET /project/{key}":                            s.readProject,
		"GET /project/{key}/statuses":                   s.listStatuses,
		"GET /priority":                                 s.listPriorities,
		"GET /issue/createmeta/{key}/issuetypes":        s.createTypes,
		"GET /user/assignable/search":                   s.assignable,
		"POST /issue":                                   s.createIssue,
		"GET /issue/{id}":                               s.readIssue,
		"PUT /issue/{id}":                               s.editIssue,
		"DELETE /issue/{id}":                            s.deleteIssue,
		"PUT /issue/{id}/assignee":                      s.assign,
		"GET /issue/{id}/properties/{name}":             s.readProperty,
		"PUT /issue/{id}/properties/{name}":             s.writeProperty,
		"GET /issue/{id}/transitions":                   s.listTransitions,
		"POST /issue/{id}/transitions":                  s.transit,
		"GET /issue/{id}/comment":                       s.listComments,
		"POST /issue/{id}/comment":                      s.addComment,
		"GET /issue/{id}/comment/{comment}":             s.readComment,
		"PUT /issue/{id}/comment/{comment}":             s.editComment,
		"DELETE /issue/{id}/comment/{comment}":          s.deleteComment,
		"GET /attachment/{id}":                          s.readFile,
		"GET /attachment/meta":                          s.fileLimit,
		"GET /search":                                   s.searchOld,
		"POST /search":                                  s.searchOld,
		"GET /issue/createmeta/{key}/issuetypes/{type}": s.createFields,
	}
	if s.cloud() {
		api["GET /issue/{id}/changelog"] = s.readLog
		api["GET /search/jql"] = s.searchNew
		api["POST /search/jql"] = s.searchNew
	}
	return api
}

// serve wraps a handler of JSON.
func (s *Server) serve(h func(call) reply) http.HandlerFunc {
	return s.serveRaw(func(c call) reply {
		if c.Method != http.MethodGet && c.Method != http.MethodDelete {
			raw, err := io.ReadAll(c.Body)
			if err != nil || json.Unmarshal(raw, &c.body) != nil && !strings.Contains(c.URL.Path, "/properties/") {
				return refuse(http.StatusBadRequest, "Invalid request payload. Refer to the REST API documentation and try again.")
			}
			if strings.Contains(c.URL.Path, "/properties/") {
				c.body = object{"": json.RawMessage(raw)}
			}
		}
		return h(c)
	})
}

func (s *Server) serveRaw(h func(call) reply) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		user, accepted := s.authenticate(r)
		s.headers(w, user, r)
		if !accepted {
			w.Header().Set("X-Seraph-LoginReason", "AUTHENTICATED_FAILED")
			send(w, refuse(http.StatusUnauthorized, "Client must be authenticated to access this resource."))
			return
		}
		send(w, h(call{Request: r, user: user}))
	}
}

func (s *Server) headers(w http.ResponseWriter, user *User, r *http.Request) {
	h := w.Header()
	h.Set("Date", s.opts.Now().UTC().Format(http.TimeFormat))
	if s.opts.RateLimit > 0 {
		h.Set("X-RateLimit-Limit", "1000")
		h.Set("X-RateLimit-Remaining", strconv.Itoa(s.opts.RateLimit))
	}
	if s.opts.Anonymous && user == nil && r.Header.Get("Authorization") != "" {
		h.Set("X-Seraph-LoginReason", "AUTHENTICATED_FAILED")
	}
	if user != nil && !s.cloud() {
		h.Set("X-AUSERNAME", user.Login)
	} else if !s.cloud() {
		h.Set("X-AUSERNAME", "anonymous")
	}
}

func send(w http.ResponseWriter, a reply) {
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(a.status)
	_ = json.NewEncoder(w).Encode(a.body)
}

func refuse(status int, messages ...string) reply {
	return reply{status, object{"errorMessages": messages, "errors": object{}}}
}

func invalid(f faults) reply {
	return reply{http.StatusBadRequest, object{"errorMessages": []string{}, "errors": f}}
}

// absent is the answer for what is not there and for what is hidden.
func absent() reply {
	return refuse(http.StatusNotFound, "Issue does not exist or you do not have permission to see it.")
}

// visible finds the issue of a request, if its caller may see it.
func (s *Server) visible(c call) *issue {
	if !s.may(c.user, "BROWSE_PROJECTS") {
		return nil
	}
	_, x := s.issue(c.PathValue("id"))
	return x
}

// page reads startAt and maxResults, capped as the site does.
func (s *Server) page(c call, length int) (start, end, size int) {
	start, size = number(c, "startAt", 0), number(c, "maxResults", 50)
	size = max(0, min(size, s.opts.MaxResults))
	start = max(0, min(start, length))
	return start, min(start+size, length), size
}

func number(c call, name string, none int) int {
	n, err := strconv.Atoi(c.URL.Query().Get(name))
	if err == nil {
		return n
	}
	if f, ok := c.body[name].(float64); ok {
		return int(f)
	}
	return none
}

// words reads a list of a request: repeated, separated by commas, or in its body.
func words(c call, name string) []string {
	var list []string
	for _, v := range c.URL.Query()[name] {
		for w := range strings.SplitSeq(v, ",") {
			if w != "" {
				list = append(list, w)
			}
		}
	}
	if in, ok := c.body[name].([]any); ok {
		for _, v := range in {
			if w, ok := v.(string); ok {
				list = append(list, w)
			}
		}
	}
	return list
}
