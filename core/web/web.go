// Package web is what people see of the hub in a browser: server-rendered pages
// with live updates, and the doors beside them (webhooks, health, metrics, the
// API's mount). Pages work without scripts.
package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/broker/desk"
)

// Options are what a site is made of.
type Options struct {
	Desk *desk.Service
	Auth *auth.Service
	// Admin keeps what is configured in the browser; nil: nothing is.
	Admin *admin.Service
	// Lags are those of a connection in the last hour, oldest first; nil: not known.
	Lags func(connection string) []Lag
	API  http.Handler // mounted at /api/, with its whole path; nil: none

	// Receive and ReceiveAt store a webhook call, see the sync engine.
	Receive   func(ctx context.Context, connection string, header http.Header, body []byte) error
	ReceiveAt func(ctx context.Context, connection, secret string, header http.Header, body []byte) error
	BodyLimit int64 // of a webhook call in bytes; 0: 10 MiB
	FileSize  int64 // of one file in bytes; 0: 25 MiB

	Health, Ready func(context.Context) error // nil: always well
	Metrics       http.Handler                // nil: none

	// Feed receives after a commit that changed any request. The site is its one
	// receiver. Nil: pages are not live.
	Feed <-chan struct{}
	// Beat is how often an idle stream says that it lives, and looks for what time
	// alone has changed; 0: 20 seconds.
	Beat time.Duration
	// OpenID is another way to sign in; nil: none.
	OpenID *auth.OpenID
	// NoPasswords leaves the provider, and links, as the only way.
	NoPasswords bool
	// Sessions keeps who is signed in, and the one-time links. Nil: in memory.
	Sessions scs.Store

	Locale    string         // of the desk: en, de; for those whose browser says nothing
	TimeZone  *time.Location // nil: UTC
	DeskName  string
	PublicURL string // cookies are Secure if it is https
	Secret    []byte // keys what sign-in links are stored as; nil: a random one

	Now func() time.Time // nil: the clock
	Log *slog.Logger     // nil: slog's default
}

// Site is the hub's pages. It is safe for concurrent use.
type Site struct {
	o         Options
	sessions  *scs.SessionManager
	languages map[string]*language
	markdown  *markdown
	assets    *assets
	attempts  attempts
	links     oneTime
	feed      *feed
	presence  presence
	// sameOrigin refuses what other sites post.
	sameOrigin *http.CrossOriginProtection
	handler    http.Handler
}

// New returns a site. A template or a message that is wrong is an error.
func New(o Options) (*Site, error) {
	if o.Desk == nil || o.Auth == nil || o.Receive == nil || o.ReceiveAt == nil {
		return nil, errors.New("web: desk, sign-in and the webhook door are required")
	}
	s := &Site{o: o.withDefaults(), markdown: newMarkdown()}
	var err error
	if s.assets, err = readAssets(); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	if s.languages, err = readLanguages(s.o.TimeZone, s.markdown, s.assets); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	if s.sameOrigin, err = sameOrigin(s.o.PublicURL); err != nil {
		return nil, fmt.Errorf("web: public url: %w", err)
	}
	s.sessions = s.newSessions()
	s.attempts = attempts{now: s.o.Now, failed: map[string][]time.Time{}}
	s.links = oneTime{store: s.sessions.Store, secret: s.o.Secret, now: s.o.Now}
	s.feed = newFeed(s.o.Feed)
	s.presence.now = s.o.Now
	s.handler = s.routes()
	return s, nil
}

func (o Options) withDefaults() Options {
	if o.BodyLimit <= 0 {
		o.BodyLimit = 10 << 20
	}
	if o.FileSize <= 0 {
		o.FileSize = 25 << 20
	}
	if o.Beat <= 0 {
		o.Beat = usualBeat
	}
	if o.TimeZone == nil {
		o.TimeZone = time.UTC
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if len(o.Secret) == 0 {
		o.Secret = make([]byte, 32)
		_, _ = rand.Read(o.Secret) // never fails
	}
	return o
}

// ServeHTTP answers a call.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close ends the live updates. It always returns nil.
func (s *Site) Close() error {
	s.feed.close()
	return nil
}
