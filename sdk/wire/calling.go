package wire

import (
	"context"

	"github.com/spochub/spochub/sdk"
	pb "github.com/spochub/spochub/sdk/pluginpb"
)

// Create implements [sdk.Creator].
func (c *Client) Create(ctx context.Context, d sdk.Draft) (sdk.Ticket, error) {
	out, err := ask(ctx, call{"create", true}, c.rpc.Create, &pb.CreateRequest{Draft: toDraft(d)})
	if err != nil {
		return sdk.Ticket{}, err
	}
	return fromTicket(out.GetTicket()), nil
}

// Find implements [sdk.Finder].
func (c *Client) Find(ctx context.Context, k sdk.Key) ([]sdk.Ticket, error) {
	out, err := ask(ctx, call{op: "find"}, c.rpc.Find, &pb.FindRequest{Key: string(k)})
	if err != nil {
		return nil, err
	}
	return list(out.GetTickets(), fromTicket), nil
}

// Edit implements [sdk.Editor].
func (c *Client) Edit(ctx context.Context, r sdk.Ref, marker sdk.Key, p sdk.Patch) (sdk.Ticket, error) {
	in := &pb.EditRequest{Ref: toRef(r), Marker: string(marker), Patch: toPatch(p)}
	out, err := ask(ctx, call{"edit", true}, c.rpc.Edit, in)
	if err != nil {
		return sdk.Ticket{}, err
	}
	return fromTicket(out.GetTicket()), nil
}

// Retire implements [sdk.Retirer].
func (c *Client) Retire(ctx context.Context, twin, survivor sdk.Ref) error {
	_, err := ask(ctx, call{"retire", true}, c.rpc.Retire, &pb.RetireRequest{Twin: toRef(twin), Survivor: toRef(survivor)})
	return err
}

// Render implements [sdk.Renderer].
func (c *Client) Render(ctx context.Context, t []sdk.Text) ([]sdk.Native, error) {
	out, err := ask(ctx, call{op: "render"}, c.rpc.Render, &pb.RenderRequest{Texts: list(t, toText)})
	if err != nil {
		return nil, err
	}
	return texts[sdk.Native](out.GetNatives()), nil
}

// Comment implements [sdk.Commenter].
func (c *Client) Comment(ctx context.Context, r sdk.Ref, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	in := &pb.CommentRequest{Ref: toRef(r), Key: string(k), Draft: toCommentDraft(d)}
	out, err := ask(ctx, call{"comment", true}, c.rpc.Comment, in)
	if err != nil {
		return sdk.Comment{}, err
	}
	return fromComment(out.GetComment()), nil
}

// EditComment implements [sdk.CommentEditor].
func (c *Client) EditComment(ctx context.Context, r sdk.Ref, id string, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	in := &pb.EditCommentRequest{Ref: toRef(r), Id: id, Key: string(k), Draft: toCommentDraft(d)}
	out, err := ask(ctx, call{"edit comment", true}, c.rpc.EditComment, in)
	if err != nil {
		return sdk.Comment{}, err
	}
	return fromComment(out.GetComment()), nil
}

// DeleteComment implements [sdk.CommentDeleter].
func (c *Client) DeleteComment(ctx context.Context, r sdk.Ref, id string) error {
	_, err := ask(ctx, call{"delete comment", true}, c.rpc.DeleteComment, &pb.DeleteCommentRequest{Ref: toRef(r), Id: id})
	return err
}

// Receive implements [sdk.Receiver].
func (c *Client) Receive(ctx context.Context, d sdk.Delivery) ([]sdk.Change, error) {
	out, err := ask(ctx, call{op: "receive"}, c.rpc.Receive, &pb.ReceiveRequest{Delivery: toDelivery(d)})
	if err != nil {
		return nil, err
	}
	return list(out.GetChanges(), fromChange), nil
}

// Catalog implements [sdk.Cataloger].
func (c *Client) Catalog(ctx context.Context, container string) ([]sdk.Code, error) {
	out, err := ask(ctx, call{op: "catalog"}, c.rpc.Catalog, &pb.CatalogRequest{Container: container})
	if err != nil {
		return nil, err
	}
	return list(out.GetCodes(), fromCode), nil
}
