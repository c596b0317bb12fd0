package sync_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestEachNoteArrivesWhereItsAudienceSays(t *testing.T) {
	p := newPair(t)
	key := p.create("Line down", "gh")
	p.rest()
	p.do(key,
		request.Write{Audience: request.Internal, Body: "for the desk alone"},
		request.Write{Audience: request.ToClient, Body: "dear client"},
		request.Write{Audience: request.Teams, Body: "dear team"},
	)
	p.rest()
	p.poll()
	c := p.issue(key).Comments
	if len(c) != 1 || !strings.Contains(c[0].Body, "dear team") {
		t.Errorf("comments %+v", c)
	}
}

func TestAnEditedCommentFollowsBothWays(t *testing.T) {
	p := newPair(t)
	key := p.create("Line down", "gh")
	p.rest()
	id, err := p.dana.Comment(1, "on it")
	must(t, err)
	p.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "please hurry"})
	p.rest()
	p.gh.spent()
	must(t, p.dana.EditComment(id, "on it now"))
	p.revise(key, "n1", "please hurry, it is P1")
	p.rest()
	_, notes := p.request(key)
	for _, n := range notes {
		if n.Author.Origin == "gh" && n.Body != "on it now" {
			t.Errorf("the team's note says %q", n.Body)
		}
	}
	if c := p.issue(key).Comments; len(c) != 2 || !strings.Contains(c[0].Body+c[1].Body, "it is P1") {
		t.Errorf("comments %+v", c)
	}
	if writes, calls := p.gh.spent(); writes != 1 {
		t.Errorf("an edit costs %v", calls)
	}
}

func TestADeletedCommentFollowsBothWays(t *testing.T) {
	p := newPair(t)
	key := p.create("Line down", "gh")
	p.rest()
	id, err := p.dana.Comment(1, "on it")
	must(t, err)
	p.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "please hurry"})
	p.rest()
	must(t, p.dana.DeleteComment(id))
	p.erase(key, "n1")
	p.rest()
	p.poll()
	_, notes := p.request(key)
	for _, n := range notes {
		if !n.Deleted {
			t.Errorf("note %+v is not deleted", n)
		}
	}
	if c := p.issue(key).Comments; len(c) != 0 {
		t.Errorf("comments %+v", c)
	}
}

// onNote runs a command on a note of a request.
func (h *hub) onNote(key request.Key, id request.NoteID, command func(*request.Note) request.Command) {
	h.t.Helper()
	cause := request.Cause{By: request.Actor{Name: "Mara Lindt", Origin: request.DeskOrigin}, At: h.clock.Now()}
	must(h.t, h.store.Update(h.t.Context(), key, func(doc *store.Doc) error {
		n, err := doc.Note(id)
		if err != nil {
			return err
		}
		d, err := request.Do(doc.Request, h.house, cause, command(n))
		doc.Changed, doc.Events, doc.Dirty = d.Changed, d.Events, d.Dirty
		return err
	}))
}

func (h *hub) revise(key request.Key, id request.NoteID, body string) {
	h.onNote(key, id, func(n *request.Note) request.Command { return request.Revise{Note: n, Body: body} })
}

func (h *hub) erase(key request.Key, id request.NoteID) {
	h.onNote(key, id, func(n *request.Note) request.Command { return request.Erase{Note: n} })
}

func TestATransferredTicketIsHandedBack(t *testing.T) {
	p := newPair(t)
	key := p.create("Line down", "gh")
	p.rest()
	_, err := p.dana.Transfer(1, githubtest.Elsewhere)
	must(t, err)
	p.rest()
	p.do(key, request.TakeValue{Field: ticket.Title, Text: "secret"})
	p.rest()
	p.wait(time.Minute)
	p.poll()
	r, _ := p.request(key)
	if r.Delegations[0].State != request.Returned || r.Links[0].Health != request.Parked {
		t.Errorf("delegation %s %q, link %s %q", r.Delegations[0].State, r.Delegations[0].ReturnedReason, r.Links[0].Health, r.Links[0].Error)
	}
	for _, i := range p.gh.Issues(githubtest.Elsewhere) {
		if i.Title == "secret" {
			t.Error("the hub wrote into a place that is not the team's")
		}
	}
}

