package auth_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

type world struct {
	*auth.Service
	store *sqlstore.Store
	now   atomic.Int64 // microseconds, read by the store's own goroutines
}

func open(t *testing.T) *world {
	t.Helper()
	w := &world{}
	w.at(noon)
	now := func() time.Time { return time.UnixMicro(w.now.Load()).UTC() }
	s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + filepath.Join(t.TempDir(), "spochub.db"), Now: now, Sync: "off"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	w.Service, w.store = auth.New(s, now), s
	return w
}

func (w *world) at(t time.Time) { w.now.Store(t.UnixMicro()) }

func TestSignIn(t *testing.T) {
	t.Parallel()
	w := open(t)
	jana := auth.NewPerson{Login: "jana", Name: "Jana", Role: auth.SPOC, Password: "correct horse battery"}
	if err := w.Add(t.Context(), jana); err != nil {
		t.Fatal(err)
	}
	if err := w.Add(t.Context(), jana); err == nil {
		t.Error("added twice")
	}
	if a, err := w.SignIn(t.Context(), "jana", "correct horse battery"); err != nil || a.Role != auth.SPOC || a.Title() != "Jana" {
		t.Fatalf("signed in as %+v, %v", a, err)
	}
	for login, password := range map[string]string{"jana": "wrong horse battery", "nobody": "correct horse battery"} {
		if _, err := w.SignIn(t.Context(), login, password); !errors.Is(err, auth.ErrUnknown) {
			t.Errorf("%s: %v", login, err)
		}
	}
	if _, err := w.Person(t.Context(), "jana", 0); err != nil {
		t.Errorf("session: %v", err)
	}
	if err := w.SetPassword(t.Context(), "jana", "another long password"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Person(t.Context(), "jana", 0); !errors.Is(err, auth.ErrUnknown) {
		t.Errorf("an old session: %v", err)
	}
	if err := w.SetPassword(t.Context(), "jana", "short"); !errors.Is(err, auth.ErrWeak) {
		t.Errorf("a short password: %v", err)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	w := open(t)
	secret, err := w.NewToken(t.Context(), "monitoring", "", auth.Viewer, noon.Add(time.Hour))
	if err != nil || !strings.HasPrefix(secret, "spoc_") {
		t.Fatal(secret, err)
	}
	a, err := w.Authenticate(t.Context(), secret)
	if err != nil || a.Role != auth.Viewer || a.Name != "monitoring" || strings.Contains(a.Token, secret) {
		t.Fatalf("stands for %+v, %v", a, err)
	}
	for _, bad := range []string{"", "spoc_x", secret + "x"} {
		if _, err := w.Authenticate(t.Context(), bad); !errors.Is(err, auth.ErrUnknown) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	w.at(noon.Add(time.Hour))
	if _, err := w.Authenticate(t.Context(), secret); !errors.Is(err, auth.ErrUnknown) {
		t.Errorf("expired: %v", err)
	}
}

func TestTokenOfADisabledPerson(t *testing.T) {
	t.Parallel()
	w := open(t)
	if err := w.Add(t.Context(), auth.NewPerson{Login: "jana", Role: auth.Admin}); err != nil {
		t.Fatal(err)
	}
	secret, err := w.NewToken(t.Context(), "script", "jana", auth.Admin, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Disable(t.Context(), "jana"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Authenticate(t.Context(), secret); !errors.Is(err, auth.ErrUnknown) {
		t.Errorf("got %v", err)
	}
}

func TestIdempotencyKeys(t *testing.T) {
	t.Parallel()
	w := open(t)
	a := auth.Actor{Token: "t"}
	if _, known, err := w.Reserve(t.Context(), a, "k", "hash"); err != nil || known {
		t.Fatal(known, err)
	}
	if _, _, err := w.Reserve(t.Context(), a, "k", "hash"); !errors.Is(err, auth.ErrRunning) {
		t.Errorf("while it runs: %v", err)
	}
	if _, _, err := w.Reserve(t.Context(), a, "k", "other"); !errors.Is(err, auth.ErrReused) {
		t.Errorf("another body: %v", err)
	}
	w.at(noon.Add(2 * time.Minute))
	if _, known, err := w.Reserve(t.Context(), a, "k", "hash"); err != nil || known {
		t.Errorf("after its process died: %v, %v", known, err)
	}
	if err := w.Remember(t.Context(), a, auth.Answer{Key: "k", BodyHash: "hash", Status: 201, Body: []byte("x")}); err != nil {
		t.Fatal(err)
	}
	if was, known, err := w.Reserve(t.Context(), a, "k", "hash"); err != nil || !known || was.Status != 201 || string(was.Body) != "x" {
		t.Errorf("answered: %+v, %v, %v", was, known, err)
	}
	if _, known, err := w.Reserve(t.Context(), auth.Actor{Token: "u"}, "k", "other"); err != nil || known {
		t.Errorf("another token's key: %v, %v", known, err)
	}
}

func TestUnreadableHashesAreOfNoPassword(t *testing.T) {
	t.Parallel()
	for _, hash := range []string{"", "$argon2id$", "$argon2id$v=19$m=0,t=0,p=0$AAAA$AAAA", "$argon2id$v=19$m=19456,t=2,p=1$$"} {
		if auth.CheckPassword(hash, "") || auth.CheckPassword(hash, "correct horse battery") {
			t.Errorf("%q opens", hash)
		}
	}
}

// full is a database that takes nothing for a while.
type full struct {
	store.Accounts
	err error
}

func (f *full) Remember(ctx context.Context, a store.Answer) (store.Answer, bool, error) {
	if f.err != nil {
		return a, false, f.err
	}
	return f.Accounts.Remember(ctx, a)
}

func (f *full) Forget(ctx context.Context, token, key string) error {
	if f.err != nil {
		return f.err
	}
	return f.Accounts.Forget(ctx, token, key)
}

// A call whose end could not be stored does not count as running.
func TestACallWhoseEndIsNotStored(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*auth.Service, context.Context, auth.Actor) error{
		"answered": func(s *auth.Service, ctx context.Context, a auth.Actor) error {
			return s.Remember(ctx, a, auth.Answer{Key: "k", BodyHash: "hash", Status: 201, Body: []byte("made")})
		},
		"failed": func(s *auth.Service, ctx context.Context, a auth.Actor) error { return s.Forget(ctx, a, "k") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			disk := &full{Accounts: open(t).store}
			s, a := auth.New(disk, time.Now), auth.Actor{Token: "t"}
			if _, known, err := s.Reserve(t.Context(), a, "k", "hash"); err != nil || known {
				t.Fatal(known, err)
			}
			disk.err = errors.New("disk full")
			if err := end(s, t.Context(), a); err == nil {
				t.Fatal("stored on a full disk")
			}
			if _, _, err := s.Reserve(t.Context(), a, "k", "hash"); err == nil || errors.Is(err, auth.ErrRunning) {
				t.Errorf("while the disk is full: %v", err)
			}
			disk.err = nil
			answer, known, err := s.Reserve(t.Context(), a, "k", "hash")
			if err != nil || known != (name == "answered") || known && string(answer.Body) != "made" {
				t.Errorf("%q, known %v, %v", answer.Body, known, err)
			}
		})
	}
}
