package demo_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/redmine/redminetest"
)

// redmines is the one real Redmine.
var redmines house

type house struct {
	once   sync.Once
	dir    string
	server *redminetest.Server
	err    error
}

func (r *house) stop(ctx context.Context) {
	if r.server != nil {
		_ = r.server.Stop(ctx)
	}
	if r.dir != "" {
		_ = os.RemoveAll(r.dir)
	}
}

func (r *house) start() {
	if r.dir, r.err = os.MkdirTemp("", "redmine"); r.err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	r.server, r.err = redminetest.Start(ctx, os.Getenv("SPOCHUB_TEST_TRACKERS"), r.dir)
}

// theRedmine skips the test where Redmine cannot run, or fails it where every
// part is required.
func theRedmine(t *testing.T) *redminetest.Server {
	t.Helper()
	if testing.Short() {
		t.Skip("runs against a real Redmine")
	}
	missing := t.Skip
	if os.Getenv("SPOCHUB_TEST_REQUIRE") == "all" {
		missing = t.Fatal
	}
	if os.Getenv("SPOCHUB_TEST_TRACKERS") == "" {
		missing("SPOCHUB_TEST_TRACKERS does not name the folder with redmine.sh")
	}
	redmines.once.Do(redmines.start)
	if errors.Is(redmines.err, redminetest.ErrMissing) {
		missing(redmines.err)
	}
	must(t, redmines.err)
	return redmines.server
}

const redmineConfig = `
server: { listen: "%s" }
database: { url: "sqlite:%s/spochub.db" }
connections:
  - name: support
    plugin: redmine
    settings: { base_url: "%s", api_key: "env:REDMINE_KEY", project: "%s", account: dedicated }
    poll: 1s
    fields: { title: both, priority: both }
teams:
  - { name: support, connection: support, target: "%s", follows_status: "true" }
clients:
  - { name: nordwind, title: Nordwind Logistik }
services:
  - { id: FRA3-10G-014, client: nordwind, title: IP transit Frankfurt }
`

// named is a row of one of Redmine's lists.
type named struct {
	ID   int
	Name string
}

// atRedmine is the team in one project of a real Redmine.
type atRedmine struct {
	t      *testing.T
	server *redminetest.Server
}

// code is the id of a name in one of Redmine's lists, as the server tells it.
func (p atRedmine) code(path, list, name string) int {
	p.t.Helper()
	var in map[string][]named
	must(p.t, p.server.Call(p.t.Context(), p.server.TeamKey, "GET", path, nil, &in))
	for _, x := range in[list] {
		if x.Name == name {
			return x.ID
		}
	}
	p.t.Fatalf("no %s is called %q: %+v", list, name, in)
	return 0
}

func (p atRedmine) update(l link, attributes object) {
	p.t.Helper()
	must(p.t, p.server.Update(p.t.Context(), l.TicketID, attributes))
}

type redmineIssue struct {
	Subject, Description       string
	Status, Priority, Assigned named
	Journals                   []struct{ Notes string }
}

func (p atRedmine) read(l link) redmineIssue {
	p.t.Helper()
	var in struct{ Issue redmineIssue }
	must(p.t, p.server.Call(p.t.Context(), p.server.TeamKey, "GET", "/issues/"+l.TicketID+".json?include=journals", nil, &in))
	return in.Issue
}

// says counts the notes that hold a text.
func (x redmineIssue) says(text string) (n int) {
	for _, j := range x.Journals {
		if strings.Contains(j.Notes, text) {
			n++
		}
	}
	return n
}

// The whole way to and fro with a real tracker, which sends no webhooks.
func TestRedmine(t *testing.T) {
	server := theRedmine(t)
	t.Parallel()
	name := "p-" + strings.ToLower(rand.Text()[:10])
	project, err := server.NewProject(t.Context(), name, "Manager")
	must(t, err)
	s := &site{t: t, folder: t.TempDir()}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, listener.Close())
	s.url = "http://" + listener.Addr().String()
	s.env = []string{"REDMINE_KEY=" + server.BotKey}
	must(t, os.WriteFile(s.file(), fmt.Appendf(nil, redmineConfig, listener.Addr(), filepath.ToSlash(s.folder), server.URL, name, name), 0o600))
	s.serve()
	h, p := s.hub(t), atRedmine{t, server}
	r := h.create(object{"title": "Line down at Redmine"})
	r = h.delegate(r.Key, "support")
	l := r.link(t, "support")
	if at := p.read(l); at.Subject != "Line down at Redmine" || !strings.Contains(at.Description, "Nordwind Logistik") || !strings.Contains(at.Description, r.Key) {
		t.Errorf("ticket %+v", at)
	}
	p.back(h, r.Key, l)
	p.forth(h, r.Key, l)
	if n, err := server.Count(t.Context(), project); err != nil || n != 1 {
		t.Errorf("%d tickets, %v", n, err)
	}
	p.quiet(s, r.Key, l)
}

// back is what the team does, as the inbox shows it after a poll.
func (p atRedmine) back(h hub, key string, l link) {
	p.t.Helper()
	p.update(l, object{"notes": "the optics are fine"})
	p.update(l, object{"status_id": p.code("/issue_statuses.json", "issue_statuses", "In Progress")})
	p.update(l, object{"priority_id": p.code("/enumerations/issue_priorities.json", "issue_priorities", "Urgent")})
	before := h.get(key)
	p.polled(h, key, "the team's work", func(now record) bool {
		return now.says("the optics are fine") == 1 && now.Links[0].State == "in_progress" && now.Status == "in_progress" && now.Priority != before.Priority
	})
}

// forth is what the desk does, as the ticket shows it.
func (p atRedmine) forth(h hub, key string, l link) {
	p.t.Helper()
	h.write(key, "team-messages", "please call the site")
	h.write(key, "notes", "for us alone 4721")
	h.write(key, "replies", "dear client 4722")
	h.patch(key, object{"title": "Line down at two sites"})
	var at redmineIssue
	within(p.t, 15*time.Second, func() string {
		if at = p.read(l); at.Subject != "Line down at two sites" || at.says("please call the site") == 0 {
			return fmt.Sprintf("the ticket does not follow: %+v", at)
		}
		return ""
	})
	if at.says("please call the site") != 1 || at.says("the optics are fine") != 1 || at.says("4721")+at.says("4722") != 0 {
		p.t.Errorf("ticket %+v", at)
	}
	h.patch(key, object{"status": "resolved"})
	p.polled(h, key, "resolved", func(now record) bool {
		at := p.read(l)
		return now.Links[0].State == "done" && (at.Status.Name == "Resolved" || at.Status.Name == "Closed")
	})
}

// polled waits for what a tool without webhooks tells with its next polls.
func (p atRedmine) polled(h hub, key, what string, shows func(record) bool) {
	p.t.Helper()
	within(p.t, 15*time.Second, func() string {
		if now := h.get(key); !shows(now) || now.restless() != "" {
			return fmt.Sprintf("%s is not there: %+v", what, now)
		}
		return ""
	})
}

func (p atRedmine) quiet(s *site, key string, l link) {
	p.t.Helper()
	s.polled(2)
	h := s.hub(p.t)
	version, journals := h.get(key).Version, len(p.read(l).Journals)
	s.polled(3)
	if v, n := h.get(key).Version, len(p.read(l).Journals); v != version || n != journals {
		p.t.Errorf("at rest the request went from version %d to %d, the ticket from %d journals to %d", version, v, journals, n)
	}
}
