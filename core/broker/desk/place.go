package desk

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// placesFor is how long the stored places are taken for current. The sync reads
// publicness from the tool itself before it writes.
const placesFor = 15 * time.Second

// places remembers what the connections' last Ping found.
type places struct {
	mu sync.Mutex
	at time.Time
	by map[string]ticket.Place

	polled map[string]time.Time // when each was last polled well
}

func (s *Service) house(ctx context.Context) (request.House, error) {
	h := request.House{Directory: s.Directory(), Public: s.o.Public, Holds: s.o.Holds, Files: s.o.Files, IDs: s.o.IDs}
	if h.Public != nil {
		return h, nil
	}
	by, err := s.readPlaces(ctx)
	h.Public = func(connection, target string) bool { return public(by[connection], target) }
	return h, err
}

func (s *Service) readPlaces(ctx context.Context) (map[string]ticket.Place, error) {
	s.places.mu.Lock()
	defer s.places.mu.Unlock()
	now := s.o.Now()
	if s.places.by != nil && now.Sub(s.places.at) < placesFor {
		return s.places.by, nil
	}
	list, err := s.o.Store.Connections(ctx)
	if err != nil {
		return nil, err
	}
	by, polled := map[string]ticket.Place{}, map[string]time.Time{}
	for _, c := range list {
		by[c.Name], polled[c.Name] = c.Place, c.PolledAt
	}
	s.places.by, s.places.polled, s.places.at = by, polled, now
	return by, nil
}

// readPolled is when each connection was last polled well, as of a moment ago.
func (s *Service) readPolled(ctx context.Context) (map[string]time.Time, error) {
	if _, err := s.readPlaces(ctx); err != nil {
		return nil, err
	}
	s.places.mu.Lock()
	defer s.places.mu.Unlock()
	return s.places.polled, nil
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
