// Package api is the hub's REST interface, version 1: JSON over HTTP with a
// bearer token, described by the OpenAPI document that it serves itself, with
// RFC 9457 problems that name the field at fault.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// Prefix is where the interface is served.
const Prefix = "/api/v1"

// Authenticator finds whom a token stands for; [auth.ErrUnknown] for nobody.
type Authenticator interface {
	Authenticate(ctx context.Context, token string) (auth.Actor, error)
}

// Answers remembers what calls with an idempotency key were answered.
// [auth.Service] does.
type Answers interface {
	Reserve(ctx context.Context, a auth.Actor, key, bodyHash string) (auth.Answer, bool, error)
	Remember(ctx context.Context, a auth.Actor, answer auth.Answer) error
	Forget(ctx context.Context, a auth.Actor, key string) error
}

// Options is what the interface works with.
type Options struct {
	Desk    *desk.Service
	Auth    Authenticator
	Answers Answers
	// Plugins names the plugin of every connection that is configured now.
	Plugins func() map[string]string
	// Trail reads the audit trail; nil: not offered.
	Trail func(context.Context, auth.Actor, auth.TrailQuery) ([]auth.Entry, error)
	// Admin is what those do who run the hub; nil: not offered.
	Admin *admin.Service
	// DryRun tries a changed mapping; nil: not offered.
	DryRun DryRun
	// Clocks returns a request's clocks; nil: it has none.
	Clocks func(*request.Request, time.Time) []Clock
	// MaxBody is how much a call without a file may send, in bytes; 0: 1 MiB.
	MaxBody int64
	// MaxFile is how large a file may be, in bytes; 0: 25 MiB.
	MaxFile int64
	// PerSecond is how often a token may call, and Burst how often at once; 0: 500
	// and 2000.
	PerSecond float64
	Burst     int
	Version   string
	Now       func() time.Time
	Log       *slog.Logger
}

// API is the interface as a handler for everything below [Prefix].
type API struct {
	o      Options
	mux    *http.ServeMux
	huma   huma.API
	rights map[string]auth.Right // by method and path pattern
	// streams are the routes that read their body themselves and settle their
	// idempotency key when they know it.
	streams map[string]bool
	limit   *limiter
}

// New returns the interface.
func New(o Options) *API {
	o = o.withDefaults()
	a := &API{
		o: o, mux: http.NewServeMux(), rights: map[string]auth.Right{}, streams: map[string]bool{},
		limit: newLimiter(o.PerSecond, o.Burst, o.Now),
	}
	config := huma.DefaultConfig("spochub", o.Version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = Prefix+"/openapi", "", ""
	config.CreateHooks = nil
	config.Transformers = append(config.Transformers, bounded)
	config.Info.Description = "Requests of a SPOC desk and their tickets in the teams' tools."
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}
	config.Security = []map[string][]string{{"token": {}}}
	a.huma = humago.New(a.mux, config)
	a.requests()
	a.delegations()
	a.attention()
	a.notes()
	a.watching()
	a.links()
	a.merges()
	a.settling()
	a.holding()
	a.umbrellas()
	a.similars()
	a.bridges()
	a.views()
	a.held()
	a.dryRuns()
	a.configure()
	a.trail()
	a.files()
	a.problems()
	a.nulls()
	return a
}

func (o Options) withDefaults() Options {
	if o.MaxBody <= 0 {
		o.MaxBody = maxForm
	}
	if o.MaxFile <= 0 {
		o.MaxFile = 25 << 20
	}
	if o.PerSecond <= 0 {
		o.PerSecond = 500
	}
	if o.Burst <= 0 {
		o.Burst = 2000
	}
	return o
}

// Rights lists every route as "METHOD /path" with the right that it asks for.
func (a *API) Rights() map[string]auth.Right { return a.rights }

// maxForm is what a form may take beside the file in it.
const maxForm = 1 << 20

// register adds a route with the right that it asks for. Handlers return the
// desk's errors as they are.
func register[I, O any](a *API, right auth.Right, op huma.Operation, handle func(context.Context, *I) (*O, error)) {
	op.Path = Prefix + op.Path
	op.MaxBodyBytes = a.o.MaxBody
	op.Errors = append(op.Errors, http.StatusUnauthorized, http.StatusForbidden, http.StatusUnprocessableEntity,
		http.StatusTooManyRequests, http.StatusInternalServerError)
	if op.Method != http.MethodGet {
		op.Errors = append(op.Errors, http.StatusBadRequest, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	a.rights[op.Method+" "+op.Path] = right
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}
