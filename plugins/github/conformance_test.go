package github_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"

	"github.com/spochub/spochub/plugins/github"
	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/sdktest"
	"github.com/spochub/spochub/sdk/settings"
)

const hookSecret = "a-secret-of-the-webhook"

func TestConformance(t *testing.T) {
	sdktest.Run(t, sdktest.Fixture{Connector: github.New(), Start: subject})
}

func subject(t *testing.T) sdktest.Subject {
	tool := githubtest.New(githubtest.Options{})
	t.Cleanup(tool.Close)
	calls := breakable.New(tool)
	web := httptest.NewServer(calls)
	t.Cleanup(web.Close)
	inbox := &inbox{}
	receiver := httptest.NewServer(inbox)
	t.Cleanup(receiver.Close)
	tool.SetWebhook(receiver.URL, hookSecret)
	return sdktest.Subject{
		Settings:      settings.Raw{"base_url": web.URL, "token": tool.Token(githubtest.Bot), "repository": githubtest.Repository, "account": "dedicated"},
		Container:     strconv.FormatInt(tool.ID(githubtest.Repository), 10),
		Secrets:       []string{tool.Token(githubtest.Bot)},
		Calls:         calls,
		People:        people{t, tool, tool.As("dana-reyes")},
		WebhookSecret: hookSecret,
		Deliveries: func() []sdk.Delivery {
			tool.Hooks().Flush()
			return inbox.take()
		},
	}
}

// inbox keeps the webhook calls received.
type inbox struct {
	mu  sync.Mutex
	got []sdk.Delivery
}

func (i *inbox) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.got = append(i.got, sdk.Delivery{ID: r.Header.Get("X-GitHub-Delivery"), Header: r.Header, Body: body})
}

func (i *inbox) take() []sdk.Delivery {
	i.mu.Lock()
	defer i.mu.Unlock()
	got := i.got
	i.got = nil
	return got
}

// people is the team at work.
type people struct {
	t    *testing.T
	tool *githubtest.Server
	as   *githubtest.Person
}

func (p people) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p people) number(r sdk.Ref) int {
	p.t.Helper()
	n, err := strconv.Atoi(r.ID)
	p.must(err)
	return n
}

func (p people) Create(title, description string) sdk.Ref {
	p.t.Helper()
	n, err := p.as.Open(title, description)
	p.must(err)
	return sdk.Ref{ID: strconv.Itoa(n), Container: strconv.FormatInt(p.tool.ID(githubtest.Repository), 10), Key: "#" + strconv.Itoa(n)}
}

func (p people) SetTitle(r sdk.Ref, title string) {
	p.t.Helper()
	p.must(p.as.SetTitle(p.number(r), title))
}

func (p people) SetState(r sdk.Ref, category string) {
	p.t.Helper()
	n := p.number(r)
	if category == "done" {
		p.must(p.as.Close(n, "completed"))
		return
	}
	p.must(p.as.Reopen(n))
	p.must(p.as.Unlabel(n, "status: in progress"))
	if category == "in_progress" {
		p.must(p.as.Label(n, "status: in progress"))
	}
}

func (p people) Comment(r sdk.Ref, text string) string {
	p.t.Helper()
	id, err := p.as.Comment(p.number(r), text)
	p.must(err)
	return strconv.FormatInt(id, 10)
}

func (p people) Tickets() int {
	count := 0
	for _, is := range p.tool.Issues(githubtest.Repository) {
		if is.Reason != "duplicate" {
			count++
		}
	}
	return count
}

func (p people) Comments(r sdk.Ref) int {
	p.t.Helper()
	is, ok := p.tool.Issue(githubtest.Repository, p.number(r))
	if !ok {
		p.t.Fatalf("%s is gone", r.Key)
	}
	return len(is.Comments)
}

func (p people) Delete(r sdk.Ref) {
	p.t.Helper()
	p.must(p.as.Delete(p.number(r)))
}
