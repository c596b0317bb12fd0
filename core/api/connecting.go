package api

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/request"
)

// Entered is what somebody enters of a connection.
type Entered struct {
	Settings map[string]any `json:"settings,omitempty" doc:"As the plugin wants them, its secrets among them; in a change null takes one away, and one that is absent stays"`
	Webhook  string         `json:"webhook_secret,omitempty" doc:"Verifies the tool's webhooks; absent: as it was"`
	Poll     Patch[string]  `json:"poll,omitzero" doc:"How often the tool is asked, such as 60s"`
	ReadOnly Patch[bool]    `json:"read_only,omitzero"`
	Anyway   bool           `json:"anyway,omitempty" doc:"Store it though the tool does not answer well"`
}

// NewConnection is a connection that is not there yet.
type NewConnection struct {
	Name   string `json:"name" minLength:"1" example:"noc-jira"`
	Plugin string `json:"plugin" minLength:"1" example:"jira"`
	Entered
}

type newConnection struct {
	Once string `header:"Idempotency-Key" doc:"Names the call: the same one again within 24 hours is answered as before"`
	Body NewConnection
}

// changedConnection is a call that changes a connection.
type changedConnection struct {
	OnConnection
	IfMatch string `header:"If-Match" doc:"The version that the caller has seen; another one than the current answers 409"`
	Once    string `header:"Idempotency-Key" doc:"Names the call: the same one again within 24 hours is answered as before"`
	Body    Entered
}

type removedConnection struct {
	OnConnection
	IfMatch string `header:"If-Match" doc:"The version that the caller has seen; another one than the current answers 409"`
}

// Trial is what trying a connection brought.
type Trial struct {
	Works    bool     `json:"works"`
	Self     Text     `json:"self" doc:"Who the hub is at the tool"`
	May      []string `json:"may" nullable:"false" doc:"What the tool lets the account do"`
	Error    Text     `json:"error" doc:"Why it does not work"`
	Problems []Advice `json:"problems" nullable:"false"`
	Took     float64  `json:"took" doc:"Seconds"`
}

type trial struct{ Body Trial }

func (a *API) connecting() {
	op := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/connections" + path, Summary: summary, DefaultStatus: status, Errors: []int{http.StatusNotFound}}
	}
	register(a, auth.Manage, op("add-connection", http.MethodPost, "", "Add a connection: it is tried first, and starts paused", http.StatusCreated), a.addConnection)
	register(a, auth.Manage, op("try-connection", http.MethodPost, "/try", "Try a connection that is not there yet; nothing is stored", http.StatusOK), func(ctx context.Context, in *newConnection) (*trial, error) {
		n, err := a.drafted(in.Body)
		return a.try(ctx, n, err)
	})
	register(a, auth.Manage, op("change-connection", http.MethodPatch, "/{name}", "Change a connection: it is tried first", http.StatusOK), a.changeConnection)
	register(a, auth.Manage, op("try-change", http.MethodPost, "/{name}/try", "Try a change of a connection; nothing is stored", http.StatusOK), func(ctx context.Context, in *changedConnection) (*trial, error) {
		n, err := a.changed(ctx, in)
		return a.try(ctx, n, err)
	})
	register(a, auth.Manage, op("remove-connection", http.MethodDelete, "/{name}", "Remove a connection that nothing hangs on", http.StatusNoContent), a.removeConnection)
}

func (a *API) addConnection(ctx context.Context, in *newConnection) (*configured, error) {
	n, err := a.drafted(in.Body)
	if err == nil {
		err = a.connect(ctx, n, in.Body.Anyway)
	}
	if err != nil {
		return nil, err
	}
	out, err := a.configured(ctx, n.Name)
	if err == nil {
		out.Location = Prefix + "/connections/" + n.Name
	}
	return out, err
}

func (a *API) changeConnection(ctx context.Context, in *changedConnection) (*configured, error) {
	n, err := a.changed(ctx, in)
	if err == nil {
		err = a.connect(ctx, n, in.Body.Anyway)
	}
	if err != nil {
		return nil, err
	}
	return a.configured(ctx, n.Name)
}

// connect stores what works, or what is wanted all the same.
func (a *API) connect(ctx context.Context, n admin.NewConnection, anyway bool) error {
	if !anyway {
		found, err := a.o.Admin.Try(ctx, by(ctx), n)
		if err != nil {
			return err
		}
		if !found.Works() {
			return idle(found)
		}
	}
	return a.o.Admin.SaveConnection(ctx, by(ctx), n)
}

