package main

import (
	"context"
	"net/http"
	"net/url"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// The tracker's own shapes.
type (
	account struct {
		ID     string
		Boards []string
		Seq    int64
	}
	card struct {
		ID, Board, Author, Title, Text, State, External string
		Seq                                             int64
		Comments                                        []comment
	}
	comment struct{ ID, Author, Text, External string }
	cards   struct {
		Cards []card
		More  bool
	}
)

const self = "bot"

func cardPath(r sdk.Ref) string { return "/cards/" + url.PathEscape(r.ID) }

// ticket says a card in the hub's words. The tracker takes Markdown as it is, so
// native values and Markdown are the same and no Renderer is needed.
func (c *conn) ticket(from card) sdk.Ticket {
	t := sdk.Ticket{
		Ref:     sdk.Ref{ID: from.ID, Container: from.Board, Key: "#" + from.ID, URL: c.base + "/cards/" + from.ID},
		Version: sdk.Version(from.Seq), By: actor(from.Author), Keys: keys(from.External),
		Cells: map[sdk.Field]sdk.Cell{
			ticket.Title:       {Native: sdk.Native(from.Title), Markdown: from.Title},
			ticket.Description: {Native: sdk.Native(from.Text), Markdown: from.Text},
			ticket.State:       {Native: sdk.Native(from.State), Name: from.State},
		},
		LogAfter: -1, AllComments: true, NComments: len(from.Comments), AllFiles: true,
	}
	for _, x := range from.Comments {
		t.Comments = append(t.Comments, said(x))
	}
	return t
}

func said(x comment) sdk.Comment {
	return sdk.Comment{ID: x.ID, By: actor(x.Author), Native: sdk.Native(x.Text), Markdown: x.Text, Keys: keys(x.External)}
}

func actor(name string) *sdk.Actor { return &sdk.Actor{ID: name, Name: name, Self: name == self} }

func keys(external string) []sdk.Key {
	if external == "" {
		return nil
	}
	return []sdk.Key{sdk.Key(external)}
}

// Create implements sdk.Creator. The key travels in the card's external id.
func (c *conn) Create(ctx context.Context, d sdk.Draft) (sdk.Ticket, error) {
	body := map[string]any{"external": d.Key}
	for f, cell := range d.Cells {
		body[column(f)] = cell.Native
	}
	var made card
	err := c.call(ctx, "create card", http.MethodPost, "/boards/"+url.PathEscape(d.Container)+"/cards", body, &made)
	if err != nil {
		return sdk.Ticket{}, err
	}
	return c.ticket(made), nil
}

// Edit implements sdk.Editor.
func (c *conn) Edit(ctx context.Context, r sdk.Ref, _ sdk.Key, p sdk.Patch) (sdk.Ticket, error) {
	body := map[string]any{}
	for f, n := range p.Set {
		body[column(f)] = n
	}
	var now card
	if err := c.call(ctx, "edit card", http.MethodPatch, cardPath(r), body, &now); err != nil {
		return sdk.Ticket{}, err
	}
	return c.ticket(now), nil
}

func column(f sdk.Field) string {
	if f == ticket.Description {
		return "text"
	}
	return string(f)
}

// Retire implements sdk.Retirer: the tracker lets us delete.
func (c *conn) Retire(ctx context.Context, twin, _ sdk.Ref) error {
	return c.call(ctx, "delete card", http.MethodDelete, cardPath(twin), nil, &struct{}{})
}

// Comment implements sdk.Commenter.
func (c *conn) Comment(ctx context.Context, r sdk.Ref, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	var made comment
	body := map[string]any{"text": d.Native, "external": k}
	if err := c.call(ctx, "comment", http.MethodPost, cardPath(r)+"/comments", body, &made); err != nil {
		return sdk.Comment{}, err
	}
	return said(made), nil
}

var _ sdk.Cataloger = (*conn)(nil)

// Catalog implements sdk.Cataloger.
func (c *conn) Catalog(context.Context, string) ([]sdk.Code, error) {
	return []sdk.Code{
		{Field: ticket.State, Native: "open", Name: "Open", Value: "todo", Write: true},
		{Field: ticket.State, Native: "doing", Name: "Doing", Value: "in_progress", Write: true},
		{Field: ticket.State, Native: "closed", Name: "Closed", Value: "done", Write: true},
	}, nil
}
