package sqlstore

import (
	"context"
	"time"
)

// A clock that is set back would leave everything waiting for the old time: polls,
// links, and the claims of a process that died.

const (
	rewound = time.Minute   // a clock that falls by more was set back
	farOff  = 2 * time.Hour // no poll and no link that failed waits longer
)

// tables hold what is due.
func tables() []string { return []string{"links", "connections", "deliveries"} }

// keepTime notices a clock that was set back since the last claim, and moves what
// waits back with it.
func (s *Store) keepTime(ctx context.Context) error {
	now, latest := s.micros(), s.latest.Load()
	if now < latest-rewound.Microseconds() {
		if err := s.shift(ctx, latest-now); err != nil {
			return err
		}
		latest = 0
	}
	s.latest.Store(max(now, latest))
	return nil
}

func (s *Store) shift(ctx context.Context, by int64) error {
	return s.write(ctx, func(t *tx) error {
		for _, table := range tables() {
			if err := t.put(`UPDATE `+table+` SET due_at=due_at-$1 WHERE due_at>$2`, by, t.now); err != nil {
				return err
			}
			if err := t.put(`UPDATE `+table+` SET lease_until=lease_until-$1 WHERE lease_until>$2`, by, t.now); err != nil {
				return err
			}
		}
		return nil
	})
}

// rearm makes due what was put off by a clock that was set back while the database
// was closed: by how much nobody knows.
func (s *Store) rearm(ctx context.Context) error {
	return s.write(ctx, func(t *tx) error {
		for _, table := range tables() {
			failed := ""
			if table == "links" { // one at rest is looked at only once a day
				failed = " AND attempts>0"
			}
			if err := t.put(`UPDATE `+table+` SET due_at=$1 WHERE due_at>$2`+failed, t.now, t.now+farOff.Microseconds()); err != nil {
				return err
			}
		}
		return nil
	})
}
