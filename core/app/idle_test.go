package app_test

import (
	"database/sql"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the database that is multiplied
)

// BenchmarkReconcileIdle measures a hub with many links, one of twelve of them of an
// open request, while nothing happens at the tools: an hour of work by a clock that
// goes sixty times faster, and the processor time of mere waiting. There are 10,000
// links, or 100,000 if SPOCHUB_TEST_WHOLE is set.
func BenchmarkReconcileIdle(b *testing.B) {
	const seeds = 100
	times := 100
	if os.Getenv(whole) != "" {
		times = 1000
	}
	t := newTools(b)
	at := site{folder: b.TempDir(), imports: true}
	past := archive(seeds, 0)
	t.jira.Recall(past)
	seed := startHub(b, t, at)
	seed.do(fmt.Sprint("imported ", seeds))
	seed.stop()
	for range times - 1 {
		t.jira.Recall(past)
	}
	path := filepath.Join(at.folder, "spochub.db")
	multiply(b, path, seeds, times)
	b.ResetTimer()
	b.Run("hour", func(b *testing.B) {
		at.haste = 60
		restful(b, t, at, path, time.Minute)
	})
	b.Run("waiting", func(b *testing.B) {
		at.haste = 1
		restful(b, t, at, path, 20*time.Second)
	})
}

// restful lets a hub rest and tells what it spends.
func restful(b *testing.B, t *tools, at site, path string, rest time.Duration) {
	t.b = b
	hub := startHub(b, t, at)
	hub.do("calm")
	t.spent()
	before, wrote := hub.usage(), commits(b, path)
	<-time.After(rest)
	after := hub.usage()
	writes, reads := t.spent()
	b.ReportMetric((after.hub - before.hub).Seconds(), "hub-cpu-s")
	b.ReportMetric((after.plugins - before.plugins).Seconds(), "plugins-cpu-s")
	b.ReportMetric(100*(after.hub-before.hub).Seconds()/rest.Seconds(), "hub-cpu-%")
	b.ReportMetric(float64(reads), "reads")
	b.ReportMetric(float64(writes), "writes")
	b.ReportMetric(float64(commits(b, path)-wrote), "commits")
	b.ReportMetric(resident(hub.pid), "hub-MB")
	b.ReportMetric(milliseconds(hub.started), "ready-ms")
	b.ReportMetric(0, "ns/op")
	hub.stop()
}

// commits counts what was ever committed to a database.
func commits(b testing.TB, path string) (n int64) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	must(b, err)
	defer db.Close()
	must(b, db.QueryRow(`SELECT n FROM counters WHERE name='mark'`).Scan(&n))
	return n
}

// multiply makes of some imported tickets so many times as many, whose requests are
// closed but for one of twelve. The simulator has made their tickets in the same
// order. When each was last read is spread over a day.
func multiply(b testing.TB, path string, seeds, times int) {
	b.Helper()
	db, err := sql.Open("sqlite", path+"?_pragma=synchronous(OFF)")
	must(b, err)
	defer db.Close()
	tx, err := db.Begin()
	must(b, err)
	now := time.Now()
	copied(b, tx, "requests", func(row map[string]any, n int) {
		grow(row, n, "id", "doc")
		seq := row["seq"].(int64) + int64(n*seeds)
		row["seq"], row["key"] = seq, fmt.Sprint("SP-", seq)
		if seq%12 != 0 {
			row["status"], row["is_open"] = "closed", int64(0)
			row["doc"] = strings.Replace(row["doc"].(string), `"Status":"new"`, `"Status":"closed"`, 1)
		}
	}, times)
	copied(b, tx, "tags", func(row map[string]any, n int) { row["request"] = row["request"].(int64) + int64(n*seeds) }, times)
	copied(b, tx, "links", func(row map[string]any, n int) {
		was := row["ticket_id"].(string)
		var id int
		_, _ = fmt.Sscan(was, &id)
		row["ticket_id"] = fmt.Sprint(id + n*seeds)
		grow(row, n, "id", "doc", "state")
		first := id - firstIssue
		row["doc"] = strings.NewReplacer(`"`+was+`"`, fmt.Sprintf(`"%d"`, id+n*seeds), fmt.Sprintf(`NET-%d"`, first), fmt.Sprintf(`NET-%d"`, first+n*seeds)).Replace(row["doc"].(string))
		row["request"] = row["request"].(int64) + int64(n*seeds)
		row["due_at"] = nil
		if row["request"].(int64)%12 == 0 {
			rested(b, row, now.Add(-time.Duration(n)*24*time.Hour/time.Duration(times)))
		}
	}, times)
	_, err = tx.Exec(`UPDATE counters SET n=(SELECT max(seq) FROM requests) WHERE name='request'`)
	must(b, err)
	must(b, tx.Commit())
	_, err = db.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
	must(b, err)
}

// firstIssue is the number before the first that the simulator gives.
const firstIssue = 10000

// grow makes ids of a seed those of its copy n, wherever they are named: an id
// of a request and of its link differ in the first letter alone.
func grow(row map[string]any, n int, id string, docs ...string) {
	stem := row[id].(string)[1:]
	row[id] = row[id].(string) + fmt.Sprint("x", n)
	for _, doc := range docs {
		row[doc] = strings.ReplaceAll(row[doc].(string), stem, stem+fmt.Sprint("x", n))
	}
}

// rested makes a link due a day after its ticket was read, as the sync does it.
func rested(b testing.TB, row map[string]any, read time.Time) {
	before, after, ok := strings.Cut(row["state"].(string), `"ReadAt":"`)
	if !ok {
		b.Fatalf("no time of reading in %s", row["state"])
	}
	row["state"] = before + `"ReadAt":"` + read.UTC().Format(time.RFC3339Nano) + after[strings.IndexByte(after, '"'):]
	h := fnv.New32a()
	_, _ = h.Write([]byte(row["id"].(string)))
	day := 24 * time.Hour
	row["due_at"] = read.Add(day - day/4*time.Duration(h.Sum32()%256)/256).UnixMicro()
}

// copied stores each row of a table some times more, changed by f.
func copied(b testing.TB, tx *sql.Tx, table string, f func(row map[string]any, n int), times int) {
	b.Helper()
	columns, seeds := contents(b, tx, table)
	places := strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",")
	put, err := tx.Prepare(`INSERT INTO ` + table + ` (` + strings.Join(columns, ",") + `) VALUES (` + places + `)`)
	must(b, err)
	defer put.Close()
	for n := 1; n < times; n++ {
		for _, seed := range seeds {
			row := map[string]any{}
			for i, c := range columns {
				row[c] = seed[i]
			}
			f(row, n)
			args := make([]any, len(columns))
			for i, c := range columns {
				args[i] = row[c]
			}
			_, err := put.Exec(args...)
			must(b, err)
		}
	}
}

func contents(b testing.TB, tx *sql.Tx, table string) (columns []string, all [][]any) {
	b.Helper()
	r, err := tx.Query(`SELECT * FROM ` + table)
	must(b, err)
	defer r.Close()
	columns, err = r.Columns()
	must(b, err)
	for r.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		must(b, r.Scan(into...))
		all = append(all, slices.Clone(row))
	}
	must(b, r.Err())
	return columns, all
}
