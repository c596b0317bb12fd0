// Package row says how documents become rows, for every implementation of the
// storage door: what is encoded, what people see, and when work is due.
package row

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// Encode is the JSON of a request without what has columns or tables of its own.
func Encode(r *request.Request) (string, error) {
	bare := *r
	bare.Links, bare.Version, bare.UpdatedAt = nil, 0, time.Time{}
	text, err := json.Marshal(&bare)
	return string(text), err
}

// EncodeNote is the JSON of a note without its copies.
func EncodeNote(n *request.Note) (string, error) {
	bare := *n
	bare.Copies, bare.Request = nil, ""
	text, err := json.Marshal(&bare)
	return string(text), err
}

// EncodeParts is the JSON of a copy's parts, "" if there are none.
func EncodeParts(parts []request.Part) (string, error) {
	if len(parts) == 0 {
		return "", nil
	}
	text, err := json.Marshal(parts)
	return string(text), err
}

// Shown reports whether people see a difference between two states of a copy.
func Shown(was, now request.Copy) bool {
	return was.State != now.State || was.CommentID != now.CommentID || was.Error != now.Error || !slices.Equal(was.Comments(), now.Comments())
}

// Differs compares a link with its JSON of before: visible if people see more
// than a newer time of agreement, text if they search for something else.
func Differs(was string, l *request.Link) (visible, text bool) {
	var old request.Link
	if json.Unmarshal([]byte(was), &old) != nil {
		return true, true
	}
	text = old.Ticket.Key != l.Ticket.Key
	now := *l
	old.SyncedAt, now.SyncedAt = time.Time{}, time.Time{}
	a, errA := json.Marshal(&old)
	b, errB := json.Marshal(&now)
	return errA != nil || errB != nil || !bytes.Equal(a, b), text
}

// Unfinished reports whether the link of a copy still has to do something about
// a note of this version.
func Unfinished(c request.Copy, version int64) bool {
	return c.State == request.CopyPending || c.State == request.CopySent || c.Version != version
}

// Lane is where work of a request belongs.
func Lane(r *request.Request) store.Lane {
	if r.Priority == "P1" {
		return store.Urgent
	}
	return store.People
}
