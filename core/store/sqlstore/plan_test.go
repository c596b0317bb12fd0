package sqlstore_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// TestPlans pins which index serves which list: none may read all requests.
func TestPlans(t *testing.T) {
	s := open(t, sqlstore.Options{Sync: "off"})
	fill(t, s, 50)
	index(t, s)
	open := request.Filter{Open: true}
	for name, c := range map[string]struct {
		q    store.Query
		want string
	}{
		"all":                   {store.Query{}, "SCAN r USING INDEX requests_activity"},
		"open":                  {store.Query{Filter: open}, "SCAN r USING INDEX requests_open_activity"},
		"open, page 2":          {store.Query{Filter: open, Cursor: "azz.1"}, "SEARCH r USING INDEX requests_open_activity (updated_at<?)"},
		"open by priority":      {store.Query{Filter: open, Order: request.ByPriority}, "SCAN r USING INDEX requests_open_prio"},
		"by priority":           {store.Query{Order: request.ByPriority, Cursor: "p1.1"}, "SEARCH r USING INDEX requests_prio (prio>?)"},
		"by creation":           {store.Query{Order: request.ByCreation, Cursor: "c0.9"}, "SEARCH r USING INTEGER PRIMARY KEY (rowid<?)"},
		"client":                {store.Query{Filter: request.Filter{Clients: []request.ClientID{"a"}}}, "SEARCH r USING INDEX requests_client (client=?)"},
		"clients":               {store.Query{Filter: request.Filter{Clients: []request.ClientID{"a", "b"}}}, "SEARCH r USING INDEX requests_client (client=?)"},
		"assignee":              {store.Query{Filter: request.Filter{Open: true, Assignees: []string{"a"}}}, "SEARCH requests USING COVERING INDEX requests_open_assignee (assignee=?)"},
		"assignee, all":         {store.Query{Filter: request.Filter{Assignees: []string{"a"}}}, "SEARCH r USING INDEX requests_assignee (assignee=?)"},
		"statuses":              {store.Query{Filter: request.Filter{Statuses: []request.Status{"new", "closed"}}}, "SEARCH r USING INDEX requests_status (status=?)"},
		"by time":               {store.Query{Filter: open, Order: request.ByTime, Cursor: "t1.1"}, "SEARCH r USING INDEX requests_open_soon (soon>? AND soon<?)"},
		"open by time":          {store.Query{Filter: open, Order: request.ByTime}, "SEARCH r USING INDEX requests_open_soon (soon<?)"},
		"by turn":               {store.Query{Filter: open, Order: request.ByTurn, Cursor: "nMQ.1"}, "SEARCH r USING INDEX requests_turn (turn>? AND turn<?)"},
		"mine by time":          {store.Query{Filter: request.Filter{Open: true, Assignees: []string{"a", ""}}, Order: request.ByTime}, "SEARCH requests USING COVERING INDEX requests_open_assignee (assignee=?)"},
		"mine, urgent, by time": {store.Query{Filter: request.Filter{Open: true, Assignees: []string{"a"}, Priorities: []request.Priority{"P1"}}, Order: request.ByTime}, "requests_open_assignee (assignee=?)"},
		"promises by time":      {store.Query{Filter: request.Filter{UpdateBy: time.Now()}, Order: request.ByTime}, "SEARCH q USING COVERING INDEX requests_promise"},
		"of a team":             {store.Query{Filter: request.Filter{Open: true, Teams: []request.TeamID{"a"}}, Order: request.ByTime}, "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)"},
		"of a kind":             {store.Query{Filter: request.Filter{Kinds: []request.Kind{request.Complaint}}, Order: request.ByTime}, "SEARCH requests USING COVERING INDEX requests_kind (kind=?)"},
		"next":                  {store.Query{Filter: request.Filter{Open: true, Next: []string{"spoc"}}}, "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)"},
		"label":                 {store.Query{Filter: request.Filter{Labels: []string{"label-1"}}}, "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)"},
		"due":                   {store.Query{Filter: request.Filter{Open: true, DueBefore: time.Now()}}, "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)"},
		"promised":              {store.Query{Filter: request.Filter{Promised: request.Promised{By: time.Now()}}}, "SEARCH q USING COVERING INDEX requests_promise (promise_at>? AND promise_at<?)"},
		"attention":             {store.Query{Filter: request.Filter{Open: true, Attention: []request.Attention{"returned"}, Promised: request.Promised{By: time.Now()}}}, "SEARCH q USING COVERING INDEX requests_promise"},
		"unread":                {store.Query{Filter: request.Filter{Open: true, Unread: request.Unread{By: "a", After: time.Now()}}, Order: request.ByTime}, "SEARCH q USING COVERING INDEX requests_news (news_at>?)"},
		"label, open":           {store.Query{Filter: request.Filter{Open: true, Labels: []string{"label-1"}}}, "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)"},
		"label by time":         {store.Query{Filter: request.Filter{Labels: []string{"label-1"}}, Order: request.ByTime}, "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)"},
		"words":                 {store.Query{Filter: request.Filter{Words: []string{"optics"}}}, "SCAN docs VIRTUAL TABLE"},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := s.Plan(t.Context(), c.q)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Join(plan, "\n")
			if !strings.Contains(text, c.want) {
				t.Errorf("plan:\n%s\nwant %s", text, c.want)
			}
			for _, line := range plan {
				if line == "SCAN r" || line == "SCAN requests" {
					t.Errorf("plan reads everything:\n%s", text)
				}
			}
		})
	}
}

// TestQueuePlans pins that counting what is due reads no link itself.
func TestQueuePlans(t *testing.T) {
	s := open(t, sqlstore.Options{Sync: "off"})
	fill(t, s, 50)
	plans, err := s.QueuePlans(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"queued":  "USING COVERING INDEX links_due (lane=? AND due_at<?)",
		"failing": "USING INDEX links_failing",
		"linked":  "USING COVERING INDEX links_health",
		"held":    "USING INDEX links_held",
	} {
		if plan := strings.Join(plans[name], "\n"); !strings.Contains(plan, want) {
			t.Errorf("%s: plan:\n%s\nwant %s", name, plan, want)
		}
	}
}

// TestThePlannerKnowsEveryIndex: an index without statistics is taken for one that
// finds a handful of rows, and walked where it finds all.
func TestThePlannerKnowsEveryIndex(t *testing.T) {
	unknown, err := open(t, sqlstore.Options{}).Unknown(t.Context())
	if err != nil || len(unknown) > 0 {
		t.Fatalf("no statistics of %v, %v", unknown, err)
	}
}
