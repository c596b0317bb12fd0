package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// Hold is what is for a client and has not gone yet.
type Hold struct {
	Request request.Key `json:"request"`
	Kind    string      `json:"kind" enum:"reply,share,question,broadcast" doc:"What makes it: a question has the request wait for the client when it goes"`
	Note    Note        `json:"note" doc:"As it will be; goes_at is null of one that could not go, its warnings say why"`
	Since   Time        `json:"since"`
	Next    Time        `json:"next_update_at" doc:"What it promises the client"`
}

type onHold struct {
	On
	ID request.NoteID `path:"id"`
}

type heldBack struct{ Body Hold }

type holds struct {
	Body struct {
		Items []Hold `json:"items" nullable:"false"`
	}
}

func (a *API) holding() {
	register(a, auth.Read, huma.Operation{
		OperationID: "list-holds", Method: http.MethodGet, Path: "/holds",
		Summary: "List what waits before it goes to a client, the next to go first",
	}, func(ctx context.Context, _ *struct{}) (*holds, error) {
		list, err := a.o.Desk.Holds(ctx, by(ctx))
		return holdsOf(list), err
	})
	register(a, auth.Read, huma.Operation{
		OperationID: "list-request-holds", Method: http.MethodGet, Path: "/requests/{key}/holds",
		Summary: "List what waits before it goes to the client of a request", Errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *On) (*holds, error) {
		item, err := a.o.Desk.Get(ctx, by(ctx), in.Key)
		if err != nil {
			return nil, err
		}
		var list []desk.Hold
		for _, u := range item.Request.Unsent {
			list = append(list, desk.Hold{Key: item.Request.Key, Unsent: u})
		}
		return holdsOf(list), nil
	})
	register(a, auth.Work, huma.Operation{
		OperationID: "cancel-hold", Method: http.MethodDelete, Path: "/requests/{key}/holds/{id}", DefaultStatus: http.StatusOK,
		Summary: "Take back what has not gone yet, and answer with it", Errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *onHold) (*heldBack, error) {
		r, back, err := a.o.Desk.TakeBack(ctx, by(ctx), in.target(), in.ID)
		if err != nil {
			return nil, err
		}
		return &heldBack{hold(desk.Hold{Key: r.Key, Unsent: back})}, nil
	})
}

func holdsOf(list []desk.Hold) *holds {
	out := &holds{}
	out.Body.Items = []Hold{}
	for _, h := range list {
		out.Body.Items = append(out.Body.Items, hold(h))
	}
	return out
}

func hold(h desk.Hold) Hold {
	out := Hold{Request: h.Key, Kind: "reply", Note: unsent(h.Unsent), Since: Time(h.Since), Next: Time(h.Next)}
	switch {
	case h.Move != nil:
		out.Kind = "question"
	case h.Broadcast != nil:
		out.Kind = "broadcast"
	case h.Write.SharedFrom != "" || len(h.Shared) > 0:
		out.Kind = "share"
	}
	return out
}
