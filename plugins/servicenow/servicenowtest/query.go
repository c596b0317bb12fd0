package servicenowtest

import (
	"slices"
	"strings"
)

// encoded is a parsed query: blocks joined by ^NQ (or), each of groups joined by
// ^ (and), each of conditions joined by ^OR.
type encoded struct {
	blocks  [][][]condition
	order   []order
	invalid bool // a part was dropped
}

type condition struct{ column, operator, value string }

type order struct {
	column string
	down   bool
}

// operators, the longer before those that they begin with.
var operators = []string{"!=", ">=", "<=", "NOT IN", "STARTSWITH", "ISNOTEMPTY", "ISEMPTY", "LIKE", "IN", "=", ">", "<"}

// parse reads a query. As the real one does, it drops what it does not
// understand: a condition on an unknown column, an operator it does not know.
func parse(q, user string, known func(column string) bool) encoded {
	var e encoded
	block := [][]condition{}
	for _, part := range split(q) {
		switch {
		case part == "" || part == "EQ":
			continue
		case strings.HasPrefix(part, "ORDERBYDESC"):
			e.sort(strings.TrimPrefix(part, "ORDERBYDESC"), true, known)
			continue
		case strings.HasPrefix(part, "ORDERBY"):
			e.sort(strings.TrimPrefix(part, "ORDERBY"), false, known)
			continue
		}
		nq := strings.HasPrefix(part, "NQ")
		or := !nq && strings.HasPrefix(part, "OR")
		c, ok := conditionOf(strings.TrimPrefix(strings.TrimPrefix(part, "NQ"), "OR"), user)
		if nq {
			e.blocks, block = append(e.blocks, block), nil
		}
		switch {
		case !ok || !known(c.column):
			e.invalid = true
		case or && len(block) > 0:
			block[len(block)-1] = append(block[len(block)-1], c)
		default:
			block = append(block, []condition{c})
		}
	}
	e.blocks = append(e.blocks, block)
	return e
}

// split parts a query at its carets; a doubled caret is one inside a value.
func split(q string) []string {
	const caret = "\x00"
	parts := strings.Split(strings.ReplaceAll(q, "^^", caret), "^")
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], caret, "^")
	}
	return parts
}

func conditionOf(part, user string) (condition, bool) {
	at := strings.IndexFunc(part, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' && r != '.' })
	if at <= 0 {
		return condition{}, false
	}
	for _, op := range operators {
		if value, ok := strings.CutPrefix(part[at:], op); ok {
			return condition{part[:at], op, evaluate(value, user)}, true
		}
	}
	return condition{}, false
}

// evaluate runs the scripts that queries usually hold; any other gives nothing.
func evaluate(value, user string) string {
	script, ok := strings.CutPrefix(value, "javascript:")
	if !ok {
		return value
	}
	if strings.TrimSuffix(script, ";") == "gs.getUserName()" {
		return user
	}
	return ""
}

func (e *encoded) sort(column string, down bool, known func(string) bool) {
	if !known(column) {
		e.invalid = true
		return
	}
	e.order = append(e.order, order{column, down})
}

func (e encoded) match(get func(column string) string) bool {
	return slices.ContainsFunc(e.blocks, func(block [][]condition) bool {
		return !slices.ContainsFunc(block, func(or []condition) bool {
			return !slices.ContainsFunc(or, func(c condition) bool { return c.holds(get(c.column)) })
		})
	})
}

// holds compares as a database with a case-insensitive collation does.
func (c condition) holds(have string) bool {
	have, want := strings.ToLower(have), strings.ToLower(c.value)
	switch c.operator {
	case "=":
		return have == want
	case "!=":
		return have != want
	case ">":
		return have > want
	case ">=":
		return have >= want
	case "<":
		return have < want
	case "<=":
		return have <= want
	case "IN":
		return slices.Contains(strings.Split(want, ","), have)
	case "NOT IN":
		return !slices.Contains(strings.Split(want, ","), have)
	case "STARTSWITH":
		return strings.HasPrefix(have, want)
	case "LIKE":
		return strings.Contains(have, want)
	case "ISEMPTY":
		return have == ""
	}
	return have != ""
}

func (e encoded) sorted(list []row) {
	slices.SortStableFunc(list, func(a, b row) int {
		for _, o := range e.order {
			n := strings.Compare(a[o.column], b[o.column])
			if o.down {
				n = -n
			}
			if n != 0 {
				return n
			}
		}
		return 0
	})
}
