package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

type settleAll struct {
	Body struct {
		Conflicts []Settling `json:"conflicts" minItems:"1" maxItems:"200" nullable:"false"`
	}
}

// Settling is the desk's word on one of many conflicts.
type Settling struct {
	Request request.Key `json:"request" minLength:"1"`
	ID      string      `json:"id" minLength:"1"`
	Choose  string      `json:"choose" enum:"hub,tool,value"`
	Value   string      `json:"value,omitempty"`
	Version int64       `json:"version,omitempty" doc:"The request's version, or the conflict's, that the choice was made on"`
}

// Settled says what became of one.
type Settled struct {
	Request request.Key `json:"request"`
	ID      string      `json:"id"`
	Status  int         `json:"status" doc:"200: it is settled; else what settling it alone would have answered with"`
	Field   Text        `json:"field"`
	Detail  Text        `json:"detail" doc:"Why it is not settled"`
}

type settledAll struct {
	Body struct {
		Settled int       `json:"settled" doc:"How many are"`
		Items   []Settled `json:"items" nullable:"false" doc:"In the order of the call"`
	}
}

func (a *API) settling() {
	register(a, auth.Work, huma.Operation{
		OperationID: "settle-conflicts", Method: http.MethodPost, Path: "/conflicts", DefaultStatus: http.StatusOK,
		Summary: "Settle many conflicts: one that cannot be settled keeps none of the others back",
	}, func(ctx context.Context, in *settleAll) (*settledAll, error) {
		var list []desk.Settling
		for _, x := range in.Body.Conflicts {
			list = append(list, desk.Settling{Key: x.Request, Settle: request.Settle{ID: x.ID, Take: x.Choose, Value: x.Value, Version: x.Version}})
		}
		out := &settledAll{}
		for i, err := range a.o.Desk.SettleAll(ctx, by(ctx), list) {
			is := Settled{Request: in.Body.Conflicts[i].Request, ID: in.Body.Conflicts[i].ID, Status: http.StatusOK}
			if err == nil {
				out.Body.Settled++
			} else {
				p := a.problem(ctx, err)
				is.Status, is.Field, is.Detail = p.Status, Text(p.Field), Text(p.Detail)
			}
			out.Body.Items = append(out.Body.Items, is)
		}
		return out, nil
	})
}
