package request

import "time"

// Filter selects requests for a list. Empty parts select everything; several
// values of one part mean "or", the parts together "and".
type Filter struct {
	Words      []string // full text over title, description, notes and external ids
	Statuses   []Status
	Kinds      []Kind
	Priorities []Priority
	Clients    []ClientID
	Services   []ServiceID
	Teams      []TeamID
	Assignees  []string // "" among them: not assigned
	Labels     []string
	Health     []Health    // any link in such a state
	Attention  []Attention // any of them
	Promised   Promised    // beside those: an update that was promised
	Watchers   []string    // that any of them follows
	Unread     Unread      // news that somebody has not read
	Open       bool        // neither resolved, closed, cancelled nor merged away
	Not        *Filter     // excludes what it selects, if it selects by anything; its own Not excludes more
	DueBefore  time.Time   // open ones whose next target is before it, see [Request.Target]
	UpdateBy   time.Time   // an update was promised by then, and is not given yet
	Next       []string    // who must act next: a [Party], or a team as [NextTeam] names it
	Gathered   ID          // those that belong to this umbrella
	Umbrellas  []UmbrellaKind
	Flowing    bool   // umbrellas whose gathered requests may not have followed yet
	People     string // whose rights decide on restricted requests; "" sees none of them
}

// Promised selects requests by the time of a promised update that is not given
// yet. The zero value selects nothing of itself.
type Promised struct {
	After time.Time // not among them; zero: from the beginning
	By    time.Time
}

// Order is how a list is sorted.
type Order string

// The orders.
const (
	ByActivity Order = "activity" // newest change first
	ByCreation Order = "created"  // newest first
	ByPriority Order = "priority" // P1 first, then oldest first
	ByTime     Order = "time"     // P1 without a target, then the nearest target, then by priority and oldest first; what waits for the client and what ended last
	ByTurn     Order = "next"     // by who must act next, who has to the longest first
)
