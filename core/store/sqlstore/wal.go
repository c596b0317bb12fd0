package sqlstore

import (
	"os"
	"sync"
	"sync/atomic"
)

// walFile is the log that SQLite writes commits to, for as long as the database
// is open.
type walFile struct {
	path  string
	syncs atomic.Int64

	mu   sync.Mutex
	file *os.File
}

// sync puts every commit so far on the disk.
func (w *walFile) sync() error {
	f, err := w.open()
	if err != nil {
		return err
	}
	w.syncs.Add(1)
	return f.Sync()
}

func (w *walFile) open() (*os.File, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var err error
	if w.file == nil {
		w.file, err = os.Open(w.path)
	}
	if err != nil {
		return nil, err
	}
	return w.file, nil
}

func (w *walFile) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.file == nil {
		return nil
	}
	return w.file.Close()
}
