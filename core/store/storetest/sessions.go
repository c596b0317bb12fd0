package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"
)

// Sessions is a store for web sessions, as github.com/alexedwards/scs/v2 wants
// it.
type Sessions interface {
	FindCtx(ctx context.Context, token string) (data []byte, found bool, err error)
	CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error
	DeleteCtx(ctx context.Context, token string) error
	AllCtx(ctx context.Context) (map[string][]byte, error)
}

// session is what is found under a token: its data, or "none".
func session(t *testing.T, s Subject, token string) string {
	t.Helper()
	data, found, err := s.Sessions.FindCtx(t.Context(), token)
	must(t, err)
	if !found {
		return "none"
	}
	return string(data)
}

func sessions(t *testing.T, s Subject) string {
	t.Helper()
	all, err := s.Sessions.AllCtx(t.Context())
	must(t, err)
	return fmt.Sprintf("%s", all)
}

// sessionTests say what a store of sessions owes.
var sessionTests = map[string]func(*testing.T, Subject){
	"a session is kept, replaced and ended": func(t *testing.T, s Subject) {
		later := s.Clock.Now().Add(time.Hour)
		equal(t, "at first", session(t, s, "a"), "none")
		equal(t, "all at first", sessions(t, s), "map[]")
		must(t, s.Sessions.CommitCtx(t.Context(), "a", []byte("one"), later))
		must(t, s.Sessions.CommitCtx(t.Context(), "b", nil, later))
		equal(t, "stored", session(t, s, "a"), "one")
		equal(t, "without data", session(t, s, "b"), "")
		must(t, s.Sessions.CommitCtx(t.Context(), "a", []byte("two"), later))
		equal(t, "replaced", session(t, s, "a"), "two")
		equal(t, "all", sessions(t, s), "map[a:two b:]")
		must(t, s.Sessions.DeleteCtx(t.Context(), "a"))
		must(t, s.Sessions.DeleteCtx(t.Context(), "a"))
		equal(t, "ended", session(t, s, "a"), "none")
		equal(t, "another one", session(t, s, "b"), "")
	},
	"a session ends at its time and is pruned": func(t *testing.T, s Subject) {
		for token, d := range map[string]time.Duration{"short": time.Minute, "long": time.Hour} {
			must(t, s.Sessions.CommitCtx(t.Context(), token, []byte(token), s.Clock.Now().Add(d)))
		}
		s.Clock.Advance(time.Minute)
		equal(t, "ended", session(t, s, "short"), "none")
		equal(t, "all that count", sessions(t, s), "map[long:long]")
		s.Clock.Advance(time.Second)
		must(t, s.Prune(t.Context()))
		s.Clock.Advance(-time.Minute)
		equal(t, "pruned", session(t, s, "short"), "none")
		equal(t, "not ended yet", session(t, s, "long"), "long")
	},
	"a longer time keeps a session": func(t *testing.T, s Subject) {
		must(t, s.Sessions.CommitCtx(t.Context(), "a", []byte("x"), s.Clock.Now().Add(time.Minute)))
		must(t, s.Sessions.CommitCtx(t.Context(), "a", []byte("x"), s.Clock.Now().Add(time.Hour)))
		s.Clock.Advance(2 * time.Minute)
		must(t, s.Prune(t.Context()))
		equal(t, "prolonged", session(t, s, "a"), "x")
	},
}
