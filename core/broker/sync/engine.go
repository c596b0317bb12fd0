// Package sync keeps requests and tickets in step: it takes in what deliveries
// and polls tell, lets package reconcile decide, and makes the calls. All that
// it remembers stands in the store, so that it can die at any point.
package sync

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"slices"
	"sync/atomic"
	"time"

	"github.com/spochub/spochub/core/queue"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

const (
	// callTimeout bounds one call to a tool, landing how much longer one whose
	// reply was lost may still take effect there.
	callTimeout = 20 * time.Second
	landing     = 10 * time.Second
	// sweepEvery is how long the ticket of an open request may stay unread.
	sweepEvery = 24 * time.Hour
	// transferTimeout bounds the transfer of one file.
	transferTimeout = 3 * time.Minute
	// Lease is how long a piece of work may take: it exceeds the calls of a pass.
	Lease = 10 * time.Minute

	lastCall = Lease - time.Minute // into a claim, when no call is begun any more
)

// Options are what an engine is made of.
type Options struct {
	Store       store.Sync
	Files       store.Files // nil: no file travels
	FileSize    int64       // of the largest file that is taken from a tool; 0: of any size
	Connections []Connection
	House       request.House
	Marker      reconcile.Marker
	Epoch       int64          // of the database: another one than a link's says that a backup was restored
	TimeZone    *time.Location // of dates that go to tools without a time of day
	// People lists who works at the desk; nil: nobody is known by a mail address.
	People func(context.Context) ([]Person, error)
	Now    func() time.Time
	Log    *slog.Logger
}

// Engine is the sync broker. Its methods are safe for concurrent use.
type Engine struct {
	store       store.Sync
	files       store.Files
	fileSize    int64
	connections map[string]*connection
	base        request.House // but for the directory
	directory   atomic.Pointer[request.Directory]
	marker      reconcile.Marker
	epoch       int64
	zone        *time.Location
	now         func() time.Time
	log         *slog.Logger
	counts      counts
	staff       func(context.Context) ([]Person, error)
	people      people
	waited      precedence // of what people wait for
}

// New makes an engine. It makes no call by itself: workers drive it.
func New(o Options) *Engine {
	e := &Engine{
		store: o.Store, connections: map[string]*connection{}, base: o.House, marker: o.Marker, epoch: o.Epoch,
		zone: o.TimeZone, now: o.Now, log: o.Log, files: o.Files, fileSize: o.FileSize, staff: o.People,
	}
	if e.fileSize == 0 {
		e.fileSize = math.MaxInt64 - 1
	}
	for _, c := range o.Connections {
		e.connections[c.Name] = &connection{Connection: c, engine: e}
	}
	e.base.Public, e.base.Holds, e.base.Files = e.Public, e.Holds, e.Carriage
	e.directory.Store(o.House.Directory)
	return e
}

// house is what decisions need to know, as of now.
func (e *Engine) house() request.House {
	h := e.base
	h.Directory = e.directory.Load()
	return h
}

// Redirect takes over what is now known of the parties, and looks again at what
// is held back where that has changed for a connection.
func (e *Engine) Redirect(ctx context.Context, d *request.Directory) error {
	e.directory.Store(d)
	for name, c := range e.connections {
		if err := e.release(ctx, c); err != nil {
			return fmt.Errorf("connection %s: %w", name, err)
		}
	}
	return nil
}

// Workers returns the workers that keep the engine going, those that people wait
// for first; kick wakes one kind of work at once.
func (e *Engine) Workers(kick func(store.Work) <-chan struct{}) []*queue.Worker {
	worker := func(kind store.Work, atOnce int, do queue.Task) *queue.Worker {
		return &queue.Worker{
			Kind: kind, Source: e.store, Do: do, Now: e.now, Log: e.log, AtOnce: atOnce, Lease: Lease, Kick: kick(kind),
			Connections: slices.Sorted(maps.Keys(e.connections)),
		}
	}
	decode, links := worker(store.DeliveryWork, 16, e.waited.first(e.Decode)), worker(store.LinkWork, 64, e.waited.first(e.Reconcile))
	bulk := worker(store.BulkWork, 4, e.waited.last(e.Reconcile))
	polls := worker(store.PollWork, 4+len(e.connections), e.Poll)
	decode.Room = e.unlessPaused(func(string) int { return decode.AtOnce / 2 })
	links.Room = e.room
	polls.Room = e.unlessPaused(func(string) int { return polls.AtOnce })
	bulk.Room = func(name string) int { return min(e.room(name), bulk.AtOnce) }
	return []*queue.Worker{decode, links, bulk, polls}
}

// unlessPaused leaves a connection no room while it is paused.
func (e *Engine) unlessPaused(room func(string) int) func(string) int {
	return func(name string) int {
		if c := e.connections[name]; c != nil && c.Paused {
			return 0
		}
		return room(name)
	}
}

// room is how many links of a connection may be worked on at a time: none while
// its tool is to be left alone, one to see whether a failing one is well again.
func (e *Engine) room(name string) int {
	const most = 24
	c := e.connections[name]
	if c == nil { // of another node, or removed: its work is only given back
		return most
	}
	_, closed := c.closedUntil(e.now())
	switch {
	case closed, c.Paused:
		return 0
	case c.failing():
		return 1
	}
	return most
}

// Start recalls what is known of every connection, makes its polls due and what
// it holds back, where that is to be written or judged anew; it is called once,
// before the workers run.
func (e *Engine) Start(ctx context.Context) error {
	for name, c := range e.connections {
		err := c.load(ctx)
		if err == nil {
			err = e.release(ctx, c)
		}
		if err != nil {
			return fmt.Errorf("prepare connection %s: %w", name, err)
		}
	}
	return nil
}

// Public reports whether everybody can read a place; one that is not known yet
// counts as public.
func (e *Engine) Public(name, target string) bool {
	c := e.connections[name]
	if c == nil {
		return true
	}
	place, _ := c.known()
	at, ok := container(place, target)
	return !ok || at.Public
}

// Holds reports whether a ticket of a connection has a field that the hub writes; a
// tool that does not say has all.
func (e *Engine) Holds(name string, f ticket.Field) bool {
	c := e.connections[name]
	if c == nil {
		return true
	}
	switch c.Directions[f] {
	case reconcile.Both, reconcile.Out, reconcile.Once:
	default:
		return false
	}
	place, _ := c.known()
	return place.Has(f)
}

// Ready asks a connection's tool who and where we are, if that is not known or
// too old.
func (e *Engine) Ready(ctx context.Context, name string) error {
	c := e.connections[name]
	if c == nil {
		return fmt.Errorf("connection %s: %w", name, store.ErrNotFound)
	}
	return c.ready(ctx)
}
