package jira

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// cursor is the newest update seen, by Jira's clock, and whose it was. Nothing
// from before the floor is of interest: there the polls, or an import, began.
type cursor struct {
	Time, Floor time.Time
	ID          string
}

func parseCursor(c sdk.Cursor) (cursor, error) {
	if since, ok := strings.CutPrefix(string(c), "since:"); ok {
		t, err := time.Parse(time.RFC3339, since)
		if err != nil {
			return cursor{}, fault.Errorf(fault.Invalid, "read cursor", "since: %w", err)
		}
		return beginning(t), nil
	}
	parts := strings.Split(string(c), "/")
	if len(parts) != 3 {
		return cursor{}, notOurs(c)
	}
	at, err := strconv.ParseInt(parts[0], 10, 64)
	floor, err2 := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || err2 != nil || at < 0 || floor < 0 {
		return cursor{}, notOurs(c)
	}
	return cursor{Time: time.UnixMicro(at).UTC(), Floor: time.UnixMicro(floor).UTC(), ID: parts[2]}, nil
}

func notOurs(c sdk.Cursor) error {
	return fault.Errorf(fault.Invalid, "read cursor", "not a cursor of this connector: %q", c)
}

// beginning is the cursor from which everything since t is seen.
func beginning(t time.Time) cursor {
	if t = t.UTC(); t.Before(time.Unix(0, 0)) {
		t = time.Unix(0, 0).UTC()
	}
	return cursor{Time: t, Floor: t}
}

func (c cursor) text() sdk.Cursor {
	return sdk.Cursor(fmt.Sprintf("%d/%d/%s", c.Time.UnixMicro(), c.Floor.UnixMicro(), c.ID))
}

// from is where a poll begins to read, in milliseconds: the overlap catches what
// the index learnt late.
func (c cursor) from(overlap time.Duration) int64 {
	return max(c.Floor.UnixMilli(), c.Time.Add(-overlap).UnixMilli())
}

// after moves on to a row, never back, and never beyond the server's clock: one
// time from the future would blind the polls to come.
func (c cursor) after(t time.Time, id string, now time.Time) cursor {
	if latest := now.Add(time.Second); !now.IsZero() && t.After(latest) {
		t = latest
	}
	if d := t.Compare(c.Time); d < 0 || d == 0 && id < c.ID {
		return c
	}
	return cursor{Time: t, Floor: c.Floor, ID: id}
}