// idle says why a connection is not stored.
func idle(found admin.Found) error {
	text := []string{"does not work: " + found.Trouble + "."}
	for _, p := range found.Problems {
		text = append(text, strings.TrimSpace(p.What+" "+p.Mend))
	}
	return &request.FieldError{Field: "anyway", Text: strings.Join(text, " ") + " Nothing is stored; anyway stores it all the same."}
}

func (a *API) try(ctx context.Context, n admin.NewConnection, err error) (*trial, error) {
	if err != nil {
		return nil, err
	}
	found, err := a.o.Admin.Try(ctx, by(ctx), n)
	if err != nil {
		return nil, err
	}
	out := &trial{Trial{
		Works: found.Works(), Self: Text(found.Self), May: append([]string{}, found.May...), Error: Text(found.Trouble), Problems: []Advice{}, Took: found.Took.Seconds(),
	}}
	for _, p := range found.Problems {
		out.Body.Problems = append(out.Body.Problems, Advice{p.What, p.Mend})
	}
	return out, nil
}

// drafted is a new connection as it was entered.
func (a *API) drafted(d NewConnection) (admin.NewConnection, error) {
	n := admin.NewConnection{Name: d.Name, Plugin: d.Plugin, Settings: map[string]string{}, Secrets: map[string]string{}}
	err := a.enter(&n, d.Entered)
	return n, err
}

// changed is a connection with what was entered laid over it.
func (a *API) changed(ctx context.Context, in *changedConnection) (admin.NewConnection, error) {
	c, err := a.browsers(ctx, in.Name, in.IfMatch)
	if err != nil {
		return admin.NewConnection{}, err
	}
	n := admin.NewConnection{
		Name: c.Name, Plugin: c.Plugin, Was: c.Name, Version: c.Version, ReadOnly: c.ReadOnly, Settings: texts(c.Settings), Secrets: map[string]string{},
	}
	if c.Poll > 0 {
		n.Poll = c.Poll.String()
	}
	err = a.enter(&n, in.Body)
	return n, err
}

// enter lays what was entered over a connection. Which settings are secrets the
// plugin says; without it none can be told from the others.
func (a *API) enter(n *admin.NewConnection, e Entered) error {
	plugin, ok := a.o.Admin.Plugin(n.Plugin)
	if !ok {
		return &request.FieldError{Field: "plugin", Text: fmt.Sprintf("there is no plugin %q", n.Plugin)}
	}
	secret := map[string]bool{}
	for _, p := range plugin.Schema {
		secret[p.Name] = p.Type == "secret"
	}
	for name, value := range e.Settings {
		switch text := admin.Text(value); {
		case secret[name] && text == "":
			return &request.FieldError{Field: "settings." + name, Text: "cannot be taken away: enter another one"}
		case secret[name]:
			n.Secrets[name] = text
		case value == nil:
			delete(n.Settings, name)
		default:
			n.Settings[name] = text
		}
	}
	if e.Webhook != "" {
		n.Secrets[admin.WebhookSecret] = e.Webhook
	}
	if e.Poll.Sent {
		n.Poll = e.Poll.Value
	}
	if e.ReadOnly.Sent {
		n.ReadOnly = e.ReadOnly.Value
	}
	return nil
}

// browsers finds a connection that was not made in the file, at the version that
// the caller has seen.
func (a *API) browsers(ctx context.Context, name, ifMatch string) (admin.Connection, error) {
	c, err := a.o.Admin.Connection(by(ctx), name)
	switch seen := version(ifMatch); {
	case err != nil:
		return c, missing("connection", name, err)
	case c.File:
		return c, &request.StandingError{Field: "name", Text: ofFile}
	case seen != 0 && seen != c.Version:
		return c, admin.ErrMoved
	}
	return c, nil
}

// ofFile says why something cannot be changed here.
const ofFile = "stands in the configuration file, which alone changes it"

// missing names what is not there.
func missing(what, name string, err error) error { return fmt.Errorf("%s %s: %w", what, name, err) }

func (a *API) removeConnection(ctx context.Context, in *removedConnection) (*nothing, error) {
	c, err := a.browsers(ctx, in.Name, in.IfMatch)
	if err != nil {
		return nil, err
	}
	return &nothing{}, a.o.Admin.RemoveConnection(ctx, by(ctx), c.Name, c.Version)
}
