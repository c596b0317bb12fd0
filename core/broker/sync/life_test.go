package sync_test

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestPriorityTravelsBothWays(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.SetPriority(id, "P1")
		b.hear()
		if r, _ := b.request(key); r.Priority != "P1" {
			t.Errorf("the hub has %s, want the team's P1", r.Priority)
		}
		b.do(key, request.TakeValue{Field: ticket.Priority, Text: "P4"})
		b.hear()
		if at := b.ticket(key); at.Priority != "P4" {
			t.Errorf("the tool has %s, want the desk's P4", at.Priority)
		}
		b.inStep(key)
		b.quiet(key)
	})
}

// A due date and labels go where a ticket can hold them and trouble nobody else.
func TestAFieldThatATicketLacksIsLeftOut(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		due := b.clock.Now().AddDate(0, 0, 3).Format(time.RFC3339)
		key, id := b.open()
		b.do(key, request.TakeValue{Field: ticket.Due, Text: due}, request.TakeValue{Field: ticket.Labels, Text: "vip"})
		b.hear()
		b.do(key, request.TakeValue{Field: ticket.Due, Text: ""}, request.TakeValue{Field: ticket.Title, Text: "Line down again"})
		b.hear()
		b.inStep(key)
		if at := b.ticket(key); at.Title != "Line down again" || at.ID != id {
			t.Errorf("ticket %+v", at)
		}
		for _, e := range b.history(key) {
			if e.Verdict == request.Rejected {
				t.Errorf("refused: %+v", e)
			}
		}
		b.quiet(key)
	}, dueBoth)
}

// The same where the connector does not say so before it is asked.
func TestAFieldThatAConnectorRefusesTroublesNoOther(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		due := b.clock.Now().AddDate(0, 0, 3).Format(time.RFC3339)
		key, _ := b.open()
		b.do(key, request.TakeValue{Field: ticket.Due, Text: due}, request.TakeValue{Field: ticket.Title, Text: "Line down again"})
		b.hear()
		b.inStep(key)
		if at := b.ticket(key); at.Title != "Line down again" {
			t.Errorf("ticket %+v", at)
		}
		b.quiet(key)
	}, dueBoth, finds(func(p *ticket.Place) { p.Holds = nil }))
}

func dueBoth(c *sync.Connection) { c.Directions[ticket.Due] = reconcile.Both }

func TestStateTravelsBothWays(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.SetState(id, request.Doing)
		b.hear()
		if l := b.link(key); l.State != request.Doing {
			t.Errorf("the link is %s, want the team's %s", l.State, request.Doing)
		}
		b.SetState(id, request.Done)
		b.hear()
		if r, _ := b.request(key); r.Delegations[0].State != request.DelegateDone {
			t.Errorf("the team is done, the delegation %s", r.Delegations[0].State)
		}
		b.do(key, request.Move{To: request.Resolved}, request.Move{To: request.InProgress, Reason: "not yet"})
		b.hear()
		if at := b.ticket(key); at.State != request.Todo {
			t.Errorf("the tool has %s, want it open again", at.State)
		}
		b.inStep(key)
		b.quiet(key)
	})
}

func TestEachNoteArrivesWhereItsAudienceSays(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, _ := b.open()
		b.do(key,
			request.Write{Audience: request.Internal, Body: "for the desk alone"},
			request.Write{Audience: request.ToClient, Body: "dear client"},
			request.Write{Audience: request.Teams, Body: "dear team"},
		)
		b.hear()
		at := b.ticket(key)
		if len(at.Comments) != 1 || at.says("dear team") != 1 {
			t.Fatalf("comments %+v", at.Comments)
		}
		if place := got(b.conn.Conn.Ping(t.Context()))(t); at.Comments[0].Private != place.Private {
			t.Errorf("a comment for the team is private: %v, the place can: %v", at.Comments[0].Private, place.Private)
		}
	})
}

