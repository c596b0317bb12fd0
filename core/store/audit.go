package store

import (
	"context"
	"time"
)

// Trail is the audit trail: who did what to the hub itself, when. It only grows;
// no entry holds a secret.
type Trail interface {
	// Record adds entries.
	Record(ctx context.Context, entries ...Audit) error
	// Trail returns entries, newest first.
	Trail(ctx context.Context, q TrailQuery) ([]Audit, error)
}

// Audit is one thing that somebody did to the hub itself.
type Audit struct {
	ID      int64 `json:"-"`
	At      time.Time
	By      string // a login, "token " and its name, or what acted for nobody
	Address string // from which it came, "" where there is none
	Action  string // such as "person.added"
	Object  string // to what: a login, the name of a connection
	Changes []AuditChange
}

// AuditChange is one value that changed. Of a secret only the name stands in it.
type AuditChange struct{ Field, From, To string }

// TrailQuery asks for a stretch of the trail.
type TrailQuery struct {
	Before             int64 // entries older than this one; 0: from the newest
	By, Action, Object string
	Limit              int
}
