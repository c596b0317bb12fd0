package auth

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spochub/spochub/core/store"
)

// byProvider is who changes an account whose role follows from groups.
const byProvider = "openid"

// Admit finds the account of somebody for whom a provider vouches. Where groups
// give roles, it makes the account when they first come and keeps its role up to
// date. Whoever has no account, none of the groups, or a disabled account is
// ErrUnknown.
func (s *Service) Admit(ctx context.Context, v Vouched) (Actor, error) {
	p, err := s.accounts.Person(ctx, v.Login)
	known := err == nil
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return Actor{}, fmt.Errorf("admit: %w", err)
	}
	if known && p.Disabled || !known && !v.Maps {
		return Actor{}, ErrUnknown
	}
	if !v.Maps || known && Role(p.Role) == Client { // a contact is what the desk says
		return actor(p), nil
	}
	role, was, action := highest(v.Roles), p, PersonChanged
	switch {
	case role == "":
		return Actor{}, ErrUnknown
	case !known:
		action = PersonAdded
		p = store.Person{Login: v.Login, Name: v.Name, Mail: v.Mail, Role: string(role), CreatedAt: s.now()}
	case p.Role == string(role):
		return actor(p), nil
	default:
		p.Role = string(role)
	}
	e := s.Entry(ctx, action, p.Login, differences(was, p)...)
	e.By = byProvider
	if err := s.accounts.PutPerson(ctx, p, e); err != nil {
		return Actor{}, fmt.Errorf("admit: %w", err)
	}
	return actor(p), nil
}

// highest is the role with the most rights, "" of none.
func highest(roles []Role) Role {
	for _, r := range []Role{Admin, Lead, SPOC, Viewer} {
		if slices.Contains(roles, r) {
			return r
		}
	}
	return ""
}
