package sync

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	stdsync "sync"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/ticket"
)

// Connection is what the configuration says of one account of a tool.
type Connection struct {
	Name       string
	Plugin     string
	Conn       sdk.Conn
	Signature  sdk.Signature
	Secret     string // of the webhook
	Poll       time.Duration
	Directions map[ticket.Field]reconcile.Direction
	Policies   map[ticket.Field]reconcile.Policy
	Tables     map[ticket.Field]Table
	People     map[string]string // account id there to a person's name here
	ReadOnly   bool              // all of its teams; each can be read only by itself
	Paused     bool              // nothing of it is worked on; all stays due
	Adopt      Adopt
	Since      time.Time // the first poll imports from then on; zero: from now
}

// Adopt says which tickets that people made at the tool become requests.
type Adopt struct {
	All    bool
	Label  string // only those with this label
	Client request.ClientID
	Team   request.TeamID
}

// pingEvery is how old the knowledge of a place may be before a write: a
// repository may have become public meanwhile.
const pingEvery = 10 * time.Minute

// connection is one account at work: its configuration, what is known of its
// place, and whether calls may be made now.
type connection struct {
	Connection
	engine *Engine

	pinging stdsync.Mutex // one ping at a time; held while the tool is asked

	mu        stdsync.Mutex // never held while a tool is asked, nor while anything is stored: transactions take it
	loaded    bool
	place     ticket.Place
	pingedAt  time.Time
	polledAt  time.Time
	strays    []ticket.Ref
	hookedAt  time.Time // the last delivery, to the minute
	missedAt  time.Time // a poll found what no delivery had told
	news      bool      // the poll under way did
	codes     *Codes
	notBefore time.Time
	closedAt  time.Time // when that was said
	closedBy  fault.Class
	stopped   string
	failures  int
	advised   []ticket.Problem // what the log has said of it
}

// ready makes sure that the place and the tables are known and not too old.
func (c *connection) ready(ctx context.Context) error {
	c.pinging.Lock()
	defer c.pinging.Unlock()
	now := c.engine.now()
	known, err := c.recall(ctx, now)
	if known || err != nil {
		return err
	}
	return c.ping(ctx, now)
}

// recall loads what the store knows, once, and reports whether it is new enough.
func (c *connection) recall(ctx context.Context, now time.Time) (bool, error) {
	if err := c.load(ctx); err != nil {
		return false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	age := now.Sub(c.pingedAt)
	return c.codes != nil && 0 <= age && age < pingEvery, nil // a clock that was set back proves nothing
}

// load takes from the store what the last life of the hub knew, once.
func (c *connection) load(ctx context.Context) error {
	if c.isLoaded() {
		return nil
	}
	return c.take(ctx, func() bool { return !c.loaded })
}

// Recall takes over what another node has found of a tool that was not asked here
// yet.
func (e *Engine) Recall(ctx context.Context) error {
	for name, c := range e.connections {
		if c.Paused || !c.unasked() {
			continue
		}
		if err := c.take(ctx, func() bool { return c.pingedAt.IsZero() }); err != nil {
			return fmt.Errorf("connection %s: %w", name, err)
		}
	}
	return nil
}

func (c *connection) unasked() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pingedAt.IsZero()
}

// take takes over what is stored, if that is still wanted then.
func (c *connection) take(ctx context.Context, wanted func() bool) error {
	var s store.Connection
	err := c.engine.store.Connection(ctx, c.Name, func(stored *store.Connection) error {
		s = *stored
		return nil
	})
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !wanted() {
		return nil
	}
	c.place, c.pingedAt, c.polledAt = s.Place, s.PingedAt, s.PolledAt
	c.notBefore, c.closedAt, c.closedBy, c.stopped = s.NotBefore, s.ErrorAt, s.Class, s.Stopped
	c.hookedAt, c.missedAt, c.strays = s.HookedAt, s.MissedAt, s.Strays
	if len(s.Codes) > 0 {
		c.codes = NewCodes(s.Codes, c.Tables)
	}
	c.loaded = true
	return nil
}

func (c *connection) isLoaded() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.loaded
}

