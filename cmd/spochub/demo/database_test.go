package demo_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// engine is where a hub keeps its state.
type engine struct {
	name string
	url  func(*testing.T) string // "" for the site's own file
}

func engines() []engine {
	return []engine{
		{"sqlite", func(*testing.T) string { return "" }},
		{"postgres", clusters.database},
	}
}

// siteOn is a site whose hub uses an engine.
func siteOn(t *testing.T, e engine) *site {
	t.Helper()
	address := e.url(t)
	s := newSite(t, func(yaml string) string {
		if address == "" {
			return listening(yaml)
		}
		file := strings.Index(yaml, `"sqlite:`)
		end := file + strings.IndexByte(yaml[file:], '\n')
		return listening(yaml[:file] + `"env:DATABASE_ADDRESS"` + yaml[end:])
	})
	s.server, s.env = address, append(s.env, "DATABASE_ADDRESS="+address)
	return s
}

// cluster is the PostgreSQL server of all tests, started by the first that needs
// one unless the environment names one.
type cluster struct {
	once    sync.Once
	dir     string
	address string
	err     error
	made    atomic.Int64
}

var clusters cluster

var errNoServer = errors.New("neither SPOCHUB_TEST_POSTGRES nor SPOCHUB_TEST_TRACKERS is set")

func (c *cluster) script() string {
	return filepath.Join(os.Getenv("SPOCHUB_TEST_TRACKERS"), "postgres.sh")
}

func (c *cluster) start() {
	if c.address = os.Getenv("SPOCHUB_TEST_POSTGRES"); c.address != "" {
		return
	}
	if os.Getenv("SPOCHUB_TEST_TRACKERS") == "" {
		c.err = errNoServer
		return
	}
	if c.dir, c.err = os.MkdirTemp("", "kpg"); c.err != nil { // short: a socket's path is limited
		return
	}
	if c.err = os.Chmod(c.dir, 0o711); c.err != nil {
		return
	}
	out, err := exec.Command(c.script(), "start", c.dir).Output()
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		if address, ok := strings.CutPrefix(strings.TrimPrefix(lines.Text(), "export "), "DATABASE_URL="); ok {
			c.address = strings.Trim(address, `'"`)
		}
	}
	if c.address == "" {
		c.err = fmt.Errorf("postgres.sh start: %w: %s", err, out)
	}
}

// stop ends the server if a test started it.
func (c *cluster) stop() {
	if c.dir == "" {
		return
	}
	if err := exec.Command(c.script(), "stop", c.dir).Run(); err != nil {
		fmt.Fprintln(os.Stderr, "postgres.sh stop:", err)
	}
	_ = os.RemoveAll(c.dir)
}

// database makes an empty one that goes with the test, and returns its address.
func (c *cluster) database(t *testing.T) string {
	t.Helper()
	c.once.Do(c.start)
	if errors.Is(c.err, errNoServer) && os.Getenv("SPOCHUB_TEST_REQUIRE") != "all" {
		t.Skip(c.err)
	}
	must(t, c.err)
	name := fmt.Sprintf("spochub_kills_%d_%d", os.Getpid(), c.made.Add(1))
	must(t, c.exec(t.Context(), "CREATE DATABASE "+name))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := c.exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	u, err := url.Parse(c.address)
	must(t, err)
	u.Path = "/" + name
	return u.String()
}

// copied keeps a database that nobody uses any more and returns how to put the copy
// in its place, as one that another cluster made.
func (c *cluster) copied(t *testing.T, address string) (restore func()) {
	t.Helper()
	u, err := url.Parse(address)
	must(t, err)
	name := strings.TrimPrefix(u.Path, "/")
	backup := name + "_backup"
	t.Cleanup(func() { // where it was not put back
		if err := c.exec(context.Background(), "DROP DATABASE IF EXISTS "+backup+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	within(t, 20*time.Second, func() string { // the server has yet to notice who is gone
		if err := c.exec(t.Context(), "CREATE DATABASE "+backup+" TEMPLATE "+name); err != nil {
			return err.Error()
		}
		return ""
	})
	return func() {
		must(t, c.exec(t.Context(), "DROP DATABASE "+name+" WITH (FORCE)"))
		must(t, c.exec(t.Context(), "ALTER DATABASE "+backup+" RENAME TO "+name))
		must(t, execAt(t.Context(), address, "UPDATE settings SET value='another/1' WHERE name='cluster'"))
	}
}

func (c *cluster) exec(ctx context.Context, statement string) error {
	return execAt(ctx, c.address, statement)
}

func execAt(ctx context.Context, address, statement string) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}
