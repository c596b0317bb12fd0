// Package githubtest is a simulator of GitHub's issues: the REST API, webhooks
// and a small page on which a visitor plays the technical team. It keeps all in
// memory.
package githubtest

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"github.com/spochub/spochub/sdk/breakable"
)

// The world that New makes.
const (
	Repository = "elbline/platform" // private
	Elsewhere  = "elbline/network"  // private; a place to transfer to
	Bot        = "spochub-bot"      // the hub's account; may push to both
	Visitor    = "visitor"          // may read and comment, not push
)

// Team is the people who may push.
func Team() []string { return []string{"dana-reyes", "kofi-mensah", "mia-berg"} }

// Options change how the simulator behaves.
type Options struct {
	Now         func() time.Time // the clock; nil: time.Now
	CursorPages bool             // pages are linked by "after" and have no numbers
	PageSize    int              // at most so many rows a page, whatever is asked; 0: 100
	RateLimit   int              // calls an hour and token; 0: 5000
	Content     int              // POSTs a minute and token before the secondary limit; 0: any number
	TokensEnd   time.Time        // when the accounts' tokens expire; zero: never
	AppMayRead  bool             // the App's permission on issues is read, not write
}

// Server is the simulator. It is safe for concurrent use.
type Server struct {
	opt   Options
	mu    sync.Mutex
	base  string // address of the last call, for links in webhooks
	users []*user
	repos []*repository
	ids   int64
	quota map[string]*quota
	app   *installation
	hooks *breakable.Sender
	hook  string // the webhook's secret

	untold []func() // events of the call under way
}

// New returns a simulator with one team, a repository without issues and a
// second one. Close ends it.
func New(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.PageSize <= 0 || o.PageSize > 100 {
		o.PageSize = 100
	}
	if o.RateLimit <= 0 {
		o.RateLimit = 5000
	}
	s := &Server{opt: o, base: "http://127.0.0.1", quota: map[string]*quota{}, hooks: breakable.NewSender()}
	s.AddUser(Bot, "")
	s.AddUser(Visitor, "")
	for _, name := range []string{Repository, Elsewhere} {
		s.AddRepository(name)
		s.Allow(name, Bot, Push)
		s.Allow(name, Visitor, Read)
	}
	for _, login := range Team() {
		s.AddUser(login, login+"@elbline.example")
		s.Allow(Repository, login, Push)
		s.Allow(Elsewhere, login, Push)
	}
	return s
}

// Close ends the sending of webhooks.
func (s *Server) Close() { s.hooks.Close() }

// SetWebhook says where deliveries go and with which secret they are signed; a
// URL of "" keeps them here.
func (s *Server) SetWebhook(url, secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hook = secret
	s.hooks.SetURL(url)
}

// Hooks is the sender of the webhooks.
func (s *Server) Hooks() *breakable.Sender { return s.hooks }

// Token is the access token of an account.
func (s *Server) Token(login string) string { return "github_pat_" + login }

// Authorization is the header value that signs a call in as an account.
func (s *Server) Authorization(login string) string { return "Bearer " + s.Token(login) }

func (s *Server) next() int64 {
	s.ids++
	return 1000 + s.ids
}

func (s *Server) now() time.Time { return s.opt.Now().UTC().Truncate(time.Second) }

// ServeHTTP answers API calls and pages. What a call changes is told before it is
// answered, so that a test that has the answer can wait for the webhooks.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rec := httptest.NewRecorder()
	s.serve(rec, r)
	maps.Copy(w.Header(), rec.Header())
	w.WriteHeader(rec.Code)
	_, _ = rec.Body.WriteTo(w)
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.done()
	s.base = "http://" + r.Host
	switch first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/"); first {
	case "repos", "repositories", "user", "users", "app", "rate_limit":
		s.api(w, r)
	case "team":
		s.act(w, r)
	default:
		s.page(w, r)
	}
}
