package jira

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/sdktest"
)

const hookSecret = "a-webhook-secret"

func TestConformsOnCloud(t *testing.T) {
	sdktest.Run(t, fixture(jiratest.Options{}))
}

// Data Center names no delivery and, up to version 9, signs none, so the suite
// sees no webhooks there.
func TestConformsOnDataCenter(t *testing.T) {
	sdktest.Run(t, fixture(jiratest.Options{Deployment: jiratest.DataCenter}))
}

func TestConformsInAServiceProject(t *testing.T) {
	sdktest.Run(t, fixture(jiratest.Options{ServiceDesk: true, Deny: []string{"DELETE_ISSUES"}}))
}

func fixture(o jiratest.Options) sdktest.Fixture {
	return sdktest.Fixture{Connector: New(), Start: func(t *testing.T) sdktest.Subject { return subject(t, o) }}
}

func subject(t *testing.T, o jiratest.Options) sdktest.Subject {
	j := jiratest.New(o)
	t.Cleanup(j.Close)
	calls := breakable.New(j)
	server := httptest.NewServer(calls)
	t.Cleanup(server.Close)
	raw := j.Settings(server.URL)
	s := sdktest.Subject{
		Settings: raw, Container: j.Project(), Calls: calls,
		Secrets: []string{raw["token"].(string), j.Authorization("spochub")},
		People:  people{t, j},
	}
	if o.Deployment != jiratest.DataCenter {
		box := &inbox{jira: j}
		door := httptest.NewServer(box)
		t.Cleanup(door.Close)
		j.SetWebhook(door.URL, hookSecret)
		s.WebhookSecret, s.Deliveries = hookSecret, box.take
	}
	return s
}

// inbox receives webhooks as the hub's door does.
type inbox struct {
	jira *jiratest.Server
	mu   sync.Mutex
	got  []sdk.Delivery
}

func (b *inbox) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.got = append(b.got, sdk.Delivery{ID: r.Header.Get("X-Atlassian-Webhook-Identifier"), Header: r.Header, Body: body})
}

func (b *inbox) take() []sdk.Delivery {
	b.jira.Hooks().Flush()
	b.mu.Lock()
	defer b.mu.Unlock()
	got := b.got
	b.got = nil
	return got
}

// people are the technical team.
type people struct {
	t *testing.T
	j *jiratest.Server
}

func (p people) Create(title, description string) sdk.Ref {
	key, err := p.j.CreateIssue("dana", title, description)
	must(p.t, err)
	x, _ := p.j.Issue(key)
	return sdk.Ref{ID: x.ID, Container: "10100", Key: key}
}

func (p people) SetTitle(r sdk.Ref, title string) {
	must(p.t, p.j.SetField("mika", r.ID, "summary", title))
}

func (p people) SetState(r sdk.Ref, category string) {
	status := map[string]string{"todo": "To Do", "in_progress": "In Progress", "done": "Done"}[category]
	must(p.t, p.j.Transition("mika", r.ID, status))
}

func (p people) Comment(r sdk.Ref, text string) string {
	id, err := p.j.Comment("jo", r.ID, text)
	must(p.t, err)
	return id
}

func (p people) Tickets() int {
	n := 0
	for _, x := range p.j.Issues() {
		if x.Resolution != "Duplicate" {
			n++
		}
	}
	return n
}

func (p people) Comments(r sdk.Ref) int {
	x, _ := p.j.Issue(r.ID)
	return len(x.Comments)
}

func (p people) Delete(r sdk.Ref) { must(p.t, p.j.Delete("dana", r.ID)) }
