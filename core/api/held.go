package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
)

// HeldLink is a read-only link with what it would write if it were live.
type HeldLink struct {
	Request request.Key `json:"request"`
	Title   string      `json:"title"`
	Link    Link        `json:"link"`
	Writes  []Write     `json:"writes" nullable:"false" doc:"In the order in which they would be made"`
}

// Write is one write that is held back.
type Write struct {
	Effect  reconcile.Effect `json:"effect" enum:"create,set,comment,edit_comment,delete_comment,retire"`
	Field   Text             `json:"field" doc:"Of a create or set"`
	Note    Text             `json:"note" doc:"Whose copy a comment is"`
	Comment Text             `json:"ticket_comment_id" doc:"The comment to edit or delete"`
	From    string           `json:"from"`
	To      string           `json:"to"`
	Code    Text             `json:"code" doc:"What the tool calls the value, of a state or a priority"`
	Diff    Text             `json:"diff" doc:"Texts line by line: + is new, - goes"`
	Since   Time             `json:"since"`
}

// OnConnection is the connection that a call is about.
type OnConnection struct {
	Name string `path:"name"`
}

type wouldWrite struct {
	OnConnection
	Cursor string `query:"cursor" doc:"The next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type heldPage struct {
	Body struct {
		Items []HeldLink `json:"items" nullable:"false"`
		Next  Text       `json:"next" doc:"The cursor of the next page; null on the last"`
	}
}

type heldLink struct{ Body HeldLink }

func (a *API) held() {
	register(a, auth.Read, huma.Operation{
		OperationID: "would-write", Method: http.MethodGet, Path: "/connections/{name}/would-write",
		Summary: "Read what a read-only connection, or its read-only teams, would write", Errors: []int{http.StatusNotFound},
	}, a.wouldWrite)
	register(a, auth.Read, huma.Operation{
		OperationID: "link-would-write", Method: http.MethodGet, Path: "/requests/{key}/links/{id}/would-write",
		Summary: "Read what a read-only link would write", Errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *OnLink) (*heldLink, error) {
		h, err := a.o.Desk.LinkWouldWrite(ctx, by(ctx), in.Key, in.ID)
		if err != nil {
			return nil, err
		}
		return &heldLink{held(h)}, nil
	})
}

func (a *API) wouldWrite(ctx context.Context, in *wouldWrite) (*heldPage, error) {
	if err := a.know(in.Name); err != nil {
		return nil, err
	}
	page, err := a.o.Desk.WouldWrite(ctx, by(ctx), in.Name, in.Cursor, in.Limit)
	out := &heldPage{}
	out.Body.Items, out.Body.Next = []HeldLink{}, Text(page.Next)
	for _, h := range page.Items {
		out.Body.Items = append(out.Body.Items, held(h))
	}
	return out, err
}

// know returns [desk.ErrNotFound] for a connection that is not configured.
func (a *API) know(connection string) error {
	if _, ok := a.o.Plugins()[connection]; !ok {
		return fmt.Errorf("connection %s: %w", connection, desk.ErrNotFound)
	}
	return nil
}

func held(h desk.HeldLink) HeldLink {
	out := HeldLink{Request: h.Request.Key, Title: h.Request.Title, Link: link(h.Link), Writes: []Write{}}
	for _, w := range h.Writes {
		out.Writes = append(out.Writes, write(w))
	}
	return out
}

func write(w reconcile.Withheld) Write {
	out := Write{
		Effect: w.Effect, Field: Text(w.Field), Note: Text(w.Note), Comment: Text(w.Comment),
		From: w.From, To: w.To, Code: Text(w.Code), Since: Time(w.Since),
	}
	if w.Code == "" && w.Effect != reconcile.RetireTwin {
		out.Diff = Text(desk.Diff(w.From, w.To))
	}
	return out
}
