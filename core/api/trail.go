package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
)

// Audited is one line of the audit trail.
type Audited struct {
	ID      string          `json:"id"`
	At      Time            `json:"at"`
	By      Text            `json:"by" doc:"A login, or what acted for nobody; null where nobody is signed in"`
	Address Text            `json:"address"`
	Action  string          `json:"action"`
	Object  Text            `json:"object"`
	Changes []AuditedChange `json:"changes" nullable:"false"`
}

// AuditedChange is one value that changed, of a secret only its name.
type AuditedChange struct {
	Field string `json:"field"`
	From  Text   `json:"from"`
	To    Text   `json:"to"`
}

type readTrail struct {
	By     string `query:"by"`
	Action string `query:"action"`
	Object string `query:"object"`
	Cursor string `query:"cursor" doc:"The next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type trailPage struct {
	Body struct {
		Items []Audited `json:"items" nullable:"false"`
		Next  Text      `json:"next" doc:"The cursor of the next page; null on the last"`
	}
}

func (a *API) trail() {
	if a.o.Trail == nil {
		return
	}
	register(a, auth.Manage, huma.Operation{
		OperationID: "audit", Method: http.MethodGet, Path: "/audit", Summary: "Read the audit trail, newest first",
	}, a.readTrail)
}

func (a *API) readTrail(ctx context.Context, in *readTrail) (*trailPage, error) {
	before, err := position(in.Cursor, 1)
	if err != nil {
		return nil, err
	}
	list, err := a.o.Trail(ctx, by(ctx), auth.TrailQuery{Before: before, By: in.By, Action: in.Action, Object: in.Object, Limit: in.Limit})
	out := &trailPage{}
	out.Body.Items = []Audited{}
	for _, e := range list {
		out.Body.Items = append(out.Body.Items, audited(e))
	}
	if len(list) == in.Limit {
		out.Body.Next = Text(strconv.FormatInt(list[len(list)-1].ID, 10))
	}
	return out, err
}

func audited(e auth.Entry) Audited {
	out := Audited{
		ID: strconv.FormatInt(e.ID, 10), At: Time(e.At), By: Text(e.By), Address: Text(e.Address), Action: e.Action,
		Object: Text(e.Object), Changes: []AuditedChange{},
	}
	for _, c := range e.Changes {
		out.Changes = append(out.Changes, AuditedChange{Field: c.Field, From: Text(c.From), To: Text(c.To)})
	}
	return out
}
