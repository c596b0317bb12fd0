package app_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// postgres is the address of an empty PostgreSQL database that goes with the test.
func postgres(t *testing.T) string {
	t.Helper()
	server := os.Getenv("SPOCHUB_TEST_POSTGRES")
	if server == "" {
		server = startPostgres(t)
	}
	name := fmt.Sprintf("spochub_nodes_%d", os.Getpid())
	sure(t, execute(t.Context(), server, "CREATE DATABASE "+name))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		sure(t, execute(ctx, server, "DROP DATABASE "+name+" WITH (FORCE)"))
	})
	u, err := url.Parse(server)
	sure(t, err)
	u.Path = "/" + name
	return u.String()
}

// startPostgres starts a server for the test, or skips it.
func startPostgres(t *testing.T) string {
	t.Helper()
	trackers := os.Getenv("SPOCHUB_TEST_TRACKERS")
	if trackers == "" && os.Getenv("SPOCHUB_TEST_REQUIRE") == "all" {
		t.Fatal("neither SPOCHUB_TEST_POSTGRES nor SPOCHUB_TEST_TRACKERS is set")
	}
	if trackers == "" {
		t.Skip("neither SPOCHUB_TEST_POSTGRES nor SPOCHUB_TEST_TRACKERS is set")
	}
	script := filepath.Join(trackers, "postgres.sh")
	dir, err := os.MkdirTemp("", "apg") // short: a socket's path is limited
	sure(t, err)
	sure(t, os.Chmod(dir, 0o711))
	out, err := exec.Command(script, "start", dir).Output()
	sure(t, err)
	t.Cleanup(func() {
		sure(t, exec.Command(script, "stop", dir).Run())
		sure(t, os.RemoveAll(dir))
	})
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		if address, ok := strings.CutPrefix(strings.TrimPrefix(lines.Text(), "export "), "DATABASE_URL="); ok {
			return strings.Trim(address, `'"`)
		}
	}
	t.Fatal("postgres.sh printed no DATABASE_URL")
	return ""
}

func execute(ctx context.Context, server, statement string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}
