package sync_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/plugins/jira/jiratest"
)

// What a team commands in a comment of its tool reaches the desk in its words,
// whatever the tool's markup makes of them, and once.
func TestATeamCommandsFromInsideItsTool(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		r := b.told("/spoc ask which port - 4_5 or #6 (left)?")
		if got := r.Concerns[0]; got.Kind != request.AsksInWords || got.Text != "which port - 4_5 or #6 (left)?" || got.By == "" || got.By == "someone" {
			t.Errorf("asked %+v", got)
		}
		r = b.told("/spoc eta " + b.clock.Now().Add(48*time.Hour).Format("2006-01-02 15:04"))
		if at := r.Delegations[0].Estimate; at.Before(b.clock.Now().Add(47*time.Hour)) || at.After(b.clock.Now().Add(49*time.Hour)) {
			t.Errorf("estimate %s at %s", at, b.clock.Now())
		}
		r = b.told("/spoc client-ok It works again.\nSorry for the wait.")
		if draft := r.Drafts(); len(draft) != 1 || !strings.Contains(draft[0].Text, "It works again.") || !strings.Contains(draft[0].Text, "\nSorry for the wait.") {
			t.Errorf("draft %+v", draft)
		}
		r = b.told("/spoc return not ours: see OPS-1")
		if d := r.Delegations[0]; d.State != request.Returned || d.ReturnedReason != "not ours: see OPS-1" || d.Bounces != 1 {
			t.Errorf("%+v", d)
		}
		b.poll()
		b.inStep(r.Key)
		b.quiet(r.Key)
	})
}

// told is a request after its team has written one comment, and nothing else was
// said.
func (b *bench) told(text string) *request.Request {
	b.t.Helper()
	key, id := b.open()
	b.Comment(id, text)
	b.hear()
	r, notes := b.request(key)
	if len(notes) != 1 || r.Delegations[0].State != request.Returned && len(r.Concerns) != 1 {
		b.t.Fatalf("%s: %d notes, %+v", text, len(notes), r.Concerns)
	}
	return r
}

// A command that there is not is answered by one comment, however often the
// ticket is looked at and the comment changed.
func TestAnUnknownCommandIsAnsweredOnce(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		said := b.Comment(id, "/spoc banana")
		b.hear()
		b.hear()
		b.poll()
		if team, ok := b.people.(editors); ok {
			b.clock.Advance(2 * time.Second)
			team.EditComment(id, said, "/spoc return changed my mind")
			b.nudge(id)
			b.hear()
		}
		b.restart()
		b.poll()
		r, _ := b.request(key)
		if r.Delegations[0].State != request.Accepted || len(r.Concerns) > 0 {
			t.Errorf("%s, %+v", r.Delegations[0].State, r.Concerns)
		}
		at := b.ticket(key)
		if got := at.says("At the beginning of a comment"); got != 1 || len(at.Comments) != 2 {
			t.Fatalf("answered %d times: %+v", got, at.Comments)
		}
		for _, c := range at.Comments {
			if strings.Contains(c.Text, "At the beginning") && !strings.Contains(c.Text, "/spoc return") {
				t.Errorf("the answer says %q", c.Text)
			}
		}
		b.inStep(key)
		b.quiet(key)
	})
}

// Quotations, code and words in the middle of a text are nobody's command.
func TestWhatIsQuotedDoesNotCommand(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		for _, text := range quotations(b.conn.Plugin) {
			b.Comment(id, text)
		}
		b.hear()
		r, notes := b.request(key)
		if r.Delegations[0].State != request.Accepted || len(r.Concerns) > 0 || len(notes) != len(quotations(b.conn.Plugin)) {
			t.Errorf("%s, %+v, %d notes", r.Delegations[0].State, r.Concerns, len(notes))
		}
		for _, n := range notes {
			if _, _, command := request.ToolCommand(n.Body); command {
				t.Errorf("%q commands", n.Body)
			}
		}
	})
}

// quotations are comments that only show a command, in the markup of a tool.
func quotations(plugin string) []string {
	all := []string{"please write /spoc return x", "fine\n/spoc return x", "fine\n\n/spoc return x"}
	switch plugin {
	case "jira":
		return append(all, "{quote}/spoc return x{quote}", "{code}\n/spoc return x\n{code}", "{noformat}/spoc return x{noformat}", "bq. /spoc return x", "* /spoc return x", "{{/spoc return x}}", `\/spoc return x`)
	case "redmine":
		return append(all, "> /spoc return x", "bq. /spoc return x", "<pre>\n/spoc return x\n</pre>", "@/spoc return x@", "* /spoc return x")
	case "github":
		return append(all, "> /spoc return x", "```\n/spoc return x\n```", "    /spoc return x", "`/spoc return x`", "- /spoc return x", "<!-- note -->\n> /spoc return x")
	}
	return append(all, "> /spoc return x", "[code]<pre>/spoc return x</pre>[/code]")
}