func TestAnEditedCommentFollowsBothWays(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		said := b.Comment(id, "on it")
		b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "please hurry"})
		b.hear()
		if team, ok := b.people.(editors); ok {
			b.clock.Advance(2 * time.Second)
			team.EditComment(id, said, "on it now")
			b.nudge(id)
		}
		b.revise(key, "n1", "take your time")
		b.hear()
		_, notes := b.request(key)
		for _, n := range notes {
			if _, ok := b.people.(editors); ok && n.Author.Origin == b.conn.Name && n.Body != "on it now" {
				t.Errorf("the team's note says %q", n.Body)
			}
		}
		at := b.ticket(key)
		if at.says("take your time") != 1 || b.can("CommentEditor") && at.says("please hurry") != 0 || len(notes) != 2 {
			t.Errorf("comments %+v, %d notes", at.Comments, len(notes))
		}
		b.inStep(key)
		b.quiet(key)
	})
}

func TestADeletedCommentFollowsBothWays(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		said := b.Comment(id, "on it")
		b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "please hurry"})
		b.hear()
		team, editable := b.people.(editors)
		if editable {
			team.DeleteComment(id, said)
			b.nudge(id)
		}
		b.erase(key, "n1")
		b.hear()
		b.poll()
		_, notes := b.request(key)
		for _, n := range notes {
			if !n.Deleted && (editable || n.ID == "n1") {
				t.Errorf("note %+v is not deleted", n)
			}
		}
		if at := b.ticket(key); b.can("CommentDeleter") && len(at.Comments) != 0 {
			t.Errorf("comments %+v", at.Comments)
		}
		b.inStep(key)
		b.quiet(key)
	})
}

// nudge changes a ticket where a changed comment does not.
func (b *bench) nudge(id string) {
	b.t.Helper()
	if b.quiets {
		b.SetTitle(id, "Line down again")
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
		doc.Changed, doc.Events, doc.Now = d.Changed, d.Events, d.Dirty
		return err
	}))
}

func (h *hub) revise(key request.Key, id request.NoteID, body string) {
	h.t.Helper()
	h.onNote(key, id, func(n *request.Note) request.Command { return request.Revise{Note: n, Body: body} })
}

func (h *hub) erase(key request.Key, id request.NoteID) {
	h.t.Helper()
	h.onNote(key, id, func(n *request.Note) request.Command { return request.Erase{Note: n} })
}

func TestATransferredTicketIsHandedBack(t *testing.T) {
	b := kinds()[0].bench(t)
	key, id := b.open()
	at := b.people.(atGitHub)
	got(at.Transfer(at.number(id), githubtest.Elsewhere))(t)
	b.rest()
	b.do(key, request.TakeValue{Field: ticket.Title, Text: "secret"})
	b.rest()
	b.wait(time.Minute)
	b.poll()
	b.lost(key, "the team moved the ticket to "+b.link(key).Ticket.Key)
	for _, i := range at.server.Issues(githubtest.Elsewhere) {
		if i.Title == "secret" {
			t.Error("the hub wrote into a place that is not the team's")
		}
	}
}

// A ticket that was elsewhere and came back has another number, and the hub's key: it is
// no twin of the one that the hub knows.
func TestATicketThatComesBackIsNoTwin(t *testing.T) {
	b := kinds()[0].bench(t)
	key, id := b.open()
	at := b.people.(atGitHub)
	b.hooks.Mishap(breakable.Mishap{Lose: true, Times: -1})
	away := got(at.Transfer(at.number(id), githubtest.Elsewhere))(t)
	back := got(at.In(githubtest.Elsewhere).Transfer(away, githubtest.Repository))(t)
	b.wait(time.Minute)
	b.poll()
	b.rest()
	b.wait(time.Hour)
	b.rest()
	if !slices.ContainsFunc(at.Tickets(), func(i seen) bool { return i.ID == strconv.Itoa(back) && i.State == request.Todo }) {
		t.Errorf("#%d was retired", back)
	}
	if l := b.link(key); l.Ticket.ID != strconv.Itoa(back) && (l.Health == request.InSync || l.Error == "") {
		t.Errorf("the link has ticket %s and is %s %q", l.Ticket.ID, l.Health, l.Error)
	}
}

