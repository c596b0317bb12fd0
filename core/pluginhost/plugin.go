package pluginhost

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// The names of a plugin's states.
const (
	Starting = "starting"
	Ready    = "ready"
	BackOff  = "backoff" // it ended and is started again soon
	Open     = "open"    // it ended too often and is left alone for a while
	Failed   = "failed"  // starting it again would not help
	Stopped  = "stopped"
)

// State is how a plugin is.
type State struct {
	Name     string
	Since    time.Time
	Error    string // of the last failure; "" once it is ready
	Restarts int
	PID      int // 0: no process of its own
}

// Plugin is a plugin under supervision. It is safe for concurrent use.
type Plugin struct {
	spec   Spec
	log    *slog.Logger
	policy Policy
	launch func(context.Context) (*instance, error)
	stop   context.CancelFunc
	life   context.Context
	ended  chan struct{}

	mu       sync.Mutex
	state    State
	retryAt  time.Time
	changed  chan struct{} // closed and replaced with every change of the state
	instance *instance     // while Ready
	last     *instance     // the latest that was ready
}

func newPlugin(s Spec, log *slog.Logger, policy Policy, launch func(context.Context) (*instance, error)) *Plugin {
	life, stop := context.WithCancel(context.Background())
	return &Plugin{
		spec: s, log: log, policy: policy, launch: launch, life: life, stop: stop, ended: make(chan struct{}),
		state: State{Name: Starting, Since: time.Now()}, changed: make(chan struct{}),
	}
}

// State returns the present state.
func (p *Plugin) State() State {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state
}

// Changed returns the present state and a channel that is closed when it
// changes.
func (p *Plugin) Changed() (State, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state, p.changed
}

// Manifest returns what the plugin last said of itself; false before its first
// start has succeeded.
func (p *Plugin) Manifest() (sdk.Manifest, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last == nil {
		return sdk.Manifest{}, false
	}
	return p.last.conn.Manifest(), true
}

// Conn returns the plugin's connection. It outlives restarts: each call uses
// the process of the moment. Closing it does nothing; Stop does.
func (p *Plugin) Conn() sdk.Conn { return conn{p} }

// Stop ends the plugin for good, once the calls under way are done; when ctx
// ends before that, they are cut off. It returns when the process is gone.
func (p *Plugin) Stop(ctx context.Context) error {
	p.stop()
	select {
	case <-p.ended:
		return nil
	case <-ctx.Done():
	}
	p.mu.Lock()
	i := p.last
	p.mu.Unlock()
	if i != nil {
		i.kill()
	}
	<-p.ended
	return ctx.Err()
}

func (p *Plugin) set(name string, err error, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.change(name, err, wait)
}

// change sets the state. The lock is held.
func (p *Plugin) change(name string, err error, wait time.Duration) {
	now := time.Now()
	p.state.Name, p.state.Since, p.retryAt = name, now, now.Add(wait)
	if err != nil {
		p.state.Error = err.Error()
	}
	close(p.changed)
	p.changed = make(chan struct{})
}

// acquire returns the process of the moment and notes a call on it. It waits
// while the plugin starts; where that will not be soon, it fails at once.
func (p *Plugin) acquire(ctx context.Context) (*instance, error) {
	for {
		p.mu.Lock()
		i, state, changed, wait := p.instance, p.state, p.changed, time.Until(p.retryAt)
		if i != nil {
			i.calls.Add(1)
		}
		p.mu.Unlock()
		switch {
		case i != nil:
			return i, nil
		case state.Name == Open, state.Name == Failed, state.Name == Stopped:
			return nil, p.unavailable(state, max(wait, time.Second), nil)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, p.unavailable(state, max(wait, time.Second), ctx.Err())
		}
	}
}

// unavailable says that no call was made: even a write certainly did not happen.
func (p *Plugin) unavailable(s State, after time.Duration, cause error) error {
	if cause == nil {
		cause = errors.New(s.Error)
	}
	return &fault.Error{Op: "plugin " + p.spec.Plugin + " is " + s.Name, Class: fault.Unavailable, After: after, Err: cause}
}
