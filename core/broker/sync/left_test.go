package sync_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/breakable"
)

// A poll that the hub itself gives up, since it stops or starts anew with another
// configuration, says nothing of the tool.
func TestAPollThatTheHubGivesUpIsNoFailureOfTheTool(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.open()
		b.clock.Advance(time.Hour)
		claims, err := b.store.Claim(t.Context(), store.PollWork, 1, time.Minute)
		must(t, err)
		ctx, stop := context.WithCancel(t.Context())
		b.calls.Break(breakable.Break{Match: func(*http.Request) bool { stop(); return true }, Status: http.StatusServiceUnavailable})
		out := b.engine.Poll(ctx, claims[0])
		must(t, b.store.Finish(t.Context(), claims[0], *out))
		views, err := b.store.Connections(t.Context())
		must(t, err)
		if out.Failed || len(views) != 1 || views[0].LastError != "" || views[0].Silent(b.clock.Now()) {
			t.Errorf("%+v, connections %+v", *out, views)
		}
		b.poll()
	})
}
