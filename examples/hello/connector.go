package main

import (
	"context"
	"net/http"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// config is what a connection is configured with.
type config struct {
	BaseURL string          `name:"base_url" title:"Address" help:"Where the tracker answers." required:"true" example:"https://hello.example.net"`
	Token   settings.Secret `name:"token" title:"Access token" help:"The token of the tracker's bot account." required:"true"`
}

// connector joins the hello tracker to the hub.
func connector() sdk.Connector {
	return sdk.Define(sdk.Manifest{
		Name: "hello", Title: "Hello tracker", Version: "1.0.0", MapVersion: "1",
		Can:     sdk.Capabilities(&conn{}),
		Webhook: sdk.Signature{Scheme: sdk.SchemeHMACHex, Header: "X-Hello-Signature", Prefix: "v1=", IDHeader: "X-Hello-Delivery"},
	}, open)
}

func open(_ context.Context, c config, h sdk.Host) (sdk.Conn, error) {
	return &conn{base: strings.TrimSuffix(c.BaseURL, "/"), token: c.Token, http: h.HTTP}, nil
}

// conn is one connection. It keeps no state of its own.
type conn struct {
	base  string
	token settings.Secret
	http  *http.Client
}

func (c *conn) Ping(ctx context.Context) (sdk.Place, error) {
	var me account
	if err := c.call(ctx, "who am I", http.MethodGet, "/me", nil, &me); err != nil {
		return sdk.Place{}, err
	}
	fields := []sdk.Field{ticket.Title, ticket.Description, ticket.State}
	p := sdk.Place{
		Self: sdk.Actor{ID: me.ID, Name: me.ID, Self: true}, Dedicated: true, Can: sdk.Capabilities(c),
		Holds: fields, Together: [][]sdk.Field{fields},
	}
	for _, b := range me.Boards {
		p.Containers = append(p.Containers, sdk.Container{ID: b, Key: b, Name: b})
	}
	return p, nil
}

func (c *conn) Get(ctx context.Context, r sdk.Ref, _ sdk.Need) (sdk.Ticket, error) {
	var got card
	if err := c.call(ctx, "read card", http.MethodGet, cardPath(r), nil, &got); err != nil {
		return sdk.Ticket{}, err
	}
	return c.ticket(got), nil
}

func (c *conn) Close() error { return nil }
