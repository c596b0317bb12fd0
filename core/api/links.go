package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

type newLink struct {
	On
	Body struct {
		Team   request.TeamID `json:"team" minLength:"1"`
		Ticket string         `json:"ticket" minLength:"1" maxLength:"200" doc:"The existing ticket's key or number"`
		Task   *Task          `json:"task,omitempty" doc:"Needed where everybody can read the team's place, and for suppliers"`
	}
}

// OnLink is the link that a call is about.
type OnLink struct {
	On
	ID request.LinkID `path:"id"`
}

func (a *API) links() {
	op := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: "/requests/{key}/links" + path, Summary: summary,
			DefaultStatus: status, Errors: []int{http.StatusNotFound},
		}
	}
	register(a, auth.Work, op("link", http.MethodPost, "", "Link an existing ticket of a team", http.StatusAccepted), func(ctx context.Context, in *newLink) (*given, error) {
		r, id, err := a.o.Desk.Relink(ctx, by(ctx), in.target(), request.Relink{Team: in.Body.Team, Ticket: in.Body.Ticket, Task: in.Body.Task.own()})
		return giveLink(r, id, err)
	})
	register(a, auth.Work, op("unlink", http.MethodDelete, "/{id}", "Let a ticket go; it stays at the tool as it is", http.StatusNoContent), func(ctx context.Context, in *OnLink) (*nothing, error) {
		_, err := a.o.Desk.Unlink(ctx, by(ctx), in.target(), in.ID)
		return &nothing{}, err
	})
	register(a, auth.Work, op("retry-link", http.MethodPost, "/{id}/retry", "Try again now", http.StatusAccepted), func(ctx context.Context, in *OnLink) (*given, error) {
		r, err := a.o.Desk.Retry(ctx, by(ctx), in.target(), in.ID)
		return giveLink(r, in.ID, err)
	})
	register(a, auth.Work, op("recreate-link", http.MethodPost, "/{id}/recreate", "Make a new ticket for one that is gone", http.StatusAccepted), func(ctx context.Context, in *OnLink) (*given, error) {
		r, id, err := a.o.Desk.Recreate(ctx, by(ctx), in.target(), in.ID)
		return giveLink(r, id, err)
	})
}

func giveLink(r *request.Request, id request.LinkID, err error) (*given, error) {
	if err != nil {
		return nil, err
	}
	l := r.Link(id)
	if l.Delegation != "" {
		return give(r, l.Delegation), nil
	}
	out := &given{ETag: tag(r.Version)}
	out.Body.Link = some(link(l))
	return out, nil
}
