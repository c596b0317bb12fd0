package sdktest

import (
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
	"github.com/spochub/spochub/sdk/verify"
)

// corpus is text as people write it.
var corpus = []string{
	"One line.",
	"Two\n\nparagraphs.",
	"A *word*, a **strong** one and `code`.",
	"# Heading\n\nText.",
	"- one\n- two\n- three",
	"1. one\n2. two",
	"> quoted\n\nanswered",
	"```\nshow interface et-0/0/3\n```",
	"[a link](https://example.net/path?x=1&y=2)",
	"Umlauts äöü, CJK 回線断, emoji 🔌.",
	"Odd signs: {x} [y] <z> * _ # | \\ ~ ^ h1.",
	"A line\nand the next without a blank one.",
}

func render(b *bench) {
	r := need[sdk.Renderer](b)
	ask := make([]sdk.Text, len(corpus))
	for i, md := range corpus {
		ask[i] = sdk.Text{Field: ticket.Description, Markdown: md}
	}
	before := b.calls()
	first, err := r.Render(b.ctx, ask)
	b.must("render", err)
	again, err := r.Render(b.ctx, ask)
	b.must("render", err)
	if len(first) != len(ask) || !slices.Equal(first, again) {
		b.Fatalf("render: %d answers for %d texts, or not the same twice", len(first), len(ask))
	}
	for i := range ask {
		ask[i].Current = first[i]
	}
	kept, err := r.Render(b.ctx, ask)
	b.must("render", err)
	for i, md := range corpus {
		if kept[i] != first[i] {
			b.Errorf("%q: rendered %q, and with that as current %q", md, first[i], kept[i])
		}
	}
	if b.calls() != before {
		b.Error("render called the tool")
	}
	b.fixpoint(r, first)
}

// fixpoint writes each text, reads it back and renders what was read: nothing
// may change, or the hub would write for ever.
func (b *bench) fixpoint(r sdk.Renderer, texts []sdk.Native) {
	b.Helper()
	e, ok := sdk.As[sdk.Editor](b.conn)
	if !ok {
		return
	}
	ref, key := b.ours()
	for i, n := range texts {
		_, err := e.Edit(b.ctx, ref, key, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Description: n}})
		b.must("edit", err)
		cell := b.get(ref, sdk.Need{}).Cells[ticket.Description]
		if strings.TrimSpace(cell.Markdown) == "" {
			b.Errorf("%q reads back as nothing", corpus[i])
		}
		got, err := r.Render(b.ctx, []sdk.Text{
			{Field: ticket.Description, Markdown: cell.Markdown, Current: cell.Native},
			{Field: ticket.Description, Markdown: corpus[i], Current: cell.Native},
		})
		b.must("render", err)
		if got[0] != cell.Native || got[1] != cell.Native {
			b.Errorf("%q: the tool has %q, which reads as %q; render would write %q and %q", corpus[i], cell.Native, cell.Markdown, got[0], got[1])
		}
	}
}

func (b *bench) calls() int {
	if b.Calls == nil {
		return 0
	}
	return len(b.Calls.Calls())
}

func catalog(b *bench) {
	c := need[sdk.Cataloger](b)
	ref := b.People.Create("Link down", "No light on port 3.")
	codes, err := c.Catalog(b.ctx, ref.Container)
	b.must("catalog", err)
	for _, want := range []string{"todo", "in_progress", "done"} {
		b.People.SetState(ref, want)
		n := b.get(ref, sdk.Need{}).Cells[ticket.State].Native
		if got := valueOf(codes, n); got != want {
			b.Errorf("people set %s, read as %q, which the catalog calls %q", want, n, got)
		}
	}
	if err := verify.Codes(codes); err != nil {
		b.Error(err)
	}
}
