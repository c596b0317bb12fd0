// Package desk is what people do with requests: receive, triage, delegate,
// reply, merge and the rest, a file a use case. Each is one transaction over the
// store; what it makes due is done by the sync.
package desk

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/request/alike"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// Store is what the desk needs of a database.
type Store interface {
	store.Desk
	store.Files
	Person(ctx context.Context, login string) (store.Person, error)
}

// Options is what the desk works with.
type Options struct {
	Store     Store
	Directory *request.Directory
	Marker    reconcile.Marker
	// Public reports whether everybody can read a place. Nil asks what the store
	// remembers of each connection's last Ping.
	Public func(connection, target string) bool
	// Holds reports whether a ticket of a connection has a field. Nil: each has all.
	Holds func(connection string, f ticket.Field) bool
	// Files says how files reach the tickets of a connection. Nil: each is sent.
	Files func(connection string) request.Carriage
	// Preview tells what the tool of a new link would receive; nil tells nothing.
	Preview func(ctx context.Context, r *request.Request, link request.LinkID) (reconcile.Forecast, error)
	// PIN finds the hash of a contact's PIN, as [auth.HashPIN] makes it; "" where
	// there is none. Nil: nobody has one.
	PIN func(client request.ClientID, mail string) string
	Now func() time.Time
	IDs func() string // lower-case letters and digits
	// TimeZone is where the desk's day begins; nil: UTC.
	TimeZone *time.Location
	Kick     func() // tells the sync that something is due; nil tells nobody
}

// Service is the desk. It is safe for concurrent use.
type Service struct {
	o       Options
	parties atomic.Pointer[parties]
	tries   tries

	places   remembered[places]
	troubled remembered[[]store.Connection]
}

// New returns a desk.
func New(o Options) *Service {
	if o.Kick == nil {
		o.Kick = func() {}
	}
	if o.TimeZone == nil {
		o.TimeZone = time.UTC
	}
	if o.PIN == nil {
		o.PIN = func(request.ClientID, string) string { return "" }
	}
	s := &Service{o: o, tries: tries{wrong: map[string][]time.Time{}}}
	s.Redirect(o.Directory)
	return s
}

// Directory is what the desk knows of clients, teams and services. Read only.
func (s *Service) Directory() *request.Directory { return s.parties.Load().directory }

// Redirect takes over what is now known of them.
func (s *Service) Redirect(d *request.Directory) {
	s.parties.Store(&parties{directory: d, finder: d.Finder(), judge: alike.NewJudge(d)})
}

// parties is what is known of the parties, and what follows from it.
type parties struct {
	directory *request.Directory
	finder    request.Finder
	judge     alike.Judge
}

// The errors that callers tell apart, beside those of package request and
// [auth.ErrDenied].
var (
	ErrNotFound = store.ErrNotFound
	ErrVersion  = store.ErrConflict // If-Match of an old version
	ErrTooLarge = store.ErrTooLarge
)

// KnownError says which request already has an external id.
type KnownError = store.KnownError

// Page is one page of a list.
type Page = store.Page

// Item is a request with its conversation, oldest note first.
type Item struct {
	Request *request.Request
	Notes   []*request.Note
}

func cause(by auth.Actor, at time.Time) request.Cause {
	return request.Cause{By: request.Actor{Name: by.Title(), Origin: request.DeskOrigin}, At: at}
}
