package demo_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ticket is what a team sees, in the hub's words.
type ticket struct {
	title, text, state, priority, assignee string
	comments                               []string
}

// says counts the comments that hold a text.
func (x ticket) says(text string) (n int) {
	for _, c := range x.comments {
		if strings.Contains(c, text) {
			n++
		}
	}
	return n
}

// tool is a tool's own HTTP interface, used as its team does.
type tool interface {
	with(t *testing.T) tool
	lenient(refusals *int) tool // what the tool refuses only counts
	team() string
	person() string // who is assigned by assign, as the hub shows it
	read(l link) ticket
	comment(l link, text string)
	move(l link, state string)
	assign(l link)
	rank(l link, priority string)
	rename(l link, title string)
	titles() []string
	everything() string // every byte that a team can read
}

// api is how to call a tool.
type api struct {
	t         *testing.T
	url, auth string
	refusals  *int // where set, what the tool refuses is counted and fails nothing
}

// refusedf ends the test over an answer of the tool, unless it may refuse.
func (a api) refusedf(format string, args ...any) {
	a.t.Helper()
	if a.refusals == nil {
		a.t.Fatalf(format, args...)
	}
	*a.refusals++
}

func (a api) call(method, path string, body, out any) string {
	a.t.Helper()
	got := send(a.t, method, a.url+path, body, "Authorization", a.auth)
	if got.status >= 300 {
		a.refusedf("%s %s: %d %.500s", method, path, got.status, got.text)
		return ""
	}
	if out != nil {
		must(a.t, json.Unmarshal([]byte(got.text), out))
	}
	return got.text
}

type jira struct{ api }

func (j jira) with(t *testing.T) tool { j.t = t; return j }
func (j jira) lenient(n *int) tool    { j.refusals = n; return j }
func (jira) team() string             { return "core-network" }
func (jira) person() string           { return "Mika Larsen" }

func (j jira) at(l link) string { return "/rest/api/2/issue/" + l.TicketKey }

func (j jira) read(l link) ticket {
	j.t.Helper()
	type named struct{ Name, DisplayName string }
	var in struct {
		Fields struct {
			Summary, Description       string
			Status, Priority, Assignee *named
		}
	}
	j.call("GET", j.at(l), nil, &in)
	x := ticket{title: in.Fields.Summary, text: in.Fields.Description}
	x.state = map[string]string{"To Do": "todo", "In Progress": "in_progress", "Done": "done"}[in.Fields.Status.Name]
	if p := in.Fields.Priority; p != nil {
		x.priority = map[string]string{"Highest": "P1", "High": "P2", "Medium": "P3", "Low": "P4"}[p.Name]
	}
	if a := in.Fields.Assignee; a != nil {
		x.assignee = a.DisplayName
	}
	var said struct{ Comments []struct{ Body string } }
	j.call("GET", j.at(l)+"/comment?maxResults=100", nil, &said)
	for _, c := range said.Comments {
		x.comments = append(x.comments, c.Body)
	}
	return x
}

func (j jira) comment(l link, text string) {
	j.t.Helper()
	j.call("POST", j.at(l)+"/comment", object{"body": text}, nil)
}

// move takes the way of the workflow: done is reached from in progress.
func (j jira) move(l link, state string) {
	j.t.Helper()
	if state == "done" && j.read(l).state == "todo" {
		j.move(l, "in_progress")
	}
	var in struct {
		Transitions []struct {
			ID string
			To struct{ Name string }
		}
	}
	j.call("GET", j.at(l)+"/transitions", nil, &in)
	to := map[string]string{"todo": "To Do", "in_progress": "In Progress", "done": "Done"}[state]
	for _, x := range in.Transitions {
		if x.To.Name == to {
			body := object{"transition": object{"id": x.ID}}
			if state == "done" {
				body["fields"] = object{"resolution": object{"name": "Done"}}
			}
			j.call("POST", j.at(l)+"/transitions", body, nil)
			return
		}
	}
	j.refusedf("%s has no way to %s: %+v", l.TicketKey, to, in)
}

func (j jira) assign(l link) {
	j.t.Helper()
	var people []struct{ AccountID, DisplayName string }
	j.call("GET", "/rest/api/2/user/assignable/search?project=NET", nil, &people)
	for _, p := range people {
		if p.DisplayName == j.person() {
			j.call("PUT", j.at(l)+"/assignee", object{"accountId": p.AccountID}, nil)
			return
		}
	}
	j.t.Fatalf("nobody is %s: %+v", j.person(), people)
}

