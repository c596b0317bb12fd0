package sdk

import (
	"context"
	"io"
	"iter"
)

// Conn is an open connection to a tool. Ping, Get and Close are what every
// connector has; everything else is one of the small interfaces below, found
// with [As]. All methods may be called concurrently, honour their context, and
// return errors that carry a [fault.Error].
type Conn interface {
	// Ping asks the tool who we are, what we may do and where. It fails with
	// fault.Unauthenticated where the credential is not accepted. A right that is
	// missing is no failure: Place.Can leaves out what it takes away, and
	// Place.Problems says so, with the way to mend it.
	Ping(context.Context) (Place, error)
	// Get reads one ticket. fault.NotFound: it is gone or hidden from us;
	// fault.Gone: the tool says that it was deleted. A ticket that was moved
	// comes back with Ticket.Was set. A Ref without an ID is looked up in its
	// Container by Key, as a person typed it.
	Get(context.Context, Ref, Need) (Ticket, error)
	// Close ends the connection; it is called once, after all other calls.
	Close() error
}

type (
	// Creator makes tickets. The draft's key is stored at the tool in the same
	// call. The answer holds what the tool's answer showed and no more: a cell
	// that it did not show is absent.
	Creator interface {
		Create(context.Context, Draft) (Ticket, error)
	}

	// Finder finds the tickets that carry a key: every page, every twin. An
	// empty answer may also mean that the tool's search lags (Place.Settle).
	Finder interface {
		Find(context.Context, Key) ([]Ticket, error)
	}

	// Editor writes fields of one ticket as one effect; several hops of a
	// workflow are one effect. marker is the ticket's own key, for tools that
	// keep it inside a text. The answer's cells are only what the tool's answer
	// showed; an answer without cells is allowed.
	Editor interface {
		Edit(ctx context.Context, r Ref, marker Key, p Patch) (Ticket, error)
	}

	// Retirer takes a twin out of the way: deletes it, else closes it as a
	// duplicate of survivor. A twin that stays keeps a key, this or another one:
	// one without would be taken for a ticket of people's.
	Retirer interface {
		Retire(ctx context.Context, twin, survivor Ref) error
	}

	// Renderer turns Markdown into the tool's markup, one answer for each
	// question, in order. It is pure: no network, no clock. A connection without
	// it takes Markdown as it is.
	Renderer interface {
		Render(context.Context, []Text) ([]Native, error)
	}

	// Commenter writes comments. k is stored with the comment where the tool
	// lets us.
	Commenter interface {
		Comment(ctx context.Context, r Ref, k Key, d CommentDraft) (Comment, error)
	}

	// CommentEditor replaces a comment's text.
	CommentEditor interface {
		EditComment(ctx context.Context, r Ref, id string, k Key, d CommentDraft) (Comment, error)
	}

	// CommentDeleter deletes a comment.
	CommentDeleter interface {
		DeleteComment(ctx context.Context, r Ref, id string) error
	}

	// Watcher polls. The sequence yields what changed at or after the cursor,
	// oldest first; each change carries the cursor to store with it. A poll that
	// found nothing yields one Mark. An error ends the sequence; it may be
	// ranged over once. Overlap, page clamping and time zones are the
	// connector's affair. A poll need not tell of what is no change of a ticket
	// at the tool, such as a deleted comment: the hub reads each ticket daily.
	Watcher interface {
		Changes(context.Context, Cursor) iter.Seq2[Change, error]
	}

	// Receiver decodes a webhook delivery whose signature the hub has checked.
	// It uses no network and no secret. An event of no interest gives no
	// changes and no error.
	Receiver interface {
		Receive(context.Context, Delivery) ([]Change, error)
	}

	// Uploader attaches a file. The bytes are streamed; f says their size and
	// hash. A body that fails, or that the tool stored otherwise, is never
	// attached as a whole file. k is kept beside the file where the tool has room
	// for it; else a lost upload is told from the ticket's complete list by name,
	// size, hash and author. fault.Invalid: the tool takes no such file (too large,
	// of a type that it refuses), however often it is sent.
	Uploader interface {
		Upload(ctx context.Context, r Ref, k Key, f File, body io.Reader) (File, error)
	}

	// Downloader opens an attachment's bytes, from the tool's own address or from
	// hosts that the settings name (see rest.Source), and streams them. A transfer
	// that is cut ends with an error, never with io.EOF.
	Downloader interface {
		Download(ctx context.Context, r Ref, f File) (io.ReadCloser, error)
	}

	// Cataloger lists the tool's codes of one container: states, priorities,
	// people, with the connector's proposal of what each means to us.
	Cataloger interface {
		Catalog(ctx context.Context, container string) ([]Code, error)
	}
)