func TestAMovedTicketIsHandedBack(t *testing.T) {
	for _, k := range kinds()[1:3] {
		t.Run(k.name, func(t *testing.T) {
			b := k.bench(t)
			key, id := b.open()
			at := b.people.(atJira)
			got(at.server.Move("dana", id, "OPS"))(t)
			b.hear()
			b.do(key, request.TakeValue{Field: ticket.Title, Text: "secret"})
			b.recover()
			b.lost(key, "the team moved the ticket to "+b.link(key).Ticket.Key)
			if issue, _ := at.server.Issue(id); issue.Summary == "secret" {
				t.Error("the hub wrote into a place that is not the team's")
			}
		})
	}
}

// telling is a connection whose deliveries tell of a ticket in a place.
type telling struct {
	placed
	of *ticket.Change
}

func (r telling) Receive(context.Context, sdk.Delivery) ([]ticket.Change, error) {
	return []ticket.Change{*r.of}, nil
}

// A delivery that nobody signed only says where to look; the key that it tells
// leads to a ticket which has another place now.
func TestAnUnsignedDeliveryTellsOfAMovedTicket(t *testing.T) {
	told := &ticket.Change{Kind: ticket.Snapshot}
	b := kinds()[2].bench(t, func(c *sync.Connection) {
		c.Secret, c.Signature, c.Conn = hookSecret, sdk.Signature{Scheme: sdk.SchemePath}, telling{elsewhere(c.Conn, func(*ticket.Place) {}), told}
	})
	key, id := b.open()
	l, at := b.link(key), b.people.(atJira)
	got(at.server.Move("dana", id, "OPS"))(t)
	told.Ref = ticket.Ref{ID: l.Ticket.ID, Container: "another"}
	told.Keys, told.Ticket = []ticket.Key{b.marker.Link(l.ID)}, &ticket.Ticket{Ref: told.Ref}
	must(t, b.engine.ReceiveAt(t.Context(), b.conn.Name, hookSecret, http.Header{}, []byte("something")))
	b.settle()
	b.lost(key, "the team moved the ticket to "+b.link(key).Ticket.Key)
}

func TestNothingIsAdoptedUnasked(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.Open("our own business", "")
		b.hear()
		b.poll()
		if list := b.all(); len(list) != 0 {
			t.Errorf("adopted %+v", list)
		}
	})
}

func (h *hub) all() []*request.Request {
	h.t.Helper()
	page, err := h.store.List(h.t.Context(), store.Query{Limit: 100, Order: request.ByCreation})
	must(h.t, err)
	return page.Items
}

func TestATicketOfTheTeamIsAdoptedByRule(t *testing.T) {
	byLabel := func(c *sync.Connection) { c.Adopt = sync.Adopt{Label: "for-the-desk", Client: "nordwind"} }
	eachLabelling(t, func(t *testing.T, b *bench) {
		b.Open("our own business", "")
		id := b.Open("Nordwind called us", "Their line is slow.", "for-the-desk")
		b.SetPriority(id, "P2")
		b.hear()
		b.poll()
		all := b.all()
		if len(all) != 1 || all[0].Title != "Nordwind called us" || all[0].Description != "Their line is slow." {
			t.Fatalf("adopted %d", len(all))
		}
		b.adopted(all[0].Key)
	}, byLabel)
}

func TestEveryTicketOfTheTeamIsAdoptedByRule(t *testing.T) {
	everything := func(c *sync.Connection) { c.Adopt = sync.Adopt{All: true, Client: "nordwind"} }
	each(t, func(t *testing.T, b *bench) {
		id := b.Open("Nordwind called us", "Their line is slow.")
		b.SetPriority(id, "P2")
		b.Comment(id, "They called again.")
		b.hear()
		b.poll()
		all := b.all()
		if len(all) != 1 || all[0].Title != "Nordwind called us" || all[0].Description != "Their line is slow." || all[0].Priority != "P2" {
			t.Fatalf("adopted %d: %+v", len(all), all)
		}
		if _, notes := b.request(all[0].Key); len(notes) != 1 {
			t.Errorf("%d notes, want one", len(notes))
		}
		b.adopted(all[0].Key)
	}, everything)
}