func (j jira) rank(l link, priority string) {
	j.t.Helper()
	name := map[string]string{"P1": "Highest", "P2": "High", "P3": "Medium", "P4": "Low"}[priority]
	j.call("PUT", j.at(l), object{"fields": object{"priority": object{"name": name}}}, nil)
}

func (j jira) rename(l link, title string) {
	j.t.Helper()
	j.call("PUT", j.at(l), object{"fields": object{"summary": title}}, nil)
}

type jiraPage struct {
	Issues []struct {
		Key    string
		Fields struct{ Summary string }
	}
	NextPageToken string
}

// pages reads every issue of every project.
func (j jira) pages() (all jiraPage, text string) {
	j.t.Helper()
	for next := ""; ; {
		var page jiraPage
		text += j.call("GET", "/rest/api/2/search/jql?jql="+`project%20in%20(NET,OPS)%20ORDER%20BY%20created`+"&fields=*all&maxResults=100"+next, nil, &page)
		all.Issues = append(all.Issues, page.Issues...)
		if page.NextPageToken == "" {
			return all, text
		}
		next = "&nextPageToken=" + page.NextPageToken
	}
}

func (j jira) titles() (list []string) {
	j.t.Helper()
	all, _ := j.pages()
	for _, x := range all.Issues {
		list = append(list, x.Fields.Summary)
	}
	return list
}

func (j jira) everything() string {
	j.t.Helper()
	all, text := j.pages()
	for _, x := range all.Issues {
		text += j.call("GET", "/rest/api/2/issue/"+x.Key+"/comment?maxResults=100", nil, nil)
		text += j.call("GET", "/rest/api/2/issue/"+x.Key+"/changelog?maxResults=100", nil, nil)
	}
	return text
}

type github struct{ api }

func (g github) with(t *testing.T) tool { g.t = t; return g }
func (g github) lenient(n *int) tool    { g.refusals = n; return g }
func (github) team() string             { return "platform" }
func (github) person() string           { return "kofi-mensah" }

const repository = "/repos/elbline/platform"

func (g github) at(l link) string { return repository + "/issues/" + l.TicketID }

type githubIssue struct {
	Number             int
	Title, Body, State string
	Labels             []struct{ Name string }
	Assignees          []struct{ Login string }
}

func (g github) read(l link) ticket {
	g.t.Helper()
	var in githubIssue
	g.call("GET", g.at(l), nil, &in)
	x := ticket{title: in.Title, text: in.Body, state: map[string]string{"open": "todo", "closed": "done"}[in.State]}
	for _, label := range in.Labels {
		if label.Name == "status: in progress" && in.State == "open" {
			x.state = "in_progress"
		}
		if p, ok := strings.CutPrefix(label.Name, "priority: "); ok {
			x.priority = p
		}
	}
	for _, a := range in.Assignees {
		x.assignee = a.Login
	}
	var said []struct{ Body string }
	g.call("GET", g.at(l)+"/comments?per_page=100", nil, &said)
	for _, c := range said {
		x.comments = append(x.comments, c.Body)
	}
	return x
}

func (g github) comment(l link, text string) {
	g.t.Helper()
	g.call("POST", g.at(l)+"/comments", object{"body": text}, nil)
}

// relabel sets the label of a kind and leaves the others.
func (g github) relabel(l link, kind, label string) {
	g.t.Helper()
	var in githubIssue
	g.call("GET", g.at(l), nil, &in)
	var names []string
	for _, x := range in.Labels {
		if !strings.HasPrefix(x.Name, kind) {
			names = append(names, x.Name)
		}
	}
	g.call("PATCH", g.at(l), object{"labels": append(names, label)}, nil)
}

func (g github) move(l link, state string) {
	g.t.Helper()
	switch state {
	case "in_progress":
		g.relabel(l, "status: ", "status: in progress")
	case "done":
		g.call("PATCH", g.at(l), object{"state": "closed", "state_reason": "completed"}, nil)
	case "todo":
		g.call("PATCH", g.at(l), object{"state": "open"}, nil)
	}
}

func (g github) assign(l link) {
	g.t.Helper()
	g.call("PATCH", g.at(l), object{"assignees": []string{g.person()}}, nil)
}

func (g github) rank(l link, priority string) {
	g.t.Helper()
	g.relabel(l, "priority: ", "priority: "+priority)
}

func (g github) rename(l link, title string) {
	g.t.Helper()
	g.call("PATCH", g.at(l), object{"title": title}, nil)
}

