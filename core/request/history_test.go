package request_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
	"pgregory.net/rapid"
)

// TestHistories drives requests through random commands and checks after each
// what must hold at every moment.
func TestHistories(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := house()
		if rapid.Bool().Draw(t, "resolves") {
			h.Directory.RollUp = map[request.Kind]request.Outcome{request.Incident: request.Resolve}
		}
		client := rapid.SampledFrom([]request.ClientID{"nordwind", "argent"}).Draw(t, "client")
		run := &history{h: h, r: receivedRapid(t, h, client), at: noon}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			run.step(t)
		}
	})
}

func receivedRapid(t *rapid.T, h request.House, client request.ClientID) *request.Request {
	d, err := request.Receive(&request.Request{Client: client, Title: "Loss"}, h, desk(noon))
	if err != nil {
		t.Fatal(err)
	}
	return d.Request
}

type history struct {
	h     request.House
	r     *request.Request
	notes []*request.Note
	at    time.Time
}

func (x *history) step(t *rapid.T) {
	x.at = x.at.Add(time.Duration(rapid.IntRange(1, 90).Draw(t, "minutes")) * time.Minute)
	cause, command := x.draw(t)
	before := x.r.Clone()
	d, err := request.Do(x.r, x.h, cause, command)
	if err != nil {
		if !reflect.DeepEqual(before, x.r.Clone()) {
			t.Fatalf("%T changed the request and said %v", command, err)
		}
		return
	}
	x.keep(d)
	x.checkVersions(t, before)
	x.checkMove(t, before, cause, d)
	x.checkNotes(t, d)
	x.checkLinks(t)
	x.checkSupplier(t)
	x.checkLives(t, before, cause, command, d)
	x.checkAttention(t)
}

func (x *history) keep(d request.Decision) {
	x.notes = append(x.notes, d.Added...)
	for _, n := range d.Changed {
		i := slices.IndexFunc(x.notes, func(o *request.Note) bool { return o.ID == n.ID })
		x.notes[i] = n
	}
}

// draw makes a command of the desk, of a tool or of the client.
func (x *history) draw(t *rapid.T) (request.Cause, request.Command) {
	link := x.link(t)
	if link != "" && rapid.Bool().Draw(t, "from a tool") {
		return x.drawTool(t, link)
	}
	teams := []request.TeamID{"core", "sees", "some", "open", "shut", "supplier", "field"}
	text := x.text(t)
	var chosen []request.LinkID
	if link != "" && rapid.Bool().Draw(t, "chosen") {
		chosen = []request.LinkID{link}
	}
	audience := rapid.SampledFrom([]request.Audience{request.Internal, request.Teams, request.ToClient}).Draw(t, "audience")
	prio := rapid.SampledFrom([]request.Priority{"P1", "P2", "P9"}).Draw(t, "priority")
	due, lead := x.at.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "due"))*time.Hour), rapid.Bool().Draw(t, "lead")
	commands := []request.Command{
		request.Delegate{Team: rapid.SampledFrom(teams).Draw(t, "team"), Task: x.task(t), After: x.after(t)},
		request.Write{Audience: audience, Body: text, Links: chosen},
		x.drawMove(t),
		request.Edit{Title: &text, Priority: &prio},
		request.Bridge{Links: chosen},
		request.Unlink{Link: link}, request.Retry{Link: link}, request.Recreate{Link: link},
		request.Withdraw{ID: x.delegation(t)}, request.Start{ID: x.delegation(t)}, request.TakeEstimate{ID: x.delegation(t)},
		request.Seen{Reason: rapid.SampledFrom([]request.Attention{request.AttentionReturned, request.AttentionTeamAsks, request.AttentionReopened, request.AttentionAllDone, request.AttentionHeldUp}).Draw(t, "seen")},
		request.Amend{ID: x.delegation(t), Body: &text, DueAt: &due, Lead: &lead},
		byHand(x.byHandLink(t), x.category(t), text),
		request.Heard{Author: request.Author{Name: "Mareike", Origin: request.ClientOrigin}, Body: text},
	}
	if len(x.notes) > 0 {
		n := rapid.SampledFrom(x.notes).Draw(t, "note")
		commands = append(commands, request.Share{Note: n, Audience: audience, Links: chosen}, request.Revise{Note: n, Body: text}, request.Erase{Note: n})
	}
	return desk(x.at), rapid.SampledFrom(commands).Draw(t, "command")
}

