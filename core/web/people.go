package web

import (
	"cmp"
	"context"
	"slices"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// names knows how logins, parties and services are called.
type names struct {
	people map[string]string
	staff  []choice // who may own a request
	d      *request.Directory
}

// choice is one line of a list to choose from.
type choice struct{ Value, Title string }

func byTitle(a, b choice) int {
	return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Value, b.Value))
}

// titled lists parties by name.
func titled[K ~string, V any](all map[K]V, title func(K) string) []choice {
	var out []choice
	for id := range all {
		out = append(out, choice{string(id), title(id)})
	}
	slices.SortFunc(out, byTitle)
	return out
}

func (s *Site) names(ctx context.Context) (names, error) {
	n := names{people: map[string]string{}, d: s.o.Desk.Directory()}
	list, err := s.o.Auth.People(ctx)
	if err != nil {
		return n, err
	}
	for _, p := range list {
		title := cmp.Or(p.Name, p.Login)
		n.people[p.Login] = title
		if !p.Disabled && auth.Role(p.Role).May(auth.Work) {
			n.staff = append(n.staff, choice{p.Login, title})
		}
	}
	return n, nil
}

func (n names) person(login string) string { return cmp.Or(n.people[login], login) }

func (n names) client(id request.ClientID) string { return cmp.Or(n.d.Clients[id].Title, string(id)) }

// clients lists those who may have new requests.
func (n names) clients() []choice {
	return slices.DeleteFunc(titled(n.d.Clients, n.client), func(c choice) bool { return n.d.Clients[request.ClientID(c.Value)].Retired })
}

func (n names) team(id request.TeamID) string { return cmp.Or(n.d.Teams[id].Title, string(id)) }

func (n names) service(id request.ServiceID) string {
	title := n.d.Services[id].Title
	if title == "" || title == string(id) {
		return string(id)
	}
	return title + " · " + string(id)
}

// tool is what people call the tool behind a link.
func tool(l *request.Link) string {
	switch l.Plugin {
	case "jira":
		return "Jira"
	case "github":
		return "GitHub"
	case "servicenow":
		return "ServiceNow"
	case "redmine":
		return "Redmine"
	}
	return cmp.Or(l.Plugin, l.Connection)
}

// initials stand for somebody where there is little room.
func initials(name string) string {
	var out []rune
	start := true
	for _, r := range name {
		if start && r != ' ' && len(out) < 2 {
			out = append(out, r)
		}
		start = r == ' ' || r == '.' || r == '-'
	}
	return string(out)
}
