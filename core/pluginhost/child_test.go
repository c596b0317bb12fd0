package pluginhost_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/hashicorp/go-plugin"

	"github.com/spochub/spochub/core/pluginhost"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/serve"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

const hubMode = "hub-for-test"

// large is more than gRPC takes by itself.
const large = 6 << 20

// TestMain serves as a plugin or as a hub where it was started as one.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == pluginhost.ServeCommand {
		child(os.Args[2])
		return
	}
	if len(os.Args) > 2 && os.Args[1] == hubMode {
		hub(os.Args[2])
		return
	}
	os.Exit(m.Run())
}

func child(name string) {
	switch name {
	case "talks-first":
		fmt.Println("hello")
	case "dies":
		fmt.Fprintln(os.Stderr, "no luck today")
		os.Exit(3)
	case "mute":
		select {}
	case "later":
		plugin.Serve(&plugin.ServeConfig{
			HandshakeConfig: serve.Handshake(), GRPCServer: plugin.DefaultGRPCServer,
			VersionedPlugins: map[int]plugin.PluginSet{serve.Protocol + 2: {}},
		})
		return
	}
	serve.Main(oddity(os.Stderr))
}

// hub runs one plugin, says its process whenever that is another, and waits to be
// killed.
func hub(dir string) {
	signal.Ignore(os.Interrupt, syscall.SIGTERM)
	host := pluginhost.New(pluginhost.Options{RuntimeDir: dir})
	p, err := host.Start(context.Background(), pluginhost.Spec{Connection: "noc", Plugin: "odd", Command: pluginhost.Self("odd")})
	if err != nil {
		panic(err)
	}
	if _, err := p.Conn().Ping(context.Background()); err != nil {
		panic(err)
	}
	go func() {
		for said := 0; ; {
			s, changed := p.Changed()
			if s.PID != 0 && s.PID != said {
				said = s.PID
				fmt.Println(said)
			}
			<-changed
		}
	}()
	_, _ = io.Copy(io.Discard, os.Stdin)
}

type config struct {
	Token settings.Secret `name:"token"`
	Mood  string          `name:"mood" enum:"fine,sour"`
}

// oddity is a connector that does what the id of a ticket says.
func oddity(stderr io.Writer) sdk.Connector {
	c := &odd{stderr: stderr}
	return sdk.Define(sdk.Manifest{Name: "odd", Title: "Odd", Version: "1", MapVersion: "1", Can: sdk.Capabilities(c)},
		func(_ context.Context, cfg config, h sdk.Host) (sdk.Conn, error) {
			if cfg.Mood == "sour" {
				return nil, fault.Errorf(fault.Unauthenticated, "sign in", "the token %s is old", cfg.Token.Reveal())
			}
			return &odd{stderr: stderr, log: h.Log, config: cfg}, nil
		})
}

type odd struct {
	stderr io.Writer
	log    *slog.Logger
	config config
}

func (o *odd) Ping(context.Context) (sdk.Place, error) {
	return sdk.Place{Self: sdk.Actor{ID: strconv.Itoa(os.Getpid())}}, nil
}

func (o *odd) Get(ctx context.Context, r sdk.Ref, _ sdk.Need) (sdk.Ticket, error) {
	t := sdk.Ticket{Ref: r}
	switch do, arg, _ := strings.Cut(r.ID, ":"); do {
	case "environ":
		t.Ref.Key = strings.Join(os.Environ(), "\n")
	case "log":
		o.log.InfoContext(ctx, "hello", "token", o.config.Token.Reveal(), "n", 7)
	case "stderr":
		fmt.Fprintln(o.stderr, arg)
	case "hang":
		<-ctx.Done()
		return t, ctx.Err()
	case "print":
		fmt.Println("printed to standard output")
		fmt.Fprintln(os.Stderr, "printed to standard error")
	case "panic":
		panic("a panic in a call")
	case "large":
		t.Ref.Key = strings.Repeat("x", large)
	case "secret":
		t.Ref.Key = o.config.Token.Reveal()
	case "child":
		cmd := exec.Command("sleep", "1000")
		cmd.Stderr = o.stderr
		err := cmd.Start()
		t.Ref.Key = strconv.Itoa(cmd.Process.Pid)
		return t, err
	}
	return t, nil
}

func (o *odd) Close() error { return nil }

func (o *odd) Create(ctx context.Context, d sdk.Draft) (sdk.Ticket, error) {
	if d.Type == "hang" {
		<-ctx.Done()
		return sdk.Ticket{}, ctx.Err()
	}
	return sdk.Ticket{Ref: sdk.Ref{ID: string(d.Key), Key: strconv.Itoa(len(d.Cells[ticket.Title].Native))}}, nil
}

func (o *odd) Changes(ctx context.Context, _ sdk.Cursor) iter.Seq2[sdk.Change, error] {
	return func(yield func(sdk.Change, error) bool) {
		for n := 0; ; n++ {
			if !yield(sdk.Change{Kind: ticket.Mark, Cursor: sdk.Cursor(strconv.Itoa(n))}, nil) {
				return
			}
			if n == 10 {
				<-ctx.Done()
				yield(sdk.Change{}, errors.New("left"))
				return
			}
		}
	}
}
