package github

import (
	"context"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

// Ping reads our account and the repository, with the rights held there.
func (c *conn) Ping(ctx context.Context) (sdk.Place, error) {
	h, err := c.look(ctx)
	if err != nil {
		return sdk.Place{}, err
	}
	return sdk.Place{
		Self:       h.self,
		Dedicated:  c.app != nil || c.settings.Account == "dedicated",
		Containers: []sdk.Container{{ID: h.id, Key: h.key(), Name: h.name, Public: h.public}},
		Can:        sdk.Able(&conn{}, h.problems()),
		History:    map[sdk.Field]bool{ticket.Title: true, ticket.State: true, ticket.Priority: true, ticket.Assignee: true, ticket.Labels: true},
		Tick:       time.Second,
		Settle:     10 * time.Second, // lists come from replicas
		Late:       c.settings.WriteLag,
		Holds:      fields(),
		Together:   [][]sdk.Field{fields()},
		Limits:     limits(),
		Adds:       []sdk.Addition{{Name: "body", Value: marker.Put("", ticket.AddedKey)}},
		ServerTime: h.at,
		Problems:   h.problems(),
		Expires:    h.ends,
	}, nil
}

// fields are what an issue has: no due date among them.
func fields() []sdk.Field {
	return []sdk.Field{ticket.Title, ticket.Description, ticket.State, ticket.Priority, ticket.Assignee, ticket.Labels}
}

// limits are in characters, as GitHub's messages say; a text of 65,536 of them
// also fits the 262,144 bytes that it was seen to store. A marker needs room.
func limits() map[sdk.Field]sdk.Limit {
	text := sdk.Limit{Max: 65536 - marker.Overhead, Unit: "runes"}
	return map[sdk.Field]sdk.Limit{
		ticket.Title:       {Max: 256, Unit: "runes"},
		ticket.Description: text,
		ticket.CommentText: text,
	}
}
