package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/internal/row"
)

// bulk copies many requests into an empty PostgreSQL database, past all that
// transactions do one by one.
type bulk struct {
	s    *Store
	pg   *pgx.Conn
	now  time.Time
	rows map[string][][]any
}

// bulkAtOnce is how many requests are copied together.
const bulkAtOnce = 5000

func bulkColumns(table string) []string {
	return strings.Split(map[string]string{
		"requests": "seq,id,key,version,kind,status,prio,client,assignee,is_open,restricted,due_at,promise_at,updated_at,doc,soon,turn,news_at",
		"links":    "id,request,pos,connection,container,ticket_id,health,doc,state,want_gen,due_at,lane",
		"tags":     "kind,value,request",
		"notes":    "id,request,created_at,version,doc",
		"feed":     "request,at",
		"words":    "request,body",
	}[table], ",")
}

// Bulk fills an empty PostgreSQL database with n requests and is done when all that
// it does by itself in time is done: texts indexed, statistics, visibility. It
// reports false, and does nothing, on another database.
func (s *Store) Bulk(ctx context.Context, n int, next func(k int) (*request.Request, []store.NewLink, []*request.Note)) (bool, error) {
	if s.dialect.Goose != goose.DialectPostgres {
		return false, nil
	}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return true, err
	}
	defer conn.Close()
	return true, conn.Raw(func(driver any) error {
		b := &bulk{s: s, pg: driver.(*stdlib.Conn).Conn(), now: fromMicros(s.micros()).Add(-time.Hour), rows: map[string][][]any{}}
		return b.fill(ctx, n, next)
	})
}

func (b *bulk) fill(ctx context.Context, n int, next func(k int) (*request.Request, []store.NewLink, []*request.Note)) error {
	indexes, err := b.dropIndexes(ctx)
	if err != nil {
		return err
	}
	if err := b.run(ctx, `SET maintenance_work_mem='1GB'`, `CREATE TEMP TABLE words (request bigint, body text)`); err != nil {
		return err
	}
	for k := range n {
		r, links, notes := next(k)
		if err := b.add(int64(1001+k), r, links[0], notes); err != nil {
			return err
		}
		if (k+1)%bulkAtOnce == 0 || k == n-1 {
			if err := b.copy(ctx); err != nil {
				return err
			}
		}
	}
	return b.run(ctx, append(append([]string{
		`INSERT INTO docs (request, body) SELECT request, to_tsvector('simple', body) FROM words`, `DROP TABLE words`,
		fmt.Sprintf(`SELECT setval('request_seq', %d)`, 1000+n),
	}, indexes...), `VACUUM ANALYZE`)...)
}

// dropIndexes drops all that no constraint needs, and returns how to make them again.
func (b *bulk) dropIndexes(ctx context.Context) ([]string, error) {
	found, err := b.pg.Query(ctx, `SELECT i.indexname, i.indexdef FROM pg_indexes i JOIN pg_class c ON c.oid=to_regclass(i.indexname)
		WHERE i.schemaname=current_schema() AND NOT EXISTS (SELECT 1 FROM pg_constraint x WHERE x.conindid=c.oid)`)
	if err != nil {
		return nil, err
	}
	var names, indexes []string
	var name, index string
	if _, err := pgx.ForEachRow(found, []any{&name, &index}, func() error {
		names, indexes = append(names, name), append(indexes, index)
		return nil
	}); err != nil {
		return nil, err
	}
	return indexes, b.run(ctx, `DROP INDEX `+strings.Join(names, ","))
}

// run makes statements one by one, again where another's work on the database was in
// the way.
func (b *bulk) run(ctx context.Context, statements ...string) error {
	for _, statement := range statements {
		_, err := b.pg.Exec(ctx, statement)
		for tries := 0; err != nil && b.s.dialect.again(err) && tries < 5; tries++ {
			_, err = b.pg.Exec(ctx, statement)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// copy sends what was gathered.
func (b *bulk) copy(ctx context.Context) error {
	b.now = b.now.Add(time.Millisecond)
	for _, table := range slices.Sorted(maps.Keys(b.rows)) {
		if _, err := b.pg.CopyFrom(ctx, pgx.Identifier{table}, bulkColumns(table), pgx.CopyFromRows(b.rows[table])); err != nil {
			return fmt.Errorf("copy %s: %w", table, err)
		}
	}
	clear(b.rows)
	return nil
}

func (b *bulk) put(table string, values ...any) { b.rows[table] = append(b.rows[table], values) }

// add gathers the rows of a request with one link.
func (b *bulk) add(seq int64, r *request.Request, n store.NewLink, notes []*request.Note) error {
	r.Key, r.Version, r.UpdatedAt = request.Key(fmt.Sprintf("%s-%d", b.s.o.KeyPrefix, seq)), 1, b.now
	doc, err := row.Encode(r)
	if err != nil {
		return err
	}
	b.put("requests", append(append([]any{seq, string(r.ID), string(r.Key)}, requestValues(r, doc)...), r.CreatedAt.UnixMicro())...)
	for _, g := range tagsOf(r) {
		b.put("tags", g.kind, g.value, seq)
	}
	n.State.Epoch = b.s.epoch
	l := &r.Links[0]
	link, err := json.Marshal(l)
	if err != nil {
		return err
	}
	state, err := json.Marshal(&n.State)
	if err != nil {
		return err
	}
	now := b.now.UnixMicro()
	b.put("links", string(l.ID), seq, int64(0), l.Connection, l.Ticket.Container, l.Ticket.ID, string(l.Health), string(link), string(state), int64(1), now, int64(n.Lane))
	b.put("feed", seq, now)
	return b.addNotes(seq, r, notes)
}

// addNotes gathers the notes of a request, and what it is found by.
func (b *bulk) addNotes(seq int64, r *request.Request, notes []*request.Note) error {
	texts := []string{textOf(r)}
	for _, n := range notes {
		n.Version = 1
		doc, err := row.EncodeNote(n)
		if err != nil {
			return err
		}
		b.put("notes", string(n.ID), seq, n.CreatedAt.UnixMicro(), n.Version, doc)
		texts = append(texts, n.Body)
	}
	b.put("words", seq, strings.Join(words(strings.Join(texts, " ")), " "))
	return nil
}
