// Package jiratest is a simulator of Jira Cloud and Jira Data Center: the parts
// of the REST API, of the webhooks and of the habits that a connector meets, in
// memory, with a workflow, several people with accounts of their own, and a small
// web page on which a visitor plays the technical team.
package jiratest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spochub/spochub/sdk/breakable"
)

// The deployments.
const (
	Cloud      = "cloud"
	DataCenter = "datacenter"
)

// Options say which Jira it is. The zero value is a small Cloud site.
type Options struct {
	Deployment  string           // Cloud (default) or DataCenter
	Project     string           // key of the project, "NET" by default; there is also "OPS"
	ProjectName string           // "Network" by default
	ServiceDesk bool             // the project serves customers, who read comments
	Public      bool             // strangers may read
	Users       []User           // the default is Team()
	Now         func() time.Time // the clock, time.Now by default
	BaseURL     string           // in links; by default the address of the last request

	SearchLag   time.Duration // how late the search index learns of a change
	KeepText    bool          // Cloud: do not normalise wiki text when it is stored
	DropFields  []string      // fields that are taken without a word and not stored
	OffScreen   []string      // fields that are refused since they are on no screen
	Deny        []string      // permissions that the hub's account lacks, such as DELETE_ISSUES
	Embedded    int           // comments shown within an issue found by search; 20 on Cloud, all on Data Center
	MaxResults  int           // cap of a page, 100 by default
	RateLimit   int           // calls left in the rate headers; 0 sends none
	Anonymous   bool          // a wrong credential is treated as no credential instead of refused
	EditorSplit bool          // PUT with returnIssue shows only the edited fields
}

// Server is one Jira. It is an http.Handler and safe for concurrent use.
type Server struct {
	opts     Options
	mux      *http.ServeMux
	screens  *http.ServeMux
	hooks    *breakable.Sender
	mu       sync.Mutex
	base     string
	secret   string
	users    []*User
	projects []*project
	issues   []*issue // ascending ids; deleted ones are gone
	flow     workflow
	nextID   int
	last     time.Time
}

type project struct {
	id, key, name string
	next          int
	desk          bool
}

// New starts a simulator; Close ends it.
func New(o Options) *Server {
	o.Deployment = or(o.Deployment, Cloud)
	o.Project = or(o.Project, "NET")
	o.ProjectName = or(o.ProjectName, "Network")
	if o.Users == nil {
		o.Users = Team()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.MaxResults == 0 {
		o.MaxResults = 100
	}
	if o.Embedded == 0 && o.Deployment == Cloud {
		o.Embedded = 20
	}
	s := &Server{opts: o, base: o.BaseURL, screens: http.NewServeMux(), hooks: breakable.NewSender(), flow: standard(), nextID: 10000}
	for i := range o.Users {
		u := o.Users[i]
		s.users = append(s.users, &u)
	}
	s.projects = []*project{
		{id: "10100", key: o.Project, name: o.ProjectName, desk: o.ServiceDesk},
		{id: "10200", key: "OPS", name: "Operations"},
	}
	s.mux = s.routes()
	return s
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// Close stops the delivery of webhooks.
func (s *Server) Close() { s.hooks.Close() }

// Hooks is the sender of the webhooks, for faults and for what was sent.
func (s *Server) Hooks() *breakable.Sender { return s.hooks }

// SetWebhook says where webhooks go and with which secret they are signed; ""
// stops them.
func (s *Server) SetWebhook(url, secret string) {
	s.mu.Lock()
	s.secret = secret
	s.mu.Unlock()
	s.hooks.SetURL(url)
}

// Project is the key of the first project.
func (s *Server) Project() string { return s.opts.Project }

func (s *Server) cloud() bool { return s.opts.Deployment == Cloud }

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.opts.BaseURL == "" {
		s.mu.Lock()
		s.base = scheme(r) + "://" + r.Host
		s.mu.Unlock()
	}
	if strings.Contains(r.URL.Path, createMeta) {
		s.screens.ServeHTTP(w, r)
		return
	}
	s.mux.ServeHTTP(w, r)
}

func scheme(r *http.Request) string {
	if r.TLS != nil {
		return "https"
	}
	return "http"
}

// now is the site's clock: it never stands still between two changes.
func (s *Server) now() time.Time {
	t := s.opts.Now().UTC().Truncate(time.Millisecond)
	if !t.After(s.last) {
		t = s.last.Add(time.Millisecond)
	}
	s.last = t
	return t
}

func (s *Server) project(name string) *project {
	for _, p := range s.projects {
		if p.id == name || strings.EqualFold(p.key, name) {
			return p
		}
	}
	return nil
}

func (s *Server) issue(name string) (int, *issue) {
	if id, err := strconv.Atoi(name); err == nil {
		if i, ok := slices.BinarySearchFunc(s.issues, id, func(x *issue, id int) int { return x.id - id }); ok {
			return i, s.issues[i]
		}
		return -1, nil
	}
	for i, x := range s.issues {
		if strings.EqualFold(x.key, name) || containsFold(x.oldKeys, name) {
			return i, x
		}
	}
	return -1, nil
}

func containsFold(list []string, name string) bool {
	for _, x := range list {
		if strings.EqualFold(x, name) {
			return true
		}
	}
	return false
}
