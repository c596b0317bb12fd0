package sync_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/ticket"
)

// faults are what may happen to one write.
func faults() map[string]breakable.Break {
	return map[string]breakable.Break{
		"reply lost":     {DropReply: true},
		"never arrived":  {Refuse: true},
		"server error":   {Status: http.StatusBadGateway},
		"gateway error":  {Status: http.StatusBadGateway, Times: 3},
		"throttled":      {Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"7"}}},
		"lost for a row": {DropReply: true, Times: 2},
	}
}

func on(method string) func(*http.Request) bool {
	return func(r *http.Request) bool { return r.Method == method }
}

func TestOneTicketWhateverHappensToTheCreate(t *testing.T) {
	for name, fault := range faults() {
		t.Run(name, func(t *testing.T) {
			p := newPair(t)
			fault.Match = on(http.MethodPost)
			p.gh.calls.Break(fault)
			key := p.create("Line down", "gh")
			p.rest()
			p.wait(10 * time.Minute)
			p.poll()
			if n := len(p.gh.Issues(githubtest.Repository)); n != 1 {
				t.Fatalf("%d tickets, want 1; link %+v", n, p.link(key))
			}
			if l := p.link(key); l.Ticket.ID == "" || l.Health != request.InSync {
				t.Errorf("the link is not in step: %+v", l)
			}
		})
	}
}

func TestOneCommentWhateverHappensToIt(t *testing.T) {
	for name, fault := range faults() {
		t.Run(name, func(t *testing.T) {
			p := newPair(t)
			key := p.create("Line down", "gh")
			p.rest()
			fault.Match = on(http.MethodPost)
			p.gh.calls.Break(fault)
			p.do(key, request.Write{Audience: request.Teams, Body: "Please hurry"})
			p.rest()
			p.wait(10 * time.Minute)
			p.poll()
			if c := p.issue(key).Comments; len(c) != 1 || !strings.Contains(c[0].Body, "Please hurry") {
				t.Fatalf("comments %+v, want one; %+v", c, p.link(key))
			}
			if _, notes := p.request(key); len(notes) != 1 || notes[0].Copies[0].State != request.CopyDelivered {
				t.Errorf("notes %+v", notes)
			}
		})
	}
}

func TestAFieldArrivesWhateverHappensToIt(t *testing.T) {
	for name, fault := range faults() {
		t.Run(name, func(t *testing.T) {
			p := newPair(t)
			key := p.create("Line down", "gh")
			p.rest()
			fault.Match = on(http.MethodPatch)
			p.gh.calls.Break(fault)
			p.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"})
			p.rest()
			p.wait(10 * time.Minute)
			p.poll()
			if got := p.issue(key).Title; got != "Line is down" {
				t.Errorf("title at the tool %q; %+v", got, p.link(key))
			}
			if r, _ := p.request(key); r.Title != "Line is down" {
				t.Errorf("title at the hub %q", r.Title)
			}
		})
	}
}

func TestALostWebhookIsOnlyLate(t *testing.T) {
	p := newPair(t)
	key := p.create("Line down", "gh")
	p.rest()
	p.gh.Hooks().Mishap(breakable.Mishap{Lose: true, Times: -1})
	p.clock.Advance(5 * time.Second)
	must(t, p.dana.SetTitle(1, "Line down again"))
	must(t, ignore(p.dana.Comment(1, "on it")))
	p.rest()
	p.poll()
	r, notes := p.request(key)
	if r.Title != "Line down again" || len(notes) != 1 {
		t.Errorf("title %q, %d notes", r.Title, len(notes))
	}
}

func TestADeletedTicketIsNotMadeAgain(t *testing.T) {
	p := newPair(t)
	key := p.create("Line down", "gh")
	p.rest()
	must(t, p.dana.Delete(1))
	p.rest()
	p.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"})
	p.rest()
	p.wait(5 * time.Minute)
	p.poll()
	if n := len(p.gh.Issues(githubtest.Repository)); n != 0 {
		t.Fatalf("%d tickets, want none", n)
	}
	r, _ := p.request(key)
	if r.Delegations[0].State != request.Returned || r.Links[0].Health != request.Parked {
		t.Errorf("delegation %s, link %s: %s", r.Delegations[0].State, r.Links[0].Health, r.Links[0].Error)
	}
}
