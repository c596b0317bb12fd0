package demo_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
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

// umbrellaOf makes an umbrella that gathers requests.
func (h hub) umbrellaOf(title string, keys ...string) record {
	h.t.Helper()
	var r record
	h.call("POST", "/requests", object{"kind": "incident", "title": title, "umbrella": "major", "priority": "P1"}).into(h.t, http.StatusCreated, &r)
	var done struct {
		Gathered []string
		Refused  []any
	}
	h.call("POST", "/requests/"+r.Key+"/gathered", object{"requests": keys}).into(h.t, http.StatusOK, &done)
	if len(done.Gathered) != len(keys) || len(done.Refused) > 0 {
		h.t.Fatalf("gathered %+v", done)
	}
	return r
}

// Five clients with one fault are one ticket for a team. Each client hears the
// desk in its own language and never of the others; the end comes to all.
func umbrella(t *testing.T, s *site) {
	h := s.hub(t)
	var keys []string
	for client, service := range map[string]string{"nordwind": "FRA3-10G-014", "argent-pay": "LON2-XC-118", "harbour-media": "HM-CDN-01"} {
		keys = append(keys, h.create(object{"title": "Dark at " + client, "client": client, "service": service}).Key)
	}
	by := map[string]string{}
	for _, key := range keys {
		var x struct{ Client string }
		h.call("GET", "/requests/"+key, nil).into(t, 200, &x)
		by[x.Client] = key
	}
	r := h.umbrellaOf("Line card seven", keys...)
	r = h.delegate(r.Key, "core-network")
	h.call("POST", "/requests/"+keys[0]+"/delegations", object{"team": "core-network"}).into(t, http.StatusConflict, nil)
	x := only(t, s.tools(t), "core-network")
	l := r.link(t, "core-network")
	once(t, x, "Line card seven")
	for client := range by {
		if n := strings.Count(strings.Join(x.titles(), "\n"), "Dark at "+client); n != 0 {
			t.Errorf("%s has %d tickets beside the umbrella's", client, n)
		}
	}
	h.broadcasts(r.Key, by)
	h.call("POST", "/requests/"+r.Key+"/broadcasts", object{"audience": "teams", "texts": object{"de": "Ersatzteil um 5.", "en": "Spare part at 5."}}).into(t, 200, nil)
	h.call("POST", "/requests/"+by["argent-pay"]+"/replies", object{"body": "for Argent alone 5521"}).into(t, 201, nil)
	within(t, 5*soon, func() string {
		if at := x.read(l); at.says("Ersatzteil um 5.") != 1 || at.says("Spare part") != 0 {
			return fmt.Sprintf("the team reads %q", at.comments)
		}
		return ""
	})
	at := x.read(l)
	for _, secret := range []string{"Argent", "Nordwind", "Harbour", "5521", "Wir arbeiten"} {
		if strings.Contains(at.text+strings.Join(at.comments, " "), secret) {
			t.Errorf("the team's ticket names %q", secret)
		}
	}
	h.patch(r.Key, object{"status": "monitoring"})
	h.call("DELETE", "/requests/"+r.Key+"/gathered/"+by["harbour-media"], nil).into(t, http.StatusNoContent, nil)
	for client, key := range by {
		if now := h.until(key, "monitoring", func(x told) bool { return x.Status == "monitoring" }); len(now.Delegations) > 0 {
			t.Errorf("%s has tasks of its own: %+v", client, now.Delegations)
		}
	}
	x.move(l, "done")
	h.until(r.Key, "the end", func(x told) bool { return x.Delegations[0].State == "done" })
	h.patch(r.Key, object{"status": "resolved"})
	for client, key := range by {
		released := client == "harbour-media"
		now := h.until(key, "the end of the umbrella", func(x told) bool { return released || x.needs("all done") || x.Status == "resolved" })
		if released && (now.Status != "monitoring" || now.needs("all done")) {
			t.Errorf("a released request followed: %+v", now)
		}
	}
}

// broadcasts writes to the clients of an umbrella, in two languages of three.
func (h hub) broadcasts(key string, by map[string]string) {
	h.t.Helper()
	var told struct {
		Told   []struct{ Key string }
		Untold []struct{ Key, Client, Detail string }
	}
	texts := object{"de": "Wir arbeiten daran 5520.", "en": "We work on it 5520."}
	h.call("POST", "/requests/"+key+"/broadcasts", object{"texts": texts}, "Idempotency-Key", "b-"+key).into(h.t, 200, &told)
	if len(told.Told) != 2 || len(told.Untold) != 1 || told.Untold[0].Client != "harbour-media" || told.Untold[0].Detail == "" {
		h.t.Errorf("told %+v", told)
	}
	h.call("POST", "/requests/"+key+"/broadcasts", object{"texts": texts}, "Idempotency-Key", "b-"+key).into(h.t, 200, nil)
	for client, want := range map[string]string{"nordwind": "Wir arbeiten daran 5520.", "argent-pay": "We work on it 5520.", "harbour-media": ""} {
		notes := h.get(by[client]).Notes
		if want == "" && len(notes) > 0 || want != "" && (len(notes) != 1 || notes[0].Body != want || notes[0].Audience != "client") {
			h.t.Errorf("%s was told %+v", client, notes)
		}
	}
}

