package desk

import (
	"cmp"
	"context"
	"slices"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/request/alike"
	"github.com/spochub/spochub/core/store"
)

// mostNear is how many requests each way of looking finds at most; mostSimilar how
// many of all are worth showing.
const (
	mostNear    = 60
	mostSimilar = 5
)

// Similar is a request that a report may duplicate, how likely, and why.
type Similar struct {
	Request *request.Request
	alike.Verdict
}

// Similar returns the requests that a report may be a duplicate of, the likeliest
// first and none that is not at least possible. But is left out: the report's own
// request.
func (s *Service) Similar(ctx context.Context, by auth.Actor, report alike.Report, but request.Key) ([]Similar, error) {
	if err := by.Check(auth.Read); err != nil {
		return nil, err
	}
	if report.At.IsZero() {
		report.At = s.o.Now()
	}
	near, err := s.o.Store.Near(ctx, s.hints(by, report))
	if err != nil {
		return nil, err
	}
	var found []Similar
	compare := s.parties.Load().judge.Against(report)
	for _, r := range near {
		if r.Key == but || r.Umbrella != "" || r.MergedTo != "" {
			continue
		}
		if v := compare(alike.Of(r)); v.Score >= alike.Possible {
			found = append(found, Similar{r, v})
		}
	}
	slices.SortStableFunc(found, func(a, b Similar) int { return cmp.Compare(b.Score, a.Score) })
	return found[:min(len(found), mostSimilar)], nil
}

// hints say where to look: at what the report is about and what shares a component
// with that, at the client's and its reseller's, and at the words.
func (s *Service) hints(by auth.Actor, x alike.Report) store.Hints {
	d := s.Directory()
	h := store.Hints{Words: s.parties.Load().judge.Looked(x.Title, x.Text), People: by.Login, Limit: mostNear}
	var suspect request.Suspect
	for _, id := range append(s.parties.Load().finder.Mentioned(x.Title+"\n"+x.Text), x.Services...) {
		suspect.Services = append(suspect.Services, id)
		suspect.Components = append(suspect.Components, d.Services[id].Components...)
	}
	h.Services = d.Suffering(suspect)
	h.Services = h.Services[:min(len(h.Services), mostNear)]
	if x.Client == "" {
		return h
	}
	h.Clients = []request.ClientID{x.Client}
	for id, c := range d.Clients {
		if c.Parent == x.Client || d.Clients[x.Client].Parent == id {
			h.Clients = append(h.Clients, id)
		}
	}
	return h
}
