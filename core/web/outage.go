package web

import (
	"net/http"
	"slices"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// outages lists the connections over which nothing travels. A page does without, where
// that cannot be read.
func (s *Site) outages(r *http.Request, v visitor) []desk.Outage {
	all, err := s.o.Desk.Outages(r.Context(), v.Actor)
	if err != nil && r.Context().Err() == nil {
		s.o.Log.ErrorContext(r.Context(), "look for outages", "error", err)
	}
	return all
}

// Down names the connections over which nothing travels though nobody paused them.
func (sh Shell) Down() (names []string) {
	for _, o := range sh.Outages {
		if !o.Paused {
			names = append(names, o.Connection)
		}
	}
	return names
}

// waitFor says at each link that has something to send which outage keeps it from that.
func waitFor(links []linkView, outages []desk.Outage) {
	for i := range links {
		x := &links[i]
		if x.L.Health != request.Pending {
			continue
		}
		at := slices.IndexFunc(outages, func(o desk.Outage) bool { return o.Connection == x.L.Connection })
		if at >= 0 {
			x.Outage = &outages[at]
		}
	}
}
