package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// On is the request that a call is about.
type On struct {
	Key     request.Key `path:"key" example:"SP-1042"`
	IfMatch string      `header:"If-Match" doc:"The version that the caller has seen; an older one than the current answers 409"`
	Once    string      `header:"Idempotency-Key" doc:"Names the call: the same one again within 24 hours is answered as before"`
}

func (o On) target() desk.Target { return desk.Target{Key: o.Key, Version: version(o.IfMatch)} }

// shown is a request as an answer, with its version as the entity tag.
type shown struct {
	ETag string `header:"ETag"`
	Body Request
}

func (a *API) show(ctx context.Context, key request.Key) (*shown, error) {
	item, err := a.o.Desk.Get(ctx, by(ctx), key)
	if err != nil {
		return nil, err
	}
	return &shown{tag(item.Request.Version), a.item(ctx, item)}, nil
}

// made is a request that a call created.
type made struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     Request
}

type newRequest struct {
	Once string `header:"Idempotency-Key" doc:"Names the call: the same one again within 24 hours is answered as before"`
	Body struct {
		Kind           request.Kind      `json:"kind,omitempty" enum:"incident,service_request,question,complaint" default:"incident"`
		Title          string            `json:"title" minLength:"1" maxLength:"500"`
		Description    string            `json:"description,omitempty" doc:"Markdown"`
		Client         request.ClientID  `json:"client,omitempty" doc:"Required, save for an umbrella, which has none"`
		Contact        string            `json:"contact,omitempty"`
		ReportedBy     string            `json:"reported_by,omitempty"`
		Channel        request.Channel   `json:"channel,omitempty" enum:"portal,mail,phone,in_person,tool,alert,api" default:"api"`
		Service        request.ServiceID `json:"service,omitempty"`
		Priority       request.Priority  `json:"priority,omitempty" enum:"P1,P2,P3,P4"`
		ClientPriority request.Priority  `json:"client_priority,omitempty" enum:"P1,P2,P3,P4"`
		Impact         request.Level     `json:"impact,omitempty" minimum:"0" maximum:"3"`
		Urgency        request.Level     `json:"urgency,omitempty" minimum:"0" maximum:"3"`
		Labels         []string          `json:"labels,omitempty"`
		Fields         map[string]string `json:"fields,omitempty"`
		ReportedAt     Patch[time.Time]  `json:"reported_at,omitzero"`
		StartedAt      Patch[time.Time]  `json:"started_at,omitzero"`
		DueAt          Patch[time.Time]  `json:"due_at,omitzero"`
		ExternalID     *ExternalID       `json:"external_id,omitempty"`
		Affected       []Suffering       `json:"affected,omitempty" maxItems:"100"`

		Umbrella request.UmbrellaKind `json:"umbrella,omitempty" enum:"major,problem" doc:"Makes a request without client that gathers others"`
	}
}

func (in *newRequest) draft() request.Request {
	b := &in.Body
	return request.Request{
		Kind: b.Kind, Title: b.Title, Description: b.Description, Client: b.Client, Contact: b.Contact, ReportedBy: b.ReportedBy,
		Channel: b.Channel, Service: b.Service, Priority: b.Priority, ClientPriority: b.ClientPriority, Impact: b.Impact, Urgency: b.Urgency,
		Labels: b.Labels, Fields: b.Fields, ReportedAt: utc(b.ReportedAt), StartedAt: utc(b.StartedAt), DueAt: utc(b.DueAt),
		ExternalIDs: b.ExternalID.of(b.Client), Umbrella: b.Umbrella, Affected: affected(b.Affected),
	}
}

func (a *API) requests() {
	register(a, auth.Work, huma.Operation{
		OperationID: "create-request", Method: http.MethodPost, Path: "/requests", Summary: "Receive a request",
		DefaultStatus: http.StatusCreated,
	}, func(ctx context.Context, in *newRequest) (*made, error) {
		r, err := a.o.Desk.Receive(ctx, by(ctx), desk.Received{Draft: in.draft(), Once: seed(ctx)})
		if err != nil {
			return nil, err
		}
		return &made{tag(r.Version), Prefix + "/requests/" + string(r.Key), a.item(ctx, desk.Item{Request: r})}, nil
	})
	register(a, auth.Read, huma.Operation{
		OperationID: "get-request", Method: http.MethodGet, Path: "/requests/{key}", Summary: "Read a request", Errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *On) (*shown, error) { return a.show(ctx, in.Key) })
	register(a, auth.Work, huma.Operation{
		OperationID: "edit-request", Method: http.MethodPatch, Path: "/requests/{key}", Summary: "Change a request by a merge patch",
		Errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *patchRequest) (*shown, error) {
		edit, move := in.commands()
		r, err := uncrossed(ctx, a, in.target(), in.Body.Told, func(t desk.Target) (*request.Request, error) {
			return a.o.Desk.Triage(ctx, by(ctx), t, edit, move)
		})
		return a.after(ctx, in.On, r, err)
	})
}

// Suffering is a service that suffers, as a caller says it.
type Suffering struct {
	Service request.ServiceID     `json:"service" minLength:"1"`
	Impact  request.ServiceImpact `json:"impact" enum:"down,degraded,intermittent,reduced_redundancy,none"`
	From    Patch[time.Time]      `json:"from,omitzero"`
	Until   Patch[time.Time]      `json:"until,omitzero"`
}

func affected(list []Suffering) []request.Affected {
	var out []request.Affected
	for _, x := range list {
		out = append(out, request.Affected{Service: x.Service, Impact: x.Impact, From: utc(x.From), Until: utc(x.Until)})
	}
	return out
}

// after is a request as a change has left it.
func (a *API) after(ctx context.Context, in On, r *request.Request, err error) (*shown, error) {
	if err != nil {
		return nil, err
	}
	after, err := a.show(ctx, in.Key)
	if errors.Is(err, desk.ErrNotFound) { // the caller has hidden it from themselves
		return &shown{tag(r.Version), a.item(ctx, desk.Item{Request: r})}, nil
	}
	return after, err
}
