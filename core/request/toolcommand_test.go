package request_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestToolCommand(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][2]string{
		"/spoc ask which port?":                       {"ask", "which port?"},
		"\r\n\r\n  /SPOC  Ask\u00a0which port?":       {"ask", "which port?"},
		"/spoc client-ok Dear client,\n\nit works.\n": {"client-ok", "Dear client,\n\nit works."},
		"/spoc return not ours\\\nsee OPS-1":          {"return", "not ours\nsee OPS-1"},
		"/spoc":                                       {"", ""},
		"/spoc banana":                                {"banana", ""},
	} {
		if verb, rest, ok := request.ToolCommand(body); !ok || verb != want[0] || rest != want[1] {
			t.Errorf("%q: %q, %q, %v", body, verb, rest, ok)
		}
	}
	for _, body := range []string{
		"", " \n", "> /spoc return", "```\n/spoc return x\n```", "    /spoc return x", "\t/spoc return x", "`/spoc return x`",
		"please /spoc return x", "fine\n/spoc return x", "- /spoc return x", "/spocreturn x", "//spoc return x",
		"**Jana** (Elbline SPOC):\n\n/spoc return x",
	} {
		if verb, _, ok := request.ToolCommand(body); ok {
			t.Errorf("%q commands %q", body, verb)
		}
	}
}

// asked is a request at one team, and what the team said there.
func asked(t *testing.T, team request.TeamID, bodies ...string) (request.House, *request.Request, request.Decision) {
	t.Helper()
	h := house()
	h.Directory.Zone = berlin(t)
	r := received(t, h, "nordwind")
	l := given(t, h, r, team).ID
	var all request.Decision
	for i, body := range bodies {
		d := do(t, h, r, tool(l, noon), request.Heard{ID: request.NoteID("c" + string(rune('a'+i))), Author: request.Author{Name: "Dana Reyes", Origin: "jira"}, Body: body, At: noon})
		all.Added = append(all.Added, d.Added...)
		all.Events = append(all.Events, d.Events...)
	}
	return h, r, all
}

