package sync

import (
	"context"
	"errors"

	"github.com/spochub/spochub/core/queue"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// noAnswer gives a link back whose tool did not answer a question about it. The
// desk sees that at the link once it has happened a few times in a row: what is
// lost now and then is nobody's concern.
func (s *session) noAnswer(ctx context.Context, err error) *store.Outcome {
	const patience = 2
	if s.claim.Attempts < patience {
		return s.again(s.claim, err)
	}
	due := s.now().Add(queue.Backoff(s.claim.Attempts))
	stored := s.store.Link(ctx, s.claim, func(doc *store.LinkDoc) error {
		x := s.transaction(doc)
		if x.l.Health != request.Parked && x.l.Health != request.Detached {
			x.health(request.Failed, err.Error(), due)
		}
		doc.Failed = true
		return x.release(due)
	})
	switch {
	case errors.Is(stored, store.ErrConflict):
		return nil
	case stored != nil:
		return s.again(s.claim, err)
	}
	return nil
}
