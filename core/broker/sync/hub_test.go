package sync_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/queue"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// nightShift ends the name of a second team at the same place.
const nightShift = "-night"

// hub is the sync engine over a real store, stepped by hand.
type hub struct {
	t           *testing.T
	path        string
	store       *sqlstore.Store
	engine      *sync.Engine
	workers     []*queue.Worker
	connections []sync.Connection
	house       request.House
	marker      reconcile.Marker
	clock       *clock
	zone        *time.Location
	ids         atomic.Int64
	quietTeams  []request.TeamID // read only
	staff       []sync.Person
	accounts    map[string]request.Account
	said        *bytes.Buffer               // the log, where a test reads it
	between     func(store.Sync) store.Sync // what stands between engine and store, where a test looks on
}

// clock is the time of a hub and of its simulated tools: it goes on by itself,
// and jumps.
type clock struct {
	start time.Time
	ahead atomic.Int64
	of    *clock       // the clock that this one goes by, nil if it goes by itself
	skew  atomic.Int64 // and how far it is wrong
}

func newClock() *clock { return &clock{start: time.Now()} }

func (c *clock) Now() time.Time {
	if c.of != nil {
		return c.of.Now().Add(time.Duration(c.skew.Load()))
	}
	return c.start.Add(time.Since(c.start) + time.Duration(c.ahead.Load())).UTC()
}

func (c *clock) Advance(d time.Duration) {
	if c.of != nil {
		c.of.Advance(d)
		return
	}
	c.ahead.Add(int64(d))
}

func newHub(t *testing.T, world *clock, connections ...sync.Connection) *hub {
	h := &hub{t: t, clock: &clock{of: world}, zone: time.UTC, connections: connections, marker: reconcile.Marker{Hub: "t" + strings.ToLower(rand.Text()[:6]), Secret: []byte("secret")}}
	h.path = filepath.Join(t.TempDir(), "hub.db")
	h.start()
	t.Cleanup(func() { _ = h.store.Close() })
	h.poll()
	return h
}

// restart ends the hub as a crash does and starts it anew on the same database.
func (h *hub) restart() {
	h.t.Helper()
	must(h.t, h.store.Close())
	h.start()
}

