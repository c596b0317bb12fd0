package sqlstore

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/spochub/spochub/core/store"
)

// leasesEvery is how often a node looks for claims of nodes that are no more.
const leasesEvery = 2 * time.Second

// freeLeases ends the claims of a process that is no more: SQLite knows that
// nobody else holds any.
func (s *Store) freeLeases(ctx context.Context) error {
	return s.write(ctx, func(t *tx) error {
		for _, table := range tables() {
			if err := t.put(`UPDATE ` + table + ` SET lease_until=0 WHERE due_at IS NOT NULL AND lease_until<>0`); err != nil {
				return err
			}
		}
		return nil
	})
}

// showLife takes a lock that the database holds for as long as this connection
// lives: it falls with the process, however that ends.
func (n *nodes) showLife(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `SELECT pg_advisory_lock_shared(hashtext($1), hashtext($2))`, n.channel, n.s.o.Node)
	return err
}

func (n *nodes) keepLeases(ctx context.Context) {
	for ctx.Err() == nil {
		_ = n.freeDead(ctx) // what it leaves is freed the next time, or when the lease ends
		pause(ctx, leasesEvery)
	}
}

// freeDead ends the claims of nodes that are no more. One that only lost its
// connection loses its claims too: they are fenced, and what it may have written to
// a tool is looked up before it is repeated.
func (n *nodes) freeDead(ctx context.Context) error {
	return n.s.write(ctx, func(t *tx) error {
		for _, work := range []store.Work{store.LinkWork, store.PollWork, store.DeliveryWork} {
			k, err := kindOf(work)
			if err != nil {
				return err
			}
			freed, err := t.exec(`UPDATE `+k.table+` SET lease_until=0
				WHERE due_at<=$1 AND lease_until>$1 AND NOT EXISTS (SELECT 1 FROM pg_locks
					WHERE locktype='advisory' AND database=(SELECT oid FROM pg_database WHERE datname=current_database())
					AND classid=hashtext($2)::oid AND objid=hashtext(lease_owner)::oid AND objsubid=2)`, t.now, n.channel)
			if err != nil {
				return err
			}
			if freed > 0 {
				t.wake(work)
			}
		}
		return nil
	})
}
