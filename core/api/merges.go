package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

type newMerge struct {
	On
	Body struct {
		Into request.Key `json:"into" minLength:"1" doc:"The request that survives"`
	}
}

type settle struct {
	On
	ID   string `path:"id"`
	Body struct {
		Choose  string `json:"choose" enum:"hub,tool,value"`
		Value   string `json:"value,omitempty"`
		Version int64  `json:"version,omitempty" doc:"The request's version, or the conflict's, that the choice was made on"`
	}
}

func (a *API) merges() {
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: "/requests/{key}" + path, Summary: summary,
			DefaultStatus: http.StatusOK, Errors: []int{http.StatusNotFound},
		}
	}
	register(a, auth.Work, op("merge", http.MethodPost, "/merge", "Merge this duplicate into another request, which is answered"), func(ctx context.Context, in *newMerge) (*shown, error) {
		if _, err := a.o.Desk.Merge(ctx, by(ctx), in.target(), in.Body.Into); err != nil {
			return nil, err
		}
		return a.show(ctx, in.Body.Into)
	})
	register(a, auth.Work, op("unmerge", http.MethodDelete, "/merge", "Undo a merge"), func(ctx context.Context, in *On) (*shown, error) {
		if _, err := a.o.Desk.Unmerge(ctx, by(ctx), in.target()); err != nil {
			return nil, err
		}
		return a.show(ctx, in.Key)
	})
	register(a, auth.Work, op("settle-conflict", http.MethodPost, "/conflicts/{id}", "Settle a conflict"), func(ctx context.Context, in *settle) (*shown, error) {
		choice := request.Settle{ID: in.ID, Take: in.Body.Choose, Value: in.Body.Value, Version: in.Body.Version}
		if _, err := a.o.Desk.Settle(ctx, by(ctx), in.target(), choice); err != nil {
			return nil, err
		}
		return a.show(ctx, in.Key)
	})
}
