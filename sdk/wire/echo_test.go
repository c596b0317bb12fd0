package wire_test

import (
	"bytes"
	"context"
	"io"
	"iter"
	"sync"
	"testing"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/wire"
)

// echo is a connection that notes what it is asked and answers what it is told
// to; hook runs in every call.
type echo struct {
	mu    sync.Mutex
	asked []any
	give  answers
	hook  func(context.Context) error
}

type answers struct {
	place   sdk.Place
	ticket  sdk.Ticket
	tickets []sdk.Ticket
	natives []sdk.Native
	comment sdk.Comment
	changes []sdk.Change
	file    sdk.File
	body    []byte
	codes   []sdk.Code
}

func (e *echo) note(ctx context.Context, asked ...any) error {
	e.mu.Lock()
	e.asked = asked
	e.mu.Unlock()
	rest.MeterOf(ctx).Count("GET")
	if e.hook != nil {
		return e.hook(ctx)
	}
	return nil
}

func (e *echo) Ping(ctx context.Context) (sdk.Place, error) { return e.give.place, e.note(ctx) }
func (e *echo) Get(ctx context.Context, r sdk.Ref, n sdk.Need) (sdk.Ticket, error) {
	return e.give.ticket, e.note(ctx, r, n)
}
func (e *echo) Close() error { return nil }
func (e *echo) Create(ctx context.Context, d sdk.Draft) (sdk.Ticket, error) {
	return e.give.ticket, e.note(ctx, d)
}
func (e *echo) Find(ctx context.Context, k sdk.Key) ([]sdk.Ticket, error) {
	return e.give.tickets, e.note(ctx, k)
}
func (e *echo) Edit(ctx context.Context, r sdk.Ref, k sdk.Key, p sdk.Patch) (sdk.Ticket, error) {
	return e.give.ticket, e.note(ctx, r, k, p)
}
func (e *echo) Retire(ctx context.Context, a, b sdk.Ref) error { return e.note(ctx, a, b) }
func (e *echo) Render(ctx context.Context, t []sdk.Text) ([]sdk.Native, error) {
	return e.give.natives, e.note(ctx, t)
}
func (e *echo) Comment(ctx context.Context, r sdk.Ref, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	return e.give.comment, e.note(ctx, r, k, d)
}
func (e *echo) EditComment(ctx context.Context, r sdk.Ref, id string, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	return e.give.comment, e.note(ctx, r, id, k, d)
}
func (e *echo) DeleteComment(ctx context.Context, r sdk.Ref, id string) error {
	return e.note(ctx, r, id)
}
func (e *echo) Changes(ctx context.Context, c sdk.Cursor) iter.Seq2[sdk.Change, error] {
	return func(yield func(sdk.Change, error) bool) {
		for _, x := range e.give.changes {
			if !yield(x, nil) {
				return
			}
		}
		if err := e.note(ctx, c); err != nil {
			yield(sdk.Change{}, err)
		}
	}
}
func (e *echo) Receive(ctx context.Context, d sdk.Delivery) ([]sdk.Change, error) {
	return e.give.changes, e.note(ctx, d)
}
func (e *echo) Upload(ctx context.Context, r sdk.Ref, k sdk.Key, f sdk.File, body io.Reader) (sdk.File, error) {
	if err := e.note(ctx, r, k, f); err != nil {
		return sdk.File{}, err
	}
	data, err := io.ReadAll(body)
	if err == nil {
		e.mu.Lock()
		e.give.body = data
		e.mu.Unlock()
	}
	return e.give.file, err
}
func (e *echo) Download(ctx context.Context, r sdk.Ref, f sdk.File) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(e.give.body)), e.note(ctx, r, f)
}
func (e *echo) Catalog(ctx context.Context, c string) ([]sdk.Code, error) {
	return e.give.codes, e.note(ctx, c)
}

type config struct {
	Name  string          `name:"name" title:"Name" help:"A name." default:"x" example:"y" enum:"x,y" required:"true"`
	Count int             `name:"count"`
	Token settings.Secret `name:"token"`
}

type noter interface {
	sdk.Conn
	note(ctx context.Context, asked ...any) error
}

func connector(e noter) sdk.Connector {
	return sdk.Define(sdk.Manifest{Name: "echo", Title: "Echo", Version: "1", MapVersion: "2", Can: sdk.Capabilities(e)},
		func(_ context.Context, c config, _ sdk.Host) (sdk.Conn, error) {
			return e, e.note(context.Background(), c)
		})
}

// client is everything that a connection may be.
type client interface {
	sdk.Conn
	sdk.Creator
	sdk.Finder
	sdk.Editor
	sdk.Retirer
	sdk.Renderer
	sdk.Commenter
	sdk.CommentEditor
	sdk.CommentDeleter
	sdk.Watcher
	sdk.Receiver
	sdk.Uploader
	sdk.Downloader
	sdk.Cataloger
}

// dial serves e and returns the other side.
func dial(t *testing.T, e noter) client {
	t.Helper()

	conn, err := wire.InMemory(connector(e)).Open(t.Context(), settings.Raw{"name": "x"}, host())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	})
	return conn.(client)
}
