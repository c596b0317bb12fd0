package servicenow_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/spochub/spochub/plugins/servicenow"
	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/sdktest"
	"github.com/spochub/spochub/sdk/settings"
)

func TestConformance(t *testing.T) {
	sdktest.Run(t, sdktest.Fixture{Connector: servicenow.New(), Start: start})
}

func start(t *testing.T) sdktest.Subject {
	sim := servicenowtest.New(servicenowtest.Options{})
	calls := breakable.New(sim)
	server := httptest.NewServer(calls)
	box := &inbox{}
	door := httptest.NewServer(box)
	t.Cleanup(func() { sim.Close(); server.Close(); door.Close() })
	sim.SetWebhook(door.URL, "hook-secret-1")
	return sdktest.Subject{
		Settings: settings.Raw{
			"base_url": server.URL, "user": servicenowtest.HubUser, "password": servicenowtest.HubPassword, "assignment_group": "Data Centre",
		},
		Container: "incident", Secrets: []string{servicenowtest.HubPassword, "hook-secret-1"},
		Calls: calls, People: people{t, sim}, WebhookSecret: "hook-secret-1",
		Deliveries: func() []sdk.Delivery { sim.Hooks().Flush(); return box.take() },
	}
}

// inbox receives webhooks as the hub's door does.
type inbox struct {
	mu  sync.Mutex
	got []sdk.Delivery
}

func (b *inbox) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.got = append(b.got, sdk.Delivery{ID: r.Header.Get("X-Spochub-Delivery"), Header: r.Header.Clone(), Body: body})
}

func (b *inbox) take() []sdk.Delivery {
	b.mu.Lock()
	defer b.mu.Unlock()
	got := b.got
	b.got = nil
	return got
}

type people struct {
	t   *testing.T
	sim *servicenowtest.Server
}

func (p people) dana() servicenowtest.Agent { return p.sim.As("dana.reyes") }

func (p people) Create(title, description string) sdk.Ref {
	p.t.Helper()
	id := must(p.dana().Create(title, description))(p.t)
	return sdk.Ref{ID: id, Container: "incident", Key: p.sim.Incident(id)["number"]}
}

func (p people) SetTitle(r sdk.Ref, title string) { p.ok(p.dana().SetTitle(r.ID, title)) }

func (p people) SetState(r sdk.Ref, category string) {
	p.ok(p.dana().SetState(r.ID, map[string]string{"todo": "1", "in_progress": "2", "done": "6"}[category]))
}

func (p people) Comment(r sdk.Ref, text string) string {
	p.t.Helper()
	return must(p.dana().Note(r.ID, text))(p.t)
}

func (p people) Tickets() int {
	n := 0
	for _, i := range p.sim.Incidents() {
		if i["close_code"] != "Duplicate" {
			n++
		}
	}
	return n
}

func (p people) Comments(r sdk.Ref) int { return len(p.sim.Journal(r.ID)) }
func (p people) Delete(r sdk.Ref)       { p.ok(p.sim.As("admin").Delete(r.ID)) }

func (p people) ok(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}
