package sqlstore

import (
	"database/sql"
	"embed"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed migrations
var migrations embed.FS

// Dialect holds what the two databases say differently.
type Dialect struct {
	Name   string
	Goose  goose.Dialect
	Folder string // of the migrations

	Lock string // after a SELECT whose rows are going to be written
	Skip string // the same, passing over rows that others hold

	NextKey    string // takes the next number of a request
	SkipKeys   string // leaves out the numbers that a lost epoch may have given
	FeedAfter  string // stretch of the feed after $1, at most $2
	FeedNewest string

	Snapshot sql.IsolationLevel // of a transaction that only reads
	InOrder  string             // lets the rest of a transaction sort nothing that an index has in order; "": it does not anyway

	Match    string // the text index as d joined to requests as r, newest first; %s is the query
	Rare     string // added to it for words that few requests have; "": nothing is
	Newest   string // how many of the newest $2 requests match $1, at most $3; "" with Rare
	TextRow  string // of d, the number of the request
	Has      string // the same as a condition
	Prefix   string // of a word in the query; %s is the word
	And      string // between two of them
	WithWord string // the newest requests that have the word $1, after number $2, at most $3
	Word     string // a whole word in the query; %s is the word
	NextTerm string // the first word of the index from $1 on; "": it finds beginnings as quickly as words
	PutText  string // stores the text of request $1
	DropText string // removes it; "" if PutText replaces

	unique func(error) bool
	again  func(error) bool // the transaction lost a race and may be run again
}

func sqliteDialect() Dialect {
	return Dialect{
		Name: "sqlite", Goose: goose.DialectSQLite3, Folder: "migrations/sqlite",
		NextKey:  `UPDATE counters SET n=n+1 WHERE name='request' RETURNING n`,
		SkipKeys: `UPDATE counters SET n=n+10000 WHERE name='request'`,
		FeedAfter: `SELECT f.position, r.id, r.key, f.at FROM feed f JOIN requests r ON r.seq=f.request
			WHERE f.position>$1 ORDER BY f.position LIMIT $2`,
		FeedNewest: `SELECT coalesce(max(position),0) FROM feed`,
		Match:      `(SELECT rowid FROM docs WHERE docs MATCH %s) d CROSS JOIN requests r ON r.seq=d.rowid`, TextRow: `d.rowid`,
		Has:    `r.seq IN (SELECT rowid FROM docs WHERE docs MATCH %s)`,
		Prefix: `"%s"*`, And: " AND ",
		NextTerm: `SELECT term FROM docs_terms WHERE term>=$1 ORDER BY term LIMIT 1`,
		WithWord: `SELECT rowid FROM docs WHERE docs MATCH $1 AND rowid>$2 ORDER BY rowid DESC LIMIT $3`, Word: `"%s"`,
		DropText: `DELETE FROM docs WHERE rowid=$1`,
		PutText:  `INSERT INTO docs (rowid, body) VALUES ($1, $2)`,
		unique:   sqliteUnique,
		again:    func(error) bool { return false },
	}
}

func sqliteUnique(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}

func postgresDialect() Dialect {
	return Dialect{
		Name: "postgres", Goose: goose.DialectPostgres, Folder: "migrations/postgres",
		Lock: " FOR UPDATE", Skip: " FOR UPDATE SKIP LOCKED",
		NextKey:  `SELECT nextval('request_seq')`,
		SkipKeys: `SELECT setval('request_seq', last_value+10000) FROM request_seq`,
		FeedAfter: `SELECT f.position, r.id, r.key, f.at FROM feed f JOIN requests r ON r.seq=f.request
			WHERE f.position>$1 AND f.position<pg_snapshot_xmin(pg_current_snapshot())::text::bigint
			ORDER BY f.position FETCH FIRST $2 ROWS WITH TIES`,
		FeedNewest: `SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint-1`,
		Match:      `requests r JOIN docs d ON r.seq=d.request AND (d.body @@ to_tsquery('simple', %s)) IS TRUE`, TextRow: `d.request`,
		Rare: ` AND d.body @@ to_tsquery('simple', %s)`,
		Newest: `SELECT count(*) FROM (SELECT 1 FROM docs WHERE (body @@ to_tsquery('simple', $1)) IS TRUE
			AND request>(SELECT max(request) FROM docs)-$2 ORDER BY request DESC LIMIT $3) AS c`,
		Has:    `EXISTS (SELECT 1 FROM docs d WHERE d.request=r.seq AND d.body @@ to_tsquery('simple', %s))`,
		Prefix: `'%s':*`, And: " & ", Snapshot: sql.LevelRepeatableRead,
		InOrder:  `SET LOCAL enable_sort=off`,
		WithWord: `SELECT request FROM docs WHERE body @@ to_tsquery('simple', $1) AND request>$2 ORDER BY request DESC LIMIT $3`, Word: `'%s'`,
		PutText: `INSERT INTO docs (request, body) VALUES ($1, to_tsvector('simple', $2))
			ON CONFLICT (request) DO UPDATE SET body=excluded.body`,
		unique: func(err error) bool { return sqlState(err) == "23505" },
		again: func(err error) bool {
			state := sqlState(err)
			return state == "40001" || state == "40P01"
		},
	}
}

func sqlState(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
