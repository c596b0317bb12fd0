package wire

import (
	"context"

	"github.com/spochub/spochub/sdk"
	pb "github.com/spochub/spochub/sdk/pluginpb"
)

// Ping implements the service.
func (s *Server) Ping(ctx context.Context, _ *pb.PingRequest) (*pb.PingResponse, error) {
	c, err := s.open()
	if err != nil {
		return nil, err
	}
	p, err := c.Ping(ctx)
	return &pb.PingResponse{Place: toPlace(p)}, err
}

// Get implements the service.
func (s *Server) Get(ctx context.Context, in *pb.GetRequest) (*pb.GetResponse, error) {
	c, err := s.open()
	if err != nil {
		return nil, err
	}
	t, err := c.Get(ctx, fromRef(in.GetRef()), fromNeed(in.GetNeed()))
	return &pb.GetResponse{Ticket: toTicket(t)}, err
}

// Create implements the service.
func (s *Server) Create(ctx context.Context, in *pb.CreateRequest) (*pb.CreateResponse, error) {
	c, err := capability[sdk.Creator](s)
	if err != nil {
		return nil, err
	}
	t, err := c.Create(ctx, fromDraft(in.GetDraft()))
	return &pb.CreateResponse{Ticket: toTicket(t)}, err
}

// Find implements the service.
func (s *Server) Find(ctx context.Context, in *pb.FindRequest) (*pb.FindResponse, error) {
	c, err := capability[sdk.Finder](s)
	if err != nil {
		return nil, err
	}
	t, err := c.Find(ctx, sdk.Key(in.GetKey()))
	return &pb.FindResponse{Tickets: list(t, toTicket)}, err
}

// Edit implements the service.
func (s *Server) Edit(ctx context.Context, in *pb.EditRequest) (*pb.EditResponse, error) {
	c, err := capability[sdk.Editor](s)
	if err != nil {
		return nil, err
	}
	t, err := c.Edit(ctx, fromRef(in.GetRef()), sdk.Key(in.GetMarker()), fromPatch(in.GetPatch()))
	return &pb.EditResponse{Ticket: toTicket(t)}, err
}

// Retire implements the service.
func (s *Server) Retire(ctx context.Context, in *pb.RetireRequest) (*pb.RetireResponse, error) {
	c, err := capability[sdk.Retirer](s)
	if err != nil {
		return nil, err
	}
	return &pb.RetireResponse{}, c.Retire(ctx, fromRef(in.GetTwin()), fromRef(in.GetSurvivor()))
}

// Render implements the service.
func (s *Server) Render(ctx context.Context, in *pb.RenderRequest) (*pb.RenderResponse, error) {
	c, err := capability[sdk.Renderer](s)
	if err != nil {
		return nil, err
	}
	n, err := c.Render(ctx, list(in.GetTexts(), fromText))
	return &pb.RenderResponse{Natives: texts[string](n)}, err
}

// Comment implements the service.
func (s *Server) Comment(ctx context.Context, in *pb.CommentRequest) (*pb.CommentResponse, error) {
	c, err := capability[sdk.Commenter](s)
	if err != nil {
		return nil, err
	}
	made, err := c.Comment(ctx, fromRef(in.GetRef()), sdk.Key(in.GetKey()), fromCommentDraft(in.GetDraft()))
	return &pb.CommentResponse{Comment: toComment(made)}, err
}

// EditComment implements the service.
func (s *Server) EditComment(ctx context.Context, in *pb.EditCommentRequest) (*pb.EditCommentResponse, error) {
	c, err := capability[sdk.CommentEditor](s)
	if err != nil {
		return nil, err
	}
	now, err := c.EditComment(ctx, fromRef(in.GetRef()), in.GetId(), sdk.Key(in.GetKey()), fromCommentDraft(in.GetDraft()))
	return &pb.EditCommentResponse{Comment: toComment(now)}, err
}

// DeleteComment implements the service.
func (s *Server) DeleteComment(ctx context.Context, in *pb.DeleteCommentRequest) (*pb.DeleteCommentResponse, error) {
	c, err := capability[sdk.CommentDeleter](s)
	if err != nil {
		return nil, err
	}
	return &pb.DeleteCommentResponse{}, c.DeleteComment(ctx, fromRef(in.GetRef()), in.GetId())
}

// Receive implements the service.
func (s *Server) Receive(ctx context.Context, in *pb.ReceiveRequest) (*pb.ReceiveResponse, error) {
	c, err := capability[sdk.Receiver](s)
	if err != nil {
		return nil, err
	}
	changes, err := c.Receive(ctx, fromDelivery(in.GetDelivery()))
	return &pb.ReceiveResponse{Changes: list(changes, toChange)}, err
}

// Catalog implements the service.
func (s *Server) Catalog(ctx context.Context, in *pb.CatalogRequest) (*pb.CatalogResponse, error) {
	c, err := capability[sdk.Cataloger](s)
	if err != nil {
		return nil, err
	}
	codes, err := c.Catalog(ctx, in.GetContainer())
	return &pb.CatalogResponse{Codes: list(codes, toCode)}, err
}
