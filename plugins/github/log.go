package github

import (
	"context"
	"slices"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// event is one line of an issue's history; go-github's type lacks the reason.
type event struct {
	Event       string        `json:"event"`
	Actor       *gh.User      `json:"actor"`
	CreatedAt   *gh.Timestamp `json:"created_at"`
	StateReason *string       `json:"state_reason"`
	Label       *gh.Label     `json:"label"`
	Assignee    *gh.User      `json:"assignee"`
	Rename      *struct{ From, To string }
	Via         *gh.App `json:"performed_via_github_app"`
}

// log reads an issue's whole history and returns the edits after a version.
// Texts have none: of a body GitHub tells only its last editor, and not here.
func (c *conn) log(ctx context.Context, address string, r reader, after sdk.Version) ([]sdk.Edit, error) {
	fold := past{codes: r.codes, state: "open"}
	var edits []sdk.Edit
	for e, err := range pages[event](ctx, c, "list history", address+"/events?per_page=100") {
		if err != nil {
			return nil, err
		}
		by := r.actor(e.Actor)
		if by != nil && c.app.performed(e.Via) {
			by.Self = true
		}
		for _, edit := range fold.next(e) {
			edit.By, edit.At, edit.Version = by, e.CreatedAt.GetTime().UTC(), version(e.CreatedAt)
			if edit.Version > after {
				edits = append(edits, edit)
			}
		}
	}
	return edits, nil
}

// past is an issue as it was at one point of its history.
type past struct {
	codes         codes
	state, reason string
	labels        []string
	assignees     []string
}

// next takes one event in and says what it changed.
func (p *past) next(e event) []sdk.Edit {
	if e.Rename != nil && e.Event == "renamed" {
		return []sdk.Edit{{Field: ticket.Title, From: sdk.Native(e.Rename.From), To: sdk.Native(e.Rename.To)}}
	}
	was := *p
	was.labels, was.assignees = slices.Clone(p.labels), slices.Clone(p.assignees)
	p.apply(e)
	var edits []sdk.Edit
	differ := func(f sdk.Field, from, to sdk.Native) {
		if from != to {
			edits = append(edits, sdk.Edit{Field: f, From: from, To: to})
		}
	}
	differ(ticket.State, was.native(), p.native())
	differ(ticket.Priority, was.codes.priorityOf(was.labels), p.codes.priorityOf(p.labels))
	differ(ticket.Assignee, joined(was.assignees), joined(p.assignees))
	for _, l := range p.codes.plain(was.labels) {
		if !slices.Contains(p.codes.plain(p.labels), l) {
			differ(ticket.Labels, l, "")
		}
	}
	for _, l := range p.codes.plain(p.labels) {
		if !slices.Contains(p.codes.plain(was.labels), l) {
			differ(ticket.Labels, "", l)
		}
	}
	return edits
}

func (p *past) apply(e event) {
	name, login := e.Label.GetName(), e.Assignee.GetLogin()
	switch e.Event {
	case "closed":
		p.state, p.reason = "closed", ""
		if e.StateReason != nil {
			p.reason = *e.StateReason
		}
	case "reopened":
		p.state, p.reason = "open", ""
	case "labeled":
		p.labels = with(p.labels, name)
	case "unlabeled":
		p.labels = without(p.labels, []labelCode{{"", name}})
	case "assigned":
		p.assignees = with(p.assignees, login)
	case "unassigned":
		p.assignees = without(p.assignees, []labelCode{{"", login}})
	}
}

func (p *past) native() sdk.Native { return p.codes.stateOf(p.state, p.reason, p.labels) }

func joined(logins []string) sdk.Native {
	var is gh.Issue
	for _, l := range logins {
		is.Assignees = append(is.Assignees, &gh.User{Login: &l})
	}
	return assignees(&is)
}
