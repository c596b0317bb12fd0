package request

import (
	"fmt"
	"slices"

	"github.com/spochub/spochub/sdk/ticket"
)

// Merge makes dup a part of into: delegations, links, files and the given notes
// move to the survivor, no team's ticket is touched. Only requests of one client and the
// same rights can be merged; others are gathered by an umbrella. Of two umbrellas
// the gathered requests come along: see [Regather]. Both requests
// are changed in place, and the decisions hold what to store for each.
func Merge(dup, into *Request, notes []NoteID, h House, c Cause) (fromDup, intoSurvivor Decision, err error) {
	if err := mayMerge(dup, into); err != nil {
		return Decision{}, Decision{}, err
	}
	gift := Gift{Into: into.Key, Notes: slices.Clone(notes)}
	for i := range dup.Delegations {
		gift.Delegations = append(gift.Delegations, dup.Delegations[i].ID)
	}
	for i := range dup.Links {
		gift.Links = append(gift.Links, dup.Links[i].ID)
	}
	for _, f := range dup.Files {
		gift.Files = append(gift.Files, f.ID)
	}
	level(dup, into)
	hand(dup, into, gift)
	into.Unsent, dup.Unsent = append(slices.Clone(into.Unsent), dup.Unsent...), nil
	into.twice(gift.Delegations, c)
	dup.MergedTo, dup.Gave = into.ID, &gift
	dup.Attention = nil
	return recorded(dup, h, c, Event{Type: Merged, Field: "merged_to", To: string(into.Key)}),
		recorded(into, h, c, Event{Type: Merged, Field: "merged_from", To: string(dup.Key)}), nil
}

// Unmerge gives back what a merge took over, as it stands now. The last merge is
// undone first.
func Unmerge(dup, from *Request, h House, c Cause) (intoDup, fromSurvivor Decision, err error) {
	if dup.MergedTo == "" || dup.MergedTo != from.ID || dup.Gave == nil {
		return Decision{}, Decision{}, wrong("into", "%s is not merged into %s", dup.Key, from.Key)
	}
	if from.MergedTo != "" { // what it gave is further on
		return Decision{}, Decision{}, standing("into", "%s is merged itself: undo that first", from.Key)
	}
	level(dup, from)
	back := *dup.Gave
	back.Files = slices.Concat(back.Files, from.filedBy(back.Links))
	hand(from, dup, back)
	dup.MergedTo, dup.Gave = "", nil
	return recorded(dup, h, c, Event{Type: Unmerged, Field: "merged_to", From: string(from.Key)}),
		recorded(from, h, c, Event{Type: Unmerged, Field: "merged_from", From: string(dup.Key)}), nil
}

// filedBy lists the files that came by links.
func (r *Request) filedBy(links []LinkID) (ids []FileID) {
	for _, f := range r.Files {
		if slices.ContainsFunc(f.Copies, func(c FileCopy) bool { return c.Origin && slices.Contains(links, c.Link) }) {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// Living refuses what is to be done with a request that was merged into another one,
// as the value of a field: it names the survivor, where that can be done.
func (r *Request) Living(field string) error {
	if r.MergedTo == "" || r.Gave == nil {
		return nil
	}
	into := r.Gave.Into
	return &StandingError{Field: field, Text: fmt.Sprintf("the request was merged into %s: go on there", into), Key: into}
}

func mayMerge(dup, into *Request) error {
	switch {
	case dup.ID == into.ID:
		return wrong("into", "is the request itself")
	case dup.MergedTo != "" || into.MergedTo != "":
		return wrong("into", "one of the two is merged already")
	case (dup.Umbrella == "") != (into.Umbrella == ""):
		return wrong("into", "one of the two is an umbrella: gather the other one under it instead")
	case len(dup.Broadcasts) > 0:
		return standing("into", "a broadcast of %s is under way", dup.Key)
	case dup.Client != into.Client:
		return wrong("into", "belongs to another client: gather them under an umbrella instead")
	case !slices.Equal(dup.Restricted, into.Restricted):
		return wrong("into", "is not restricted to the same people")
	}
	return nil
}

// level counts both requests' values from the higher of the two versions, so
// that no link takes the other request's value for one that it agreed to.
func level(a, b *Request) {
	for _, r := range []*Request{a, b} {
		if r.Values == nil {
			r.Values = map[ticket.Field]int64{}
		}
	}
	for _, f := range slices.Concat(a.Shared(), b.Shared()) {
		top := max(a.Values[f], b.Values[f])
		a.Values[f], b.Values[f] = top, top
	}
}

// hand moves delegations, links with what was said by them, and files from one
// request to another.
func hand(from, to *Request, what Gift) {
	moved := func(id LinkID) bool { return slices.Contains(what.Links, id) }
	give(&from.Delegations, &to.Delegations, func(d Delegation) bool { return slices.Contains(what.Delegations, d.ID) })
	give(&from.Links, &to.Links, func(l Link) bool { return moved(l.ID) })
	give(&from.Concerns, &to.Concerns, func(c Concern) bool { return moved(c.Link) })
	give(&from.Files, &to.Files, func(f File) bool { return slices.Contains(what.Files, f.ID) })
	from.Bridge = slices.DeleteFunc(from.Bridge, moved)
}

// give moves what is meant from one list to the end of another.
func give[T any](from, to *[]T, meant func(T) bool) {
	*from = slices.DeleteFunc(slices.Clone(*from), func(x T) bool {
		moves := meant(x)
		if moves {
			*to = append(*to, x)
		}
		return moves
	})
}

// recorded is a decision that holds one event over a request changed already.
// All its links look again: what they share may differ now.
func recorded(r *Request, h House, c Cause, e Event) Decision {
	c.At = cut(c.At)
	w := &work{r: r, h: h, cause: c}
	w.event(e)
	w.flows()
	for _, f := range r.Shared() {
		w.bump(f)
	}
	r.settleAttention()
	r.UpdatedAt = c.At
	w.d.Request = r
	return w.d
}
