package store

import (
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
)

// Wrote is what the hub wrote on one day of the desk.
type Wrote struct {
	Day string // YYYY-MM-DD
	reconcile.Wrote
}

// TeamDay is what the hub wrote for one team on one day.
type TeamDay struct {
	Connection string
	Team       request.TeamID // "" for a client's own tool
	Wrote
}

// HeldLink is a link that holds writes back, because it is read only.
type HeldLink struct {
	Request *request.Request // without its notes
	Link    *request.Link    // points into Request.Links
	Writes  []reconcile.Withheld
}

// HeldQuery asks for links that hold writes back, in the order of their requests.
type HeldQuery struct {
	Connection string
	Link       request.LinkID // this one alone
	Cursor     string         // of the page before; "" for the first
	Limit      int
}

// HeldPage is one page of them.
type HeldPage struct {
	Items []HeldLink
	Next  string // "" on the last page
}
