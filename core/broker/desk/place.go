package desk

import (
	"context"
	"strings"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// placesFor is how long the stored places are taken for current. The sync reads
// publicness from the tool itself before it writes.
const placesFor = 15 * time.Second

// places is what the connections' last Ping found.
type places struct {
	by     map[string]ticket.Place
	polled map[string]time.Time // when each was last polled well
}

func (s *Service) house(ctx context.Context) (request.House, error) {
	h := request.House{Directory: s.Directory(), Public: s.o.Public, Holds: s.o.Holds, Files: s.o.Files, IDs: s.o.IDs}
	if h.Public != nil {
		return h, nil
	}
	known, err := s.readPlaces(ctx)
	h.Public = func(connection, target string) bool { return public(known.by[connection], target) }
	return h, err
}

// readPlaces is what is known of them, as of a moment ago.
func (s *Service) readPlaces(ctx context.Context) (places, error) {
	return s.places.get(s.o.Now(), placesFor, func() (places, error) {
		list, err := s.o.Store.Connections(ctx)
		now := places{map[string]ticket.Place{}, map[string]time.Time{}}
		for _, c := range list {
			now.by[c.Name], now.polled[c.Name] = c.Place, c.PolledAt
		}
		return now, err
	})
}

// public judges a target by what Ping found. Before the first Ping, or where the
// tool lists no containers, nothing is known here and the sync decides before it
// writes; a target that is not among those listed is taken for public.
func public(p ticket.Place, target string) bool {
	for _, c := range p.Containers {
		if strings.EqualFold(target, c.Key) || strings.EqualFold(target, c.ID) || strings.EqualFold(target, c.Name) {
			return c.Public
		}
	}
	return len(p.Containers) > 0
}
