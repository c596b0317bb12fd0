package sqlstore_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// TestPostgresPlans pins which index serves which list where so many requests match
// that they are not sorted: what a list shows is the first of an index, and what else
// is asked for is looked up request by request.
func TestPostgresPlans(t *testing.T) {
	if testing.Short() {
		t.Skip("slow: fills a database")
	}
	s, now := open(t, sqlstore.Options{URL: schema(t, cluster(t), "spochub_test_plans")}), time.Now()
	everyOneOpen := func(k int) (*request.Request, []store.NewLink, []*request.Note) { return inboxRequest(20*k, now) }
	if _, err := s.Bulk(t.Context(), 15_000, everyOneOpen); err != nil {
		t.Fatal(err)
	}
	for query, c := range map[string]struct {
		order request.Order
		want  string
	}{
		"is:open":               {request.ByTime, "soon on requests r"},
		"next:spoc":             {request.ByTime, "soon on requests r"},
		"next:team":             {request.ByTurn, "Index Scan using requests_turn"},
		"next:team is:incident": {request.ByActivity, "Index Scan Backward using requests_open_activity"},
		"is:open -is:waiting":   {request.ByTurn, "Index Scan using requests_turn"},
		"optics":                {request.ByCreation, "Index Scan Backward using docs_pkey"},
		"client:nobody is:open": {request.ByPriority, "_client on requests r"},
		"NET-77":                {request.ByCreation, "docs_pkey"}, // which the planner takes for rare
		"NET-123460":            {request.ByCreation, "Bitmap Index Scan on docs_body"},
	} {
		f, err := request.ParseQuery(query, "person-7", now)
		if err != nil {
			t.Fatal(err)
		}
		f.People = "person-7"
		plan, err := s.Plan(t.Context(), store.Query{Filter: f, Order: c.order, Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(plan, "\n")
		if !strings.Contains(text, c.want) || strings.Contains(text, "Seq Scan") {
			t.Errorf("%s by %s: plan:\n%s\nwant %s", query, c.order, text, c.want)
		}
	}
}
