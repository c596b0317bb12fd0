package demo

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
)

// world is the simulated tools on loopback, each with its team's people.
type world struct {
	jira    *jiratest.Server
	github  *githubtest.Server
	snow    *servicenowtest.Server
	urls    map[string]string // by tool
	servers []*http.Server
}

func newWorld(ctx context.Context) (*world, error) {
	w := &world{
		jira:   jiratest.New(jiratest.Options{Project: "NET", ProjectName: "Core Network"}),
		github: githubtest.New(githubtest.Options{}),
		snow:   servicenowtest.New(servicenowtest.Options{Title: "Data Centre", FirstNumber: 10000}),
		urls:   map[string]string{},
	}
	if err := pastWork(w.snow.As("dana.reyes")); err != nil {
		return nil, err
	}
	for name, tool := range map[string]http.Handler{"jira": w.jira, "github": w.github, "servicenow": w.snow} {
		if err := w.serve(ctx, name, tool); err != nil {
			w.close()
			return nil, err
		}
	}
	return w, nil
}

// pastWork is what a ServiceNow team did before there was a hub: an instance without
// any comment cannot show that comments may be read.
func pastWork(team servicenowtest.Agent) error {
	id, err := team.Create("Replace the battery of UPS 2", "Its self-test fails.")
	if err != nil {
		return err
	}
	if _, err := team.Note(id, "Replaced, the self-test passes."); err != nil {
		return err
	}
	return team.SetState(id, "6")
}

func (w *world) serve(ctx context.Context, name string, tool http.Handler) error {
	var network net.ListenConfig
	listener, err := network.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: tool, ReadHeaderTimeout: 10 * time.Second}
	w.servers = append(w.servers, server)
	w.urls[name] = "http://" + listener.Addr().String()
	go func() { _ = server.Serve(listener) }()
	return nil
}

// hook sends the tools' webhooks to the hub.
func (w *world) hook(hub string, s secrets) {
	w.jira.SetWebhook(hub+"/hooks/noc-jira", s.jiraHook)
	w.github.SetWebhook(hub+"/hooks/platform-github", s.githubHook)
	w.snow.SetWebhook(hub+"/hooks/dc-servicenow", s.snowHook)
}

// authorization is what a person of each team signs in with.
func (w *world) authorization() map[string]string {
	return map[string]string{
		"jira":       w.jira.Authorization("dana"),
		"github":     w.github.Authorization("dana-reyes"),
		"servicenow": w.snow.Authorization("dana.reyes"),
	}
}

func (w *world) close() {
	w.jira.Close()
	w.github.Close()
	w.snow.Close()
	for _, s := range w.servers {
		if err := s.Close(); err != nil && !errors.Is(err, http.ErrServerClosed) {
			continue
		}
	}
}