// text is anything, or tells who the client is.
func (x *history) text(t *rapid.T) string {
	if rapid.IntRange(0, 3).Draw(t, "named") == 0 {
		return rapid.SampledFrom(clientNames(x.r)).Draw(t, "name") + ": please hurry"
	}
	return rapid.StringN(1, 20, -1).Draw(t, "text")
}

// clientNames is what nobody but the client and its teams may read.
func clientNames(r *request.Request) []string {
	if r.Client == "nordwind" {
		return []string{"Nordwind Logistik", "nordwind", "Mareike Brandt", "noc@nordwind.example"}
	}
	return []string{"Argent Pay", "argent"}
}

func (x *history) drawTool(t *rapid.T, link request.LinkID) (request.Cause, request.Command) {
	state := x.category(t)
	body := rapid.SampledFrom([]string{"seen", "/spoc ask which port?", "/spoc return not ours", "/spoc eta 2h", "/spoc client-ok Done.", "/spoc banana", "> /spoc return no"}).Draw(t, "body")
	commands := []request.Command{
		request.TicketState{Category: state, ToolState: string(state), Own: rapid.Bool().Draw(t, "own"), Labelled: rapid.Bool().Draw(t, "labelled")},
		request.TeamActed{}, request.TicketReturned{Reason: "moved"},
		request.Heard{Author: request.Author{Name: "Pavel", Origin: "jira"}, Body: body, Comment: fmt.Sprint(len(x.notes)), Private: rapid.Bool().Draw(t, "private")},
		request.TakeValue{Field: ticket.Title, Text: body},
		request.Contest{Field: ticket.Title, Base: "a", Hub: "b", Tool: body}, request.Agree{Field: ticket.Title},
	}
	return tool(link, x.at), rapid.SampledFrom(commands).Draw(t, "command")
}

func (x *history) drawMove(t *rapid.T) request.Move {
	all := []request.Status{request.New, request.InProgress, request.WaitingClient, request.OnHold, request.Monitoring, request.Resolved, request.Closed, request.Cancelled}
	m := request.Move{To: rapid.SampledFrom(all).Draw(t, "to")}
	m.Open = rapid.SampledFrom([]request.OpenWork{"", request.KeepOpen, request.WithdrawOpen}).Draw(t, "open")
	switch m.To {
	case request.WaitingClient:
		m.WaitingFor = "a traceroute"
	case request.OnHold:
		m.Hold = request.HoldSupplier
	}
	return m
}

func (x *history) link(t *rapid.T) request.LinkID {
	if len(x.r.Links) == 0 {
		return ""
	}
	return x.r.Links[rapid.IntRange(0, len(x.r.Links)-1).Draw(t, "link")].ID
}

func (x *history) delegation(t *rapid.T) request.DelegationID {
	if len(x.r.Delegations) == 0 {
		return ""
	}
	return x.r.Delegations[rapid.IntRange(0, len(x.r.Delegations)-1).Draw(t, "delegation")].ID
}

func (x *history) category(t *rapid.T) request.Category {
	return rapid.SampledFrom([]request.Category{request.Todo, request.Doing, request.Waiting, request.Done, request.CancelledC}).Draw(t, "state")
}

func (x *history) byHandLink(t *rapid.T) request.LinkID {
	var all []request.LinkID
	for _, l := range x.r.Links {
		if l.Connection == request.ByHand {
			all = append(all, l.ID)
		}
	}
	return rapid.SampledFrom(append(all, x.link(t))).Draw(t, "by hand")
}

func (x *history) task(t *rapid.T) *request.Task {
	if rapid.Bool().Draw(t, "own task") {
		return &request.Task{Title: "Look", Body: x.text(t)}
	}
	return nil
}

func (x *history) after(t *rapid.T) []request.DelegationID {
	if d := x.delegation(t); d != "" && rapid.Bool().Draw(t, "after") {
		return []request.DelegationID{d}
	}
	return nil
}

func (x *history) checkVersions(t *rapid.T, before *request.Request) {
	for f, v := range before.Values {
		if x.r.Values[f] < v {
			t.Fatalf("version of %s fell from %d to %d", f, v, x.r.Values[f])
		}
		if before.Value(f) != x.r.Value(f) && x.r.Values[f] != v+1 {
			t.Fatalf("%s changed from version %d to %d", f, v, x.r.Values[f])
		}
	}
	for _, l := range before.Links {
		now := x.r.Link(l.ID)
		if now == nil || now.WantedVer < l.WantedVer || now.Wanted != l.Wanted && now.WantedVer == l.WantedVer {
			t.Fatalf("wanted state of %s went from %v to %v", l.ID, l, now)
		}
	}
}

