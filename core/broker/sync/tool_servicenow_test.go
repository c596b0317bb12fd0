package sync_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/plugins/servicenow"
	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// atServiceNow is Dana at a simulated ServiceNow, which has neither labels nor
// ways to change what was said.
type atServiceNow struct {
	servicenowtest.Agent
	t      *testing.T
	server *servicenowtest.Server
	codes  codes
}

func newServiceNow(t *testing.T, c *clock) *tool {
	server := servicenowtest.New(servicenowtest.Options{Now: c.Now})
	t.Cleanup(server.Close)
	used := got(server.As("dana.reyes").Create("an instance in use", ""))(t)
	got(server.As("dana.reyes").Note(used, "an entry that can be read"))(t)
	must(t, server.As("dana.reyes").Set(used, map[string]string{"state": "8", "close_code": "Duplicate", "close_notes": "x"}))
	x := connectServiceNow(t, server)
	x.tells, x.hooks, x.point = true, server.Hooks(), server.SetWebhook
	x.people = atServiceNow{server.As("dana.reyes"), t, server, codesOf(t, x.conn.Conn, "incident")}
	x.cost = map[string]cost{
		"create": {1, 0}, "field": {1, 0}, "fields": {1, 0}, "state": {1, 0}, "both": {1, 0},
		"comment": {1, 1}, "edit": {1, 1}, "delete": {1, 1}, // the entry's id is read; an edit or a deletion is a further entry
	}
	return x
}

func connectServiceNow(t *testing.T, server *servicenowtest.Server) *tool {
	return connect(t, servicenow.New(), server, func(url string) settings.Raw {
		return settings.Raw{
			"base_url": url, "user": servicenowtest.HubUser, "password": servicenowtest.HubPassword,
			"assignment_group": server.GroupID(), "account": "dedicated",
		}
	})
}

func (p atServiceNow) Open(title, text string, _ ...string) string {
	return got(p.Create(title, text))(p.t)
}

func (p atServiceNow) SetTitle(id, title string) { must(p.t, p.Agent.SetTitle(id, title)) }
func (p atServiceNow) Label(string, string)      { p.t.Fatal("ServiceNow has no labels") }
func (p atServiceNow) Delete(id string)          { must(p.t, p.server.As("admin").Delete(id)) }

func (p atServiceNow) SetState(id string, c request.Category) {
	must(p.t, p.Agent.SetState(id, map[request.Category]string{request.Todo: "1", request.Doing: "2", request.Done: "6"}[c]))
}

func (p atServiceNow) SetPriority(id string, to request.Priority) {
	impact, urgency, _ := strings.Cut(string(p.codes.written(ticket.Priority, string(to)).Native), "/")
	must(p.t, p.Set(id, map[string]string{"impact": impact, "urgency": urgency}))
}

func (p atServiceNow) Comment(id, text string) string { return got(p.Note(id, text))(p.t) }

func (p atServiceNow) Tickets() (list []seen) {
	for _, i := range p.server.Incidents() {
		if i["close_code"] == "Duplicate" {
			continue
		}
		s := seen{
			ID: i["sys_id"], Key: i["number"], Title: i["short_description"], State: request.Category(p.codes.meaning(ticket.State, i["state"])),
			Priority: request.Priority(p.codes.meaning(ticket.Priority, i["impact"]+"/"+i["urgency"])),
		}
		for _, e := range p.server.Journal(i["sys_id"]) {
			s.Comments = append(s.Comments, comment{e.Text, e.Element == "work_notes"})
		}
		list = append(list, s)
	}
	return list
}
