package demo_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// soon is how late the inbox may follow a tool that sends webhooks.
const soon = 2 * time.Second

func TestDemo(t *testing.T) {
	t.Parallel()
	s := startShow(t)
	for name, test := range map[string]func(*testing.T, *show){
		"three tickets": threeTickets,
		"follow":        follow,
		"audiences":     audiences,
		"conflicts":     conflicts,
		"resolve":       resolve,
		"contract":      contract,
		"door":          door,
		"inside":        inside, "one after another": oneAfterAnother, "cancelled and reopened": cancelledAndReopened,
	} {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && name != "three tickets" {
				t.Skip("a smoke test delegates only")
			}
			t.Parallel()
			test(t, s)
		})
	}
}

// A request given to three teams is three tickets that say what a team needs.
func threeTickets(t *testing.T, s *show) {
	h := s.hub(t)
	r := h.create(object{"title": "Three tickets", "client": s.Client, "service": s.Service, "priority": "P2"})
	r = h.delegate(r.Key, s.teams()...)
	for _, x := range s.tools(t) {
		at := x.read(r.link(t, x.team()))
		for _, want := range []string{"dark", "Nordwind Logistik", s.Service, "Frankfurt", "P2", r.Key, s.URL + "/requests/" + r.Key} {
			if !strings.Contains(at.text, want) {
				t.Errorf("%s: the ticket does not say %q: %s", x.team(), want, at.text)
			}
		}
		if at.title != "Three tickets" || at.priority != "P2" || at.state != "todo" || len(at.comments) != 0 {
			t.Errorf("%s: %+v", x.team(), at)
		}
		once(t, x, "Three tickets")
	}
	h.call("POST", "/requests/"+r.Key+"/delegations", object{"team": s.Teams["jira"]}).into(t, 202, nil)
	if again := h.settled(r.Key, soon); len(again.Delegations) != 3 || len(again.Links) != 3 {
		t.Errorf("a second call delegated again: %+v", again.Delegations)
	}
}

