package sqlstore_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/sdk/ticket"
)

var (
	inboxRequests = flag.Int("inbox.requests", 20_000, "how many requests BenchmarkInbox asks among; each has five notes")
	inboxFile     = flag.String("inbox.file", "", "a SQLite database that BenchmarkInbox fills once and finds again")
)

// BenchmarkInbox asks for every view of an inbox, and for what its rail counts:
// -inbox.requests=1000000 for the whole. SPOCHUB_TEST_POSTGRES names a database
// that may be filled, for the same there.
func BenchmarkInbox(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		o := sqlstore.Options{Sync: "off"}
		if *inboxFile != "" {
			o.URL = "sqlite:" + *inboxFile
		}
		benchInbox(b, open(b, o))
	})
	b.Run("postgres", func(b *testing.B) {
		address := os.Getenv("SPOCHUB_TEST_POSTGRES")
		if address == "" {
			b.Skip("SPOCHUB_TEST_POSTGRES is not set")
		}
		benchInbox(b, open(b, sqlstore.Options{URL: address}))
	})
}

func benchInbox(b *testing.B, s *sqlstore.Store) {
	now := time.Now().UTC().Truncate(time.Second)
	if page, err := s.List(b.Context(), store.Query{Limit: 1}); err != nil || len(page.Items) == 0 {
		fillAtOnce(b, s, *inboxRequests, now)
	}
	benchNear(b, s)
	for _, v := range inboxViews() {
		f, err := request.ParseQuery(v.query, "person-7", now)
		if err != nil {
			b.Fatal(err)
		}
		f.People = "person-7"
		b.Run(v.query+" by "+string(v.order), func(b *testing.B) {
			q := store.Query{Filter: f, Order: v.order, Limit: 50, Newest: true}
			slowest(b, func() error {
				_, err := s.List(b.Context(), q)
				return err
			})
		})
		b.Run("count "+v.query, func(b *testing.B) {
			slowest(b, func() error {
				_, err := s.Counts(b.Context(), []request.Filter{f}, 1000)
				return err
			})
		})
	}
}

// benchNear looks for what a report may duplicate: with words that every request
// has, of a service and a client that have thousands, and by words alone.
func benchNear(b *testing.B, s *sqlstore.Store) {
	words := []string{"line", "7777", "flaps", "errors", "morning", "card", "optics", "swapped", "graph", "level", "dbm", "down", "outage", "ausfall", "offline", "unreachable"}
	for name, h := range map[string]store.Hints{
		"near a report":     {Clients: []request.ClientID{"client-7"}, Services: []request.ServiceID{"FRA3-10G-007", "FRA3-10G-107"}, Words: words},
		"near bare words":   {Words: words},
		"near one's client": {Clients: []request.ClientID{"client-7", "client-8"}},
	} {
		h.People, h.Limit = "person-7", 60
		b.Run(name, func(b *testing.B) {
			slowest(b, func() error {
				_, err := s.Near(b.Context(), h)
				return err
			})
		})
	}
}

type inboxView struct {
	query string
	order request.Order
}

func inboxViews() []inboxView {
	var all []inboxView
	for _, q := range []string{
		"queue:mine", "owner:none is:open", "owner:me is:open", "sla:<30m", "sla:late", "promise:any", "promise:due", "is:waiting", "is:unread", "is:attention", "is:open", "sync:problem",
		"team:team-7 is:open", "client:client-7 is:open", "next:spoc", "next:team-7", "next:team", "queue:mine p:1", "queue:mine is:unread", "queue:mine is:attention", "-is:unread is:open", "queue:mine is:new", "queue:mine next:spoc",
		"label:label-7 is:open", "service:FRA3-10G-007 is:open", "queue:mine sync:conflict", "queue:mine -is:waiting", "is:complaint", "label:label-7", "service:FRA3-10G-007", "client:client-7", "is:open is:complaint",
	} {
		all = append(all, inboxView{q, request.ByTime})
	}
	for _, q := range []string{"queue:mine", "is:open", "next:team", "client:client-7 is:open"} {
		all = append(all, inboxView{q, request.ByTurn}, inboxView{q, request.ByActivity}, inboxView{q, request.ByPriority})
	}
	for _, q := range []string{"label:label-7", "service:FRA3-10G-007", "client:client-7"} { // as the inbox sorts them
		all = append(all, inboxView{q, request.ByActivity})
	}
	return append(all, inboxView{"-is:open", request.ByActivity}, inboxView{"optics", request.ByCreation}, inboxView{"NET-777", request.ByCreation}, inboxView{"optics is:open", request.ByCreation})
}

