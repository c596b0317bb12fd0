package sqlstore_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

const killPath = "SPOCHUB_TEST_KILL_DATABASE"

// TestMain is also the process that TestKill kills.
func TestMain(m *testing.M) {
	if path := os.Getenv(killPath); path != "" {
		writeForEver(path)
		return
	}
	os.Exit(m.Run())
}

// writeForEver creates requests, changes their links and says of each write,
// after it was answered, that it is there.
func writeForEver(path string) {
	s, err := sqlstore.Open(context.Background(), sqlstore.Options{URL: "sqlite:" + path})
	if err != nil {
		fmt.Println("error", err)
		return
	}
	var mu sync.Mutex
	say := func(line string, err error) {
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			line = "error " + err.Error()
		}
		fmt.Println(line)
	}
	var writers sync.WaitGroup
	for w := range 8 {
		writers.Go(func() {
			for n := w; ; n += 8 {
				r, links := sample(n)
				say(fmt.Sprintf("made %d", n), s.Create(context.Background(), store.New{Request: r, Links: links}))
				say(fmt.Sprintf("changed %d", n), s.Link(context.Background(), store.Claim{ID: fmt.Sprintf("l%d", n)}, func(d *store.LinkDoc) error {
					d.Request.Title = "changed"
					d.State.Watermark = 7
					d.Dirty = []request.LinkID{d.Link.ID}
					return nil
				}))
			}
		})
	}
	writers.Wait()
}

func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	path := filepath.Join(t.TempDir(), "hub.db")
	for round, lines := range []int{50, 400, 1000} {
		t.Run(strconv.Itoa(round), func(t *testing.T) { killAfter(t, path+strconv.Itoa(round), lines) })
	}
}

// killAfter kills a writing process after some answers and looks for what it
// said to be there.
func killAfter(t *testing.T, path string, lines int) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(self)
	child.Env = append(os.Environ(), killPath+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for scan := bufio.NewScanner(out); scan.Scan(); {
		if strings.HasPrefix(scan.Text(), "error") {
			t.Error(scan.Text())
		}
		said[scan.Text()] = true
		if len(said) == lines {
			child.Process.Signal(syscall.SIGKILL)
		}
	}
	child.Wait() // was killed
	database(t, path, func(s *sqlstore.Store) { lookFor(t, s, said) })
	if len(said) < lines {
		t.Fatalf("the child said %d lines, want %d", len(said), lines)
	}
}

func lookFor(t *testing.T, s *sqlstore.Store, said map[string]bool) {
	if s.Restored() {
		t.Error("a crash looks like a restore")
	}
	for line := range said {
		what, n, _ := strings.Cut(line, " ")
		err := s.Link(t.Context(), store.Claim{ID: "l" + n}, func(d *store.LinkDoc) error {
			if what == "changed" && (d.Request.Title != "changed" || d.State.Watermark != 7 || d.Gen != 2) {
				t.Errorf("%s: title %q, watermark %d, generation %d", line, d.Request.Title, d.State.Watermark, d.Gen)
			}
			return nil
		})
		if err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
}
