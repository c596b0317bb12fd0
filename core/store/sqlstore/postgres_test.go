package sqlstore_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/core/store/storetest"
)

// cluster finds a PostgreSQL server for the tests, or starts one for the whole
// run of a test.
func cluster(t *testing.T) string {
	t.Helper()
	if address := os.Getenv("SPOCHUB_TEST_POSTGRES"); address != "" {
		return address
	}
	script := filepath.Join(os.Getenv("SPOCHUB_TEST_TRACKERS"), "postgres.sh")
	if _, err := os.Stat(script); err != nil || os.Getenv("SPOCHUB_TEST_TRACKERS") == "" {
		if os.Getenv("SPOCHUB_TEST_REQUIRE") == "all" {
			t.Fatal("neither SPOCHUB_TEST_POSTGRES nor SPOCHUB_TEST_TRACKERS is set")
		}
		t.Skip("neither SPOCHUB_TEST_POSTGRES nor SPOCHUB_TEST_TRACKERS is set")
	}
	dir, err := os.MkdirTemp("", "spg") // short: a socket's path is limited
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(script, "start", dir).Output()
	if err != nil {
		t.Fatalf("postgres.sh start: %v: %s", err, out)
	}
	t.Cleanup(func() {
		if err := exec.Command(script, "stop", dir).Run(); err != nil {
			t.Errorf("postgres.sh stop: %v", err)
		}
		os.RemoveAll(dir)
	})
	lines := bufio.NewScanner(strings.NewReader(string(out)))
	for lines.Scan() {
		if address, ok := strings.CutPrefix(strings.TrimPrefix(lines.Text(), "export "), "DATABASE_URL="); ok {
			return strings.Trim(address, `'"`)
		}
	}
	t.Fatal("postgres.sh printed no DATABASE_URL")
	return ""
}

// schema makes an empty schema and returns the address that uses it.
func schema(t *testing.T, address, name string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), "DROP SCHEMA IF EXISTS "+name+" CASCADE; CREATE SCHEMA "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { dropSchema(t, address, name) })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

func dropSchema(t *testing.T, address, name string) {
	ctx := context.WithoutCancel(t.Context())
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Error(err)
		return
	}
	defer conn.Close(ctx)
	for range 5 {
		_, err = conn.Exec(ctx, "DROP SCHEMA "+name+" CASCADE")
		var refused *pgconn.PgError
		if !errors.As(err, &refused) || refused.Code != "40P01" { // a deadlock with another test's migration: again
			break
		}
	}
	if err != nil {
		t.Error(err)
	}
}

func TestPostgres(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	address := cluster(t)
	var n atomic.Int64
	fresh := func(t *testing.T) string {
		return schema(t, address, fmt.Sprintf("spochub_test_%d_%d", os.Getpid(), n.Add(1)))
	}
	storetest.Run(t, func(t *testing.T) storetest.Subject { return subject(t, sqlstore.Options{URL: fresh(t)}) })
	t.Run("a node that stands still keeps nothing from the others", func(t *testing.T) {
		if most, err := open(t, sqlstore.Options{URL: fresh(t)}).Setting(t.Context(), "idle_in_transaction_session_timeout"); err != nil || most != "10s" {
			t.Errorf("a transaction in which nothing happens is held for %s, %v", most, err)
		}
	})
	t.Run("two nodes wake one another", func(t *testing.T) { testNodes(t, fresh(t)) })
	t.Run("the work of a dead node is free", func(t *testing.T) { testDeadNode(t, fresh(t)) })
	t.Run("a guest leaves claims and epoch alone", func(t *testing.T) { testGuest(t, fresh(t)) })
	t.Run("what has no target is ordered in a database of before", func(t *testing.T) { testUntimed(t, fresh(t)) })
	t.Run("trouble is found in a database of before", func(t *testing.T) { testTrouble(t, fresh(t)) })
	t.Run("what was configured is read beside the hub", func(t *testing.T) { testPeek(t, fresh(t)) })
}
