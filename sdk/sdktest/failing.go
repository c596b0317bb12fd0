package sdktest

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// reads returns one reading call of each kind, by name.
func (b *bench) reads(r sdk.Ref) map[string]func(context.Context) error {
	calls := map[string]func(context.Context) error{
		"ping": func(ctx context.Context) error { _, err := b.conn.Ping(ctx); return err },
		"get":  func(ctx context.Context) error { _, err := b.conn.Get(ctx, r, sdk.Need{Comments: true}); return err },
	}
	if f, ok := sdk.As[sdk.Finder](b.conn); ok {
		calls["find"] = func(ctx context.Context) error { _, err := f.Find(ctx, newKey()); return err }
	}
	if w, ok := sdk.As[sdk.Watcher](b.conn); ok {
		calls["changes"] = func(ctx context.Context) error {
			for _, err := range w.Changes(ctx, "since:2001-01-01T00:00:00Z") {
				if err != nil {
					return err
				}
			}
			return nil
		}
	}
	return calls
}

// writes returns one writing call of each kind, by name.
func (b *bench) writes(r sdk.Ref, k sdk.Key) map[string]func(context.Context) error {
	calls := map[string]func(context.Context) error{}
	if c, ok := sdk.As[sdk.Creator](b.conn); ok {
		d := b.draft(newKey())
		calls["create"] = func(ctx context.Context) error { _, err := c.Create(ctx, d); return err }
	}
	if e, ok := sdk.As[sdk.Editor](b.conn); ok {
		p := sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "Changed"}}
		calls["edit"] = func(ctx context.Context) error { _, err := e.Edit(ctx, r, k, p); return err }
	}
	if c, ok := sdk.As[sdk.Commenter](b.conn); ok {
		d := b.words("A word.")
		calls["comment"] = func(ctx context.Context) error { _, err := c.Comment(ctx, r, newKey(), d); return err }
	}
	return calls
}

func throttled(b *bench) {
	ref, key := b.ours()
	reads, writes := b.reads(ref), b.writes(ref, key)
	b.breaks(breakable.Break{Times: -1, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"7"}}})
	for _, calls := range []map[string]func(context.Context) error{reads, writes} {
		for name, call := range calls {
			err := call(b.ctx)
			b.class(name+" at 429", err, fault.Throttled)
			var f *fault.Error
			if !errors.As(err, &f) || f.After <= 0 || f.After > 8*time.Second {
				b.Errorf("%s at 429 with Retry-After 7: the fault says %v", name, f)
			}
		}
	}
}

func unauthenticated(b *bench) {
	ref, key := b.ours()
	reads, writes := b.reads(ref), b.writes(ref, key)
	b.breaks(breakable.Break{Times: -1, Status: http.StatusUnauthorized, Body: `{"message":"no"}`})
	for _, calls := range []map[string]func(context.Context) error{reads, writes} {
		for name, call := range calls {
			b.class(name+" at 401", call(b.ctx), fault.Unauthenticated)
		}
	}
}

func readFails(b *bench) {
	ref, _ := b.ours()
	reads := b.reads(ref)
	b.breaks(breakable.Break{Times: -1, Status: http.StatusInternalServerError, Body: "oops"})
	for name, call := range reads {
		b.class(name+" at 500", call(b.ctx), fault.Unavailable)
	}
}

func writeFails(b *bench) {
	ref, key := b.ours()
	writes := b.writes(ref, key)
	b.breaks(breakable.Break{Match: b.writing, Times: -1, Status: http.StatusInternalServerError, Body: "oops"})
	for name, call := range writes {
		b.class(name+" at 500", call(b.ctx), fault.Uncertain)
	}
}

func cancelled(b *bench) {
	ref, _ := b.ours()
	for name, call := range b.reads(ref) {
		hit := make(chan struct{}, 1)
		b.breaks(breakable.Break{Times: -1, Delay: time.Hour, Match: func(*http.Request) bool {
			select {
			case hit <- struct{}{}:
			default:
			}
			return true
		}})
		ctx, cancel := context.WithCancel(b.ctx)
		done := make(chan error, 1)
		go func() { done <- call(ctx) }()
		wait(b, name+" reaches the tool", hit)
		cancel()
		if err := wait(b, name+" returns after its cancellation", done); err == nil {
			b.Errorf("%s: no error after its cancellation", name)
		}
		b.Calls.Heal()
	}
}
