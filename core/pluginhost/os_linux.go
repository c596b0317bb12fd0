package pluginhost

import (
	"errors"
	"os"
	"os/exec"

	"golang.org/x/sys/unix"
)

// Undumpable keeps other processes of our user, plugins among them, from
// reading our memory and environment. Call it when the hub starts.
func Undumpable() error { return unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0) }

// selfPath stands for the very binary that runs, even after an upgrade in place.
func selfPath() string { return "/proc/self/exe" }

// pathOf runs an open file, which the child has as its descriptor 3.
func pathOf(*os.File) string { return "/proc/self/fd/3" }

// reap waits for a child. Its process group is killed while the child is still
// there to be waited for, so that the group cannot be another's by then.
func reap(cmd *exec.Cmd) error {
	pid := cmd.Process.Pid
	for errors.Is(unix.Waitid(unix.P_PID, pid, nil, unix.WEXITED|unix.WNOWAIT, nil), unix.EINTR) {
	}
	killGroup(pid)
	return cmd.Wait()
}
