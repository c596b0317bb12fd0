package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// pageLimit is used where a query names no limit.
const pageLimit = 50

// List implements [store.Desk].
func (s *Store) List(ctx context.Context, q store.Query) (store.Page, error) {
	if q.Limit <= 0 {
		q.Limit = pageLimit
	}
	var page store.Page
	err := s.view(ctx, func(t *tx) error {
		text, args, order, err := t.listQuery(q)
		if err != nil {
			return err
		}
		found, err := rows(t, scanRequest, text, args...)
		if err != nil {
			return err
		}
		more := len(found) > q.Limit
		found = found[:min(len(found), q.Limit)]
		if err := t.attachLinks(found); err != nil {
			return err
		}
		if more {
			page.Next = order.cursor(found[q.Limit-1])
		}
		page.Items = make([]*request.Request, len(found))
		for i, h := range found {
			page.Items[i] = h.req
		}
		if q.Newest {
			if page.Newest, err = t.newest(found); err != nil {
				return err
			}
		}
		page.Unread, err = t.unreadOf(found, q.Unread)
		return err
	})
	if err != nil {
		return store.Page{}, fmt.Errorf("list: %w", err)
	}
	return page, nil
}

// listQuery is the statement of a page, one row longer than the page.
func (t *tx) listQuery(q store.Query) (string, []any, order, error) {
	o, b := orderOf(q), &builder{d: t.s.dialect}
	var selects []string
	for _, part := range o.stretches(q.Filter) {
		found, err := t.selects(b, o, part, q)
		if err != nil {
			return "", nil, o, err
		}
		selects = append(selects, found...)
	}
	for i := range selects {
		if len(selects) > 1 {
			selects[i] = fmt.Sprintf(`SELECT * FROM (%s) AS b%d`, selects[i], i)
		}
	}
	return fmt.Sprintf(`SELECT %s FROM (%s) AS u ORDER BY %s LIMIT %d`,
		requestColumns, strings.Join(selects, " UNION ALL "), o.by(""), q.Limit+1), b.args, o, nil
}

// selects are the statements, each in the page's order and as long as the page, that
// together find one stretch of it.
func (t *tx) selects(all *builder, o order, part stretch, q store.Query) ([]string, error) {
	var err error
	f, from, b := part.filter, `requests r`, &builder{d: all.d, args: all.args}
	if textQuery(b.d, f.Words) != "" {
		from, err = t.match(b, &o, f.Words)
	} else if o.few, err = t.drive(b, &f, sortMost, o.candidates(f)...); !o.few {
		o.lead = o.leading(f)
	}
	if err != nil {
		return nil, err
	}
	b.walk = !o.few && (o.column == "soon" || o.column == "turn" || o.column == "updated_at" && o.lead == "" && f.Open)
	if b.walk && o.column == "turn" { // its index knows: taken for two things, both are taken for rare
		b.open = `r.is_open+0>0`
	}
	o.bound(b, f, part.over)
	branches := branchesOf(&f, o)
	b.filter(f)
	if q.Cursor != "" {
		if err := o.after(b, q.Cursor); err != nil {
			return nil, err
		}
	}
	found := b.ordered(from, o, branches, q.Limit+1)
	all.args = b.args
	if words := o.text != "" && !o.few; b.d.InOrder == "" || !b.walk && !words {
		return found, nil
	}
	return found, t.put(b.d.InOrder)
}

// ordered is what the conditions select in an order, each branch for itself.
func (b *builder) ordered(from string, o order, branches []string, limit int) (selects []string) {
	columns := "r." + strings.ReplaceAll(requestColumns, ", ", ", r.") + ", r.prio, r.soon, r.turn"
	one := func(where ...string) {
		selects = append(selects, fmt.Sprintf(`SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT %d`,
			columns, from, strings.Join(append(where, b.where...), " AND "), o.by("r."), limit))
	}
	for _, value := range branches {
		one(o.lead + "=" + b.arg(value))
	}
	if len(branches) == 0 {
		one()
	}
	return selects
}

// newest loads the newest note of each request of a page.
func (t *tx) newest(page []*held) (map[request.ID]*request.Note, error) {
	seqs := make([]any, len(page))
	for i, h := range page {
		seqs[i] = h.seq
	}
	notes := map[request.ID]*request.Note{}
	if len(page) == 0 {
		return notes, nil
	}
	found, err := rows(t, scanNote, `SELECT `+noteColumns+` FROM requests r JOIN notes n ON n.seq=(SELECT x.seq FROM notes x
		WHERE x.request=r.seq ORDER BY x.created_at DESC, x.seq DESC LIMIT 1) WHERE r.seq IN (`+places(len(seqs))+`)`, seqs...)
	for _, n := range found {
		notes[n.note.Request] = n.note
	}
	return notes, err
}