func berlin(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestAQuestionIsShownWithWhoAsks(t *testing.T) {
	t.Parallel()
	h, r, _ := asked(t, "core", `/spoc ask which port\? 4 or 5`)
	why := r.Why(noon)
	if len(why) != 1 || why[0].Kind != request.AsksInWords || why[0].Team != "core" || !why[0].Since.Equal(noon) || why[0].Note != "ca" {
		t.Fatalf("%+v", why)
	}
	if got := h.Directory.Says(why[0]); got != "Dana Reyes, Core Network, asks: which port? 4 or 5" {
		t.Errorf("says %q", got)
	}
}

func TestAnEstimateIsTheTeamsOwn(t *testing.T) {
	t.Parallel()
	_, r, d := asked(t, "core", "/spoc eta 04:00")
	next := time.Date(2026, 3, 3, 3, 0, 0, 0, time.UTC)
	if got := r.Delegations[0].Estimate; !got.Equal(next) || !r.ExpectedAt.IsZero() {
		t.Fatalf("estimate %s, promised %s", got, r.ExpectedAt)
	}
	if len(r.Attention) > 0 || len(r.Why(noon)) > 0 || r.Turn().Party != request.TeamParty || !changed(d, "estimate") {
		t.Errorf("attention %v, turn %+v, history %+v", r.Attention, r.Turn(), d.Events)
	}
	if offers := r.Offers(); len(offers) != 1 || offers[0].Kind != request.AsksByEstimate || !offers[0].At.Equal(next) || offers[0].By != "Dana Reyes" || offers[0].Note != "ca" {
		t.Errorf("offers %+v", offers)
	}
	h := house()
	do(t, h, r, desk(noon), request.TakeEstimate{ID: r.Delegations[0].ID})
	if !r.ExpectedAt.Equal(next) || len(r.Attention) > 0 || len(r.Offers()) > 0 {
		t.Errorf("taken over: %s, %v, %+v", r.ExpectedAt, r.Attention, r.Offers())
	}
	later := next.Add(2 * time.Hour)
	do(t, h, r, desk(noon), request.Edit{ExpectedAt: &later, Reason: "told by phone"})
	do(t, h, r, desk(noon), request.TakeEstimate{ID: r.Delegations[0].ID})
	if !r.ExpectedAt.Equal(next) {
		t.Errorf("taken over again: %s", r.ExpectedAt)
	}
}

// What a team offers asks for nothing: only a question and a waiting state do. It
// stands until the desk has used it, seen it, or decided otherwise.
func TestAnOfferRaisesNoQuestion(t *testing.T) {
	t.Parallel()
	later := noon.Add(5 * time.Hour)
	for name, c := range map[string]struct {
		then request.Command
		left int
	}{
		"nothing":          {request.Edit{}, 2},
		"the eta is seen":  {request.Seen{Note: "ca"}, 1},
		"the text is seen": {request.Seen{Note: "cb"}, 1},
		"another time":     {request.Edit{ExpectedAt: &later}, 1},
		"the text is used": {request.Write{Audience: request.ToClient, Body: "x", Draft: "cb"}, 1},
		"resolved":         {request.Move{To: request.Resolved}, 0},
	} {
		h, r, _ := asked(t, "core", "/spoc eta 04:00", "/spoc client-ok It works.")
		if len(r.Attention) > 0 || len(r.Why(noon)) > 0 || r.Turn().Party != request.TeamParty {
			t.Fatalf("%s: attention %v", name, r.Attention)
		}
		do(t, h, r, desk(noon), c.then)
		if got := r.Offers(); len(got) != c.left || len(r.Attention) > 0 {
			t.Errorf("%s: offers %+v, attention %v", name, got, r.Attention)
		}
		if c.then == (request.Seen{Note: "cb"}) && len(r.Drafts()) != 1 {
			t.Errorf("%s: the draft is not at hand any more", name)
		}
	}
	h, r, _ := asked(t, "core", "/spoc eta 04:00", "/spoc ask which port?")
	if why := r.Why(noon); len(why) != 1 || why[0].Kind != request.AsksInWords || len(r.Offers()) != 1 {
		t.Errorf("%+v, %+v", why, r.Offers())
	}
	do(t, h, r, desk(noon), request.Seen{Reason: request.AttentionTeamAsks})
	if len(r.Attention) > 0 || len(r.Offers()) != 1 {
		t.Errorf("the question is seen: %v, %+v", r.Attention, r.Offers())
	}
}

// What was stored when an offer was a question is none any more.
func TestAnOfferOfBeforeIsNoQuestion(t *testing.T) {
	t.Parallel()
	h, r, _ := asked(t, "core", "/spoc eta 04:00")
	r.Concerns[0].Attention = request.AttentionTeamAsks
	r.Attention = []request.Attention{request.AttentionTeamAsks}
	do(t, h, r, desk(noon), request.Edit{Labels: &[]string{"x"}})
	if len(r.Attention) > 0 || len(r.Why(noon)) > 0 || len(r.Offers()) != 1 {
		t.Errorf("%v, %+v", r.Attention, r.Offers())
	}
}

func changed(d request.Decision, f ticket.Field) bool {
	return slices.ContainsFunc(d.Events, func(e request.Event) bool { return e.Field == f })
}

func TestTimesAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	at := func(month time.Month, day, hour, minute int) time.Time { // noon is 13:00 in Berlin
		return time.Date(2026, month, day, hour, minute, 0, 0, berlin(t))
	}
	for text, want := range map[string]time.Time{
		"04:00": at(3, 3, 4, 0), "14:30": at(3, 2, 14, 30), "13:00": at(3, 3, 13, 0), "4:05": at(3, 3, 4, 5),
		"04:00 tomorrow": at(3, 3, 4, 0), "tomorrow 14:00": at(3, 3, 14, 0), "morgen um 14:00 Uhr": at(3, 3, 14, 0), "today 23:59": at(3, 2, 23, 59),
		"2h": at(3, 2, 15, 0), "90m": at(3, 2, 14, 30), "in 90 min": at(3, 2, 14, 30), "2h 30m": at(3, 2, 15, 30), "1d": at(3, 3, 13, 0), "2 Tage": at(3, 4, 13, 0),
		"2026-03-29 02:30": at(3, 29, 3, 30), "2026-10-25 04:00": at(10, 25, 4, 0), "23.11.2026 04:00": at(11, 23, 4, 0), "23.11. 04:00": at(11, 23, 4, 0),
		"1.1. 04:00": time.Date(2027, 1, 1, 4, 0, 0, 0, berlin(t)), `2026\-11\-23 04:00.`: at(11, 23, 4, 0),
		"2026-11-23T04:00": at(11, 23, 4, 0), "2026-11-23T04:00:00Z": at(11, 23, 5, 0), "14:00 UTC": at(3, 2, 15, 0),
	} {
		_, r, _ := asked(t, "core", "/spoc eta "+text)
		if got := r.Delegations[0].Estimate; !got.Equal(want) {
			t.Errorf("%s: %s, want %s", text, got.In(berlin(t)), want)
		}
	}
	for _, text := range []string{
		"", "soon", "banana 04:00", "25:00", "4", "2026-11-23", "2025-11-23 04:00", "2036-11-23 04:00", "today 04:00", "-2h", "0h", "0m", "400d",
		"99999999999h", "04:00 04:00", "31.02.2026 04:00",
	} {
		_, r, d := asked(t, "core", "/spoc eta "+text)
		if !r.Delegations[0].Estimate.IsZero() || len(r.Attention) > 0 || len(d.Added) != 2 {
			t.Errorf("%q: %s, %v, %d notes", text, r.Delegations[0].Estimate, r.Attention, len(d.Added))
		}
	}
}

