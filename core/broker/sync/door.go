package sync

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/hook"
)

// The answers of the door, beside a store's own failure.
var (
	ErrNoDoor = errors.New("no such webhook door")
	ErrForged = errors.New("the signature does not match")
)

// Receive is the webhook door: it checks the delivery's signature itself, with
// no plugin running, and stores it. Nothing of a refused delivery is kept.
func (e *Engine) Receive(ctx context.Context, name string, header http.Header, body []byte) error {
	c := e.connections[name]
	if c == nil || c.Secret == "" {
		return ErrNoDoor
	}
	if s := c.Signature.Scheme; s == "" || s == sdk.SchemeNone || s == sdk.SchemePath {
		return ErrNoDoor
	}
	if err := hook.Verify(c.Signature, c.Secret, header, body); err != nil {
		return ErrForged
	}
	return e.receive(ctx, c, header, body, true)
}

// ReceiveAt is the door for tools that cannot sign: the secret is part of the
// address. What comes through it is a hint to read, never evidence.
func (e *Engine) ReceiveAt(ctx context.Context, name, secret string, header http.Header, body []byte) error {
	c := e.connections[name]
	if c == nil || c.Secret == "" || c.Signature.Scheme != sdk.SchemePath {
		return ErrNoDoor
	}
	if hook.Path(c.Secret, secret) != nil {
		return ErrForged
	}
	return e.receive(ctx, c, header, body, false)
}

func (e *Engine) receive(ctx context.Context, c *connection, header http.Header, body []byte, authentic bool) error {
	id := header.Get(c.Signature.IDHeader)
	if c.Signature.IDHeader == "" || id == "" {
		sum := sha256.Sum256(body)
		id = hex.EncodeToString(sum[:])
	}
	_, err := e.store.Receive(ctx, store.Delivery{
		Connection: c.Name, ID: id, Header: header, Body: body, At: e.now(), Authentic: authentic,
	})
	if err == nil {
		c.hooked(ctx, e.now())
	}
	return err
}
