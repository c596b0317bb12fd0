// Package store is the door to the database: two interfaces, [Sync] for what
// links do and [Desk] for what people do, the documents that they exchange, and
// (in storetest) the suite that every implementation passes.
package store

import (
	"context"
	"errors"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// The errors that callers tell apart.
var (
	ErrNotFound = errors.New("not found")
	ErrConflict = errors.New("changed meanwhile") // a version or a claim that is no longer the newest
	ErrKnown    = errors.New("already known")     // a unique id that exists
	ErrCursor   = errors.New("unreadable cursor") // of a page
)

// Sync is what the sync engine needs of a database. All methods are safe for
// concurrent use; functions passed in run inside one transaction, must not
// block or call the store, and may be run again.
type Sync interface {
	// Claim leases up to n pieces of due work of one kind, oldest first, P1 before
	// the others, but of no connection in but. Nobody else gets
	// them until the lease ends.
	Claim(ctx context.Context, kind Work, n int, lease time.Duration, but ...string) ([]Claim, error)
	// Finish ends a claim. ErrConflict if the claim was lost.
	Finish(ctx context.Context, c Claim, o Outcome) error
	// NextDue returns when the earliest piece of unleased work of a kind is due, of
	// no connection in but; the zero time if there is none.
	NextDue(ctx context.Context, kind Work, but ...string) (time.Time, error)
	// Receive stores one webhook call as due work; false if its id is known.
	Receive(ctx context.Context, d Delivery) (bool, error)
	// Delivery loads what a claim of DeliveryWork stands for.
	Delivery(ctx context.Context, c Claim) (Delivery, error)
	// Intake runs one transaction that turns changes seen at a tool into due
	// links and new requests.
	Intake(ctx context.Context, f func(Intake) error) error
	// Link runs one transaction over one link and its request. The claim is
	// checked: ErrConflict if it was lost. Changes to the document are stored
	// when f returns nil. A zero Claim.Seq checks nothing.
	Link(ctx context.Context, c Claim, f func(*LinkDoc) error) error
	// Connection runs one transaction over the stored state of a connection,
	// which is created empty when first asked for.
	Connection(ctx context.Context, name string, f func(*Connection) error) error
}

// Work is a kind of durable work.
type Work string

// The kinds of work.
const (
	LinkWork     Work = "link" // links in the lanes of people
	BulkWork     Work = "bulk" // links in the lane of bulk: worked off apart, so that nobody waits behind it
	PollWork     Work = "poll"
	DeliveryWork Work = "delivery"
)

// FeedWork is what [Kicker] calls an addition to the feed; it is never claimed.
const FeedWork Work = "feed"

// Kicker tells when there is something to do, so that nobody has to ask again
// and again; a slow look from time to time remains necessary.
type Kicker interface {
	// Kick returns the channel of one slot that receives after work of a kind was
	// made due. It is for one receiver, that then claims until nothing is due.
	Kick(kind Work) <-chan struct{}
}

// Claim is one leased piece of work.
type Claim struct {
	Kind       Work
	ID         string // link id, connection name, delivery row id
	Connection string
	Gen        int64 // want_gen at the time of the claim
	Seq        int64 // fences: rises with every claim
	Attempts   int   // failures in a row
}

// Outcome says how a piece of work ended.
type Outcome struct {
	// Done: finished up to the claim's generation; if it was made due again
	// meanwhile it stays due. Else it is due again at Again, never if that is
	// zero; polls set it.
	Done bool
	// Again: not finished, due again then. Failed counts an attempt.
	Again  time.Time
	Failed bool
	Error  string
}

// Delivery is one webhook call as it came.
type Delivery struct {
	Row        string // the store's own id
	Connection string
	ID         string // the tool's id of it; unique per connection
	Header     map[string][]string
	Body       []byte
	At         time.Time
	Authentic  bool
}

// LinkDoc is a link with its request, as one transaction sees it.
type LinkDoc struct {
	Request *request.Request // with all delegations and links
	Link    *request.Link    // points into Request.Links
	State   *reconcile.State
	Gen     int64           // want_gen now
	Pending []ticket.Change // what deliveries and polls told and no look has taken in yet, oldest first
	// Notes are those that this link still has to do something about, oldest first.
	Notes []*request.Note
	// Comment finds the note that has a copy with this comment id on this link, as
	// the whole or a part of it, nil if there is none. It reads inside the transaction.
	Comment func(commentID string) (*request.Note, error)
	// Copies lists every copy on this link that has a comment id. It reads inside
	// the transaction.
	Copies func() ([]request.Copy, error)
	// Holder names the request of another link that has this ticket; ErrNotFound
	// if none has, or it was let go. It reads inside the transaction.
	Holder func(ref ticket.Ref) (request.Key, error)

	// What the transaction adds.
	Taken    int             // how many of Pending are taken in and can go
	Add      []*request.Note // new notes
	Changed  []*request.Note // notes whose text or copies changed
	Events   []request.Event
	Wrote    Wrote            // for the link's team, added to what its day has
	Dirty    []request.LinkID // other links of the request that are due now
	NewLinks []NewLink
	Requests []*request.Request // requests made in this transaction
	Files    []request.FileID   // stored files to keep; ErrNotFound if one is gone
	Done     bool               // the link is clean at the claim's generation
	DueAt    time.Time          // due again then; zero: now, or not at all if it is clean
	Failed   bool
	Release  bool // ends the claim in the same transaction (with Done, DueAt, Failed)
}

// NewLink is a link to be stored with its request.
type NewLink struct {
	Link  request.LinkID // in Request.Links
	State reconcile.State
	Lane  Lane
}

// Lane orders due work: lower first.
type Lane int

// The lanes.
const (
	Urgent Lane = 0 // P1
	People Lane = 1 // somebody waits
	Bulk   Lane = 2 // import, and what is only read again
)

// Intake is one transaction over what a tool told.
type Intake interface {
	// ByTicket finds the link of a ticket, or one that let it go if none has it;
	// ErrNotFound.
	ByTicket(connection string, ref ticket.Ref) (*LinkRow, error)
	// ByID finds a link; ErrNotFound.
	ByID(id request.LinkID) (*LinkRow, error)
	// Save stores a row's ticket ref, state and pending changes; due makes the
	// link due now.
	Save(row *LinkRow, due bool) error
	// Add stores a new request with its links; it gives the request its key.
	Add(r *request.Request, links []NewLink, notes []*request.Note, events []request.Event) error
	// HasRequest reports whether a request with this id exists.
	HasRequest(id request.ID) (bool, error)
	// Cursor stores where the next poll of a connection goes on.
	Cursor(connection string, c ticket.Cursor) error
	// Held lists up to n links of a connection that hold writes back, by id, after
	// the given one.
	Held(connection string, after request.LinkID, n int) ([]*LinkRow, error)
	// Connection changes the stored state of a connection; see Sync.Connection.
	Connection(name string, f func(*Connection) error) error
	// Finish ends a claim inside the transaction; see Sync.Finish.
	Finish(c Claim, o Outcome) error
}

// LinkRow is a link without its request.
type LinkRow struct {
	Request request.ID
	Link    request.Link
	State   reconcile.State
	Pending []ticket.Change
	// Lane is where Save puts the link when it makes it due: Urgent for a P1,
	// else People, unless changed. A link that is due already only moves forward.
	Lane Lane
}

// Connection is the stored state of a connection.
type Connection struct {
	Name      string
	Cursor    ticket.Cursor
	Place     ticket.Place // as the last Ping found it
	PingedAt  time.Time
	Codes     []ticket.Code // the tool's catalogue
	CodesAt   time.Time
	PolledAt  time.Time // the last poll that ended well began then
	HookedAt  time.Time // a delivery was accepted, to the minute
	MissedAt  time.Time // a poll found what no delivery had told, and none has come since
	NotBefore time.Time // the tool asked us to wait until then
	Stopped   string    // why no calls are made; "" while they are
	StoppedAt time.Time
	LastError string
	Class     fault.Class // of the last failure, also after it was overcome
	ErrorAt   time.Time
	Calls     map[string]int64 // API calls made, by kind
	Left      int              // what the tool's rate limit leaves; -1 unknown
	ResetAt   time.Time
	Epoch     int64
	Rules     string       // what the plans of its links go by: another one says that it was configured anew
	PollAt    time.Time    // when the next poll is due; changing it moves the poll, even while one runs
	Gone      []ticket.Ref `json:",omitempty"` // the last tickets that were deleted before the hub knew of them
	Strays    []ticket.Ref `json:",omitempty"` // the last open tickets that carry a key of the hub which no link has
}

// Silent reports whether the tool does not answer: it has failed since its last good
// poll, or calls wait because it did. One that asks to wait does answer.
func (c Connection) Silent(now time.Time) bool {
	failed := c.LastError != "" && c.ErrorAt.After(c.PolledAt)
	return c.Class != fault.Throttled && !c.ErrorAt.IsZero() && (failed || c.NotBefore.After(now))
}
