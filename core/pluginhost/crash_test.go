package pluginhost_test

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/spochub/spochub/core/pluginhost"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

func TestKillUnderLoad(t *testing.T) {
	b := newBench(t, quick)
	p := b.start("odd", nil)
	pid := b.until(p, pluginhost.Ready).PID
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var callers sync.WaitGroup
	for range 4 {
		callers.Go(func() {
			for ctx.Err() == nil {
				_, err := p.Conn().Get(ctx, sdk.Ref{ID: "x"}, sdk.Need{})
				if err != nil && fault.ClassOf(err) != fault.Unavailable {
					t.Errorf("a read: %v", err)
				}
				_, err = p.Conn().(sdk.Creator).Create(ctx, sdk.Draft{Key: "k"})
				if c := fault.ClassOf(err); err != nil && c != fault.Uncertain && c != fault.Unavailable {
					t.Errorf("a write: %v", err)
				}
			}
		})
	}
	for range 3 {
		_ = syscall.Kill(pid, syscall.SIGKILL)
		b.eventually("another process", func() bool {
			s := p.State()
			if s.Name != pluginhost.Ready || s.PID == pid {
				return false
			}
			pid = s.PID
			return true
		})
	}
	cancel()
	callers.Wait()
	if !strings.Contains(b.log.String(), "signal: killed") {
		t.Errorf("the log does not say how it ended:\n%s", b.log)
	}
	if n := p.State().Restarts; n < 3 {
		t.Errorf("%d restarts, want 3", n)
	}
	if left, _ := filepath.Glob(filepath.Join(b.dir, "hub*", "plugin-dir*")); len(left) != 1 {
		t.Errorf("folders of sockets: %v, want one", left)
	}
}

func TestKillDuringAWriteIsUncertain(t *testing.T) {
	b := newBench(t, quick)
	p := b.start("odd", nil)
	pid := b.until(p, pluginhost.Ready).PID
	done := make(chan error, 1)
	go func() {
		_, err := p.Conn().(sdk.Creator).Create(t.Context(), sdk.Draft{Type: "hang"})
		done <- err
	}()
	n := 0
	for _, err := range p.Conn().(sdk.Watcher).Changes(t.Context(), "") {
		if err != nil {
			if fault.ClassOf(err) != fault.Unavailable {
				t.Errorf("the poll: %v", err)
			}
			break
		}
		if n++; n == 11 {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
	if err := <-done; fault.ClassOf(err) != fault.Uncertain {
		t.Errorf("the write: %v", err)
	}
}

func TestAHangIsFound(t *testing.T) {
	policy := quick
	policy.HealthEvery, policy.HealthDeadline, policy.HealthMisses = 20*time.Millisecond, 300*time.Millisecond, 2
	b := newBench(t, policy)
	p := b.start("odd", nil)
	pid := b.until(p, pluginhost.Ready).PID
	_ = syscall.Kill(pid, syscall.SIGSTOP)
	b.eventually("another process", func() bool {
		s := p.State()
		return s.Name == pluginhost.Ready && s.PID != pid
	})
	if !gone(pid) {
		t.Error("the stopped process is still there")
	}
}

func TestStopOfAHangingProcess(t *testing.T) {
	b := newBench(t, quick)
	p := b.start("odd", nil)
	pid := b.until(p, pluginhost.Ready).PID
	_ = syscall.Kill(pid, syscall.SIGSTOP)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_ = p.Stop(ctx)
	if !gone(pid) {
		t.Error("the stopped process is still there")
	}
}

func TestStopLetsCallsEnd(t *testing.T) {
	b := newBench(t, quick)
	p := b.start("odd", nil)
	ctx, cancel := context.WithCancel(t.Context())
	next := make(chan struct{})
	done := make(chan error, 1)
	go func() {
		for _, err := range p.Conn().(sdk.Watcher).Changes(ctx, "") {
			if err == nil {
				select {
				case next <- struct{}{}:
				default:
				}
				continue
			}
			done <- err
			return
		}
	}()
	<-next
	stopped := make(chan error, 1)
	go func() { stopped <- p.Stop(t.Context()) }()
	b.until(p, pluginhost.Stopped)
	select {
	case err := <-done:
		t.Errorf("the poll was cut off: %v", err)
	default:
	}
	cancel()
	<-done
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

func TestThePluginsChildrenEndWithIt(t *testing.T) {
	b := newBench(t, quick)
	p := b.start("odd", nil)
	pid := b.until(p, pluginhost.Ready).PID
	grandchild, err := strconv.Atoi(b.get(p, "child").Key)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_ = syscall.Kill(pid, syscall.SIGKILL)
	b.eventually("another process", func() bool {
		s := p.State()
		return s.Name == pluginhost.Ready && s.PID != pid
	})
	b.eventually("the grandchild ends", func() bool { return gone(grandchild) })
	if d := time.Since(began); d > 10*time.Second {
		t.Errorf("it took %v", d)
	}
}

func TestTheCircuitOpens(t *testing.T) {
	b := newBench(t, pluginhost.Policy{BackOff: time.Millisecond, CrashLimit: 3, CoolDown: time.Hour})
	p := b.start("dies", nil)
	s := b.until(p, pluginhost.Open)
	if s.Restarts != 2 {
		t.Errorf("%d restarts, want 2", s.Restarts)
	}
	began := time.Now()
	_, err := p.Conn().Get(t.Context(), sdk.Ref{}, sdk.Need{})
	if v := fault.Decide(err, false, 0); fault.ClassOf(err) != fault.Unavailable || v.After < 59*time.Minute {
		t.Errorf("a call: %v, to be tried after %v", err, v.After)
	}
	if d := time.Since(began); d > time.Second {
		t.Errorf("it took %v to fail at once", d)
	}
}

func TestCallsWaitOnlyAsLongAsTheyMay(t *testing.T) {
	b := newBench(t, pluginhost.Policy{BackOff: time.Hour, MaxBackOff: time.Hour})
	p := b.start("dies", nil)
	b.until(p, pluginhost.BackOff)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := p.Conn().(sdk.Creator).Create(ctx, sdk.Draft{}); fault.ClassOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
}

// TestAKilledHubLeavesNothing kills a hub and looks for its plugin and, after
// another hub has started in the same place, for its sockets.
func TestAKilledHubLeavesNothing(t *testing.T) {
	b := newBench(t, quick)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd, next := b.hub(self, b.dir)
	pid := next()
	left, _ := filepath.Glob(filepath.Join(b.dir, "hub*", "plugin-dir*"))
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	b.eventually("the orphan ends", func() bool { return gone(pid) })
	if len(left) != 1 {
		t.Fatalf("folders of sockets: %v", left)
	}
	b.until(b.start("odd", nil), pluginhost.Ready)
	if _, err := os.Stat(left[0]); !os.IsNotExist(err) {
		t.Errorf("%s was not swept: %v", left[0], err)
	}
}

// hub starts another hub and returns how to wait for the next process of its plugin.
func (b *bench) hub(binary, dir string) (*exec.Cmd, func() int) {
	b.Helper()
	cmd := exec.Command(binary, hubMode, dir)
	cmd.Stderr, cmd.SysProcAttr = os.Stderr, &syscall.SysProcAttr{Setpgid: true}
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	lines := bufio.NewReader(out)
	return cmd, func() int {
		b.Helper()
		line, err := lines.ReadString('\n')
		if err != nil {
			b.Fatal(err)
		}
		pid, err := strconv.Atoi(strings.TrimSpace(line))
		if err != nil || gone(pid) {
			b.Fatalf("plugin %q, gone: %v", line, gone(pid))
		}
		return pid
	}
}
