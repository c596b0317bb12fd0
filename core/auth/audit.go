package auth

import (
	"context"
	"errors"

	"github.com/spochub/spochub/core/store"
)

// Entry is one line of the audit trail.
type Entry = store.Audit

// Detail is one value that changed.
type Detail = store.AuditChange

// TrailQuery asks for a stretch of the audit trail.
type TrailQuery = store.TrailQuery

// What the trail tells of people; other parts of the hub add theirs.
const (
	SignedIn      = "sign_in"
	SignInFailed  = "sign_in.failed"
	SignInLocked  = "sign_in.locked"
	SignedOut     = "sign_out"
	SignedOutAll  = "sign_out.everywhere"
	PersonAdded   = "person.added"
	PersonChanged = "person.changed"
	PersonOff     = "person.disabled"
	PersonOn      = "person.enabled"
	PasswordSet   = "person.password"
	LinkMade      = "person.link"
	TokenMade     = "token.made"
	TokenRevoked  = "token.revoked"
)

// Actions lists what the trail tells of people.
func Actions() []string {
	return []string{
		SignedIn, SignInFailed, SignInLocked, SignedOut, SignedOutAll, PersonAdded, PersonChanged, PersonOff, PersonOn,
		PasswordSet, LinkMade, TokenMade, TokenRevoked,
	}
}

// CommandLine is who acts where nobody is said to: whoever may run the program
// beside its database.
const CommandLine = "command line"

type doerKey struct{}

type doer struct{ name, address string }

// Doing returns a context in which the trail names an actor, and the network
// address that it comes from.
func Doing(ctx context.Context, a Actor, address string) context.Context {
	name := a.Login
	if a.Token != "" {
		name = "token " + a.TokenName
	}
	return context.WithValue(ctx, doerKey{}, doer{name, address})
}

// Entry begins a line of the trail: it is the context's actor that acts now.
func (s *Service) Entry(ctx context.Context, action, object string, details ...Detail) Entry {
	d, said := ctx.Value(doerKey{}).(doer)
	if !said {
		d.name = CommandLine
	}
	return Entry{At: s.now(), By: d.name, Address: d.address, Action: action, Object: object, Changes: details}
}

// Entered records that somebody signed in, and how.
func (s *Service) Entered(ctx context.Context, a Actor, how string) error {
	e := s.Entry(ctx, SignedIn, a.Login, Detail{Field: "how", To: how})
	e.By = a.Login
	return s.accounts.Record(ctx, e)
}

// Refused records a sign-in that failed, or was not tried since there were too
// many before. A login that nobody has is not written down: people type their
// password there.
func (s *Service) Refused(ctx context.Context, login string, locked bool) error {
	if _, err := s.accounts.Person(ctx, login); errors.Is(err, store.ErrNotFound) {
		login = ""
	} else if err != nil {
		return err
	}
	action := SignInFailed
	if locked {
		action = SignInLocked
	}
	return s.accounts.Record(ctx, s.Entry(ctx, action, login))
}

// Record records an act of the context's actor.
func (s *Service) Record(ctx context.Context, action, object string, details ...Detail) error {
	return s.accounts.Record(ctx, s.Entry(ctx, action, object, details...))
}

// Left records that somebody signed out.
func (s *Service) Left(ctx context.Context, a Actor) error {
	return s.accounts.Record(ctx, s.Entry(ctx, SignedOut, a.Login))
}

// Trail is a stretch of the audit trail, newest first, for those who manage the
// hub.
func (s *Service) Trail(ctx context.Context, by Actor, q TrailQuery) ([]Entry, error) {
	if err := by.Check(Manage); err != nil {
		return nil, err
	}
	return s.accounts.Trail(ctx, q)
}

// differences tells what changed of a person, without the password's hash.
func differences(from, to store.Person) []Detail {
	var list []Detail
	add := func(field, from, to string) {
		if from != to {
			list = append(list, Detail{Field: field, From: from, To: to})
		}
	}
	add("name", from.Name, to.Name)
	add("mail", from.Mail, to.Mail)
	add("role", from.Role, to.Role)
	add("client", string(from.Client), string(to.Client))
	return list
}
