package sync_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strconv"
	"strings"
	stdsync "sync"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/plugins/redmine"
	"github.com/spochub/spochub/plugins/redmine/redminetest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// redmines is the one real Redmine of all tests; each has a project of its own.
var redmines struct {
	once   stdsync.Once
	dir    string
	server *redminetest.Server
	err    error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if redmines.server != nil {
		if err := redmines.server.Stop(context.Background()); err != nil {
			code = 1
		}
	}
	if redmines.dir != "" {
		_ = os.RemoveAll(redmines.dir)
	}
	os.Exit(code)
}

func startRedmine() {
	if redmines.dir, redmines.err = os.MkdirTemp("", "redmine"); redmines.err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	redmines.server, redmines.err = redminetest.Start(ctx, os.Getenv("SPOCHUB_TEST_TRACKERS"), redmines.dir)
}

// theRedmine skips the test where Redmine cannot run, or fails it where every
// part is required.
func theRedmine(t *testing.T) *redminetest.Server {
	t.Helper()
	missing := t.Skip
	if os.Getenv("SPOCHUB_TEST_REQUIRE") == "all" {
		missing = t.Fatal
	}
	if os.Getenv("SPOCHUB_TEST_TRACKERS") == "" {
		missing("SPOCHUB_TEST_TRACKERS does not name the folder with redmine.sh")
	}
	if testing.Short() {
		t.Skip("runs against a real Redmine")
	}
	redmines.once.Do(startRedmine)
	if errors.Is(redmines.err, redminetest.ErrMissing) {
		missing(redmines.err)
	}
	must(t, redmines.err)
	return redmines.server
}

// atRedmine is the team in a project of a real Redmine, which has no labels and
// sends no webhooks.
type atRedmine struct {
	t       *testing.T
	server  *redminetest.Server
	project string
	codes   codes
}

func newRedmine(t *testing.T, _ *clock) *tool {
	server := theRedmine(t)
	name := "p-" + strings.ToLower(rand.Text()[:10])
	project := got(server.NewProject(t.Context(), name, "Manager"))(t)
	target := got(url.Parse(server.URL))(t)
	proxy := &httputil.ReverseProxy{
		Rewrite:  func(r *httputil.ProxyRequest) { r.SetURL(target) },
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	x := connect(t, redmine.New(), proxy, func(url string) settings.Raw {
		return settings.Raw{"base_url": url, "api_key": server.BotKey, "project": name, "account": "dedicated"}
	})
	x.people = atRedmine{t, server, project, codesOf(t, x.conn.Conn, project)}
	x.quiets = true
	x.cost = map[string]cost{
		"create": {1, 0}, "field": {1, 0}, "fields": {1, 0}, "state": {1, 0}, "both": {1, 0}, "delete": {1, 0},
		"comment": {1, 1}, "edit": {1, 1}, // a write of a note is answered with nothing
		"heard": {0, 1}, // a list shows no journals: each ticket is read
	}
	return x
}

func (p atRedmine) update(id string, attributes map[string]any) {
	p.t.Helper()
	must(p.t, p.server.Update(context.Background(), id, attributes))
}

func (p atRedmine) Open(title, text string, _ ...string) string {
	return got(p.server.NewIssue(context.Background(), p.project, title, text))(p.t)
}

func (p atRedmine) SetTitle(id, title string) { p.update(id, map[string]any{"subject": title}) }
func (p atRedmine) Label(string, string)      { p.t.Fatal("Redmine has no labels") }
func (p atRedmine) Delete(id string)          { must(p.t, p.server.Delete(context.Background(), id)) }

func (p atRedmine) SetState(id string, c request.Category) {
	p.update(id, map[string]any{"status_id": p.codes.written(ticket.State, string(c)).Native})
}

func (p atRedmine) SetPriority(id string, to request.Priority) {
	p.update(id, map[string]any{"priority_id": p.codes.written(ticket.Priority, string(to)).Native})
}

func (p atRedmine) Comment(id, text string) string {
	return got(p.server.Say(context.Background(), id, text))(p.t)
}

func (p atRedmine) EditComment(_, comment, text string) {
	p.t.Helper()
	body := map[string]any{"journal": map[string]any{"notes": text}}
	must(p.t, p.server.Call(context.Background(), p.server.TeamKey, http.MethodPut, "/journals/"+comment+".json", body, nil))
}

func (p atRedmine) DeleteComment(id, comment string) { p.EditComment(id, comment, "") }

func (p atRedmine) Tickets() (list []seen) {
	p.t.Helper()
	var answer struct {
		Issues []struct{ ID int }
	}
	p.call("/issues.json?status_id=*&limit=100&sort=id&project_id="+p.project, &answer)
	for _, i := range answer.Issues {
		list = append(list, p.see(i.ID))
	}
	return list
}

func (p atRedmine) see(n int) seen {
	id := strconv.Itoa(n)
	var answer struct {
		Issue struct {
			Subject          string
			Status, Priority struct{ Name string }
			Journals         []struct {
				Notes   string
				Private bool `json:"private_notes"`
			}
		}
	}
	p.call("/issues/"+id+".json?include=journals", &answer)
	i := answer.Issue
	s := seen{
		ID: id, Key: "#" + id, Title: i.Subject, State: request.Category(p.codes.meaning(ticket.State, i.Status.Name)),
		Priority: request.Priority(p.codes.meaning(ticket.Priority, i.Priority.Name)),
	}
	for _, j := range i.Journals {
		if j.Notes != "" {
			s.Comments = append(s.Comments, comment{j.Notes, j.Private})
		}
	}
	return s
}

func (p atRedmine) call(path string, answer any) {
	p.t.Helper()
	must(p.t, p.server.Call(context.Background(), p.server.AdminKey, http.MethodGet, path, nil, answer))
}
