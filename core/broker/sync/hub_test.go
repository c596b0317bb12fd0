package sync_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/queue"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/plugins/github"
	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// hub is the sync engine over a real store, stepped by hand.
type hub struct {
	t       *testing.T
	store   *sqlstore.Store
	engine  *sync.Engine
	workers []*queue.Worker
	house   request.House
	marker  reconcile.Marker
	clock   *clock
	ids     atomic.Int64
}

type clock struct{ now atomic.Int64 }

func (c *clock) Now() time.Time          { return time.UnixMicro(c.now.Load()).UTC() }
func (c *clock) Advance(d time.Duration) { c.now.Add(d.Microseconds()) }

func newHub(t *testing.T, connections ...sync.Connection) *hub {
	h := &hub{t: t, clock: &clock{}, marker: reconcile.Marker{Hub: "test", Secret: []byte("secret")}}
	h.clock.now.Store(time.Now().UnixMicro())
	var err error
	h.store, err = sqlstore.Open(t.Context(), sqlstore.Options{
		URL: "sqlite:" + filepath.Join(t.TempDir(), "hub.db"), Now: h.clock.Now, IDs: h.id, Sync: "off",
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	directory := &request.Directory{
		Desk:    "Elbline SPOC",
		Clients: map[request.ClientID]request.Client{"nordwind": {ID: "nordwind", Title: "Nordwind AG"}},
		Teams:   map[request.TeamID]request.Team{},
	}
	for _, c := range connections {
		directory.Teams[request.TeamID(c.Name)] = request.Team{ID: request.TeamID(c.Name), Connection: c.Name, Plugin: c.Plugin, Follows: request.FollowState}
	}
	h.house = request.House{Directory: directory, IDs: h.id}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	if os.Getenv("SPOCHUB_TEST_LOG") != "" {
		log = slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	h.engine = sync.New(sync.Options{Store: h.store, Connections: connections, House: h.house, Marker: h.marker, Epoch: h.store.Epoch(), TimeZone: time.UTC, Now: h.clock.Now, Log: log})
	h.house.Public = h.engine.Public
	if err := h.engine.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.workers = h.engine.Workers(h.store.Kick)
	h.poll()
	return h
}

func (h *hub) id() string { return fmt.Sprintf("i%d", h.ids.Add(1)) }

// settle works until nothing is due.
func (h *hub) settle() {
	h.t.Helper()
	for range 1000 {
		did := false
		for _, w := range h.workers {
			if w.Kind == store.PollWork {
				continue
			}
			ok, err := w.Step(h.t.Context())
			if err != nil {
				h.t.Fatal(err)
			}
			did = did || ok
		}
		if !did {
			return
		}
	}
	h.t.Fatal("the hub does not come to rest")
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
		doc.Add, doc.Changed, doc.Events, doc.Dirty = d.Added, d.Changed, d.Events, d.Dirty
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

// tool is a simulated GitHub with its connection.
type tool struct {
	*githubtest.Server
	calls *breakable.Handler
	conn  sync.Connection
}

const hookSecret = "a secret of the webhook"

func newTool(t *testing.T) *tool {
	x := &tool{Server: githubtest.New(githubtest.Options{})}
	t.Cleanup(x.Close)
	x.calls = breakable.New(x.Server)
	web := httptest.NewServer(x.calls)
	t.Cleanup(web.Close)
	connector := github.New()
	conn, err := connector.Open(context.Background(), settings.Raw{
		"base_url": web.URL, "token": x.Token(githubtest.Bot), "repository": githubtest.Repository, "account": "dedicated",
	}, sdk.Host{Connection: "gh", Log: slog.New(slog.DiscardHandler), HTTP: rest.New(nil, 0)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	x.conn = sync.Connection{
		Name: "gh", Plugin: "github", Conn: conn, Signature: connector.Manifest().Webhook, Secret: hookSecret, Poll: time.Minute,
		Directions: map[ticket.Field]reconcile.Direction{
			ticket.Title: reconcile.Both, ticket.Description: reconcile.Once, ticket.Priority: reconcile.Both,
			ticket.State: reconcile.Both, ticket.Assignee: reconcile.In, ticket.Labels: reconcile.Both,
		},
		Policies: map[ticket.Field]reconcile.Policy{ticket.Title: reconcile.Ask, ticket.Priority: reconcile.Ask, ticket.State: reconcile.ToolWins},
	}
	return x
}

// spent returns the calls of the hub since the last time, writes apart.
func (x *tool) spent() (writes int, calls []string) {
	for _, c := range x.calls.Calls() {
		if breakable.Write(c.Method) {
			writes++
		}
		calls = append(calls, c.Method+" "+c.Path+" "+strconv.Itoa(c.Status))
	}
	x.calls.Reset()
	return writes, calls
}

// pair is a hub with one GitHub, its webhooks on, and Dana of the team there.
type pair struct {
	*hub
	gh   *tool
	dana *githubtest.Person
}

func newPair(t *testing.T, change ...func(*sync.Connection)) *pair {
	gh := newTool(t)
	for _, f := range change {
		f(&gh.conn)
	}
	p := &pair{hub: newHub(t, gh.conn), gh: gh, dana: gh.As("dana-reyes")}
	gh.SetWebhook(p.door("gh"), hookSecret)
	gh.calls.Reset()
	return p
}

// rest lets deliveries and work come to an end.
func (p *pair) rest() {
	p.t.Helper()
	for range 3 {
		p.settle()
		p.gh.Hooks().Flush()
	}
	p.settle()
}

// wait lets time pass for work that is put off.
func (p *pair) wait(d time.Duration) {
	p.t.Helper()
	for step := 5 * time.Second; d > 0; d -= step {
		p.clock.Advance(step)
		p.rest()
	}
}

// link is the request's only link.
func (p *pair) link(key request.Key) request.Link {
	p.t.Helper()
	r, _ := p.request(key)
	if len(r.Links) != 1 {
		p.t.Fatalf("%d links, want 1", len(r.Links))
	}
	return r.Links[0]
}

// issue is the ticket of the request's only link, as GitHub has it.
func (p *pair) issue(key request.Key) githubtest.Issue {
	p.t.Helper()
	n, err := strconv.Atoi(p.link(key).Ticket.ID)
	if err != nil {
		p.t.Fatalf("%s has no ticket: %+v", key, p.link(key))
	}
	issue, ok := p.gh.Issue(githubtest.Repository, n)
	if !ok {
		p.t.Fatalf("there is no ticket %d", n)
	}
	return issue
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
