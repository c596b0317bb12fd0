package sqlstore

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// order is how a page is sorted: by a column and then by the number of the
// request, so that a page ends at one place.
type order struct {
	name   string
	column string // "" for the number alone
	desc   bool
	lead   string // the column whose values are branches of the query
	few    bool   // few rows match: sort them, walk no index
	text   string // the row number of the text index, where words are looked for
}

func orderOf(q store.Query) order {
	switch {
	case len(q.Filter.Words) > 0 || q.Order == request.ByCreation:
		return order{name: "c", desc: true}
	case q.Order == request.ByPriority:
		return order{name: "p", column: "prio"}
	case q.Order == request.ByTime:
		return order{name: "t", column: "soon"}
	case q.Order == request.ByTurn:
		return order{name: "n", column: "turn"}
	}
	return order{name: "a", column: "updated_at", desc: true}
}

// by is the ORDER BY list over a table with this prefix.
func (o order) by(table string) string {
	way := ""
	if o.desc {
		way = " DESC"
	}
	if o.column == "" {
		return o.seq(table) + way
	}
	return table + o.expr() + way + ", " + table + "seq" + way
}

// expr is the column; an expression keeps the planner from walking its index.
func (o order) expr() string {
	switch {
	case !o.few:
		return o.column
	case o.column == "turn":
		return o.column + "||''"
	}
	return o.column + "+0"
}

// seq is the number of a request; of the text index inside the query that walks
// that one.
func (o order) seq(table string) string {
	switch {
	case o.text != "" && table != "" && o.few:
		return o.text + "+0"
	case o.text != "" && table != "":
		return o.text
	case o.few:
		return table + "seq+0"
	}
	return table + "seq"
}

// cursor names the place after a request.
func (o order) cursor(h *held) string {
	var key string
	switch o.column {
	case "updated_at":
		key = number(h.req.UpdatedAt.UnixMicro())
	case "prio":
		key = number(rank(h.req.Priority))
	case "soon":
		key = number(soonOf(h.req))
	case "turn":
		key = base64.RawURLEncoding.EncodeToString([]byte(turnOf(h.req)))
	default:
		key = number(0)
	}
	return o.name + key + "." + number(h.seq)
}

func number(n int64) string { return strconv.FormatInt(n, 36) }

// key reads what a cursor says of the order's column.
func (o order) key(text string) (any, error) {
	if o.column == "turn" {
		turn, err := base64.RawURLEncoding.DecodeString(text)
		return string(turn), err
	}
	return strconv.ParseInt(text, 36, 64)
}

// after selects what comes after a cursor.
func (o order) after(b *builder, cursor string) error {
	text, known := strings.CutPrefix(cursor, o.name)
	first, second, cut := strings.Cut(text, ".")
	key, err1 := o.key(first)
	seq, err2 := strconv.ParseInt(second, 36, 64)
	if !known || !cut || err1 != nil || err2 != nil {
		return store.ErrCursor
	}
	sign := ">"
	if o.desc {
		sign = "<"
	}
	if o.column == "" {
		b.and(o.seq("r.") + sign + b.arg(seq))
		return nil
	}
	b.and("(r." + o.expr() + ", r.seq)" + sign + "(" + b.arg(key) + "," + b.arg(seq) + ")")
	return nil
}

// branchMost is how many values one column may be asked for in branches.
const branchMost = 12

// branchesOf takes the most telling column out of a filter: each of its values
// becomes a branch that an index serves in order.
func branchesOf(f *request.Filter, o order) []string {
	var values []string
	switch o.lead {
	case "r.client":
		values, f.Clients = texts(f.Clients), nil
	case "r.assignee":
		values, f.Assignees = f.Assignees, nil
	case "r.status":
		values, f.Statuses = texts(f.Statuses), nil
	}
	return values
}

func (o order) leading(f request.Filter) string {
	fits := func(n int) bool { return n > 0 && n <= branchMost }
	switch {
	case o.column != "updated_at":
		return ""
	case fits(len(f.Clients)):
		return "r.client"
	case fits(len(f.Assignees)) && !f.Open: // what somebody has open is little of what they had
		return "r.assignee"
	case fits(len(f.Statuses)):
		return "r.status"
	}
	return ""
}

// Up to how many requests are looked up at once: sorted for a page, or only
// counted.
const (
	sortMost  = 4000
	countMost = 20_000
)

// drive looks for the part of the filter that selects the fewest requests, at
// most so many, which are then looked up; else an index is to be walked.
func (t *tx) drive(b *builder, f *request.Filter, most int, more ...candidate) (few bool, err error) {
	_, chosen, err := t.fewest(append(candidatesOf(*f), more...), most)
	if err != nil || chosen == nil {
		return false, err
	}
	chosen.drive(b, f, `r.seq`)
	return true, nil
}

// fewest is the candidate that selects the fewest requests, and how many; nil where
// all select more than so many.
func (t *tx) fewest(candidates []candidate, most int) (best int, chosen *candidate, err error) {
	best = most + 1
	for _, c := range candidates {
		probe := &builder{d: t.s.dialect}
		n, err := t.count(c.numbers(probe), probe.args, most)
		if err != nil {
			return 0, nil, err
		}
		if n < best {
			best, chosen = n, &c
		}
	}
	return best, chosen, nil
}

func (t *tx) count(query string, args []any, most int) (int, error) {
	found, err := rows(t, single[int],
		fmt.Sprintf(`SELECT count(*) FROM (%s LIMIT %d) AS c`, query, most+1), args...)
	if err != nil {
		return 0, err
	}
	return found[0], nil
}

