package pluginhost

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// ServeCommand is the hidden command of the hub's binary that serves one of the
// official connectors.
const ServeCommand = "plugin-serve"

// Command is how a plugin's process is started.
type Command struct {
	Path string
	Args []string
	// SHA256 is the hexadecimal sum that the file must have; "" for the hub's
	// own binary, which is not checked.
	SHA256 string
}

// Self runs an official connector from the binary that runs now, even where its
// file was replaced meanwhile.
func Self(plugin string) Command {
	return Command{Path: selfPath(), Args: []string{ServeCommand, plugin}}
}

// Find returns the command of a third-party plugin: the file of that name in
// dir, which must have the sum that sums names.
func Find(dir string, sums map[string]string, plugin string) (Command, error) {
	if plugin == "" || plugin != filepath.Base(plugin) || strings.HasPrefix(plugin, ".") {
		return Command{}, fmt.Errorf("find plugin %q: not a file's name", plugin)
	}
	path, err := filepath.Abs(filepath.Join(dir, plugin))
	if err != nil {
		return Command{}, fmt.Errorf("find plugin %s: %w", plugin, err)
	}
	if _, err := os.Stat(path); err != nil {
		return Command{}, fmt.Errorf("find plugin %s: %w", plugin, err)
	}
	if sums[plugin] == "" {
		return Command{}, fmt.Errorf("find plugin %s: plugins.sha256.%s is not set; the file has never been vouched for", plugin, plugin)
	}
	return Command{Path: path, SHA256: sums[plugin]}, nil
}

// List names the files in dir that could be plugins.
func List(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("list plugins: %w", err)
	}
	var names []string
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// Sum returns the sum of a plugin's file, for the configuration.
func Sum(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("sum plugin: %w", err)
	}
	defer f.Close()
	return sumOf(f)
}

func sumOf(r io.Reader) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return "", fmt.Errorf("sum plugin: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// errNever marks what no restart can mend.
var errNever = errors.New("it will not be tried again")

// never marks an error of a file that will be the same at the next start.
func never(err error) error {
	for _, e := range []error{fs.ErrNotExist, fs.ErrPermission, syscall.ENOEXEC} {
		if errors.Is(err, e) {
			return fmt.Errorf("%w; %w", err, errNever)
		}
	}
	return err
}

// verified opens the command's file where it must have a sum, checks it and
// returns it still open: what was summed is what is run. Nil: nothing to check.
func (c Command) verified() (*os.File, error) {
	if c.SHA256 == "" {
		return nil, nil
	}
	f, err := os.Open(c.Path)
	if err != nil {
		return nil, never(err)
	}
	sum, err := sumOf(f)
	if err == nil && !strings.EqualFold(sum, c.SHA256) {
		err = fmt.Errorf("%s has the sum %s, configured is %s; %w", c.Path, sum, c.SHA256, errNever)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}
