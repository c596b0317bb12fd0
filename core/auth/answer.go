package auth

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
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
		}
		switch err := s.free(ctx, a, stored); {
		case errors.Is(err, ErrRunning):
			return Answer{}, false, ErrRunning
		case err != nil:
			return Answer{}, false, fmt.Errorf("idempotency key: %w", err)
		}
	}
}

// free ends a call that was not answered: one whose end could not be stored, or
// whose process died. ErrRunning for any other.
func (s *Service) free(ctx context.Context, a Actor, stored Answer) error {
	answer, ended := s.loose.find(stored)
	switch {
	case ended && answer.Status != 0:
		return s.Remember(ctx, a, answer)
	case !ended && s.now().Sub(stored.At) < abandoned:
		return ErrRunning
	}
	return s.Forget(ctx, a, stored.Key)
}

// Remember completes a reserved key with the call's answer.
func (s *Service) Remember(ctx context.Context, a Actor, answer Answer) error {
	answer.Token, answer.At = owner(a), s.now()
	_, _, err := s.accounts.Remember(ctx, answer)
	s.loose.note(answer, err)
	return err
}

// Forget gives a reserved key back: the call did nothing.
func (s *Service) Forget(ctx context.Context, a Actor, key string) error {
	err := s.accounts.Forget(ctx, owner(a), key)
	s.loose.note(Answer{Token: owner(a), Key: key, At: s.now()}, err)
	return err
}

// loose holds the ends of calls that could not be stored, for as long as their keys
// are taken.
type loose struct {
	mu    sync.Mutex
	calls map[[2]string]Answer
}

func (l *loose) note(a Answer, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.calls, [2]string{a.Token, a.Key})
	if err == nil {
		return
	}
	maps.DeleteFunc(l.calls, func(_ [2]string, old Answer) bool { return a.At.Sub(old.At) > abandoned })
	if l.calls == nil {
		l.calls = map[[2]string]Answer{}
	}
	l.calls[[2]string{a.Token, a.Key}] = a
}

func (l *loose) find(a Answer) (Answer, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	ended, ok := l.calls[[2]string{a.Token, a.Key}]
	return ended, ok
}

func owner(a Actor) string {
	if a.Token != "" {
		return a.Token
	}
	return "login:" + a.Login
}
