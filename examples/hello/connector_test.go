package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/spochub/spochub/examples/hello/hellotest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/sdktest"
	"github.com/spochub/spochub/sdk/settings"
)

const token, hookSecret = "t0ken-of-the-bot", "h00k-secret"

func TestConformance(t *testing.T) {
	sdktest.Run(t, sdktest.Fixture{Connector: connector(), Start: start})
}

func start(t *testing.T) sdktest.Subject {
	tool := hellotest.New(token, hookSecret)
	t.Cleanup(tool.Close)
	calls := breakable.New(tool)
	server := httptest.NewServer(calls)
	t.Cleanup(server.Close)
	inbox := &inbox{}
	hooks := httptest.NewServer(inbox)
	t.Cleanup(hooks.Close)
	tool.Hooks.SetURL(hooks.URL)
	return sdktest.Subject{
		Settings:  settings.Raw{"base_url": server.URL, "token": token},
		Container: "support", Secrets: []string{token, hookSecret}, Calls: calls,
		People:        people{t, tool, server.URL},
		WebhookSecret: hookSecret, Deliveries: inbox.take,
	}
}

// inbox is a webhook door.
type inbox struct {
	mu  sync.Mutex
	got []sdk.Delivery
}

func (b *inbox) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.got = append(b.got, sdk.Delivery{Header: r.Header, Body: body})
}

func (b *inbox) take() []sdk.Delivery {
	b.mu.Lock()
	defer b.mu.Unlock()
	got := b.got
	b.got = nil
	return got
}

// people works in the tracker as a member of the team.
type people struct {
	t    *testing.T
	tool *hellotest.Tool
	url  string
}

const dana = "dana"

func (p people) Create(title, description string) sdk.Ref {
	c := p.tool.Create(dana, hellotest.Card{Board: "support", Title: title, Text: description})
	return sdk.Ref{ID: c.ID, Container: c.Board, Key: "#" + c.ID, URL: p.url + "/cards/" + c.ID}
}

func (p people) SetTitle(r sdk.Ref, title string) {
	p.change(r, func(c *hellotest.Card) { c.Title = title })
}

func (p people) SetState(r sdk.Ref, category string) {
	state := map[string]string{"todo": "open", "in_progress": "doing", "done": "closed"}[category]
	p.change(r, func(c *hellotest.Card) { c.State = state })
}

func (p people) change(r sdk.Ref, f func(*hellotest.Card)) {
	if _, ok := p.tool.Update(r.ID, f); !ok {
		p.t.Fatalf("no card %s", r.ID)
	}
}

func (p people) Comment(r sdk.Ref, text string) string {
	c, ok := p.tool.Comment(dana, r.ID, hellotest.Comment{Text: text})
	if !ok {
		p.t.Fatalf("no card %s", r.ID)
	}
	return c.ID
}

func (p people) Tickets() int { return len(p.all(func(hellotest.Card) bool { return true })) }

func (p people) Comments(r sdk.Ref) int {
	n := 0
	for _, c := range p.all(func(c hellotest.Card) bool { return c.ID == r.ID }) {
		n += len(c.Comments)
	}
	return n
}

func (p people) all(fits func(hellotest.Card) bool) []hellotest.Card { return p.tool.Cards(fits) }

func (p people) Delete(r sdk.Ref) {
	if !p.tool.Delete(r.ID) {
		p.t.Fatalf("no card %s", r.ID)
	}
}
