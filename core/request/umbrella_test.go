package request_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
	"pgregory.net/rapid"
)

// TestHistoriesUnderAnUmbrella drives an umbrella and requests of two clients
// through random commands: what is of one client never stands in a copy for a
// link that does not serve it, and clients never read one another.
func TestHistoriesUnderAnUmbrella(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := &crowd{h: house(), at: noon, of: map[request.ID][]*request.Note{}}
		x.h.Directory.Clients["argent"] = request.Client{ID: "argent", Title: "Argent Pay", Language: "de"}
		if rapid.Bool().Draw(t, "resolves") {
			x.h.Directory.RollUp = map[request.Kind]request.Outcome{request.Incident: request.Resolve}
		}
		d, err := request.Receive(&request.Request{Title: "Line card", Description: "It is dark.", Umbrella: request.Major}, x.h, desk(noon))
		if err != nil {
			t.Fatal(err)
		}
		x.umbrella = d.Request
		x.umbrella.Key = "SP-1"
		for _, client := range []request.ClientID{"nordwind", "argent", "nordwind"} {
			x.children = append(x.children, receivedRapid(t, x.h, client))
		}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			x.step(t)
			x.check(t)
		}
	})
}

type crowd struct {
	h        request.House
	umbrella *request.Request
	children []*request.Request
	of       map[request.ID][]*request.Note
	at       time.Time
}

func (x *crowd) step(t *rapid.T) {
	x.at = x.at.Add(time.Duration(rapid.IntRange(1, 90).Draw(t, "minutes")) * time.Minute)
	child := rapid.SampledFrom(x.children).Draw(t, "child")
	r := rapid.SampledFrom([]*request.Request{x.umbrella, x.umbrella, child}).Draw(t, "request")
	var d request.Decision
	var err error
	switch rapid.IntRange(0, 9).Draw(t, "door") {
	case 0:
		d, err = request.Gather(child, x.umbrella, rapid.SampledFrom([]request.OpenWork{"", request.WithdrawOpen}).Draw(t, "open"), x.h, desk(x.at))
		r = child
	case 1:
		d, err = request.Release(child, x.umbrella, x.h, desk(x.at))
		r = child
	case 2, 3:
		r = child
		d, err = request.Do(r, x.h, x.rule(), request.Take{From: x.umbrella})
		if err == nil && r.Behind(x.umbrella) {
			t.Fatalf("%s did not follow: %+v", r.ID, r.Took)
		}
	default:
		var cause request.Cause
		var c request.Command
		cause, c = x.draw(t, r, child)
		d, err = request.Do(r, x.h, cause, c)
	}
	if err != nil {
		return
	}
	x.of[r.ID] = append(x.of[r.ID], d.Added...)
	for _, n := range d.Changed {
		i := slices.IndexFunc(x.of[r.ID], func(o *request.Note) bool { return o.ID == n.ID })
		x.of[r.ID][i] = n
	}
}

func (x *crowd) rule() request.Cause {
	return request.Cause{By: request.Actor{Name: "SP-1", Origin: request.RuleOrigin}, At: x.at}
}

func (x *crowd) draw(t *rapid.T, r, child *request.Request) (request.Cause, request.Command) {
	link := request.LinkID("")
	if len(r.Links) > 0 {
		link = rapid.SampledFrom(r.Links).Draw(t, "link").ID
	}
	var chosen []request.LinkID
	if link != "" && rapid.Bool().Draw(t, "chosen") {
		chosen = []request.LinkID{link}
	}
	texts := []string{"seen", "of argent: port 7", "of Nordwind Logistik: port 9", "ring Mareike Brandt"}
	body := rapid.SampledFrom(texts).Draw(t, "body")
	teams := []request.TeamID{"core", "sees", "some", "open", "supplier", "field"}
	audience := rapid.SampledFrom([]request.Audience{request.Internal, request.Teams, request.ToClient}).Draw(t, "audience")
	move := (&history{}).drawMove(t)
	commands := []request.Command{
		request.Delegate{Team: rapid.SampledFrom(teams).Draw(t, "team"), Task: rapid.SampledFrom([]*request.Task{nil, {Title: body}}).Draw(t, "task")},
		request.Write{Audience: audience, Body: body, Links: chosen},
		move, move, request.Edit{Description: &body}, request.Edit{ExpectedAt: &x.at, Reason: "known now"},
		request.Announce{Broadcast: request.Broadcast{Audience: audience, Texts: map[string]string{"en": body}, Fallback: "en"}},
		request.Tell{Broadcast: request.Broadcast{ID: "b", Audience: audience, Texts: map[string]string{"en": "Soon.", "de": "Bald."}}},
		request.Bridge{Links: chosen},
	}
	if notes := x.of[child.ID]; len(notes) > 0 && r == x.umbrella {
		n := rapid.SampledFrom(notes).Draw(t, "up")
		commands = append(commands, request.ShareUp{Share: request.Share{Note: n, Links: chosen}, Child: child})
	}
	if notes := x.of[r.ID]; len(notes) > 0 {
		n := rapid.SampledFrom(notes).Draw(t, "note")
		commands = append(commands, request.Share{Note: n, Audience: audience, Links: chosen}, request.Revise{Note: n, Body: body})
	}
	if r == child {
		heard := request.Heard{Author: request.Author{Name: "Mareike", Origin: request.ClientOrigin}, Body: "words-of-x" + string(child.Client) + "x"} // no name that a guard of names would find
		commands = append(commands, heard, heard)
	}
	return desk(x.at), rapid.SampledFrom(commands).Draw(t, "command")
}

