package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/spochub/spochub/core/store"
)

// Service signs people in and checks API tokens. It is safe for concurrent use.
type Service struct {
	accounts store.Accounts
	now      func() time.Time
	loose    loose
}

// New returns a service over stored accounts.
func New(accounts store.Accounts, now func() time.Time) *Service {
	return &Service{accounts: accounts, now: now}
}

// SignIn checks a login and a password. Whatever is wrong is ErrUnknown.
func (s *Service) SignIn(ctx context.Context, login, password string) (Actor, error) {
	p, err := s.accounts.Person(ctx, login)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return Actor{}, fmt.Errorf("sign in: %w", err)
	}
	if !CheckPassword(p.Hash, password) || p.Disabled {
		return Actor{}, ErrUnknown
	}
	return actor(p), nil
}

// Person finds somebody who is signed in already: for a session, with the
// generation that it was made for.
func (s *Service) Person(ctx context.Context, login string, generation int64) (Actor, error) {
	p, err := s.accounts.Person(ctx, login)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return Actor{}, ErrUnknown
	case err != nil:
		return Actor{}, fmt.Errorf("person: %w", err)
	case p.Disabled || p.Generation != generation:
		return Actor{}, ErrUnknown
	}
	return actor(p), nil
}

// Find finds somebody by login alone, for whom another way of signing in has
// vouched. Unknown and disabled people are ErrUnknown.
func (s *Service) Find(ctx context.Context, login string) (Actor, error) {
	p, err := s.accounts.Person(ctx, login)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && p.Disabled:
		return Actor{}, ErrUnknown
	case err != nil:
		return Actor{}, fmt.Errorf("find person: %w", err)
	}
	return actor(p), nil
}

func actor(p store.Person) Actor {
	return Actor{Login: p.Login, Name: p.Name, Role: Role(p.Role), Client: p.Client, Generation: p.Generation}
}

// Authenticate finds whom an API token stands for. Unknown, expired and disabled
// tokens, and those of disabled people, are ErrUnknown.
func (s *Service) Authenticate(ctx context.Context, secret string) (Actor, error) {
	if secret == "" {
		return Actor{}, ErrUnknown
	}
	t, err := s.accounts.Token(ctx, hashToken(secret))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return Actor{}, ErrUnknown
	case err != nil:
		return Actor{}, fmt.Errorf("token: %w", err)
	case t.Disabled || !t.ExpiresAt.IsZero() && !s.now().Before(t.ExpiresAt):
		return Actor{}, ErrUnknown
	}
	a, err := s.behind(ctx, t)
	if err == nil {
		s.use(ctx, t)
	}
	return a, err
}

// behind is the actor of a token: its person with the token's role.
func (s *Service) behind(ctx context.Context, t store.Token) (Actor, error) {
	a := Actor{Login: t.Login, Name: t.Name, Role: Role(t.Role), Token: t.Hash, TokenName: t.Name}
	if t.Login == "" {
		return a, nil
	}
	p, err := s.accounts.Person(ctx, t.Login)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return a, nil
	case err != nil:
		return Actor{}, fmt.Errorf("token: %w", err)
	case p.Disabled:
		return Actor{}, ErrUnknown
	}
	a.Name, a.Client = p.Name, p.Client
	return a, nil
}

// NewToken makes an API token and returns its secret, which is stored nowhere.
// The zero time never expires.
func (s *Service) NewToken(ctx context.Context, name, login string, role Role, expires time.Time) (string, error) {
	if !role.Valid() {
		return "", fmt.Errorf("new token: there is no role %q", role)
	}
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("new token: %w", err)
	}
	secret := "spoc_" + base64.RawURLEncoding.EncodeToString(raw)
	t := store.Token{Hash: hashToken(secret), Name: name, Login: login, Role: string(role), CreatedAt: s.now(), ExpiresAt: expires}
	err := s.accounts.PutToken(ctx, t, s.Entry(ctx, TokenMade, name, Detail{Field: "role", To: t.Role}, Detail{Field: "login", To: login}))
	if err != nil {
		return "", fmt.Errorf("new token: %w", err)
	}
	return secret, nil
}

func hashToken(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
