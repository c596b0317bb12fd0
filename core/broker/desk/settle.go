package desk

import (
	"context"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Settle is the desk's word on a conflict.
func (s *Service) Settle(ctx context.Context, by auth.Actor, t Target, c request.Settle) (*request.Request, error) {
	return s.command(ctx, by, t, c)
}

// Settling is the desk's word on one conflict of one request.
type Settling struct {
	Key request.Key
	request.Settle
}

// SettleAll decides many conflicts, each by the version that it was shown with.
// One that cannot be decided stays as it is and keeps none of the others back. At
// the place of each stands why it was not decided; nil: it was.
func (s *Service) SettleAll(ctx context.Context, by auth.Actor, list []Settling) []error {
	out := make([]error, len(list))
	for i, x := range list {
		_, out[i] = s.Settle(ctx, by, Target{Key: x.Key}, x.Settle)
	}
	return out
}
