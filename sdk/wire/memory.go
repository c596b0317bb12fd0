package wire

import (
	"context"
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

// Dial serves c in memory and returns the other side, still to be configured,
// and what ends both.
func Dial(ctx context.Context, c sdk.Connector, h sdk.Host) (*Client, func(), error) {
	listener := bufconn.Listen(chunk)
	server := grpc.NewServer(ServerOptions(h.Log)...)
	NewServer(c, func(string) sdk.Host { return h }).Register(server)
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(listener) }()
	stop := func() { server.Stop(); <-done }
	cc, err := grpc.NewClient("passthrough:memory", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }))
	if err != nil {
		stop()
		return nil, nil, err
	}
	end := func() { _ = cc.Close(); stop() }
	client, err := NewClient(ctx, cc)
	if err != nil {
		end()
		return nil, nil, err
	}
	return client, end, nil
}

type inMemory struct{ connector sdk.Connector }

func (m inMemory) Manifest() sdk.Manifest { return fromManifest(toManifest(m.connector.Manifest())) }

func (m inMemory) Open(ctx context.Context, raw settings.Raw, h sdk.Host) (sdk.Conn, error) {
	client, end, err := Dial(ctx, m.connector, h)
	if err != nil {
		return nil, err
	}
	if err := client.Configure(ctx, h.Connection, raw); err != nil {
		end()
		return nil, err
	}
	return &memoryConn{client, end}, nil
}

type memoryConn struct {
	*Client
	end func()
}

func (c *memoryConn) Close() error {
	defer c.end()
	return c.Client.Close()
}
