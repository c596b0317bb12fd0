package simulation

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// conn is one hub process's connection to a tool: its calls end with it.
type conn struct {
	*Tool
	p        *process
	plugin   plugin
	closed   int64 // no calls until then
	failures int   // in a row, of which each concerned the whole tool
}

var (
	_ sdk.Conn           = (*conn)(nil)
	_ sdk.Creator        = (*conn)(nil)
	_ sdk.Finder         = (*conn)(nil)
	_ sdk.Editor         = (*conn)(nil)
	_ sdk.Retirer        = (*conn)(nil)
	_ sdk.Commenter      = (*conn)(nil)
	_ sdk.CommentEditor  = (*conn)(nil)
	_ sdk.CommentDeleter = (*conn)(nil)
	_ sdk.Watcher        = (*conn)(nil)
	_ sdk.Receiver       = (*conn)(nil)
	_ sdk.Cataloger      = (*conn)(nil)
)

// Has narrows the capabilities.
func (c *conn) Has(name string) bool {
	if name == "Uploader" || name == "Downloader" {
		return c.k.Files.On
	}
	return !(name == "CommentEditor" && c.k.NoEdit || name == "CommentDeleter" && c.k.NoDelete)
}

func (c *conn) Close() error { return nil }

func (c *conn) Ping(context.Context) (ticket.Place, error) {
	if c.p.dead {
		return ticket.Place{}, errDead
	}
	if err := c.serves("at a ping", fault.Unavailable); err != nil {
		return ticket.Place{}, err
	}
	if c.lacks() == "credential refused" {
		return ticket.Place{}, c.denied("ping", false)
	}
	_ = c.learns(nil)
	p := ticket.Place{
		Self: ticket.Actor{ID: c.w.hub.account, Name: c.w.hub.account, Self: true}, Dedicated: !c.k.Shared,
		Containers: c.containers(), Private: !c.k.Visible, Settle: c.k.Lag, Late: c.k.Late,
		Together: c.k.together(),
		History:  map[ticket.Field]bool{}, ServerTime: c.w.now(), Limits: c.k.limits(),
	}
	if c.k.Grain == "second" {
		p.Tick = time.Second
	}
	for f := range c.k.directions() {
		p.History[f] = !c.k.Hidden
	}
	return p, nil
}

func (c *conn) Get(_ context.Context, r ticket.Ref, need ticket.Need) (ticket.Ticket, error) {
	if err := c.read("get " + r.Key); err != nil {
		return ticket.Ticket{}, err
	}
	i := c.find(r)
	switch {
	case i == nil:
		return ticket.Ticket{}, fault.Errorf(fault.NotFound, "get", "there is no %s", r.ID)
	case i.deleted && i.version%2 == 0: // some tools tell, always; others say what they say of hidden tickets
		return ticket.Ticket{}, fault.Errorf(fault.Gone, "get", "it was deleted")
	case i.deleted:
		return ticket.Ticket{}, fault.Errorf(fault.NotFound, "get", "it was deleted")
	}
	if err := c.follow(i, r); err != nil {
		return ticket.Ticket{}, err
	}
	shown := c.listed(c.stale(i))
	x := c.full(shown, need)
	if (shown.ref.Container != r.Container || shown.ref.ID != r.ID) && r.ID != "" {
		x.Was = &r
	}
	c.w.tracef("%s: read %s v%d %v log>%d", c.name, i.ref.Key, x.Version, shown.fields, x.LogAfter)
	return x, nil
}

func (c *conn) find(r ticket.Ref) *item {
	if r.ID != "" {
		return c.items[r.ID]
	}
	for _, i := range c.items {
		if i.ref.Key == r.Key {
			return i
		}
	}
	return nil
}

// stale is an item as a lagging replica shows it. None lags behind a transfer: it would
// show one ticket as two, of which nothing tells that they are one.
func (c *conn) stale(i *item) *item {
	if !c.w.faulty || c.k.Stale == 0 || !c.w.dice.one(3) {
		return i
	}
	for n, old := range i.copies {
		if old.updated > 0 && old.ref.ID == i.ref.ID && i.until(n) >= c.w.clock-c.k.Stale.Microseconds() {
			c.w.hit("stale read")
			c.w.tracef("%s: a stale read", c.name)
			return old
		}
	}
	return i
}

// until is when the item became another one than the nth copy shows.
func (i *item) until(n int) int64 {
	if n+1 < len(i.copies) {
		return i.copies[n+1].updated
	}
	return i.updated
}