// adopted checks that adopting wrote nothing and that the request is kept in
// step from then on.
func (b *bench) adopted(key request.Key) {
	b.t.Helper()
	if is, calls := b.spent(); is.writes != 0 {
		b.t.Errorf("adopting wrote: %v", calls)
	}
	b.inStep(key)
	b.quiet(key)
	b.do(key, request.TakeValue{Field: ticket.Title, Text: "Nordwind's line is slow"}, request.Write{Audience: request.Teams, Body: "Please hurry"})
	b.hear()
	if at := b.ticket(key); at.Title != "Nordwind's line is slow" || at.says("Please hurry") != 1 {
		b.t.Errorf("the tool has %+v", at)
	}
	b.inStep(key)
	b.quiet(key)
}

func TestAReadOnlyConnectionWritesNothing(t *testing.T) {
	readOnly := func(c *sync.Connection) {
		c.ReadOnly = true
		c.Adopt = sync.Adopt{All: true, Client: "nordwind"}
	}
	each(t, func(t *testing.T, b *bench) {
		b.create("Line down", b.team())
		b.Open("Nordwind called us", "")
		b.hear()
		for _, r := range b.all() {
			b.do(r.Key, request.TakeValue{Field: ticket.Title, Text: "changed"}, request.Write{Audience: request.Teams, Body: "hello"})
		}
		b.rest()
		b.poll()
		if is, calls := b.spent(); is.writes != 0 {
			t.Errorf("wrote %v", calls)
		}
	}, readOnly)
}

// The desk types the key of a ticket that is there already, as people do: in
// other letters, with a blank.
func TestAnExistingTicketKeepsItsTextsWhenLinked(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		id := b.Open("the team's own title", "the team's own text")
		b.hear()
		key := b.create("Line down")
		b.do(key, request.Delegate{Team: b.team(), Ticket: b.Tickets()[0].Key})
		b.rest()
		if l := b.link(key); l.Ticket.ID != id {
			t.Fatalf("linked %+v instead of %s: %s", l.Ticket, id, l.Error)
		}
		b.do(key, request.Write{Audience: request.Teams, Body: "please hurry"})
		b.hear()
		if at := b.ticket(key); at.Title != "the team's own title" || at.says("please hurry") != 1 || len(at.Comments) != 1 {
			t.Errorf("ticket %+v; link %+v", at, b.link(key))
		}
		if r, _ := b.request(key); r.Title != "Line down" {
			t.Errorf("the request is called %q", r.Title)
		}
		b.quiet(key)
	})
}

func TestAMistypedKeyIsShown(t *testing.T) {
	for _, typed := range []string{"NET-4711", "#4711", "INC0004711", "nonsense/../x", " "} {
		t.Run(typed, func(t *testing.T) {
			each(t, func(t *testing.T, b *bench) {
				b.Open("another", "")
				key := b.create("Line down")
				b.do(key, request.Delegate{Team: b.team(), Ticket: typed})
				b.recover()
				const says = " that this account can see: link another one, or take the task back"
				if l := b.link(key); typed != " " && (l.Ticket.ID != "" || l.Health != request.Failed || l.Error != "there is no ticket "+typed+says) {
					t.Errorf("the link is %s to %+v: %s", l.Health, l.Ticket, l.Error)
				}
			})
		})
	}
}

func TestATicketIsLinkedToOneRequest(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		first, id := b.open()
		second := b.create("Line down too")
		name := b.Tickets()[0].Key
		b.do(second, request.Delegate{Team: b.team(), Ticket: name})
		b.rest()
		l := b.link(second)
		if l.Health != request.Parked || l.Ticket.ID != "" || l.Error != name+" is linked to "+string(first)+" already: unlink it there, or merge the two requests" {
			t.Fatalf("the link is %s to %+v: %s", l.Health, l.Ticket, l.Error)
		}
		b.inStep(first)
		b.do(first, request.Unlink{Link: b.link(first).ID})
		b.do(second, request.Retry{Link: l.ID})
		b.rest()
		if l := b.link(second); l.Ticket.ID != id {
			t.Fatalf("the link is %s to %+v: %s", l.Health, l.Ticket, l.Error)
		}
		b.Comment(id, "on it")
		b.hear()
		_, notes := b.request(second)
		if _, old := b.request(first); len(notes) != 1 || notes[0].Body != "on it" || len(old) != 0 {
			t.Errorf("notes %+v and at the first request %+v", notes, old)
		}
		b.quiet(second)
	})
}

