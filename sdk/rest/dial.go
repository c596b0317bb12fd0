package rest

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"syscall"
	"time"
)

// guard is what the context of a call carries whose host is not the tool's own.
type guard struct {
	host string
	near bool // the tool itself is in the hub's own network, and its files may be
}

type guardKey struct{}

var errInner = errors.New("the address is in the hub's own network")

// dialing returns a dialer that judges the address that is really connected to: a
// name may lead elsewhere each time that it is looked up.
func dialing() func(ctx context.Context, network, address string) (net.Conn, error) {
	d := &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second, ControlContext: func(ctx context.Context, _, address string, _ syscall.RawConn) error {
		g, guarded := ctx.Value(guardKey{}).(guard)
		if !guarded {
			return nil
		}
		if at, err := netip.ParseAddrPort(address); err != nil || !g.allows(at.Addr()) {
			return errInner
		}
		return nil
	}}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if g, guarded := ctx.Value(guardKey{}).(guard); guarded {
			if host, _, err := net.SplitHostPort(address); err == nil && host != g.host { // a proxy, which looks the name up itself
				ctx = context.WithValue(ctx, guardKey{}, nil)
			}
		}
		return d.DialContext(ctx, network, address)
	}
}

// allows reports whether a name may lead to an address: to no other machine of the
// hub's network unless the tool is one, and never to what only speaks to neighbours,
// as the metadata of a cloud do.
func (g guard) allows(at netip.Addr) bool {
	at = at.Unmap()
	if at.IsLoopback() || at.IsPrivate() {
		return g.near
	}
	return at.IsGlobalUnicast()
}

// guarded is the context for a call to a host beside the tool's own. One that is
// named by its address was allowed as such.
func (s Source) guarded(ctx context.Context, host string) context.Context {
	if _, err := netip.ParseAddr(host); err == nil {
		return ctx
	}
	return context.WithValue(ctx, guardKey{}, guard{host: host, near: near(ctx, s.Site.Hostname())})
}

// near reports whether a host is in the hub's own network.
func near(ctx context.Context, host string) bool {
	list, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	for _, at := range list {
		if at = at.Unmap(); !at.IsLoopback() && !at.IsPrivate() {
			return false
		}
	}
	return err == nil
}
