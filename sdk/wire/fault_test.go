package wire_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/wire"
)

func host() sdk.Host { return sdk.Host{Connection: "noc", Log: slog.New(slog.DiscardHandler)} }

func TestFaultsCrossWhole(t *testing.T) {
	for c := fault.Internal; c.String() != "internal" || c == fault.Internal; c++ {
		for _, want := range []*fault.Error{
			{Class: c},
			{Op: "create issue", Class: c, After: 42 * time.Second, Field: "priority", Hint: "ask the admin", Err: errors.New("HTTP 500: ö")},
		} {
			e := &echo{hook: func(context.Context) error { return want }}
			_, err := dial2(t, e).Create(t.Context(), sdk.Draft{})
			var got *fault.Error
			if !errors.As(err, &got) || got.Error() != want.Error() || got.Class != want.Class || got.After != want.After {
				t.Errorf("%v\ncame back as %v", want, err)
			}
		}
	}
}

// dial2 is dial without the hook in Open.
func dial2(t *testing.T, e *echo) client {
	t.Helper()
	hook := e.hook
	e.hook = nil
	conn := dial(t, e)
	e.hook = hook
	return conn
}

func TestOtherErrorsCross(t *testing.T) {
	inner := &fault.Error{Op: "post", Class: fault.Throttled, After: time.Minute, Err: errors.New("slow down")}
	for _, c := range []struct {
		give error
		want fault.Class
		text string
	}{
		{errors.New("odd"), fault.Internal, "odd"},
		{fmt.Errorf("outer: %w", inner), fault.Throttled, "outer: post: throttled: slow down"},
		{&fault.Error{Class: fault.Invalid, Err: errors.New("bad \xff byte")}, fault.Invalid, "bad � byte"},
		{&fault.Error{Class: 99, Err: errors.New("from the future")}, fault.Internal, "from the future"},
		{&fault.Error{Class: fault.Invalid, Err: errors.New(strings.Repeat("x", 1<<20))}, fault.Invalid, "xxx"},
		{status.Error(codes.NotFound, "bare"), fault.Internal, "bare"},
	} {
		_, err := dial2(t, &echo{hook: func(context.Context) error { return c.give }}).Create(t.Context(), sdk.Draft{})
		if fault.ClassOf(err) != c.want || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%.80v came back as %.200v, want %v with %q", c.give, err, c.want, c.text)
		}
	}
}

func TestSettingsFaultsCross(t *testing.T) {
	_, err := wire.InMemory(connector(&echo{})).Open(t.Context(), settings.Raw{"nam": "x", "count": "many"}, host())
	var got settings.Faults
	if !errors.As(err, &got) || len(got) != 3 {
		t.Fatalf("got %v, want three faults", err)
	}
}

func TestPanicIsAFault(t *testing.T) {
	e := &echo{hook: func(context.Context) error { panic("ouch") }}
	conn := dial2(t, e)
	_, err := conn.Create(t.Context(), sdk.Draft{})
	if !errors.Is(err, fault.New(fault.Internal)) && fault.ClassOf(err) != fault.Internal || !strings.Contains(err.Error(), "ouch") {
		t.Errorf("create: %v", err)
	}
	if _, err := collect(conn.Changes(t.Context(), "")); !strings.Contains(fmt.Sprint(err), "ouch") {
		t.Errorf("changes: %v", err)
	}
	e.hook = nil
	if _, err := conn.Ping(t.Context()); err != nil {
		t.Errorf("after the panic: %v", err)
	}
}

func TestCancellationCrosses(t *testing.T) {
	inside, out := make(chan struct{}), make(chan error, 1)
	e := &echo{hook: func(ctx context.Context) error {
		close(inside)
		<-ctx.Done()
		out <- ctx.Err()
		return ctx.Err()
	}}
	conn := dial2(t, e)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-inside; cancel() }()
	_, err := conn.Create(ctx, sdk.Draft{})
	if fault.ClassOf(err) != fault.Uncertain || !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled write: %v", err)
	}
	if err := <-out; !errors.Is(err, context.Canceled) {
		t.Errorf("inside: %v", err)
	}
}

func TestDeadlineCrosses(t *testing.T) {
	seen := make(chan time.Duration, 1)
	conn := dial2(t, &echo{hook: func(ctx context.Context) error {
		d, _ := ctx.Deadline()
		seen <- time.Until(d)
		return nil
	}})
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	if _, err := conn.Ping(ctx); err != nil {
		t.Fatal(err)
	}
	if d := <-seen; d < 59*time.Minute || d > time.Hour {
		t.Errorf("the plugin saw a deadline in %v", d)
	}
}

func TestLeavingAPollEndsIt(t *testing.T) {
	done := make(chan struct{})
	e := &echo{give: answers{changes: make([]sdk.Change, 10)}, hook: func(ctx context.Context) error { <-ctx.Done(); close(done); return nil }}
	for range dial2(t, e).Changes(t.Context(), "") {
		break
	}
	<-done
}

func TestALeftPollIsCounted(t *testing.T) {
	conn := dial(t, &pages{})
	meter := &rest.Meter{}
	n := 0
	for range conn.Changes(rest.WithMeter(t.Context(), meter), "") {
		if n++; n == 3 {
			break
		}
	}
	if got := meter.Tally().Calls["GET"]; got != 3 {
		t.Errorf("three pages counted as %d calls", got)
	}
}

func TestUploadFailsBothWays(t *testing.T) {
	refuse := fault.Errorf(fault.Denied, "upload", "too large")
	big := io.LimitReader(endless{}, 8<<20)
	_, err := dial2(t, &echo{hook: func(context.Context) error { return refuse }}).Upload(t.Context(), sdk.Ref{}, "", sdk.File{}, big)
	if fault.ClassOf(err) != fault.Denied {
		t.Errorf("refused half-way: %v", err)
	}
	e := &echo{}
	_, err = dial(t, e).Upload(t.Context(), sdk.Ref{}, "", sdk.File{}, io.MultiReader(strings.NewReader("half"), broken{}))
	if fault.ClassOf(err) != fault.Uncertain || e.give.body != nil {
		t.Errorf("a broken source: %v, arrived %q", err, e.give.body)
	}
}

// pages makes one call for each change.
type pages struct{ echo }

func (p *pages) Changes(ctx context.Context, _ sdk.Cursor) iter.Seq2[sdk.Change, error] {
	return func(yield func(sdk.Change, error) bool) {
		for ctx.Err() == nil {
			rest.MeterOf(ctx).Count("GET")
			if !yield(sdk.Change{Cursor: "c"}, nil) {
				return
			}
		}
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("disk error") }
