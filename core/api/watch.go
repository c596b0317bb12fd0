package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
)

type watchers struct {
	Body struct {
		Items []string `json:"items" nullable:"false" doc:"Logins of those who follow the request"`
	}
}

func (a *API) watching() {
	op := func(id, method, summary string, right auth.Right, change *bool) {
		register(a, right, huma.Operation{
			OperationID: id, Method: method, Path: "/requests/{key}/watchers", Summary: summary,
			DefaultStatus: http.StatusOK, Errors: []int{http.StatusNotFound},
		}, func(ctx context.Context, in *On) (*watchers, error) {
			if change != nil {
				if err := a.o.Desk.Watch(ctx, by(ctx), in.Key, *change); err != nil {
					return nil, err
				}
			}
			out := &watchers{}
			list, err := a.o.Desk.Watchers(ctx, by(ctx), in.Key)
			out.Body.Items = append([]string{}, list...)
			return out, err
		})
	}
	on, off := true, false
	op("list-watchers", http.MethodGet, "List who follows a request", auth.Read, nil)
	op("watch", http.MethodPut, "Follow a request", auth.Work, &on)
	op("unwatch", http.MethodDelete, "No longer follow a request", auth.Work, &off)
}
