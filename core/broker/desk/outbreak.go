package desk

import (
	"context"
	"slices"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// outbreakWindow is how close together requests come that one failure makes.
const outbreakWindow = 4 * time.Hour

// Outbreak is a component that open requests of several services hang on, told
// within a short time: it may have failed.
type Outbreak struct {
	Component string
	Others    []*request.Request // newest first
	Umbrella  request.Key        // an open one that is about it already; "" if there is none
}

// Outbreak looks whether what a request is about may be a part of something
// larger; nil if nothing says so. Restricted requests are never counted.
func (s *Service) Outbreak(ctx context.Context, by auth.Actor, services []request.ServiceID, at time.Time) (*Outbreak, error) {
	if err := by.Check(auth.Read); err != nil {
		return nil, err
	}
	var suspect request.Suspect
	for _, id := range services {
		suspect.Components = append(suspect.Components, s.Directory().Services[id].Components...)
	}
	near := s.Directory().Suffering(suspect)
	if len(near) == 0 {
		return nil, nil
	}
	filter := request.Filter{Services: near[:min(len(near), mostSuffering)], Open: true}
	page, err := s.list(ctx, filter, Query{Limit: MaxLimit, Order: request.ByCreation})
	if err != nil {
		return nil, err
	}
	return s.outbreak(page.Items, services, suspect, at), nil
}

// outbreak picks the component that most of the requests hang on.
func (s *Service) outbreak(open []*request.Request, services []request.ServiceID, suspect request.Suspect, at time.Time) *Outbreak {
	var worst *Outbreak
	for _, component := range suspect.Components {
		x := &Outbreak{Component: component}
		for _, r := range open {
			if len(s.Directory().KinOf(r, request.Suspect{Components: []string{component}})) == 0 {
				continue
			}
			told := at.Sub(r.CreatedAt).Abs() <= outbreakWindow
			switch {
			case r.Umbrella != "" && x.Umbrella == "":
				x.Umbrella = r.Key
			case told && r.Umbrella == "" && r.Gathered == "" && r.Kind == request.Incident && !slices.Contains(services, r.Service):
				x.Others = append(x.Others, r)
			}
		}
		if (len(x.Others) > 0 || x.Umbrella != "") && (worst == nil || len(x.Others) > len(worst.Others)) {
			worst = x
		}
	}
	return worst
}
