package request_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestAdviceSaysWhatIsWrongAndHowToMendIt(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	const restart = "restart the hub, which reads secrets only when it starts."
	own := ticket.Problem{What: "The account may not add files in NET.", Mend: "In Jira, give it the right."}
	expires := ticket.Problem{What: "The credential expires on 2026-12-01.", Mend: "Make a new one at the tool, put it into token (env:JIRA_TOKEN) and " + restart}
	open := ticket.Problem{
		What: "Everybody can read elbline/platform, so that nothing is given to a team there.",
		Mend: "Make it private at the tool, or set allow_public for its team, which then gets no more than the task that is written for it, and restart the hub.",
	}
	refused := ticket.Problem{
		What: "The tool refuses the credential, so that no calls are made.",
		Mend: "Mend it at the tool, and calls begin again by themselves; or put a new one into token (env:JIRA_TOKEN) and " + restart,
	}
	unheard := ticket.Problem{
		What: "A poll found what no delivery told, and none came since.",
		Mend: "At the tool, look at the last deliveries of the webhook: its address must begin with https://spoc.example.net/hooks/noc, and its secret that of webhook_secret.",
	}
	strays := ticket.Problem{
		What: "The hub made NET-1, 2 for requests that it does not know any more.",
		Mend: "This comes of restoring an older backup. At the tool, see what each is about: link it to its request, which may have to be made again, or close it there.",
	}
	ends := time.Date(2026, 11, 30, 23, 30, 0, 0, time.UTC) // the first of December at the desk
	public := ticket.Place{Containers: []ticket.Container{{ID: "7", Key: "elbline/platform", Public: true}}}
	here := request.Team{Connection: "noc", Target: "elbline/platform", AllowPublic: true}
	for name, c := range map[string]struct {
		teams []request.Team
		is    request.Condition
		want  []ticket.Problem
	}{
		"nothing":                      {is: request.Condition{HookedAt: now.Add(-24 * time.Hour)}},
		"the tool's own":               {is: request.Condition{Place: ticket.Place{Problems: []ticket.Problem{own}}}, want: []ticket.Problem{own}},
		"it ends soon":                 {is: request.Condition{Place: ticket.Place{Expires: ends}}, want: []ticket.Problem{expires}},
		"it ends later":                {is: request.Condition{Place: ticket.Place{Expires: now.Add(15 * 24 * time.Hour)}}},
		"refused, and the rest":        {is: request.Condition{Stopped: "unauthenticated", Place: ticket.Place{Expires: ends, Problems: []ticket.Problem{own}}}, want: []ticket.Problem{refused, own}},
		"public":                       {is: request.Condition{Place: public}, want: []ticket.Problem{open}},
		"public by wish":               {teams: []request.Team{here}, is: request.Condition{Place: public}},
		"public by one team's wish":    {teams: []request.Team{here, {Connection: "noc"}}, is: request.Condition{Place: public}, want: []ticket.Problem{open}},
		"public by the wish of others": {teams: []request.Team{{Connection: "other", AllowPublic: true}}, is: request.Condition{Place: public}, want: []ticket.Problem{open}},
		"no delivery":                  {is: request.Condition{MissedAt: now.Add(-6 * time.Minute)}, want: []ticket.Problem{unheard}},
		"a delivery may come yet":      {is: request.Condition{MissedAt: now.Add(-4 * time.Minute)}},
		"one came since":               {is: request.Condition{MissedAt: now.Add(-time.Hour), HookedAt: now.Add(-50 * time.Minute)}},
		"strays":                       {is: request.Condition{Strays: []ticket.Ref{{ID: "1", Key: "NET-1"}, {ID: "2"}}}, want: []ticket.Problem{strays}},
		"one came just before":         {is: request.Condition{MissedAt: now.Add(-time.Hour), HookedAt: now.Add(-61 * time.Minute)}},
	} {
		d := &request.Directory{
			Zone:     time.FixedZone("CET", 3600),
			Accounts: map[string]request.Account{"noc": {Secrets: []string{"token (env:JIRA_TOKEN)"}, Hook: "https://spoc.example.net/hooks/noc"}},
			Teams:    map[request.TeamID]request.Team{},
		}
		for i, team := range c.teams {
			d.Teams[request.TeamID(rune('a'+i))] = team
		}
		got := d.Advice("noc", c.is, now)
		if !slices.EqualFunc(got, c.want, func(a, b ticket.Problem) bool { return a.What == b.What && a.Mend == b.Mend }) {
			t.Errorf("%s: %+v\nwant %+v", name, got, c.want)
		}
	}
	if said := (&request.Directory{}).Advice("unhooked", request.Condition{MissedAt: now.Add(-time.Hour)}, now); len(said) != 0 {
		t.Errorf("deliveries are missed where none are taken: %+v", said)
	}
}

func TestRemedyForAToolThatDoesNotAnswerWell(t *testing.T) {
	t.Parallel()
	d := &request.Directory{Accounts: map[string]request.Account{"noc": {Secrets: []string{"user (env:U)", "token (file:/run/t)"}}}}
	for class, want := range map[fault.Class]string{
		fault.Unauthenticated: "Put a valid credential into user (env:U), token (file:/run/t) and restart the hub, which reads secrets only when it starts.",
		fault.Denied:          "Give the account the right to read there, or name another place in the connection's settings.",
		fault.NotFound:        "Check the names in the connection's settings, and that the account may see what they name.",
		fault.Unavailable:     "Check the address in the connection's settings, and that this machine can reach it.",
		fault.Misread:         "Check that the address in the connection's settings is the tool's, and no page before it.",
		fault.Invalid:         "Check the connection's settings.",
		fault.Throttled:       "Wait, and try again.",
	} {
		if got := d.Remedy("noc", fault.New(class)); got != want {
			t.Errorf("%s: %q", class, got)
		}
	}
	if got := d.Remedy("noc", errors.New("odd")); got != "" {
		t.Errorf("nobody knows, and still: %q", got)
	}
}

func TestMayNamesTheActs(t *testing.T) {
	t.Parallel()
	if got := request.May([]string{"Finder", "Creator", "Commenter"}); !slices.Equal(got, []string{"read_tickets", "create_tickets", "write_comments"}) {
		t.Errorf("may %v", got)
	}
	if got := request.May(nil); got != nil {
		t.Errorf("of an unknown account: %v", got)
	}
}
