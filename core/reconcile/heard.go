package reconcile

import (
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Heard reports whether the hub has heard of a text before: a delivery that tells
// of it again tells nothing.
func (s State) Heard(l Late) bool {
	return slices.Contains(s.Told, digest(l.Field, Comparable(l.Field, l.Cell)))
}

// hear remembers a text that the hub was told of.
func (s *State) hear(f ticket.Field, v ticket.Native) {
	const most = 48
	if d := digest(f, v); !slices.Contains(s.Told, d) {
		s.Told = append(slices.Clip(s.Told), d)
		s.Told = s.Told[max(len(s.Told)-most, 0):]
	}
}

func digest(f ticket.Field, v ticket.Native) string { return request.DeriveID(string(f), string(v)) }

// heard remembers what deliveries told, also where somebody had replaced it when
// they arrived.
func (p *planner) heard() {
	for _, l := range p.look.Told {
		p.st.hear(l.Field, Comparable(l.Field, l.Cell))
	}
}
