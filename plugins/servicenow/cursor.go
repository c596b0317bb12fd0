package servicenow

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// overlap is how far a poll reads back: a transaction stamps its rows when it
// starts and may show them a minute later.
const overlap = 2 * time.Minute

// position is what a cursor holds: the newest time seen at the instance, never
// ours, and the versions seen within the overlap before it. Inside of a poll it is
// only the last row's time and id, behind which the poll can go on.
type position struct {
	At    time.Time `json:"at"`              // sys_updated_on
	After string    `json:"after,omitempty"` // sys_id of the last row
	Since time.Time `json:"since,omitzero"`  // inside of a poll: where it began, and comments with it
	Files time.Time `json:"files,omitzero"`  // when files and deletions were last asked for
	Seen  []sight   `json:"seen,omitempty"`
	exact bool      // read from At on, not from before it
}

// sight is one version of one record that was seen.
type sight struct {
	ID      string      `json:"i"`
	Version sdk.Version `json:"v"`
	At      int64       `json:"t"` // seconds since 1970
}

// maxSeen bounds the cursor; a version that is forgotten is told once more.
const maxSeen = 400

func parseCursor(c sdk.Cursor) (position, error) {
	if since, ok := strings.CutPrefix(string(c), "since:"); ok {
		at, err := time.Parse(time.RFC3339, since)
		if err != nil {
			return position{}, fault.Errorf(fault.Invalid, "poll", "cursor: %w", err)
		}
		return position{At: at.UTC(), Files: at.UTC(), exact: true}, nil
	}
	var p position
	if err := json.Unmarshal([]byte(c), &p); err != nil || p.At.IsZero() {
		return position{}, fault.Errorf(fault.Invalid, "poll", "a cursor of another make")
	}
	return p, nil
}

func (p position) cursor() (sdk.Cursor, error) {
	b, err := json.Marshal(p)
	if err != nil { // an empty cursor would skip to now
		return "", fault.Errorf(fault.Internal, "poll", "write cursor: %w", err)
	}
	return sdk.Cursor(b), nil
}

// from is the time at which a poll starts to read.
func (p position) from() time.Time {
	if p.exact || p.After != "" {
		return p.At
	}
	return p.At.Add(-overlap)
}

func (p position) knows(r record) bool {
	id, v := r.raw("sys_id"), version(r)
	return slices.ContainsFunc(p.Seen, func(s sight) bool { return s.ID == id && s.Version == v })
}

// begin is the time since which a poll's comments are news. A comment may be
// older than the row of its record, which moves when it changes again.
func (p position) begin() time.Time {
	if p.After != "" {
		return p.Since
	}
	return p.from()
}

// behind is the position inside of a poll that began at since, after a row; false
// where the row is from the future.
func (p position) behind(r record, since, now time.Time) (position, bool) {
	at, ok := parseTime(r.raw("sys_updated_on"))
	return position{At: at, After: r.raw("sys_id"), Since: since, Files: p.Files}, ok && (now.IsZero() || !at.After(now))
}

// advance notes rows that were handed on. now is the instance's clock: a row from
// the future must not carry the position there, or what comes until then is
// missed.
func (p position) advance(list []record, now time.Time) position {
	p.exact, p.After, p.Since = false, "", time.Time{}
	p.Seen = slices.Clone(p.Seen)
	for _, r := range list {
		at, _ := parseTime(r.raw("sys_updated_on"))
		p.Seen = slices.DeleteFunc(p.Seen, func(s sight) bool { return s.ID == r.raw("sys_id") })
		p.Seen = append(p.Seen, sight{r.raw("sys_id"), version(r), at.Unix()})
		if !now.IsZero() && at.After(now) {
			at = now.UTC().Truncate(time.Second)
		}
		if at.After(p.At) {
			p.At = at
		}
	}
	edge := p.At.Add(-overlap).Unix()
	p.Seen = slices.DeleteFunc(p.Seen, func(s sight) bool { return s.At < edge })
	if over := len(p.Seen) - maxSeen; over > 0 {
		p.Seen = p.Seen[over:]
	}
	return p
}
