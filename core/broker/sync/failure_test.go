package sync_test

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// A request is with three teams and one team's tool is down: the others are told
// once, and it is told once it is back.
func TestOneToolThatFailsRepeatsNothingAtTheOthers(t *testing.T) {
	of, named := map[string]kind{}, kinds()
	of["hub"], of["noc"], of["dc"] = named[0], named[1], named[3]
	s := together(t, of)
	key := s.create("Line down", "hub", "noc", "dc")
	s.hear()
	s.tools["noc"].calls.Break(breakable.Break{Match: writing, Status: http.StatusInternalServerError, Times: 6})
	for _, x := range s.tools {
		x.spent()
	}
	s.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"}, request.Write{Audience: request.Teams, Body: "Please hurry"})
	s.settle()
	if l := s.linkOf(key, "noc"); l.Health != request.Failed || !strings.Contains(l.Error, "500") {
		t.Errorf("the link is %s: %q", l.Health, l.Error)
	}
	for range 12 {
		s.clock.Advance(5 * time.Minute)
		s.hear()
	}
	for name, x := range s.tools {
		at := s.at(key, name)
		if at.Title != "Line is down" || at.says("Please hurry") != 1 {
			t.Errorf("%s has %q, %+v", name, at.Title, at.Comments)
		}
		if is, calls := x.spent(); name != "noc" && is.writes != 2 {
			t.Errorf("%s was written to %d times: %v", name, is.writes, calls)
		}
	}
}

func (s *several) linkOf(key request.Key, party string) request.Link {
	s.t.Helper()
	r, _ := s.request(key)
	return *r.Link(s.link(key, party))
}

// A ticket that fails whatever is tried waits longer and longer, alone. What the
// desk does to it then is tried at once, and what the team does is not lost.
func TestATicketThatFailsIsTriedAtOnceWhenTheDeskActs(t *testing.T) {
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		sick, id := b.open()
		well, _ := b.open()
		b.poll()
		path := "/" + id
		if k := b.link(sick).Ticket.Key; strings.HasPrefix(k, "#") {
			path = "/issues/" + id
		}
		b.calls.Break(breakable.Break{Times: -1, Status: http.StatusInternalServerError, Match: func(r *http.Request) bool { return writing(r) && strings.Contains(r.URL.Path+"/", path+"/") }})
		b.do(sick, request.TakeValue{Field: ticket.Title, Text: "Line down again"})
		b.wait(time.Hour)
		b.do(well, request.TakeValue{Field: ticket.Title, Text: "Another line down"})
		b.rest()
		b.inStep(well)
		if l := b.link(sick); l.Health != request.Failed && l.Health != request.Pending || l.Health == request.Failed && l.Error == "" {
			t.Errorf("the link is %s: %q", l.Health, l.Error)
		}
		b.Comment(id, "on it")
		b.calls.Heal()
		b.do(sick, request.TakeValue{Field: ticket.Title, Text: "Line down for good"})
		b.rest()
		b.wait(time.Minute) // a write of unknown outcome may still land
		if at := b.ticket(sick); at.Title != "Line down for good" {
			t.Errorf("the ticket is called %q: %+v", at.Title, b.link(sick))
		}
		b.recover()
		if _, notes := b.request(sick); len(notes) != 1 {
			t.Errorf("%d notes, want the team's", len(notes))
		}
		b.inStep(sick)
	})
}

