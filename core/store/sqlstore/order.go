package sqlstore

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

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
func (t *tx) drive(b *builder, f request.Filter, most int, more ...candidate) (few bool, err error) {
	best, chosen := most+1, -1
	candidates := append(candidatesOf(f), more...)
	for i, c := range candidates {
		probe := &builder{d: b.d}
		n, err := t.count(c(probe), probe.args, most)
		if err != nil {
			return false, err
		}
		if n < best {
			best, chosen = n, i
		}
	}
	if chosen >= 0 {
		b.and(`r.seq IN (` + candidates[chosen](b) + `)`)
	}
	return chosen >= 0, nil
}

func (t *tx) count(query string, args []any, most int) (int, error) {
	found, err := rows(t, single[int],
		fmt.Sprintf(`SELECT count(*) FROM (%s LIMIT %d) AS c`, query, most+1), args...)
	if err != nil {
		return 0, err
	}
	return found[0], nil
}

// candidate is a query for the numbers of what one part of a filter selects.
type candidate func(*builder) string

func candidatesOf(f request.Filter) []candidate {
	var all []candidate
	for _, t := range tagFilters(f) {
		all = append(all, t.numbers)
	}
	if !f.Promised.By.IsZero() {
		all = append(all, func(b *builder) string {
			query := `SELECT q.seq FROM requests q WHERE ` + b.promised("q.", f.Promised)
			if len(f.Attention) > 0 {
				query += ` UNION ALL ` + attentionOf(f).numbers(b)
			}
			return query
		})
	}
	if len(f.Watchers) > 0 {
		all = append(all, func(b *builder) string {
			return `SELECT request FROM watches WHERE person IN (` + list(b, f.Watchers) + `)`
		})
	}
	if f.Unread.By != "" {
		all = append(all, func(b *builder) string { return `SELECT q.seq FROM requests q WHERE ` + b.unread("q.", f.Unread) })
	}
	if !f.DueBefore.IsZero() {
		all = append(all, func(b *builder) string {
			return `SELECT seq FROM requests WHERE is_open=1 AND soon<` + b.arg(f.DueBefore.UnixMicro())
		})
	}
	if len(f.Kinds) > 0 {
		all = append(all, func(b *builder) string {
			return `SELECT seq FROM requests WHERE kind IN (` + list(b, texts(f.Kinds)) + `)`
		})
	}
	if !f.UpdateBy.IsZero() {
		all = append(all, func(b *builder) string {
			return `SELECT q.seq FROM requests q WHERE ` + b.promised("q.", request.Promised{By: f.UpdateBy})
		})
	}
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
			all = append(all, func(b *builder) string {
				return `SELECT seq FROM requests WHERE ` + open + column + ` IN (` + list(b, values) + `)`
			})
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

// bound keeps a walk from going through what the filter cannot select: requests
// that ended, or those that are another party's turn.
func (o order) bound(b *builder, f request.Filter) {
	if o.column == "turn" && !o.few && len(f.Next) == 1 && !strings.HasPrefix(f.Next[0], request.NextTeam("")) {
		rank := turnRank(request.Party(f.Next[0]))
		b.and(fmt.Sprintf(`r.turn>='%d' AND r.turn<'%d'`, rank, rank+1))
		return
	}
	switch {
	case !f.Open || o.few:
	case o.column == "soon":
		b.and(fmt.Sprintf(`r.soon<%d`, ended))
	case o.column == "turn":
		b.and(`r.turn<'` + endedTurn + `'`)
	}
}