// slowest measures calls and reports the time that 95 of 100 keep.
func slowest(b *testing.B, f func() error) {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}

// fillAtOnce fills an empty database for a measurement: PostgreSQL by COPY.
func fillAtOnce(b *testing.B, s *sqlstore.Store, requests int, now time.Time) {
	b.Helper()
	filled, err := s.Bulk(b.Context(), requests, func(k int) (*request.Request, []store.NewLink, []*request.Note) { return inboxRequest(k, now) })
	if err != nil {
		b.Fatal(err)
	}
	if !filled {
		fillInbox(b, s, requests, now)
		index(b, s)
	}
}

func fillInbox(b testing.TB, s *sqlstore.Store, requests int, now time.Time) {
	b.Helper()
	const batch = 1000
	for from := 0; from < requests; from += batch {
		err := s.Intake(b.Context(), func(i store.Intake) error {
			for k := from; k < min(from+batch, requests); k++ {
				r, links, notes := inboxRequest(k, now)
				if err := i.Add(r, links, notes, nil); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// inboxRequest is one of many: one in twenty is open, one in ten of these has a
// team that asks, one in a hundred a link that failed.
func inboxRequest(k int, now time.Time) (*request.Request, []store.NewLink, []*request.Note) {
	r, links := sample(k)
	r.Links[0].Ticket.ID, r.Client = fmt.Sprint(k), request.ClientID(fmt.Sprintf("client-%d", k%300))
	r.Status, r.Assignee = request.Closed, fmt.Sprintf("person-%d", k%30)
	r.CreatedAt = now.Add(-time.Duration(k) * time.Minute)
	d := &r.Delegations[0]
	d.State = request.DelegateDone
	if k%977 == 0 {
		r.Kind = request.Complaint
	}
	if n := k / 20; k%20 == 0 {
		openRequest(r, n, now)
	}
	notes := make([]*request.Note, 5)
	for i := range notes {
		notes[i] = &request.Note{
			ID: request.NoteID(fmt.Sprintf("n%d-%d", k, i)), CreatedAt: r.CreatedAt.Add(time.Duration(i) * time.Minute),
			Author: request.Author{Name: "Dana Reyes", Origin: "c0"}, Body: fmt.Sprintf("Checked the optics of line %d, the level is back to −9.%d dBm.", k, i),
		}
	}
	return r, links, notes
}

func openRequest(r *request.Request, n int, now time.Time) {
	r.Status = []request.Status{request.New, request.InProgress, request.InProgress, request.InProgress, request.WaitingClient, request.OnHold}[n%6]
	if n%9 == 0 {
		r.Assignee = ""
	}
	if n%2 == 0 {
		r.DueAt = now.Add(time.Duration(n%5000-200) * time.Minute)
	}
	if n%5 == 0 {
		r.NextUpdateAt = now.Add(time.Duration(n%700-20) * time.Minute)
	}
	if n%3 > 0 {
		r.Delegations[0].State = request.Accepted
	}
	if n%10 == 0 {
		r.Attention = []request.Attention{request.AttentionTeamAsks}
	}
	if n%100 == 0 {
		r.Links[0].Health = request.Failed
	}
	if n%150 == 0 {
		r.Links[0].Health, r.Links[0].Conflicts = request.InConflict, []request.Conflict{{ID: "x", Field: ticket.Title}}
	}
}
