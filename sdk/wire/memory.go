package wire

import (
	"context"
	"errors"
	"net"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
)

// InMemory returns a connector that is c as seen from another process: its
// connections speak with those of c over gRPC in memory.
func InMemory(c sdk.Connector) sdk.Connector { return inMemory{c} }

type inMemory struct{ connector sdk.Connector }

func (m inMemory) Manifest() sdk.Manifest { return fromManifest(toManifest(m.connector.Manifest())) }

func (m inMemory) Open(ctx context.Context, raw settings.Raw, h sdk.Host) (sdk.Conn, error) {
	listener := bufconn.Listen(chunk)
	server := grpc.NewServer(ServerOptions(h.Log)...)
	NewServer(m.connector, func(string) sdk.Host { return h }).Register(server)
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	cc, err := grpc.NewClient("passthrough:memory", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }))
	if err != nil {
		server.Stop()
		return nil, errors.Join(err, <-done)
	}
	conn := &memoryConn{end: func() error {
		err := cc.Close()
		server.Stop()
		return errors.Join(err, <-done)
	}}
	if conn.Client, err = NewClient(ctx, cc); err == nil {
		err = conn.Configure(ctx, h.Connection, raw)
	}
	if err != nil {
		_ = conn.end()
		return nil, err
	}
	return conn, nil
}

type memoryConn struct {
	*Client
	end func() error
}

func (c *memoryConn) Close() error { return errors.Join(c.Client.Close(), c.end()) }