// A merged umbrella hands over what it gathered and its team's only ticket, and
// takes both back.
func mergedUmbrellas(t *testing.T, s *site) {
	h := s.hub(t)
	one, two := h.create(object{"title": "One below"}).Key, h.create(object{"title": "Two below", "client": "argent-pay", "service": "AP-VPN-03"}).Key
	first, second := h.umbrellaOf("First umbrella", one), h.umbrellaOf("Second umbrella", two)
	first = h.delegate(first.Key, "data-centre")
	h.call("POST", "/requests/"+first.Key+"/merge", object{"into": second.Key}).into(t, 200, nil)
	under := func(umbrella string) func() string {
		return func() string {
			var x struct {
				Umbrella struct {
					By string `json:"gathered_by"`
				}
			}
			h.call("GET", "/requests/"+one, nil).into(t, 200, &x)
			if x.Umbrella.By != umbrella {
				return fmt.Sprintf("%s is under %q", one, x.Umbrella.By)
			}
			return ""
		}
	}
	within(t, 5*soon, under(second.Key))
	l := h.settled(second.Key, 5*soon).link(t, "data-centre")
	if l.TicketID != first.Links[0].TicketID || l.State != "todo" {
		t.Errorf("the survivor has %+v, the merged one had %+v", l, first.Links[0])
	}
	x := only(t, s.tools(t), "data-centre")
	x.comment(l, "the part is on its way")
	h.follows(second.Key, "the team's comment", func(now record) bool { return now.says("the part is on its way") == 1 })
	if n := strings.Count(strings.Join(x.titles(), "\n"), "t umbrella") + strings.Count(strings.Join(x.titles(), "\n"), "Second umbrella"); n != 1 {
		t.Errorf("%d tickets of two merged umbrellas", n)
	}
	h.call("DELETE", "/requests/"+first.Key+"/merge", nil).into(t, 200, nil)
	within(t, 5*soon, under(first.Key))
	if back := h.settled(first.Key, 5*soon).link(t, "data-centre"); back.TicketID != l.TicketID {
		t.Errorf("after the undo: %+v", back)
	}
}

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
	due := time.Now().UTC().Add(72 * time.Hour)
	for _, d := range r.Delegations {
		body := object{"due_at": due.Format(time.RFC3339), "lead": d.Team == "platform", "task": object{"body": "Start at port 7."}}
		h.call("PATCH", "/requests/"+r.Key+"/delegations/"+d.ID, body).into(t, 200, nil)
	}
	a, b := r.link(t, "core-network"), r.link(t, "platform")
	within(t, 5*soon, func() string {
		var in struct{ Fields struct{ Duedate string } }
		j.call("GET", j.at(a), nil, &in)
		x, y := j.read(a), g.read(b)
		if in.Fields.Duedate == "" || x.says("Start at port 7.") != 1 || x.says("geändert") != 1 || y.says("Start at port 7.") != 1 || y.says(due.Format("2006-01-02")) != 1 {
			return fmt.Sprintf("due %q, %q, %q", in.Fields.Duedate, x.comments, y.comments)
		}
		return ""
	})
	if strings.Contains(j.read(a).text+g.read(b).text, "port 7") {
		t.Error("a ticket was rewritten")
	}
	h.settled(r.Key, 5*soon)
}

// A team that is read only is written nothing, until it goes live.
func goesLive(t *testing.T, s *site) {
	h := s.hub(t)
	x := only(t, s.tools(t), "core-network")
	r := h.create(object{"title": "Night work"})
	h.call("POST", "/requests/"+r.Key+"/delegations", object{"team": "night-shift"}).into(t, 202, nil)
	h.write(r.Key, "team-messages", "hold the line 8801")
	within(t, 5*soon, func() string {
		got := h.call("GET", "/connections/noc-jira/would-write", nil)
		if !strings.Contains(got.text, r.Key) || !strings.Contains(got.text, "Night work") {
			return got.text
		}
		return ""
	})
	s.polled(1)
	if slices.Contains(x.titles(), "Night work") {
		t.Fatal("a ticket was made although the team is read only")
	}
	must(t, os.WriteFile(s.file(), []byte(s.live()), 0o600))
	if status := s.running.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	s.serve()
	r = h.settled(r.Key, 5*soon)
	once(t, x, "Night work")
	if at := x.read(r.link(t, "night-shift")); at.says("hold the line 8801") != 1 {
		t.Errorf("the team reads %q", at.comments)
	}
	var list struct{ Items []json.RawMessage }
	h.call("GET", "/connections/noc-jira/would-write", nil).into(t, 200, &list)
	if len(list.Items) > 0 {
		t.Errorf("still held back: %s", list.Items)
	}
}

// live is the site's configuration with nobody read only.
func (s *site) live() string {
	s.t.Helper()
	yaml, err := os.ReadFile(s.file())
	must(s.t, err)
	return strings.ReplaceAll(string(yaml), ", read_only: true", "")
}
