package sqlstore_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// FuzzQuery sends whatever the search field takes to the database: each filter
// is answered, and what it excludes is never among what it selects.
func FuzzQuery(f *testing.F) {
	for _, q := range []string{
		`line flaps`, `"line 7"`, `NEAR(line flaps)`, `line* AND -"x`, `title:line`, `^line + "flaps" OR`, `'; drop table request; --`, "a\x00b \xff",
		`-is:open -line p:1 p:2 label:label-7 team:team-1 -team:team-2`, `is:unread is:attention -is:unread sync:problem sla:<30m`, `next:spoc -next:team-1 promise:<3h -promise:due`, `optics -optics`, `owner:none queue:mine`, `%_\ "" -""`,
	} {
		f.Add(q)
	}
	s := open(f, sqlstore.Options{Sync: "off"})
	fill(f, s, 50)
	index(f, s)
	f.Fuzz(func(t *testing.T, q string) {
		filter, err := request.ParseQuery(q, "jana", time.Unix(1_800_000_000, 0))
		if err != nil {
			return
		}
		n := len(selected(t, s, q, filter))
		if n > 50 {
			t.Fatalf("%q selects %d of 50 requests", q, n)
		}
		same := filter
		if filter.Not = &same; len(selected(t, s, q, filter)) > 0 && selective(same) {
			t.Errorf("%q selects what is excluded", q)
		}
	})
}

// selective tells whether a filter selects by anything but what it excludes.
func selective(f request.Filter) bool {
	f.Not = nil
	return !cmp.Equal(f, request.Filter{})
}

func selected(t *testing.T, s *sqlstore.Store, q string, f request.Filter) []*request.Request {
	t.Helper()
	page, err := s.List(t.Context(), store.Query{Filter: f, Limit: 200})
	if err != nil {
		t.Fatalf("%q: %v", q, err)
	}
	return page.Items
}
