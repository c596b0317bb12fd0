package api

import (
	"context"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

type newBroadcast struct {
	On
	Body struct {
		Texts    map[string]string `json:"texts" minProperties:"1" doc:"Markdown by language tag, such as en and de"`
		Fallback string            `json:"fallback,omitempty" doc:"The language for those whose own has no text; absent, they are not written to"`
		Audience request.Audience  `json:"audience,omitempty" enum:"client,teams" default:"client"`
		Told     string            `json:"told,omitempty" doc:"The told of the request as the caller read it: refused with 409 where somebody else at the desk has written to the client since. Absent: not asked"`
		Next     time.Time         `json:"next_update_at,omitzero" doc:"When the clients hear next; it becomes the umbrella's promise, which flows down"`
	}
}

type broadcast struct {
	Body struct {
		Told   []Told   `json:"told" nullable:"false"`
		Untold []Untold `json:"untold" nullable:"false"`
	}
}

// Told is a request where a broadcast was written.
type Told struct {
	Key       request.Key      `json:"key"`
	Client    Text             `json:"client"`
	Languages []string         `json:"languages" nullable:"false"`
	Notes     []request.NoteID `json:"notes" nullable:"false"`
}

// Untold is a request where nobody was reached.
type Untold struct {
	Key    request.Key      `json:"key"`
	Client Text             `json:"client"`
	Detail string           `json:"detail"`
	Notes  []request.NoteID `json:"notes" nullable:"false" doc:"What stands at the request all the same, for the desk to pass on"`
}

func (a *API) broadcast(ctx context.Context, in *newBroadcast) (*broadcast, error) {
	b := request.Broadcast{
		ID: request.NoteID(seed(ctx)), Audience: in.Body.Audience, Texts: in.Body.Texts, Fallback: in.Body.Fallback, Next: in.Body.Next,
	}
	if b.Audience == "" {
		b.Audience = request.ToClient
	}
	list, err := uncrossed(ctx, a, in.target(), in.Body.Told, func(t desk.Target) ([]desk.Told, error) {
		return a.o.Desk.Broadcast(ctx, by(ctx), t, b)
	})
	if err != nil {
		return nil, err
	}
	out := &broadcast{}
	out.Body.Told, out.Body.Untold = []Told{}, []Untold{}
	for _, t := range list {
		if t.Why != "" {
			out.Body.Untold = append(out.Body.Untold, Untold{t.Key, Text(t.Client), t.Why, append([]request.NoteID{}, t.Notes...)})
			continue
		}
		out.Body.Told = append(out.Body.Told, Told{t.Key, Text(t.Client), t.Languages, t.Notes})
	}
	return out, nil
}
