package github

import (
	"slices"
	"strconv"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

// reader turns GitHub's records into the SDK's. It is pure.
type reader struct {
	codes     codes
	container string
	self      string // our account's id, "" while unknown
}

func (h *home) reader(c codes) reader { return reader{codes: c, container: h.id, self: h.self.ID} }

func (r reader) ticket(is *gh.Issue) sdk.Ticket {
	text, keys := marker.Cut(is.GetBody())
	labels := labelNames(is.Labels)
	return sdk.Ticket{
		Ref:     r.ref(is),
		Version: version(is.UpdatedAt),
		By:      r.placed(is.User, is.GetAuthorAssociation()),
		Keys:    keys,
		Cells: map[sdk.Field]sdk.Cell{
			ticket.Title:       {Native: sdk.Native(is.GetTitle()), Markdown: is.GetTitle()},
			ticket.Description: {Native: text, Markdown: read(text)},
			ticket.State:       r.state(is, labels),
			ticket.Priority:    named(r.codes.priorityOf(labels)),
			ticket.Assignee:    named(assignees(is)),
			ticket.Labels:      {Set: r.codes.plain(labels)},
		},
		LogAfter:  -1,
		NComments: comments(is),
		AllFiles:  true, // there are none: files are links in a text
	}
}

func (r reader) ref(is *gh.Issue) sdk.Ref {
	n := strconv.Itoa(is.GetNumber())
	return sdk.Ref{ID: n, Container: r.container, Key: "#" + n, URL: is.GetHTMLURL()}
}

func (r reader) state(is *gh.Issue, labels []string) sdk.Cell {
	return named(r.codes.stateOf(is.GetState(), is.GetStateReason(), labels))
}

// named is a code that speaks for itself: a label, a login, a state.
func named(n sdk.Native) sdk.Cell {
	name := string(n)
	if _, label, ok := strings.Cut(name, stateOpen+"/"); ok {
		name = label
	}
	return sdk.Cell{Native: n, Name: strings.ReplaceAll(name, "closed/", "closed as ")}
}

// assignees are the logins, sorted and joined by commas: a login is what GitHub
// takes when it is written, and no login holds a comma.
func assignees(is *gh.Issue) sdk.Native {
	var logins []string
	for _, u := range is.Assignees {
		logins = append(logins, u.GetLogin())
	}
	if len(logins) == 0 && is.Assignee != nil {
		logins = append(logins, is.Assignee.GetLogin())
	}
	slices.Sort(logins)
	return sdk.Native(strings.Join(logins, ","))
}

func comments(is *gh.Issue) int {
	if is.Comments == nil {
		return -1
	}
	return *is.Comments
}

func (r reader) comment(c *gh.IssueComment) sdk.Comment {
	text, keys := marker.Cut(c.GetBody())
	return sdk.Comment{
		ID:       strconv.FormatInt(c.GetID(), 10),
		Version:  version(c.UpdatedAt),
		By:       r.placed(c.User, c.GetAuthorAssociation()),
		At:       c.GetCreatedAt().UTC(),
		Native:   text,
		Markdown: read(text),
		Keys:     keys,
	}
}

// actor is nil for an account that is gone.
func (r reader) actor(u *gh.User) *sdk.Actor {
	if u.GetID() == 0 {
		return nil
	}
	id := strconv.FormatInt(u.GetID(), 10)
	return &sdk.Actor{ID: id, Name: u.GetLogin(), Email: u.GetEmail(), Self: id == r.self}
}

// placed is the account of one who wrote something, with what GitHub says of
// their part in the repository: who only contributed to it is a stranger.
func (r reader) placed(u *gh.User, association string) *sdk.Actor {
	a := r.actor(u)
	if a != nil {
		a.Member = slices.Contains([]string{"OWNER", "MEMBER", "COLLABORATOR"}, association)
	}
	return a
}

func version(t *gh.Timestamp) sdk.Version {
	if t == nil || t.IsZero() {
		return 0
	}
	return sdk.Version(t.UnixMicro())
}