// once checks that a title is on one ticket of a tool.
func once(t *testing.T, x tool, title string) {
	t.Helper()
	n := 0
	for _, have := range x.titles() {
		if have == title {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%s: %d tickets are called %q, want 1", x.team(), n, title)
	}
}

// What a team does in its tool is in the inbox at once, and the other teams'
// tickets follow in what they share.
func follow(t *testing.T, s *show) {
	h := s.hub(t)
	r := h.create(object{"title": "Follow the teams"})
	r = h.delegate(r.Key, s.teams()...)
	for i, x := range s.tools(t) {
		l := r.link(t, x.team())
		text := fmt.Sprintf("the optics of %s are fine", x.team())
		x.comment(l, text)
		h.follows(r.Key, "the comment at "+x.team(), func(now record) bool { return now.says(text) == 1 })
		x.move(l, "in_progress")
		h.follows(r.Key, "the state at "+x.team(), func(now record) bool {
			return now.link(t, x.team()).State == "in_progress" && now.Status == "in_progress"
		})
		x.assign(l)
		h.follows(r.Key, "the assignee at "+x.team(), func(now record) bool { return now.link(t, x.team()).Assignee == x.person() })
		priority := []string{"P1", "P3", "P4"}[i]
		x.rank(l, priority)
		h.follows(r.Key, "the priority at "+x.team(), func(now record) bool { return now.Priority == priority })
		for _, other := range s.tools(t) {
			within(t, soon, func() string {
				if at := other.read(r.link(t, other.team())); at.priority != priority {
					return fmt.Sprintf("%s has priority %q, %s made it %s", other.team(), at.priority, x.team(), priority)
				}
				return ""
			})
		}
		x.move(l, "done")
		h.follows(r.Key, "done at "+x.team(), func(now record) bool { return now.link(t, x.team()).State == "done" })
	}
	r = h.settled(r.Key, soon)
	for _, d := range r.Delegations {
		if d.State != "done" {
			t.Errorf("delegation to %s is %s", d.Team, d.State)
		}
	}
	for _, x := range s.tools(t) {
		if at := x.read(r.link(t, x.team())); at.state != "done" || len(at.comments) != 1 || at.assignee != x.person() {
			t.Errorf("%s: %+v", x.team(), at)
		}
	}
	if r.Status != "resolved" && len(r.Attention) == 0 {
		t.Errorf("all teams are done, and the request is %s without asking for attention", r.Status)
	}
}

// follows waits for a request to show what a team did.
func (h hub) follows(key, what string, shows func(record) bool) {
	h.t.Helper()
	within(h.t, soon, func() string {
		if now := h.get(key); !shows(now) {
			return fmt.Sprintf("%s is not in the inbox: %+v", what, now)
		}
		return ""
	})
}

// Each note arrives where its audience says, and nowhere else.
func audiences(t *testing.T, s *show) {
	h := s.hub(t)
	r := h.create(object{"title": "Audiences"})
	r = h.delegate(r.Key, s.teams()...)
	tools := s.tools(t)
	all, one, heard := "to all teams 4711", "to one team 4712", "from one team 4713"
	h.write(r.Key, "replies", "for the client 4714")
	h.write(r.Key, "notes", "for the desk 4715")
	h.write(r.Key, "team-messages", all)
	h.write(r.Key, "team-messages", one, r.link(t, "platform").ID)
	only(t, tools, "data-centre").comment(r.link(t, "data-centre"), heard)
	h.follows(r.Key, "the comment", func(now record) bool { return now.says(heard) == 1 })
	r = h.settled(r.Key, soon)
	shared := ""
	for _, n := range r.Notes {
		if strings.Contains(n.Body, heard) {
			shared = n.ID
			if n.Author.Origin != "dc-servicenow" {
				t.Errorf("heard from %+v", n.Author)
			}
		}
	}
	h.call("POST", "/requests/"+r.Key+"/notes/"+shared+"/share", object{"audience": "teams", "body": "shared 4716", "links": []string{r.link(t, "core-network").ID}}).into(t, 201, nil)
	h.call("POST", "/requests/"+r.Key+"/notes/"+shared+"/share", object{"audience": "client", "body": "shared 4717"}).into(t, 201, nil)
	r = h.settled(r.Key, soon)
	want := map[string]map[string]int{
		"core-network": {all: 1, "shared 4716": 1}, "platform": {all: 1, one: 1}, "data-centre": {all: 1, heard: 1},
	}
	for _, x := range tools {
		at, bytes := x.read(r.link(t, x.team())), x.everything()
		for _, text := range []string{"for the client 4714", "for the desk 4715", all, one, heard, "shared 4716", "shared 4717"} {
			n := want[x.team()][text]
			if got := at.says(text); got != n {
				t.Errorf("%s: %q is in %d comments, want %d", x.team(), text, got, n)
			}
			if n == 0 && strings.Contains(bytes, text[len(text)-4:]+`"`) || n == 0 && strings.Contains(bytes, text) {
				t.Errorf("%s: %q leaked", x.team(), text)
			}
		}
	}
}

// A status that the desk sets goes to the teams that follow it.
func resolve(t *testing.T, s *show) {
	h := s.hub(t)
	r := h.create(object{"title": "Resolve"})
	r = h.delegate(r.Key, s.teams()...)
	h.patch(r.Key, object{"status": "in_progress"})
	h.patch(r.Key, object{"status": "resolved"})
	for _, x := range s.tools(t) {
		within(t, 2*soon, func() string {
			if at := x.read(r.link(t, x.team())); at.state != "done" {
				return fmt.Sprintf("the ticket at %s is %q", x.team(), at.state)
			}
			return ""
		})
	}
	h.settled(r.Key, soon)
	h.patch(r.Key, object{"status": "in_progress", "reason": "it is back"})
	for _, x := range s.tools(t) {
		within(t, 2*soon, func() string {
			if at := x.read(r.link(t, x.team())); at.state == "done" {
				return fmt.Sprintf("the ticket at %s is still done", x.team())
			}
			return ""
		})
	}
}
