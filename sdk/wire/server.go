package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"sync"

	"google.golang.org/grpc"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	pb "github.com/spochub/spochub/sdk/pluginpb"
	"github.com/spochub/spochub/sdk/settings"
)

// Server serves one connection of a connector by gRPC.
type Server struct {
	pb.UnimplementedConnectorServiceServer
	connector sdk.Connector
	host      func(connection string) sdk.Host

	mu   sync.RWMutex
	conn sdk.Conn // nil until configured
}

// NewServer returns a server of c; host makes what the connection is lent.
func NewServer(c sdk.Connector, host func(connection string) sdk.Host) *Server {
	return &Server{connector: c, host: host}
}

// Register adds the server to g, which must have been made with
// [ServerOptions].
func (s *Server) Register(g *grpc.Server) { pb.RegisterConnectorServiceServer(g, s) }

// Describe implements the service.
func (s *Server) Describe(context.Context, *pb.DescribeRequest) (*pb.DescribeResponse, error) {
	return &pb.DescribeResponse{Manifest: toManifest(s.connector.Manifest())}, nil
}

// Configure opens the connection; an open one is closed first.
func (s *Server) Configure(ctx context.Context, in *pb.ConfigureRequest) (*pb.ConfigureResponse, error) {
	raw, err := decodeSettings(in.GetSettings())
	if err != nil {
		return nil, err
	}
	if err := s.replace(nil); err != nil {
		return nil, err
	}
	conn, err := s.connector.Open(ctx, raw, s.host(in.GetConnection()))
	if err != nil {
		return nil, err
	}
	return &pb.ConfigureResponse{}, s.replace(conn)
}

// Close closes the connection.
func (s *Server) Close(context.Context, *pb.CloseRequest) (*pb.CloseResponse, error) {
	return &pb.CloseResponse{}, s.replace(nil)
}

func (s *Server) replace(conn sdk.Conn) error {
	s.mu.Lock()
	old := s.conn
	s.conn = conn
	s.mu.Unlock()
	if old == nil {
		return nil
	}
	return old.Close()
}

// open returns the connection.
func (s *Server) open() (sdk.Conn, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.conn == nil {
		return nil, fault.Errorf(fault.Internal, "", "the plugin is not configured")
	}
	return s.conn, nil
}

// capability returns the connection's capability T.
func capability[T any](s *Server) (T, error) {
	var none T
	conn, err := s.open()
	if err != nil {
		return none, err
	}
	t, ok := sdk.As[T](conn)
	if !ok {
		return none, fault.Errorf(fault.Unsupported, "", "the connector has no %s", sdk.CapabilityName[T]())
	}
	return t, nil
}

// encodeSettings keeps numbers and nesting; secrets travel in the clear, inside
// the private connection between hub and plugin.
func encodeSettings(raw settings.Raw) ([]byte, error) {
	plain := make(map[string]any, len(raw))
	for k, v := range raw {
		if s, ok := v.(settings.Secret); ok {
			v = s.Reveal()
		}
		plain[k] = v
	}
	return json.Marshal(plain)
}

func decodeSettings(data []byte) (settings.Raw, error) {
	var raw settings.Raw
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&raw); err != nil {
		return nil, fault.Errorf(fault.Invalid, "configure", "the settings are not a JSON object")
	}
	return raw, nil
}
