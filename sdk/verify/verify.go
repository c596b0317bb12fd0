// Package verify judges a connection from outside, with the settings of its
// user: only what can be checked without writing at the tool. The conformance
// suite in package sdktest needs a simulator and checks the rest.
package verify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Result is what one check found.
type Result struct {
	Check string
	Err   error  // nil: the rule is kept
	Skip  string // why it was not checked
}

// Conn makes every check on an open connection. It writes nothing at the tool.
func Conn(ctx context.Context, m sdk.Manifest, c sdk.Conn) []Result {
	results := []Result{{Check: "manifest", Err: Manifest(m)}}
	p, err := c.Ping(ctx)
	if err == nil {
		err = Place(m, p)
	}
	results = append(results, Result{Check: "ping", Err: err})
	if err != nil {
		return results
	}
	return append(results,
		result(c, "an unknown key finds nothing", func(f sdk.Finder) error { return find(ctx, f) }),
		result(c, "a poll yields cursors", func(w sdk.Watcher) error { return poll(ctx, w) }),
		result(c, "a garbled delivery is harmless", func(r sdk.Receiver) error { return receive(ctx, r) }),
		result(c, "render is stable", func(r sdk.Renderer) error { return render(ctx, r) }),
		result(c, "the catalog can be written", func(k sdk.Cataloger) error { return catalogs(ctx, k, p) }),
		Result{Check: "cancel returns promptly", Err: cancelled(ctx, c)},
	)
}

// result makes a check that needs the capability T.
func result[T any](c sdk.Conn, name string, check func(T) error) Result {
	t, ok := sdk.As[T](c)
	if !ok {
		return Result{Check: name, Skip: "the connector has no " + sdk.CapabilityName[T]()}
	}
	return Result{Check: name, Err: check(t)}
}

func find(ctx context.Context, f sdk.Finder) error {
	found, err := f.Find(ctx, "t0-verify-no-such-key-0a1b2c3d")
	if err == nil && len(found) > 0 {
		err = fmt.Errorf("a key that nobody has made found %d tickets", len(found))
	}
	return err
}

func poll(ctx context.Context, w sdk.Watcher) error {
	n, marks := 0, 0
	for c, err := range w.Changes(ctx, "") {
		if err != nil {
			return err
		}
		if c.Cursor == "" {
			return fmt.Errorf("a %s has no cursor", c.Kind)
		}
		if c.Kind == ticket.Mark {
			marks++
		}
		n++
	}
	if n == 0 || marks > 1 {
		return fmt.Errorf("a poll from now yields %d changes with %d marks; it must yield something and at most one mark", n, marks)
	}
	return nil
}

func receive(ctx context.Context, r sdk.Receiver) error {
	for _, body := range []string{"", "null", "[]", "{}", `{"`, "<xml/>"} {
		changes, err := r.Receive(ctx, sdk.Delivery{Body: []byte(body), Authentic: true})
		if fault.ClassOf(err) == fault.Unavailable {
			return fmt.Errorf("the body %q: %w", body, err)
		}
		if len(changes) > 0 && changes[0].Ref.ID != "" {
			return fmt.Errorf("the body %q tells of %s", body, changes[0].Ref.ID)
		}
	}
	return nil
}

func render(ctx context.Context, r sdk.Renderer) error {
	ask := []sdk.Text{{Field: ticket.Description, Markdown: "A *word* and `code`."}, {Field: ticket.CommentText, Markdown: "- one\n- two"}}
	first, err := r.Render(ctx, ask)
	if err != nil {
		return err
	}
	if len(first) != len(ask) {
		return fmt.Errorf("%d answers for %d texts", len(first), len(ask))
	}
	for i := range ask {
		ask[i].Current = first[i]
	}
	again, err := r.Render(ctx, ask)
	if err != nil {
		return err
	}
	for i := range again {
		if again[i] != first[i] {
			return fmt.Errorf("%q was rendered as %q and then changed to %q", ask[i].Markdown, first[i], again[i])
		}
	}
	return nil
}

func catalogs(ctx context.Context, k sdk.Cataloger, p sdk.Place) error {
	for _, c := range p.Containers {
		codes, err := k.Catalog(ctx, c.ID)
		if err == nil {
			err = Codes(codes)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", c.Key, err)
		}
	}
	return nil
}

func cancelled(ctx context.Context, c sdk.Conn) error {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	done := make(chan error, 1)
	go func() { _, err := c.Ping(ctx); done <- err }()
	timeout := time.NewTimer(5 * time.Second)
	defer timeout.Stop()
	select {
	case err := <-done:
		if err == nil {
			return errors.New("a call with a cancelled context succeeded")
		}
		return nil
	case <-timeout.C:
		return errors.New("a call with a cancelled context is still under way after five seconds")
	}
}
