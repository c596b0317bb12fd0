package sqlstore

import (
	"context"
	"time"
)

// A clock that is set back would leave everything waiting that was put off by the
// old time: polls, links, and the claims of a process that died. Nothing is lost by
// looking at them too early.

const (
	rewound     = time.Minute      // a clock that falls by more was set back
	farOff      = 2 * time.Hour    // nothing is put off longer when the database opens
	longestHeld = 15 * time.Minute // no lease is longer
)

// keepTime makes due at once what waits for a time of a clock that was set back
// since the last claim.
func (s *Store) keepTime(ctx context.Context) error {
	now, latest := s.micros(), s.latest.Load()
	if now < latest-rewound.Microseconds() {
		if err := s.rearm(ctx, 0); err != nil {
			return err
		}
		latest = 0
	}
	s.latest.Store(max(now, latest))
	return nil
}

// rearm makes due now what waits for longer than a time, and ends no lease later
// than one given now.
func (s *Store) rearm(ctx context.Context, longer time.Duration) error {
	return s.write(ctx, func(t *tx) error {
		for _, table := range []string{"links", "connections", "deliveries"} {
			if err := t.put(`UPDATE `+table+` SET due_at=$1 WHERE due_at>$2`, t.now, t.now+longer.Microseconds()); err != nil {
				return err
			}
			if err := t.put(`UPDATE `+table+` SET lease_until=$1 WHERE lease_until>$1`, t.now+longestHeld.Microseconds()); err != nil {
				return err
			}
		}
		return nil
	})
}
