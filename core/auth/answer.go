package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spochub/spochub/core/store"
)

// Answer is what a writing call answered under an idempotency key.
type Answer = store.Answer

// The ways in which a key cannot be used.
var (
	ErrReused  = errors.New("the idempotency key was used with another body")
	ErrRunning = errors.New("a call with this idempotency key is still running")
)

// abandoned is when a call that never answered no longer runs: its process died.
const abandoned = time.Minute

// Reserve takes an idempotency key for a call. If the call was answered before,
// its answer comes back and true. ErrReused; ErrRunning while another call with
// the key runs.
func (s *Service) Reserve(ctx context.Context, a Actor, key, bodyHash string) (Answer, bool, error) {
	for {
		stored, known, err := s.accounts.Remember(ctx, Answer{Token: owner(a), Key: key, BodyHash: bodyHash, At: s.now()})
		switch {
		case errors.Is(err, store.ErrConflict):
			return Answer{}, false, ErrReused
		case err != nil:
			return Answer{}, false, fmt.Errorf("idempotency key: %w", err)
		case !known || stored.Status != 0:
			return stored, known, nil
		case s.now().Sub(stored.At) < abandoned:
			return Answer{}, false, ErrRunning
		}
		if err := s.Forget(ctx, a, key); err != nil {
			return Answer{}, false, fmt.Errorf("idempotency key: %w", err)
		}
	}
}

// Remember completes a reserved key with the call's answer.
func (s *Service) Remember(ctx context.Context, a Actor, answer Answer) error {
	answer.Token, answer.At = owner(a), s.now()
	_, _, err := s.accounts.Remember(ctx, answer)
	return err
}

// Forget gives a reserved key back: the call did nothing.
func (s *Service) Forget(ctx context.Context, a Actor, key string) error {
	return s.accounts.Forget(ctx, owner(a), key)
}

func owner(a Actor) string {
	if a.Token != "" {
		return a.Token
	}
	return "login:" + a.Login
}
