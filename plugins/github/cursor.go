package github

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// overlap is how far behind the newest row a poll goes back: rows may become
// visible late.
const overlap = 30 * time.Second

// cursor holds a position in each of the two lists.
type cursor struct {
	V        int      `json:"v"`
	Issues   position `json:"i"`
	Comments position `json:"c"`
}

// position is the time that the next poll asks from, the rows seen since then,
// and the ETag of a poll from there that brought nothing new.
type position struct {
	Since time.Time          `json:"s"`
	ETag  string             `json:"e,omitempty"`
	Seen  map[string]seenRow `json:"k,omitempty"`
}

// seenRow is a row's time in seconds and a checksum of it. Time alone is too
// coarse: an issue may change twice in a second.
type seenRow [2]int64

func (p *position) known(id string, row seenRow) bool {
	old, ok := p.Seen[id]
	return ok && old == row
}

// add takes a row in. The position never passes the tool's clock, so that one
// row from the future cannot blind the polls to come.
func (p *position) add(id string, row seenRow, clock time.Time) {
	if p.Seen == nil {
		p.Seen = map[string]seenRow{}
	}
	p.ETag, p.Seen[id] = "", row
	at := time.Unix(row[0], 0)
	if !clock.IsZero() && at.After(clock) {
		at = clock
	}
	since := at.Add(-overlap).UTC().Truncate(time.Second)
	if !since.After(p.Since) {
		return
	}
	p.Since = since
	for id, row := range p.Seen {
		if row[0] < since.Unix() {
			delete(p.Seen, id)
		}
	}
}

func (c cursor) encode() (sdk.Cursor, error) {
	b, err := json.Marshal(c)
	if err != nil { // an empty cursor would skip to now
		return "", fault.Errorf(fault.Internal, "write cursor", "%w", err)
	}
	return sdk.Cursor(b), nil
}

func from(t time.Time) cursor {
	p := position{Since: t.UTC().Truncate(time.Second)}
	return cursor{V: 1, Issues: p, Comments: p}
}

// parse reads a cursor of our own or "since:" and a time.
func parse(s sdk.Cursor) (cursor, error) {
	const op = "read cursor"
	if at, ok := strings.CutPrefix(string(s), "since:"); ok {
		t, err := time.Parse(time.RFC3339, at)
		if err != nil {
			return cursor{}, fault.Errorf(fault.Invalid, op, "%q is no RFC 3339 time", at)
		}
		return from(t), nil
	}
	var c cursor
	if err := json.Unmarshal([]byte(s), &c); err != nil || c.V != 1 || c.Issues.Since.IsZero() || c.Comments.Since.IsZero() {
		return cursor{}, fault.Errorf(fault.Invalid, op, "not a cursor of this connector")
	}
	return c, nil
}
