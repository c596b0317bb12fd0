package reconcile

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Marker makes and checks the keys that the hub leaves at the tools. A key
// names the hub, the link, for a comment also the note, and carries a MAC, so
// that a pasted or foreign key is told from our own.
type Marker struct {
	Hub    string // [a-z0-9]{1,8}: tells this hub from another one on the same tracker
	Secret []byte
}

// Mark is what a key says.
type Mark struct {
	Link    request.LinkID
	Note    request.NoteID // "" on a ticket
	Version int64          // of the note; 0 on a ticket
	Part    int            // which one of the note's comments, the first is 0
	File    request.FileID // on a file
}

// Link returns the key of a link's ticket.
func (m Marker) Link(l request.LinkID) ticket.Key { return m.key(string(l)) }

// Note returns the key of a note's comment on a link. A correction of a note has
// a key of its own by its version, each further part, up to 26, by a letter.
func (m Marker) Note(l request.LinkID, n request.NoteID, version int64, part int) ticket.Key {
	letter := ""
	if part > 0 {
		letter = string(rune('a' + part))
	}
	return m.key(fmt.Sprintf("%s-%s-%d%s", l, n, version, letter))
}

// File returns the key of a file on a link.
func (m Marker) File(l request.LinkID, f request.FileID) ticket.Key {
	return m.key(string(l) + "-" + string(f))
}

func (m Marker) key(object string) ticket.Key {
	return ticket.Key(m.Hub + "-" + object + "-" + m.mac(object))
}

// Comment returns what the last key of a comment says: those before it may be
// quoted. False if there is none, or not ours.
func (m Marker) Comment(c ticket.Comment) (Mark, bool) {
	if len(c.Keys) == 0 {
		return Mark{}, false
	}
	return m.Read(c.Keys[len(c.Keys)-1])
}

// Read returns what a key says; false unless it is this hub's and unforged.
func (m Marker) Read(k ticket.Key) (Mark, bool) {
	rest, ours := strings.CutPrefix(string(k), m.Hub+"-")
	at := strings.LastIndexByte(rest, '-')
	if !ours || at < 0 {
		return Mark{}, false
	}
	object, mac := rest[:at], rest[at+1:]
	if !hmac.Equal([]byte(mac), []byte(m.mac(object))) {
		return Mark{}, false
	}
	parts := strings.Split(object, "-")
	switch len(parts) {
	case 1:
		return Mark{Link: request.LinkID(parts[0])}, true
	case 2:
		return Mark{Link: request.LinkID(parts[0]), File: request.FileID(parts[1])}, true
	case 3:
		digits := strings.TrimRight(parts[2], "bcdefghijklmnopqrstuvwxyz")
		version, err := strconv.ParseInt(digits, 10, 64)
		mark := Mark{Link: request.LinkID(parts[0]), Note: request.NoteID(parts[1]), Version: version}
		if len(digits) < len(parts[2]) {
			mark.Part = int(parts[2][len(digits)] - 'a')
		}
		return mark, err == nil
	}
	return Mark{}, false
}

func (m Marker) mac(object string) string {
	h := hmac.New(sha256.New, m.Secret)
	h.Write([]byte(m.Hub + "/" + object))
	return strings.ToLower(base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(h.Sum(nil)[:7]))
}
