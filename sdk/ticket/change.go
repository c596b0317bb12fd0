package ticket

// Kind says what a Change tells.
type Kind string

// The kinds of change.
const (
	Look        Kind = "look"         // something happened to Ref: read it
	Snapshot    Kind = "snapshot"     // Ticket holds what is known of Ref now
	Commented   Kind = "comment"      // Comment was written or edited
	CommentGone Kind = "comment_gone" // Comment.ID was deleted
	Filed       Kind = "file"         // File was attached
	FileGone    Kind = "file_gone"    // File.ID was removed
	Gone        Kind = "gone"         // the tool says that the ticket was deleted
	Moved       Kind = "moved"        // Ref is To now
	Mark        Kind = "mark"         // nothing but a Cursor: an empty poll, a new ETag
)

// Change is one thing that a poll or a webhook delivery told.
type Change struct {
	Kind    Kind
	Ref     Ref
	Version Version
	Keys    []Key
	By      *Actor // who did it
	Cause   Key    // our write that caused it, where the tool tells
	Ticket  *Ticket
	Comment *Comment
	File    *File
	To      *Ref
	Cursor  Cursor // to be stored together with this row
}
