package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Hold is what is for a client, of one request, and has not gone yet.
type Hold struct {
	Key request.Key
	request.Unsent
}

// Holds lists what waits before it goes to a client, the next to go first, of those
// requests that somebody may see; last what could not go. At most [MaxLimit] requests
// of each are looked at.
func (s *Service) Holds(ctx context.Context, by auth.Actor) ([]Hold, error) {
	if err := by.Check(auth.Read); err != nil {
		return nil, err
	}
	keys, err := s.o.Store.Sending(ctx, s.o.Now().Add(Pause), MaxLimit)
	if err != nil {
		return nil, err
	}
	stuck, err := s.list(ctx, request.Filter{Attention: []request.Attention{request.AttentionUnsent}, People: by.Login}, Query{Limit: MaxLimit})
	if err != nil {
		return nil, err
	}
	for _, r := range stuck.Items {
		if !slices.Contains(keys, r.Key) {
			keys = append(keys, r.Key)
		}
	}
	var all []Hold
	for _, key := range keys {
		item, err := s.Get(ctx, by, key)
		if errors.Is(err, ErrNotFound) || errors.Is(err, auth.ErrDenied) {
			continue // it is restricted to others
		}
		if err != nil {
			return nil, err
		}
		for _, u := range item.Request.Unsent {
			all = append(all, Hold{key, u})
		}
	}
	slices.SortStableFunc(all, func(a, b Hold) int { return a.last().Compare(b.last()) })
	return all, nil
}

// last is when it goes; what does not go by itself comes after all that does.
func (h Hold) last() time.Time {
	if h.Until.IsZero() {
		return h.Since.AddDate(1000, 0, 0)
	}
	return h.Until
}
