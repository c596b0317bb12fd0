package store

import (
	"context"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
)

// Desk is what people and the API need of the requests. All methods are safe
// for concurrent use; see [Sync] for functions passed in.
type Desk interface {
	// Create stores a new request and gives it its key. A known external id is
	// ErrKnown as a *KnownError.
	Create(ctx context.Context, n New) error
	// Update runs one transaction over one request. ErrNotFound.
	Update(ctx context.Context, key request.Key, f func(*Doc) error) error
	// Request loads a request with all its notes, oldest first. ErrNotFound.
	Request(ctx context.Context, key request.Key) (*request.Request, []*request.Note, error)
	// List returns a page of requests (without their notes, save the newest where
	// it is asked for).
	List(ctx context.Context, q Query) (Page, error)
	// Counts returns how many requests each of the filters selects, capped at
	// limit each; -1 where more requests have its words than can be looked at.
	Counts(ctx context.Context, filters []request.Filter, limit int) ([]int, error)
	// Near returns requests that may be about the same as what hints say, in no
	// order: the newest of a service, of a client, and those in which the rarest of
	// the words stand. It says nothing of how alike they are.
	Near(ctx context.Context, h Hints) ([]*request.Request, error)
	// History returns events of a request after the given id, oldest first.
	History(ctx context.Context, key request.Key, after int64, limit int) ([]request.Event, error)
	// Feed returns what changed anywhere after the given position, oldest first,
	// for live pages; position 0 asks for the newest position alone.
	Feed(ctx context.Context, after int64, limit int) (Feed, error)
	// Connections returns the stored state of every connection with its queue.
	Connections(ctx context.Context) ([]ConnectionView, error)
	// Troubled returns the connections that are stopped, that have failed since their
	// last good poll or whose calls waited then, by name: of their stored state what says
	// so, and since when. It costs little, for every page.
	Troubled(ctx context.Context) ([]Connection, error)
	// Read notes that somebody has read a request as it stood at a time, and returns
	// when they had before; the zero time if never. ErrNotFound.
	Read(ctx context.Context, person string, key request.Key, seen time.Time) (time.Time, error)
	// ReadAll notes that somebody has read all that there was until a time.
	ReadAll(ctx context.Context, person string, until time.Time) error
	// Watch lets somebody follow a request, or no longer. ErrNotFound.
	Watch(ctx context.Context, person string, key request.Key, on bool) error
	// Watchers lists who follows a request, by login.
	Watchers(ctx context.Context, key request.Key) ([]string, error)
	// Views returns the views that somebody keeps, by name.
	Views(ctx context.Context, owner string) ([]View, error)
	// PutView stores a view, in the place of one of its owner's of the same name.
	PutView(ctx context.Context, v View) error
	// DropView forgets a view, if there is one.
	DropView(ctx context.Context, owner, name string) error
	// States returns the sync memory of each link of a request, to be read.
	States(ctx context.Context, key request.Key) (map[request.LinkID]*reconcile.State, error)
	// Held returns a page of the links that hold writes back.
	Held(ctx context.Context, q HeldQuery) (HeldPage, error)
	// Sending returns requests with a reply that is to go by a time, the longest
	// due first.
	Sending(ctx context.Context, by time.Time, limit int) ([]request.Key, error)
	// Tickets returns the newest requests' links of a connection that have a ticket
	// and have not let it go, without what they hold back.
	Tickets(ctx context.Context, connection string, n int) ([]HeldLink, error)
	// Failing returns links of a connection that failed or are parked, of the newest
	// requests first, without what they hold back.
	Failing(ctx context.Context, connection string, n int) ([]HeldLink, error)
	// Written returns what was written for each team since a day, newest day first.
	Written(ctx context.Context, since string) ([]TeamDay, error)
}

// KnownError says which request already has an external id.
type KnownError struct{ Key request.Key }

func (e *KnownError) Error() string { return "already known as " + string(e.Key) }

// Is makes it an ErrKnown.
func (e *KnownError) Is(target error) bool { return target == ErrKnown }

// New is a request to be stored with what belongs to it. Create fills
// Request.Key.
type New struct {
	Request *request.Request
	Links   []NewLink
	Notes   []*request.Note
	Events  []request.Event
}

