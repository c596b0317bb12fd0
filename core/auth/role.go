// Package auth knows the people and programs that use the hub: roles and what
// each may do, passwords, API tokens, and the answers remembered for their
// idempotency keys.
package auth

import (
	"errors"
	"slices"

	"github.com/spochub/spochub/core/request"
)

// Role is what somebody is to the desk.
type Role string

// The roles.
const (
	SPOC   Role = "spoc"   // works at the desk
	Lead   Role = "lead"   // leads it
	Admin  Role = "admin"  // leads it and runs the hub
	Viewer Role = "viewer" // reads
	Client Role = "client" // a contact: the portal of their own organisation
)

// Roles lists every role.
func Roles() []Role { return []Role{SPOC, Lead, Admin, Viewer, Client} }

// Valid reports whether r is one of the roles.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }

// Right is one thing that somebody may do.
type Right string

// The rights.
const (
	Read   Right = "read"   // see requests, history, connections
	Work   Right = "work"   // receive, triage, delegate, write, link
	Manage Right = "manage" // people, connections, settings
	Use    Right = "portal" // the client's own portal
	Own    Right = "own"    // one's own account
)

// May reports whether a role has a right. It is the one table of rights.
func (r Role) May(what Right) bool {
	if what == Own {
		return r.Valid()
	}
	switch r {
	case Admin:
		return what == Read || what == Work || what == Manage
	case SPOC, Lead:
		return what == Read || what == Work
	case Viewer:
		return what == Read
	case Client:
		return what == Use
	}
	return false
}

// Actor is whoever acts: signed in, or by a token.
type Actor struct {
	Login  string
	Name   string // for people; the login where empty
	Role   Role
	Client request.ClientID // of the role Client
	Token  string           // identifies the API token that was used, "" for none
	// TokenName is how people call the token.
	TokenName string
	// Generation is the person's: a session keeps it for [Service.Person].
	Generation int64
}

// Title is how the actor is named to people.
func (a Actor) Title() string {
	if a.Name != "" {
		return a.Name
	}
	return a.Login
}

// The errors of this package.
var (
	ErrUnknown = errors.New("not signed in")
	ErrDenied  = errors.New("not allowed")
)

// Check returns ErrDenied unless the actor has the right.
func (a Actor) Check(what Right) error {
	if !a.Role.May(what) {
		return ErrDenied
	}
	return nil
}
