package simulation

import (
	"slices"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Knobs say how a world is made: every history has its own.
type Knobs struct {
	Seed    uint64
	Tools   []ToolKnobs
	Faults  int // one call in so many goes wrong; 0: none
	Crash   bool
	Restore bool
	Rough   bool // tickets are deleted, moved, unlinked, retired
	More    More
	Second  Second
	// Catalogues lets calls for a tool's catalogue go wrong, as others do.
	Catalogues bool
}

// More is what goes on besides, in a history that is not a plain one.
type More struct {
	Pauses   bool // a worker sleeps past its lease
	Lapses   bool // rights are lost for a while
	Quiets   bool // a connection is read only for a while
	OtherHub bool // another hub works on the same tools
	Retables bool // the mapping changes midway
	Merges   bool // requests are joined and parted again
	Downs    bool // a hub that died stays so for minutes
}

// ToolKnobs say what a tool and its connection are like.
type ToolKnobs struct {
	Grain    string // of versions: count, micro, second
	Hidden   bool   // no change log and no authors
	Shared   bool   // people use the hub's account too
	Lossy    bool   // two priorities, three states
	Rewrites bool   // texts are stored changed
	Silent   bool   // a field may be dropped with a 2xx
	Bare     bool   // answers to writes show no cells
	Keyless  bool   // comments cannot carry a key
	NoEdit   bool   // of comments
	NoDelete bool
	Closes   bool // a twin is closed, not deleted
	Lag      time.Duration
	Stale    time.Duration
	Late     time.Duration
	TooLate  bool   // effects may land after the declared time
	Hooks    string // full, look, none
	Unsigned bool
	Door     bool // deliveries come to the hub's own door, which checks their signature
	Once     bool // polls tell each row once
	Comments bool // a poll's rows bring all comments, else they follow by themselves
	Holds    int  // so many characters in a comment; 0: any
	Files    Filing
	Adopt    string // "", all, label
	Policy   reconcile.Policy
	Text     reconcile.Direction // of the description
	Priority reconcile.Direction
	Follows  request.Follow
	Dead     bool   // no call succeeds, see [Prompt]
	Rate     int    // how many calls a minute are answered; 0: all
	Zone     zone   // polls are asked by minutes of its local time
	Demands  string // a resolution, of who closes a ticket: "", never to be had, asked
	Visible  bool   // it knows no private comments
	Mortal   bool   // its plugin may die by itself
	Talks    bool   // its team writes while calls are under way
	Lists    bool   // its comments are listed from copies of their own, of which any may lag
	// Transfers says what a tool answers that gives a ticket another id when it goes
	// elsewhere, by the old one: redirect, gone, hidden; "": it keeps its id.
	Transfers string
	Refuses   ticket.Field // which is never written to an existing ticket
}

func newKnobs(d *dice) Knobs {
	k := Knobs{
		Seed: d.Uint64(), Tools: []ToolKnobs{newToolKnobs(d), newToolKnobs(d)},
		Faults: pick(d, 0, 12, 6, 4), Crash: !d.one(3), Restore: d.one(4), Rough: d.one(3),
	}
	return k
}

// more draws what the plain histories lack, with dice of its own, so that the plain
// part of a history stays as it is.
func (k *Knobs) more(d *dice) {
	k.More = More{Pauses: d.one(3), Lapses: d.one(3), Quiets: d.one(4), OtherHub: d.one(3), Merges: d.one(3)}
	for i := range k.Tools {
		k.Tools[i].Rate = pick(d, 0, 0, 0, 8, 30)
		k.Tools[i].Refuses = pick[ticket.Field](d, "", "", "", "", ticket.Priority, ticket.Description)
	}
	k.More.Downs = roll(k.Seed ^ 0x646f776e).one(4) // further dice: what was drawn before stays as it is
}

// kinds are the further steps of a history.
func (m More) kinds() (all []string) {
	for do, on := range map[string]bool{"lapse": m.Lapses, "quiet": m.Quiets, "other hub": m.OtherHub, "merge": m.Merges} {
		if on {
			all = append(all, do)
		}
	}
	slices.Sort(all)
	return all
}

func newToolKnobs(d *dice) ToolKnobs {
	k := ToolKnobs{
		Grain: pick(d, "count", "micro", "second"), Hidden: d.one(4), Shared: d.one(4), Lossy: d.one(2), Rewrites: d.one(3),
		Silent: d.one(5), Bare: d.one(3), Keyless: d.one(5), NoEdit: d.one(5), NoDelete: d.one(5), Closes: d.one(2),
		Lag: pick(d, 0, 5*time.Second, 40*time.Second), Stale: pick(d, 0, 0, 8*time.Second), Late: pick(d, 0, 60*time.Second, 150*time.Second),
		TooLate: d.one(6), Hooks: pick(d, "full", "full", "look", "none"), Unsigned: d.one(6), Comments: d.one(2),
		Adopt: pick(d, "", "all", "label"), Policy: pick(d, reconcile.Ask, reconcile.ToolWins, reconcile.HubWins),
		Text: pick(d, reconcile.Once, reconcile.Both), Priority: pick(d, reconcile.Both, reconcile.Both, reconcile.Out),
		Follows: pick(d, request.FollowState, request.FollowState, request.FollowComment, request.FollowNothing),
	}
	if k.Keyless {
		k.Rewrites = false
	}
	return k
}

func (k ToolKnobs) directions() map[ticket.Field]reconcile.Direction {
	all := map[ticket.Field]reconcile.Direction{
		ticket.Title: reconcile.Both, ticket.Description: k.Text, ticket.Priority: k.Priority, ticket.State: reconcile.Both,
		ticket.Assignee: reconcile.In, ticket.Labels: reconcile.Both, ticket.Due: reconcile.Out,
	}
	if k.Demands == "asked" {
		all[resolution] = reconcile.Out
	}
	return all
}

func (k ToolKnobs) policies() map[ticket.Field]reconcile.Policy {
	return map[ticket.Field]reconcile.Policy{
		ticket.Title: k.Policy, ticket.Description: k.Policy, ticket.Priority: k.Policy, ticket.State: reconcile.ToolWins,
	}
}

// codes is the tool's catalogue.
func (k ToolKnobs) codes() []ticket.Code {
	row := func(f ticket.Field, n ticket.Native, value string, write bool) ticket.Code {
		return ticket.Code{Field: f, Native: n, Name: string(n), Value: value, Write: write}
	}
	list := []ticket.Code{
		row(ticket.State, "open", "todo", true), row(ticket.State, "busy", "in_progress", true), row(ticket.State, "closed", "done", true),
	}
	if k.Lossy {
		return append(list, row(ticket.Priority, "high", "P1", true), row(ticket.Priority, "high", "P2", false),
			row(ticket.Priority, "low", "P3", true), row(ticket.Priority, "low", "P4", false))
	}
	list = append(list, row(ticket.State, "review", "in_progress", false), row(ticket.State, "asking", "waiting", true), row(ticket.State, "wontfix", "cancelled", true))
	for _, p := range []string{"P1", "P2", "P3", "P4"} {
		list = append(list, row(ticket.Priority, ticket.Native("prio"+p[1:]), p, true))
	}
	return list
}
