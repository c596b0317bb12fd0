package demo_test

import (
	"database/sql"
	words "encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The shapes of SQLite's write-ahead log and of the index beside it.
const (
	walHeader      = 32
	walFrame       = 24
	pageSize       = 4096
	walFrames      = 16  // where the index says how many frames are committed
	walSalt        = 32  // which log it is of: a new one begins after a checkpoint
	walCheckpoints = 128 // and how many a checkpoint may have brought into the database: one under way has not counted them yet
)

// disk is what SQLite's log must have on the disk by now: all that was committed
// when a person was last answered or a tool last called. What comes after it may
// be lost with the power.
type disk struct {
	path  string
	calls atomic.Int64 // connections from the hub to tools

	still  sync.RWMutex // nobody outside gets to see anything
	mu     sync.Mutex
	log    uint64
	frames int64
}

// index is the state of a log.
type index struct {
	log                 uint64
	frames, checkpoints int64
}

func (d *disk) index() (index, error) {
	text, err := os.ReadFile(d.path + "-shm")
	if err != nil || len(text) < walCheckpoints+4 {
		return index{}, fmt.Errorf("%s: %d bytes of index: %w", d.path, len(text), err)
	}
	at := func(n int) int64 { return int64(words.NativeEndian.Uint32(text[n:])) }
	return index{words.NativeEndian.Uint64(text[walSalt:]), at(walFrames), at(walCheckpoints)}, nil
}

// promised notes that somebody outside has seen what the hub did until now.
func (d *disk) promised() {
	now, err := d.index()
	if err != nil { // on another database, or not yet begun
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.log, d.frames = now.log, now.frames
}

// before is a door to a tool, which sees nothing of the hub's that is not noted
// first.
func (d *disk) before(tool http.Handler) *httptest.Server {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			d.promised()
		}
		tool.ServeHTTP(w, r)
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			d.calls.Add(1)
		case http.StateClosed, http.StateHijacked:
			d.calls.Add(-1)
		}
	}
	server.Start()
	return server
}

// answers makes a call of a person's, whose answer is noted.
func (d *disk) answers(call func() (answer, error)) (answer, error) {
	d.still.RLock()
	defer d.still.RUnlock()
	got, err := call()
	if err == nil {
		d.promised()
	}
	return got, err
}

// fails ends a hub with the power: of the commits that nobody has seen anything of,
// any of the newest are lost.
func (d *disk) fails(t *testing.T, hub *process, dice *rand.Rand) {
	t.Helper()
	plugins := hub.plugins()
	hub.kill()
	d.still.Lock()
	defer d.still.Unlock()
	within(t, 10*time.Second, func() string { // what was called is called
		for name, pid := range plugins {
			if alive(pid) {
				return name + " goes on"
			}
		}
		if n := d.calls.Load(); n > 0 {
			return fmt.Sprintf("%d calls are under way", n)
		}
		return ""
	})
	now, err := d.index()
	must(t, err)
	safe := now.checkpoints
	if d.log == now.log {
		safe = max(safe, d.frames)
	}
	d.cut(t, now, safe, dice)
}

// lied takes any of the commits behind the last checkpoint from a database that
// nobody uses.
func (d *disk) lied(t *testing.T, dice *rand.Rand) {
	t.Helper()
	now, err := d.index()
	must(t, err)
	d.cut(t, now, now.checkpoints, dice)
}

// cut leaves a part of a log whose first frames are safe.
func (d *disk) cut(t *testing.T, now index, safe int64, dice *rand.Rand) {
	t.Helper()
	wal, err := os.Stat(d.path + "-wal")
	must(t, err)
	left := safe + dice.Int64N(max(now.frames-safe, 1))
	length := min(walHeader+left*(walFrame+pageSize)+dice.Int64N(pageSize), wal.Size())
	t.Logf("of %d frames, %d of them safe, %d are left", now.frames, safe, left)
	must(t, os.Truncate(d.path+"-wal", length))
	must(t, os.Remove(d.path+"-shm"))
}

// witnessed writes what the file beside the database would say of it now, if the
// hub had come to do so.
func (d *disk) witnessed(t *testing.T) {
	t.Helper()
	var now struct {
		Epoch int64 `json:"epoch"`
		Mark  int64 `json:"mark"`
	}
	text, err := os.ReadFile(d.path + ".epoch")
	must(t, err)
	must(t, json.Unmarshal(text, &now))
	now.Mark = d.mark(t)
	text, err = json.Marshal(now)
	must(t, err)
	must(t, os.WriteFile(d.path+".epoch", text, 0o600))
}

// mark reads the newest commit's number from a copy.
func (d *disk) mark(t *testing.T) (mark int64) {
	t.Helper()
	beside := filepath.Join(t.TempDir(), "copy.db")
	for _, part := range []string{"", "-wal"} {
		text, err := os.ReadFile(d.path + part)
		must(t, err)
		must(t, os.WriteFile(beside+part, text, 0o600))
	}
	db, err := sql.Open("sqlite", beside)
	must(t, err)
	defer func() { must(t, db.Close()) }()
	must(t, db.QueryRowContext(t.Context(), `SELECT n FROM counters WHERE name='mark'`).Scan(&mark))
	return mark
}