// listed is an item with the comments that a lagging copy shows, where a tool is asked
// for them by a call of its own.
func (c *conn) listed(i *item) *item {
	if !c.w.faulty || !c.k.Lists || len(i.copies) == 0 || !c.w.dice.one(2) {
		return i
	}
	n := c.w.dice.IntN(len(i.copies))
	if i.until(n) < c.w.clock-c.k.Stale.Microseconds() {
		return i
	}
	c.w.hit("stale list")
	x := *i
	x.comments = i.copies[n].comments
	return &x
}

func (c *conn) Find(_ context.Context, k ticket.Key) ([]ticket.Ticket, error) {
	if err := c.read("find"); err != nil {
		return nil, err
	}
	var found []ticket.Ticket
	for _, i := range c.alive() {
		if c.lacks() == "" && slices.Contains(i.keys, k) && i.born <= c.w.clock-c.k.Lag.Microseconds() {
			found = append(found, c.ticket(i))
		}
	}
	c.w.tracef("%s: find %s: %d", c.name, k, len(found))
	return found, nil
}

// Changes lists what changed, with an overlap of two minutes.
func (c *conn) Changes(_ context.Context, cursor ticket.Cursor) iter.Seq2[ticket.Change, error] {
	return func(yield func(ticket.Change, error) bool) {
		began := c.w.clock
		if err := c.read("poll"); err != nil {
			yield(ticket.Change{}, err)
			return
		}
		at, known := positionOf(cursor)
		if !known {
			at.At = began
		}
		c.crossed()
		from, to := c.since(at.At-overlap), began-c.k.Lag.Microseconds()
		if c.k.Once {
			to = c.w.clock - c.k.Lag.Microseconds()
		}
		rows := slices.DeleteFunc(c.alive(), func(i *item) bool {
			return c.lacks() != "" || i.updated < from || i.updated > to || i.ref.Container != home
		})
		slices.SortFunc(rows, byUpdate)
		var list news
		for _, i := range rows {
			list.add(i.updated, c.row(i))
		}
		if !c.k.Comments && c.lacks() == "" {
			c.stream(&list, from, to)
		}
		c.fileStream(&list, from, to)
		changes, newest := list.inOrder(at.At, c.k.Zone)
		if c.k.Once {
			changes = c.once(list, changes, at)
		}
		last := listed{cursor, len(changes), c.rev}
		if c.unchanged(last) {
			changes = nil
		}
		for _, change := range changes {
			if err := c.serves("between rows", fault.Unavailable); err != nil {
				yield(ticket.Change{}, err)
				return
			}
			if c.w.faulty && c.w.dice.one(c.w.k.Faults*4) {
				c.w.hit("poll cut off")
				yield(ticket.Change{}, c.learns(fault.Errorf(fault.Unavailable, "poll", "cut off")))
				return
			}
			if !yield(change, nil) {
				return
			}
			c.w.inside()
		}
		_ = c.learns(nil)
		c.plugin.last = last
		if len(changes) == 0 {
			at.At = newest
			yield(ticket.Change{Kind: ticket.Mark, Cursor: at.cursor()}, nil)
		}
	}
}

func (c *conn) row(i *item) ticket.Change {
	x := c.full(i, ticket.Need{Comments: c.k.Comments, Files: c.k.Files.Rows})
	return ticket.Change{Kind: ticket.Snapshot, Ref: i.ref, Version: i.version, Keys: x.Keys, Ticket: &x}
}

// news is what a poll tells, of several lists.
type news []told

type told struct {
	at     int64
	change ticket.Change
}

func (n *news) add(at int64, change ticket.Change) { *n = append(*n, told{at, change}) }

// inOrder is the news by their times, each with the cursor before which nothing is
// left to tell.
func (n news) inOrder(since int64, z zone) (changes []ticket.Change, newest int64) {
	slices.SortStableFunc(n, func(a, b told) int { return cmp.Compare(a.at, b.at) })
	newest = since
	for _, x := range n {
		newest = max(newest, z.shown(x.at))
		x.change.Cursor = position{At: newest}.cursor()
		changes = append(changes, x.change)
	}
	return changes, newest
}

// stream lists the comments that changed, by themselves as some tools do: those that
// went are not among them.
func (c *conn) stream(list *news, from, to int64) {
	for _, i := range c.alive() {
		for _, m := range i.live() {
			if at := int64(m.version); i.ref.Container == home && at >= from && at <= to {
				x := c.comment(m)
				list.add(at, ticket.Change{Kind: ticket.Commented, Ref: i.ref, Keys: x.Keys, Comment: &x})
			}
		}
	}
}

func (c *conn) Receive(_ context.Context, d sdk.Delivery) ([]ticket.Change, error) {
	if err := c.serves("at a delivery", fault.Unavailable); err != nil {
		return nil, err
	}
	var changes []ticket.Change
	err := json.Unmarshal(d.Body, &changes)
	return changes, err
}

func has(text ticket.Native, word string) bool { return strings.Contains(string(text), word) }