// A ticket that carries the label for it is handed back, though the team closes it
// then; one that it works on again is taken up again.
func TestALabelledTicketIsHandedBackThoughItIsClosed(t *testing.T) {
	eachLabelling(t, func(t *testing.T, b *bench) {
		for _, closed := range []bool{true, false} {
			key, id := b.open()
			b.SetState(id, request.Doing)
			b.Label(id, "spoc:return")
			if closed {
				b.SetState(id, request.Done)
			}
			b.hear()
			r, _ := b.request(key)
			if d := r.Delegations[0]; d.State != request.Returned || d.ReturnedReason != "labelled spoc:return" || d.Bounces != 1 {
				t.Errorf("closed %v: %s, %q, %d times", closed, d.State, d.ReturnedReason, d.Bounces)
			}
			if closed {
				continue
			}
			b.clock.Advance(2 * time.Second)
			b.SetState(id, request.Todo)
			b.hear()
			if r, _ = b.request(key); r.Delegations[0].State != request.Accepted {
				t.Errorf("taken up again: %s", r.Delegations[0].State)
			}
		}
	})
}

// Where everybody can read a team's tickets, strangers write there too: what they
// say is for the desk to read, and does nothing.
func TestInAPublicPlaceOnlyItsPeopleCommand(t *testing.T) {
	for _, polled := range []bool{false, true} {
		k := kinds()[0]
		b := k.bench(t)
		github := b.people.(atGitHub)
		github.server.SetPrivate(githubtest.Repository, false)
		team := b.house.Directory.Teams[b.team()]
		team.AllowPublic = true
		b.house.Directory.Teams[team.ID] = team
		b.clock.Advance(15 * time.Minute)
		b.poll()
		if polled {
			b.point("", hookSecret)
			b.hooks = nil
		}
		key := b.create("Line down")
		b.do(key, request.Delegate{Team: team.ID, Task: &request.Task{Title: "Look at it"}})
		b.rest()
		n := github.number(b.link(key).Ticket.ID)
		visitor := github.server.As(githubtest.Visitor)
		said := []string{"+1", "/spoc return x", "/spoc client-ok x", "/spoc eta 4h", "/spoc ask x", "/spoc banana"}
		for _, text := range said {
			got(visitor.Comment(n, text))(t)
		}
		b.hear()
		r, notes := b.request(key)
		if d := r.Delegations[0]; d.State != request.Offered || !d.Estimate.IsZero() || len(r.Concerns) > 0 || len(r.Drafts()) > 0 || r.Status != request.New {
			t.Errorf("polled %v: strangers did %s, %+v, %+v", polled, d.State, d, r.Concerns)
		}
		if len(notes) != len(said) {
			t.Errorf("polled %v: %d notes of %d comments", polled, len(notes), len(said))
		}
		b.Comment(b.link(key).Ticket.ID, "/spoc return not ours")
		b.hear()
		if r, _ = b.request(key); r.Delegations[0].State != request.Returned {
			t.Errorf("polled %v: the team's command left it %s", polled, r.Delegations[0].State)
		}
	}
}

// Where a team's customers comment too, what they can see and write is for the
// desk to read: only what is hidden from them is certainly the team's.
func TestWhereCustomersWriteOnlyHiddenCommentsCommand(t *testing.T) {
	jiraService := func(deployment string) func(*testing.T, *clock) *tool {
		return func(t *testing.T, c *clock) *tool {
			return newJira(t, jiratest.Options{Now: c.Now, Deployment: deployment, ServiceDesk: true})
		}
	}
	for _, k := range []kind{
		{name: "servicenow", start: newServiceNow},
		{name: "jira", start: jiraService(jiratest.Cloud)}, {name: "jira datacenter", start: jiraService(jiratest.DataCenter)},
	} {
		t.Run(k.name, func(t *testing.T) {
			b := k.bench(t)
			key, id := b.open()
			visible := b.Comment
			if at, ok := b.people.(atServiceNow); ok {
				visible = func(id, text string) string { return got(at.Agent.Comment(id, text))(t) }
			}
			said := []string{"+1", "/spoc return x", "/spoc client-ok x", "/spoc banana"}
			for _, text := range said {
				visible(id, text)
			}
			b.hear()
			r, notes := b.request(key)
			if r.Delegations[0].State != request.Offered || len(r.Concerns) > 0 || len(notes) != len(said) || len(b.ticket(key).Comments) != len(said) {
				t.Errorf("customers did %s, %+v, %d notes: %+v", r.Delegations[0].State, r.Concerns, len(notes), b.ticket(key).Comments)
			}
			if k.name != "servicenow" {
				return
			}
			b.Comment(id, "/spoc return not ours")
			b.hear()
			if r, _ = b.request(key); r.Delegations[0].State != request.Returned {
				t.Errorf("a work note's command left it %s", r.Delegations[0].State)
			}
		})
	}
}