func (g github) titles() (list []string) {
	g.t.Helper()
	for page := 1; ; page++ {
		var in []githubIssue
		g.call("GET", repository+"/issues?state=all&per_page=100&page="+strconv.Itoa(page), nil, &in)
		for _, x := range in {
			list = append(list, x.Title)
		}
		if len(in) < 100 {
			return list
		}
	}
}

func (g github) everything() (text string) {
	g.t.Helper()
	for _, path := range []string{repository, "/repos/elbline/network"} {
		for _, list := range []string{"/issues?state=all", "/issues/comments?sort=created", "/labels?"} {
			for page := 1; ; page++ {
				var rows []any
				text += g.call("GET", fmt.Sprintf("%s%s&per_page=100&page=%d", path, list, page), nil, &rows)
				if len(rows) < 100 {
					break
				}
			}
		}
	}
	return text
}

type servicenow struct{ api }

func (s servicenow) with(t *testing.T) tool { s.t = t; return s }
func (s servicenow) lenient(n *int) tool    { s.refusals = n; return s }
func (servicenow) team() string             { return "data-centre" }
func (servicenow) person() string           { return "Jonas Weber" }

func (s servicenow) at(l link) string { return "/api/now/table/incident/" + l.TicketID }

type snRow map[string]any

func (r snRow) text(name string) string { v, _ := r[name].(string); return v }

func (s servicenow) rows(table, query string) []snRow {
	s.t.Helper()
	var in struct{ Result []snRow }
	s.call("GET", "/api/now/table/"+table+"?sysparm_exclude_reference_link=true&sysparm_limit=10000&sysparm_query="+query, nil, &in)
	return in.Result
}

func (s servicenow) read(l link) ticket {
	s.t.Helper()
	var in struct{ Result snRow }
	s.call("GET", s.at(l)+"?sysparm_exclude_reference_link=true", nil, &in)
	x := ticket{title: in.Result.text("short_description"), text: in.Result.text("description"), priority: "P" + in.Result.text("priority")}
	x.state = map[string]string{"1": "todo", "2": "in_progress", "6": "done"}[in.Result.text("state")]
	if id := in.Result.text("assigned_to"); id != "" {
		x.assignee = s.rows("sys_user", "sys_id="+id)[0].text("name")
	}
	for _, e := range s.rows("sys_journal_field", "element_id="+l.TicketID) {
		x.comments = append(x.comments, e.text("value"))
	}
	return x
}

func (s servicenow) set(l link, columns object) {
	s.t.Helper()
	s.call("PATCH", s.at(l), columns, nil)
}

func (s servicenow) comment(l link, text string) { s.t.Helper(); s.set(l, object{"work_notes": text}) }

func (s servicenow) move(l link, state string) {
	s.t.Helper()
	columns := object{"state": map[string]string{"todo": "1", "in_progress": "2", "done": "6"}[state]}
	if state == "done" {
		columns["close_code"], columns["close_notes"] = "Solution provided", "Fixed."
	}
	s.set(l, columns)
}

func (s servicenow) assign(l link) {
	s.t.Helper()
	s.set(l, object{"assigned_to": s.rows("sys_user", "user_name=jonas.weber")[0].text("sys_id")})
}

func (s servicenow) rank(l link, priority string) {
	s.t.Helper()
	level := map[string][2]string{"P1": {"1", "1"}, "P2": {"1", "2"}, "P3": {"2", "2"}, "P4": {"2", "3"}}[priority]
	s.set(l, object{"impact": level[0], "urgency": level[1]})
}

func (s servicenow) rename(l link, title string) {
	s.t.Helper()
	s.set(l, object{"short_description": title})
}

func (s servicenow) titles() (list []string) {
	s.t.Helper()
	for _, x := range s.rows("incident", "") {
		list = append(list, x.text("short_description"))
	}
	return list
}

func (s servicenow) everything() (text string) {
	s.t.Helper()
	for _, table := range []string{"incident", "sys_journal_field"} {
		text += s.call("GET", "/api/now/table/"+table+"?sysparm_limit=10000&sysparm_display_value=all", nil, nil)
	}
	return text + s.call("GET", "/api/now/attachment", nil, nil)
}

// only is the one tool of a team.
func only(t *testing.T, all []tool, team string) tool {
	t.Helper()
	i := slices.IndexFunc(all, func(x tool) bool { return x.team() == team })
	if i < 0 {
		t.Fatal(http.StatusText(http.StatusNotFound), team)
	}
	return all[i]
}
