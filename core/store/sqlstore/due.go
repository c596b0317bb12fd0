package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// kind is the table of one kind of durable work. They all have the same
// columns for what is due.
type kind struct {
	work  store.Work
	table string
	lanes []store.Lane
	rest  store.Lane // of what is done and due again later
}

func kindOf(work store.Work) (kind, error) {
	switch work {
	case store.LinkWork:
		return kind{work, "links", []store.Lane{store.Urgent, store.People}, store.Bulk}, nil
	case store.BulkWork:
		return kind{work, "links", []store.Lane{store.Bulk}, store.Bulk}, nil
	case store.PollWork:
		return kind{work, "connections", []store.Lane{store.People}, store.People}, nil
	case store.DeliveryWork:
		return kind{work, "deliveries", []store.Lane{store.People}, store.People}, nil
	default:
		return kind{}, fmt.Errorf("unknown kind of work %q", work)
	}
}

// row is the primary key that a claim's id stands for.
func (k kind) row(id string) any {
	if k.work == store.DeliveryWork {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return int64(0)
		}
		return n
	}
	return id
}

// Claim implements [store.Sync]. It looks before it writes: an idle hub makes
// no transaction.
func (s *Store) Claim(ctx context.Context, work store.Work, n int, lease time.Duration, but ...string) ([]store.Claim, error) {
	k, err := kindOf(work)
	if err != nil {
		return nil, fmt.Errorf("claim: %w", err)
	}
	if err := s.keepTime(ctx); err != nil {
		return nil, err
	}
	lanes, err := s.reader(ctx).dueLanes(k, but)
	lanes = slices.DeleteFunc(lanes, func(l dueLane) bool { return fromMicros(l.due).After(s.now()) })
	if err != nil || len(lanes) == 0 {
		return nil, err
	}
	var claims []store.Claim
	err = s.write(ctx, func(t *tx) error {
		claims, t.early = nil, true // a process that begins ends all claims
		for _, l := range lanes {
			got, err := t.claim(k, l.lane, n-len(claims), lease, but)
			if err != nil {
				return err
			}
			claims = append(claims, got...)
		}
		return nil
	})
	if err != nil {
		return nil, err // nothing was claimed
	}
	return claims, nil
}

type dueClaim struct {
	store.Claim
	due int64
}

func (t *tx) claim(k kind, lane store.Lane, n int, lease time.Duration, but []string) ([]store.Claim, error) {
	if n <= 0 {
		return nil, nil
	}
	except, names := others(but, 6)
	got, err := rows(t, func(r *sql.Rows) (c dueClaim, err error) {
		c.Kind = k.work
		err = r.Scan(&c.ID, &c.Connection, &c.Gen, &c.Seq, &c.Attempts, &c.due)
		return c, err
	}, `WITH c AS MATERIALIZED (SELECT id FROM `+k.table+`
			WHERE lane=CAST($1 AS bigint) AND due_at<=CAST($2 AS bigint) AND lease_until<=CAST($2 AS bigint)`+except+`
			ORDER BY due_at, id LIMIT CAST($3 AS bigint)`+t.s.dialect.Skip+`)
		UPDATE `+k.table+` SET lease_until=$4, lease_owner=$5, claim_seq=claim_seq+1
		WHERE id IN (SELECT id FROM c)
		RETURNING id, connection, want_gen, claim_seq, attempts, due_at`,
		append([]any{int64(lane), t.now, int64(n), t.now + lease.Microseconds(), t.s.o.Node}, names...)...)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(got, func(a, b dueClaim) int {
		if a.due != b.due {
			return int(min(max(a.due-b.due, -1), 1))
		}
		return compareIDs(k, a.ID, b.ID)
	})
	claims := make([]store.Claim, len(got))
	for i, c := range got {
		claims[i] = c.Claim
	}
	return claims, nil
}

// others is the condition that leaves connections out, with its parameters, of
// which the first is number from.
func others(but []string, from int) (condition string, names []any) {
	for i, name := range but {
		condition += fmt.Sprintf(" AND connection<>$%d", from+i)
		names = append(names, name)
	}
	return condition, names
}

// NextDue implements [store.Sync].
func (s *Store) NextDue(ctx context.Context, work store.Work, but ...string) (time.Time, error) {
	k, err := kindOf(work)
	if err != nil {
		return time.Time{}, fmt.Errorf("next due: %w", err)
	}
	lanes, err := s.reader(ctx).dueLanes(k, but)
	if err != nil || len(lanes) == 0 {
		return time.Time{}, err
	}
	first := slices.MinFunc(lanes, func(a, b dueLane) int { return cmp.Compare(a.due, b.due) })
	return fromMicros(first.due), nil
}