// attachLinks loads the links of a page of requests.
func (t *tx) attachLinks(page []*held) error {
	if len(page) == 0 {
		return nil
	}
	bySeq, seqs := map[int64]*held{}, make([]any, len(page))
	for i, h := range page {
		bySeq[h.seq], seqs[i] = h, h.seq
	}
	_, err := rows(t, func(r *sql.Rows) (struct{}, error) {
		var seq int64
		var doc string
		var l request.Link
		if err := r.Scan(&seq, &doc); err != nil {
			return struct{}{}, err
		}
		err := json.Unmarshal([]byte(doc), &l)
		bySeq[seq].req.Links = append(bySeq[seq].req.Links, l)
		return struct{}{}, err
	}, `SELECT request, doc FROM links WHERE request IN (`+places(len(seqs))+`) ORDER BY request, pos, id`, seqs...)
	return err
}

// matchMost is how many of the requests that have some words are looked at to
// count those that are as the rest of a filter says.
const matchMost = 1000

// Counts implements [store.Desk]. Words are looked up once.
func (s *Store) Counts(ctx context.Context, filters []request.Filter, limit int) ([]int, error) {
	counts := make([]int, len(filters))
	err := s.view(ctx, func(t *tx) error {
		matches := map[string][]int64{}
		for i, f := range filters {
			found, err := t.matches(f, matches)
			if err != nil {
				return err
			}
			text, args, err := t.countQuery(f, found[:min(len(found), matchMost)], limit)
			if err != nil {
				return err
			}
			if err := t.one(text, args, &counts[i]); err != nil {
				return err
			}
			if len(found) > matchMost && counts[i] < limit {
				counts[i] = -1
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("counts: %w", err)
	}
	return counts, nil
}

// matches are the newest requests that have a filter's words, and one more than
// are looked at.
func (t *tx) matches(f request.Filter, known map[string][]int64) ([]int64, error) {
	text := textQuery(t.s.dialect, f.Words)
	found, asked := known[text]
	if asked || text == "" {
		return found, nil
	}
	query, err := t.query(f.Words)
	if err != nil {
		return nil, err
	}
	found, err = rows(t, single[int64], t.s.dialect.WithWord, query, 0, matchMost+1)
	known[text] = found
	return found, err
}

func (t *tx) countQuery(f request.Filter, among []int64, limit int) (string, []any, error) {
	b := &builder{d: t.s.dialect}
	switch {
	case textQuery(b.d, f.Words) != "":
		b.and(`r.seq IN (` + numbers(among) + `)`)
	case archived(f):
		f.Not = nil
		b.and(fmt.Sprintf(`r.soon>=%d`, ended)) // an index has them all in a row
	case !timed(f):
		if err := t.driveCount(b, &f); err != nil {
			return "", nil, err
		}
	}
	b.filter(f)
	return fmt.Sprintf(`SELECT count(*) FROM (SELECT 1 FROM requests r WHERE %s LIMIT %d) AS c`, strings.Join(b.where, " AND "), limit), b.args, nil
}

// driveCount drives a count. Where fewer are open of a client or an owner, the index
// of these has them all, and what else is asked for is looked for among them.
func (t *tx) driveCount(b *builder, f *request.Filter) error {
	n, chosen, err := t.fewest(candidatesOf(*f), countMost)
	if err != nil || chosen == nil {
		return err
	}
	number := `r.seq`
	if own := (order{column: "soon"}).candidates(request.Filter{Open: true, Clients: f.Clients, Assignees: f.Assignees}); f.Open && len(own) > 0 && n > pageLimit {
		_, owned, err := t.fewest(own, n-1)
		if err != nil {
			return err
		}
		if owned != nil {
			number += `+0`
		}
	}
	chosen.drive(b, f, number)
	return nil
}

// archived reports whether a filter selects all requests that have ended, and nothing else.
func archived(f request.Filter) bool {
	return reflect.DeepEqual(f, request.Filter{Not: &request.Filter{Open: true}, People: f.People})
}

// timed reports whether an index has all that a filter asks for: what time is left or
// promised, to whose requests.
func timed(f request.Filter) bool {
	if f.DueBefore.IsZero() {
		at := !f.UpdateBy.IsZero() || !f.Promised.By.IsZero()
		return at && reflect.DeepEqual(f, request.Filter{UpdateBy: f.UpdateBy, Promised: f.Promised, People: f.People})
	}
	one := len(f.Assignees) == 0 || len(f.Clients) == 0
	f.Open, f.Assignees, f.Clients = false, nil, nil
	return one && reflect.DeepEqual(f, request.Filter{DueBefore: f.DueBefore, People: f.People})
}

// numbers is a list of them for a statement; of none one that nothing has.
func numbers(of []int64) string {
	text := []byte("-1")
	for _, n := range of {
		text = strconv.AppendInt(append(text, ','), n, 10)
	}
	return string(text)
}