func TestNothingIsAdoptedUnasked(t *testing.T) {
	p := newPair(t)
	must(t, ignore(p.dana.Open("our own business", "")))
	p.rest()
	p.poll()
	if page := p.all(); len(page) != 0 {
		t.Errorf("adopted %+v", page)
	}
}

func TestATicketOfTheTeamIsAdoptedByRule(t *testing.T) {
	p := newPair(t, func(c *sync.Connection) { c.Adopt = sync.Adopt{Label: "for the desk", Client: "nordwind"} })
	must(t, ignore(p.dana.Open("our own business", "")))
	must(t, ignore(p.dana.Open("Nordwind called us", "Their line is slow.", "for the desk")))
	p.rest()
	p.poll()
	all := p.all()
	if len(all) != 1 || all[0].Title != "Nordwind called us" || all[0].Description != "Their line is slow." || all[0].Links[0].Health != request.InSync {
		t.Fatalf("adopted %+v", *all[0])
	}
	if writes, calls := p.gh.spent(); writes != 0 {
		t.Errorf("adopting wrote: %v", calls)
	}
	p.do(all[0].Key, request.TakeValue{Field: ticket.Title, Text: "Nordwind's line is slow"})
	p.rest()
	if got := p.issue(all[0].Key).Title; got != "Nordwind's line is slow" {
		t.Errorf("title at the tool %q", got)
	}
}

func (h *hub) all() []*request.Request {
	h.t.Helper()
	page, err := h.store.List(h.t.Context(), store.Query{Limit: 100, Order: request.ByCreation})
	must(h.t, err)
	return page.Items
}

func TestAReadOnlyConnectionWritesNothing(t *testing.T) {
	p := newPair(t, func(c *sync.Connection) {
		c.ReadOnly = true
		c.Adopt = sync.Adopt{All: true, Client: "nordwind"}
	})
	p.create("Line down", "gh")
	must(t, ignore(p.dana.Open("Nordwind called us", "")))
	p.rest()
	for _, r := range p.all() {
		p.do(r.Key, request.TakeValue{Field: ticket.Title, Text: "changed"}, request.Write{Audience: request.Teams, Body: "hello"})
	}
	p.rest()
	p.poll()
	if writes, calls := p.gh.spent(); writes != 0 {
		t.Errorf("wrote %v", calls)
	}
}

func TestAnExistingTicketKeepsItsTextsWhenLinked(t *testing.T) {
	p := newPair(t)
	n, err := p.dana.Open("the team's own title", "the team's own text")
	must(t, err)
	p.rest()
	key := p.create("Line down")
	p.do(key, request.Delegate{Team: "gh", Ticket: "1"})
	p.rest()
	p.do(key, request.Write{Audience: request.Teams, Body: "please hurry"})
	p.rest()
	issue, _ := p.gh.Issue(githubtest.Repository, n)
	if issue.Title != "the team's own title" || len(issue.Comments) != 1 {
		t.Errorf("ticket %+v; link %+v", issue, p.link(key))
	}
	if r, _ := p.request(key); r.Title != "Line down" {
		t.Errorf("the request is called %q", r.Title)
	}
}

func TestTheReturnLabelHandsATaskBack(t *testing.T) {
	p := newPair(t)
	key := p.create("Line down", "gh")
	p.rest()
	must(t, p.dana.Label(1, reconcile.ReturnLabel))
	p.rest()
	if r, _ := p.request(key); r.Delegations[0].State != request.Returned {
		t.Errorf("delegation %+v", r.Delegations[0])
	}
}

func TestAPublicPlaceReceivesNothingButATask(t *testing.T) {
	p := newPair(t)
	key := p.create("Line down", "gh")
	p.rest()
	p.gh.SetPrivate(githubtest.Repository, false)
	p.clock.Advance(11 * time.Minute)
	p.gh.spent()
	p.do(key, request.TakeValue{Field: ticket.Title, Text: "secret"})
	p.rest()
	if p.issue(key).Title == "secret" {
		t.Error("a title reached a place that everybody can read")
	}
}
