package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

type steered struct {
	OnConnection
	Once string `header:"Idempotency-Key" doc:"Names the call: the same one again within 24 hours is answered as before"`
}

// Retried is what a connection's tool said when it was asked again.
type Retried struct {
	Works bool `json:"works"`
	Error Text `json:"error" doc:"Why it does not work"`
}

// FailingLink is a link that failed, or waits for a person.
type FailingLink struct {
	Request request.Key `json:"request"`
	Title   string      `json:"title"`
	Link    Link        `json:"link"`
}

type failing struct {
	OnConnection
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type failingList struct {
	Body struct {
		Items []FailingLink `json:"items" nullable:"false"`
	}
}

type retriedLinks struct {
	Body struct {
		Links int `json:"links" doc:"How many are tried again, at most 200 at once"`
	}
}

type retried struct{ Body Retried }

func (a *API) steering() {
	op := func(id, path, summary string) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: http.MethodPost, Path: "/connections/{name}" + path, Summary: summary, DefaultStatus: http.StatusOK, Errors: []int{http.StatusNotFound},
		}
	}
	pause := func(paused bool) func(context.Context, *steered) (*configured, error) {
		return func(ctx context.Context, in *steered) (*configured, error) {
			if err := a.o.Admin.Pause(ctx, by(ctx), in.Name, paused); err != nil {
				return nil, missing("connection", in.Name, err)
			}
			return a.configured(ctx, in.Name)
		}
	}
	register(a, auth.Manage, op("pause-connection", "/pause", "Have a connection make no calls: what comes meanwhile waits"), pause(true))
	register(a, auth.Manage, op("resume-connection", "/resume", "Have a connection go on"), pause(false))
	register(a, auth.Work, op("retry-links", "/links/retry", "Try again the links that failed, or wait for a person; of one link: POST /requests/{key}/links/{id}/retry"), a.retryLinks)
	register(a, auth.Read, huma.Operation{
		OperationID: "failing-links", Method: http.MethodGet, Path: "/connections/{name}/links/failing", Errors: []int{http.StatusNotFound},
		Summary: "List links that failed, or wait for a person, those of the newest requests first",
	}, a.failingLinks)
	register(a, auth.Work, op("retry-connection", "/retry", "Ask a connection's tool again at once, whatever it was told to wait for"), a.retryConnection)
}

func (a *API) retryConnection(ctx context.Context, in *steered) (*retried, error) {
	if _, err := a.o.Admin.Connection(by(ctx), in.Name); err != nil {
		return nil, missing("connection", in.Name, err)
	}
	out := &retried{Retried{Works: true}}
	if err := a.o.Admin.Retry(ctx, by(ctx), in.Name); err != nil {
		a.o.Log.WarnContext(ctx, "retry a connection", "connection", in.Name, "error", err)
		out.Body = Retried{Error: Text(err.Error())}
	}
	return out, nil
}

func (a *API) failingLinks(ctx context.Context, in *failing) (*failingList, error) {
	if err := a.know(in.Name); err != nil {
		return nil, err
	}
	list, err := a.o.Desk.Failing(ctx, by(ctx), in.Name, in.Limit)
	out := &failingList{}
	out.Body.Items = []FailingLink{}
	for _, h := range list {
		out.Body.Items = append(out.Body.Items, FailingLink{h.Request.Key, h.Request.Title, link(h.Link)})
	}
	return out, err
}

func (a *API) retryLinks(ctx context.Context, in *steered) (*retriedLinks, error) {
	if err := a.know(in.Name); err != nil {
		return nil, err
	}
	out := &retriedLinks{}
	var err error
	out.Body.Links, err = a.o.Desk.RetryFailing(ctx, by(ctx), in.Name)
	return out, err
}
