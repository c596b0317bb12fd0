package sqlstore

import (
	"cmp"
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
	walk  bool   // an order's index is to be walked, whatever else could be looked up
	open  string // what open requests are told by; "": as the partial indexes have it
}

// check adds a condition that is not looked up where an index is walked: an
// expression keeps the planner from it, and lets it know how many that leaves.
func (b *builder) check(condition string, walk bool) {
	if walk {
		condition = `(` + condition + `) IS TRUE`
	}
	b.and(condition)
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
		b.check(column+" IN ("+list(b, values)+")", b.walk)
	}
}

// filter adds what a list selects, and hides restricted requests.
func (b *builder) filter(f request.Filter) {
	b.parts(f)
	if f.People == "" {
		b.and(`r.restricted=0`)
	} else {
		b.and(`(r.restricted=0 OR ` + tagFilter{tagRestricted, []string{f.People}}.where(b) + `)`)
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
		b.and(cmp.Or(b.open, `r.is_open=1`))
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
		few := len(f.Clients)+len(f.Assignees) > 0 // have a client or an owner, many a priority
		b.check(`r.prio IN (`+strings.Join(ranks, ",")+`)`, b.walk || few)
	}
	if !f.DueBefore.IsZero() {
		b.and(`r.is_open=1 AND r.soon>=0 AND r.soon<` + b.arg(f.DueBefore.UnixMicro()))
	}
	if !f.UpdateBy.IsZero() {
		b.and(b.promised("r.", request.Promised{By: f.UpdateBy}))
	}
	if len(f.Watchers) > 0 {
		b.and(`EXISTS (SELECT 1 FROM watches x WHERE x.person IN (` + list(b, f.Watchers) + `) AND x.request=r.seq` + each + `)`)
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
			where = `(` + where + ` OR ` + b.attended(attentionOf(f)) + `)`
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

// each keeps the planner from joining what EXISTS asks for: it is looked up for each
// request that an index brings, until there are enough of them.
const each = ` LIMIT 1 OFFSET 0`

// where selects a request as r.
func (t tagFilter) where(b *builder) string {
	return `EXISTS (SELECT 1 FROM tags g WHERE g.kind='` + t.kind + `' AND g.value IN (` + list(b, t.values) + `) AND g.request=r.seq` + each + `)`
}

// numbers is the query for the numbers of the requests that it selects.
func (t tagFilter) numbers(b *builder) string {
	return `SELECT request FROM tags WHERE kind='` + t.kind + `' AND value IN (` + list(b, t.values) + `)`
}

// taken is the filter without what this part selects.
func (t tagFilter) taken(f *request.Filter) {
	switch t.kind {
	case tagService, tagOpenService:
		f.Services = nil
	case tagTeam, tagOpenTeam:
		f.Teams = nil
	case tagLabel, tagOpenLabel:
		f.Labels = nil
	case tagHealth:
		f.Health = nil
	case tagNext:
		f.Next = nil
	case tagAttention:
		f.Attention = nil
	case tagUmbrella:
		f.Umbrellas = nil
	case tagFlowing:
		f.Flowing = false
	case tagGathered:
		f.Gathered = ""
	}
}

// attended selects a request that needs a look. Where an index is walked, those that do
// are looked up once for all: far fewer than it has.
func (b *builder) attended(t tagFilter) string {
	if b.walk {
		return `r.seq IN (` + t.numbers(b) + `)`
	}
	return t.where(b)
}

func attentionOf(f request.Filter) tagFilter { return tagFilter{tagAttention, texts(f.Attention)} }

func tagFilters(f request.Filter) []tagFilter {
	var all []tagFilter
	add := func(kind string, values []string) {
		if len(values) > 0 {
			all = append(all, tagFilter{kind, values})
		}
	}
	service, team, label := tagService, tagTeam, tagLabel
	if f.Open {
		service, team, label = tagOpenService, tagOpenTeam, tagOpenLabel
	}
	add(service, texts(f.Services))
	add(team, texts(f.Teams))
	add(label, f.Labels)
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
