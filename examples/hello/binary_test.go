package main

import (
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/spochub/spochub/core/pluginhost"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/verify"
)

// TestBinary builds the plugin and does what `spochub plugin verify` does.
func TestBinary(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a binary")
	}
	dir := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(dir, "hello"), ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	sum, err := pluginhost.Sum(filepath.Join(dir, "hello"))
	if err != nil {
		t.Fatal(err)
	}
	command, err := pluginhost.Find(dir, map[string]string{"hello": sum}, "hello")
	if err != nil {
		t.Fatal(err)
	}
	host := newHost(t)
	m, err := host.Describe(t.Context(), command)
	if err != nil || m.Name != "hello" || len(m.Schema) != 2 {
		t.Fatalf("%+v, %v", m, err)
	}
	subject := start(t)
	p, err := host.Start(t.Context(), pluginhost.Spec{Connection: "desk", Plugin: "hello", Command: command, Settings: subject.Settings})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range verify.Conn(t.Context(), m, p.Conn()) {
		if r.Err != nil {
			t.Errorf("%s: %v", r.Check, r.Err)
		}
	}
	c, ok := sdk.As[sdk.Creator](p.Conn())
	if !ok {
		t.Fatal("no Creator")
	}
	if _, err := c.Create(t.Context(), sdk.Draft{Container: "support", Key: "t1-1-aa"}); err != nil || subject.People.Tickets() != 1 {
		t.Errorf("create: %v, %d tickets", err, subject.People.Tickets())
	}
}

func TestVerifyFindsABrokenCredential(t *testing.T) {
	subject := start(t)
	raw := settings.Raw{"base_url": subject.Settings["base_url"], "token": "wrong"}
	p, err := newHost(t).InProcess(connector(), pluginhost.Spec{Connection: "desk", Plugin: "hello", Settings: raw})
	if err != nil {
		t.Fatal(err)
	}
	results := verify.Conn(t.Context(), connector().Manifest(), p.Conn())
	if last := results[len(results)-1]; last.Check != "ping" || last.Err == nil {
		t.Errorf("got %+v", results)
	}
}

func newHost(t *testing.T) *pluginhost.Host {
	dir, err := os.MkdirTemp("", "hello") // t.TempDir is too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	host := pluginhost.New(pluginhost.Options{RuntimeDir: dir, Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	t.Cleanup(func() {
		if err := host.Close(); err != nil {
			t.Error(err)
		}
		_ = os.RemoveAll(dir)
	})
	return host
}
