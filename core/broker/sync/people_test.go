package sync_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk/ticket"
)

// colleague is somebody whom a tool knows too: their login there, what the tool
// calls them, and the mail address that it shows of them, if any.
type colleague struct{ login, name, mail string }

func (b *bench) colleague() colleague {
	switch b.people.(type) {
	case atJira:
		return colleague{"mika", "Mika Larsen", "mika@elbline.example"}
	case atServiceNow:
		return colleague{"mia.koch", "Mia Koch", "mia.koch@example.com"}
	case atGitHub:
		return colleague{"kofi-mensah", "kofi-mensah", ""}
	}
	b.t.Skip("nobody can be assigned here")
	return colleague{}
}

// assign gives a ticket to somebody, as a person at the tool.
func (b *bench) assign(id, login string) {
	b.t.Helper()
	switch at := b.people.(type) {
	case atJira:
		must(b.t, at.server.SetField("dana", id, "assignee", login))
	case atServiceNow:
		must(b.t, at.Assign(id, login))
	case atGitHub:
		must(b.t, at.Assign(at.number(id), login))
	}
	b.hear()
}

// holder is who has a ticket at the tool, by login; "" for nobody.
func (b *bench) holder(id string) string {
	b.t.Helper()
	switch at := b.people.(type) {
	case atJira:
		issue, _ := at.server.Issue(id)
		return issue.Assignee
	case atServiceNow:
		for _, i := range at.server.Incidents() {
			if i["sys_id"] == id {
				return i["assigned_to"]
			}
		}
	case atGitHub:
		issue, _ := at.server.Issue(githubtest.Repository, at.number(id))
		return strings.Join(issue.Assignees, ",")
	}
	return ""
}

// Whom the tool shows with the mail address of somebody at the desk is called as
// they are there; a table goes first; who is not known is shown as text.
func TestWhoHasATicketIsKnownByMail(t *testing.T) {
	for name, c := range map[string]struct {
		staff, table string // mail addresses; "" none
		want         func(colleague) string
	}{
		"nobody is known": {"", "", func(c colleague) string { return c.name }},
		"by mail": {"its", "", func(c colleague) string {
			if c.mail == "" { // the tool shows none
				return c.name
			}
			return "Mika of the desk"
		}},
		"by table":              {"desk@elbline.example", "Desk@elbline.example", func(colleague) string { return "Mika of the desk" }},
		"a table without staff": {"", "desk@elbline.example", func(colleague) string { return "desk@elbline.example" }},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, b *bench) {
				who := b.colleague()
				mail := c.staff
				if mail == "its" {
					mail = strings.ToUpper(who.mail)
				}
				if c.staff != "" {
					b.staff = []sync.Person{{Login: "mika", Name: "Mika of the desk", Mail: mail}}
				}
				_, id := b.open()
				if c.table != "" {
					b.assign(id, who.login)
					account := b.account(id)
					b.connections[0].People = map[string]string{account: c.table}
					b.restart()
					b.assign(id, "")
				}
				b.assign(id, who.login)
				r := b.all()[0]
				if got := r.Links[0].Assignee; got != c.want(who) {
					t.Errorf("%s is shown as %q, want %q", who.login, got, c.want(who))
				}
			})
		})
	}
}

// account is the tool's own id of who has a ticket.
func (b *bench) account(id string) string {
	b.t.Helper()
	found, err := b.conn.Conn.Get(b.t.Context(), b.all()[0].Links[0].Ticket, ticket.Need{})
	must(b.t, err)
	return string(found.Cells[ticket.Assignee].Native)
}

// Who has the request goes out only where the direction says so, and only as an
// account that the tool lists for them.
func TestWhoHasTheRequestGoesOut(t *testing.T) {
	for _, dir := range []reconcile.Direction{reconcile.In, reconcile.Out, reconcile.Both} {
		t.Run(string(dir), func(t *testing.T) {
			each(t, func(t *testing.T, b *bench) {
				who := b.colleague()
				b.staff = []sync.Person{{Login: "mika", Name: "Mika Larsen", Mail: who.mail}, {Login: "jana", Name: "Jana Kovář", Mail: "jana@elbline.example"}}
				key, id := b.open()
				b.calls.Reset()
				mika, jana := "mika", "jana"
				b.do(key, request.Edit{Assignee: &mika})
				b.rest()
				writes := dir != reconcile.In && who.mail != ""
				if got := b.holder(id) != ""; got != writes {
					t.Fatalf("the ticket is assigned: %v, want %v", got, writes)
				}
				if l := b.link(key); (l.Error != "") != (dir != reconcile.In && who.mail == "") || l.Health != request.InSync {
					t.Errorf("the link says %q and is %s", l.Error, l.Health)
				}
				held := b.holder(id)
				b.do(key, request.Edit{Assignee: &jana})
				b.rest()
				if now := b.holder(id); now != held {
					t.Errorf("somebody whom the tool does not know changed the assignee from %q to %q", held, now)
				}
				said := func(e request.Event) bool {
					return e.Type == request.SyncNotice && e.Field == ticket.Assignee && e.To == jana
				}
				if dir != reconcile.In {
					b.nudge(id)
					if l := b.link(key); l.Error != "assignee: Jana Kovář has no account at the tool that is known here, and is not written" || l.Health != request.InSync {
						t.Errorf("the link says %q and is %s", l.Error, l.Health)
					}
				}
				if n := len(slices.DeleteFunc(b.history(key), func(e request.Event) bool { return !said(e) })); (n == 1) != (dir != reconcile.In) || n > 1 {
					t.Errorf("said %d times", n)
				}
			}, func(c *sync.Connection) { c.Directions[ticket.Assignee] = dir })
		})
	}
}

// A team that gives a ticket to somebody else keeps it so: the desk's own is not
// written again until it changes.
func TestTheTeamsAssigneeStays(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		who := b.colleague()
		if who.mail == "" {
			t.Skip("the tool shows no mail addresses")
		}
		b.staff = []sync.Person{{Login: "mika", Name: "Mika Larsen", Mail: who.mail}}
		mika := "mika"
		key := b.create("Line down")
		b.do(key, request.Edit{Assignee: &mika}, request.Delegate{Team: b.team()})
		b.rest()
		id := b.link(key).Ticket.ID
		if b.holder(id) == "" {
			t.Fatal("a new ticket is not assigned")
		}
		others := map[bool]string{true: "dana", false: "dana.reyes"}
		_, jira := b.people.(atJira)
		b.assign(id, others[jira])
		held := b.holder(id)
		title := "Line down again"
		b.do(key, request.Edit{Title: &title})
		b.rest()
		b.nudge(id)
		if now := b.holder(id); now != held {
			t.Errorf("the hub gave it to %q, the team to %q", now, held)
		}
	}, func(c *sync.Connection) { c.Directions[ticket.Assignee] = reconcile.Both })
}
