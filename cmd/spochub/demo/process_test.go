package demo_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// process is a running spochub. It has a folder for temporary files of its own,
// so that a test sees what is left there.
type process struct {
	t     *testing.T
	cmd   *exec.Cmd
	tmp   string
	lines chan string // of its standard output; closed at its end
	ended chan struct{}
	err   error // of its end

	mu     sync.Mutex
	stderr bytes.Buffer
}

// start runs the program until the test ends.
func start(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	tmp, err := os.MkdirTemp("", "e2e") // short: the paths of sockets are
	must(t, err)
	p := &process{t: t, cmd: exec.Command(binary, args...), tmp: tmp, lines: make(chan string, 1000), ended: make(chan struct{})}
	p.cmd.Env = append(append(os.Environ(), env...), "TMPDIR="+tmp)
	p.cmd.Stderr = p
	out, err := p.cmd.StdoutPipe()
	must(t, err)
	must(t, p.cmd.Start())
	go p.read(out)
	t.Cleanup(p.clean)
	return p
}

func (p *process) read(out io.Reader) {
	for lines := bufio.NewScanner(out); lines.Scan(); {
		p.lines <- lines.Text()
	}
	close(p.lines)
	p.err = p.cmd.Wait()
	close(p.ended)
}

// Write keeps what the process says on its standard error.
func (p *process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stderr.Write(b)
}

func (p *process) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stderr.String()
}

func (p *process) clean() {
	select {
	case <-p.ended:
	default:
		_ = p.cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-p.ended:
		case <-time.After(10 * time.Second):
			_ = p.cmd.Process.Kill()
			<-p.ended
		}
	}
	if p.t.Failed() {
		p.t.Logf("the process said:\n%s", p.said())
	}
	_ = os.RemoveAll(p.tmp)
}

// line is the next line of standard output.
func (p *process) line() string {
	p.t.Helper()
	select {
	case line, ok := <-p.lines:
		if !ok {
			p.t.Fatalf("the process ended: %s", p.said())
		}
		return line
	case <-time.After(30 * time.Second):
		p.t.Fatalf("no line within half a minute: %s", p.said())
	}
	return ""
}

// stop asks the process to end and returns its exit status.
func (p *process) stop() int {
	p.t.Helper()
	must(p.t, p.cmd.Process.Signal(syscall.SIGTERM))
	return p.wait(15 * time.Second)
}

// kill ends the process as a power cut does.
func (p *process) kill() {
	p.t.Helper()
	must(p.t, p.cmd.Process.Kill())
	p.wait(5 * time.Second)
}

func (p *process) wait(limit time.Duration) int {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(limit):
		p.t.Fatalf("still running after %s: %s", limit, p.said())
	}
	var exit *exec.ExitError
	if p.err != nil && !errors.As(p.err, &exit) {
		p.t.Fatal(p.err)
	}
	return p.cmd.ProcessState.ExitCode()
}

// plugins finds the processes of the hub's plugins, by plugin name.
func (p *process) plugins() map[string]int {
	p.t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	must(p.t, err)
	if len(stats) == 0 {
		p.t.Skip("there is no /proc to find the plugins' processes in")
	}
	found := map[string]int{}
	for _, name := range stats {
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		if parent(pid) != p.cmd.Process.Pid {
			continue
		}
		line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if args := strings.Split(strings.TrimRight(string(line), "\x00"), "\x00"); err == nil && len(args) > 2 && args[1] == "plugin-serve" {
			found[args[2]] = pid
		}
	}
	return found
}

// parent is the parent of a living process, 0 for one that is no more.
func parent(pid int) int {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 2 || fields[0] == "Z" {
		return 0
	}
	ppid, _ := strconv.Atoi(fields[1])
	return ppid
}

func alive(pid int) bool { return parent(pid) != 0 }

// left lists the files in the process's temporary folder, without the lock of
// the folder that all hubs of a user share.
func (p *process) left() []string {
	p.t.Helper()
	var list []string
	must(p.t, filepath.Walk(p.tmp, func(path string, info os.FileInfo, err error) error {
		name, _ := filepath.Rel(p.tmp, path)
		shared := fmt.Sprintf("spochub-%d", os.Getuid())
		if err == nil && name != "." && name != shared && name != filepath.Join(shared, "lock") {
			list = append(list, name)
		}
		return err
	}))
	return list
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// within waits until a condition holds; it says "" then, and else what is amiss.
func within(t *testing.T, limit time.Duration, condition func() string) {
	t.Helper()
	deadline, tick := time.After(limit), time.NewTicker(20*time.Millisecond)
	defer tick.Stop()
	for {
		amiss := condition()
		if amiss == "" {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("after %s: %s", limit, amiss)
		case <-t.Context().Done():
			t.Fatal(t.Context().Err())
		}
	}
}
