package github

import (
	"context"
	"slices"
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
	if !h.push {
		c.host.Log.WarnContext(ctx, "without push access GitHub silently drops labels and assignees", "connection", c.host.Connection, "repository", h.key())
	}
	return sdk.Place{
		Self:       h.self,
		Dedicated:  c.app != nil || c.settings.Account == "dedicated",
		Containers: []sdk.Container{{ID: h.id, Key: h.key(), Name: h.name, Public: h.public}},
		Can:        c.can(h),
		History:    map[sdk.Field]bool{ticket.Title: true, ticket.State: true, ticket.Priority: true, ticket.Assignee: true, ticket.Labels: true},
		Tick:       time.Second,
		Settle:     10 * time.Second, // lists come from replicas
		Late:       time.Minute,
		Holds:      fields(),
		Together:   [][]sdk.Field{fields()},
		Limits:     limits(),
		ServerTime: h.at,
	}, nil
}

// fields are what an issue has: no due date among them.
func fields() []sdk.Field {
	return []sdk.Field{ticket.Title, ticket.Description, ticket.State, ticket.Priority, ticket.Assignee, ticket.Labels}
}

// can leaves out the writing where issues are switched off or the repository is
// archived.
func (c *conn) can(h *home) []string {
	can := sdk.Capabilities(c)
	if h.issues {
		return can
	}
	return slices.DeleteFunc(can, func(name string) bool {
		return slices.Contains([]string{"Creator", "Editor", "Retirer", "Commenter", "CommentEditor", "CommentDeleter"}, name)
	})
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