// A state that the workflow does not offer is asked for once and said at the link.
// It is tried again when the desk says so.
func TestAStateThatCannotBeReachedIsSaidOnce(t *testing.T) {
	denying := kind{"jira", true, true, func(t *testing.T, c *clock) *tool {
		x := newJira(t, jiratest.Options{Now: c.Now, Deny: []string{"TRANSITION_ISSUES"}})
		server := x.people.(atJira).server
		x.tells, x.hooks, x.point = true, server.Hooks(), server.SetWebhook
		return x
	}}
	b := denying.bench(t)
	key, _ := b.open()
	b.do(key, request.Move{To: request.Resolved})
	b.rest()
	l := b.link(key)
	const says = "state: move issue: denied (state); no transition is offered from To Do: the account may lack the right to transition issues"
	if l.Health != request.Failed || l.Error != says {
		t.Errorf("the link is %s: %q", l.Health, l.Error)
	}
	refused := func() (n int) {
		for _, e := range b.history(key) {
			if e.Field == ticket.State && e.Verdict == request.Rejected {
				n++
			}
		}
		return n
	}
	b.spent()
	for range 10 {
		b.clock.Advance(time.Hour)
		b.poll()
	}
	b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"}, request.Write{Audience: request.Teams, Body: "Please hurry"})
	b.hear()
	if is, calls := b.spent(); is.writes != 2 || refused() != 1 {
		t.Errorf("%d lines of history, wrote %v", refused(), calls)
	}
	if at := b.ticket(key); at.Title != "Line is down" || len(at.Comments) != 1 {
		t.Errorf("ticket %+v", at)
	}
	if again := b.link(key); again.Error != l.Error {
		t.Errorf("the link says %q", again.Error)
	}
}

// A value that the tool takes without a word and does not store is written once,
// and the desk reads that at the link. Another value is tried again.
func TestAValueThatTheToolKeepsIsSaid(t *testing.T) {
	dropping := kind{"jira", true, true, func(t *testing.T, c *clock) *tool {
		x := newJira(t, jiratest.Options{Now: c.Now, DropFields: []string{"duedate"}})
		server := x.people.(atJira).server
		x.tells, x.hooks, x.point = true, server.Hooks(), server.SetWebhook
		return x
	}}
	b := dropping.bench(t, dueBoth)
	key, _ := b.open()
	b.hear()
	for n := range 2 {
		b.spent()
		b.do(key, request.TakeValue{Field: ticket.Due, Text: fmt.Sprintf("2031-02-0%dT10:00:00Z", n+1)})
		b.recover()
		if is, calls := b.spent(); is.writes != 1 {
			t.Errorf("wrote %v", calls)
		}
		if l := b.link(key); l.Health != request.InSync || l.Error != "due: "+reconcile.KeptItsOwn {
			t.Errorf("the link is %s: %q", l.Health, l.Error)
		}
	}
	b.quiet(key)
}

// narrow is a connection whose catalogue has no meaning for one state.
type narrow struct {
	placed
	lacks string
}

func (n narrow) Catalog(ctx context.Context, container string) ([]ticket.Code, error) {
	all, err := n.Cataloger.Catalog(ctx, container)
	all = slices.Clone(all)
	for i, c := range all {
		if c.Field == ticket.State && c.Value == n.lacks {
			all[i].Value, all[i].Write = "", false
		}
	}
	return all, err
}

// A state of the tool that no table knows changes nothing here and is said at the
// link, and counts once a table knows it.
func TestAStateThatNoTableKnowsIsHeldAndSaid(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.hear()
		before, _ := b.request(key)
		b.SetState(id, request.Doing)
		b.hear()
		l := b.link(key)
		const says = "has no meaning here yet: add it to the connection's table"
		if l.Health != request.Failed || !strings.HasPrefix(l.Error, "state: the tool's value ") || !strings.HasSuffix(l.Error, says) {
			t.Errorf("the link is %s: %q", l.Health, l.Error)
		}
		if r, _ := b.request(key); r.Status != before.Status || l.State != request.Todo {
			t.Errorf("the request is %s, the link %s", r.Status, l.State)
		}
		b.quiet(key)
		b.SetTitle(id, "Line down again")
		b.hear()
		if r, _ := b.request(key); r.Title != "Line down again" {
			t.Errorf("the title is %q", r.Title)
		}
		b.connections[0].Tables = map[ticket.Field]sync.Table{ticket.State: {Read: map[string]string{named(l.Error): "in_progress"}}}
		b.restart()
		b.clock.Advance(time.Hour)
		b.rest()
		if l := b.link(key); l.State != request.Doing || l.Health != request.InSync {
			t.Errorf("the link is %s, %s: %q", l.State, l.Health, l.Error)
		}
	}, func(c *sync.Connection) {
		c.Conn = narrow{elsewhere(c.Conn, func(*ticket.Place) {}), "in_progress"}
	})
}

// named is what a sentence names between quotes.
func named(sentence string) string {
	_, rest, _ := strings.Cut(sentence, `"`)
	name, _, _ := strings.Cut(rest, `"`)
	return name
}

