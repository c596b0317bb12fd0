package redmine

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

// Ping reads the account, the project and the account's rights anew.
func (c *conn) Ping(ctx context.Context) (sdk.Place, error) {
	s, err := c.meet(ctx)
	if err != nil {
		return sdk.Place{}, err
	}
	public, err := c.public(ctx, s)
	if err != nil {
		return sdk.Place{}, err
	}
	c.mu.Lock()
	c.session = s
	c.mu.Unlock()
	fields := s.fields()
	return sdk.Place{
		Self:       sdk.Actor{ID: strconv.Itoa(s.self.ID), Name: strings.TrimSpace(s.self.First + " " + s.self.Last), Email: s.self.Mail, Self: true},
		Dedicated:  c.Account == "dedicated",
		Containers: []sdk.Container{{ID: s.project.id(), Key: s.project.Identifier, Name: s.project.Name, Public: public}},
		Can:        sdk.Able(&conn{}, s.problems()),
		History:    history(fields),
		Tick:       time.Second,
		Late:       c.WriteLag,
		Holds:      fields,
		Together:   [][]sdk.Field{fields},
		Limits:     map[sdk.Field]sdk.Limit{ticket.Title: {Max: 255, Unit: "runes"}, ticket.Due: {Unit: "date"}},
		Adds:       c.adds(s),
		Private:    s.can("set_notes_private"),
		Problems:   s.problems(),
	}, nil
}

// adds says where a new issue carries our key, and its tracker where that is set.
func (c *conn) adds(s *session) []sdk.Addition {
	list := []sdk.Addition{{Name: "description", Value: marker.Put("", ticket.AddedKey)}}
	if s.key != 0 {
		list[0] = sdk.Addition{Name: c.KeyField, Value: ticket.AddedKey}
	}
	if c.Tracker != "" {
		list = append(list, sdk.Addition{Name: "tracker", Value: c.Tracker})
	}
	return list
}

// public asks without a key: a project that calls itself public is still closed
// where Redmine wants everybody to sign in.
func (c *conn) public(ctx context.Context, s *session) (bool, error) {
	if !s.project.Public {
		return false, nil
	}
	err := c.client.do(ctx, call{
		op: "look for anonymous access", method: http.MethodGet, path: "/issues.json", anonymous: true,
		query: url.Values{"project_id": {s.project.id()}, "limit": {"1"}},
	}, &struct{}{})
	switch fault.ClassOf(err) {
	case fault.Unauthenticated, fault.Denied, fault.NotFound:
		return false, nil
	}
	return err == nil, err
}

// fields lists what an issue has, and one edit carries.
func (s *session) fields() []sdk.Field {
	list := []sdk.Field{ticket.Title, ticket.Description, ticket.State, ticket.Priority, ticket.Assignee, ticket.Due}
	for _, f := range s.project.Custom {
		if f.ID != s.key {
			list = append(list, ticket.Own(f.Name))
		}
	}
	return list
}

func history(fields []sdk.Field) map[sdk.Field]bool {
	h := map[sdk.Field]bool{}
	for _, f := range fields {
		h[f] = true
	}
	return h
}
