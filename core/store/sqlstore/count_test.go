package sqlstore_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// Words that very many requests have are not counted to the end: what is not
// known is said to be so.
func TestCountsOfCommonWords(t *testing.T) {
	if testing.Short() {
		t.Skip("slow: fills a database")
	}
	for name, address := range map[string]func(*testing.T) string{
		"sqlite":   func(*testing.T) string { return "" },
		"postgres": func(t *testing.T) string { return schema(t, cluster(t), "spochub_test_counts") },
	} {
		t.Run(name, func(t *testing.T) {
			o := sqlstore.Options{URL: address(t), Sync: "off"}
			s, now := open(t, o), time.Now()
			fillInbox(t, s, 1200, now)
			index(t, s)
			var filters []request.Filter
			for _, q := range []string{"optics", "optics -is:open", "optics is:open", "optics is:complaint", "7 p:1 is:open", "nowhere", "is:open", "is:complaint"} {
				f, err := request.ParseQuery(q, "person-7", now)
				if err != nil {
					t.Fatal(err)
				}
				filters = append(filters, f)
			}
			got, err := s.Counts(t.Context(), filters, 500)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]int{500, 500, -1, -1, got[4], 0, 60, 2}, got); diff != "" || got[4] < 0 {
				t.Errorf("counts (-want +got):\n%s", diff)
			}
		})
	}
}
