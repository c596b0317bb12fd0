package pluginhost

import (
	"context"
	"io"
	"iter"
	"sync"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/wire"
)

// conn is a plugin's connection, whatever process serves it.
type conn struct{ p *Plugin }

// with runs one call on the process of the moment.
func with[T any](ctx context.Context, c conn, do func(*wire.Client) (T, error)) (T, error) {
	i, err := c.p.acquire(ctx)
	if err != nil {
		var none T
		return none, err
	}
	defer i.calls.Done()
	return do(i.conn)
}

// run is with for calls that return only an error.
func run(ctx context.Context, c conn, do func(*wire.Client) error) error {
	_, err := with(ctx, c, func(w *wire.Client) (struct{}, error) { return struct{}{}, do(w) })
	return err
}

// Has waits for the plugin's first start where it is under way, since before
// that nobody knows.
func (c conn) Has(capability string) bool {
	timeout := time.NewTimer(c.p.policy.StartTimeout)
	defer timeout.Stop()
	for {
		c.p.mu.Lock()
		last, state, changed := c.p.last, c.p.state, c.p.changed
		c.p.mu.Unlock()
		if last != nil {
			return last.conn.Has(capability)
		}
		if state.Name == Open || state.Name == Failed || state.Name == Stopped {
			return false
		}
		select {
		case <-changed:
		case <-timeout.C:
			return false
		}
	}
}

func (c conn) Ping(ctx context.Context) (sdk.Place, error) {
	return with(ctx, c, func(w *wire.Client) (sdk.Place, error) { return w.Ping(ctx) })
}

func (c conn) Get(ctx context.Context, r sdk.Ref, n sdk.Need) (sdk.Ticket, error) {
	return with(ctx, c, func(w *wire.Client) (sdk.Ticket, error) { return w.Get(ctx, r, n) })
}

func (c conn) Close() error { return nil }

func (c conn) Create(ctx context.Context, d sdk.Draft) (sdk.Ticket, error) {
	return with(ctx, c, func(w *wire.Client) (sdk.Ticket, error) { return w.Create(ctx, d) })
}

func (c conn) Find(ctx context.Context, k sdk.Key) ([]sdk.Ticket, error) {
	return with(ctx, c, func(w *wire.Client) ([]sdk.Ticket, error) { return w.Find(ctx, k) })
}

func (c conn) Edit(ctx context.Context, r sdk.Ref, marker sdk.Key, p sdk.Patch) (sdk.Ticket, error) {
	return with(ctx, c, func(w *wire.Client) (sdk.Ticket, error) { return w.Edit(ctx, r, marker, p) })
}

func (c conn) Retire(ctx context.Context, twin, survivor sdk.Ref) error {
	return run(ctx, c, func(w *wire.Client) error { return w.Retire(ctx, twin, survivor) })
}

func (c conn) Render(ctx context.Context, t []sdk.Text) ([]sdk.Native, error) {
	return with(ctx, c, func(w *wire.Client) ([]sdk.Native, error) { return w.Render(ctx, t) })
}

func (c conn) Comment(ctx context.Context, r sdk.Ref, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	return with(ctx, c, func(w *wire.Client) (sdk.Comment, error) { return w.Comment(ctx, r, k, d) })
}

func (c conn) EditComment(ctx context.Context, r sdk.Ref, id string, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	return with(ctx, c, func(w *wire.Client) (sdk.Comment, error) { return w.EditComment(ctx, r, id, k, d) })
}

func (c conn) DeleteComment(ctx context.Context, r sdk.Ref, id string) error {
	return run(ctx, c, func(w *wire.Client) error { return w.DeleteComment(ctx, r, id) })
}

func (c conn) Receive(ctx context.Context, d sdk.Delivery) ([]sdk.Change, error) {
	return with(ctx, c, func(w *wire.Client) ([]sdk.Change, error) { return w.Receive(ctx, d) })
}

func (c conn) Catalog(ctx context.Context, container string) ([]sdk.Code, error) {
	return with(ctx, c, func(w *wire.Client) ([]sdk.Code, error) { return w.Catalog(ctx, container) })
}

func (c conn) Changes(ctx context.Context, from sdk.Cursor) iter.Seq2[sdk.Change, error] {
	return func(yield func(sdk.Change, error) bool) {
		i, err := c.p.acquire(ctx)
		if err != nil {
			yield(sdk.Change{}, err)
			return
		}
		defer i.calls.Done()
		i.conn.Changes(ctx, from)(yield)
	}
}

func (c conn) Upload(ctx context.Context, r sdk.Ref, k sdk.Key, f sdk.File, body io.Reader) (sdk.File, error) {
	return with(ctx, c, func(w *wire.Client) (sdk.File, error) { return w.Upload(ctx, r, k, f, body) })
}

func (c conn) Download(ctx context.Context, r sdk.Ref, f sdk.File) (io.ReadCloser, error) {
	i, err := c.p.acquire(ctx)
	if err != nil {
		return nil, err
	}
	body, err := i.conn.Download(ctx, r, f)
	if err != nil {
		i.calls.Done()
		return nil, err
	}
	return &download{ReadCloser: body, done: sync.OnceFunc(i.calls.Done)}, nil
}

// download is a call under way until it is closed.
type download struct {
	io.ReadCloser
	done func()
}

func (d *download) Close() error {
	defer d.done()
	return d.ReadCloser.Close()
}
