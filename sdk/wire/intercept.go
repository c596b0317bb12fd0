package wire

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"

	"google.golang.org/grpc"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
)

// ServerOptions are what every gRPC server that serves a [Server] needs: a
// panic becomes an Internal fault and a line in log, errors become statuses,
// calls at the tool are counted.
func ServerOptions(log *slog.Logger) []grpc.ServerOption {
	return []grpc.ServerOption{
		grpc.MaxRecvMsgSize(maxMessage),
		grpc.ChainUnaryInterceptor(unary(log)),
		grpc.ChainStreamInterceptor(streaming(log)),
	}
}

func unary(log *slog.Logger) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, in any, info *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (out any, err error) {
		m := &rest.Meter{}
		defer func() {
			err = toStatus(recovered(log, info.FullMethod, recover(), err))
			_ = grpc.SetTrailer(ctx, trailer(m))
		}()
		return handle(rest.WithMeter(ctx, m), in)
	}
}

func streaming(log *slog.Logger) grpc.StreamServerInterceptor {
	return func(srv any, s grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) (err error) {
		m := &rest.Meter{}
		defer func() {
			err = toStatus(recovered(log, info.FullMethod, recover(), err))
			s.SetTrailer(trailer(m))
		}()
		return handle(srv, metered{s, rest.WithMeter(s.Context(), m)})
	}
}

type metered struct {
	grpc.ServerStream
	ctx context.Context
}

func (m metered) Context() context.Context { return m.ctx }

func recovered(log *slog.Logger, method string, panicked any, err error) error {
	if panicked == nil {
		return err
	}
	log.Error("the connector panicked", "method", method, "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()))
	return fault.Errorf(fault.Internal, "", "the connector panicked: %v", panicked)
}
