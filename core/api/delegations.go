package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

type newDelegation struct {
	On
	Body struct {
		Team  request.TeamID         `json:"team" minLength:"1"`
		Task  *Task                  `json:"task,omitempty" doc:"Absent: the request's own title and description"`
		Lead  bool                   `json:"lead,omitempty"`
		After []request.DelegationID `json:"after,omitempty" doc:"Delegations that must be done first"`
		DueAt Patch[time.Time]       `json:"due_at,omitzero"`
	}
}

func (in *newDelegation) command(id string) request.Delegate {
	b := &in.Body
	return request.Delegate{
		ID: request.DelegationID(id), Team: b.Team, Task: b.Task.own(), Lead: b.Lead, After: b.After, DueAt: utc(b.DueAt),
	}
}

type amendment struct {
	On
	ID   request.DelegationID `path:"id"`
	Body struct {
		DueAt  Patch[time.Time] `json:"due_at,omitzero" doc:"Follows to the tool's own due date as the connection's fields say; a team whose tool has none is told in a comment"`
		Lead   Patch[bool]      `json:"lead,omitzero"`
		Task   *taskChange      `json:"task,omitempty" doc:"Never rewrites the team's ticket: the team is told in a comment, and refused where everybody can read it"`
		Reason string           `json:"reason,omitempty" maxLength:"10000" doc:"Kept in the history"`
	}
}

type taskChange struct {
	Title *string `json:"title,omitempty" maxLength:"500"`
	Body  *string `json:"body,omitempty"`
}

func (in *amendment) command() request.Amend {
	b := &in.Body
	c := request.Amend{ID: in.ID, DueAt: b.DueAt.pointer(), Lead: b.Lead.pointer(), Reason: b.Reason}
	if b.Task != nil {
		c.Title, c.Body = b.Task.Title, b.Task.Body
	}
	return c
}

type withdraw struct {
	On
	ID   request.DelegationID `path:"id"`
	Body *struct {
		Reason string `json:"reason,omitempty" maxLength:"10000" doc:"Kept in the history and told to a team, not to a supplier"`
	}
}

func (in *withdraw) reason() string {
	if in.Body == nil {
		return ""
	}
	return in.Body.Reason
}

// given is a delegation with its link; the link is null until the delegations
// before it are done.
type given struct {
	ETag string `header:"ETag"`
	Body struct {
		Delegation Maybe[Delegation] `json:"delegation" doc:"null for a link to the client's own tool"`
		Link       Maybe[Link]       `json:"link"`
	}
}

func give(r *request.Request, id request.DelegationID) *given {
	d := r.Delegation(id)
	out := &given{ETag: tag(r.Version)}
	out.Body.Delegation = some(delegation(r, d))
	if l := r.Link(d.Link); l != nil {
		out.Body.Link = some(link(l))
	}
	return out
}

type preview struct {
	Body struct {
		Task   Task       `json:"task" doc:"In Markdown"`
		Writes []Write    `json:"writes" nullable:"false" doc:"What the tool would receive, word for word; none for work by hand, or before the tool has answered once; a time as the tool itself writes it"`
		Adds   []Addition `json:"adds" nullable:"false" doc:"What the connector adds to the new ticket by itself, such as the key by which the hub knows the ticket as its own"`
	}
}

// Addition is one thing that a connector adds to a new ticket by itself.
type Addition struct {
	Name  string `json:"name" doc:"Where, in the tool's own words"`
	Value string `json:"value" doc:"{key} stands for the ticket's key, which is not made yet"`
	Key   bool   `json:"key" doc:"Marks the ticket as the hub's own"`
}

func additions(list []ticket.Addition) []Addition {
	out := []Addition{}
	for _, a := range list {
		out = append(out, Addition{a.Name, a.Value, strings.Contains(a.Value, ticket.AddedKey)})
	}
	return out
}

func (a *API) preview(ctx context.Context, in *newDelegation) (*preview, error) {
	p, err := a.o.Desk.Preview(ctx, by(ctx), in.Key, in.command(""))
	if err != nil {
		return nil, err
	}
	out := &preview{}
	out.Body.Task, out.Body.Writes = Task{Title: p.Task.Title, Body: p.Task.Body}, []Write{}
	out.Body.Adds = additions(p.Adds)
	for _, w := range p.Writes {
		out.Body.Writes = append(out.Body.Writes, write(w))
	}
	return out, nil
}

func (a *API) delegations() {
	register(a, auth.Work, huma.Operation{
		OperationID: "preview-delegation", Method: http.MethodPost, Path: "/requests/{key}/delegations/preview",
		Summary: "Read what a team would receive", Description: "Nothing is stored, and nothing is sent to the team.", Errors: []int{http.StatusNotFound},
	}, a.preview)
	register(a, auth.Work, huma.Operation{
		OperationID: "delegate", Method: http.MethodPost, Path: "/requests/{key}/delegations", Summary: "Give a task to a team",
		Description:   "Without an Idempotency-Key a team that has an open delegation keeps it, and asking for another task, time, order or lead answers 409: PATCH changes the open one. With an Idempotency-Key each key makes a delegation of its own.",
		DefaultStatus: http.StatusAccepted, Errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *newDelegation) (*given, error) {
		id := seed(ctx)
		r, made, err := a.o.Desk.Delegate(ctx, by(ctx), in.target(), in.command(id), id != "")
		if err != nil {
			return nil, err
		}
		return give(r, made), nil
	})
	register(a, auth.Work, huma.Operation{
		OperationID: "amend-delegation", Method: http.MethodPatch, Path: "/requests/{key}/delegations/{id}",
		Summary: "Change when a task is due, who leads, or what the team is to do", Errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *amendment) (*given, error) {
		r, err := a.o.Desk.Amend(ctx, by(ctx), in.target(), in.command())
		if err != nil {
			return nil, err
		}
		return give(r, in.ID), nil
	})
	register(a, auth.Work, huma.Operation{
		OperationID: "withdraw-delegation", Method: http.MethodPost, Path: "/requests/{key}/delegations/{id}/withdraw",
		Summary: "Take a task back; its team is told as agreed with it", Errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *withdraw) (*given, error) {
		r, err := a.o.Desk.Withdraw(ctx, by(ctx), in.target(), in.ID, in.reason())
		if err != nil {
			return nil, err
		}
		return give(r, in.ID), nil
	})
}
