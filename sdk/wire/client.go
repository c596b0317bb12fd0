package wire

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/spochub/spochub/sdk"
	pb "github.com/spochub/spochub/sdk/pluginpb"
	"github.com/spochub/spochub/sdk/settings"
)

const closeTimeout = 5 * time.Second

// Client is a connection served by another process. It has the methods of every
// capability; [sdk.As] tells which of them are served.
type Client struct {
	rpc      pb.ConnectorServiceClient
	manifest sdk.Manifest
	held     atomic.Pointer[[]string] // Place.Can of the last Ping
}

// NewClient asks the process at the other end what it serves. Call Configure
// before anything else.
func NewClient(ctx context.Context, cc grpc.ClientConnInterface) (*Client, error) {
	c := &Client{rpc: pb.NewConnectorServiceClient(cc)}
	out, err := ask(ctx, call{op: "describe"}, c.rpc.Describe, &pb.DescribeRequest{})
	if err != nil {
		return nil, err
	}
	c.manifest = fromManifest(out.GetManifest())
	return c, nil
}

// Manifest is what the plugin said of itself; its Settings are nil, see Schema.
func (c *Client) Manifest() sdk.Manifest { return c.manifest }

// Configure opens the connection. Settings at fault are a [settings.Faults].
func (c *Client) Configure(ctx context.Context, connection string, raw settings.Raw) error {
	data, err := encodeSettings(raw)
	if err != nil {
		return err
	}
	_, err = ask(ctx, call{op: "configure"}, c.rpc.Configure, &pb.ConfigureRequest{Connection: connection, Settings: data})
	return err
}

// Has reports whether the plugin's manifest lists a capability and the last
// Ping, if it listed any, did too.
func (c *Client) Has(capability string) bool {
	if !slices.Contains(c.manifest.Can, capability) {
		return false
	}
	held := c.held.Load()
	return held == nil || len(*held) == 0 || slices.Contains(*held, capability)
}

// Ping implements [sdk.Conn].
func (c *Client) Ping(ctx context.Context) (sdk.Place, error) {
	out, err := ask(ctx, call{op: "ping"}, c.rpc.Ping, &pb.PingRequest{})
	if err != nil {
		return sdk.Place{}, err
	}
	p := fromPlace(out.GetPlace())
	c.held.Store(&p.Can)
	return p, nil
}

// Get implements [sdk.Conn].
func (c *Client) Get(ctx context.Context, r sdk.Ref, n sdk.Need) (sdk.Ticket, error) {
	out, err := ask(ctx, call{op: "get"}, c.rpc.Get, &pb.GetRequest{Ref: toRef(r), Need: toNeed(n)})
	if err != nil {
		return sdk.Ticket{}, err
	}
	return fromTicket(out.GetTicket()), nil
}

// Close implements [sdk.Conn].
func (c *Client) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	_, err := ask(ctx, call{op: "close"}, c.rpc.Close, &pb.CloseRequest{})
	return err
}

type unaryCall[In, Out any] func(context.Context, In, ...grpc.CallOption) (Out, error)

// ask makes one call, counts what it cost and restores its error.
func ask[In, Out any](ctx context.Context, c call, rpc unaryCall[In, Out], in In) (Out, error) {
	var cost metadata.MD
	out, err := rpc(ctx, in, grpc.Trailer(&cost))
	count(ctx, cost)
	return out, c.fault(ctx, err)
}
