package redmine

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// overlap is how long after its time a change may become visible: a transaction
// that takes its time, a second server whose clock is behind.
const overlap = 10

// position is what a cursor holds. Redmine counts in whole seconds and does not
// tell its clock, so nothing here is newer than what was seen.
type position struct {
	From int64        `json:"from"` // ask for changes at or after this second
	Seen map[int]seen `json:"seen"` // issues of that time on, as they were seen
}

// seen tells one state of an issue from another: the second of its last change,
// and what it looked like, since more may change within that second. A list shows
// no journals: an issue of the newest second is looked at once more when that
// second is over.
type seen struct {
	At    int64  `json:"at"`
	Sum   uint32 `json:"sum"`
	Since int64  `json:"since,omitempty"` // when it was first seen so, in our milliseconds, until it was looked at again
}

// over is how long a second lasts at most, in milliseconds.
const over = 1500

func (i issue) seen() seen {
	h := fnv.New32a()
	fmt.Fprintf(h, "%q", []any{i.Subject, i.Description, i.Status.id(), i.Priority.id(), i.AssignedTo.id(), i.DueDate, i.Custom, i.Project.id()})
	return seen{At: i.UpdatedOn.Unix(), Sum: h.Sum32()}
}

func parse(c sdk.Cursor) (position, error) {
	if since, ok := strings.CutPrefix(string(c), "since:"); ok {
		t, err := time.Parse(time.RFC3339, since)
		if err != nil {
			return position{}, fault.Errorf(fault.Invalid, "poll", "cursor: %w", err)
		}
		return position{From: t.Unix()}, nil
	}
	var p position
	if err := json.Unmarshal([]byte(c), &p); err != nil {
		return position{}, fault.Errorf(fault.Invalid, "poll", "cursor: %w", err)
	}
	return p, nil
}

func (p position) cursor() sdk.Cursor {
	b, _ := json.Marshal(p) //nolint:errchkjson // numbers only: cannot fail
	return sdk.Cursor(b)
}

// covers reports whether a change was seen, or lies before the position: asked
// for a second, PostgreSQL answers with the end of the one before it as well.
func (p position) covers(i issue) bool {
	is, ok := p.Seen[i.ID]
	return i.UpdatedOn.Unix() < p.From || ok && is == i.seen()
}

// young reports whether an issue is as it was seen, but may have a journal since.
func (p position) young(i issue) bool {
	was := p.Seen[i.ID]
	return was.Since != 0 && was.At == i.UpdatedOn.Unix() && was.Sum == i.seen().Sum
}

// after is the position once rows were seen.
func (p position) after(rows []issue) position {
	next := position{From: p.From, Seen: maps.Clone(p.Seen)}
	if next.Seen == nil {
		next.Seen = map[int]seen{}
	}
	for _, i := range rows {
		next.Seen[i.ID] = i.seen()
		next.From = max(next.From, i.UpdatedOn.Unix()-overlap)
	}
	maps.DeleteFunc(next.Seen, func(_ int, s seen) bool { return s.At < next.From })
	return next
}

// wary remembers since when rows of the newest second are there. was is the
// position before them.
func (p position) wary(fresh []issue, was position, now int64) {
	newest := int64(0)
	for _, s := range p.Seen {
		newest = max(newest, s.At)
	}
	for _, i := range fresh {
		is, since := p.Seen[i.ID], now
		if was.young(i) {
			since = was.Seen[i.ID].Since
		}
		if is.At == newest && now-since < over {
			is.Since = since
			p.Seen[i.ID] = is
		}
	}
}
