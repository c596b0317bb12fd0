package github

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"sync"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// index remembers which key our account's issues carried when they were listed,
// so that the next Find lists only what changed since. It is no state: without
// it everything is listed.
type index struct {
	mu    sync.Mutex
	since time.Time // everything up to here is in it
	keys  map[int][]sdk.Key
}

// Find lists what our account created, to the last page; the search would lag
// and stop at a thousand. What was listed by an earlier Find and has not changed
// is read again only where it carries the key.
func (c *conn) Find(ctx context.Context, key sdk.Key) ([]sdk.Ticket, error) {
	h, err := c.here(ctx)
	if err != nil {
		return nil, err
	}
	listed, err := c.listOwn(ctx, h, c.keys.start())
	if err != nil {
		return nil, err
	}
	var found []sdk.Ticket
	for _, n := range c.keys.with(key) {
		t, ok := listed[n]
		if !ok {
			t, err = c.Get(ctx, h.reader(c.codes).ref(&gh.Issue{Number: &n}), sdk.Need{})
			if absent(err) || t.Was != nil {
				continue
			}
			if err != nil {
				return nil, err
			}
		}
		if slices.Contains(t.Keys, key) {
			found = append(found, t)
		}
	}
	return found, nil
}

// absent reports a ticket that is in no list any more: deleted, or out of sight.
func absent(err error) bool {
	class := fault.ClassOf(err)
	return err != nil && (class == fault.Gone || class == fault.NotFound)
}

// listOwn reads our issues that changed since a time, all of them if it is zero,
// and enters their keys.
func (c *conn) listOwn(ctx context.Context, h *home, since time.Time) (map[int]sdk.Ticket, error) {
	own := list{h.repo() + "/issues", url.Values{"state": {"all"}, "creator": {h.self.Name}}}
	listed := map[int]sdk.Ticket{}
	first, err := walk(ctx, c, "find issue", own, since, "", func(_ *gh.Response, is *gh.Issue) (time.Time, error) {
		if !is.IsPullRequest() {
			listed[is.GetNumber()] = h.reader(c.codes).ticket(is)
		}
		return is.GetUpdatedAt().Time, nil
	})
	if err != nil {
		return nil, err
	}
	c.keys.enter(listed, serverTime(first))
	return listed, nil
}

func (x *index) start() time.Time {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.since
}

// enter takes in what was listed; began is the tool's time when the listing did.
func (x *index) enter(listed map[int]sdk.Ticket, began time.Time) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.keys == nil {
		x.keys = map[int][]sdk.Key{}
	}
	for n, t := range listed {
		x.keys[n] = t.Keys
	}
	if since := began.Add(-overlap); !began.IsZero() && since.After(x.since) {
		x.since = since
	}
}

// with returns the numbers that carry a key, in order.
func (x *index) with(key sdk.Key) []int {
	x.mu.Lock()
	defer x.mu.Unlock()
	var numbers []int
	for _, n := range slices.Sorted(maps.Keys(x.keys)) {
		if slices.Contains(x.keys[n], key) {
			numbers = append(numbers, n)
		}
	}
	return numbers
}
