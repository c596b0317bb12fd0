package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

type newGathered struct {
	On
	Body struct {
		Requests        []request.Key    `json:"requests" minItems:"1" maxItems:"500"`
		OpenDelegations request.OpenWork `json:"open_delegations,omitempty" enum:"keep,withdraw" doc:"What becomes of their own open delegations; they stay by default"`
	}
}

type gathered struct {
	Body struct {
		Gathered []request.Key `json:"gathered" nullable:"false"`
		Refused  []Refused     `json:"refused" nullable:"false"`
	}
}

// Refused is a request that could not be gathered.
type Refused struct {
	Key    request.Key `json:"key"`
	Detail string      `json:"detail"`
}

type oneGathered struct {
	On
	Child request.Key `path:"child" example:"SP-1043"`
}

// UnderList is a page of what belongs to an umbrella.
type UnderList struct {
	Key    request.Key `path:"key" example:"SP-1042"`
	Cursor string      `query:"cursor" doc:"The next of the page before"`
	Limit  int         `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (in *UnderList) query() desk.Query { return desk.Query{Cursor: in.Cursor, Limit: in.Limit} }

type listProposals struct {
	UnderList
	Services   []string `query:"service" doc:"Services that may have failed. Without any of these four: what the umbrella is about"`
	Components []string `query:"component"`
	Groups     []string `query:"redundancy_group"`
	Sites      []string `query:"site"`
}

func (in *listProposals) suspect() request.Suspect {
	s := request.Suspect{Components: in.Components, Sites: in.Sites, RedundancyGroups: in.Groups}
	for _, id := range in.Services {
		s.Services = append(s.Services, request.ServiceID(id))
	}
	return s
}

type proposals struct {
	Body struct {
		Items []Proposal `json:"items" nullable:"false"`
		Next  Text       `json:"next" doc:"The cursor of the next page; null on the last. A page may be shorter than asked for"`
	}
}

// Proposal is an open request that may belong under an umbrella.
type Proposal struct {
	Key      request.Key      `json:"key"`
	Title    string           `json:"title"`
	Client   Text             `json:"client"`
	Service  Text             `json:"service"`
	Status   request.Status   `json:"status" enum:"new,in_progress,waiting_client,on_hold,monitoring,resolved,closed,cancelled"`
	Priority request.Priority `json:"priority" enum:"P1,P2,P3,P4"`
	Reasons  []Kin            `json:"reasons" nullable:"false"`
}

// Kin is why a request is proposed.
type Kin struct {
	Kind    string            `json:"kind" enum:"service,component,redundancy_group,site"`
	Name    string            `json:"name" doc:"What its service shares with what failed"`
	Service request.ServiceID `json:"service" doc:"The service of the request"`
}

func proposal(p desk.Proposal) Proposal {
	r := p.Request
	out := Proposal{
		Key: r.Key, Title: r.Title, Client: Text(r.Client), Service: Text(r.Service), Status: r.Status, Priority: r.Priority, Reasons: []Kin{},
	}
	for _, k := range p.Reasons {
		out.Reasons = append(out.Reasons, Kin(k))
	}
	return out
}

func (a *API) umbrellas() {
	op := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: "/requests/{key}" + path, Summary: summary, DefaultStatus: status,
			Errors: []int{http.StatusNotFound},
		}
	}
	register(a, auth.Work, op("gather", http.MethodPost, "/gathered", "Gather requests under this umbrella", http.StatusOK), a.gather)
	register(a, auth.Work, op("release", http.MethodDelete, "/gathered/{child}", "Take a request out of this umbrella; it stays as it is", http.StatusNoContent),
		func(ctx context.Context, in *oneGathered) (*nothing, error) {
			_, err := a.o.Desk.Release(ctx, by(ctx), in.target(), in.Child)
			return &nothing{}, err
		})
	register(a, auth.Read, op("list-gathered", http.MethodGet, "/gathered", "List the requests under this umbrella, newest first", http.StatusOK),
		func(ctx context.Context, in *UnderList) (*requestPage, error) {
			page, err := a.o.Desk.Gathered(ctx, by(ctx), in.Key, in.query())
			return a.page(page), err
		})
	register(a, auth.Read, op("list-proposals", http.MethodGet, "/proposals", "List open requests that may belong under this umbrella, each with the reason", http.StatusOK), a.proposals)
	register(a, auth.Work, op("broadcast", http.MethodPost, "/broadcasts", "Write to everybody under this umbrella, each in their language", http.StatusOK), a.broadcast)
}

func (a *API) gather(ctx context.Context, in *newGathered) (*gathered, error) {
	done, refused, err := a.o.Desk.Gather(ctx, by(ctx), in.target(), in.Body.Requests, in.Body.OpenDelegations)
	if err != nil {
		return nil, err
	}
	out := &gathered{}
	out.Body.Gathered, out.Body.Refused = append([]request.Key{}, done...), []Refused{}
	for _, r := range refused {
		out.Body.Refused = append(out.Body.Refused, Refused{r.Key, r.Err.Error()})
	}
	return out, nil
}

func (a *API) proposals(ctx context.Context, in *listProposals) (*proposals, error) {
	list, next, err := a.o.Desk.Proposals(ctx, by(ctx), in.Key, in.suspect(), in.query())
	out := &proposals{}
	out.Body.Items, out.Body.Next = []Proposal{}, Text(next)
	for _, p := range list {
		out.Body.Items = append(out.Body.Items, proposal(p))
	}
	return out, err
}
