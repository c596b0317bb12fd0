package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

type listRequests struct {
	Q      string `query:"q" maxLength:"1000" doc:"The inbox's query syntax" example:"is:open client:nordwind p:1"`
	Order  string `query:"order" enum:"activity,created,priority" default:"activity"`
	Cursor string `query:"cursor" doc:"The next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type requestPage struct {
	Body struct {
		Items []Summary `json:"items" nullable:"false"`
		Next  Text      `json:"next" doc:"The cursor of the next page; null on the last"`
	}
}

type listHistory struct {
	Key    request.Key `path:"key"`
	Cursor string      `query:"cursor"`
	Limit  int         `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type historyPage struct {
	Body struct {
		Items []History `json:"items" nullable:"false"`
		Next  Text      `json:"next"`
	}
}

func (a *API) views() {
	register(a, auth.Read, huma.Operation{
		OperationID: "list-requests", Method: http.MethodGet, Path: "/requests", Summary: "List requests",
	}, func(ctx context.Context, in *listRequests) (*requestPage, error) {
		page, err := a.o.Desk.List(ctx, by(ctx), desk.Query{Text: in.Q, Order: request.Order(in.Order), Cursor: in.Cursor, Limit: in.Limit})
		return a.page(page), err
	})
	register(a, auth.Read, huma.Operation{
		OperationID: "history", Method: http.MethodGet, Path: "/requests/{key}/history", Summary: "Read a request's history, oldest first",
		Errors: []int{http.StatusNotFound},
	}, a.history)
	register(a, auth.Read, huma.Operation{
		OperationID: "connections", Method: http.MethodGet, Path: "/connections", Summary: "Read how the connections fare",
	}, a.connections)
}

func (a *API) page(page desk.Page) *requestPage {
	out := &requestPage{}
	out.Body.Items, out.Body.Next = []Summary{}, Text(page.Next)
	for _, r := range page.Items {
		out.Body.Items = append(out.Body.Items, a.summary(r))
	}
	return out
}

func (a *API) history(ctx context.Context, in *listHistory) (*historyPage, error) {
	after, err := position(in.Cursor, 0)
	if err != nil {
		return nil, err
	}
	events, err := a.o.Desk.History(ctx, by(ctx), in.Key, after, in.Limit)
	out := &historyPage{}
	out.Body.Items = []History{}
	for _, e := range events {
		out.Body.Items = append(out.Body.Items, history(e))
	}
	if len(events) == in.Limit {
		out.Body.Next = Text(strconv.FormatInt(events[len(events)-1].ID, 10))
	}
	return out, err
}

// position reads a cursor that is a number; 0 if there is none.
func position(cursor string, least int64) (int64, error) {
	if cursor == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(cursor, 10, 64)
	if err != nil || n < least {
		return 0, &request.FieldError{Field: "cursor", Text: "is not one that a page gave"}
	}
	return n, nil
}

func history(e request.Event) History {
	return History{
		ID: strconv.FormatInt(e.ID, 10), At: Time(e.At), Actor: Actor(e.Actor), Link: string(e.Link), Type: string(e.Type),
		Field: string(e.Field), From: e.From, To: e.To, Verdict: string(e.Verdict), Reason: e.Reason,
	}
}