// Two teams in one place, and one team twice, have a ticket each.
func TestEveryDelegationHasATicketOfItsOwn(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key := b.create("Line down", b.team(), b.team()+nightShift)
		b.rest()
		b.do(key, request.Delegate{Team: b.team()})
		b.rest()
		r, _ := b.request(key)
		ids := map[string]bool{}
		for _, l := range r.Links {
			ids[l.Ticket.ID] = true
		}
		if len(b.Tickets()) != 3 || len(ids) != 3 {
			t.Fatalf("%d tickets for links to %v", len(b.Tickets()), ids)
		}
		b.SetTitle(r.Links[0].Ticket.ID, "Line down again")
		b.Comment(r.Links[1].Ticket.ID, "on it")
		b.hear()
		b.hear()
		b.recover()
		for _, at := range b.Tickets() {
			if at.Title != "Line down again" {
				t.Errorf("%s is called %q", at.Key, at.Title)
			}
			if at.says("on it") != 0 && at.ID != r.Links[1].Ticket.ID {
				t.Errorf("%s says what was said at another ticket: %+v", at.Key, at.Comments)
			}
		}
		b.quiet(key)
	})
}

func TestTheReturnLabelHandsATaskBack(t *testing.T) {
	eachLabelling(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.Label(id, reconcile.ReturnLabel)
		b.hear()
		if r, _ := b.request(key); r.Delegations[0].State != request.Returned {
			t.Errorf("delegation %+v", r.Delegations[0])
		}
		b.quiet(key)
	})
}

func TestLabelsTravelBothWays(t *testing.T) {
	eachLabelling(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.do(key, request.Edit{Labels: &[]string{"vip"}})
		b.hear()
		if at := b.ticket(key); !slices.Contains(at.Labels, "spoc:vip") {
			t.Errorf("the tool has %v", at.Labels)
		}
		b.Label(id, "spoc:urgent")
		b.Label(id, "their-own")
		b.hear()
		if r, _ := b.request(key); !slices.Equal(r.Labels, []string{"urgent", "vip"}) {
			t.Errorf("the hub has %v", r.Labels)
		}
		b.do(key, request.Edit{Labels: &[]string{"urgent"}})
		b.hear()
		if at := b.ticket(key); slices.Contains(at.Labels, "spoc:vip") || !slices.Contains(at.Labels, "their-own") {
			t.Errorf("the tool has %v", at.Labels)
		}
		b.quiet(key)
	})
}

func TestAPublicPlaceReceivesNothingButATask(t *testing.T) {
	b := kinds()[0].bench(t)
	key, _ := b.open()
	b.people.(atGitHub).server.SetPrivate(githubtest.Repository, false)
	b.clock.Advance(11 * time.Minute)
	b.do(key, request.TakeValue{Field: ticket.Title, Text: "secret"})
	b.rest()
	if b.ticket(key).Title == "secret" {
		t.Error("a title reached a place that everybody can read")
	}
	if l := b.link(key); l.Health != request.Failed || l.Error != sync.Exposed {
		t.Errorf("the link is %s: %q", l.Health, l.Error)
	}
	b.people.(atGitHub).server.SetPrivate(githubtest.Repository, true)
	b.clock.Advance(11 * time.Minute)
	b.do(key, request.TakeValue{Field: ticket.Title, Text: "no secret any more"})
	b.recover()
	b.inStep(key)
}

