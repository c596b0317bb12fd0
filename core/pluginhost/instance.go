package pluginhost

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/go-plugin/runner"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health/grpc_health_v1"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/serve"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/wire"
)

const (
	// killGrace is how long a process may take to end when it is asked to.
	killGrace = 2 * time.Second
	// openTimeout bounds the opening of a connection, which may reach the tool.
	openTimeout = time.Minute
)

// instance is one run of a plugin.
type instance struct {
	conn  *wire.Client
	pid   int
	done  <-chan struct{}             // closed when it has ended by itself
	exit  func() string               // how it ended, once done
	check func(context.Context) error // is it well?
	blot  func(string) string         // takes its secrets out of a text
	kill  func()                      // end it now
	end   func()                      // ask it to end, then make it, and clean up
	calls sync.WaitGroup              // under way
}

// launching is what a process is started with.
type launching struct {
	spec   Spec
	dir    string
	log    *slog.Logger
	policy Policy
}

// launch starts a process and opens its connection.
func launch(ctx context.Context, l launching) (*instance, error) {
	i, err := greet(ctx, l)
	if err != nil {
		return nil, err
	}
	if err := configure(ctx, i.conn, l.spec); err != nil {
		i.end()
		return nil, blotted{i.blot(err.Error()), err}
	}
	return i, nil
}

// blotted is an error whose text holds no secret, whatever the plugin said.
type blotted struct {
	text  string
	cause error
}

func (b blotted) Error() string { return b.text }
func (b blotted) Unwrap() error { return b.cause }

// configure opens the connection. What another start would not change is
// errNever.
func configure(ctx context.Context, c *wire.Client, s Spec) error {
	ctx, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	err := c.Configure(ctx, s.Connection, s.Settings)
	if err == nil {
		return nil
	}
	class := fault.ClassOf(err)
	if _, ok := errors.AsType[settings.Faults](err); ok || class == fault.Invalid || class == fault.Unauthenticated {
		return fmt.Errorf("configure %s: %w; %w", s.Plugin, err, errNever)
	}
	return fmt.Errorf("configure %s: %w", s.Plugin, err)
}

// greet starts a process and asks what it serves.
func greet(ctx context.Context, l launching) (*instance, error) {
	var started atomic.Pointer[process]
	log := &logReader{log: l.log}
	client := plugin.NewClient(clientConfig(l, log, &started))
	kill := func() {
		if p := started.Load(); p != nil {
			_ = p.Kill(context.Background())
		}
	}
	unwatch := context.AfterFunc(ctx, kill)
	defer unwatch()
	i, err := dispense(ctx, client, l)
	if err != nil {
		kill()
		client.Kill()
		return nil, startError(l.spec, err, log)
	}
	log.hide(i.conn.Manifest().Schema, l.spec.Settings)
	p := started.Load()
	i.pid, i.done, i.exit = p.pid(), p.done, func() string { return p.cmd.ProcessState.String() }
	i.blot, i.kill, i.end = log.blot, kill, func() { end(client, kill) }
	return i, nil
}

// end asks a process to end. go-plugin asks without a deadline, so the process
// is killed when it takes too long.
func end(client *plugin.Client, kill func()) {
	watchdog := time.AfterFunc(killGrace, kill)
	defer watchdog.Stop()
	client.Kill()
}

// clientConfig is made anew for each start: go-plugin writes into it.
func clientConfig(l launching, log *logReader, started *atomic.Pointer[process]) *plugin.ClientConfig {
	return &plugin.ClientConfig{
		HandshakeConfig:  serve.Handshake(),
		VersionedPlugins: map[int]plugin.PluginSet{serve.Protocol: {serve.Name: dialed{}}},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		AutoMTLS:         true,
		SkipHostEnv:      true,
		StartTimeout:     l.policy.StartTimeout,
		UnixSocketConfig: &plugin.UnixSocketConfig{TempDir: l.dir},
		Logger:           hclog.New(&hclog.LoggerOptions{Level: hclog.Warn, Output: log, JSONFormat: true}),
		RunnerFunc: func(_ hclog.Logger, cmd *exec.Cmd, tmp string) (runner.Runner, error) {
			p, err := newProcess(l.spec.Command, cmd.Env, tmp, log)
			if err != nil {
				return nil, errors.Join(err, os.RemoveAll(tmp))
			}
			started.Store(p)
			return p, nil
		},
	}
}

// startError explains why a process did not become a plugin. go-plugin hands on
// its own errors only as text.
func startError(s Spec, err error, log *logReader) error {
	name := s.Plugin
	if errors.Is(err, errNever) {
		return fmt.Errorf("start plugin %s: %w", name, err)
	}
	if strings.Contains(err.Error(), "incompatible") {
		return fmt.Errorf("start plugin %s: %w; %w", name, err, errNever)
	}
	if said := log.tail(); said != "" {
		return fmt.Errorf("start plugin %s: %w; it said: %s", name, err, said)
	}
	return fmt.Errorf("start plugin %s: %w", name, err)
}

func dispense(ctx context.Context, client *plugin.Client, l launching) (*instance, error) {
	protocol, err := client.Client()
	if err != nil {
		return nil, err
	}
	raw, err := protocol.Dispense(serve.Name)
	if err != nil {
		return nil, err
	}
	cc := raw.(*grpc.ClientConn)
	ctx, cancel := context.WithTimeout(ctx, l.policy.StartTimeout)
	defer cancel()
	conn, err := wire.NewClient(ctx, cc)
	if err != nil {
		return nil, err
	}
	health := grpc_health_v1.NewHealthClient(cc)
	return &instance{conn: conn, check: func(ctx context.Context) error {
		_, err := health.Check(ctx, &grpc_health_v1.HealthCheckRequest{Service: plugin.GRPCServiceName})
		return err
	}}, nil
}

// dialed is the hub's side of go-plugin.
type dialed struct {
	plugin.NetRPCUnsupportedPlugin
}

func (dialed) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error {
	return errors.New("pluginhost: the hub serves no connector")
}

func (dialed) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, cc *grpc.ClientConn) (any, error) {
	return cc, nil
}

// launchInMemory opens a connection in this process.
func launchInMemory(ctx context.Context, c sdk.Connector, s Spec, host sdk.Host) (*instance, error) {
	conn, end, err := wire.Dial(ctx, c, host)
	if err != nil {
		return nil, err
	}
	if err := configure(ctx, conn, s); err != nil {
		end()
		return nil, err
	}
	return &instance{conn: conn, kill: func() {}, end: end, check: func(context.Context) error { return nil }}, nil
}
