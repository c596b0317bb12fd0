package api

import (
	"context"
	"maps"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// Summary is a request as a list shows it.
type Summary struct {
	Key            request.Key       `json:"key"`
	Version        int64             `json:"version"`
	Kind           request.Kind      `json:"kind" enum:"incident,service_request,question,complaint"`
	Status         request.Status    `json:"status" enum:"new,in_progress,waiting_client,on_hold,monitoring,resolved,closed,cancelled"`
	Priority       request.Priority  `json:"priority" enum:"P1,P2,P3,P4"`
	ClientPriority Text              `json:"client_priority"`
	Title          string            `json:"title"`
	Description    string            `json:"description"`
	ClientTitle    Text              `json:"client_title" doc:"The title as the client reads it, where a team's tool has changed it; a PATCH of title makes it the client's too"`
	Client         Text              `json:"client"`
	Contact        Text              `json:"contact"`
	Service        Text              `json:"service"`
	Assignee       Text              `json:"assignee"`
	Labels         []string          `json:"labels" nullable:"false"`
	Fields         map[string]string `json:"fields"`
	ReportedAt     Time              `json:"reported_at"`
	StartedAt      Time              `json:"started_at"`
	RestoredAt     Time              `json:"restored_at"`
	ExpectedAt     Time              `json:"expected_at"`
	NextUpdateAt   Time              `json:"next_update_at"`
	CreatedAt      Time              `json:"created_at"`
	UpdatedAt      Time              `json:"updated_at"`
	HoldReason     Text              `json:"hold_reason"`
	WaitingFor     Text              `json:"waiting_for"`
	DueAt          Time              `json:"due_at"`
	ExternalIDs    []NamedID         `json:"external_ids" nullable:"false"`
	Attention      []string          `json:"attention" nullable:"false"`
	Concerns       []Concern         `json:"concerns" nullable:"false" doc:"What is behind each reason for attention"`
	Drafts         []Draft           `json:"drafts" nullable:"false" doc:"Words for the client that teams offered: never sent by themselves"`
	Files          []File            `json:"files" nullable:"false"`
	Affected       []Affected        `json:"affected" nullable:"false"`
	Umbrella       Maybe[Umbrella]   `json:"umbrella"`
	Bridge         []request.LinkID  `json:"bridge" nullable:"false" doc:"The links whose teams read one another's comments"`
	MergedInto     Text              `json:"merged_into" doc:"The key of the request that this one was merged into"`
	Delegations    []Delegation      `json:"delegations" nullable:"false"`
	Links          []Link            `json:"links" nullable:"false"`
	Conflicts      []Conflict        `json:"conflicts" nullable:"false"`
	Clocks         []Clock           `json:"clocks" nullable:"false"`
}

// Request is a request with its conversation.
type Request struct {
	Summary
	Notes  []Note `json:"notes" nullable:"false"`
	Told   string `json:"told" doc:"Names what others at the desk have told the client, for what is written to the client"`
	Unsent []Note `json:"unsent" nullable:"false" doc:"Replies to the client that wait: nobody but the desk can read them"`
}

// NamedID is what somebody else calls a request.
type NamedID struct {
	Owner string `json:"owner"`
	Type  string `json:"type"`
	ID    string `json:"id"`
}

// Umbrella says that a request gathers others, or by which one it is gathered.
type Umbrella struct {
	Kind       Text `json:"kind" enum:"major,problem" doc:"What this umbrella is; null for a request under one"`
	GatheredBy Text `json:"gathered_by" doc:"The key of the umbrella"`
	Flowing    bool `json:"flowing" doc:"Of an umbrella: not every gathered request has followed it yet"`
}

// Affected is a service that suffers.
type Affected struct {
	Service request.ServiceID     `json:"service"`
	Impact  request.ServiceImpact `json:"impact" enum:"down,degraded,intermittent,reduced_redundancy,none"`
	From    Time                  `json:"from"`
	Until   Time                  `json:"until"`
}

// Clock is a target that runs, is paused, met or missed.
type Clock struct {
	Name  string `json:"name"`
	State string `json:"state"`
	DueAt Time   `json:"due_at"`
	MetAt Time   `json:"met_at"`
}

func (a *API) item(ctx context.Context, i desk.Item) Request {
	out := Request{Summary: a.summary(i.Request), Notes: []Note{}, Unsent: []Note{}, Told: desk.ToldClient(i, by(ctx))}
	for _, u := range i.Request.Unsent {
		out.Unsent = append(out.Unsent, unsent(u))
	}
	for _, n := range i.Notes {
		out.Notes = append(out.Notes, note(i.Request, n))
	}
	return out
}

func (a *API) summary(r *request.Request) Summary {
	s := Summary{
		Key: r.Key, Version: r.Version, Kind: r.Kind, Status: r.Status, Priority: r.Priority, ClientPriority: Text(r.ClientPriority),
		Title: r.Title, Description: r.Description, Client: Text(r.Client), Contact: Text(r.Contact), Service: Text(r.Service),
		Assignee: Text(r.Assignee), Labels: append([]string{}, r.Labels...), Fields: map[string]string{},
		ReportedAt: Time(r.ReportedAt), StartedAt: Time(r.StartedAt), RestoredAt: Time(r.RestoredAt), ExpectedAt: Time(r.ExpectedAt),
		NextUpdateAt: Time(r.NextUpdateAt), CreatedAt: Time(r.CreatedAt), UpdatedAt: Time(r.UpdatedAt), DueAt: Time(r.DueAt),
		HoldReason: Text(r.HoldReason), WaitingFor: Text(r.WaitingFor), Umbrella: umbrella(r),
		ExternalIDs: []NamedID{}, Attention: []string{}, Files: files(r), Clocks: []Clock{},
		Delegations: []Delegation{}, Links: []Link{}, Conflicts: []Conflict{},
	}
	if told := r.AsTold(); told.Title != r.Title {
		s.ClientTitle = Text(told.Title)
	}
	if r.Gave != nil {
		s.MergedInto = Text(r.Gave.Into)
	}
	maps.Copy(s.Fields, r.Fields)
	s.Affected, s.Bridge = []Affected{}, append([]request.LinkID{}, r.Bridge...)
	for _, x := range r.Affected {
		s.Affected = append(s.Affected, Affected{x.Service, x.Impact, Time(x.From), Time(x.Until)})
	}
	for _, x := range desk.ExternalIDs(r) {
		s.ExternalIDs = append(s.ExternalIDs, NamedID(x))
	}
	for _, x := range r.Attention {
		s.Attention = append(s.Attention, string(x))
	}
	s.Concerns, s.Drafts = a.concerns(r)
	a.parts(r, &s)
	return s
}

// parts fills in what a request consists of.
func (a *API) parts(r *request.Request, s *Summary) {
	for i := range r.Delegations {
		s.Delegations = append(s.Delegations, delegation(r, &r.Delegations[i]))
	}
	for i := range r.Links {
		l := &r.Links[i]
		s.Links = append(s.Links, link(l))
		for _, c := range l.Conflicts {
			s.Conflicts = append(s.Conflicts, conflict(l.ID, c))
		}
	}
	if a.o.Clocks != nil {
		s.Clocks = append(s.Clocks, a.o.Clocks(r, a.o.Now())...)
	}
}

func umbrella(r *request.Request) Maybe[Umbrella] {
	if r.Umbrella == "" && r.Gathered == "" {
		return Maybe[Umbrella]{}
	}
	return Maybe[Umbrella]{&Umbrella{Kind: Text(r.Umbrella), GatheredBy: Text(r.GatheredBy), Flowing: r.Flowing}}
}

// History is one line of a request's history.
type History struct {
	ID      string `json:"id"`
	At      Time   `json:"at"`
	Actor   Actor  `json:"actor"`
	Link    string `json:"link,omitempty"`
	Type    string `json:"type"`
	Field   string `json:"field,omitempty"`
	From    string `json:"from"`
	To      string `json:"to"`
	Verdict string `json:"verdict"`
	Reason  string `json:"reason,omitempty"`
}

// Actor is who or what did something: a person at the desk, the client, a rule,
// or somebody at the tool of a connection.
type Actor struct {
	Name   string `json:"name"`
	Origin string `json:"origin" doc:"desk, client, rule, or the name of a connection"`
}