// ping asks the tool who and where we are, and for its catalogue.
func (c *connection) ping(ctx context.Context, now time.Time) error {
	meter := &rest.Meter{}
	ctx, cancel := context.WithTimeout(rest.WithMeter(ctx, meter), callTimeout)
	defer cancel()
	place, err := c.Conn.Ping(ctx)
	var catalogue []ticket.Code
	if err == nil {
		catalogue, err = Catalogue(ctx, c.Conn, place)
	}
	if err != nil {
		return c.failed(ctx, err, meter)
	}
	if len(place.Can) == 0 {
		place.Can = sdk.Capabilities(c.Conn)
	}
	c.learned(ctx, place, NewCodes(catalogue, c.Tables), now)
	return c.engine.store.Connection(context.WithoutCancel(ctx), c.Name, func(s *store.Connection) error {
		s.Place, s.PingedAt, s.Codes, s.CodesAt = place, now, catalogue, now
		s.Stopped, s.StoppedAt, s.LastError = "", time.Time{}, ""
		count(s, meter)
		return nil
	})
}

// learned takes over what a ping told.
func (c *connection) learned(ctx context.Context, place ticket.Place, codes *Codes, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.place, c.codes, c.pingedAt, c.stopped, c.failures = place, codes, now, "", 0
	c.advise(ctx)
}

// Catalogue lists the codes of every container that a place has.
func Catalogue(ctx context.Context, conn sdk.Conn, place ticket.Place) ([]ticket.Code, error) {
	cat, ok := sdk.As[sdk.Cataloger](conn)
	if !ok {
		return nil, nil
	}
	var all []ticket.Code
	for _, container := range place.Containers {
		codes, err := cat.Catalog(ctx, container.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, codes...)
	}
	return all, nil
}

// failed notes a failure that concerns the connection.
func (c *connection) failed(ctx context.Context, err error, meter *rest.Meter) error {
	if left(ctx) {
		c.engine.counts.add(c.Name, meter)
		return err
	}
	now := c.engine.now()
	stopped, notBefore := c.worsened(ctx, err, now)
	store := c.engine.store.Connection(context.WithoutCancel(ctx), c.Name, func(s *store.Connection) error {
		s.LastError, s.Class, s.ErrorAt, s.NotBefore = err.Error(), fault.ClassOf(err), now, notBefore
		if s.Stopped != stopped {
			s.Stopped, s.StoppedAt = stopped, now
		}
		count(s, meter)
		return nil
	})
	return cmp.Or(err, store)
}

// left reports whether the hub gave up a call, since it stops or starts anew with
// another configuration: that says nothing of the tool.
func left(ctx context.Context) bool { return errors.Is(ctx.Err(), context.Canceled) }

// worsened says from a failure until when no call is made, and whether the
// credential is refused.
func (c *connection) worsened(ctx context.Context, err error, now time.Time) (stopped string, notBefore time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v := fault.Decide(err, false, c.failures)
	if v.Connection {
		c.failures++
		until := now.Add(v.After)
		if c.closed(now) && until.Before(c.notBefore) {
			until = c.notBefore // what another call was told before holds on
		}
		c.notBefore, c.closedAt, c.closedBy = until, now, fault.ClassOf(err)
	}
	if v.Stop && c.stopped == "" {
		c.stopped = err.Error()
	}
	c.advise(ctx)
	return c.stopped, c.notBefore
}

// calling makes one call within its time, counts what it cost and notes how it
// went. While the tool is to be left alone, as another call has just learned, none
// is made.
func (c *connection) calling(ctx context.Context, call func(context.Context) error) error {
	return c.callingFor(ctx, callTimeout, call)
}

func (c *connection) callingFor(ctx context.Context, most time.Duration, call func(context.Context) error) error {
	if why := c.shut(c.engine.now()); why != nil {
		return why
	}
	meter := &rest.Meter{}
	ctx, cancel := context.WithTimeout(rest.WithMeter(ctx, meter), most)
	defer cancel()
	err := call(ctx)
	c.hit(ctx, err, meter)
	return err
}

// hit records a failure or, with nil, the success of a call, and what it cost.
func (c *connection) hit(ctx context.Context, err error, meter *rest.Meter) {
	if err != nil && fault.Decide(err, false, 0).Connection {
		_ = c.failed(ctx, err, meter)
		return
	}
	c.engine.counts.add(c.Name, meter)
	if c.works() && err == nil {
		c.healed(ctx)
	}
}

// works notes that the tool answers, and reports whether the credential had been
// refused before.
func (c *connection) works() (stopped bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failures = 0
	return c.stopped != ""
}

