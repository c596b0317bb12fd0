package pluginhost_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
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
	"github.com/spochub/spochub/sdk/settings"
)

// quick restarts at once and never opens.
var quick = pluginhost.Policy{BackOff: 20 * time.Millisecond, MaxBackOff: 50 * time.Millisecond, CrashLimit: 1000, StopGrace: time.Second}

type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

type bench struct {
	*testing.T
	host *pluginhost.Host
	dir  string
	log  *lines
}

func newBench(t *testing.T, policy pluginhost.Policy) *bench {
	t.Helper()
	dir, err := os.MkdirTemp("", "ph") // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{T: t, dir: dir, log: &lines{}}
	b.host = pluginhost.New(pluginhost.Options{
		Log: slog.New(slog.NewJSONHandler(b.log, nil)), RuntimeDir: dir, Policy: policy,
	})
	t.Cleanup(func() {
		if err := b.host.Close(); err != nil {
			t.Error(err)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "hub*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
		_ = os.RemoveAll(dir)
	})
	return b
}

func (b *bench) start(name string, raw settings.Raw) *pluginhost.Plugin {
	b.Helper()
	p, err := b.host.Start(b.Context(), pluginhost.Spec{Connection: "noc", Plugin: name, Command: pluginhost.Self(name), Settings: raw})
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// until waits for a state.
func (b *bench) until(p *pluginhost.Plugin, name string) pluginhost.State {
	b.Helper()
	timeout := time.After(20 * time.Second)
	for {
		s, changed := p.Changed()
		if s.Name == name {
			return s
		}
		select {
		case <-changed:
		case <-timeout:
			b.Fatalf("not %s in twenty seconds: %+v\n%s", name, s, b.log)
		}
	}
}

func (b *bench) eventually(what string, ok func() bool) {
	b.Helper()
	timeout, tick := time.After(20*time.Second), time.NewTicker(5*time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-timeout:
			b.Fatalf("%s: not in twenty seconds\n%s", what, b.log)
		}
	}
}

func (b *bench) get(p *pluginhost.Plugin, id string) sdk.Ref {
	b.Helper()
	t, err := p.Conn().Get(b.Context(), sdk.Ref{ID: id}, sdk.Need{})
	if err != nil {
		b.Fatalf("get %s: %v", id, err)
	}
	return t.Ref
}

// gone reports whether a process has ended, reaped or not.
func gone(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return true
	}
	_, state, _ := strings.Cut(string(stat), ") ")
	return strings.HasPrefix(state, "Z")
}

func TestCallsWaitForTheStart(t *testing.T) {
	b := newBench(t, quick)
	p := b.start("odd", nil)
	if _, ok := sdk.As[sdk.Creator](p.Conn()); !ok {
		t.Error("a capability is missing")
	}
	if _, ok := sdk.As[sdk.Finder](p.Conn()); ok {
		t.Error("a capability is made up")
	}
	place, err := p.Conn().Ping(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s := b.until(p, pluginhost.Ready)
	if place.Self.ID != strconv.Itoa(s.PID) || s.PID == os.Getpid() {
		t.Errorf("the plugin is process %s, the state says %d", place.Self.ID, s.PID)
	}
	if err := p.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !gone(s.PID) || p.State().Name != pluginhost.Stopped {
		t.Errorf("after stop: %+v, process gone: %v", p.State(), gone(s.PID))
	}
	if _, err := p.Conn().Ping(t.Context()); fault.ClassOf(err) != fault.Unavailable {
		t.Errorf("a call after stop: %v", err)
	}
}

func TestEnvironmentIsClean(t *testing.T) {
	t.Setenv("SPOCHUB_DATABASE__URL", "postgres://hub:pass@db/hub")
	t.Setenv("JIRA_TOKEN", "t0ken")
	b := newBench(t, quick)
	env := b.get(b.start("odd", nil), "environ").Key
	if strings.Contains(env, "SPOCHUB_") || strings.Contains(env, "t0ken") {
		t.Errorf("the hub's environment leaks:\n%s", env)
	}
	for _, want := range []string{"PATH=", "TMPDIR=" + b.dir} {
		if !strings.Contains(env, want) {
			t.Errorf("%s is missing in:\n%s", want, env)
		}
	}
}

func TestLogsCarryTheConnectionAndNoSecret(t *testing.T) {
	b := newBench(t, quick)
	p := b.start("odd", settings.Raw{"token": `s3cret"quoted`})
	b.get(p, "log")
	b.eventually("the line", func() bool { return strings.Contains(b.log.String(), `"msg":"hello"`) })
	if text := b.log.String(); strings.Contains(text, "s3cret") || !strings.Contains(text, `"connection":"noc"`) || !strings.Contains(text, `"n":7`) {
		t.Errorf("log:\n%s", text)
	}
}

func TestGarbageOnStandardErrorIsHarmless(t *testing.T) {
	b := newBench(t, quick)
	p := b.start("odd", nil)
	for _, line := range []string{
		`{"@message":1}`, `{"@message":"x","@level":7}`, `{"@message":"x","@timestamp":[]}`, `{`, `null`, "\x00\xff",
		strings.Repeat("x", 300_000), `{"@message":"the end"}`,
	} {
		b.get(p, "stderr:"+strings.ToValidUTF8(line, "?"))
	}
	b.eventually("the last line", func() bool { return strings.Contains(b.log.String(), `"the end"`) })
	if s := p.State(); s.Name != pluginhost.Ready || s.Restarts != 0 {
		t.Errorf("state: %+v", s)
	}
}

func TestFailedStarts(t *testing.T) {
	for _, c := range []struct{ name, state, says string }{
		{"talks-first", pluginhost.Open, "hello"},
		{"dies", pluginhost.Open, "no luck today"},
		{"mute", pluginhost.Open, "timeout"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, pluginhost.Policy{BackOff: time.Millisecond, CrashLimit: 2, StartTimeout: 2 * time.Second})
			s := b.until(b.start(c.name, nil), c.state)
			if !strings.Contains(s.Error, c.says) {
				t.Errorf("the error is %q, want %q in it", s.Error, c.says)
			}
		})
	}
}

