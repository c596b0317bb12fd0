package simulation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/queue"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// errRestless ends a history in which the hub works without end.
var errRestless = errors.New("the hub does not come to rest")

// hub is the engine at work over its store, life after life.
type hub struct {
	name    string // who it is, truly
	second  Second // what it is like, if it is the second one
	account string // by which it writes
	w       *World
	db      Database
	p       *process
	engine  *sync.Engine
	workers map[string][]*queue.Worker // in the order in which they are asked
	house   request.House
	marker  reconcile.Marker
	log     *slog.Logger
	fuse    int
	dies    string // at which point, the next time
	book    book
	backups []backup
	past    map[string][]post // the deliveries that it took in, of each tool
	still   map[string]bool   // which connections are read only
	off     map[string]bool   // which are disabled
	mapped  bool              // by other tables than at first
}

func newHub(w *World, db Database) *hub {
	h := &hub{
		name: bot, account: bot, w: w, db: db, marker: reconcile.Marker{Hub: "sim", Secret: []byte(sealing)},
		book: newBook(), past: map[string][]post{}, still: map[string]bool{}, off: map[string]bool{},
	}
	h.log = slog.New(&ear{w: w, Handler: slog.NewTextHandler(io.Discard, nil)}) //nolint:sloglint // DiscardHandler would leave the ear deaf
	d := &request.Directory{
		Desk: "Desk", Clients: map[request.ClientID]request.Client{"nordwind": {ID: "nordwind", Title: "Nordwind"}},
		Teams: map[request.TeamID]request.Team{},
	}
	for _, t := range w.tools {
		d.Teams[request.TeamID(t.name)] = request.Team{ID: request.TeamID(t.name), Connection: t.name, Plugin: "fake", Target: "NET", Follows: t.k.Follows}
	}
	h.house = request.House{Directory: d, IDs: func() string { w.ids++; return fmt.Sprintf("i%d", w.ids) }}
	return h
}

// ear hears what the engine logs: a panic that a worker caught is a violation.
type ear struct {
	slog.Handler
	w *World
}

func (e *ear) Handle(_ context.Context, r slog.Record) error {
	var attrs strings.Builder
	r.Attrs(func(a slog.Attr) bool {
		if a.Key != "stack" || strings.Contains(r.Message, "panic") {
			attrs.WriteString(" " + a.String())
		}
		return true
	})
	e.w.tracef("log: %s%s", r.Message, attrs.String())
	e.w.secrets("the log", attrs.String())
	if strings.Contains(r.Message, "panic") {
		e.w.violatef("PANIC", "%s", attrs.String())
	}
	return nil
}

func (e *ear) Enabled(context.Context, slog.Level) bool { return true }
func (e *ear) WithAttrs([]slog.Attr) slog.Handler       { return e }

// start begins a life of the hub.
func (h *hub) start() {
	h.p = &process{w: h.w, hub: h, db: h.db}
	var connections []sync.Connection
	for _, t := range h.w.tools {
		connections = append(connections, h.connection(t))
	}
	h.engine = sync.New(sync.Options{
		Store: h.p, Files: h.p, Connections: connections, House: h.house, Marker: h.marker, Epoch: h.db.Epoch(), TimeZone: time.UTC, Now: h.w.now, Log: h.log,
	})
	h.house.Public, h.house.Files = h.engine.Public, h.engine.Carriage
	h.fuse = 0
	if err := h.engine.Start(h.w.ctx); err != nil {
		panic(err)
	}
	for _, t := range h.w.tools {
		if h.off[t.name] {
			continue
		}
		if err := h.engine.Ready(h.w.ctx, t.name); err != nil && t.lacks() == "" && !t.k.Mortal && !h.w.k.Catalogues {
			panic(err)
		}
	}
	h.workers = map[string][]*queue.Worker{}
	for _, w := range h.engine.Workers(h.db.Kick) {
		kind := map[store.Work]string{store.LinkWork: "link", store.BulkWork: "link", store.PollWork: "poll", store.DeliveryWork: "decode"}[w.Kind]
		h.workers[kind] = append(h.workers[kind], w)
	}
}

func (h *hub) connection(t *Tool) sync.Connection {
	c := sync.Connection{
		Name: t.name, Plugin: "fake", Conn: &conn{Tool: t, p: h.p}, Poll: time.Minute,
		ReadOnly: h.still[t.name], Paused: h.off[t.name], Tables: h.w.tablesOf(t, h.mapped), Directions: t.k.directions(), Policies: t.k.policies(), People: map[string]string{"dana": "Dana Reyes"},
	}
	if t.k.Door {
		c.Signature, c.Secret = t.k.signature(), password
	}
	switch h.adopts(t) {
	case "all":
		c.Adopt = sync.Adopt{All: true, Client: "nordwind"}
	case "label":
		c.Adopt = sync.Adopt{Label: "for-desk", Client: "nordwind"}
	}
	return c
}

// reviveIfDead starts the hub again after a crash.
func (h *hub) reviveIfDead() {
	if !h.p.dead {
		return
	}
	h.w.result_.Crashes++
	h.w.hit(h.name + " crashed")
	h.w.down()
	if err := h.db.Crash(h.w.ctx); err != nil {
		panic(err)
	}
	h.start()
}

// down lets time pass in which there is no hub.
func (w *World) down() {
	if w.faulty && w.k.More.Downs && w.depth == 0 {
		w.hit("down for minutes")
		w.pass(pick(roll(w.k.Seed^uint64(w.clock)), 3*time.Minute, 8*time.Minute, 30*time.Minute))
	}
}

// work does one piece of due work of a kind; false if there was none.
func (h *hub) work(kind string) bool {
	if h.p.dead {
		return false
	}
	for _, worker := range h.workers[kind] {
		did, err := worker.Step(h.w.ctx)
		if err != nil && !h.p.dead {
			h.w.tracef("%s: %v", kind, err)
			h.w.violatef("WORK", "%s: %v", kind, err)
		}
		if did {
			h.w.tracef("-- %s worked", kind)
			return true
		}
	}
	return false
}

// settle works until nothing is due, which takes longer the more there is.
func (h *hub) settle() {
	for range 200 + 20*len(h.book.states) + 10*len(h.book.notes) {
		did := false
		for _, kind := range []string{"decode", "link", "poll"} {
			did = h.work(kind) || did
		}
		if !did {
			return
		}
	}
	h.w.violatef("I18", "the hub does not come to rest")
	panic(errRestless)
}

// dueWithin reports whether a link is due again before long.
func (h *hub) dueWithin(soon time.Duration) bool {
	at := h.p.firstDue(store.LinkWork, store.BulkWork)
	return !at.IsZero() && at.Before(h.w.now().Add(soon))
}