func (h *hub) start() {
	h.t.Helper()
	var err error
	h.store, err = sqlstore.Open(h.t.Context(), sqlstore.Options{URL: "sqlite:" + h.path, Now: h.clock.Now, IDs: h.id, Sync: "off"})
	must(h.t, err)
	directory := &request.Directory{
		Desk:    "Elbline SPOC",
		Clients: map[request.ClientID]request.Client{"nordwind": {ID: "nordwind", Title: "Nordwind AG"}},
		Teams:   map[request.TeamID]request.Team{}, Accounts: h.accounts,
	}
	for _, c := range h.connections {
		for _, id := range []string{c.Name, c.Name + nightShift} {
			directory.Teams[request.TeamID(id)] = request.Team{ID: request.TeamID(id), Connection: c.Name, Plugin: c.Plugin, Follows: request.FollowState, ReadOnly: slices.Contains(h.quietTeams, request.TeamID(id))}
		}
	}
	h.house = request.House{Directory: directory, IDs: h.id}
	log := slog.New(slog.DiscardHandler)
	if os.Getenv("SPOCHUB_TEST_LOG") != "" {
		log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	if h.said != nil {
		log = slog.New(slog.NewTextHandler(h.said, nil))
	}
	var door store.Sync = h.store
	if h.between != nil {
		door = h.between(door)
	}
	h.engine = sync.New(sync.Options{Store: door, Files: h.store, FileSize: 100_000, Connections: h.connections, House: h.house, Marker: h.marker, Epoch: h.store.Epoch(), TimeZone: h.zone, Now: h.clock.Now, Log: log, People: h.desks})
	h.house.Public, h.house.Holds, h.house.Files = h.engine.Public, h.engine.Holds, h.engine.Carriage
	must(h.t, h.engine.Start(h.t.Context()))
	h.workers = h.engine.Workers(h.store.Kick)
}

func (h *hub) desks(context.Context) ([]sync.Person, error) { return h.staff, nil }

func (h *hub) id() string { return fmt.Sprintf("i%d", h.ids.Add(1)) }

// settle works until nothing is due.
func (h *hub) settle() {
	h.t.Helper()
	for range 1000 {
		if !h.step(h.t.Context()) {
			return
		}
	}
	h.t.Fatal("the hub does not come to rest")
}

// step does one piece of work of each kind but polls; false if there was none.
// The end of the context is the hub's death.
func (h *hub) step(ctx context.Context) (did bool) {
	h.t.Helper()
	for _, w := range h.workers {
		if w.Kind == store.PollWork {
			continue
		}
		ok, err := w.Step(ctx)
		if err != nil && ctx.Err() == nil {
			h.t.Fatal(err)
		}
		did = did || ok
	}
	return did
}

// poll advances the clock by a poll interval, polls every connection and works
// until nothing is due.
func (h *hub) poll() {
	h.t.Helper()
	h.clock.Advance(time.Minute)
	for {
		did := false
		for _, w := range h.workers {
			if w.Kind == store.PollWork {
				ok, err := w.Step(h.t.Context())
				if err != nil {
					h.t.Fatal(err)
				}
				did = did || ok
			}
		}
		if !did {
			break
		}
	}
	h.settle()
}

// door is the webhook door over HTTP.
func (h *hub) door(name string) string {
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := h.engine.Receive(r.Context(), name, r.Header, body); err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	h.t.Cleanup(web.Close)
	return web.URL
}

// create makes a request and gives it to teams.
func (h *hub) create(title string, teams ...request.TeamID) request.Key {
	h.t.Helper()
	cause := request.Cause{By: request.Actor{Name: "Mara Lindt", Origin: request.DeskOrigin}, At: h.clock.Now()}
	d, err := request.Receive(&request.Request{Title: title, Description: "The **line** is down.", Client: "nordwind", Priority: "P2"}, h.house, cause)
	if err != nil {
		h.t.Fatal(err)
	}
	n := store.New{Request: d.Request, Events: d.Events}
	if err := h.store.Create(h.t.Context(), n); err != nil {
		h.t.Fatal(err)
	}
	for _, team := range teams {
		h.do(n.Request.Key, request.Delegate{Team: team})
	}
	return n.Request.Key
}

// do runs commands of the desk on a request.
func (h *hub) do(key request.Key, commands ...request.Command) {
	h.t.Helper()
	cause := request.Cause{By: request.Actor{Name: "Mara Lindt", Origin: request.DeskOrigin}, At: h.clock.Now()}
	err := h.store.Update(h.t.Context(), key, func(doc *store.Doc) error {
		d, err := request.Do(doc.Request, h.house, cause, commands...)
		if err != nil {
			return err
		}
		doc.Add, doc.Changed, doc.Events, doc.Now = d.Added, d.Changed, d.Events, d.Dirty
		for _, id := range d.NewLinks {
			doc.NewLinks = append(doc.NewLinks, store.NewLink{Link: id, State: sync.NewState(h.marker, id)})
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hub) request(key request.Key) (*request.Request, []*request.Note) {
	h.t.Helper()
	r, notes, err := h.store.Request(h.t.Context(), key)
	if err != nil {
		h.t.Fatal(err)
	}
	return r, notes
}

func (h *hub) history(key request.Key) []request.Event {
	h.t.Helper()
	events, err := h.store.History(h.t.Context(), key, 0, 1000)
	if err != nil {
		h.t.Fatal(err)
	}
	return events
}

// because lists what a request's history says for a reason.
func (h *hub) because(key request.Key, reason string) []request.Event {
	h.t.Helper()
	return slices.DeleteFunc(h.history(key), func(e request.Event) bool { return e.Reason != reason })
}

// lengthy leaves a test out of short runs: it takes seconds, and minutes under
// the race detector.
func lengthy(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long")
	}
}
