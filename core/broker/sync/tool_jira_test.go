package sync_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/plugins/jira"
	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// atJira is Dana at a simulated Jira.
type atJira struct {
	t      *testing.T
	server *jiratest.Server
	codes  codes
}

func newJiraCloud(t *testing.T, c *clock) *tool {
	x := newJira(t, jiratest.Options{Now: c.Now})
	server := x.people.(atJira).server
	x.tells, x.hooks, x.point = true, server.Hooks(), server.SetWebhook
	return x
}

// newJiraServer is a Data Center, which signs no webhooks and so is only polled.
func newJiraServer(t *testing.T, c *clock) *tool {
	return newJira(t, jiratest.Options{Now: c.Now, Deployment: jiratest.DataCenter})
}

func newJira(t *testing.T, o jiratest.Options) *tool {
	server := jiratest.New(o)
	t.Cleanup(server.Close)
	x := connect(t, jira.New(), server, func(url string) settings.Raw {
		raw := settings.Raw(server.Settings(url))
		raw["account"] = "dedicated"
		return raw
	})
	x.people = atJira{t, server, codesOf(t, x.conn.Conn, server.Project())}
	x.cost = map[string]cost{
		"create": {1, 0}, "field": {1, 0}, "fields": {1, 0}, "comment": {1, 0}, "edit": {1, 0}, "delete": {1, 0},
		"state": {1, 1}, // the workflow is learned by a read
		"both":  {2, 1},
	}
	return x
}

func (p atJira) Open(title, text string, labels ...string) string {
	key := got(p.server.CreateIssue("dana", title, text))(p.t)
	for _, l := range labels {
		p.Label(key, l)
	}
	issue, _ := p.server.Issue(key)
	return issue.ID
}

func (p atJira) SetTitle(id, title string) { p.set(id, "summary", title) }
func (p atJira) set(id, field, value string) {
	must(p.t, p.server.SetField("dana", id, field, value))
}

func (p atJira) SetState(id string, c request.Category) {
	status := map[request.Category]string{request.Todo: "To Do", request.Doing: "In Progress", request.Done: "Done"}[c]
	must(p.t, p.server.Transition("dana", id, status))
}

func (p atJira) SetPriority(id string, to request.Priority) {
	p.set(id, "priority", p.codes.written(ticket.Priority, string(to)).Name)
}

func (p atJira) Label(id, label string) {
	issue, _ := p.server.Issue(id)
	p.set(id, "labels", strings.Join(append([]string{label}, issue.Labels...), " "))
}

func (p atJira) Comment(id, text string) string {
	return got(p.server.Comment("dana", id, text))(p.t)
}

func (p atJira) EditComment(id, comment, text string) {
	must(p.t, p.server.EditComment("dana", id, comment, text))
}

func (p atJira) DeleteComment(id, comment string) {
	must(p.t, p.server.DeleteComment("dana", id, comment))
}

func (p atJira) Delete(id string) { must(p.t, p.server.Delete("dana", id)) }

func (p atJira) Tickets() (list []seen) {
	for _, i := range p.server.Issues() {
		if i.Resolution == "Duplicate" {
			continue
		}
		s := seen{
			ID: i.ID, Key: i.Key, Title: i.Summary, Labels: i.Labels, State: request.Category(p.codes.meaning(ticket.State, i.Status)),
			Priority: request.Priority(p.codes.meaning(ticket.Priority, i.Priority)),
		}
		for _, c := range i.Comments {
			s.Comments = append(s.Comments, comment{c.Body, c.Internal})
		}
		list = append(list, s)
	}
	return list
}
