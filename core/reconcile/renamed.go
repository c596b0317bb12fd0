package reconcile

import (
	"slices"

	"github.com/spochub/spochub/sdk/ticket"
)

// Renamed keeps in mind that the tool gave the link's ticket another id: under the new
// one it is no twin of itself, and what old deliveries say of the old one is none either.
func (s *State) Renamed(from, to string) {
	s.Twins = slices.DeleteFunc(slices.Clone(s.Twins), func(r ticket.Ref) bool { return r.ID == from || r.ID == to })
	s.Intents = slices.DeleteFunc(slices.Clone(s.Intents), func(i Intent) bool { return i.Effect == RetireTwin && i.Twin.ID == to })
	s.retire(from)
}

// retire keeps in mind that a ticket is not the link's any more, whatever old delivery
// tells of it.
func (s *State) retire(id string) {
	const most = 16
	s.Retired = append(slices.Clip(s.Retired), id)
	s.Retired = s.Retired[max(len(s.Retired)-most, 0):]
}
