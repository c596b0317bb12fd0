// Package admin is what those do who run the hub: it keeps what they configure
// in the browser beside the configuration file, checks both as a whole, and has
// the hub take it over while it runs. The file's entries are read only, and win.
package admin

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
)

// Options are what the service works with.
type Options struct {
	Store     store.Entries
	Auth      *auth.Service
	Base      *config.Config // of the file
	Manifests map[string]sdk.Manifest
	// Apply has the hub take over what is configured now. Nil: nobody does.
	Apply func(ctx context.Context, c *config.Config) error
	// Try asks a connection's tool through a plugin process of its own. Nil: nobody
	// can.
	Try func(ctx context.Context, all *config.Config, c config.Connection) Found
	// Retry has a connection make calls again at once. Nil: nobody can.
	Retry func(ctx context.Context, name string) error
	// DryRun tells what a connection that is mapped so would do to its newest
	// tickets. Nil: nobody can.
	DryRun func(ctx context.Context, by auth.Actor, c config.Connection, read bool) ([]Tried, error)
	// Links counts the tickets that are linked through a connection. Nil: none are.
	Links func(ctx context.Context, name string) (int, error)
	Seal  Seal
	Log   *slog.Logger
}

// Service is the administration. It is safe for concurrent use.
type Service struct {
	o  Options
	mu sync.Mutex // of one change at a time

	seen sync.RWMutex
	now  state
}

// state is everything that is configured, at one revision.
type state struct {
	revision int64
	entries  []store.Entry
	config   *config.Config
	broken   map[string]config.Faults // entries that are not in effect, by ref
}

// The errors that callers tell apart.
var (
	ErrNotFound = store.ErrNotFound
	ErrMoved    = store.ErrConflict // somebody else changed it meanwhile
)

// New returns a service; Load reads what is stored before anything else is asked.
func New(o Options) *Service { return &Service{o: o, now: state{config: o.Base}} }

// Load reads what is stored and returns the configuration with it. Entries that
// do not fit are left out; pages say so, and the log.
func (s *Service) Load(ctx context.Context) (*config.Config, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.load(ctx)
}

func (s *Service) load(ctx context.Context) (*config.Config, error) {
	entries, revision, err := s.o.Store.Entries(ctx)
	if err != nil {
		return nil, fmt.Errorf("what is configured in the browser: %w", err)
	}
	next := s.judge(entries)
	next.revision = revision
	for at, faults := range next.broken {
		s.o.Log.WarnContext(ctx, "an entry is not in effect", "entry", at, "error", faults[0].What, "field", faults[0].Field)
	}
	s.seen.Lock()
	defer s.seen.Unlock()
	s.now = next
	return next.config, nil
}

// Refresh takes over what another node has changed.
func (s *Service) Refresh(ctx context.Context) error {
	revision, err := s.o.Store.Revision(ctx)
	if err != nil || revision == s.current().revision {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.takeOver(ctx)
}

func (s *Service) takeOver(ctx context.Context) error {
	c, err := s.load(ctx)
	if err != nil || s.o.Apply == nil {
		return err
	}
	return s.o.Apply(context.WithoutCancel(ctx), c)
}

// alone does something with what is stored now, and keeps other changes out until
// it is done.
func (s *Service) alone(ctx context.Context, f func(state) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.load(ctx); err != nil {
		return err
	}
	return f(s.current())
}

// put stores entries with what the audit trail tells of them, and takes them over.
func (s *Service) put(ctx context.Context, st state, rows []store.Entry, told ...store.Audit) error {
	if _, err := s.o.Store.PutEntries(ctx, st.revision, rows, told...); err != nil {
		return err
	}
	return s.takeOver(ctx)
}

func (s *Service) current() state {
	s.seen.RLock()
	defer s.seen.RUnlock()
	return s.now
}

// Config is what is configured now: the file, and what was added in the browser.
func (s *Service) Config() *config.Config { return s.current().config }

// Unfit says of each entry that is not in effect why.
func (s *Service) Unfit() []string {
	st := s.current()
	var out []string
	for _, at := range slices.Sorted(maps.Keys(st.broken)) {
		f := st.broken[at][0]
		text := fmt.Sprintf("%s is not in effect: %s %s", at, f.Field, f.What)
		if s.shut(st, at) {
			text += "; its secrets cannot be opened with the key that is here"
		}
		out = append(out, text)
	}
	return out
}

// shut reports whether an entry has secrets of a key that is not there.
func (s *Service) shut(st state, at string) bool {
	for _, e := range st.entries {
		for name, text := range e.Values {
			if _, opens := s.o.Seal.open(ref(e.ID, name), text); ref(e.Kind, e.ID) == at && strings.HasPrefix(text, sealed) && !opens {
				return true
			}
		}
	}
	return false
}

// ref names an entry among all kinds.
func ref(kind, id string) string { return kind + "/" + id }

// judge lays entries over the file's, and leaves out those that do not fit until
// the rest does.
func (s *Service) judge(entries []store.Entry) state {
	st := s.fitting(entries)
	st.config = overlay(entries, st.config)
	return st
}

func (s *Service) fitting(entries []store.Entry) state {
	st := state{entries: entries, broken: map[string]config.Faults{}}
	inOrder := slices.SortedStableFunc(slices.Values(entries), byPosition)
	for {
		var list []config.Addition
		for _, e := range inOrder {
			if x, ok := s.addition(e); ok && st.broken[x.Source] == nil {
				list = append(list, x)
			}
		}
		if len(list) == 0 {
			st.config = s.o.Base
			return st
		}
		c, err := s.o.Base.With(list, s.o.Manifests)
		faults, _ := errors.AsType[config.Faults](err)
		if len(faults) == 0 {
			st.config = c
			return st
		}
		before := len(st.broken)
		for _, f := range faults {
			st.broken[f.Where] = append(st.broken[f.Where], f)
		}
		if len(st.broken) == before { // what leaving out cannot mend
			st.config = s.o.Base
			return st
		}
	}
}

// addition is an entry as the configuration takes it; false if it is not in
// effect.
func (s *Service) addition(e store.Entry) (config.Addition, bool) {
	if e.Kind == connections {
		return s.connectionOf(e), true
	}
	k, ok := Table(e.Kind)
	if !ok || !k.inEffect(e.Values) {
		return config.Addition{}, false
	}
	return config.Addition{Section: k.Name, Source: ref(e.Kind, e.ID), Value: k.section(e.Values)}, true
}
