package pluginhost

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/hashicorp/go-plugin/runner"
)

// drain is how long the last output of an ended process is read.
const drain = 200 * time.Millisecond

// process is a plugin's process, as go-plugin wants it run: in a process group
// of its own, with a standard input that ends with the hub, a clean environment
// and a standard error that only we read.
type process struct {
	cmd    *exec.Cmd
	binary *os.File // the file to run where it was verified
	log    *logReader
	stdout *os.File // our end, also of the next two
	stderr *os.File
	stdin  *os.File
	theirs []io.Closer
	done   chan struct{} // closed when the process has ended
	err    error         // of its end
	name   string

	mu      sync.Mutex
	started bool
	killed  bool
}

var _ runner.Runner = (*process)(nil)

// newProcess prepares a process; handshake is its part of the environment.
func newProcess(c Command, handshake []string, tmp string, log *logReader) (*process, error) {
	binary, err := c.verified()
	if err != nil {
		return nil, err
	}
	p := &process{binary: binary, log: log, done: make(chan struct{}), name: c.Path}
	p.cmd = &exec.Cmd{
		Path: c.Path, Args: append([]string{c.Path}, c.Args...), Env: environ(handshake, tmp), Dir: tmp,
		SysProcAttr: &syscall.SysProcAttr{Setpgid: true},
	}
	if binary != nil {
		p.theirs = append(p.theirs, binary)
		p.cmd.Path, p.cmd.ExtraFiles = pathOf(binary), []*os.File{binary}
	}
	if err := p.pipes(); err != nil {
		p.close(p.theirs...)
		return nil, err
	}
	return p, nil
}

func (p *process) pipes() error {
	in, lifeline, err := os.Pipe()
	if err != nil {
		return err
	}
	p.theirs, p.stdin, p.cmd.Stdin = append(p.theirs, in), lifeline, in
	out, w, err := os.Pipe()
	if err != nil {
		p.close(lifeline)
		return err
	}
	p.theirs, p.stdout, p.cmd.Stdout = append(p.theirs, w), out, w
	out, w, err = os.Pipe()
	if err != nil {
		p.close(lifeline, p.stdout)
		return err
	}
	p.theirs, p.stderr, p.cmd.Stderr = append(p.theirs, w), out, w
	return nil
}

func (p *process) close(files ...io.Closer) {
	for _, f := range files {
		_ = f.Close()
	}
}

// Start implements runner.Runner.
func (p *process) Start(context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	err := errors.New("stopped before it started")
	if !p.killed {
		err = p.cmd.Start()
	}
	p.close(p.theirs...)
	if err != nil {
		p.close(p.stdin, p.stdout, p.stderr)
		return fmt.Errorf("start %s: %w", p.name, never(err))
	}
	p.started = true
	go p.log.read(p.stderr)
	go p.await()
	return nil
}

// await notices the end at once, whoever still holds the pipes, and takes the
// rest of the process group along.
func (p *process) await() {
	p.err = reap(p.cmd)
	end := time.Now().Add(drain)
	_ = p.stdout.SetReadDeadline(end)
	_ = p.stderr.SetReadDeadline(end)
	_ = p.stdin.Close()
	time.AfterFunc(2*drain, func() { _ = p.stdout.Close() }) // go-plugin reads it and leaves it open
	close(p.done)
}

func killGroup(pid int) {
	if pid > 1 { // 0 and -1 would be our own group and everything
		_ = syscall.Kill(-pid, syscall.SIGKILL)
	}
}

// Kill implements runner.Runner; it may be called at any time.
func (p *process) Kill(context.Context) error {
	p.mu.Lock()
	p.killed = true
	started := p.started
	p.mu.Unlock()
	if !started {
		return nil
	}
	_ = p.cmd.Process.Kill() // await takes the group
	<-p.done
	return nil
}

// Wait implements runner.Runner.
func (p *process) Wait(context.Context) error { <-p.done; return p.err }

// Stdout implements runner.Runner.
func (p *process) Stdout() io.ReadCloser { return p.stdout }

// Stderr implements runner.Runner: go-plugin gets nothing, since some lines
// make its parser panic.
func (p *process) Stderr() io.ReadCloser { return io.NopCloser(strings.NewReader("")) }

// Name implements runner.Runner.
func (p *process) Name() string { return p.name }

// ID implements runner.Runner. It is never empty, else go-plugin would not
// clean up.
func (p *process) ID() string { return strconv.Itoa(p.pid()) }

func (p *process) pid() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.started {
		return 0
	}
	return p.cmd.Process.Pid
}

// Diagnose implements runner.Runner.
func (p *process) Diagnose(context.Context) string { return p.log.tail() }

// PluginToHost implements runner.Runner.
func (p *process) PluginToHost(network, addr string) (string, string, error) {
	return network, addr, nil
}

// HostToPlugin implements runner.Runner.
func (p *process) HostToPlugin(network, addr string) (string, string, error) {
	return network, addr, nil
}