// Doc is a request as one transaction of the desk sees it.
type Doc struct {
	Request *request.Request
	// Note loads a note of the request with its copies; ErrNotFound.
	Note func(request.NoteID) (*request.Note, error)
	// Other loads another request for the same transaction, to merge or to
	// gather; it is stored too. ErrNotFound.
	Other func(request.Key) (*Doc, error)
	// Holder finds another request that has a living link to a ticket in a place,
	// by what people call the ticket; ErrNotFound.
	Holder func(connection, target, ticket string) (request.Key, error)
	// Sync loads the sync memory of a link of this request, to be changed in
	// place.
	Sync func(request.LinkID) (*LinkDoc, error)

	// Reader is the person whose act the transaction is, by login: what somebody does
	// is no news to them, unless there was some before. "" nobody's.
	Reader string

	// What the transaction adds.
	Add      []*request.Note
	Changed  []*request.Note
	Move     []request.NoteID // notes that belong to this request from now on
	Files    []request.FileID // stored files to keep; ErrNotFound if one is gone
	Loose    []request.FileID // files that nothing keeps any more
	Events   []request.Event
	Dirty    []request.LinkID
	Now      []request.LinkID // due at once, whatever their failures asked to wait
	NewLinks []NewLink
}

// Query asks for a page of a list. With words, the order is ByCreation.
type Query struct {
	Filter request.Filter
	Order  request.Order
	Cursor string // of the page before; "" for the first
	Limit  int
	Newest bool           // with each request's newest note
	Unread request.Unread // whose reading [Page.Unread] tells of; zero: nobody's
}

// Hints say where requests may be found that are like one.
type Hints struct {
	Clients  []request.ClientID // none: of any client
	Services []request.ServiceID
	Words    []string // a request has some of them, whole
	People   string   // whose rights decide on restricted requests; "" sees none of them
	Limit    int      // of each way to find some
}

// Page is one page of a list.
type Page struct {
	Items  []*request.Request
	Newest map[request.ID]*request.Note // without its copies
	Unread map[request.ID]bool          // those that [Query.Unread] selects
	Next   string                       // "" on the last page
}

// View is a query that somebody keeps under a name.
type View struct {
	Owner string // a login
	Name  string // unique among the owner's
	Query string
	Order request.Order
}

// Feed is a stretch of what changed.
type Feed struct {
	Items []FeedItem
	Last  int64 // position to go on from
}

// FeedItem is one request that changed.
type FeedItem struct {
	Position int64
	Request  request.ID
	Key      request.Key
	At       time.Time
}

// ConnectionView is a connection's state with its queue.
type ConnectionView struct {
	Connection
	Queue      int       // links that are due or being worked on
	Deliveries int       // webhook calls not decoded yet
	Oldest     time.Time // since when the oldest due link waits
	Failed     int       // links whose last try failed
	Parked     int
	Links      int
	Held       int // writes that are held back, because they are read only
}

// Accounts is what sign-in and the API need: people, sessions, tokens and
// remembered answers.
type Accounts interface {
	Trail
	// PutPerson stores a person, by login, and what is to be recorded of it.
	PutPerson(ctx context.Context, p Person, told ...Audit) error
	// Person finds a person by login; ErrNotFound.
	Person(ctx context.Context, login string) (Person, error)
	People(ctx context.Context) ([]Person, error)
	// PutToken stores an API token by the hash of its secret, and what is to be
	// recorded of it.
	PutToken(ctx context.Context, t Token, told ...Audit) error
	// Tokens returns every API token, oldest first.
	Tokens(ctx context.Context) ([]Token, error)
	// Used notes when a token was used last.
	Used(ctx context.Context, hash string, at time.Time) error
	// Token finds a token by its hash; ErrNotFound.
	Token(ctx context.Context, hash string) (Token, error)
	// Remember stores the answer to an idempotency key; ErrConflict if the key is
	// there with another body hash. The stored one is returned, and whether it was
	// there already.
	Remember(ctx context.Context, a Answer) (Answer, bool, error)
	// Forget removes an answer that was reserved and not completed.
	Forget(ctx context.Context, token, key string) error
}

// Person is somebody who signs in.
type Person struct {
	Login, Name, Mail string
	Role              string // spoc, lead, admin, viewer, client
	Client            request.ClientID
	Hash              string // argon2id, "" for single sign-on only
	Disabled          bool
	CreatedAt         time.Time
	Generation        int64 // rises to end all sessions
}

// Token is an API token.
type Token struct {
	Hash      string
	Name      string
	Role      string
	Login     string
	CreatedAt time.Time
	ExpiresAt time.Time
	Disabled  bool
	UsedAt    time.Time // to the minute
}

// Answer is what a writing call answered under an idempotency key. Status 0
// reserves the key while the call runs.
type Answer struct {
	Token, Key, BodyHash string
	Status               int
	Header               map[string]string
	Body                 []byte
	At                   time.Time
}