// serves says a second time, and by team, whose words may stand where.
func serves(l *request.Link, owner, c request.ClientID) bool {
	switch {
	case l.Side == request.ClientSide:
		return owner == c
	case l.Team == "some":
		return c == "nordwind"
	case l.Team == "supplier" || l.Team == "open" || l.Team == "shut":
		return false
	}
	return true
}

func (x *crowd) check(t *rapid.T) {
	for _, r := range append(slices.Clone(x.children), x.umbrella) {
		for i := range r.Links {
			l := &r.Links[i]
			for _, text := range x.held(r, l) {
				for _, c := range []struct {
					client request.ClientID
					names  []string
				}{{"nordwind", []string{"nordwind", "Nordwind", "Mareike Brandt"}}, {"argent", []string{"argent", "Argent"}}} {
					if (r == x.umbrella || l.Side == request.SupplierSide) && !serves(l, r.Client, c.client) && slices.ContainsFunc(c.names, func(n string) bool { return strings.Contains(text, n) }) {
						t.Fatalf("%s %s of %s reads %q", l.Side, l.Team, r.ID, text)
					}
				}
			}
		}
		if r.Status == request.WaitingClient && r == x.umbrella {
			t.Fatal("an umbrella waits for a client")
		}
	}
	for _, n := range x.of[x.umbrella.ID] {
		if n.Audience == request.ToClient {
			t.Fatal("an umbrella speaks to a client")
		}
	}
	for _, r := range x.children {
		for _, n := range x.of[r.ID] {
			for _, c := range n.Copies {
				if !mayRead(r, r.Link(c.Link), n) {
					t.Fatalf("a note for %s went to %s %s", n.Audience, r.Link(c.Link).Side, r.Link(c.Link).Team)
				}
			}
		}
	}
}

// held is everything that the ticket of a link may hold.
func (x *crowd) held(r *request.Request, l *request.Link) []string {
	var all []string
	task := x.h.TaskText(r, l)
	if x.h.Carries(r, l, ticket.Title) {
		all = append(all, task.Title)
	}
	if d := r.Delegation(l.Delegation); x.h.Carries(r, l, ticket.Description) && (d == nil || !d.OwnTask) {
		all = append(all, r.Description)
	}
	if x.h.Carries(r, l, ticket.Description) {
		all = append(all, task.Body)
	}
	for _, n := range x.of[r.ID] {
		for _, c := range n.Copies {
			if c.Link == l.ID && !c.Origin {
				all = append(all, x.h.CopyText(r, n))
			}
		}
	}
	return all
}

// TestHistoriesOfABridge lets three teams, a supplier and the client talk: each
// team's words are once in every other ticket on the bridge and nowhere else,
// and what was carried over is never carried on.
func TestHistoriesOfABridge(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := house()
		r := receivedRapid(t, h, "nordwind")
		var all []request.LinkID
		for _, team := range []request.TeamID{"core", "sees", "some", "supplier", "open"} {
			if _, err := request.Do(r, h, desk(noon), request.Delegate{Team: team, Task: &request.Task{Title: "Look"}}); err != nil {
				t.Fatal(err)
			}
			all = append(all, r.Links[len(r.Links)-1].ID)
		}
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			from := rapid.SampledFrom(all).Draw(t, "from")
			if rapid.Bool().Draw(t, "join") {
				chosen := rapid.SliceOfDistinct(rapid.SampledFrom(all), func(id request.LinkID) request.LinkID { return id }).Draw(t, "chosen")
				_, err := request.Do(r, h, desk(noon), request.Bridge{Links: chosen})
				barred := slices.ContainsFunc(chosen, func(id request.LinkID) bool { return slices.Contains(all[3:], id) })
				if (err != nil) != (barred || len(chosen) == 1 || r.Status.Over() && len(chosen) > 0) {
					t.Fatalf("a bridge of %v: %v", chosen, err)
				}
			}
			to := rapid.SampledFrom([]request.Status{"", request.Resolved, request.InProgress}).Draw(t, "to")
			if to != "" {
				_, _ = request.Do(r, h, desk(noon), request.Move{To: to})
			}
			d, err := request.Do(r, h, tool(from, noon), request.Heard{Author: request.Author{Name: "Pavel", Origin: "jira"}, Body: "seen"})
			if err != nil || len(d.Added) != 1 {
				t.Fatalf("added %v, %v", d.Added, err)
			}
			var got, want []request.LinkID
			for _, c := range d.Added[0].Copies {
				if !c.Origin {
					got = append(got, c.Link)
				}
			}
			if slices.Contains(r.Bridge, from) {
				want = slices.DeleteFunc(slices.Clone(r.Bridge), func(id request.LinkID) bool { return id == from })
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Fatalf("said at %s with a bridge of %v, read at %v", from, r.Bridge, got)
			}
			if line := h.AuthorLine(r, d.Added[0]); !strings.Contains(line, "Pavel") || from == all[0] && !strings.Contains(line, "Core Network") {
				t.Fatalf("author line %q", line)
			}
		}
	})
}
