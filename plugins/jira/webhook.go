package jira

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// hookBean is a webhook's body, of Cloud or Data Center.
type hookBean struct {
	Event     string       `json:"webhookEvent"`
	User      *userBean    `json:"user"` // Cloud's comment events have none
	Issue     *issueBean   `json:"issue"`
	Changelog *historyBean `json:"changelog"`
	Comment   *commentBean `json:"comment"`
}

// Receive decodes a delivery. Without a signature it is a hint and no more.
// Events of other projects and of no interest give nothing.
func (c *conn) Receive(_ context.Context, d sdk.Delivery) ([]sdk.Change, error) {
	var h hookBean
	if err := json.Unmarshal(d.Body, &h); err != nil {
		return nil, fault.Errorf(fault.Misread, "read webhook", "%w", err)
	}
	changes := c.decodeHook(h)
	if !d.Authentic {
		changes = hints(changes)
	}
	return changes, nil
}

func (c *conn) decodeHook(h hookBean) []sdk.Change {
	r := c.reader()
	ref := h.ref(r)
	if ref.ID == "" || c.foreign(h, ref) {
		return nil
	}
	if h.Issue != nil && h.Issue.ID != "" {
		c.remember(*h.Issue)
	}
	switch h.Event {
	case "jira:issue_created", "jira:issue_updated":
		return r.issueHook(h, ref)
	case "jira:issue_deleted":
		return []sdk.Change{{Kind: ticket.Gone, Ref: ref, By: r.actor(h.User)}}
	case "comment_created", "comment_updated":
		c.audienceOf(h.Comment)
		return r.commentHook(h, ref)
	case "comment_deleted":
		return r.commentGone(h, ref)
	}
	return nil
}

func (c *conn) audienceOf(b *commentBean) {
	if b != nil && b.ID != "" {
		c.audience.put(b.ID, b.audience())
	}
}

// foreign reports whether an event certainly belongs to another project and did
// not take the issue out of one of ours.
func (c *conn) foreign(h hookBean, ref sdk.Ref) bool {
	if h.Issue == nil || empty(h.Issue.Fields["project"]) || h.moved() != nil {
		return false
	}
	key := decode[projectBean](h.Issue.Fields["project"]).Key
	for _, ours := range c.projects {
		if strings.EqualFold(ours, key) {
			return false
		}
	}
	_, known := c.know().projects[ref.Container]
	return !known
}

var commentAddress = regexp.MustCompile(`/issue/(\d+)/comment/`)

// ref finds the issue. Data Center's comment events hold its id only within the
// comment's address.
func (h hookBean) ref(r reader) sdk.Ref {
	if h.Issue != nil && h.Issue.ID != "" {
		return r.ref(*h.Issue)
	}
	if h.Comment != nil {
		if m := commentAddress.FindStringSubmatch(h.Comment.Self); m != nil {
			return sdk.Ref{ID: m[1]}
		}
	}
	return sdk.Ref{}
}

// issueHook gives the issue as it is now if the payload is complete, else the
// advice to read it.
func (r reader) issueHook(h hookBean, ref sdk.Ref) []sdk.Change {
	var changes []sdk.Change
	if from := h.moved(); from != nil && from.Container != ref.Container {
		from.ID, from.URL = ref.ID, ""
		changes = append(changes, sdk.Change{Kind: ticket.Moved, Ref: *from, By: r.actor(h.User), To: &ref})
	}
	if !complete(h.Issue) {
		return append(changes, sdk.Change{Kind: ticket.Look, Ref: ref, By: r.actor(h.User)})
	}
	t := r.ticket(*h.Issue)
	r.logHook(h, &t)
	changes = append(changes, sdk.Change{Kind: ticket.Snapshot, Ref: ref, Version: t.Version, Keys: t.Keys, By: r.actor(h.User), Ticket: &t})
	if h.Comment != nil {
		changes = append(changes, r.commentHook(h, ref)...)
	}
	return changes
}

// complete reports whether a payload holds every field that we read and the time
// of the update.
func complete(b *issueBean) bool {
	for _, name := range []string{"summary", "description", "status", "priority", "labels", "project", "updated"} {
		if _, shown := b.Fields[name]; !shown {
			return false
		}
	}
	return !decode[stamp](b.Fields["updated"]).IsZero()
}

// logHook takes the payload's change log, which holds this one change: with the
// value that was there before. A creation has none.
func (r reader) logHook(h hookBean, t *sdk.Ticket) {
	t.LogAfter = t.Version - 1
	if h.Changelog == nil || h.Event == "jira:issue_created" {
		return
	}
	entry := *h.Changelog
	entry.Author, entry.Created = h.User, decode[stamp](h.Issue.Fields["updated"])
	t.Log = r.edits([]historyBean{entry})
	for i := range t.Log {
		if e, now := &t.Log[i], t.Cells[ticket.Assignee].Native; e.Field == ticket.Assignee && e.To != "" && now != "" {
			e.To = now // old payloads say a login name
		}
	}
	attribute(t)
}

// moved is where the issue was before, if this event moved it.
func (h hookBean) moved() *sdk.Ref {
	if h.Changelog == nil {
		return nil
	}
	var from *sdk.Ref
	for _, i := range h.Changelog.Items {
		switch name := strings.ToLower(i.Field); {
		case name == "project" || i.FieldID == "project":
			from = orNew(from)
			from.Container = string(i.From)
		case name == "key" || i.FieldID == "issuekey":
			from = orNew(from)
			from.Key = string(i.FromString)
		}
	}
	if from == nil || from.Container == "" {
		return nil
	}
	return from
}

func orNew(r *sdk.Ref) *sdk.Ref {
	if r == nil {
		return &sdk.Ref{}
	}
	return r
}

// commentHook gives the comment. The issue beside it is not complete, and its
// version unknown.
func (r reader) commentHook(h hookBean, ref sdk.Ref) []sdk.Change {
	if h.Comment == nil || h.Comment.ID == "" {
		return []sdk.Change{{Kind: ticket.Look, Ref: ref, By: r.actor(h.User)}}
	}
	k := r.comment(*h.Comment, ref.Container)
	by := r.actor(h.Comment.UpdateAuthor)
	if by == nil {
		by = k.By
	}
	return []sdk.Change{{Kind: ticket.Commented, Ref: ref, By: by, Keys: k.Keys, Comment: &k}}
}

func (r reader) commentGone(h hookBean, ref sdk.Ref) []sdk.Change {
	if h.Comment == nil || h.Comment.ID == "" {
		return []sdk.Change{{Kind: ticket.Look, Ref: ref, By: r.actor(h.User)}}
	}
	return []sdk.Change{{Kind: ticket.CommentGone, Ref: ref, By: r.actor(h.User), Comment: &sdk.Comment{ID: h.Comment.ID, Private: true}}}
}

// hints keeps of each change only where to look.
func hints(changes []sdk.Change) []sdk.Change {
	var list []sdk.Change
	for _, c := range changes {
		if len(list) == 0 || list[len(list)-1].Ref.ID != c.Ref.ID {
			list = append(list, sdk.Change{Kind: ticket.Look, Ref: c.Ref})
		}
	}
	return list
}
