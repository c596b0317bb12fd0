// Package sdk is what a connector imports to join a tool to spochub.
//
// A connector is a value made by [Define]: a [Manifest], which says what it may
// ever do, and a function that opens a connection from typed settings. The
// connection implements [Conn] and as many of the one-verb interfaces as its
// tool can serve: [Creator], [Editor], [Commenter], [Watcher] and so on. Package
// serve turns a connector into a plugin process, package sdktest proves that it
// keeps the rules.
//
// Errors are [fault.Error] values; the hub decides from their class alone
// whether to try again.
package sdk

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// The vocabulary, see package ticket.
type (
	Field        = ticket.Field
	Native       = ticket.Native
	Version      = ticket.Version
	Cursor       = ticket.Cursor
	Key          = ticket.Key
	Kind         = ticket.Kind
	Ref          = ticket.Ref
	Actor        = ticket.Actor
	Cell         = ticket.Cell
	Edit         = ticket.Edit
	Ticket       = ticket.Ticket
	Comment      = ticket.Comment
	File         = ticket.File
	Draft        = ticket.Draft
	Patch        = ticket.Patch
	Text         = ticket.Text
	CommentDraft = ticket.CommentDraft
	Need         = ticket.Need
	Change       = ticket.Change
	Place        = ticket.Place
	Container    = ticket.Container
	Limit        = ticket.Limit
	Problem      = ticket.Problem
	Addition     = ticket.Addition
	Code         = ticket.Code
)

// Connector is what a plugin serves; make one with [Define].
type Connector interface {
	// Manifest is pure and the same at every call.
	Manifest() Manifest
	// Open checks the settings strictly and returns a connection. It may reach
	// the tool, but need not: Ping does.
	Open(ctx context.Context, raw settings.Raw, h Host) (Conn, error)
}

// Manifest says what a connector is and may ever do.
type Manifest struct {
	Name       string // the plugin's name in the configuration: [a-z0-9-]+
	Title      string // for people: "Jira"
	Version    string // of the connector, semantic
	MapVersion string // moves when the same tool value would be read differently
	Settings   any    // a zero value of the settings struct, see package settings; nil where the connector is another process
	// Schema lists the settings. Define fills it from Settings.
	Schema  []settings.Property
	Can     []string
	Webhook Signature
}

// Signature says how the tool signs its webhook deliveries, so that the hub can
// check them without a plugin running.
type Signature struct {
	Scheme   string // hmac-sha256-hex, hmac-sha256-base64, token, path, none
	Header   string // holds the signature or the token
	Prefix   string // before the signature in Header, such as "sha256="
	IDHeader string // identifies a delivery and stays the same when it is sent again
}

// The signature schemes.
const (
	SchemeHMACHex    = "hmac-sha256-hex"
	SchemeHMACBase64 = "hmac-sha256-base64"
	SchemeToken      = "token" // the header is the secret itself
	SchemePath       = "path"  // the secret is part of the address
	SchemeNone       = "none"  // the tool sends no webhooks
)

// Delivery is one webhook call received.
type Delivery struct {
	ID        string
	Header    http.Header
	Body      []byte
	At        time.Time
	Authentic bool // the hub has checked a signature over the body
}

// Host is what the hub lends to a connection.
type Host struct {
	Connection string       // the connection's name, for messages
	Log        *slog.Logger // never nil
	// HTTP is the client for the tool's API; use it, or its Transport, for every
	// call: it counts the calls and bounds their time. It follows no redirects:
	// a 3xx is an answer like any other.
	HTTP *http.Client
}

// Define makes a connector out of a manifest and a function that opens a
// connection from settings of type C. Open decodes and checks the raw settings
// against C first and reports every fault at once.
func Define[C any](m Manifest, open func(context.Context, C, Host) (Conn, error)) Connector {
	var zero C
	m.Settings, m.Schema = zero, settings.Schema(zero)
	return &defined[C]{manifest: m, open: open}
}

type defined[C any] struct {
	manifest Manifest
	open     func(context.Context, C, Host) (Conn, error)
}

func (d *defined[C]) Manifest() Manifest { return d.manifest }

func (d *defined[C]) Open(ctx context.Context, raw settings.Raw, h Host) (Conn, error) {
	c, err := settings.Decode[C](raw)
	if err != nil {
		return nil, err
	}
	return d.open(ctx, c, h)
}

// As reports whether a connection has an optional capability and returns it. It
// is the only check to use: a connection that stands for another process has
// every method, so a type assertion would always say yes.
func As[T any](c Conn) (T, bool) {
	var none T
	if n, ok := c.(interface{ Has(capability string) bool }); ok && !n.Has(CapabilityName[T]()) {
		return none, false
	}
	t, ok := c.(T)
	return t, ok
}
