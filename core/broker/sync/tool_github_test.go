package sync_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/plugins/github"
	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk/settings"
)

// atGitHub is Dana at a simulated GitHub.
type atGitHub struct {
	*githubtest.Person
	t      *testing.T
	server *githubtest.Server
}

func newGitHub(t *testing.T, c *clock) *tool {
	server := githubtest.New(githubtest.Options{Now: c.Now})
	t.Cleanup(server.Close)
	x := connect(t, github.New(), server, atRepository(server))
	x.tells, x.hooks, x.point = true, server.Hooks(), server.SetWebhook
	x.people = atGitHub{server.As("dana-reyes"), t, server}
	x.cost = map[string]cost{
		"create": {1, 0}, "field": {1, 0}, "comment": {1, 0}, "edit": {1, 0}, "delete": {1, 0},
		"fields": {1, 1}, "state": {1, 1}, "both": {1, 1}, // a label is replaced among all others, which are read first
	}
	return x
}

// atRepository are the settings of a connection to a simulated repository.
func atRepository(server *githubtest.Server) func(url string) settings.Raw {
	return func(url string) settings.Raw {
		return settings.Raw{"base_url": url, "token": server.Token(githubtest.Bot), "repository": githubtest.Repository, "account": "dedicated"}
	}
}

func (p atGitHub) number(id string) int { return got(strconv.Atoi(id))(p.t) }

func (p atGitHub) Open(title, text string, labels ...string) string {
	return strconv.Itoa(got(p.Person.Open(title, text, labels...))(p.t))
}

func (p atGitHub) SetTitle(id, title string) { must(p.t, p.Person.SetTitle(p.number(id), title)) }
func (p atGitHub) Label(id, label string)    { must(p.t, p.Person.Label(p.number(id), label)) }
func (p atGitHub) Delete(id string)          { must(p.t, p.Person.Delete(p.number(id))) }

func (p atGitHub) SetState(id string, c request.Category) {
	n := p.number(id)
	issue, _ := p.server.Issue(githubtest.Repository, n)
	if c == request.Done {
		must(p.t, p.Close(n, "completed"))
		return
	}
	if issue.State == "closed" {
		must(p.t, p.Reopen(n))
	}
	for _, l := range issue.Labels {
		if strings.HasPrefix(l, "status: ") {
			must(p.t, p.Unlabel(n, l))
		}
	}
	if c == request.Doing {
		p.Label(id, "status: in progress")
	}
}

func (p atGitHub) SetPriority(id string, to request.Priority) {
	issue, _ := p.server.Issue(githubtest.Repository, p.number(id))
	for _, l := range issue.Labels {
		if strings.HasPrefix(l, "priority: ") {
			must(p.t, p.Unlabel(p.number(id), l))
		}
	}
	p.Label(id, "priority: "+string(to))
}

func (p atGitHub) Comment(id, text string) string {
	return strconv.FormatInt(got(p.Person.Comment(p.number(id), text))(p.t), 10)
}

func (p atGitHub) EditComment(_, comment, text string) {
	must(p.t, p.Person.EditComment(int64(p.number(comment)), text))
}

func (p atGitHub) DeleteComment(_, comment string) {
	must(p.t, p.Person.DeleteComment(int64(p.number(comment))))
}

func (p atGitHub) Tickets() (list []seen) {
	for _, i := range p.server.Issues(githubtest.Repository) {
		if i.Reason == "duplicate" {
			continue
		}
		s := seen{ID: strconv.Itoa(i.Number), Key: "#" + strconv.Itoa(i.Number), Title: i.Title, State: request.Todo, Labels: i.Labels}
		switch {
		case i.State == "closed":
			s.State = request.Done
		case slices.Contains(i.Labels, "status: in progress"):
			s.State = request.Doing
		}
		for _, l := range i.Labels {
			if p, ok := strings.CutPrefix(l, "priority: "); ok {
				s.Priority = request.Priority(p)
			}
		}
		for _, c := range i.Comments {
			s.Comments = append(s.Comments, comment{Text: c.Body})
		}
		list = append(list, s)
	}
	return list
}