// dueLane is when the first work of a lane is due that nobody holds.
type dueLane struct {
	lane store.Lane
	due  int64
}

// dueLanes looks at the head of every lane that has work. The parameter is cast
// since SQLite would plan the statement anew for every value that it compares
// beside a partial index.
func (t *tx) dueLanes(k kind, but []string) ([]dueLane, error) {
	except, names := others(but, 2)
	heads := make([]string, len(k.lanes))
	for i, lane := range k.lanes {
		heads[i] = fmt.Sprintf(`SELECT lane, due_at FROM (SELECT lane, due_at FROM %s
			WHERE lane=%d AND due_at IS NOT NULL AND lease_until<=CAST($1 AS bigint)%s ORDER BY due_at, id LIMIT 1) AS lane%d`, k.table, lane, except, i)
	}
	return rows(t, func(r *sql.Rows) (l dueLane, err error) {
		err = r.Scan(&l.lane, &l.due)
		return l, err
	}, strings.Join(heads, " UNION ALL "), append([]any{t.now}, names...)...)
}

// Finish implements [store.Sync].
func (s *Store) Finish(ctx context.Context, c store.Claim, o store.Outcome) error {
	return s.write(ctx, func(t *tx) error {
		t.early = true // else it is done again
		return t.finish(c, o)
	})
}

// finish ends a claim. What was made due while it was held stays due, except
// that a failure's back-off is kept.
func (t *tx) finish(c store.Claim, o store.Outcome) error {
	k, err := kindOf(c.Kind)
	if err != nil {
		return err
	}
	ended, err := t.endClaim(k, c, o)
	if err != nil {
		return err
	}
	if len(ended) == 0 {
		return store.ErrConflict
	}
	if ended[0] != nil {
		t.wakeAll(k)
	}
	if o.Done && c.Kind == store.DeliveryWork {
		return t.put(`UPDATE deliveries SET header='{}', body=$2 WHERE id=$1`, k.row(c.ID), []byte{})
	}
	return nil
}

// endClaim returns when the work is due again, nil if it is not; nothing if the
// claim is lost.
func (t *tx) endClaim(k kind, c store.Claim, o store.Outcome) ([]*int64, error) {
	if o.Done {
		return rows(t, single[*int64], `UPDATE `+k.table+` SET done_gen=$1, due_at=CASE WHEN want_gen>$1 THEN CAST($2 AS bigint) ELSE CAST($3 AS bigint) END,
			lane=CASE WHEN want_gen>$1 THEN lane ELSE $6 END, lease_until=0, attempts=0, last_error=''
			WHERE id=$4 AND claim_seq=$5 AND lease_until>0 RETURNING due_at`, c.Gen, t.now, micros(o.Again), k.row(c.ID), c.Seq, int64(k.rest))
	}
	again := o.Again.UnixMicro()
	if o.Again.IsZero() {
		again = t.now
	}
	return rows(t, single[*int64], `UPDATE `+k.table+` SET due_at=CASE WHEN want_gen>$1 AND CAST($2 AS bigint)=0 AND CAST($3 AS bigint)>CAST($4 AS bigint) THEN $4 ELSE $3 END,
		lease_until=0, attempts=attempts+$2, last_error=$5
		WHERE id=$6 AND claim_seq=$7 AND lease_until>0 RETURNING due_at`,
		c.Gen, flag(o.Failed), again, t.now, o.Error, k.row(c.ID), c.Seq)
}

// dirty makes a link due now; a failed one keeps its back-off.
func (t *tx) dirty(id request.LinkID, lane store.Lane) error {
	n, err := t.exec(`UPDATE links SET want_gen=want_gen+1,
		lane=CASE WHEN due_at IS NULL OR lane>$1 THEN $1 ELSE lane END,
		due_at=CASE WHEN due_at IS NULL OR (attempts=0 AND due_at>$2) THEN $2 ELSE due_at END
		WHERE id=$3`, int64(lane), t.now, string(id))
	if err == nil && n == 0 {
		return fmt.Errorf("link %s: %w", id, store.ErrNotFound)
	}
	t.wake(ofLane(lane))
	return err
}

// ofLane is the kind of work that a link in a lane is.
func ofLane(lane store.Lane) store.Work {
	if lane == store.Bulk {
		return store.BulkWork
	}
	return store.LinkWork
}

// wakeAll wakes those who look for work of a kind's table: a link may have
// changed its lane while it was held.
func (t *tx) wakeAll(k kind) {
	t.wake(k.work)
	if k.table == "links" {
		t.wake(store.LinkWork)
		t.wake(store.BulkWork)
	}
}

// forgive forgets a link's failures, so that it need not wait.
func (t *tx) forgive(id request.LinkID) error {
	return t.put(`UPDATE links SET attempts=0 WHERE id=$1`, string(id))
}
