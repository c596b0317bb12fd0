package sqlstore

import (
	"context"
	"hash/fnv"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/spochub/spochub/core/store"
)

const (
	notifyEvery = 15 * time.Millisecond
	clockEvery  = 10 * time.Second
	relisten    = time.Second
)

// nodes tells the other nodes of a PostgreSQL database what became due, after
// the commit and at most once in a while: NOTIFY inside a transaction would make
// all commits wait for one another.
type nodes struct {
	s       *Store
	channel string

	mu      sync.Mutex
	waiting kickSet
	some    chan struct{}
}

func (s *Store) connectNodes(ctx, background context.Context, config *pgx.ConnConfig) error {
	var place string
	if err := s.reader(ctx).one(`SELECT current_schema()`, nil, &place); err != nil {
		return err
	}
	n := &nodes{s: s, channel: channel(place), waiting: kickSet{}, some: make(chan struct{}, 1)}
	s.kicks.remote = n.tell
	conn, err := n.call(ctx, config)
	if err != nil {
		return err
	}
	s.running.Go(func() { n.notify(background) })
	s.running.Go(func() { n.listen(background, config, conn) })
	if !s.o.Guest {
		s.running.Go(func() { n.keepLeases(background) })
	}
	s.running.Go(func() { n.keepClock(background) })
	return nil
}

// channel names the notifications of one schema; channels belong to the whole
// database.
func channel(schema string) string {
	h := fnv.New64a()
	h.Write([]byte(schema))
	return "spochub_" + strconv.FormatUint(h.Sum64(), 36)
}

func (n *nodes) tell(set kickSet) {
	n.mu.Lock()
	for kind := range set {
		n.waiting[kind] = true
	}
	n.mu.Unlock()
	select {
	case n.some <- struct{}{}:
	default:
	}
}

func (n *nodes) take() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	kinds := make([]string, 0, len(n.waiting))
	for kind := range n.waiting {
		kinds = append(kinds, string(kind))
	}
	clear(n.waiting)
	return strings.Join(kinds, ",")
}

func (n *nodes) notify(ctx context.Context) {
	for {
		select {
		case <-n.some:
		case <-ctx.Done():
			return
		}
		// A lost notice only makes the others wait for their next look.
		_, _ = n.s.db.ExecContext(ctx, `SELECT pg_notify($1, $2)`, n.channel, n.s.o.Node+" "+n.take())
		pause(ctx, notifyEvery)
	}
}

// call connects a node to the others: the connection hears them, and shows them
// that the node lives.
func (n *nodes) call(ctx context.Context, config *pgx.ConnConfig) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	if err := n.register(ctx, conn); err != nil {
		_ = conn.Close(context.WithoutCancel(ctx))
		return nil, err
	}
	return conn, nil
}

func (n *nodes) register(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "LISTEN "+n.channel)
	if err == nil {
		err = n.showLife(ctx, conn)
	}
	return err
}

func (n *nodes) listen(ctx context.Context, config *pgx.ConnConfig, conn *pgx.Conn) {
	for {
		n.hear(ctx, conn)
		_ = conn.Close(context.WithoutCancel(ctx))
		for again := false; !again; {
			pause(ctx, relisten)
			if ctx.Err() != nil {
				return
			}
			var err error
			conn, err = n.call(ctx, config)
			again = err == nil
		}
	}
}

func (n *nodes) hear(ctx context.Context, conn *pgx.Conn) {
	for {
		notice, err := conn.WaitForNotification(ctx)
		if err != nil {
			return
		}
		node, kinds, _ := strings.Cut(notice.Payload, " ")
		if node == n.s.o.Node {
			continue
		}
		set := kickSet{}
		for kind := range strings.SplitSeq(kinds, ",") {
			set[store.Work(kind)] = true
		}
		n.s.kicks.local(set)
	}
}

func (n *nodes) keepClock(ctx context.Context) {
	for ctx.Err() == nil {
		pause(ctx, clockEvery)
		if ctx.Err() == nil {
			_ = n.s.readClock(ctx) // the last known offset stays if it cannot be read
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
