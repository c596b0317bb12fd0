package desk_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/fault"
)

// counted counts how often the store is asked for connections in trouble.
type counted struct {
	desk.Store
	n int
}

func (c *counted) Troubled(ctx context.Context) ([]store.Connection, error) {
	c.n++
	return c.Store.Troubled(ctx)
}

func TestOutagesSayWhatWhyAndSinceWhen(t *testing.T) {
	t.Parallel()
	parties := directory()
	parties.Accounts = map[string]request.Account{"jira": {}, "github": {}, "snow": {}, "rt": {}, "wait": {}, "over": {}, "well": {}, "off": {Paused: true}}
	c := &counted{}
	w := openWith(t, parties, func(s desk.Store) desk.Store { c.Store = s; return c })
	before := noon.Add(-time.Hour)
	for _, x := range []store.Connection{
		{Name: "jira", Stopped: "refused", StoppedAt: before, LastError: "refused", ErrorAt: noon},
		{Name: "github", LastError: "poll: unavailable: no route", ErrorAt: noon, PolledAt: before},
		{Name: "snow", LastError: "poll: slow down", Class: fault.Throttled, ErrorAt: noon, PolledAt: before, NotBefore: noon.Add(time.Hour)},
		{Name: "wait", Class: fault.Unavailable, ErrorAt: before, PolledAt: before.Add(time.Second), NotBefore: noon.Add(time.Hour)},
		{Name: "over", Class: fault.Unavailable, ErrorAt: before, PolledAt: before.Add(time.Second), NotBefore: noon.Add(-time.Minute)},
		{Name: "rt", LastError: "poll: unavailable", ErrorAt: before},
		{Name: "well", LastError: "poll: unavailable", ErrorAt: before, PolledAt: noon},
		{Name: "off", Stopped: "refused", StoppedAt: before},
		{Name: "removed", Stopped: "refused", StoppedAt: before},
	} {
		if err := w.store.Connection(t.Context(), x.Name, func(stored *store.Connection) error { *stored = x; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	want := []desk.Outage{
		{Connection: "github", Why: "poll: unavailable: no route", Since: before}, {Connection: "jira", Stopped: true, Why: "refused", Since: before},
		{Connection: "off", Paused: true}, {Connection: "rt", Why: "poll: unavailable", Since: before},
		{Connection: "wait", Since: before.Add(time.Second)},
	}
	for range 3 {
		if got, err := w.Outages(t.Context(), jana); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	w.at(noon.Add(time.Second))
	if got, err := w.Outages(t.Context(), jana); err != nil || len(got) != 5 || c.n != 2 {
		t.Errorf("%+v, %v; the store was asked %d times", got, err, c.n)
	}
	if _, err := w.Outages(t.Context(), auth.Actor{Role: auth.Client}); !errors.Is(err, auth.ErrDenied) {
		t.Errorf("a client may see them: %v", err)
	}
}
