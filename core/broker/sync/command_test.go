package sync_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
)

// What a team commands in a comment of its tool reaches the desk in its words,
// whatever the tool's markup makes of them, and once.
func TestATeamCommandsFromInsideItsTool(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.Comment(id, "/spoc ask which port - 4_5 or #6 (left)?")
		b.hear()
		b.Comment(id, "/spoc eta "+b.clock.Now().Add(48*time.Hour).Format("2006-01-02 15:04"))
		b.hear()
		b.Comment(id, "/spoc client-ok It works again.\nSorry for the wait.")
		b.hear()
		r, notes := b.request(key)
		if len(r.Concerns) != 3 || len(notes) != 3 {
			t.Fatalf("%d notes, %+v", len(notes), r.Concerns)
		}
		if got := r.Concerns[0]; got.Kind != request.AsksInWords || got.Text != "which port - 4_5 or #6 (left)?" || got.By == "" || got.By == "someone" {
			t.Errorf("asked %+v", got)
		}
		if at := r.Delegations[0].Estimate; at.Before(b.clock.Now().Add(47*time.Hour)) || at.After(b.clock.Now().Add(49*time.Hour)) {
			t.Errorf("estimate %s at %s", at, b.clock.Now())
		}
		if draft := r.Drafts(); len(draft) != 1 || !strings.Contains(draft[0].Text, "It works again.") || !strings.Contains(draft[0].Text, "\nSorry for the wait.") {
			t.Errorf("draft %+v", draft)
		}
		b.do(key, request.Write{Audience: request.Teams, Body: "port 6"})
		b.hear()
		b.Comment(id, "/spoc return not ours: see OPS-1")
		b.hear()
		r, _ = b.request(key)
		if d := r.Delegations[0]; d.State != request.Returned || d.ReturnedReason != "not ours: see OPS-1" || d.Bounces != 1 {
			t.Errorf("%+v", d)
		}
		b.inStep(key)
		b.quiet(key)
	})
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
			b.hear()
		}
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
		return append(all, "{quote}/spoc return x{quote}", "{code}\n/spoc return x\n{code}", "{noformat}/spoc return x{noformat}", "bq. /spoc return x", "* /spoc return x", "{{/spoc return x}}")
	case "redmine":
		return append(all, "> /spoc return x", "bq. /spoc return x", "<pre>\n/spoc return x\n</pre>", "@/spoc return x@", "* /spoc return x")
	case "github":
		return append(all, "> /spoc return x", "```\n/spoc return x\n```", "    /spoc return x", "`/spoc return x`", "- /spoc return x", "<!-- note -->\n> /spoc return x")
	}
	return append(all, "> /spoc return x", "[code]<pre>/spoc return x</pre>[/code]")
}
