// Package pluginhost finds, verifies, starts, supervises and stops the processes
// that serve connectors, and hands out their connections. It is the only package
// of the hub that knows how they are reached.
package pluginhost

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
)

// Options say how a Host runs its plugins. Zero values mean the defaults.
type Options struct {
	Log *slog.Logger // plugins' logs go here, with their connection's name; default: discarded
	// RuntimeDir is where sockets live, by default spochub-UID in the system's
	// folder for temporary files. Several hubs may share it.
	RuntimeDir string
	Policy     Policy
}

// Policy is when a plugin counts as failed and what then happens.
type Policy struct {
	StartTimeout   time.Duration // until a new process has greeted: 10 s
	StopGrace      time.Duration // for the calls under way when it is stopped: 10 s
	HealthEvery    time.Duration // 10 s
	HealthDeadline time.Duration // 3 s
	HealthMisses   int           // this many in a row kill it: 3
	BackOff        time.Duration // before the first restart, growing by half: 0.5 s
	MaxBackOff     time.Duration // 30 s
	CrashLimit     int           // so many exits: 5
	CrashWindow    time.Duration // in this time: 5 min
	CoolDown       time.Duration // open the circuit for this long: 5 min
	Stable         time.Duration // a run of this length forgets earlier exits: 60 s
}

func (p Policy) withDefaults() Policy {
	for _, d := range []struct {
		value *time.Duration
		or    time.Duration
	}{
		{&p.StartTimeout, 10 * time.Second}, {&p.StopGrace, 10 * time.Second},
		{&p.HealthEvery, 10 * time.Second}, {&p.HealthDeadline, 3 * time.Second},
		{&p.BackOff, 500 * time.Millisecond}, {&p.MaxBackOff, 30 * time.Second},
		{&p.CrashWindow, 5 * time.Minute}, {&p.CoolDown, 5 * time.Minute}, {&p.Stable, time.Minute},
	} {
		if *d.value == 0 {
			*d.value = d.or
		}
	}
	if p.HealthMisses == 0 {
		p.HealthMisses = 3
	}
	if p.CrashLimit == 0 {
		p.CrashLimit = 5
	}
	return p
}

// Spec says which plugin serves which connection, and with what settings.
type Spec struct {
	Connection string
	Plugin     string
	Command    Command
	Settings   settings.Raw
}

// Host runs plugins. It is safe for concurrent use.
type Host struct {
	log    *slog.Logger
	policy Policy
	base   string // the runtime folder

	mu      sync.Mutex
	dir     *socketDir // made when the first plugin starts
	closed  bool
	plugins map[*Plugin]bool
}

// New returns a Host; Close ends it. Nothing is started and no file is touched
// yet.
func New(o Options) *Host {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Host{log: o.Log, policy: o.Policy.withDefaults(), base: o.RuntimeDir, plugins: map[*Plugin]bool{}}
}

// Start begins to run a plugin and returns at once; the state says how it goes.
// An error means that it will never run as specified.
func (h *Host) Start(ctx context.Context, s Spec) (*Plugin, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.Connection == "" {
		return nil, errors.New("start plugin: the connection has no name")
	}
	dir, err := h.sockets()
	if err != nil {
		return nil, fmt.Errorf("start plugin %s: %w", s.Plugin, err)
	}
	log := h.log.With("connection", s.Connection, "plugin", s.Plugin)
	return h.supervise(s, log, func(ctx context.Context) (*instance, error) {
		return launch(ctx, launching{spec: s, dir: dir, log: log, policy: h.policy})
	})
}

// InProcess serves connector inside this process, over the same wire, and
// supervises it like any other plugin.
func (h *Host) InProcess(connector sdk.Connector, s Spec) (*Plugin, error) {
	log := h.log.With("connection", s.Connection, "plugin", s.Plugin)
	return h.supervise(s, log, func(ctx context.Context) (*instance, error) {
		return launchInMemory(ctx, connector, s, sdk.Host{Connection: s.Connection, Log: log, HTTP: rest.New(nil, 0)})
	})
}

func (h *Host) supervise(s Spec, log *slog.Logger, launch func(context.Context) (*instance, error)) (*Plugin, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, errors.New("start plugin: the host is closed")
	}
	p := newPlugin(s, log, h.policy, launch)
	h.plugins[p] = true
	go func() {
		p.run()
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.plugins, p)
	}()
	return p, nil
}

// Describe starts a plugin only to ask what it is.
func (h *Host) Describe(ctx context.Context, c Command) (sdk.Manifest, error) {
	dir, err := h.sockets()
	if err != nil {
		return sdk.Manifest{}, fmt.Errorf("describe plugin: %w", err)
	}
	l := launching{spec: Spec{Plugin: c.Path, Command: c}, dir: dir, log: h.log, policy: h.policy}
	i, err := greet(ctx, l)
	if err != nil {
		return sdk.Manifest{}, err
	}
	defer i.end()
	return i.conn.Manifest(), nil
}

// sockets returns the host's own folder for sockets.
func (h *Host) sockets() (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return "", errors.New("the host is closed")
	}
	if h.dir == nil {
		dir, err := newSocketDir(h.base)
		if err != nil {
			return "", err
		}
		h.dir = dir
	}
	return h.dir.path, nil
}

// Close stops every plugin, waits for them and removes the sockets.
func (h *Host) Close() error {
	h.mu.Lock()
	h.closed = true
	running := make([]*Plugin, 0, len(h.plugins))
	for p := range h.plugins {
		running = append(running, p)
	}
	dir := h.dir
	h.mu.Unlock()
	var all sync.WaitGroup
	for _, p := range running {
		all.Go(func() { _ = p.Stop(context.Background()) })
	}
	all.Wait()
	if dir == nil {
		return nil
	}
	return dir.remove()
}
