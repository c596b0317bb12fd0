package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// Problem is an RFC 9457 problem with what a program needs to go on.
type Problem struct {
	huma.ErrorModel
	Field string      `json:"field,omitempty"` // the first field at fault
	Key   request.Key `json:"key,omitempty"`   // of the request that is known already
	Legal []string    `json:"legal,omitempty"` // the statuses that it could move to
}

func newProblem(status int, detail string) *Problem {
	return &Problem{ErrorModel: huma.ErrorModel{Title: http.StatusText(status), Status: status, Detail: detail}}
}

// problems opens the schema of errors for what Problem adds.
func (a *API) problems() {
	schema := a.huma.OpenAPI().Components.Schemas.Map()["ErrorModel"]
	text := &huma.Schema{Type: huma.TypeString}
	schema.Properties["field"] = text
	schema.Properties["key"] = text
	schema.Properties["legal"] = &huma.Schema{Type: huma.TypeArray, Items: text}
	schema.PrecomputeMessages()
}

// nulls lets the document say that what may be null may be so beside its words.
func (a *API) nulls() {
	for _, s := range a.huma.OpenAPI().Components.Schemas.Map() {
		for _, p := range s.Properties {
			if p.Nullable && len(p.Enum) > 0 {
				p.Enum = append(p.Enum, nil)
			}
		}
	}
}

// problem says an error of the desk to a program.
func (a *API) problem(ctx context.Context, err error) *Problem {
	var known *desk.KnownError
	var standing *request.StandingError
	var illegal *request.IllegalMove
	var open *request.StillOpen
	var moved *request.MovedError
	var missing *request.MissingError
	var linked *admin.LinkedError
	switch {
	case errors.As(err, &known):
		return known409(known)
	case errors.As(err, &standing):
		p := faulty(http.StatusConflict, &request.FieldError{Field: standing.Field, Text: standing.Text})
		p.Key = standing.Key
		return p
	case errors.As(err, &illegal):
		return illegal422(illegal)
	case errors.As(err, &open):
		return faulty(http.StatusConflict, &request.FieldError{Field: "status", Text: open.Error() + " (open_delegations: keep or withdraw)"})
	case errors.Is(err, desk.ErrVersion):
		return newProblem(http.StatusConflict, "it is not at the version that was seen: it changed meanwhile")
	case errors.As(err, &linked), errors.As(err, &moved), errors.Is(err, auth.ErrRunning):
		return newProblem(http.StatusConflict, err.Error())
	case errors.As(err, &missing), errors.Is(err, desk.ErrNotFound):
		return newProblem(http.StatusNotFound, err.Error())
	case errors.Is(err, auth.ErrReused):
		return newProblem(http.StatusUnprocessableEntity, err.Error())
	case errors.Is(err, desk.ErrTooLarge):
		return newProblem(http.StatusRequestEntityTooLarge, fmt.Sprintf("a file holds at most %d bytes", a.o.MaxFile))
	case errors.Is(err, auth.ErrDenied):
		return newProblem(http.StatusForbidden, err.Error())
	}
	return a.faults(ctx, err)
}

func known409(known *desk.KnownError) *Problem {
	p := faulty(http.StatusConflict, &request.FieldError{Field: "external_id", Text: known.Error()})
	p.Key = known.Key
	p.Errors[0].Value = known.Key
	return p
}

func illegal422(illegal *request.IllegalMove) *Problem {
	p := faulty(http.StatusUnprocessableEntity, &request.FieldError{Field: "status", Text: illegal.Error()})
	for _, s := range illegal.Legal {
		p.Legal = append(p.Legal, string(s))
	}
	return p
}

// faults names the fields at fault; any other error is ours, and is logged and
// not told.
func (a *API) faults(ctx context.Context, err error) *Problem {
	var many request.FieldErrors
	var one *request.FieldError
	switch {
	case errors.As(err, &many):
		return faulty(http.StatusUnprocessableEntity, many...)
	case errors.As(err, &one):
		return faulty(http.StatusUnprocessableEntity, one)
	case errors.Is(err, context.Canceled):
		return newProblem(http.StatusServiceUnavailable, "the call was given up")
	}
	a.o.Log.ErrorContext(ctx, "api call failed", "error", err)
	return newProblem(http.StatusInternalServerError, "the hub could not do this; its log says why")
}

func faulty(status int, faults ...*request.FieldError) *Problem {
	p := newProblem(status, faults[0].Error())
	p.Field = faults[0].Field
	for _, f := range faults {
		where := "body."
		switch {
		case slices.Contains([]string{"q", "cursor", "limit"}, f.Field):
			where = "query."
		case f.Field == "link", f.Field == "key":
			where = "path."
		}
		p.Errors = append(p.Errors, &huma.ErrorDetail{Location: where + f.Field, Message: f.Text})
	}
	return p
}

func writeProblem(w http.ResponseWriter, status int, detail string) {
	writeError(w, newProblem(status, detail))
}

func writeError(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	p.shorten()
	if err := json.NewEncoder(w).Encode(p); err != nil {
		panic(http.ErrAbortHandler) // the client is gone, or would take half an answer for one
	}
}
