package sqlstore

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/spochub/spochub/core/store"
)

const (
	leasesEvery = 2 * time.Second // how often a node looks for what nodes left that are no more
	answering   = 5 * time.Minute // a call that has not answered for longer no longer runs, whoever had it
)

// freeLeases ends what a process had under way that is no more: SQLite knows that
// nobody else has anything.
func (s *Store) freeLeases(ctx context.Context) error {
	return s.write(ctx, func(t *tx) error {
		for _, table := range tables() {
			if err := t.put(`UPDATE ` + table + ` SET lease_until=0 WHERE due_at IS NOT NULL AND lease_until<>0`); err != nil {
				return err
			}
		}
		return t.put(`DELETE FROM answers WHERE status=0`)
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

// living finds the lock of a node that lives; its name is put in.
const living = `SELECT 1 FROM pg_locks
	WHERE locktype='advisory' AND database=(SELECT oid FROM pg_database WHERE datname=current_database())
	AND classid=hashtext($2)::oid AND objid=hashtext(%s)::oid AND objsubid=2`

// freeDead ends what nodes had under way that are no more. One that only lost its
// connection loses its claims too: they are fenced, and what it may have written to
// a tool is looked up before it is repeated.
func (n *nodes) freeDead(ctx context.Context) error {
	return n.s.write(ctx, func(t *tx) error {
		for _, work := range []store.Work{store.LinkWork, store.PollWork, store.DeliveryWork} {
			if err := t.freeDead(work, n.channel); err != nil {
				return err
			}
		}
		return t.put(`DELETE FROM answers WHERE at>$1 AND status=0 AND body<>'' AND NOT EXISTS (`+fmt.Sprintf(living, "convert_from(body,'UTF8')")+`)`,
			t.time().Add(-answering).UnixMicro(), n.channel)
	})
}

func (t *tx) freeDead(work store.Work, channel string) error {
	k, err := kindOf(work)
	if err != nil {
		return err
	}
	freed, err := t.exec(`UPDATE `+k.table+` SET lease_until=0
		WHERE due_at<=$1 AND lease_until>$1 AND NOT EXISTS (`+fmt.Sprintf(living, "lease_owner")+`)`, t.now, channel)
	if freed > 0 {
		t.wakeAll(k)
	}
	return err
}
