package jiratest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// jqlError is what Jira says of a query, in its own words.
type jqlError string

func (e jqlError) Error() string { return string(e) }

func wrong(format string, args ...any) error { return jqlError(fmt.Sprintf(format, args...)) }

const errUnbounded = jqlError("Unbounded JQL queries are not allowed here. Please add a search restriction to your query.")

// jql is the part of Jira's query language that the simulator knows: clauses
// joined by AND, and by OR within brackets, over project, creator, labels, updated,
// created, status, id and key, and ORDER BY.
type jql struct {
	clauses []func(row) bool
	order   []func(a, b row) int
}

// row is an issue as the index has it.
type row struct {
	*issue
	updated time.Time
	status  string
}

var (
	tokens   = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|>=|<=|!=|[=<>(),]|[^\s=<>!(),"']+`)
	relative = regexp.MustCompile(`^([+-]?\d+)([mhdw])$`)
)

type jqlParser struct {
	tokens []string
	now    time.Time
	zone   *time.Location
	me     string
}

// parseJQL reads a query as the given account would ask it: dates are in its
// time zone, by the minute.
func parseJQL(text string, now time.Time, zone *time.Location, me string) (jql, error) {
	p := &jqlParser{tokens.FindAllString(text, -1), now, zone, me}
	var q jql
	for len(p.tokens) > 0 {
		if p.word("ORDER") {
			err := p.orders(&q)
			return q, err
		}
		if len(q.clauses) > 0 && !p.word("AND") {
			return q, wrong("Error in the JQL Query: expecting 'AND' or 'ORDER BY' but got '%s'.", p.tokens[0])
		}
		match, err := p.group()
		if err != nil {
			return q, err
		}
		q.clauses = append(q.clauses, match)
	}
	return q, nil
}

func (p *jqlParser) next() string {
	if len(p.tokens) == 0 {
		return ""
	}
	t := p.tokens[0]
	p.tokens = p.tokens[1:]
	return t
}

func (p *jqlParser) word(w string) bool {
	if len(p.tokens) > 0 && strings.EqualFold(p.tokens[0], w) {
		p.tokens = p.tokens[1:]
		return true
	}
	return false
}

// group is a clause, or several of which one must hold.
func (p *jqlParser) group() (func(row) bool, error) {
	if !p.word("(") {
		return p.clause()
	}
	var any []func(row) bool
	for {
		match, err := p.clause()
		if err != nil {
			return nil, err
		}
		any = append(any, match)
		if p.word(")") {
			break
		}
		if !p.word("OR") {
			return nil, wrong("Error in the JQL Query: expecting 'OR' or ')' but got '%s'.", p.next())
		}
	}
	return func(r row) bool {
		return slices.ContainsFunc(any, func(match func(row) bool) bool { return match(r) })
	}, nil
}

func (p *jqlParser) clause() (func(row) bool, error) {
	field, op := strings.ToLower(p.next()), p.next()
	var values []string
	if strings.EqualFold(op, "in") {
		if !p.word("(") {
			return nil, wrong("Error in the JQL Query: expecting '(' after 'in'.")
		}
		for !p.word(")") {
			if len(p.tokens) == 0 {
				return nil, wrong("Error in the JQL Query: the list of values is not closed.")
			}
			if !p.word(",") {
				values = append(values, p.next())
			}
		}
		if len(values) == 0 {
			return nil, wrong("Error in the JQL Query: expecting a value in the list after 'in'.")
		}
		op = "="
	} else {
		values = []string{p.next()}
	}
	if strings.EqualFold(values[0], "currentUser") && p.word("(") && p.word(")") {
		values[0] = p.me
	}
	return p.match(field, op, values)
}

func (p *jqlParser) match(field, op string, values []string) (func(row) bool, error) {
	switch field {
	case "updated", "updateddate", "created":
		return p.date(field, op, values)
	case "project", "creator", "labels", "id", "key", "issue", "issuekey", "status", "issuetype":
		if op != "=" {
			return nil, wrong("The operator '%s' is not supported by the '%s' field.", op, field)
		}
	default:
		return nil, wrong("Field '%s' does not exist or you do not have permission to view it.", field)
	}
	for i, v := range values {
		values[i] = unquote(v)
	}
	return func(r row) bool {
		return slices.ContainsFunc(values, func(v string) bool { return r.is(field, v) })
	}, nil
}

func (r row) is(field, v string) bool {
	switch field {
	case "project":
		return strings.EqualFold(r.project.key, v) || r.project.id == v || strings.EqualFold(r.project.name, v)
	case "creator":
		return r.author.Login == v
	case "labels":
		return slices.Contains(r.labels, v)
	case "status":
		return strings.EqualFold(r.status, v) || r.issue.status == v
	case "issuetype":
		return strings.EqualFold(r.kind, v)
	}
	return r.idText() == v || strings.EqualFold(r.key, v)
}

func (p *jqlParser) date(field, op string, values []string) (func(row) bool, error) {
	if len(values) != 1 {
		return nil, wrong("The operator 'in' is not supported by the '%s' field.", field)
	}
	at, err := p.when(values[0])
	if err != nil {
		return nil, err
	}
	ok := map[string]func(int) bool{
		">=": func(n int) bool { return n >= 0 }, ">": func(n int) bool { return n > 0 },
		"<=": func(n int) bool { return n <= 0 }, "<": func(n int) bool { return n < 0 },
	}[op]
	if ok == nil {
		return nil, wrong("The operator '%s' is not supported by the '%s' field.", op, field)
	}
	return func(r row) bool {
		t := r.updated
		if field == "created" {
			t = r.created
		}
		return ok(t.Compare(at))
	}, nil
}

// when reads a date: milliseconds since 1970, a distance from now, or a quoted
// date in the asker's zone.
func (p *jqlParser) when(v string) (time.Time, error) {
	if ms, err := strconv.ParseInt(v, 10, 64); err == nil {
		return time.UnixMilli(ms), nil
	}
	if m := relative.FindStringSubmatch(unquote(v)); m != nil {
		n, _ := strconv.Atoi(m[1])
		unit := map[string]time.Duration{"m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}[m[2]]
		return p.now.Add(time.Duration(n) * unit), nil
	}
	for _, layout := range []string{"2006/01/02 15:04", "2006-01-02 15:04", "2006/01/02", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, unquote(v), p.zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, wrong("Date value '%s' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.", unquote(v))
}

func unquote(v string) string {
	if len(v) >= 2 && (v[0] == '"' || v[0] == '\'') {
		return strings.NewReplacer(`\"`, `"`, `\'`, `'`, `\\`, `\`).Replace(v[1 : len(v)-1])
	}
	return v
}

func (p *jqlParser) orders(q *jql) error {
	if !p.word("BY") {
		return wrong("Error in the JQL Query: expecting 'BY' after 'ORDER'.")
	}
	for len(p.tokens) > 0 {
		field := strings.ToLower(p.next())
		by, known := map[string]func(a, b row) int{
			"updated": func(a, b row) int { return a.updated.Compare(b.updated) },
			"created": func(a, b row) int { return a.created.Compare(b.created) },
			"id":      func(a, b row) int { return a.id - b.id },
			"key":     func(a, b row) int { return a.id - b.id },
		}[field]
		if !known {
			return wrong("Not able to sort using field '%s'.", field)
		}
		if p.word("DESC") {
			up := by
			by = func(a, b row) int { return up(b, a) }
		} else {
			p.word("ASC")
		}
		q.order = append(q.order, by)
		p.word(",")
	}
	return nil
}

func (q jql) run(rows []row) []*issue {
	rows = slices.DeleteFunc(rows, func(r row) bool {
		return slices.ContainsFunc(q.clauses, func(match func(row) bool) bool { return !match(r) })
	})
	slices.SortStableFunc(rows, func(a, b row) int {
		for _, by := range q.order {
			if n := by(a, b); n != 0 {
				return n
			}
		}
		return 0
	})
	found := make([]*issue, len(rows))
	for i, r := range rows {
		found[i] = r.issue
	}
	return found
}
