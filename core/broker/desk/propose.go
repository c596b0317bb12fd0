package desk

import (
	"context"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// mostSuffering is how many services proposals are looked for by.
const mostSuffering = 5000

// Proposal is an open request that may belong under an umbrella, and why.
type Proposal struct {
	Request *request.Request
	Reasons []request.Kin
}

// Proposals returns a page of the open requests that may belong under an
// umbrella, newest first, and the cursor of the next: their services are those
// suspected or have something in common with them. Without a suspect it is what
// the umbrella itself is about; a page may be short and not the last. Restricted requests are never proposed.
func (s *Service) Proposals(ctx context.Context, by auth.Actor, umbrella request.Key, suspect request.Suspect, q Query) ([]Proposal, string, error) {
	item, err := s.Get(ctx, by, umbrella)
	if err != nil {
		return nil, "", err
	}
	if item.Request.Umbrella == "" {
		return nil, "", &request.FieldError{Field: "key", Text: string(item.Request.Key) + " is not an umbrella"}
	}
	if suspect.None() {
		suspect = s.Directory().Suspect(item.Request)
	}
	services := s.Directory().Suffering(suspect)
	if len(services) == 0 {
		return nil, "", nil
	}
	if q.Limit == 0 {
		q.Limit = DefaultLimit
	}
	q.Order = request.ByCreation
	filter := request.Filter{Services: services[:min(len(services), mostSuffering)], Open: true}
	page, err := s.list(ctx, filter, q)
	var list []Proposal
	for _, r := range page.Items {
		if r.Umbrella != "" || r.Gathered != "" {
			continue
		}
		list = append(list, Proposal{r, s.Directory().KinOf(r, suspect)})
	}
	return list, page.Next, err
}
