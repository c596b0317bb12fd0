package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Concern is one cause of a reason for attention.
type Concern struct {
	Reason     request.Attention `json:"reason" doc:"As in attention"`
	Kind       Text              `json:"kind" doc:"What a team that asks wants: ask, waiting"`
	Says       string            `json:"says" doc:"An English sentence"`
	Team       Text              `json:"team"`
	Delegation Text              `json:"delegation"`
	Link       Text              `json:"link"`
	Note       Text              `json:"note" doc:"The note that says it"`
	By         Text              `json:"by" doc:"Who at the team"`
	Text       Text              `json:"text" doc:"The question, the reason or the error, as it was said"`
	Field      Text              `json:"field" doc:"In conflict"`
	At         Time              `json:"at" doc:"The promised time"`
	Since      Time              `json:"since"`
}

// Draft is a team's words for the client, which the desk can use or discard.
type Draft struct {
	ID    request.NoteID `json:"id" doc:"To name it with a reply, or to discard it"`
	Team  request.TeamID `json:"team"`
	By    string         `json:"by"`
	Body  string         `json:"body" doc:"Markdown"`
	Since Time           `json:"since"`
}

func (a *API) concerns(r *request.Request) (all []Concern, drafts []Draft) {
	all, drafts = []Concern{}, []Draft{}
	directory := a.o.Desk.Directory()
	for _, c := range r.Why(a.o.Now()) {
		all = append(all, Concern{
			Reason: c.Attention, Kind: Text(c.Kind), Says: directory.Says(c), Team: Text(c.Team), Delegation: Text(c.Delegation),
			Link: Text(c.Link), Note: Text(c.Note), By: Text(c.By), Text: Text(c.Text), Field: Text(c.Field), At: Time(c.At), Since: Time(c.Since),
		})
	}
	for _, c := range r.Drafts() {
		drafts = append(drafts, Draft{ID: c.Note, Team: c.Team, By: c.By, Body: c.Text, Since: Time(c.Since)})
	}
	return all, drafts
}

type seen struct {
	On
	Body struct {
		Reason request.Attention `json:"reason,omitempty" doc:"As in attention"`
		Note   request.NoteID    `json:"note,omitempty" doc:"In place of a reason: the note in which a team offered an estimate, or words for the client, which stay among the drafts"`
	}
}

type onDelegation struct {
	On
	ID request.DelegationID `path:"id"`
}

// attention are the desk's answers to what teams say.
func (a *API) attention() {
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/requests/{key}" + path, Summary: summary, Errors: []int{http.StatusNotFound}}
	}
	register(a, auth.Work, op("see", http.MethodPost, "/seen", "Put a reason for attention away, or what a team offered; what follows from the state alone comes back while the state lasts"),
		func(ctx context.Context, in *seen) (*shown, error) {
			what := request.Seen{Reason: in.Body.Reason, Note: in.Body.Note}
			if what == (request.Seen{}) {
				return nil, &request.FieldError{Field: "reason", Text: "a reason or a note is needed"}
			}
			r, err := a.o.Desk.Seen(ctx, by(ctx), in.target(), what)
			return a.after(ctx, in.On, r, err)
		})
	register(a, auth.Work, op("start-delegation", http.MethodPost, "/delegations/{id}/start", "Give a team its task now, whatever it was to wait for"),
		func(ctx context.Context, in *onDelegation) (*given, error) {
			r, err := a.o.Desk.Start(ctx, by(ctx), in.target(), in.ID)
			if err != nil {
				return nil, err
			}
			return give(r, in.ID), nil
		})
	register(a, auth.Work, op("take-estimate", http.MethodPost, "/delegations/{id}/take-estimate", "Make a team's own estimate the request's expected_at"),
		func(ctx context.Context, in *onDelegation) (*shown, error) {
			r, err := a.o.Desk.TakeEstimate(ctx, by(ctx), in.target(), in.ID)
			return a.after(ctx, in.On, r, err)
		})
	register(a, auth.Work, op("discard-draft", http.MethodDelete, "/drafts/{id}", "Discard a team's words for the client"),
		func(ctx context.Context, in *OnNote) (*nothing, error) {
			_, err := a.o.Desk.DiscardDraft(ctx, by(ctx), in.target(), in.ID)
			return &nothing{}, err
		})
}
