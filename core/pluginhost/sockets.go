package pluginhost

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// maxDir is what a folder's path may have, so that a socket's, at most 107
// bytes, fits below it.
const maxDir = 107 - len("/plugin-dir1234567890/plugin1234567890")

// socketDir is one hub's folder of sockets. A lock on it tells a living hub's
// folder from one that a killed hub has left behind.
type socketDir struct {
	path string
	lock *os.File
}

// newSocketDir makes a folder below base and sweeps those of dead hubs.
func newSocketDir(base string) (*socketDir, error) {
	if base == "" {
		base = filepath.Join(os.TempDir(), "spochub-"+strconv.Itoa(os.Getuid()))
	}
	if err := private(base); err != nil {
		return nil, err
	}
	all, err := lock(filepath.Join(base, "lock"), syscall.LOCK_EX)
	if err != nil {
		return nil, err
	}
	defer all.Close()
	sweep(base)
	path, err := os.MkdirTemp(base, "hub")
	if err != nil {
		return nil, fmt.Errorf("sockets: %w", err)
	}
	if len(path) > maxDir {
		_ = os.Remove(path)
		return nil, fmt.Errorf("sockets: the runtime folder %s is too long for a socket's path", base)
	}
	own, err := lock(filepath.Join(path, "lock"), syscall.LOCK_EX|syscall.LOCK_NB)
	if err != nil {
		return nil, err
	}
	return &socketDir{path: path, lock: own}, nil
}

// private makes sure that a folder is there and nobody else's.
func private(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("sockets: %w", err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("sockets: %w", err)
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 || !ok || int(owner.Uid) != os.Getuid() {
		return fmt.Errorf("sockets: %s must be a folder of ours with mode 0700", dir)
	}
	return nil
}

func sweep(base string) {
	dirs, _ := filepath.Glob(filepath.Join(base, "hub*"))
	for _, dir := range dirs {
		f, err := lock(filepath.Join(dir, "lock"), syscall.LOCK_EX|syscall.LOCK_NB)
		if errors.Is(err, syscall.EWOULDBLOCK) {
			continue
		}
		_ = os.RemoveAll(dir)
		if err == nil {
			_ = f.Close()
		}
	}
}

func lock(path string, how int) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("sockets: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), how); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("sockets: lock %s: %w", path, err)
	}
	return f, nil
}

func (d *socketDir) remove() error {
	err := os.RemoveAll(d.path)
	return errors.Join(err, d.lock.Close())
}
