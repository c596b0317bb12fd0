package sqlstore

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spochub/spochub/core/request"
)

// builder gathers the conditions of a query over requests as r, with its
// arguments.
type builder struct {
	d     Dialect
	args  []any
	where []string
	walk  bool // an order's index is to be walked, whatever else could be looked up
}

// text is a column as conditions name it; an expression keeps the planner from
// looking it up.
func (b *builder) text(column string) string {
	if b.walk {
		return column + "||''"
	}
	return column
}

// prio is the rank of the priority; few have a client or an owner, many a priority.
func (b *builder) prio(f request.Filter) string {
	if b.walk || len(f.Clients)+len(f.Assignees) > 0 {
		return `r.prio+0`
	}
	return `r.prio`
}

func (b *builder) arg(v any) string {
	b.args = append(b.args, v)
	return "$" + strconv.Itoa(len(b.args))
}

func (b *builder) and(condition string) { b.where = append(b.where, condition) }

func list[T ~string](b *builder, values []T) string {
	places := make([]string, len(values))
	for i, v := range values {
		places[i] = b.arg(string(v))
	}
	return strings.Join(places, ",")
}

func in[T ~string](b *builder, column string, values []T) {
	if len(values) > 0 {
		b.and(b.text(column) + " IN (" + list(b, values) + ")")
	}
}

// filter adds what a list selects, and hides restricted requests.
func (b *builder) filter(f request.Filter) {
	b.parts(f)
	if f.People == "" {
		b.and(`r.restricted=0`)
	} else {
		b.and(`(r.restricted=0 OR EXISTS (SELECT 1 FROM tags g WHERE g.kind='restricted' AND g.value=` + b.arg(f.People) + ` AND g.request=r.seq))`)
	}
	for not := f.Not; not != nil; not = not.Not {
		b.without(*not)
	}
}

// without excludes what a filter selects.
func (b *builder) without(f request.Filter) {
	not := &builder{d: b.d, args: b.args}
	if text := textQuery(b.d, f.Words); text != "" {
		not.and(fmt.Sprintf(b.d.Has, not.arg(text)))
	}
	not.parts(f)
	if len(not.where) > 0 {
		b.args = not.args
		b.and(`NOT (` + strings.Join(not.where, " AND ") + `)`)
	}
}

// parts adds every part of a filter but its words and rights.
func (b *builder) parts(f request.Filter) {
	if len(f.Words) > 0 && textQuery(b.d, f.Words) == "" { // nothing that a text is found by
		b.and(`1=0`)
	}
	if f.Open {
		b.and(`r.is_open=1`) // literally, for the partial indexes
	}
	in(b, "r.status", f.Statuses)
	in(b, "r.kind", f.Kinds)
	in(b, "r.client", f.Clients)
	in(b, "r.assignee", f.Assignees)
	if len(f.Priorities) > 0 {
		ranks := make([]string, len(f.Priorities))
		for i, p := range f.Priorities {
			ranks[i] = strconv.FormatInt(rank(p), 10)
		}
		b.and(b.prio(f) + ` IN (` + strings.Join(ranks, ",") + `)`)
	}
	if !f.DueBefore.IsZero() {
		b.and(`r.is_open=1 AND r.soon<` + b.arg(f.DueBefore.UnixMicro()))
	}
	if !f.UpdateBy.IsZero() {
		b.and(b.promised("r.", request.Promised{By: f.UpdateBy}))
	}
	if len(f.Watchers) > 0 {
		b.and(`EXISTS (SELECT 1 FROM watches x WHERE x.person IN (` + list(b, f.Watchers) + `) AND x.request=r.seq)`)
	}
	if f.Unread.By != "" {
		b.and(b.unread("r.", f.Unread))
	}
	for _, t := range tagFilters(f) {
		b.and(t.where(b))
	}
	if !f.Promised.By.IsZero() {
		where := b.promised("r.", f.Promised)
		if len(f.Attention) > 0 {
			where = `(` + where + ` OR ` + attentionOf(f).where(b) + `)`
		}
		b.and(where)
	}
}

// promised are the requests whose promised update falls into a stretch of time.
func (b *builder) promised(prefix string, p request.Promised) string {
	at, there := prefix+`promise_at`, prefix+`promise_at IS NOT NULL AND `
	if b.walk {
		at, there = fmt.Sprintf(`coalesce(%s,%d)`, at, int64(never)), ""
	}
	where := there + at + `<=` + b.arg(p.By.UnixMicro())
	if !p.After.IsZero() {
		where += ` AND ` + at + `>` + b.arg(p.After.UnixMicro())
	}
	return `(` + where + `)`
}

type tagFilter struct {
	kind   string
	values []string
}

// where selects a request as r.
func (t tagFilter) where(b *builder) string {
	return `EXISTS (SELECT 1 FROM tags g WHERE g.kind='` + t.kind + `' AND g.value IN (` + list(b, t.values) + `) AND g.request=r.seq)`
}

// numbers is the query for the numbers of the requests that it selects.
func (t tagFilter) numbers(b *builder) string {
	return `SELECT request FROM tags WHERE kind='` + t.kind + `' AND value IN (` + list(b, t.values) + `)`
}

func attentionOf(f request.Filter) tagFilter { return tagFilter{tagAttention, texts(f.Attention)} }

func tagFilters(f request.Filter) []tagFilter {
	var all []tagFilter
	add := func(kind string, values []string) {
		if len(values) > 0 {
			all = append(all, tagFilter{kind, values})
		}
	}
	add(tagService, texts(f.Services))
	if f.Open {
		add(tagOpenTeam, texts(f.Teams))
	} else {
		add(tagTeam, texts(f.Teams))
	}
	add(tagLabel, f.Labels)
	add(tagHealth, texts(f.Health))
	add(tagNext, f.Next)
	if f.Promised.By.IsZero() {
		add(tagAttention, texts(f.Attention))
	}
	add(tagUmbrella, texts(f.Umbrellas))
	if f.Flowing {
		add(tagFlowing, []string{"1"})
	}
	if f.Gathered != "" {
		add(tagGathered, []string{string(f.Gathered)})
	}
	return all
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
