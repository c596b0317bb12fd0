package wire_test

import (
	"bytes"
	"context"
	"io"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/wire"
)

func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-sent +arrived):\n%s", what, d)
	}
}

// TestEveryFieldCrosses calls every method with full values and checks that
// what was asked and what was answered arrived whole.
func TestEveryFieldCrosses(t *testing.T) {
	ref, other, key := full[sdk.Ref](t), sdk.Ref{ID: "other"}, sdk.Key("k-1")
	draft, patch, words := full[sdk.Draft](t), full[sdk.Patch](t), full[sdk.CommentDraft](t)
	need, file, delivery, ask := full[sdk.Need](t), full[sdk.File](t), full[sdk.Delivery](t), full[[]sdk.Text](t)
	give := answers{
		place: full[sdk.Place](t), ticket: full[sdk.Ticket](t), tickets: full[[]sdk.Ticket](t), natives: full[[]sdk.Native](t),
		comment: full[sdk.Comment](t), changes: full[[]sdk.Change](t), file: full[sdk.File](t), codes: full[[]sdk.Code](t),
	}
	give.place.Can = []string{"Creator"}
	type reply struct {
		v   any
		err error
	}
	one := func(v any, err error) reply { return reply{v, err} }
	for _, c := range []struct {
		name  string
		call  func(context.Context, client) reply
		asked []any
		want  any
	}{
		{"ping", func(ctx context.Context, c client) reply { return one(c.Ping(ctx)) }, nil, give.place},
		{"get", func(ctx context.Context, c client) reply { return one(c.Get(ctx, ref, need)) }, []any{ref, need}, give.ticket},
		{"create", func(ctx context.Context, c client) reply { return one(c.Create(ctx, draft)) }, []any{draft}, give.ticket},
		{"find", func(ctx context.Context, c client) reply { return one(c.Find(ctx, key)) }, []any{key}, give.tickets},
		{"edit", func(ctx context.Context, c client) reply { return one(c.Edit(ctx, ref, key, patch)) }, []any{ref, key, patch}, give.ticket},
		{"retire", func(ctx context.Context, c client) reply { return reply{err: c.Retire(ctx, ref, other)} }, []any{ref, other}, nil},
		{"render", func(ctx context.Context, c client) reply { return one(c.Render(ctx, ask)) }, []any{ask}, give.natives},
		{"comment", func(ctx context.Context, c client) reply { return one(c.Comment(ctx, ref, key, words)) }, []any{ref, key, words}, give.comment},
		{"edit comment", func(ctx context.Context, c client) reply { return one(c.EditComment(ctx, ref, "7", key, words)) }, []any{ref, "7", key, words}, give.comment},
		{"delete comment", func(ctx context.Context, c client) reply { return reply{err: c.DeleteComment(ctx, ref, "7")} }, []any{ref, "7"}, nil},
		{"changes", func(ctx context.Context, c client) reply { return one(collect(c.Changes(ctx, "from"))) }, []any{sdk.Cursor("from")}, give.changes},
		{"receive", func(ctx context.Context, c client) reply { return one(c.Receive(ctx, delivery)) }, []any{delivery}, give.changes},
		{"upload", func(ctx context.Context, c client) reply {
			return one(c.Upload(ctx, ref, key, file, bytes.NewReader([]byte("bytes"))))
		}, []any{ref, key, file}, give.file},
		{"download", func(ctx context.Context, c client) reply { return one(download(ctx, c, ref, file)) }, []any{ref, file}, "bytes"},
		{"catalog", func(ctx context.Context, c client) reply { return one(c.Catalog(ctx, "box")) }, []any{"box"}, give.codes},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, meter := &echo{give: give}, &rest.Meter{}
			e.give.body = []byte("bytes")
			conn := dial(t, e)
			got := c.call(rest.WithMeter(t.Context(), meter), conn)
			if got.err != nil {
				t.Fatal(got.err)
			}
			same(t, "the answer", c.want, got.v)
			same(t, "the question", c.asked, e.asked)
			if n := meter.Tally().Calls["GET"]; n != 1 {
				t.Errorf("counted %d calls, want 1", n)
			}
		})
	}
}

func collect(seq func(func(sdk.Change, error) bool)) ([]sdk.Change, error) {
	var list []sdk.Change
	for c, err := range seq {
		if err != nil {
			return list, err
		}
		list = append(list, c)
	}
	return list, nil
}

func download(ctx context.Context, c client, r sdk.Ref, f sdk.File) (string, error) {
	body, err := c.Download(ctx, r, f)
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return "", err
	}
	return string(data), body.Close()
}

func TestManifestCrosses(t *testing.T) {
	m := full[sdk.Manifest](t)
	same(t, "manifest", m, wire.InMemory(fixed{m}).Manifest())
	real := connector(&echo{}).Manifest()
	got := wire.InMemory(connector(&echo{})).Manifest()
	if !slices.EqualFunc(real.Schema, got.Schema, func(a, b settings.Property) bool { return cmp.Equal(a, b) }) || len(got.Schema) != 3 {
		t.Errorf("schema: %+v", got.Schema)
	}
}

type fixed struct{ m sdk.Manifest }

func (f fixed) Manifest() sdk.Manifest { return f.m }
func (f fixed) Open(context.Context, settings.Raw, sdk.Host) (sdk.Conn, error) {
	panic("not opened here")
}

// TestAbsentStaysAbsent: nil and zero must not become something.
func TestAbsentStaysAbsent(t *testing.T) {
	e := &echo{give: answers{
		ticket:  sdk.Ticket{LogAfter: -1, NComments: -1, Cells: map[sdk.Field]sdk.Cell{"title": {}}},
		changes: []sdk.Change{{Kind: "mark"}},
	}}
	conn := dial(t, e)
	got, err := conn.Create(t.Context(), sdk.Draft{})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "ticket", e.give.ticket, got)
	same(t, "draft", []any{sdk.Draft{}}, e.asked)
	changes, err := collect(conn.Changes(t.Context(), ""))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "changes", e.give.changes, changes)
}

func TestSettingsCross(t *testing.T) {
	e := &echo{}
	conn, err := wire.InMemory(connector(e)).Open(t.Context(),
		settings.Raw{"name": "y", "count": 12345678, "token": settings.Secret("s3cret")}, host())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	same(t, "settings", []any{config{Name: "y", Count: 12345678, Token: "s3cret"}}, e.asked)
}
