package sync_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

const hookSecret = "a secret of the webhook"

// people do at a tool what a technical team does there, by the tool's own pages
// and not through the connector. Tickets go by the ID of their Ref; every method
// fails the test on error.
type people interface {
	Open(title, text string, labels ...string) (id string)
	SetTitle(id, title string)
	SetState(id string, c request.Category)
	SetPriority(id string, p request.Priority)
	Comment(id, text string) (comment string)
	Label(id, label string)
	Delete(id string)
	// Tickets lists the tickets that are there and not closed as duplicates.
	Tickets() []seen
}

// editors can change what was said; not every tool lets them.
type editors interface {
	EditComment(id, comment, text string)
	DeleteComment(id, comment string)
}

// seen is a ticket as it stands at the tool.
type seen struct {
	ID, Key, Title string
	State          request.Category
	Priority       request.Priority
	Labels         []string
	Comments       []comment
}

type comment struct {
	Text    string
	Private bool
}

// says reports whether any comment holds a text, and in how many.
func (s seen) says(text string) (n int) {
	for _, c := range s.Comments {
		n += strings.Count(c.Text, text)
	}
	return n
}

// tool is one tool with its connection.
type tool struct {
	people
	calls  *breakable.Handler
	tap    *wiretap
	hooks  *breakable.Sender // nil: the tool is only polled
	point  func(url, secret string)
	conn   sync.Connection
	tells  bool // the tool says that a ticket was deleted, not only that it is not there
	quiets bool // a changed comment is no change of its ticket: it is heard with the next one
	cost   map[string]cost
}

// cost is the least number of calls.
type cost struct{ writes, reads int }

// kind is a sort of tool.
type kind struct {
	name   string
	hooked bool // it sends webhooks
	labels bool // its tickets carry labels
	start  func(*testing.T, *clock) *tool
}

func kinds() []kind {
	return []kind{
		{"github", true, true, newGitHub},
		{"jira", true, true, newJiraCloud},
		{"jira datacenter", false, true, newJiraServer},
		{"servicenow", true, false, newServiceNow},
		{"redmine", false, false, newRedmine},
	}
}

// simulated reports whether a tool is not a real one.
func (k kind) simulated() bool { return k.name != "redmine" }

// quick reports whether a short run plays with a tool: one that sends all and has
// labels, and one that has none.
func (k kind) quick() bool { return k.name == "jira" || k.name == "servicenow" }

// bench is a hub with one tool, its webhooks on.
type bench struct {
	*hub
	*tool
}

type change = func(*sync.Connection)

// each runs a test once for every tool.
func each(t *testing.T, test func(t *testing.T, b *bench), changes ...change) {
	t.Helper()
	some(t, func(kind) bool { return true }, test, changes...)
}

// eachHooked leaves out the tools without webhooks.
func eachHooked(t *testing.T, test func(t *testing.T, b *bench), changes ...change) {
	t.Helper()
	some(t, func(k kind) bool { return k.hooked }, test, changes...)
}

// eachLabelling leaves out the tools without labels.
func eachLabelling(t *testing.T, test func(t *testing.T, b *bench), changes ...change) {
	t.Helper()
	some(t, func(k kind) bool { return k.labels }, test, changes...)
}

func some(t *testing.T, of func(kind) bool, test func(t *testing.T, b *bench), changes ...change) {
	t.Helper()
	for _, k := range kinds() {
		if of(k) && (k.quick() || !testing.Short()) {
			t.Run(k.name, func(t *testing.T) { test(t, k.bench(t, changes...)) })
		}
	}
}

func (k kind) bench(t *testing.T, changes ...change) *bench {
	clock := newClock()
	x := k.start(t, clock)
	for _, f := range changes {
		f(&x.conn)
	}
	b := &bench{hub: newHub(t, clock, x.conn), tool: x}
	if x.hooks != nil {
		x.point(b.door(x.conn.Name), hookSecret)
	}
	b.calls.Reset()
	return b
}

