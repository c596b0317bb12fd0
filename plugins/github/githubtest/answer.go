package githubtest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// answer is one call to the API and its reply.
type answer struct {
	s    *Server
	w    http.ResponseWriter
	r    *http.Request
	by   actor
	path []string // below the API's root, unescaped
}

// is compares method and path.
func (a *answer) is(method string, path ...string) bool {
	return a.r.Method == method && slices.Equal(a.path, path)
}

func (a *answer) json(status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		a.w.WriteHeader(http.StatusInternalServerError)
		return
	}
	h := a.w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	if a.r.Method == http.MethodGet && status == http.StatusOK {
		sum := sha256.Sum256(body)
		etag := `W/"` + hex.EncodeToString(sum[:16]) + `"`
		h.Set("ETag", etag)
		if a.r.Header.Get("If-None-Match") == etag {
			a.s.refund(a)
			a.w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	a.w.WriteHeader(status)
	_, _ = a.w.Write(append(body, '\n'))
}

func (a *answer) fail(status int, message string) {
	a.json(status, object{"message": message, "documentation_url": "https://docs.github.com/rest", "status": strconv.Itoa(status)})
}

func (a *answer) refuse(no *refusal) {
	o := object{"message": no.message, "documentation_url": "https://docs.github.com/rest", "status": strconv.Itoa(no.status)}
	if no.code != "" {
		e := object{"resource": "Issue", "field": no.field, "code": no.code}
		if no.what != "" {
			e["message"] = no.what
		}
		o["errors"] = []object{e}
	}
	a.json(no.status, o)
}

// decode reads the body as JSON; false: the reply is written.
func (a *answer) decode(into any) bool {
	if err := json.NewDecoder(a.r.Body).Decode(into); err != nil {
		a.fail(http.StatusBadRequest, "Problems parsing JSON")
		return false
	}
	return true
}

// quota is what one token has used.
type quota struct {
	used    int
	reset   time.Time
	content []time.Time // POSTs of the last minute
}

// admit counts a call and writes the limits; false: the reply is written.
func (s *Server) admit(a *answer) bool {
	q, now := s.quotaOf(a), s.opt.Now()
	if a.r.URL.Path == "/rate_limit" {
		s.limits(a, q)
		return true
	}
	if q.used >= s.opt.RateLimit {
		s.limits(a, q)
		a.fail(http.StatusForbidden, "API rate limit exceeded for this token.")
		return false
	}
	q.used++
	s.limits(a, q)
	if a.r.Method != http.MethodPost || s.opt.Content == 0 {
		return true
	}
	q.content = slices.DeleteFunc(q.content, func(t time.Time) bool { return now.Sub(t) > time.Minute })
	if len(q.content) >= s.opt.Content {
		a.w.Header().Set("Retry-After", "60")
		a.json(http.StatusForbidden, object{"message": "You have exceeded a secondary rate limit.", "documentation_url": "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits"})
		return false
	}
	q.content = append(q.content, now)
	return true
}

func (s *Server) quotaOf(a *answer) *quota {
	key, now := a.r.Header.Get("Authorization"), s.opt.Now()
	q := s.quota[key]
	if q == nil || now.After(q.reset) {
		q = &quota{reset: now.Add(time.Hour)}
		s.quota[key] = q
	}
	return q
}

// refund takes a call back: a 304 does not count.
func (s *Server) refund(a *answer) {
	q := s.quotaOf(a)
	q.used = max(0, q.used-1)
	s.limits(a, q)
}

func (s *Server) limits(a *answer, q *quota) {
	h := a.w.Header()
	h.Set("Date", s.opt.Now().UTC().Format(http.TimeFormat))
	h.Set("X-GitHub-Media-Type", "github.v3; format=json")
	h.Set("X-RateLimit-Resource", "core")
	h.Set("X-RateLimit-Limit", strconv.Itoa(s.opt.RateLimit))
	h.Set("X-RateLimit-Used", strconv.Itoa(q.used))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(0, s.opt.RateLimit-q.used)))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(q.reset.Unix(), 10))
}

// split parts a path, of which a part may hold an escaped slash.
func split(r *http.Request) []string {
	parts := strings.Split(strings.Trim(r.URL.EscapedPath(), "/"), "/")
	for i, p := range parts {
		if plain, err := url.PathUnescape(p); err == nil {
			parts[i] = plain
		}
	}
	return parts
}

// decodeLabels takes both forms: a list of names, or an object that holds it.
func (s *Server) decodeLabels(a *answer, into *[]string) bool {
	var raw json.RawMessage
	if !a.decode(&raw) {
		return false
	}
	var o struct{ Labels []string }
	if json.Unmarshal(raw, into) != nil {
		if json.Unmarshal(raw, &o) != nil {
			a.fail(http.StatusUnprocessableEntity, "Invalid request.")
			return false
		}
		*into = o.Labels
	}
	return true
}
