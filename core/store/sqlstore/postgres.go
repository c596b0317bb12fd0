package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// outOfResources begins what the server says where its disk is full, or the like.
const outOfResources = "53"

// tries is how often a transaction that lost a race is run.
const tries = 8

func openPostgres(ctx, background context.Context, s *Store) error {
	s.dialect = postgresDialect()
	config, err := pgx.ParseConfig(s.o.URL)
	if err != nil {
		return fmt.Errorf("postgres: %s: unreadable address", redact(s.o.URL))
	}
	config.RuntimeParams["application_name"] = "spochub " + s.o.Node
	s.db = stdlib.OpenDB(*config, stdlib.OptionAfterConnect(standing))
	s.db.SetMaxOpenConns(16)
	s.db.SetMaxIdleConns(16)
	s.closing(s.db.Close)
	s.reads = s.db // the driver remembers statements itself
	if err := s.db.PingContext(ctx); err != nil {
		return err
	}
	if err := s.migrate(ctx, s.db); err != nil {
		return err
	}
	s.write = s.transact
	if err := s.readClock(ctx); err != nil {
		return err
	}
	if err := s.watchCluster(ctx); err != nil {
		return err
	}
	return s.connectNodes(ctx, background, config)
}

// standing lets the database end a transaction in which nothing happens: a node that
// stands still would keep the others from all that it holds for as long as it does. No
// statement of ours runs so long that to compile it would be worth the time.
func standing(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `SET idle_in_transaction_session_timeout='10s'; SET jit=off`)
	return err
}

// transact runs a transaction, again where it lost a race.
func (s *Store) transact(ctx context.Context, do func(*tx) error) error {
	var err error
	for n := range tries {
		err = s.attempt(ctx, do)
		if err == nil || strings.HasPrefix(sqlState(err), outOfResources) {
			s.stored(err)
		}
		// An id that another transaction has just taken is there the second time.
		if err == nil || !(s.dialect.again(err) || n == 0 && s.dialect.unique(err)) {
			return err
		}
	}
	return err
}

func (s *Store) attempt(ctx context.Context, do func(*tx) error) error {
	sqlTx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = sqlTx.Rollback() }() // in vain after the commit
	t := s.newTx(ctx, sqlTx)
	if err := t.run(do); err != nil {
		return err
	}
	if err := sqlTx.Commit(); err != nil {
		return err
	}
	s.kicks.wake(t.woken)
	return nil
}

// readClock learns how far the database's clock is from ours: leases and due
// times of all nodes follow the one.
func (s *Store) readClock(ctx context.Context) error {
	before := time.Now()
	var theirs int64
	err := s.reader(ctx).one(`SELECT (extract(epoch FROM clock_timestamp())*1000000)::bigint`, nil, &theirs)
	if err != nil {
		return err
	}
	now := time.Now()
	ours := before.Add(now.Sub(before) / 2).UnixMicro()
	s.offset.Store(theirs - ours)
	return nil
}

// watchCluster raises the epoch when the database is not the one that it was: a
// dump brought into another cluster, a recovery to a point in time, a fail-over.
func (s *Store) watchCluster(ctx context.Context) (err error) {
	if s.o.Guest {
		s.epoch, err = s.storedEpoch(ctx)
		return err
	}
	var now string
	err = s.reader(ctx).one(`SELECT s.system_identifier::text || '/' || c.timeline_id::text
		FROM pg_control_system() s, pg_control_checkpoint() c`, nil, &now)
	if sqlState(err) == "42501" {
		now, err = "", nil // not allowed to ask
	}
	if err != nil {
		return err
	}
	was, err := s.setting(ctx, "cluster")
	if err != nil {
		return err
	}
	s.epoch, err = s.storedEpoch(ctx)
	if err != nil {
		return err
	}
	s.restored = was != "" && now != "" && was != now
	if s.restored || s.epoch == 0 {
		s.epoch++
	}
	return errors.Join(s.put(ctx, "epoch", strconv.FormatInt(s.epoch, 10)), s.put(ctx, "cluster", now), s.recall(ctx))
}