func TestWhatNoRestartMends(t *testing.T) {
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	self := pluginhost.Self("odd")
	for name, spec := range map[string]pluginhost.Spec{
		"unknown setting":  {Command: self, Settings: settings.Raw{"tokn": "x"}},
		"refused by tool":  {Command: self, Settings: settings.Raw{"mood": "sour", "token": "s3cret"}},
		"missing file":     {Command: pluginhost.Command{Path: "/nonexistent/plugin"}},
		"missing, summed":  {Command: pluginhost.Command{Path: "/nonexistent/plugin", SHA256: "00"}},
		"not executable":   {Command: pluginhost.Command{Path: "/etc/hostname"}},
		"another checksum": {Command: pluginhost.Command{Path: binary, Args: self.Args, SHA256: strings.Repeat("0", 64)}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, quick)
			spec.Connection, spec.Plugin = "noc", "odd"
			p, err := b.host.Start(t.Context(), spec)
			if err != nil {
				t.Fatal(err)
			}
			s := b.until(p, pluginhost.Failed)
			if s.Error == "" || s.Restarts != 0 {
				t.Errorf("state: %+v", s)
			}
			if strings.Contains(s.Error+b.log.String(), "s3cret") {
				t.Errorf("a secret shows in %q or in\n%s", s.Error, b.log)
			}
			_, err = p.Conn().(sdk.Creator).Create(t.Context(), sdk.Draft{})
			if v := fault.Decide(err, true, 0); fault.ClassOf(err) != fault.Unavailable || v.After <= 0 {
				t.Errorf("a call on it: %v", err)
			}
		})
	}
}

func TestTheFileSummedIsTheFileRun(t *testing.T) {
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	sum, err := pluginhost.Sum(binary)
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t, quick)
	p, err := b.host.Start(t.Context(), pluginhost.Spec{Connection: "noc", Plugin: "odd",
		Command: pluginhost.Command{Path: binary, Args: pluginhost.Self("odd").Args, SHA256: strings.ToUpper(sum)}})
	if err != nil {
		t.Fatal(err)
	}
	first := b.until(p, pluginhost.Ready).PID
	_ = syscall.Kill(first, syscall.SIGKILL)
	b.eventually("the second start, summed again", func() bool {
		s := p.State()
		return s.Name == pluginhost.Ready && s.PID != first
	})
}

func TestDescribe(t *testing.T) {
	b := newBench(t, quick)
	m, err := b.host.Describe(t.Context(), pluginhost.Self("odd"))
	if err != nil || m.Name != "odd" || len(m.Schema) != 2 {
		t.Errorf("%+v, %v", m, err)
	}
	if _, err := b.host.Describe(t.Context(), pluginhost.Self("dies")); err == nil || !strings.Contains(err.Error(), "no luck today") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := b.host.Describe(ctx, pluginhost.Self("mute")); err == nil {
		t.Error("a mute plugin was described")
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "acme"), []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	sum, err := pluginhost.Sum(filepath.Join(dir, "acme"))
	if err != nil {
		t.Fatal(err)
	}
	names, err := pluginhost.List(dir)
	if err != nil || len(names) != 1 || names[0] != "acme" {
		t.Errorf("list: %v, %v", names, err)
	}
	if c, err := pluginhost.Find(dir, map[string]string{"acme": sum}, "acme"); err != nil || c.SHA256 != sum {
		t.Errorf("%+v, %v", c, err)
	}
	for _, name := range []string{"acme", "other", "../acme", "", ".acme"} {
		if c, err := pluginhost.Find(dir, nil, name); err == nil {
			t.Errorf("%q without a sum: %+v", name, c)
		}
	}
}

func TestInProcess(t *testing.T) {
	b := newBench(t, quick)
	p, err := b.host.InProcess(oddity(os.Stderr), pluginhost.Spec{Connection: "noc", Plugin: "odd"})
	if err != nil {
		t.Fatal(err)
	}
	if got := b.get(p, "hello"); got.ID != "hello" {
		t.Errorf("got %+v", got)
	}
	if m, ok := p.Manifest(); !ok || m.Name != "odd" {
		t.Errorf("manifest %+v, %v", m, ok)
	}
}
