package store

import "context"

type behind struct{}

// Behind marks what nobody waits for: where writes queue up, those under the
// context let the others go first, though they are never left out for good.
func Behind(ctx context.Context) context.Context { return context.WithValue(ctx, behind{}, true) }

// IsBehind reports whether a context is so marked.
func IsBehind(ctx context.Context) bool { return ctx.Value(behind{}) != nil }
