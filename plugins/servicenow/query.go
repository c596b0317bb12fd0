package servicenow

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// query is an encoded query: its parts are joined by "and".
type query []string

func (q query) String() string { return strings.Join(q, "^") }

func is(column, value string) string { return column + "=" + literal(value) }

func in(column string, values ...string) string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = literal(v)
	}
	return column + "IN" + strings.Join(list, ",")
}

var script = regexp.MustCompile(`(?i)javascript:`)

// literal makes a value safe inside a query: a caret would end it, and a value
// that starts with "javascript:" would be evaluated.
func literal(v string) string {
	v = script.ReplaceAllString(v, "javascript_:")
	return strings.ReplaceAll(v, "^", "^^")
}

const stamp = "2006-01-02 15:04:05"

func formatTime(t time.Time) string { return t.UTC().Format(stamp) }

func parseTime(s string) (time.Time, bool) {
	t, err := time.ParseInLocation(stamp, s, time.UTC)
	return t, err == nil
}

// page is what the headers say of a list.
type page struct {
	total int // -1: not said
	next  int // the offset of the next page; -1: none
	known bool
	date  time.Time // the instance's clock
}

var nextLink = regexp.MustCompile(`<([^>]*)>\s*;\s*rel="next"`)

func readPage(h http.Header) page {
	p := page{total: -1, next: -1}
	if n, err := strconv.Atoi(h.Get("X-Total-Count")); err == nil {
		p.total, p.known = n, true
	}
	links := strings.Join(h.Values("Link"), ",")
	p.known = p.known || links != ""
	if m := nextLink.FindStringSubmatch(links); m != nil {
		p.next = offsetOf(m[1])
	}
	p.date, _ = http.ParseTime(h.Get("Date"))
	return p
}

func offsetOf(link string) int {
	u, err := url.Parse(link)
	if err != nil {
		return -1
	}
	n, err := strconv.Atoi(u.Query().Get("sysparm_offset"))
	if err != nil {
		return -1
	}
	return n
}

// after is the offset of the next page, if there is one. A short or empty page is
// no end, since rows hidden from us count for the limit; and the instance may set
// a smaller limit than was asked for, so that its own link goes first.
func (p page) after(offset, limit, rows int) (next int, more bool) {
	switch {
	case p.next > offset:
		return p.next, true
	case p.known:
		return offset + limit, p.total > offset+limit
	}
	return offset + limit, rows > 0
}

var hexID = regexp.MustCompile(`^[0-9a-f]{32}$`)

// view asks for columns with both raw and display values: the raw ones are for
// the program, the others only for people's eyes.
func view(fields string) url.Values {
	return url.Values{
		"sysparm_fields":                 {fields},
		"sysparm_display_value":          {"all"},
		"sysparm_exclude_reference_link": {"true"},
	}
}