// blinded is a connection that shows none of its tickets for a while.
type blinded struct {
	placed
	blind *bool
}

func (b blinded) hidden(op string) error {
	if *b.blind {
		return fault.Errorf(fault.NotFound, op, "no such ticket")
	}
	return nil
}

func (b blinded) Get(ctx context.Context, r ticket.Ref, need ticket.Need) (ticket.Ticket, error) {
	if err := b.hidden("get"); err != nil {
		return ticket.Ticket{}, err
	}
	return b.Conn.Get(ctx, r, need)
}

func (b blinded) Edit(ctx context.Context, r ticket.Ref, k ticket.Key, p ticket.Patch) (ticket.Ticket, error) {
	if err := b.hidden("edit"); err != nil {
		return ticket.Ticket{}, err
	}
	return b.Editor.Edit(ctx, r, k, p)
}

func (b blinded) Find(ctx context.Context, k ticket.Key) ([]ticket.Ticket, error) {
	if *b.blind {
		return nil, nil
	}
	return b.Finder.Find(ctx, k)
}

func (b blinded) Changes(ctx context.Context, after ticket.Cursor) iter.Seq2[ticket.Change, error] {
	if *b.blind {
		return func(yield func(ticket.Change, error) bool) {
			yield(ticket.Change{Kind: ticket.Mark, Cursor: after}, nil)
		}
	}
	return b.Watcher.Changes(ctx, after)
}

// A tool that suddenly shows nothing, as it does when a right is taken away,
// deletes nothing, closes nothing and hands nothing back.
func TestAToolThatShowsNothingDeletesNothing(t *testing.T) {
	var blind bool
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		var keys []request.Key
		for range 6 {
			key, id := b.open()
			b.Comment(id, "on it")
			keys = append(keys, key)
		}
		b.hear()
		b.poll()
		blind = true
		for _, key := range keys {
			b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"})
		}
		b.wait(3 * time.Hour)
		for _, key := range keys {
			r, notes := b.request(key)
			if l := r.Links[0]; l.Health != request.Failed || l.Error != "the ticket is gone or hidden from this account" || l.NextTryAt.IsZero() {
				t.Errorf("the link is %s: %q, next try %v", l.Health, l.Error, l.NextTryAt)
			}
			if r.Delegations[0].State == request.Returned || len(notes) != 1 || notes[0].Deleted {
				t.Errorf("the delegation is %s, notes %+v", r.Delegations[0].State, notes)
			}
		}
		blind = false
		b.recover()
		if n := len(b.Tickets()); n != len(keys) {
			t.Errorf("%d tickets, want %d", n, len(keys))
		}
		for _, key := range keys {
			b.inStep(key)
			b.quiet(key)
		}
	}, unhooked, func(c *sync.Connection) {
		c.Conn = blinded{elsewhere(c.Conn, func(*ticket.Place) {}), &blind}
	})
}

// A refused credential is said at the connection in the tool's words, and nothing
// is hammered.
func TestARefusedCredentialIsSaidAtTheConnection(t *testing.T) {
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		key, _ := b.open()
		b.poll()
		b.calls.Break(breakable.Break{Status: http.StatusUnauthorized, Times: -1})
		b.spent()
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"})
		b.wait(time.Hour)
		views, err := b.store.Connections(t.Context())
		must(t, err)
		if is, calls := b.spent(); is.reads+is.writes > 40 || !strings.Contains(views[0].Stopped, fault.Unauthenticated.String()) && !strings.Contains(views[0].Stopped, "401") {
			t.Errorf("stopped: %q after %v", views[0].Stopped, calls)
		}
		b.calls.Heal()
		b.recover()
		b.inStep(key)
	})
}

