package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/request/alike"
)

// report is what somebody tells, to be compared with what is known.
type report struct {
	Client  request.ClientID `query:"client"`
	Service string           `query:"service" doc:"By any id: ours, the client's, the carrier's"`
	Kind    request.Kind     `query:"kind" enum:"incident,service_request,question,complaint"`
	Title   string           `query:"title" maxLength:"500"`
	Text    string           `query:"description" maxLength:"5000"`
}

type similar struct {
	Body struct {
		Items []Similar `json:"items" nullable:"false"`
	}
}

// Similar is a request that a report may be a duplicate of.
type Similar struct {
	Key      request.Key      `json:"key"`
	Title    string           `json:"title"`
	Client   Text             `json:"client"`
	Service  Text             `json:"service"`
	Status   request.Status   `json:"status" enum:"new,in_progress,waiting_client,on_hold,monitoring,resolved,closed,cancelled"`
	Priority request.Priority `json:"priority" enum:"P1,P2,P3,P4"`
	Score    float64          `json:"score" minimum:"0" maximum:"1"`
	Likely   bool             `json:"likely" doc:"More than only possible: ask before another request is made"`
	Reasons  []alike.Reason   `json:"reasons" nullable:"false" enum:"service,component,names,trouble,words,time"`
}

func similarTo(x desk.Similar) Similar {
	r := x.Request
	return Similar{
		Key: r.Key, Title: r.Title, Client: Text(r.Client), Service: Text(r.Service), Status: r.Status, Priority: r.Priority,
		Score: x.Score, Likely: x.Score >= alike.Likely, Reasons: append([]alike.Reason{}, x.Reasons...),
	}
}

func (a *API) similars() {
	register(a, auth.Read, huma.Operation{
		OperationID: "list-similar", Method: http.MethodGet, Path: "/similar", Summary: "List requests that a report may be a duplicate of, the likeliest first",
	}, func(ctx context.Context, in *report) (*similar, error) {
		about := alike.Report{Client: in.Client, Kind: in.Kind, Title: in.Title, Text: in.Text}
		if in.Service != "" {
			if about.Services = a.o.Desk.FindService(in.Service); len(about.Services) == 0 {
				return nil, &request.FieldError{Field: "service", Text: "there is no service \"" + in.Service + "\""}
			}
		}
		list, err := a.o.Desk.Similar(ctx, by(ctx), about, "")
		out := &similar{}
		out.Body.Items = []Similar{}
		for _, x := range list {
			out.Body.Items = append(out.Body.Items, similarTo(x))
		}
		return out, err
	})
}
