package desk_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

var (
	noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	jana = auth.Actor{Login: "jana", Name: "Jana Kovář", Role: auth.SPOC}
)

type world struct {
	*desk.Service
	store *sqlstore.Store
	now   atomic.Int64 // microseconds, read by the store's own goroutines
	kicks atomic.Int64
}

func open(t *testing.T) *world {
	t.Helper()
	return openWith(t, directory(), func(s desk.Store) desk.Store { return s })
}

// openWith opens a desk for these parties, over a store that may be watched.
func openWith(t *testing.T, parties *request.Directory, watch func(desk.Store) desk.Store) *world {
	t.Helper()
	return openAs(t, desk.Options{Directory: parties}, watch)
}

func openAs(t *testing.T, o desk.Options, watch func(desk.Store) desk.Store) *world {
	t.Helper()
	w := &world{}
	w.at(noon)
	var ids atomic.Int64
	s, err := sqlstore.Open(t.Context(), sqlstore.Options{
		URL: "sqlite:" + filepath.Join(t.TempDir(), "spochub.db"), Now: w.time, Sync: "off",
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	w.store = s
	o.Store, o.Marker = watch(s), reconcile.Marker{Hub: "h", Secret: []byte("secret")}
	o.Public = func(_, target string) bool { return target == "open" }
	o.Now = w.time
	o.IDs = func() string { return fmt.Sprintf("id%d", ids.Add(1)) }
	o.Kick = func() { w.kicks.Add(1) }
	w.Service = desk.New(o)
	return w
}

func (w *world) at(t time.Time) { w.now.Store(t.UnixMicro()) }

func (w *world) time() time.Time { return time.UnixMicro(w.now.Load()).UTC() }

func directory() *request.Directory {
	return &request.Directory{
		Clients:  map[request.ClientID]request.Client{"nordwind": {ID: "nordwind", Grace: time.Hour}, "argent": {ID: "argent"}},
		Services: map[request.ServiceID]request.Service{"FRA3": {ID: "FRA3", Client: "nordwind"}},
		Teams: map[request.TeamID]request.Team{
			"core":  {ID: "core", Connection: "jira", Plugin: "jira", Target: "NET"},
			"dc":    {ID: "dc", Connection: "snow", Plugin: "servicenow", Target: "incident", Clients: []request.ClientID{"nordwind"}},
			"open":  {ID: "open", Connection: "github", Plugin: "github", Target: "open"},
			"field": {ID: "field", Connection: request.ByHand},
		},
	}
}

// received stores a request of a client.
func (w *world) received(t *testing.T, client request.ClientID) request.Key {
	t.Helper()
	r, err := w.Receive(t.Context(), jana, desk.Received{Draft: request.Request{Client: client, Title: "Loss"}})
	if err != nil {
		t.Fatal(err)
	}
	return r.Key
}

func (w *world) delegated(t *testing.T, key request.Key, team request.TeamID) request.LinkID {
	t.Helper()
	r, id, err := w.Delegate(t.Context(), jana, desk.Target{Key: key}, request.Delegate{Team: team}, false)
	if err != nil {
		t.Fatal(err)
	}
	return r.Delegation(id).Link
}

func (w *world) item(t *testing.T, key request.Key) desk.Item {
	t.Helper()
	item, err := w.Get(t.Context(), jana, key)
	if err != nil {
		t.Fatal(err)
	}
	return item
}

// due claims all links that are due and says which.
func (w *world) due(t *testing.T, ctx context.Context) map[request.LinkID]bool {
	t.Helper()
	claims, err := w.store.Claim(ctx, store.LinkWork, 100, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	due := map[request.LinkID]bool{}
	for _, c := range claims {
		due[request.LinkID(c.ID)] = true
		if err := w.store.Finish(ctx, c, store.Outcome{Done: true}); err != nil {
			t.Fatal(err)
		}
	}
	return due
}

// fails lets the sync of a link fail.
func (w *world) fails(t *testing.T, id request.LinkID) {
	t.Helper()
	err := w.store.Link(t.Context(), store.Claim{Kind: store.LinkWork, ID: string(id)}, func(d *store.LinkDoc) error {
		d.Link.Health, d.Link.Error = request.Failed, "the tool refuses"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