// A ticket is made, commented on and closed in several calls, whichever of them
// fails in whatever way: one ticket, one comment, closed once.
func TestATicketMadeInSeveralCallsIsMadeOnce(t *testing.T) {
	for name, fault := range map[string]breakable.Break{"reply lost": {DropReply: true}, "server error": {Status: http.StatusInternalServerError}, "never arrived": {Refuse: true}} {
		t.Run(name, func(t *testing.T) {
			some(t, kind.simulated, func(t *testing.T, b *bench) {
				for step := range 5 {
					n, fault := step, fault
					fault.Match = func(r *http.Request) bool {
						if !writing(r) {
							return false
						}
						n--
						return n == -1
					}
					b.calls.Break(fault)
					title := fmt.Sprint("Line down ", step)
					key := b.create(title, b.team())
					b.do(key, request.Write{Audience: request.Teams, Body: "Please hurry"}, request.Move{To: request.Resolved})
					b.recover()
					b.calls.Heal()
					made := 0
					for _, x := range b.Tickets() {
						if x.Title == title {
							made++
						}
					}
					if at := b.ticket(key); made != 1 || at.says("Please hurry") != 1 || len(at.Comments) != 1 || at.State != request.Done {
						t.Errorf("step %d: %d tickets, %+v", step, made, at)
					}
					b.inStep(key)
				}
			})
		})
	}
}

// What the desk writes stands at the ticket in the order in which it was written,
// though calls are refused and replies are lost in between.
func TestMessagesStandInTheOrderInWhichTheyWereWritten(t *testing.T) {
	for _, name := range []string{"", "throttled", "reply lost", "never arrived"} {
		t.Run(name, func(t *testing.T) {
			some(t, kind.simulated, func(t *testing.T, b *bench) {
				key, _ := b.open()
				for n := range 6 {
					b.do(key, request.Write{Audience: request.Teams, Body: fmt.Sprintf("word %d.", n)})
					if fault, ok := faults()[name]; ok && n == 2 {
						b.calls.Break(fault)
					}
					if n%2 == 1 {
						b.settle()
					}
				}
				b.recover()
				var order []string
				for _, c := range b.ticket(key).Comments {
					_, word, _ := strings.Cut(c.Text, "word ")
					order = append(order, word[:1])
				}
				if got := strings.Join(order, ""); got != "012345" {
					t.Errorf("the order is %s", got)
				}
			})
		})
	}
}

// A member of the team edits our mark out of the ticket and out of a comment:
// neither is written again.
func TestAMarkThatSomebodyTookAwayMakesNoTwin(t *testing.T) {
	b := kinds()[0].bench(t)
	key, id := b.open()
	b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "Please hurry"})
	b.hear()
	at := b.people.(atGitHub)
	issue, _ := at.server.Issue("elbline/platform", at.number(id))
	plain := func(text string) string {
		before, _, found := strings.Cut(text, "<!--")
		if !found {
			t.Fatalf("no mark in %q", text)
		}
		return before
	}
	b.clock.Advance(2 * time.Second)
	must(t, at.SetBody(at.number(id), plain(issue.Body)))
	must(t, at.Person.EditComment(issue.Comments[0].ID, plain(issue.Comments[0].Body)))
	b.hear()
	b.poll()
	b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"}, request.Write{Audience: request.Teams, Body: "And now?"})
	b.recover()
	if x := b.ticket(key); len(b.Tickets()) != 1 || x.says("Please hurry") != 1 || len(x.Comments) != 2 || x.Title != "Line is down" {
		t.Errorf("%d tickets, %+v", len(b.Tickets()), x)
	}
	if _, notes := b.request(key); len(notes) != 2 {
		t.Errorf("%d notes, want the desk's two", len(notes))
	}
	b.quiet(key)
}

// A value that the tool refused because its team had just set it is in step: nobody
// has to do anything about the refusal.
func TestARefusedValueThatTheTeamSetsItselfIsInStep(t *testing.T) {
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.calls.Break(breakable.Break{Match: writing, Status: http.StatusBadRequest, Times: -1})
		b.do(key, request.Move{To: request.Resolved})
		b.settle()
		if l := b.link(key); l.Health != request.Failed {
			t.Fatalf("refused, and the link is %s", l.Health)
		}
		b.calls.Heal()
		b.SetState(id, request.Done)
		b.hear()
		b.poll()
		if l := b.link(key); l.Health != request.InSync || l.State != request.Done {
			t.Errorf("both sides say done, and the link is %s: %s; its state is %s", l.Health, l.Error, l.State)
		}
		b.quiet(key)
	})
}
