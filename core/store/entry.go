package store

import "context"

// Entries keeps what is configured in the browser, beside the configuration file.
type Entries interface {
	// Entries returns everything, by kind and id, and its revision.
	Entries(ctx context.Context) ([]Entry, int64, error)
	// PutEntries stores entries in the place of those of the same kind and id, and
	// what is to be recorded of it. One without values is dropped. ErrConflict if
	// the revision is not the given one any more; else it becomes the one returned,
	// which is the version of the entries too.
	PutEntries(ctx context.Context, revision int64, list []Entry, told ...Audit) (int64, error)
	// Revision rises with every change.
	Revision(ctx context.Context) (int64, error)
}

// Entry is one thing that is configured in the browser: a client, a team, a
// connection.
type Entry struct {
	Kind, ID string
	Version  int64
	Values   map[string]string
}