// healed notes that a refused credential is taken again. Where the store fails,
// the next call notes it.
func (c *connection) healed(ctx context.Context) {
	err := c.engine.store.Connection(context.WithoutCancel(ctx), c.Name, func(s *store.Connection) error {
		s.Stopped, s.StoppedAt, s.LastError = "", time.Time{}, ""
		return nil
	})
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopped = ""
	c.advise(ctx)
}

// closedUntil says until when no call may be made; false if calls are open.
func (c *connection) closedUntil(now time.Time) (time.Time, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.notBefore, c.closed(now)
}

// shut is why no call may be made now: the tool asks to wait, or does not answer; nil
// if calls are open.
func (c *connection) shut(now time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.closed(now) {
		return nil
	}
	class := fault.Throttled
	if c.closedBy == fault.Unavailable {
		class = fault.Unavailable
	}
	return &fault.Error{Op: "call", Class: class, After: c.notBefore.Sub(now)}
}

// closed reports whether no call may be made now; one may once the clock was set
// back to before that was said. The connection's lock is held.
func (c *connection) closed(now time.Time) bool {
	return now.Before(c.notBefore) && !now.Before(c.closedAt)
}

// failing reports whether the last call said that something is wrong with the
// connection.
func (c *connection) failing() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.failures > 0
}

// fresh reports whether a change at the tool would be known here by now, so that
// a write needs no read before it.
func (c *connection) fresh(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.polledAt.IsZero() && now.Sub(c.polledAt) < 3*c.Poll
}

// sameTime is how much two clocks may seem to differ that do not: a ping takes
// time.
const sameTime = 5 * time.Second

// ours makes times of the tool's ours, zero where the tool does not tell how its
// clock goes.
func (c *connection) ours() func(time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ahead, told := c.place.ServerTime.Sub(c.pingedAt), !c.place.ServerTime.IsZero() && !c.pingedAt.IsZero()
	if ahead.Abs() < sameTime {
		ahead = 0
	}
	return func(at time.Time) time.Time {
		if at.IsZero() || !told {
			return time.Time{}
		}
		return at.Add(-ahead)
	}
}

// known returns what is known of the place.
func (c *connection) known() (ticket.Place, *Codes) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.place, c.codes
}

// container resolves a configured target to the tool's immutable id.
func container(place ticket.Place, target string) (ticket.Container, bool) {
	for _, c := range place.Containers {
		if target == "" && len(place.Containers) == 1 || c.ID == target || c.Key == target || c.Name == target {
			return c, true
		}
	}
	return ticket.Container{}, false
}

// rules joins the configuration with what the place allows.
func (c *connection) rules(place ticket.Place, target string) reconcile.Rules {
	at, known := container(place, target)
	can := map[string]bool{}
	for _, name := range sdk.Capabilities(c.Conn) {
		can[name] = true
	}
	if c.engine.files == nil {
		delete(can, sdk.CapabilityName[sdk.Uploader]())
		delete(can, sdk.CapabilityName[sdk.Downloader]())
	}
	directions := maps.Clone(c.Directions)
	maps.DeleteFunc(directions, func(f ticket.Field, _ reconcile.Direction) bool {
		return f != reconcile.Comments && f != reconcile.Attachments && !place.Has(f)
	})
	return reconcile.Rules{
		Directions: directions, Policies: c.Policies,
		Dedicated: place.Dedicated, History: place.History, Together: place.Together, Limits: place.Limits,
		Grace:      max(callTimeout+landing, place.Late),
		Transfer:   transferTimeout + max(landing, place.Late),
		CreateWait: max(callTimeout+landing, place.Late) + place.Settle,
		ReadOnly:   c.ReadOnly, Hooked: c.Secret != "" && can[sdk.CapabilityName[sdk.Receiver]()], Container: at.ID, Can: can,
		Public: !known || at.Public, Customers: at.Customers,
	}
}

// count adds an operation's calls to a connection's totals.
func count(s *store.Connection, m *rest.Meter) {
	tally := m.Tally()
	if s.Calls == nil {
		s.Calls = map[string]int64{}
	}
	for kind, n := range tally.Calls {
		s.Calls[kind] += int64(n)
	}
	if tally.Limited {
		s.Left, s.ResetAt = tally.Left, tally.Reset
	}
}
