// Package servicenowtest simulates a ServiceNow instance: the Table API for
// incidents and the tables around them, journals, attachments, OAuth, outbound
// business rules, and a page on which a visitor plays the technical team. It
// keeps the habits of the real one, the unpleasant ones above all: invalid parts
// of a query are dropped, rows hidden from a user shorten a page, columns are
// dropped silently. A process may run several, they share nothing.
package servicenowtest

import (
	"html/template"
	"net/http"
	"sync"
	"time"

	"github.com/spochub/spochub/sdk/breakable"
)

// Options says what an instance is like; the zero value is an instance as it is
// delivered, with a group "Data Centre" and a few people.
type Options struct {
	Title string           // shown on the page; "Data Centre"
	Now   func() time.Time // the instance's clock; time.Now
	Group string           // the name of the assignment group; Title
	// People are the members of the group; a few by default.
	People []Person
	// FirstNumber is the number of the first incident; 10001.
	FirstNumber int
	// MandatoryCaller refuses incidents without a caller.
	MandatoryCaller bool
	// HubMayDelete lets the integration user delete records.
	HubMayDelete bool
	// HubRoles are the integration user's roles; "itil" by default.
	HubRoles string
	// HubZone is the integration user's time zone; "GMT" by default.
	HubZone string
	// MaxLimit is the most rows that one answer holds; 10000.
	MaxLimit int
	// Unsearchable are columns of incident that the integration user's queries
	// may not use: such a part of a query is dropped.
	Unsearchable []string
	// InvalidReturnsNone is the property glide.invalid_query.returns_no_rows.
	InvalidReturnsNone bool
	// Rule runs before each update, as a business rule does, and may change new.
	Rule func(user string, old, new map[string]string)
}

// Person is a user of the instance.
type Person struct{ User, Name, Email string }

// The integration user, its password, and the OAuth client that is registered.
const (
	HubUser      = "spochub"
	HubPassword  = "simulator-hub"
	ClientID     = "simulator-client"
	ClientSecret = "simulator-client-key"
)

// Server is one instance. It is safe for concurrent use.
type Server struct {
	options Options
	mux     *http.ServeMux
	pages   *template.Template
	hooks   *breakable.Sender

	mu       sync.Mutex
	tables   map[string]*table
	number   int
	hookNo   int
	secret   string
	hidden   map[string]bool // sys_ids that the integration user may not read
	noJourn  bool
	tokens   map[string]grant
	tokenNo  int
	tokenTTL time.Duration
	quota    int // calls an hour for the integration user; 0: no rule
	used     int
	bytes    map[string][]byte
}

// table keeps rows in the order of their creation.
type table struct {
	rows []row
}

type row map[string]string

// New returns an instance. Close it to end the sender of its webhooks.
func New(o Options) *Server {
	o = o.filled()
	s := &Server{
		options: o, hooks: breakable.NewSender(), number: o.FirstNumber, tokenTTL: 30 * time.Minute,
		tables: map[string]*table{}, hidden: map[string]bool{}, tokens: map[string]grant{}, bytes: map[string][]byte{},
	}
	for _, name := range []string{"incident", "sys_journal_field", "sys_choice", "sys_user", "sys_user_group", "sys_user_grmember", "sys_audit_delete", "sys_attachment"} {
		s.tables[name] = &table{}
	}
	s.seed()
	s.route()
	return s
}

func (o Options) filled() Options {
	if o.Title == "" {
		o.Title = "Data Centre"
	}
	if o.Group == "" {
		o.Group = o.Title
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.People == nil {
		o.People = []Person{
			{"dana.reyes", "Dana Reyes", "dana.reyes@example.com"},
			{"jonas.weber", "Jonas Weber", "jonas.weber@example.com"},
			{"mia.koch", "Mia Koch", "mia.koch@example.com"},
		}
	}
	if o.FirstNumber == 0 {
		o.FirstNumber = 10001
	}
	if o.HubRoles == "" {
		o.HubRoles = "itil"
	}
	if o.HubZone == "" {
		o.HubZone = "GMT"
	}
	if o.MaxLimit == 0 {
		o.MaxLimit = 10000
	}
	return o
}

// Close ends the sender of the webhooks.
func (s *Server) Close() { s.hooks.Close() }

// Hooks is the sender of the outbound business rule's calls.
func (s *Server) Hooks() *breakable.Sender { return s.hooks }

// SetWebhook makes the business rule post to url, signed with secret; "" keeps
// the calls in Hooks.
func (s *Server) SetWebhook(url, secret string) {
	s.mu.Lock()
	s.secret = secret
	s.mu.Unlock()
	s.hooks.SetURL(url)
}

// ServeHTTP serves the instance. Its clock is in the Date header.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.now().Format(http.TimeFormat))
	s.mux.ServeHTTP(w, r)
}

func (s *Server) route() {
	s.mux = http.NewServeMux()
	for _, base := range []string{"/api/now/table/{table}", "/api/now/v1/table/{table}", "/api/now/v2/table/{table}"} {
		s.mux.Handle("GET "+base, s.api(s.list))
		s.mux.Handle("POST "+base, s.api(s.create))
		s.mux.Handle("GET "+base+"/{id}", s.api(s.get))
		s.mux.Handle("PATCH "+base+"/{id}", s.api(s.update))
		s.mux.Handle("PUT "+base+"/{id}", s.api(s.update))
		s.mux.Handle("DELETE "+base+"/{id}", s.api(s.remove))
	}
	s.mux.Handle("GET /api/now/attachment", s.api(s.listFiles))
	s.mux.Handle("POST /api/now/attachment/file", s.api(s.upload))
	s.mux.Handle("GET /api/now/attachment/{id}", s.api(s.getFile))
	s.mux.Handle("GET /api/now/attachment/{id}/file", s.api(s.download))
	s.mux.Handle("DELETE /api/now/attachment/{id}", s.api(s.removeFile))
	s.mux.HandleFunc("POST /oauth_token.do", s.grantToken)
	s.routePages()
}

func (s *Server) now() time.Time { return s.options.Now().UTC() }

const stamp = "2006-01-02 15:04:05"

func (s *Server) stamp() string { return s.now().Format(stamp) }

// HideJournal takes away or gives back the integration user's right to read
// sys_journal_field: without it lists are empty and no error.
func (s *Server) HideJournal(hide bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noJourn = hide
}

// Hide hides a record from the integration user, or shows it again.
func (s *Server) Hide(sysID string, hide bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hidden[sysID] = hide
}

// SetRate sets a rate rule of so many calls an hour for the integration user; 0
// removes it.
func (s *Server) SetRate(calls int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.quota, s.used = calls, 0
}