// Nor is a ticket made there, however empty; once the place is closed again, what waited
// goes out by itself.
func TestNothingIsMadeWhereEverybodyReads(t *testing.T) {
	b := kinds()[0].bench(t)
	first, _ := b.open()
	b.do(first, request.Write{Audience: request.Teams, Body: "The client waits."})
	b.rest()
	_, notes := b.request(first)
	b.people.(atGitHub).server.SetPrivate(githubtest.Repository, false)
	second := b.create("Router down", b.team())
	b.clock.Advance(11 * time.Minute)
	b.do(first, request.TakeValue{Field: ticket.Priority, Text: "P1"}, request.Move{To: request.Resolved, Reason: "mended", Open: request.KeepOpen}, request.Revise{Note: notes[0], Body: "The client waits at the gate."})
	b.spent()
	b.rest()
	if is, calls := b.spent(); is.writes != 0 {
		t.Errorf("written where everybody can read it: %v", calls)
	}
	for _, key := range []request.Key{first, second} {
		if l := b.link(key); l.Health != request.Failed || l.Error != sync.Exposed || l.NextTryAt.IsZero() {
			t.Errorf("the link of %s is %s: %q, tried again at %s", key, l.Health, l.Error, l.NextTryAt)
		}
	}
	b.people.(atGitHub).server.SetPrivate(githubtest.Repository, true)
	b.clock.Advance(time.Hour)
	b.rest()
	b.inStep(first)
	b.inStep(second)
}

// A service project's customers read none of the desk's words to the team.
func TestCommentsInAServiceProjectAreInternal(t *testing.T) {
	desk := kind{"service project", false, true, func(t *testing.T, c *clock) *tool {
		return newJira(t, jiratest.Options{Now: c.Now, ServiceDesk: true})
	}}
	b := desk.bench(t)
	key, _ := b.open()
	b.do(key, request.Write{Audience: request.Teams, Body: "dear team"})
	b.hear()
	if at := b.ticket(key); len(at.Comments) != 1 || !at.Comments[0].Private {
		t.Errorf("comments %+v", at.Comments)
	}
	b.inStep(key)
}

// Where the journal cannot be read, nobody will ever tell whether a comment
// arrived whose reply was lost: it is shown, and sent again only when the desk
// says so.
func TestACommentThatNobodyCanProveIsShown(t *testing.T) {
	b := kinds()[3].bench(t)
	at := b.people.(atServiceNow)
	at.server.HideJournal(true)
	blind := connectServiceNow(t, at.server)
	b.conn.Conn = blind.conn.Conn
	b.connections[0].Conn = blind.conn.Conn
	at.server.SetWebhook("", "")
	b.restart()
	b.calls = blind.calls
	key, _ := b.open()
	b.calls.Break(breakable.Break{Match: writing, DropReply: true})
	b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "Please hurry"})
	b.recover()
	_, notes := b.request(key)
	if n := b.ticket(key).says("Please hurry"); n != 1 || notes[0].Copies[0].State != request.CopyFailed || notes[0].Copies[0].Error == "" {
		t.Fatalf("%d comments, copy %+v", n, notes[0].Copies[0])
	}
	b.quiet(key)
	b.revise(key, "n1", "Please hurry now")
	b.recover()
	_, notes = b.request(key)
	if n := b.ticket(key).says("Please hurry now"); n != 1 || notes[0].Copies[0].State != request.CopyDelivered {
		t.Errorf("%d comments of the new text, copy %+v", n, notes[0].Copies[0])
	}
}

// A custom field of the request is the ticket's own field of that name, where the
// connection says so.
func TestACustomFieldTravels(t *testing.T) {
	notes := ticket.Field("x.close_notes")
	b := kinds()[3].bench(t, func(c *sync.Connection) { c.Directions[notes] = reconcile.Both })
	at := b.people.(atServiceNow)
	key, id := b.open()
	text := "Port 12 replaced."
	b.do(key, request.Edit{Fields: map[string]*string{"close_notes": &text, "rack": &text}})
	b.rest()
	if says := at.server.Incident(id)["close_notes"]; says != text {
		t.Errorf("the tool has %q", says)
	}
	must(t, at.Set(id, map[string]string{"close_notes": "Port 12 and 13 replaced."}))
	b.hear()
	if r, _ := b.request(key); r.Fields["close_notes"] != "Port 12 and 13 replaced." || r.Fields["rack"] != text {
		t.Errorf("the hub has %q", r.Fields)
	}
	b.do(key, request.Edit{Fields: map[string]*string{"close_notes": nil}})
	b.rest()
	if says := at.server.Incident(id)["close_notes"]; says != "" {
		t.Errorf("the tool has %q", says)
	}
	b.inStep(key)
	b.quiet(key)
}

