package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

type newBridge struct {
	On
	Body struct {
		Links []request.LinkID `json:"links" maxItems:"100" doc:"The links whose teams read one another's comments; none ends the bridge"`
	}
}

type byHand struct {
	OnLink
	Body struct {
		Ticket    Patch[string]           `json:"ticket,omitzero" doc:"What they call it"`
		URL       Patch[string]           `json:"url,omitzero"`
		State     Patch[request.Category] `json:"state,omitzero" enum:"todo,in_progress,waiting,done,cancelled" doc:"Cancelled gives the task back to the desk"`
		ToolState Patch[string]           `json:"tool_state,omitzero" doc:"Their own name of the state"`
		Assignee  Patch[string]           `json:"assignee,omitzero" doc:"Who has it there"`
		Reason    string                  `json:"reason,omitempty" maxLength:"10000" doc:"Needed when the task comes back"`
	}
}

func (in *byHand) command() request.ByHandSays {
	b := &in.Body
	return request.ByHandSays{
		Link: in.ID, Ticket: b.Ticket.pointer(), URL: b.URL.pointer(), State: b.State.pointer(),
		ToolState: b.ToolState.pointer(), Assignee: b.Assignee.pointer(), Reason: b.Reason,
	}
}

func (a *API) bridges() {
	register(a, auth.Work, huma.Operation{
		OperationID: "bridge", Method: http.MethodPut, Path: "/requests/{key}/bridge", Errors: []int{http.StatusNotFound},
		Summary:     "Let chosen teams read one another's comments",
		Description: "Only teams' own tickets in places that are not public can be on a bridge. It ends when the request is resolved.",
	}, func(ctx context.Context, in *newBridge) (*shown, error) {
		if _, err := a.o.Desk.Bridge(ctx, by(ctx), in.target(), in.Body.Links); err != nil {
			return nil, err
		}
		return a.show(ctx, in.Key)
	})
	register(a, auth.Work, huma.Operation{
		OperationID: "edit-link", Method: http.MethodPatch, Path: "/requests/{key}/links/{id}", Errors: []int{http.StatusNotFound},
		Summary: "Record what a team without a tool says of its ticket",
	}, func(ctx context.Context, in *byHand) (*given, error) {
		r, err := a.o.Desk.ByHand(ctx, by(ctx), in.target(), in.command())
		return giveLink(r, in.ID, err)
	})
}
