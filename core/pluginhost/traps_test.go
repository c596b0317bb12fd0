package pluginhost_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"

	"github.com/spochub/spochub/core/pluginhost"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// What go-plugin, gRPC and processes have in store for a hub, and what shows that
// this one does not step into it.
//
//	a line on standard error makes go-plugin's parser panic  TestGarbageOnStandardErrorIsHarmless
//	its Kill has no deadline, and hangs on a stopped process TestStopOfAHangingProcess
//	its Ping has none either                                 TestAHangIsFound
//	its sum is taken at the first start only                 TestTheFileSummedIsTheFileRun
//	what is summed and what is run are two files             TestTheFileSummedIsTheFileRun
//	a failed start leaves its folder                         TestAFailedStartLeavesNoFolder
//	an upgrade in place restarts another build               TestAReplacedBinaryIsNotRun
//	anybody of the same user may call a plugin               TestNobodyElseIsServed
//	a plugin speaks another version                          TestAnotherVersionIsRefusedForGood
//	output before the greeting breaks it                     TestFailedStarts
//	output after it goes astray                              TestWhatACallPrintsHarmsNothing
//	a plugin never greets                                    TestFailedStarts
//	a panic in a call ends the plugin                        TestAPanicInACallEndsNothing, sdk/wire TestPanicIsAFault
//	Ctrl-C and SIGTERM reach the plugin before the hub ends  TestSignalsToTheHubSpareItsPlugin
//	a killed hub leaves its plugin running                   TestAKilledHubLeavesNothing
//	a killed plugin or hub leaves sockets                    TestKillUnderLoad, TestAKilledHubLeavesNothing
//	a plugin's child holds its standard error                TestThePluginsChildrenEndWithIt
//	Pdeathsig fires when a mere thread ends                  TestAThreadThatEndsTakesNoPluginAlong
//	stopping cuts calls off                                  TestStopLetsCallsEnd
//	a socket's path is limited to 107 bytes                  TestALongRuntimeFolderIsSaid
//	the hub's environment holds secrets                      TestEnvironmentIsClean
//	the plugin reads them from the hub's memory or /proc     TestUndumpable
//	settings show in arguments or environment                TestSettingsReachAPluginUnseen
//	secrets show in logs                                     TestLogsCarryTheConnectionAndNoSecret
//	the outcome of a write is unknown after a crash          TestKillDuringAWriteIsUncertain, TestKillUnderLoad
//	gRPC does not find the next process                      TestKillUnderLoad
//	a gone plugin and a gone tool look the same              sdk/wire TestFaultsCrossWhole, TestKillUnderLoad
//	an error without details                                 sdk/wire TestOtherErrorsCross
//	crashes follow one another for ever                      TestTheCircuitOpens, TestBreaker, TestWaitsGrowToTheirLimit
//	what no restart mends is restarted                       TestWhatNoRestartMends
//	calls wait for ever while it is down                     TestCallsWaitOnlyAsLongAsTheyMay
//	deadlines and cancellation stop at the border            sdk/wire TestDeadlineCrosses, TestCancellationCrosses
//	a poll that nobody reads goes on                         sdk/wire TestLeavingAPollEndsIt
//	an upload is refused half-way                            sdk/wire TestUploadFailsBothWays
//	messages end at 4 MB                                     TestLargeMessagesCross
func TestLargeMessagesCross(t *testing.T) {
	b := newBench(t, quick)
	p := b.start("odd", nil)
	if got := b.get(p, "large"); len(got.Key) != large {
		t.Errorf("%d bytes came back", len(got.Key))
	}
	title := map[sdk.Field]sdk.Cell{ticket.Title: {Native: sdk.Native(strings.Repeat("x", large))}}
	made, err := p.Conn().(sdk.Creator).Create(t.Context(), sdk.Draft{Key: "k", Cells: title})
	if err != nil || made.Ref.Key != strconv.Itoa(large) {
		t.Errorf("%s bytes arrived, %v", made.Ref.Key, err)
	}
}