// connect opens a connector at a server behind a breakable handler.
func connect(t *testing.T, connector sdk.Connector, next http.Handler, raw func(url string) settings.Raw) *tool {
	t.Helper()
	tap := &wiretap{next: next}
	x := &tool{calls: breakable.New(tap), tap: tap}
	web := httptest.NewServer(x.calls)
	t.Cleanup(web.Close)
	name := connector.Manifest().Name
	conn, err := connector.Open(context.Background(), raw(web.URL), sdk.Host{Connection: name, Log: slog.New(slog.DiscardHandler), HTTP: rest.New(nil, 0)})
	must(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	x.conn = sync.Connection{
		Name: name, Plugin: name, Conn: conn, Signature: connector.Manifest().Webhook, Secret: hookSecret, Poll: time.Minute,
		Directions: map[ticket.Field]reconcile.Direction{
			ticket.Title: reconcile.Both, ticket.Description: reconcile.Once, ticket.Priority: reconcile.Both,
			ticket.State: reconcile.Both, ticket.Assignee: reconcile.In, ticket.Labels: reconcile.Both,
		},
		Policies: map[ticket.Field]reconcile.Policy{ticket.Title: reconcile.Ask, ticket.Priority: reconcile.Ask, ticket.State: reconcile.ToolWins},
	}
	return x
}

// team is the team that works at the tool.
func (x *tool) team() request.TeamID { return request.TeamID(x.conn.Name) }

// can reports whether the connector has a capability.
func (x *tool) can(capability string) bool {
	return slices.Contains(sdk.Capabilities(x.conn.Conn), capability)
}

// spent returns the calls of the hub since the last time, writes apart.
func (x *tool) spent() (c cost, calls []string) {
	for _, call := range x.calls.Calls() {
		if breakable.Write(call.Method) {
			c.writes++
		} else {
			c.reads++
		}
		calls = append(calls, call.Method+" "+call.Path+" "+strconv.Itoa(call.Status))
	}
	x.calls.Reset()
	return c, calls
}

// rest lets deliveries and work come to an end.
func (b *bench) rest() {
	b.t.Helper()
	for range 3 {
		b.settle()
		if b.hooks != nil {
			b.hooks.Flush()
		}
	}
	b.settle()
}

// hear lets what people did at the tool reach the hub: by webhook, else by poll.
func (b *bench) hear() {
	b.t.Helper()
	if b.rest(); b.hooks == nil {
		b.poll()
	}
}

// wait lets time pass for work that is put off.
func (b *bench) wait(d time.Duration) {
	b.t.Helper()
	for step := 5 * time.Second; d > 0; d, step = d-step, min(2*step, time.Minute) {
		b.clock.Advance(step)
		b.rest()
	}
}

// recover waits until no write can land any more and polls.
func (b *bench) recover() {
	b.t.Helper()
	b.rest()
	b.wait(30 * time.Minute)
	for range 4 {
		b.poll()
	}
}

// open makes a request, gives it to the team and waits for its ticket.
func (b *bench) open() (key request.Key, id string) {
	b.t.Helper()
	key = b.create("Line down", b.team())
	b.rest()
	return key, b.link(key).Ticket.ID
}

// link is the request's only link.
func (b *bench) link(key request.Key) request.Link {
	b.t.Helper()
	r, _ := b.request(key)
	if len(r.Links) != 1 {
		b.t.Fatalf("%d links, want 1", len(r.Links))
	}
	return r.Links[0]
}

// ticket is the ticket of the request's only link, as the tool has it.
func (b *bench) ticket(key request.Key) seen {
	b.t.Helper()
	l := b.link(key)
	for _, s := range b.Tickets() {
		if s.ID == l.Ticket.ID {
			return s
		}
	}
	b.t.Fatalf("%s has no ticket: %+v", key, l)
	return seen{}
}

// inStep checks that a link is at rest and both sides say the same.
func (b *bench) inStep(key request.Key) {
	b.t.Helper()
	r, notes := b.request(key)
	l, at := b.link(key), b.ticket(key)
	if l.Health != request.InSync {
		b.t.Errorf("the link is %s: %s", l.Health, l.Error)
	}
	if at.Title != r.Title || at.Priority != r.Priority || l.State != at.State {
		b.t.Errorf("the hub has %q %s %s, the tool %q %s %s", r.Title, r.Priority, l.State, at.Title, at.Priority, at.State)
	}
	for _, n := range notes {
		for _, c := range n.Copies {
			if c.State != request.CopyDelivered && c.State != request.CopyDeleted {
				b.t.Errorf("the copy of %q is %s: %s", n.Body, c.State, c.Error)
			}
		}
	}
}

// codes is what the words of a tool mean here.
type codes []sdk.Code

func codesOf(t *testing.T, c sdk.Conn, container string) codes {
	t.Helper()
	catalog, ok := sdk.As[sdk.Cataloger](c)
	if !ok {
		t.Fatal("no catalogue")
	}
	return got(catalog.Catalog(t.Context(), container))(t)
}

// written is the code for one of our values.
func (c codes) written(f ticket.Field, value string) sdk.Code {
	at := slices.IndexFunc(c, func(x sdk.Code) bool { return x.Field == f && x.Value == value && x.Write })
	return c[at]
}

// meaning is our value of a name or code of the tool's.
func (c codes) meaning(f ticket.Field, name string) string {
	at := slices.IndexFunc(c, func(x sdk.Code) bool { return x.Field == f && (x.Name == name || string(x.Native) == name) })
	if at < 0 {
		return ""
	}
	return c[at].Value
}

// must fails a test on an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func got[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		must(t, err)
		return v
	}
}
