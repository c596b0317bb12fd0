package demo_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/template"
	"time"

	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
	"github.com/spochub/spochub/sdk/breakable"
)

// site is a desk with three simulated tools that outlive the hub.
type site struct {
	t       *testing.T
	folder  string // of configuration and database
	url     string
	env     []string
	token   string
	running *process
	disk    *disk  // of the database that is a file
	server  string // the address of the database, "" of one that is a file

	jira   *jiratest.Server
	github *githubtest.Server
	snow   *servicenowtest.Server
	calls  map[string]*breakable.Handler // between hub and tool, by team
	urls   map[string]string             // for people, by team
	doors  map[string]string             // for the hub
}

// newSite starts the tools and writes the demo's own configuration, with polls
// every second and what edit makes of it.
func newSite(t *testing.T, edit func(string) string) *site {
	t.Helper()
	s := &site{
		t: t, folder: t.TempDir(), calls: map[string]*breakable.Handler{}, urls: map[string]string{}, doors: map[string]string{},
		jira:   jiratest.New(jiratest.Options{Project: "NET", ProjectName: "Core Network"}),
		github: githubtest.New(githubtest.Options{}),
		snow:   servicenowtest.New(servicenowtest.Options{Title: "Data Centre"}),
	}
	s.disk = &disk{path: s.database()}
	for team, tool := range map[string]*breakable.Handler{
		"core-network": breakable.New(s.jira), "platform": breakable.New(s.github), "data-centre": breakable.New(s.snow),
	} {
		server, door := httptest.NewServer(tool), s.disk.before(tool)
		t.Cleanup(server.Close)
		t.Cleanup(door.Close)
		s.calls[team], s.urls[team], s.doors[team] = tool, server.URL, door.URL
	}
	t.Cleanup(s.jira.Close)
	t.Cleanup(s.github.Close)
	t.Cleanup(s.snow.Close)
	s.configure(edit)
	return s
}

func (s *site) configure(edit func(string) string) {
	s.t.Helper()
	address := unused(s.t)
	s.url = "http://" + address
	text, err := template.ParseFiles("demo.yaml")
	must(s.t, err)
	var filled bytes.Buffer
	must(s.t, text.Execute(&filled, map[string]string{
		"Listen": address, "Folder": s.folder, "Jira": s.doors["core-network"], "GitHub": s.doors["platform"], "ServiceNow": s.doors["data-centre"],
	}))
	yaml := strings.ReplaceAll(filled.String(), "poll: 10s", "poll: 1s")
	if edit != nil {
		yaml = edit(yaml)
	}
	must(s.t, os.WriteFile(s.file(), []byte(yaml), 0o600))
	secrets := map[string]string{"JIRA_HOOK_SECRET": rand.Text(), "GITHUB_HOOK_SECRET": rand.Text(), "SERVICENOW_HOOK_SECRET": rand.Text()}
	s.env = []string{
		"JIRA_TOKEN=" + fmt.Sprint(s.jira.Settings("")["token"]), "GITHUB_TOKEN=" + s.github.Token(githubtest.Bot),
		"SERVICENOW_PASSWORD=" + servicenowtest.HubPassword,
	}
	for name, value := range secrets {
		s.env = append(s.env, name+"="+value)
	}
	s.jira.SetWebhook(s.url+"/hooks/noc-jira", secrets["JIRA_HOOK_SECRET"])
	s.github.SetWebhook(s.url+"/hooks/platform-github", secrets["GITHUB_HOOK_SECRET"])
	s.snow.SetWebhook(s.url+"/hooks/dc-servicenow", secrets["SERVICENOW_HOOK_SECRET"])
}

// unused is an address that nobody listens at, nor can come to use for a call: the
// hub is to find it free after each of its deaths.
func unused(t *testing.T) string {
	t.Helper()
	for range 100 {
		address := fmt.Sprint("127.0.0.1:", 15000+mathrand.IntN(15000))
		if listener, err := net.Listen("tcp", address); err == nil {
			must(t, listener.Close())
			return address
		}
	}
	t.Fatal("no port is free")
	return ""
}

func (s *site) file() string { return filepath.Join(s.folder, "spochub.yaml") }

// serve starts the hub and waits until it is ready.
func (s *site) serve() {
	s.t.Helper()
	s.launch()
	s.ready()
	if s.token == "" {
		s.command("correct horse battery", "user", "add", "dana@elbline.example", "--name", "Dana Reyes", "--role", "admin")
		s.token = strings.TrimSpace(s.command("", "user", "token", "dana@elbline.example"))
	}
	s.connected()
}

// launch starts the hub.
func (s *site) launch() { s.running = start(s.t, s.env, "serve", "--config", s.file()) }

// ready waits until the hub says so.
func (s *site) ready() {
	s.t.Helper()
	client := visitor(s.t)
	within(s.t, 20*time.Second, func() string {
		select {
		case <-s.running.ended:
			if !strings.Contains(s.running.said(), "address already in use") {
				s.t.Fatalf("the hub ended: %s", s.running.said())
			}
			s.launch()
		default:
		}
		resp, err := client.Get(s.url + "/readyz")
		if err != nil {
			return err.Error()
		}
		if text := body(s.t, resp); resp.StatusCode != 200 {
			return text
		}
		return ""
	})
}

// connected waits until every tool has answered.
func (s *site) connected() {
	s.t.Helper()
	for name := range s.hub(s.t).connections() {
		within(s.t, 20*time.Second, func() string {
			if c := s.hub(s.t).connections()[name]; c.State != "ok" {
				return fmt.Sprintf("%+v", c)
			}
			return ""
		})
	}
}

// command runs another spochub beside the hub.
func (s *site) command(stdin string, args ...string) string {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), binary, append(args, "--config", s.file())...)
	cmd.Env, cmd.Stdin = append(os.Environ(), s.env...), strings.NewReader(stdin)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("spochub %v: %v: %s", args, err, said.String())
	}
	return string(out)
}

func (s *site) hub(t *testing.T) hub { return hub{t, s.url, s.token} }

func (s *site) tools(t *testing.T) []tool {
	return []tool{
		jira{api{t: t, url: s.urls["core-network"], auth: s.jira.Authorization("dana")}},
		github{api{t: t, url: s.urls["platform"], auth: s.github.Authorization("dana-reyes")}},
		servicenow{api{t: t, url: s.urls["data-centre"], auth: s.snow.Authorization("dana.reyes")}},
	}
}

func (s *site) teams() []string { return []string{"core-network", "platform", "data-centre"} }

// senders are the tools' webhook senders.
func (s *site) senders() []*breakable.Sender {
	return []*breakable.Sender{s.jira.Hooks(), s.github.Hooks(), s.snow.Hooks()}
}

// writes counts the hub's calls that change something at a tool.
func (s *site) writes() (n int) {
	for _, h := range s.calls {
		for _, c := range h.Calls() {
			if slices.Contains(s.accounts(), c.User) && breakable.Write(c.Method) && !strings.Contains(c.Path, "/search") {
				n++
			}
		}
	}
	return n
}

// accounts are the hub's at the tools, as calls show them.
func (s *site) accounts() []string {
	return []string{"spochub@elbline.example", "spochub", "Bearer " + s.github.Token(githubtest.Bot)}
}

// account is who makes a call.
func account(r *http.Request) string {
	if name, _, ok := r.BasicAuth(); ok {
		return name
	}
	return r.Header.Get("Authorization")
}