func TestAFailedStartLeavesNoFolder(t *testing.T) {
	b := newBench(t, pluginhost.Policy{BackOff: time.Millisecond, CrashLimit: 2})
	missing, err := b.host.Start(t.Context(), pluginhost.Spec{Connection: "noc", Plugin: "none", Command: pluginhost.Command{Path: "/nonexistent/plugin", SHA256: "00"}})
	if err != nil {
		t.Fatal(err)
	}
	b.until(missing, pluginhost.Failed)
	b.until(b.start("dies", nil), pluginhost.Open)
	if left, _ := filepath.Glob(filepath.Join(b.dir, "hub*", "plugin-dir*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A hub whose file was replaced starts its plugins from what it runs itself.
func TestAReplacedBinaryIsNotRun(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("elsewhere the file is found by its path")
	}
	b := newBench(t, quick)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(b.dir, "spochub")
	copied(t, self, binary)
	_, next := b.hub(binary, elsewhere(t))
	first := next()
	if err := os.Remove(binary); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(binary, []byte("#!/bin/sh\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	_ = syscall.Kill(first, syscall.SIGKILL)
	if second := next(); second == first {
		t.Errorf("still process %d", second)
	}
}

// elsewhere is a runtime folder for a hub that will be killed.
func elsewhere(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "ph")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func copied(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

// A process of the same user that finds the socket is not served.
func TestNobodyElseIsServed(t *testing.T) {
	b := newBench(t, quick)
	b.until(b.start("odd", nil), pluginhost.Ready)
	sockets, _ := filepath.Glob(filepath.Join(b.dir, "hub*", "plugin-dir*", "plugin*"))
	if len(sockets) != 1 {
		t.Fatalf("sockets %v", sockets)
	}
	for name, with := range map[string]credentials.TransportCredentials{
		"in plain text":         insecure.NewCredentials(),
		"without a certificate": credentials.NewTLS(&tls.Config{InsecureSkipVerify: true}),
	} {
		conn, err := grpc.NewClient("unix:"+sockets[0], grpc.WithTransportCredentials(with))
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		if answer, err := grpc_health_v1.NewHealthClient(conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: plugin.GRPCServiceName}); err == nil {
			t.Errorf("a stranger %s is answered: %v", name, answer)
		}
		cancel()
		_ = conn.Close()
	}
}

func TestAnotherVersionIsRefusedForGood(t *testing.T) {
	b := newBench(t, quick)
	s := b.until(b.start("later", nil), pluginhost.Failed)
	if !strings.Contains(s.Error, "incompatible") || s.Restarts != 0 {
		t.Errorf("state %+v", s)
	}
}

func TestWhatACallPrintsHarmsNothing(t *testing.T) {
	b := newBench(t, quick)
	p := b.start("odd", nil)
	for range 3 {
		b.get(p, "print")
	}
	if s := p.State(); s.Name != pluginhost.Ready || s.Restarts != 0 {
		t.Errorf("state %+v", s)
	}
}

func TestAPanicInACallEndsNothing(t *testing.T) {
	b := newBench(t, quick)
	p := b.start("odd", nil)
	pid := b.until(p, pluginhost.Ready).PID
	if _, err := p.Conn().Get(t.Context(), sdk.Ref{ID: "panic"}, sdk.Need{}); err == nil {
		t.Error("a panic is no error")
	}
	b.get(p, "well")
	if s := p.State(); s.PID != pid {
		t.Errorf("state %+v, was process %d", s, pid)
	}
}

// What a terminal or a service manager sends to the hub's process group does not
// reach its plugin, and Ctrl-C at the plugin itself does nothing.
func TestSignalsToTheHubSpareItsPlugin(t *testing.T) {
	b := newBench(t, quick)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd, next := b.hub(self, elsewhere(t))
	pid := next()
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		if err := syscall.Kill(-cmd.Process.Pid, s); err != nil { // the hub's own group: it was started in one
			t.Fatal(err)
		}
	}
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	_ = syscall.Kill(pid, syscall.SIGKILL)
	if again := next(); again == pid { // it and its hub lived until now
		t.Errorf("still process %d", again)
	}
}

func TestAThreadThatEndsTakesNoPluginAlong(t *testing.T) {
	b := newBench(t, quick)
	pids := make(chan int)
	var ended sync.WaitGroup
	var p *pluginhost.Plugin
	ended.Go(func() {
		runtime.LockOSThread() // the thread ends with the goroutine
		p = b.start("odd", nil)
		pids <- b.until(p, pluginhost.Ready).PID
	})
	pid := <-pids
	ended.Wait()
	for range 20 {
		ended.Go(runtime.LockOSThread)
	}
	ended.Wait()
	b.get(p, "well")
	if s := p.State(); s.PID != pid {
		t.Errorf("state %+v, was process %d", s, pid)
	}
}

func TestALongRuntimeFolderIsSaid(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("long", 25))
	host := pluginhost.New(pluginhost.Options{RuntimeDir: dir})
	defer host.Close()
	_, err := host.Start(t.Context(), pluginhost.Spec{Connection: "noc", Plugin: "odd", Command: pluginhost.Self("odd")})
	if err == nil || !strings.Contains(err.Error(), "too long for a socket's path") {
		t.Errorf("got %v", err)
	}
}

// Settings come over the encrypted connection and not where others could see them.
func TestSettingsReachAPluginUnseen(t *testing.T) {
	b := newBench(t, quick)
	p := b.start("odd", settings.Raw{"token": "s3cret-4711"})
	if got := b.get(p, "secret"); got.Key != "s3cret-4711" {
		t.Fatalf("the plugin got %q", got.Key)
	}
	for _, name := range []string{"cmdline", "environ"} {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", p.State().PID, name))
		if os.IsNotExist(err) {
			t.Skip("there is no /proc")
		}
		if err != nil || strings.Contains(string(text), "s3cret") {
			t.Errorf("%s: %v: %q", name, err, text)
		}
	}
}