func TestATeamsOwnTimeZone(t *testing.T) {
	t.Parallel()
	h := house()
	team := h.Directory.Teams["core"]
	team.Zone = time.FixedZone("", -5*3600)
	h.Directory.Teams["core"], h.Directory.Zone = team, berlin(t)
	r := received(t, h, "nordwind")
	do(t, h, r, tool(given(t, h, r, "core").ID, noon), request.Heard{Body: "/spoc eta 08:00"})
	if got := r.Delegations[0].Estimate; !got.Equal(noon.Add(time.Hour)) {
		t.Errorf("%s", got)
	}
}

func TestADraftIsNeverSentByItself(t *testing.T) {
	t.Parallel()
	h, r, d := asked(t, "core", "/spoc client-ok The line **works** again.", "/spoc client-ok Sorry.")
	for _, n := range d.Added {
		if n.Audience != request.Teams || len(n.Copies) != 1 || !n.Copies[0].Origin {
			t.Fatalf("%+v went further", n)
		}
	}
	drafts := r.Drafts()
	if len(drafts) != 2 || drafts[0].Text != "The line **works** again." || drafts[0].By != "Dana Reyes" {
		t.Fatalf("%+v", drafts)
	}
	do(t, h, r, desk(noon), request.Seen{Reason: request.AttentionTeamAsks})
	do(t, h, r, desk(noon), request.Move{To: request.Resolved})
	if len(r.Attention) > 0 || len(r.Drafts()) != 2 {
		t.Fatalf("seen: %v, %d drafts", r.Attention, len(r.Drafts()))
	}
	do(t, h, r, desk(noon), request.Write{Audience: request.ToClient, Body: "It works again.", Draft: drafts[0].Note})
	do(t, h, r, desk(noon), request.DiscardDraft{Note: drafts[1].Note})
	if len(r.Drafts()) > 0 {
		t.Errorf("left: %+v", r.Drafts())
	}
	if _, err := request.Do(r, h, desk(noon), request.DiscardDraft{Note: drafts[1].Note}); err == nil {
		t.Error("discarded twice")
	}
}

func TestAnUnknownCommandIsAnsweredOnceInTheTeamsLanguage(t *testing.T) {
	t.Parallel()
	h := house()
	team := h.Directory.Teams["core"]
	team.Language = "de"
	h.Directory.Teams["core"] = team
	r := received(t, h, "nordwind")
	core, sees := given(t, h, r, "core").ID, given(t, h, r, "sees").ID
	for _, c := range []struct {
		link request.LinkID
		body string
		says string
	}{
		{core, "/spoc banana", "Diesen Befehl (banana) kennt der SPOC nicht."}, {core, "/spoc ETA bald", "keine Zeit"},
		{sees, "/spoc", "does not know this command."}, {sees, "/spoc <b>@all</b>", "does not know this command."},
		{sees, "/spoc ask", "The text after `/spoc ask` is missing."}, {sees, "/spoc return  ", "missing"}, {sees, "/spoc client-ok\n", "missing"},
	} {
		d := do(t, h, r, tool(c.link, noon), request.Heard{ID: "c1", Author: request.Author{Name: "Dana", Origin: "jira", Login: c.body}, Body: c.body})
		if len(d.Added) != 2 || !strings.Contains(d.Added[1].Body, c.says) || !strings.Contains(d.Added[1].Body, "/spoc client-ok") {
			t.Fatalf("%q: %+v", c.body, d.Added)
		}
		answer := d.Added[1]
		if answer.ID != "c1a" || len(answer.Copies) != 1 || answer.Copies[0].Link != c.link || answer.Author.Origin != request.DeskOrigin {
			t.Errorf("%q: answered %+v", c.body, answer)
		}
		if len(r.Attention) > 0 || r.Delegations[0].State == request.Returned {
			t.Errorf("%q did something: %v", c.body, r.Attention)
		}
	}
	d := do(t, h, r, tool(core, noon), request.Revise{Note: &request.Note{ID: "c1", Author: request.Author{Origin: "jira"}, Body: "/spoc banana"}, Body: "/spoc return x"})
	if len(d.Added) > 0 || r.Delegations[0].State == request.Returned {
		t.Error("an edited comment commands")
	}
}

