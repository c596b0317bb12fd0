package app_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// openNode is a hub on a database that another may use, too. Secrets that one node
// has sealed the other opens with the key that both are configured with.
func openNode(t *testing.T, address, key string) *bare {
	t.Helper()
	b := besideJira(t)
	b.start("server: { listen: '127.0.0.1:0', seal_key: 'env:SEAL' }\ndatabase: { url: 'env:ADDRESS' }\n", "ADDRESS="+address, "SEAL="+key)
	return b
}

// On two nodes of one PostgreSQL a connection that is made, changed and removed in
// the browser of one works on the other, with its secret; and both together make
// each call once.
func TestTwoNodesShareTheBrowsersConnections(t *testing.T) {
	if testing.Short() {
		t.Skip("starts plugin processes")
	}
	address := postgres(t)
	const key = "one key for all nodes, which is long enough"
	one, two := openNode(t, address, key), openNode(t, address, key)
	sure(t, one.hub.Auth().Add(t.Context(), auth.NewPerson{Login: "mara", Name: "Mara", Role: auth.Admin}))
	one.signIn()
	two.signIn()
	two.token = one.token // the tool is that of the first
	entered := func(name string, more ...string) []string {
		return append([]string{
			"plugin", "jira", "name", name, "setting.base_url", one.tool, "setting.user", "spochub@elbline.example", "setting.project", "NET", "setting.write_lag", "1s", "poll", "1s",
		}, more...)
	}
	one.post(303, "/connections/add", entered("noc-jira", "step", "save", "secret.token", one.token)...)
	one.post(303, "/connections/add", entered("spare", "step", "save", "secret.token", one.token)...)
	one.post(303, "/catalogue/clients/entry", "name", "nordwind")
	one.post(303, "/catalogue/teams/entry", "name", "core", "connection", "noc-jira", "target", "NET", "follows_status", "true")
	eventually(t, func() string { return lacks(two.get("/catalogue/teams"), ">core<") })
	if page := two.post(200, "/connections/noc-jira/settings", entered("noc-jira", "version", versionOf(two.get("/connections/noc-jira/settings")), "step", "test")...); !strings.Contains(page, "Test passed") {
		t.Fatalf("the other node does not know the secret: %s", wrong(page))
	}
	two.post(303, "/connections/noc-jira/resume")
	two.post(303, "/connections/noc-jira/retry")
	for _, n := range []*bare{one, two} { // each knows the tool, whoever asked it
		eventually(t, func() string {
			if n.hub.PluginPID("noc-jira") == 0 || strings.Contains(n.get("/connections"), "/connections/noc-jira/resume") {
				return "the connection does not run everywhere"
			}
			return ""
		})
	}
	shareWork(t, one, two)
	readOnly(t, one, two, entered)
	two.post(303, "/connections/spare/remove", "version", versionOf(two.get("/connections/spare/settings")))
	eventually(t, func() string {
		if strings.Contains(one.get("/connections"), "/connections/spare/") || one.hub.PluginPID("spare") != 0 {
			return "the removed connection is there still on the node where it was made"
		}
		return ""
	})
}

// shareWork gives requests to the team at both nodes: each becomes one ticket with
// each message once, and both nodes see the same.
func shareWork(t *testing.T, one, two *bare) {
	t.Helper()
	by := auth.Actor{Login: "mara", Name: "Mara", Role: auth.Admin}
	nodes := []*bare{one, two}
	var keys []request.Key
	for i := range 8 {
		here, there := nodes[i%2].hub.Desk(), nodes[(i+1)%2].hub.Desk()
		r, err := here.Receive(t.Context(), by, desk.Received{Draft: request.Request{Client: "nordwind", Title: fmt.Sprint("Line down ", i), Channel: request.Phone}})
		sure(t, err)
		eventually(t, func() string { // until it is known here that the place is not public
			if _, _, err = here.Delegate(t.Context(), by, desk.Target{Key: r.Key}, request.Delegate{Team: "core"}, false); err != nil {
				return err.Error()
			}
			return ""
		})
		_, _, err = there.Message(t.Context(), by, desk.Target{Key: r.Key}, desk.Text{Body: "How is it?"})
		sure(t, err)
		keys = append(keys, r.Key)
	}
	for _, n := range nodes {
		for _, key := range keys {
			eventually(t, func() string {
				item, err := n.hub.Desk().Get(t.Context(), by, key)
				sure(t, err)
				if l := item.Request.Links[0]; l.Ticket.Key == "" || l.Health != request.InSync {
					return fmt.Sprintf("%s: the link is %s: %s", key, l.Health, l.Error)
				}
				return ""
			})
		}
	}
	if made, said := one.times("POST issue"), one.times("POST comment"); made != len(keys) || said != len(keys) {
		t.Errorf("%d tickets and %d comments were made of %d requests with a message each", made, said, len(keys))
	}
}

// readOnly changes the connection at the second node: the first goes by it.
func readOnly(t *testing.T, one, two *bare, entered func(string, ...string) []string) {
	t.Helper()
	page := two.get("/connections/noc-jira/settings")
	two.post(303, "/connections/noc-jira/settings", entered("noc-jira", "version", versionOf(page), "read_only", "true", "step", "save")...)
	eventually(t, func() string {
		return lacks(one.get("/connections/noc-jira/settings"), `name="read_only" value="true" checked`)
	})
	if was, is := versionOf(page), versionOf(one.get("/connections/noc-jira/settings")); was == is {
		t.Errorf("version %s is shown still", is)
	}
}

func lacks(page, want string) string {
	if strings.Contains(page, want) {
		return ""
	}
	return fmt.Sprintf("the page lacks %q", want)
}

// versionOf is the version of what a form changes.
func versionOf(page string) string {
	m := regexp.MustCompile(`name="version" value="([0-9]+)"`).FindStringSubmatch(page)
	if m == nil {
		return ""
	}
	return m[1]
}
