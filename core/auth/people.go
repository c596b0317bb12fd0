package auth

import (
	"context"
	"errors"
	"fmt"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// NewPerson is somebody to be added.
type NewPerson struct {
	Login, Name, Mail string
	Role              Role
	Client            request.ClientID // with the role Client
	Password          string           // "": single sign-on only
}

// Add stores a new person; a login that exists is an error.
func (s *Service) Add(ctx context.Context, n NewPerson) error {
	switch {
	case n.Login == "":
		return errors.New("add person: a login is required")
	case !n.Role.Valid():
		return fmt.Errorf("add person: there is no role %q", n.Role)
	case (n.Role == Client) != (n.Client != ""):
		return errors.New("add person: a client's contact, and nobody else, belongs to a client")
	}
	if _, err := s.accounts.Person(ctx, n.Login); !errors.Is(err, store.ErrNotFound) {
		return errors.Join(fmt.Errorf("add person: %s exists already", n.Login), err)
	}
	p := store.Person{Login: n.Login, Name: n.Name, Mail: n.Mail, Role: string(n.Role), Client: n.Client, CreatedAt: s.now()}
	if n.Password != "" {
		hash, err := HashPassword(n.Password)
		if err != nil {
			return err
		}
		p.Hash = hash
	}
	return s.accounts.PutPerson(ctx, p, s.Entry(ctx, PersonAdded, p.Login, differences(store.Person{}, p)...))
}

// SetPassword gives a person a new password and ends all sessions.
func (s *Service) SetPassword(ctx context.Context, login, password string) error {
	return s.renew(ctx, PasswordSet, login, func(p *store.Person) (err error) {
		p.Hash, err = HashPassword(password)
		return err
	})
}

// Disable ends a person's access, sessions and tokens included.
func (s *Service) Disable(ctx context.Context, login string) error {
	return s.renew(ctx, PersonOff, login, func(p *store.Person) error {
		p.Disabled = true
		return nil
	})
}

// EndSessions signs a person out everywhere.
func (s *Service) EndSessions(ctx context.Context, login string) error {
	return s.renew(ctx, SignedOutAll, login, func(*store.Person) error { return nil })
}

// renew changes a person, ends all sessions of before, and records it.
func (s *Service) renew(ctx context.Context, action, login string, change func(*store.Person) error) error {
	p, err := s.accounts.Person(ctx, login)
	if err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	was := p
	if err := change(&p); err != nil {
		return err
	}
	p.Generation++
	return s.accounts.PutPerson(ctx, p, s.Entry(ctx, action, login, differences(was, p)...))
}

// People lists everybody, by login.
func (s *Service) People(ctx context.Context) ([]store.Person, error) { return s.accounts.People(ctx) }
