package demo_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// inDepth is the demo's configuration with a client that has a tool of its own,
// suppliers, languages, one kind that resolves by itself, and a team that is read
// only.
func inDepth(yaml string) string {
	return strings.NewReplacer(
		"\nconnections:", "\nrollup: { service_request: resolve }\n\nconnections:",
		"\nteams:", `
teams:
  - { name: night-shift, title: Night Shift, connection: noc-jira, target: NET, follows_status: "true", read_only: true }
  - { name: carrier, title: Carrier, connection: platform-github, target: elbline/platform, side: supplier, follows_status: "true" }`,
		"core-network, title: Core Network,", "core-network, title: Core Network, language: de,",
		"language: de\n    domains: [klinikum-see.example]", "language: de\n    connection: dc-servicenow\n    target: incident\n    domains: [klinikum-see.example]",
		"language: en\n    domains: [harbour.example]", "language: fr\n    domains: [harbour.example]",
		"fields: { title: both, priority: both }\n    conflicts", "fields: { title: both, priority: both, due: out }\n    conflicts",
	).Replace(yaml)
}

// TestInDepth plays what a desk does with many teams, clients and suppliers, by
// REST on one side and at the tools on the other.
func TestInDepth(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a hub")
	}
	t.Parallel()
	s := newSite(t, inDepth)
	s.serve()
	t.Run("plays", func(t *testing.T) {
		for name, test := range map[string]func(*testing.T, *site){
			"roll-up per kind": rollUp, "umbrella": umbrella, "merged umbrellas": mergedUmbrellas, "sides": sides, "bridge": bridge,
			"returned each way": returnedEachWay, "amended": amended,
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				test(t, s)
			})
		}
	})
	if !t.Failed() {
		goesLive(t, s)
	}
}

// All teams done resolves a request where the configuration says so, and asks the
// desk elsewhere; a ticket that is opened again reopens the question.
func rollUp(t *testing.T, s *site) {
	h := s.hub(t)
	for kind, ends := range map[string]string{"service_request": "resolved", "incident": "in_progress"} {
		r := h.create(object{"title": "Roll-up of " + kind, "kind": kind})
		r = h.delegate(r.Key, "core-network", "platform")
		tools := s.tools(t)
		only(t, tools, "core-network").move(r.link(t, "core-network"), "done")
		now := h.until(r.Key, "the first end", func(x told) bool { return x.Delegations[0].State == "done" })
		if now.Status != "in_progress" || now.needs("all done") {
			t.Errorf("%s: one of two is done: %s %v", kind, now.Status, now.Attention)
		}
		only(t, tools, "platform").move(r.link(t, "platform"), "done")
		now = h.until(r.Key, "both ends", func(x told) bool { return x.Delegations[1].State == "done" })
		if now.Status != ends || now.needs("all done") != (ends != "resolved") {
			t.Errorf("%s: all are done: %s %v", kind, now.Status, now.Attention)
		}
		only(t, tools, "platform").move(r.link(t, "platform"), "todo")
		now = h.until(r.Key, "the reopening", func(x told) bool { return x.needs("reopened by team") })
		if now.Delegations[1].State != "accepted" || now.needs("all done") {
			t.Errorf("%s: reopened: %+v", kind, now)
		}
	}
}

// A task comes back by every way that a tool has for it, and counts as done by none.
func returnedEachWay(t *testing.T, s *site) {
	h := s.hub(t)
	tools := s.tools(t)
	j, g, sn := only(t, tools, "core-network").(jira), only(t, tools, "platform").(github), only(t, tools, "data-centre").(servicenow)
	for name, way := range map[string]struct {
		team string
		back func(link)
	}{
		"labelled at Jira": {"core-network", func(l link) {
			j.call("PUT", j.at(l), object{"update": object{"labels": []object{{"add": "spoc:return"}}}}, nil)
		}},
		"labelled at GitHub": {"platform", func(l link) { g.relabel(l, "spoc:", "spoc:return") }},
		"not planned":        {"platform", func(l link) { g.call("PATCH", g.at(l), object{"state": "closed", "state_reason": "not_planned"}, nil) }},
		"cancelled":          {"data-centre", func(l link) { sn.set(l, object{"state": "8", "close_code": "Duplicate", "close_notes": "not ours"}) }},
		"transferred": {"platform", func(l link) {
			n := 0
			_, err := fmt.Sscan(l.TicketID, &n)
			must(t, err)
			_, err = s.github.As("dana-reyes").Transfer(n, "elbline/network")
			must(t, err)
		}},
		"commanded": {"data-centre", func(l link) { sn.comment(l, "/spoc return not ours") }},
	} {
		r := h.create(object{"title": "Returned: " + name})
		r = h.delegate(r.Key, way.team)
		way.back(r.link(t, way.team))
		now := h.until(r.Key, name, func(x told) bool { return x.Delegations[0].State == "returned" })
		if d := now.Delegations[0]; !now.needs("returned") || now.needs("all done") || now.Status == "resolved" || d.Reason == "" || d.Bounces != 1 {
			t.Errorf("%s: %+v", name, now)
		}
	}
}

// A task's new due time stands in the tool's own field, or in a comment where the
// tool has none; its new text is told, and no ticket is rewritten.
func amended(t *testing.T, s *site) {
	h := s.hub(t)
	r := h.create(object{"title": "Amended"})
	r = h.delegate(r.Key, "core-network", "platform")
	tools := s.tools(t)
	j, g := only(t, tools, "core-network").(jira), only(t, tools, "platform")
	zone, err := time.LoadLocation("Europe/Berlin") // the demo's desk
	must(t, err)
	due := time.Now().In(zone).Add(72 * time.Hour)
	for _, d := range r.Delegations {
		body := object{"due_at": due.Format(time.RFC3339), "lead": d.Team == "platform", "task": object{"body": "Start at port 7."}}
		h.call("PATCH", "/requests/"+r.Key+"/delegations/"+d.ID, body).into(t, 200, nil)
	}
	a, b := r.link(t, "core-network"), r.link(t, "platform")
	within(t, 5*soon, func() string {
		var in struct{ Fields struct{ Duedate string } }
		j.call("GET", j.at(a), nil, &in)
		x, y := j.read(a), g.read(b)
		if in.Fields.Duedate != due.Format(time.DateOnly) || x.says("Start at port 7.") != 1 || x.says("geändert") != 1 || y.says("Start at port 7.") != 1 || y.says(due.Format(time.DateOnly)) != 1 {
			return fmt.Sprintf("due %q, %q, %q", in.Fields.Duedate, x.comments, y.comments)
		}
		return ""
	})
	if strings.Contains(j.read(a).text+g.read(b).text, "port 7") {
		t.Error("a ticket was rewritten")
	}
	h.settled(r.Key, 5*soon)
}
