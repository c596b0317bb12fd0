package admin

import (
	"context"
	"errors"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/store"
)

// Pause has a connection make no calls, or go on: what came meanwhile waits.
func (s *Service) Pause(ctx context.Context, by auth.Actor, name string, paused bool) error {
	if err := by.Check(auth.Manage); err != nil {
		return err
	}
	if _, err := s.Connection(by, name); err != nil {
		return err
	}
	return s.alone(ctx, func(st state) error {
		if (st.entry(pauses, name) != nil) == paused {
			return nil
		}
		row, act := store.Entry{Kind: pauses, ID: name}, ConnectionResumed
		if paused {
			row.Values, act = Values{"paused": "true"}, ConnectionPaused
		}
		return s.put(ctx, st, []store.Entry{row}, s.o.Auth.Entry(ctx, act, name))
	})
}

// Retry has a connection make calls again at once, whatever it was told to wait
// for.
func (s *Service) Retry(ctx context.Context, by auth.Actor, name string) error {
	if err := by.Check(auth.Work); err != nil {
		return err
	}
	if _, err := s.Connection(by, name); err != nil {
		return err
	}
	if s.o.Retry == nil {
		return errors.New("retry: nothing runs")
	}
	if err := s.o.Auth.Record(ctx, ConnectionRetried, name); err != nil {
		return err
	}
	return s.o.Retry(ctx, name)
}