func (x *history) checkMove(t *rapid.T, before *request.Request, cause request.Cause, d request.Decision) {
	status := before.Status
	for _, e := range d.Events {
		if e.Type != request.StatusChanged {
			continue
		}
		if e.From != string(status) || !slices.Contains(request.Moves(status), request.Status(e.To)) {
			t.Fatalf("went from %s to %s by %v", status, e.To, e)
		}
		status = request.Status(e.To)
		if e.Actor.Origin == request.RuleOrigin && status == request.Resolved {
			x.checkAllDone(t)
		}
	}
	if status != x.r.Status {
		t.Fatalf("status is %s, the history says %s", x.r.Status, status)
	}
	if cause.Link != "" && x.r.Status == request.WaitingClient && before.Status != request.WaitingClient {
		t.Fatal("a tool made the client's clock wait")
	}
}

// checkAllDone: what came back and what was taken back never counts as done.
func (x *history) checkAllDone(t *rapid.T) {
	done := 0
	for _, d := range x.r.Delegations {
		switch {
		case d.State == request.DelegateDone:
			done++
		case d.Open() || d.State == request.Returned && d.EndedAt.IsZero():
			t.Fatalf("resolved with a delegation %s", d.State)
		}
	}
	if done == 0 {
		t.Fatal("resolved with nothing done")
	}
}

// mayRead is the audience matrix, said a second time and by team.
func mayRead(r *request.Request, l *request.Link, n *request.Note) bool {
	teams := map[request.TeamID][]request.Audience{
		"core": {request.Teams}, "sees": {request.Teams, request.ToClient}, "some": {request.Teams},
		"supplier": {request.Teams}, "open": nil, "shut": nil, "field": nil,
	}
	if l.Side == request.ClientSide {
		return n.Audience == request.ToClient
	}
	return slices.Contains(teams[l.Team], n.Audience) && (l.Team != "some" || r.Client == "nordwind")
}

func (x *history) checkNotes(t *rapid.T, d request.Decision) {
	for _, n := range append(slices.Clone(d.Added), d.Changed...) {
		for _, c := range n.Copies {
			l := x.r.Link(c.Link)
			if !c.Origin && !mayRead(x.r, l, n) {
				t.Fatalf("a note for %s went to %s %s", n.Audience, l.Side, l.Team)
			}
			if !c.Origin && n.Author.Origin == "jira" && len(x.r.Bridge) == 0 && n.Audience == request.Teams && n.SharedFrom == "" {
				t.Fatal("a team's words rippled without a bridge")
			}
		}
		if n.Audience == request.Teams && n.Author.Origin == request.ClientOrigin {
			t.Fatal("the client speaks to the teams")
		}
	}
}

func (x *history) checkLinks(t *rapid.T) {
	for i := range x.r.Links {
		l := &x.r.Links[i]
		if l.Team == "some" && x.r.Client != "nordwind" {
			t.Fatal("a team got another client's request")
		}
		if l.Team == "shut" {
			t.Fatal("a request went to a public place")
		}
		d := x.r.Delegation(l.Delegation)
		if d != nil && (l.Team == "open" || l.Team == "supplier") && !d.OwnTask {
			t.Fatalf("%s got more than a task of the desk's own", l.Team)
		}
	}
	undecided := slices.ContainsFunc(x.r.Delegations, func(d request.Delegation) bool {
		return d.State == request.Returned && d.EndedAt.IsZero()
	})
	if undecided != slices.Contains(x.r.Attention, request.AttentionReturned) {
		t.Fatalf("returned: %v, attention: %v", undecided, x.r.Attention)
	}
}

// checkSupplier: a supplier's ticket, and one that everybody can read, never say
// who the client is, in whatever they carry.
func (x *history) checkSupplier(t *rapid.T) {
	for i := range x.r.Links {
		l := &x.r.Links[i]
		if l.Team != "supplier" && l.Team != "open" {
			continue
		}
		task := x.h.TaskText(x.r, l)
		texts := []string{task.Title, task.Body}
		if x.h.Carries(x.r, l, ticket.Labels) {
			texts = append(texts, x.r.Labels...)
		}
		for _, n := range x.notes {
			held := slices.ContainsFunc(n.Copies, func(c request.Copy) bool { return c.Link == l.ID && !c.Origin })
			if held {
				texts = append(texts, x.h.CopyText(x.r, n))
			}
		}
		for _, text := range texts {
			for _, name := range clientNames(x.r) {
				if strings.Contains(strings.ToLower(text), strings.ToLower(name)) {
					t.Fatalf("%s reads %q", l.Team, text)
				}
			}
		}
	}
}
