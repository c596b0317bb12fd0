// Package serve is a plugin's whole main: it serves a connector to the hub that
// started the process.
package serve

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/signal"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/wire"
)

const (
	// Protocol is the version of the contract, field two of the handshake. It
	// stays while the contract only grows.
	Protocol = 1
	// Name is what the plugin dispenses.
	Name = "connector"
	// LifelineVar set to 1 says that the plugin must end when its standard
	// input does: the hub holds the other end.
	LifelineVar = "SPOCPLUG_LIFELINE"
)

// Handshake is what hub and plugin greet each other with.
func Handshake() plugin.HandshakeConfig {
	return plugin.HandshakeConfig{MagicCookieKey: "SPOCPLUG_COOKIE", MagicCookieValue: "spochub-connector"}
}

// Main serves c until the hub ends the process or goes away. Call it from main
// and do nothing else: what is printed to standard output before it breaks the
// handshake. Logs of the connector go to the hub.
func Main(c sdk.Connector) {
	signal.Ignore(os.Interrupt) // the hub decides when a plugin ends
	if os.Getenv(LifelineVar) == "1" {
		go lifeline(os.Stdin)
	}
	log := slog.New(newHandler(os.Stderr))
	server := wire.NewServer(c, func(connection string) sdk.Host {
		return sdk.Host{Connection: connection, Log: log, HTTP: rest.New(nil, 0)}
	})
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig:  Handshake(),
		VersionedPlugins: map[int]plugin.PluginSet{Protocol: {Name: served{server: server}}},
		Logger:           hclog.New(&hclog.LoggerOptions{Level: hclog.Warn, Output: os.Stderr, JSONFormat: true}),
		GRPCServer: func(opts []grpc.ServerOption) *grpc.Server {
			return grpc.NewServer(append(opts, wire.ServerOptions(log)...)...)
		},
	})
}

// lifeline ends the process with its standard input.
func lifeline(in io.Reader) {
	_, _ = io.Copy(io.Discard, in)
	os.Exit(0)
}

// served is the plugin's side of go-plugin.
type served struct {
	plugin.NetRPCUnsupportedPlugin
	server *wire.Server
}

func (s served) GRPCServer(_ *plugin.GRPCBroker, g *grpc.Server) error {
	s.server.Register(g)
	return nil
}

func (served) GRPCClient(context.Context, *plugin.GRPCBroker, *grpc.ClientConn) (any, error) {
	return nil, errors.New("serve: a plugin has no client side")
}