func TestTheSameMistakeIsAnsweredOnceADay(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	core, sees := given(t, h, r, "core").ID, given(t, h, r, "sees").ID
	for i, c := range []struct {
		link     request.LinkID
		by, body string
		at       time.Time
		answered bool
	}{
		{core, "dana", "/spoc banana", noon, true}, {core, "dana", "/spoc banana", noon, false}, {core, "dana", "/spoc apple", noon.Add(time.Hour), false},
		{core, "dana", "/spoc ask", noon, true}, {core, "dana", "/spoc eta soon", noon, true}, {core, "dana", "/spoc eta later", noon, false},
		{core, "pavel", "/spoc banana", noon, true}, {sees, "dana", "/spoc banana", noon, true},
		{core, "dana", "/spoc banana", noon.Add(24 * time.Hour), true}, {core, "dana", "/spoc banana", noon.Add(25 * time.Hour), false},
	} {
		d := do(t, h, r, tool(c.link, c.at), request.Heard{Author: request.Author{Name: "Somebody", Login: c.by, Origin: "jira"}, Body: c.body})
		if answered := len(d.Added) == 2; answered != c.answered {
			t.Errorf("%d: %s's %q is answered: %v", i, c.by, c.body, answered)
		}
	}
}

func TestNobodyButATeamCommands(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	supplier, open := given(t, h, r, "supplier").ID, given(t, h, r, "open").ID
	for _, body := range []string{"/spoc return x", "/spoc ask x", "/spoc client-ok x", "/spoc banana"} {
		do(t, h, r, tool(supplier, noon), request.Heard{Author: request.Author{Name: "Eve", Origin: "snow"}, Body: body})
		do(t, h, r, desk(noon), request.Heard{Author: request.Author{Name: "Mareike", Origin: request.ClientOrigin}, Body: body})
		do(t, h, r, desk(noon), request.Write{Audience: request.Teams, Body: body})
	}
	if len(r.Attention) > 0 || len(r.Concerns) > 0 || r.Delegations[0].State == request.Returned {
		t.Errorf("%v, %+v", r.Attention, r.Delegations[0])
	}
	if d := do(t, h, r, tool(open, noon), request.Heard{Body: "/spoc banana"}); len(d.Added) != 1 {
		t.Errorf("a public place is told %+v", d.Added[1])
	}
}

// What stood in a ticket before a person joined it was meant for somebody else.
func TestAnOldCommentOfAJoinedTicketDoesNotCommand(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	do(t, h, r, desk(noon), request.Relink{Team: "core", Ticket: "NET-7"})
	l := r.Delegations[0].Link
	do(t, h, r, tool(l, noon), request.Heard{Body: "/spoc return x", At: noon.AddDate(0, -1, 0)})
	if r.Delegations[0].State == request.Returned {
		t.Fatal("returned by an old comment")
	}
	do(t, h, r, tool(l, noon), request.Heard{Body: "/spoc return not ours", At: noon})
	if d := r.Delegations[0]; d.State != request.Returned || d.ReturnedReason != "not ours" || d.Bounces != 1 {
		t.Errorf("%+v", d)
	}
}

func TestAnAnswerReachesWhoAsked(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	core, sees := given(t, h, r, "core").ID, given(t, h, r, "sees").ID
	do(t, h, r, tool(core, noon), request.Heard{Body: "/spoc ask a"}, request.Heard{ID: "gone", Author: request.Author{Origin: "jira"}, Body: "/spoc ask b"})
	do(t, h, r, tool(sees, noon), request.TicketState{Category: request.Waiting, ToolState: "On hold"}, request.TicketState{Category: request.Doing})
	if len(r.Why(noon)) != 2 {
		t.Fatalf("%+v", r.Why(noon))
	}
	do(t, h, r, desk(noon), request.Write{Audience: request.Teams, Body: "to another", Links: []request.LinkID{sees}})
	if len(r.Attention) != 1 {
		t.Errorf("another team was told, and it is answered: %v", r.Attention)
	}
	do(t, h, r, tool(core, noon), request.Erase{Note: &request.Note{ID: "gone", Author: request.Author{Origin: "jira"}}})
	if why := r.Why(noon); len(why) != 1 || why[0].Text != "a" {
		t.Errorf("a deleted question stands: %+v", why)
	}
	do(t, h, r, desk(noon), request.Write{Audience: request.Teams, Body: "4", Links: []request.LinkID{core}})
	if len(r.Attention) > 0 {
		t.Errorf("answered: %v", r.Attention)
	}
}
