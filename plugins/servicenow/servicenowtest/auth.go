package servicenowtest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Authorization is the header value with which a user calls the API: the
// integration user or one of the people.
func (s *Server) Authorization(user string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password(user)))
}

func password(user string) string {
	if user == HubUser {
		return HubPassword
	}
	return "simulator-" + user
}

type grant struct {
	user    string
	until   time.Time
	refresh bool
}

// request is one call to the API with its user known and the lock held.
type request struct {
	*http.Request
	user string
	base string // the instance's address as the caller sees it
}

// reply is what a call answers.
type reply struct {
	status int
	head   http.Header
	body   any
	raw    []byte // instead of body
}

type problem struct {
	status          int
	message, detail string
}

func (p problem) reply() reply {
	body := map[string]any{"error": map[string]any{"message": p.message, "detail": nil}, "status": "failure"}
	if p.detail != "" {
		body["error"] = map[string]any{"message": p.message, "detail": p.detail}
	}
	return reply{status: p.status, body: body}
}

// api authenticates, counts, locks, and writes the answer.
func (s *Server) api(serve func(request) reply) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, 64<<20))
		if err != nil {
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		s.mu.Lock()
		answer := s.answer(request{Request: r, base: "http://" + r.Host}, serve)
		s.mu.Unlock()
		answer.send(w)
	})
}

func (s *Server) answer(r request, serve func(request) reply) reply {
	user, ok := s.authenticate(r.Request)
	if !ok {
		p := problem{401, "User Not Authenticated", "Required to provide Auth information"}.reply()
		p.head = http.Header{"Www-Authenticate": {`BASIC realm="Service-now"`}}
		return p
	}
	r.user = user
	limits, over := s.count(user)
	answer := problem{429, "Rate limit exceeded", "Number of requests exceeded the limit of the rate limit rule"}.reply()
	if !over {
		answer = serve(r)
	}
	if answer.head == nil {
		answer.head = http.Header{}
	}
	maps.Copy(answer.head, limits)
	return answer
}

func (a reply) send(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.head)
	if a.raw != nil {
		w.WriteHeader(a.status)
		_, _ = w.Write(a.raw)
		return
	}
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(a.status)
	_ = json.NewEncoder(w).Encode(a.body)
}

func (s *Server) authenticate(r *http.Request) (string, bool) {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		g, found := s.tokens[token]
		return g.user, found && !g.refresh && s.now().Before(g.until)
	}
	user, pass, ok := r.BasicAuth()
	if !ok || s.user(user) == nil || pass != password(user) {
		return "", false
	}
	return user, true
}

// count applies the rate rule.
func (s *Server) count(user string) (http.Header, bool) {
	if s.quota == 0 || user != HubUser {
		return nil, false
	}
	s.used++
	reset := s.now().Truncate(time.Hour).Add(time.Hour)
	head := http.Header{
		"X-Ratelimit-Limit": {strconv.Itoa(s.quota)},
		"X-Ratelimit-Reset": {strconv.FormatInt(reset.Unix(), 10)},
		"X-Ratelimit-Rule":  {"9f2c1a3b4d5e6f708192a3b4c5d6e7f8"},
	}
	if s.used <= s.quota {
		return head, false
	}
	head.Set("Retry-After", strconv.Itoa(int(reset.Sub(s.now()).Seconds())+1))
	return head, true
}

// grantToken serves /oauth_token.do.
func (s *Server) grantToken(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	user, ok := s.granted(r)
	if !ok {
		reply{status: 401, body: map[string]string{"error_description": "access_denied", "error": "server_error"}}.send(w)
		return
	}
	s.tokenNo++
	access, refresh := fmt.Sprintf("access-%d-%s", s.tokenNo, newID()), fmt.Sprintf("refresh-%d-%s", s.tokenNo, newID())
	s.tokens[access] = grant{user: user, until: s.now().Add(s.tokenTTL)}
	s.tokens[refresh] = grant{user: user, until: s.now().Add(100 * 24 * time.Hour), refresh: true}
	reply{status: 200, body: map[string]any{
		"access_token": access, "refresh_token": refresh, "scope": "useraccount", "token_type": "Bearer", "expires_in": int(s.tokenTTL.Seconds()) - 1,
	}}.send(w)
}

func (s *Server) granted(r *http.Request) (string, bool) {
	if r.FormValue("client_id") != ClientID || r.FormValue("client_secret") != ClientSecret {
		return "", false
	}
	switch r.FormValue("grant_type") {
	case "password":
		user := r.FormValue("username")
		return user, s.user(user) != nil && r.FormValue("password") == password(user)
	case "refresh_token":
		g, ok := s.tokens[r.FormValue("refresh_token")]
		return g.user, ok && g.refresh
	case "client_credentials":
		return HubUser, true
	}
	return "", false
}

// RevokeTokens ends every token, access and refresh, at once.
func (s *Server) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}

// Tokens is how many tokens were granted.
func (s *Server) Tokens() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokenNo
}
