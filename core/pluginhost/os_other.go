//go:build !linux

package pluginhost

import (
	"os"
	"os/exec"
)

// Undumpable does nothing where the system has no such switch.
func Undumpable() error { return nil }

func selfPath() string {
	path, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return path
}

// pathOf names the file again: this system cannot run an open one.
func pathOf(f *os.File) string { return f.Name() }

func reap(cmd *exec.Cmd) error {
	err := cmd.Wait()
	killGroup(cmd.Process.Pid)
	return err
}
