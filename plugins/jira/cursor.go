package jira

import (
	"strconv"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// cursor is the newest update seen, by Jira's clock, and whose it was.
type cursor struct {
	Time   time.Time
	ID     string
	Import bool // from here on, without overlap
}

func parseCursor(c sdk.Cursor) (cursor, error) {
	if since, ok := strings.CutPrefix(string(c), "since:"); ok {
		t, err := time.Parse(time.RFC3339, since)
		if err != nil {
			return cursor{}, fault.Errorf(fault.Invalid, "read cursor", "since: %w", err)
		}
		return cursor{Time: t.UTC(), Import: true}, nil
	}
	at, id, _ := strings.Cut(string(c), "/")
	us, err := strconv.ParseInt(at, 10, 64)
	if err != nil || us < 0 {
		return cursor{}, fault.Errorf(fault.Invalid, "read cursor", "not a cursor of this connector: %q", c)
	}
	return cursor{Time: time.UnixMicro(us).UTC(), ID: id}, nil
}

func (c cursor) text() sdk.Cursor {
	return sdk.Cursor(strconv.FormatInt(max(0, c.Time.UnixMicro()), 10) + "/" + c.ID)
}

// after moves on to a row, never back, and never beyond the server's clock: one
// time from the future would blind the polls to come.
func (c cursor) after(t time.Time, id string, now time.Time) cursor {
	if latest := now.Add(time.Second); !now.IsZero() && t.After(latest) {
		t = latest
	}
	switch d := t.Compare(c.Time); {
	case d < 0, d == 0 && id < c.ID:
		return c
	}
	return cursor{Time: t, ID: id}
}
