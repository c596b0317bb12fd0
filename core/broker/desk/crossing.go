package desk

import (
	"context"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// ToldClient names what everybody else at the desk has told a request's client, or is about
// to: while it is the same, what somebody writes to the client crosses nothing.
func ToldClient(item Item, by auth.Actor) string {
	var ids []string
	for _, n := range item.Notes {
		if n.Author.Origin == request.DeskOrigin && n.Author.Name != by.Title() && item.Request.TellsClient(n) {
			ids = append(ids, string(n.ID))
		}
	}
	for _, u := range item.Request.Unsent {
		if u.By.Name != by.Title() {
			ids = append(ids, string(u.Write.ID))
		}
	}
	slices.Sort(ids)
	return request.DeriveID("told", strings.Join(slices.Compact(ids), " "))
}

// Uncrossed is the version of a request at which [ToldClient] is still what somebody knows;
// a [request.StandingError] of "told" if it is not.
func (s *Service) Uncrossed(ctx context.Context, by auth.Actor, t Target, told string) (Target, error) {
	item, err := s.Get(ctx, by, t.Key)
	if err != nil {
		return t, err
	}
	if ToldClient(item, by) != told {
		return t, &request.StandingError{Field: "told", Text: "somebody else has written to the client: read the request again first"}
	}
	if t.Version == 0 {
		t.Version = item.Request.Version
	}
	return t, nil
}
