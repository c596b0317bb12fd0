package request

import (
	"slices"
	"time"
)

// NoteID identifies a note: lower-case letters and digits.
type NoteID string

// Audience says who may read a note. The zero value is internal: deny by
// default.
type Audience string

// The audiences.
const (
	Internal Audience = "internal" // never leaves the hub
	Teams    Audience = "teams"    // the links chosen when it was written
	ToClient Audience = "client"   // the client's side only
)

// Via says how a note to or from a client travelled.
type Via string

// The ways. A call or a visit is recorded, nothing is sent. The desk cannot write
// by portal or mail yet: what came that way says so.
const (
	ByPortal   Via = "portal"
	ByMail     Via = "mail"
	ByPhone    Via = "phone"
	ByVisiting Via = "in_person"
)

// Spoken reports whether something was said and not written: it is recorded, and
// nothing is sent.
func (v Via) Spoken() bool { return v == ByPhone || v == ByVisiting }

// Author says who wrote a note and where.
type Author struct {
	Name   string
	Origin string // desk, client, or the name of a connection
	Login  string // the account there, if any
}

// Note is one entry of a request's conversation.
type Note struct {
	ID         NoteID
	Request    ID
	Audience   Audience
	Author     Author
	Body       string // Markdown
	Version    int64  // 1 when written, higher after an edit or a deletion
	Via        Via
	To         []string // addressees of a reply
	SharedFrom NoteID
	Of         ClientID `json:",omitempty"` // whose words they are, on an umbrella: only links that serve this client may hold them
	CreatedAt  time.Time
	EditedAt   time.Time
	Deleted    bool
	Copies     []Copy
}

// Unread reports whether a note of the desk was written when none of those that it
// is for could receive it in a tool. What the record of a call or a visit says was
// said already.
func (r *Request) Unread(n *Note) bool {
	if n.Deleted || n.Author.Origin != DeskOrigin || n.Via.Spoken() {
		return false
	}
	switch n.Audience {
	case Teams:
		return len(n.Copies) == 0
	case ToClient:
		return !slices.ContainsFunc(n.Copies, func(c Copy) bool {
			l := r.Link(c.Link)
			return l == nil || l.Side == ClientSide
		})
	default: // an internal note goes nowhere
		return false
	}
}

// Copy is a note in one ticket. The copies of a note are fixed when it is
// written: a link without one never receives it.
type Copy struct {
	Note      NoteID
	Link      LinkID
	CommentID string // "" until it is there; the first one's where there are parts
	Version   int64  // of the note, as agreed with the ticket; 0: nothing agreed yet
	Native    string // the comment as the tool returned it, base of the comparison
	State     CopyState
	Error     string
	Origin    bool   // the note came from this ticket
	Parts     []Part `json:",omitempty"` // all comments of a note that takes several; none where one holds it
}

// CopyState says where a copy stands.
type CopyState string

// The states.
const (
	CopyPending   CopyState = "pending"
	CopySent      CopyState = "sent"
	CopyDelivered CopyState = "delivered"
	CopyFailed    CopyState = "failed"
	CopyDeleted   CopyState = "deleted"
)
