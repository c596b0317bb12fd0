package memstore

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// due is when a row has work to do.
type due struct {
	want, done int64
	at         int64 // 0: nothing to do
	lane       store.Lane
	lease, seq int64
	attempts   int
}

// candidate is a row that a claim may take.
type candidate struct {
	id, connection string
	row            int64 // of a delivery
	due            due
	take           func(due)
}

// candidates lists the rows of one kind of work, in no order.
func (t *tx) candidates(work store.Work) ([]candidate, error) {
	var all []candidate
	switch work {
	case store.LinkWork, store.BulkWork:
		for id, l := range t.st.links {
			if (l.due.lane == store.Bulk) != (work == store.BulkWork) {
				continue
			}
			all = append(all, candidate{string(id), l.conn, 0, l.due, func(d due) { l.due = d; set(t, t.st.links, id, l) }})
		}
	case store.PollWork:
		for name, c := range t.st.connections {
			all = append(all, candidate{name, name, 0, c.due, func(d due) { c.due = d; set(t, t.st.connections, name, c) }})
		}
	case store.DeliveryWork:
		for n, d := range t.st.deliveries {
			all = append(all, candidate{strconv.FormatInt(n, 10), d.con, n, d.due, func(v due) { d.due = v; set(t, t.st.deliveries, n, d) }})
		}
	default:
		return nil, fmt.Errorf("unknown kind of work %q", work)
	}
	return all, nil
}

// Claim implements [store.Sync].
func (s *Store) Claim(ctx context.Context, work store.Work, n int, lease time.Duration, but ...string) ([]store.Claim, error) {
	var claims []store.Claim
	err := s.write(ctx, func(t *tx) error {
		if err := t.keepTime(); err != nil {
			return err
		}
		all, err := t.candidates(work)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(c candidate) bool {
			return c.due.at == 0 || c.due.at > t.now || c.due.lease > t.now || slices.Contains(but, c.connection)
		})
		slices.SortFunc(all, func(a, b candidate) int {
			return cmp.Or(cmp.Compare(a.due.lane, b.due.lane), cmp.Compare(a.due.at, b.due.at), cmp.Compare(a.row, b.row), cmp.Compare(a.id, b.id))
		})
		for _, c := range all[:min(max(n, 0), len(all))] {
			d := c.due
			d.lease, d.seq = t.now+lease.Microseconds(), d.seq+1
			c.take(d)
			claims = append(claims, store.Claim{Kind: work, ID: c.id, Connection: c.connection, Gen: d.want, Seq: d.seq, Attempts: d.attempts})
		}
		return nil
	})
	if err != nil {
		return nil, err // nothing was claimed
	}
	return claims, nil
}

// keepTime notices a clock that was set back since the last claim, and moves what
// waits back with it.
func (t *tx) keepTime() error {
	const rewound = 60_000_000
	by := t.s.latest - t.now
	if by <= rewound {
		t.s.latest = max(t.now, t.s.latest)
		return nil
	}
	t.s.latest = t.now
	for _, work := range []store.Work{store.LinkWork, store.BulkWork, store.PollWork, store.DeliveryWork} {
		all, err := t.candidates(work)
		if err != nil {
			return err
		}
		for _, c := range all {
			if c.due.at > t.now {
				c.due.at -= by
			}
			if c.due.lease > t.now {
				c.due.lease -= by
			}
			c.take(c.due)
		}
	}
	return nil
}

// NextDue implements [store.Sync].
func (s *Store) NextDue(ctx context.Context, work store.Work, but ...string) (time.Time, error) {
	first := int64(0)
	err := s.write(ctx, func(t *tx) error {
		all, err := t.candidates(work)
		for _, c := range all {
			if c.due.at > 0 && c.due.lease <= t.now && !slices.Contains(but, c.connection) && (first == 0 || c.due.at < first) {
				first = c.due.at
			}
		}
		return err
	})
	if err != nil || first == 0 {
		return time.Time{}, err
	}
	return time.UnixMicro(first).UTC(), nil
}

// Finish implements [store.Sync].
func (s *Store) Finish(ctx context.Context, c store.Claim, o store.Outcome) error {
	return s.write(ctx, func(t *tx) error { return t.finish(c, o) })
}

func (t *tx) finish(c store.Claim, o store.Outcome) error {
	t.woken[c.Kind] = true
	switch c.Kind {
	case store.LinkWork, store.BulkWork:
		l := t.st.links[request.LinkID(c.ID)]
		if !l.due.end(c, o, t.now) {
			return store.ErrConflict
		}
		if o.Done && l.due.want <= c.Gen {
			l.due.lane = store.Bulk
		}
		t.woken[store.LinkWork], t.woken[store.BulkWork] = true, true
		set(t, t.st.links, request.LinkID(c.ID), l)
	case store.PollWork:
		row := t.st.connections[c.ID]
		if !row.due.end(c, o, t.now) {
			return store.ErrConflict
		}
		set(t, t.st.connections, c.ID, row)
	case store.DeliveryWork:
		d := t.st.deliveries[rowID(c.ID)]
		if !d.due.end(c, o, t.now) {
			return store.ErrConflict
		}
		if o.Done {
			d.doc = emptied(d.doc)
		}
		set(t, t.st.deliveries, rowID(c.ID), d)
	default:
		return fmt.Errorf("unknown kind of work %q", c.Kind)
	}
	return nil
}

// end ends a claim; false if it was lost.
func (d *due) end(c store.Claim, o store.Outcome, now int64) bool {
	if d.lease == 0 || d.seq != c.Seq {
		return false
	}
	d.lease = 0
	again := int64(0)
	if !o.Again.IsZero() {
		again = o.Again.UnixMicro()
	}
	if o.Done {
		d.done, d.attempts, d.at = c.Gen, 0, again
		if d.want > c.Gen {
			d.at = now
		} else {
			d.lane = store.People
		}
		return true
	}
	if again == 0 {
		again = now
	}
	if o.Failed {
		d.attempts++
	} else if d.want > c.Gen {
		again = min(again, now)
	}
	d.at = again
	return true
}

// dirty makes a link due now; a failed one keeps its back-off.
func (t *tx) dirty(id request.LinkID, lane store.Lane) error {
	l, ok := t.st.links[id]
	if !ok {
		return t.fail(missing("link", id))
	}
	l.due.want++
	if l.due.at == 0 || l.due.lane > lane {
		l.due.lane = lane
	}
	if l.due.at == 0 || (l.due.attempts == 0 && l.due.at > t.now) {
		l.due.at = t.now
	}
	set(t, t.st.links, id, l)
	t.woken[store.LinkWork], t.woken[store.BulkWork] = true, true
	return nil
}