// Ids that calls with an Idempotency-Key, broadcasts and imports derive make keys
// that every tool can hold.
func TestNotesWithDerivedIDsArrive(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, _ := b.open()
		b.calls.Break(breakable.Break{Match: writing, DropReply: true})
		b.do(key, request.Write{ID: request.NoteID(request.DeriveID("token", "key")), Audience: request.Teams, Body: "please hurry"})
		b.recover()
		at := b.ticket(key)
		if _, notes := b.request(key); len(notes) != 1 || len(at.Comments) != 1 || at.says("please hurry") != 1 {
			t.Errorf("notes %+v, comments %+v", notes, at.Comments)
		}
		if r, _ := b.request(key); r.Delegations[0].State != request.Offered {
			t.Errorf("the delegation is %s by our own message", r.Delegations[0].State)
		}
	})
}

func TestAReopenedRequestIsTold(t *testing.T) {
	b := kinds()[0].bench(t)
	key := b.create("Line down")
	for id, team := range b.house.Directory.Teams {
		team.Follows = request.FollowComment
		b.house.Directory.Teams[id] = team
	}
	b.do(key, request.Delegate{Team: b.team()})
	b.rest()
	b.do(key, request.Move{To: request.Resolved, Reason: "works again"})
	b.rest()
	b.do(key, request.Move{To: request.InProgress, Reason: "it does not"})
	b.rest()
	if at := b.ticket(key); len(at.Comments) != 2 || at.says("works again") != 1 || at.says("it does not") != 1 {
		t.Errorf("comments %+v", at.Comments)
	}
}

// A team that closes its ticket with a resolution that says no hands the task
// back; one that takes it up again and does it has done it.
func TestAResolutionThatSaysNoHandsTheTaskBack(t *testing.T) {
	for _, k := range kinds() {
		if k.name != "jira" && k.name != "jira datacenter" {
			continue
		}
		t.Run(k.name, func(t *testing.T) {
			b := k.bench(t)
			key, id := b.open()
			server := b.people.(atJira).server
			must(t, server.Resolve("dana", id, "Done", "Won't Do"))
			b.hear()
			r, _ := b.request(key)
			if d := r.Delegations[0]; d.State != request.Returned || d.ReturnedReason != "the team set it to Done (Won't Do)" {
				t.Errorf("%s: %q; %s", d.State, d.ReturnedReason, b.link(key).Error)
			}
			b.quiet(key)
			b.SetState(id, request.Doing)
			b.hear()
			b.SetState(id, request.Done)
			b.hear()
			if r, _ := b.request(key); r.Delegations[0].State != request.DelegateDone {
				t.Errorf("done after all: %s", r.Delegations[0].State)
			}
		})
	}
}

// Whoever takes a ticket before the hub has heard anything of it has accepted it.
func TestATicketTakenBeforeTheFirstPollIsAccepted(t *testing.T) {
	for _, k := range kinds() {
		if k.name != "jira datacenter" {
			continue
		}
		b := k.bench(t)
		key, id := b.open()
		must(t, b.people.(atJira).server.SetField("dana", id, "assignee", "dana"))
		b.hear()
		if d := b.delegation(key); d.State != request.Accepted || b.link(key).Assignee == "" {
			t.Errorf("%s, with %q", d.State, b.link(key).Assignee)
		}
		accepted := slices.IndexFunc(b.history(key), func(e request.Event) bool { return e.To == string(request.Accepted) })
		if accepted < 0 || b.history(key)[accepted].Actor.Name == "someone" {
			t.Errorf("history %+v", b.history(key))
		}
	}
}
