package demo_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The client's own tool, a team and a supplier have a ticket each of one request,
// and each reads what is for it.
func sides(t *testing.T, s *site) {
	h := s.hub(t)
	r := h.create(object{"title": "Klinikum ohne Netz", "description": "Sagt Aylin Demir.", "client": "klinikum-see", "service": "KN1-RACK-07", "contact": "Aylin Demir"})
	h.call("POST", "/requests/"+r.Key+"/delegations", object{"team": "carrier"}).into(t, 422, nil)
	h.call("POST", "/requests/"+r.Key+"/delegations", object{"team": "carrier", "task": object{"title": "Check span 7", "body": "For Klinikum am See."}}).into(t, 422, nil)
	h.call("POST", "/requests/"+r.Key+"/delegations", object{"team": "carrier", "task": object{"title": "Check span 7", "body": "Splice 12."}}).into(t, 202, nil)
	r = h.delegate(r.Key, "core-network")
	tools := s.tools(t)
	side := func(name string) link {
		i := slices.IndexFunc(r.Links, func(l link) bool { return l.Side == name })
		if i < 0 {
			t.Fatalf("no link on the %s's side: %+v", name, r.Links)
		}
		return r.Links[i]
	}
	client, supplier, team := only(t, tools, "data-centre"), only(t, tools, "platform"), only(t, tools, "core-network")
	h.write(r.Key, "replies", "wir prüfen 6611")
	h.write(r.Key, "team-messages", "to the teams 6612")
	h.write(r.Key, "team-messages", "to the carrier 6613", side("supplier").ID)
	h.write(r.Key, "notes", "for us 6614")
	client.comment(side("client"), "we wait")
	team.comment(side("team"), "burnt lens 6615")
	h.follows(r.Key, "what the team says", func(now record) bool { return now.says("burnt lens 6615") == 1 })
	r = h.settled(r.Key, 5*soon)
	for name, c := range map[string]struct {
		x     tool
		reads []string
		never []string
	}{
		"client":   {client, []string{"Klinikum ohne Netz", "6611"}, []string{"6612", "6613", "6614", "6615", "span 7", "core-network", "Carrier"}},
		"supplier": {supplier, []string{"Check span 7", "6613", r.Key}, []string{"Klinikum", "Aylin", "KN1", "6611", "6612", "6614", "6615"}},
		"team":     {team, []string{"Klinikum ohne Netz", "6612"}, []string{"6611", "6613", "6614", "we wait"}},
	} {
		at := c.x.read(side(name))
		text := at.title + "\n" + at.text + "\n" + strings.Join(at.comments, "\n")
		for _, want := range c.reads {
			if !strings.Contains(text, want) {
				t.Errorf("the %s does not read %q: %s", name, want, text)
			}
		}
		for _, secret := range c.never {
			if strings.Contains(text, secret) {
				t.Errorf("the %s reads %q: %s", name, secret, text)
			}
		}
	}
	h.patch(r.Key, object{"status": "in_progress"})
	h.patch(r.Key, object{"status": "resolved"})
	within(t, 5*soon, func() string {
		if at := client.read(side("client")); at.state != "done" {
			return "the client's own ticket is " + at.state
		}
		return ""
	})
}

// What one team on the bridge says the other one reads, marked; a third does not,
// and at the end of the request nobody does.
func bridge(t *testing.T, s *site) {
	h := s.hub(t)
	r := h.create(object{"title": "Bridge"})
	r = h.delegate(r.Key, s.teams()...)
	jira, github, snow := only(t, s.tools(t), "core-network"), only(t, s.tools(t), "platform"), only(t, s.tools(t), "data-centre")
	a, b, c := r.link(t, "core-network"), r.link(t, "platform"), r.link(t, "data-centre")
	jira.comment(a, "before the bridge 7701")
	h.follows(r.Key, "the first comment", func(now record) bool { return now.says("7701") == 1 })
	h.call("PUT", "/requests/"+r.Key+"/bridge", object{"links": []string{a.ID, b.ID}}).into(t, 200, nil)
	jira.comment(a, "port 7 flaps 7702")
	github.comment(b, "so does 8 7703")
	within(t, 5*soon, func() string {
		if x, y := github.read(b), jira.read(a); x.says("7702") != 1 || y.says("7703") != 1 {
			return fmt.Sprintf("%q and %q", x.comments, y.comments)
		}
		return ""
	})
	if at := github.read(b); !strings.Contains(strings.Join(at.comments, " "), "Core Network") || at.says("7701") != 0 {
		t.Errorf("the other team reads %q", at.comments)
	}
	h.settled(r.Key, 5*soon)
	h.patch(r.Key, object{"status": "resolved"})
	within(t, 5*soon, func() string {
		if at := github.read(b); at.state != "done" {
			return "the ticket is " + at.state
		}
		return ""
	})
	jira.comment(a, "after the end 7704")
	h.follows(r.Key, "the last comment", func(now record) bool { return now.says("7704") == 1 })
	now := h.settled(r.Key, 5*soon)
	for _, n := range now.Notes {
		if n.Audience == "client" && strings.Contains(n.Body, "770") {
			t.Errorf("the client reads %q", n.Body)
		}
	}
	if github.read(b).says("7704") != 0 || snow.read(c).says("770") != 0 {
		t.Errorf("%q, %q", github.read(b).comments, snow.read(c).comments)
	}
}