// candidate is a query for the numbers of what one part of a filter selects. Taken
// takes that part out, where to ask for it once more costs something.
type candidate struct {
	numbers func(*builder) string
	taken   func(*request.Filter)
}

// drive selects by a candidate, and leaves out of the filter what that does.
func (c *candidate) drive(b *builder, f *request.Filter, number string) {
	b.and(number + ` IN (` + c.numbers(b) + `)`)
	if c.taken != nil {
		c.taken(f)
	}
}

func candidatesOf(f request.Filter) []candidate {
	var all []candidate
	for _, t := range tagFilters(f) {
		all = append(all, candidate{t.numbers, t.taken})
	}
	add := func(asked bool, taken func(*request.Filter), numbers func(*builder) string) {
		if asked {
			all = append(all, candidate{numbers, taken})
		}
	}
	promised := func(p request.Promised) func(*builder) string {
		return func(b *builder) string { return `SELECT q.seq FROM requests q WHERE ` + b.promised("q.", p) }
	}
	add(!f.Promised.By.IsZero(), func(f *request.Filter) { f.Promised, f.Attention = request.Promised{}, nil }, func(b *builder) string {
		query := promised(f.Promised)(b)
		if len(f.Attention) > 0 {
			query += ` UNION ALL ` + attentionOf(f).numbers(b)
		}
		return query
	})
	add(len(f.Watchers) > 0, func(f *request.Filter) { f.Watchers = nil }, func(b *builder) string {
		return `SELECT request FROM watches WHERE person IN (` + list(b, f.Watchers) + `)`
	})
	add(f.Unread.By != "", func(f *request.Filter) { f.Unread = request.Unread{} }, func(b *builder) string {
		return `SELECT q.seq FROM requests q WHERE ` + b.unread("q.", f.Unread)
	})
	add(!f.DueBefore.IsZero(), func(f *request.Filter) { f.DueBefore = time.Time{} }, func(b *builder) string {
		return `SELECT seq FROM requests WHERE is_open=1 AND soon>=0 AND soon<` + b.arg(f.DueBefore.UnixMicro())
	})
	add(len(f.Kinds) > 0, nil, func(b *builder) string {
		return `SELECT seq FROM requests WHERE kind IN (` + list(b, texts(f.Kinds)) + `)`
	})
	add(!f.UpdateBy.IsZero(), nil, promised(request.Promised{By: f.UpdateBy}))
	return all
}

// candidates are those of the columns that have an index, for an order that it does
// not serve.
func (o order) candidates(f request.Filter) (all []candidate) {
	switch {
	case o.column == "updated_at" && f.Open:
		f.Clients, f.Statuses = nil, nil // their own indexes serve the order
	case o.column != "soon" && o.column != "turn":
		return nil
	}
	add := func(column, open string, values []string) {
		if len(values) > 0 {
			all = append(all, candidate{numbers: func(b *builder) string {
				return `SELECT seq FROM requests WHERE ` + open + column + ` IN (` + list(b, values) + `)`
			}})
		}
	}
	open := ""
	if f.Open {
		open = `is_open=1 AND `
	}
	add("client", open, texts(f.Clients))
	add("assignee", open, f.Assignees)
	add("status", "", texts(f.Statuses))
	return all
}

// stretch is a part of a list.
type stretch struct {
	filter request.Filter
	over   bool // of what is over alone
}

// stretches are the parts of a list that follow one another in its order. What is over
// comes after all that is open: among that somebody's are few, while a walk for them
// would go through all that anybody's are.
func (o order) stretches(f request.Filter) []stretch {
	whose := len(f.Labels)+len(f.Services)+len(f.Teams)+len(f.Clients)+len(f.Assignees) > 0
	timeless := f.DueBefore.IsZero() && f.UpdateBy.IsZero() && f.Promised.By.IsZero() && len(f.Next)+len(f.Statuses) == 0
	if f.Open || !whose || !timeless || o.column != "soon" && o.column != "turn" {
		return []stretch{{filter: f}}
	}
	open := f
	open.Open = true
	return []stretch{{filter: open}, {f, true}}
}

// promisedBy is when an update is promised at the latest of all that a filter selects;
// zero where it selects what has none.
func promisedBy(f request.Filter) time.Time {
	if f.UpdateBy.IsZero() && len(f.Attention) == 0 {
		return f.Promised.By
	}
	return f.UpdateBy
}

// bound keeps a walk from going through what the filter cannot select: requests
// that ended, those that did not, or those that are another party's turn.
func (o order) bound(b *builder, f request.Filter, over bool) {
	if o.column == "turn" && !o.few && len(f.Next) == 1 && !strings.HasPrefix(f.Next[0], request.NextTeam("")) {
		rank := turnRank(request.Party(f.Next[0]))
		b.and(fmt.Sprintf(`r.turn>='%d' AND r.turn<'%d'`, rank, rank+1))
		return
	}
	if by := promisedBy(f); o.column == "soon" && !o.few && !by.IsZero() { // what is promised is a target, unless another comes first
		b.and(`r.soon>=0 AND r.soon<=` + b.arg(by.UnixMicro()))
		return
	}
	is := "<"
	if over {
		b.and(`r.is_open=0`)
		is = ">="
	}
	switch {
	case !f.Open && !over || o.few:
	case o.column == "soon":
		b.and(fmt.Sprintf(`r.soon%s%d`, is, ended))
	case o.column == "turn":
		b.and(`r.turn` + is + `'` + endedTurn + `'`)
	}
}
