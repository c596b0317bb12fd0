package app_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/plugins/jira/jiratest"
)

// whole asks for benchmarks in their whole size, which takes minutes.
const whole = "SPOCHUB_TEST_WHOLE"

// archive is what a team has in Jira for years: a ticket every two hours, in one
// of twenty a long conversation. The first tickets say a word more, so that there
// are exactly so many comments.
func archive(tickets, comments int) []jiratest.Past {
	said := []int{30, 3, 7, 2, 11, 5, 0, 8, 4, 6, 9, 1, 12, 5, 3, 10, 6, 2, 7, 8}
	if comments == 0 {
		said = []int{0}
	}
	past := make([]jiratest.Past, tickets)
	left := comments
	for i := range past {
		left -= said[i%len(said)]
	}
	began := time.Now().Add(-time.Duration(tickets+24) * 2 * time.Hour)
	for i := range past {
		n := said[i%len(said)]
		if i < left {
			n++
		}
		past[i] = jiratest.Past{
			At: began.Add(time.Duration(i) * 2 * time.Hour), Summary: fmt.Sprintf("archived case %06d", i),
			Description: "The line is down since *21:40*.\n\n* power is there\n* the LED _WAN_ is off\n\nWho can look at it?",
		}
		for k := range n {
			past[i].Comments = append(past[i].Comments, fmt.Sprintf("Case %d, entry %d: measured {{-21.4 dBm}} at the far end, the *fibre* is fine as far as the patch panel.", i, k))
		}
	}
	return past
}

// BenchmarkImport takes over what Jira has: every ticket becomes a request of its
// own, every comment a note. It is a tenth of the whole unless SPOCHUB_TEST_WHOLE
// is set.
func BenchmarkImport(b *testing.B) {
	tickets, comments := 1_000, 6_958
	if os.Getenv(whole) != "" {
		tickets, comments = 10_000, 69_585
	}
	for b.Loop() {
		b.StopTimer()
		t := newTools(b)
		t.jira.Recall(archive(tickets, comments))
		b.StartTimer()
		began := time.Now()
		hub := startHub(b, t, site{folder: b.TempDir(), imports: true})
		hub.do(fmt.Sprint("imported ", tickets))
		took := time.Since(began).Seconds()
		b.StopTimer()
		writes, reads := t.spent()
		used := hub.usage()
		b.ReportMetric(took, "s")
		b.ReportMetric(float64(tickets)/took, "tickets/s")
		b.ReportMetric(float64(comments)/took, "notes/s")
		b.ReportMetric(float64(reads)/float64(tickets), "reads/ticket")
		b.ReportMetric(float64(writes), "writes")
		b.ReportMetric(used.hub.Seconds(), "hub-cpu-s")
		b.ReportMetric(used.plugins.Seconds(), "plugins-cpu-s")
		b.ReportMetric(peak(hub.pid), "hub-peak-MB")
		b.ReportMetric(load(), "load")
		b.ReportMetric(0, "ns/op")
		hub.stop()
		b.StartTimer()
	}
}

// BenchmarkImportDelay measures how long a person's change takes from one tool to
// the other, at rest and while the hub imports the archive.
func BenchmarkImportDelay(b *testing.B) {
	t := newTools(b)
	t.jira.Recall(archive(10_000, 69_585))
	w := newWorld(b, t, 64, site{adopts: true})
	b.Run("rest", func(b *testing.B) { w.steady(b, time.Second/10) })
	w.hub.do("import")
	b.Run("importing", func(b *testing.B) {
		w.steady(b, time.Second/10)
		b.ReportMetric(float64(w.hub.ask("requests")-w.requests), "imported")
	})
}

// A hub that is killed in the middle of an import goes on where it was: nothing
// is lost or doubled, and it does not begin anew.
func TestAnImportGoesOnAfterAKill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	const tickets, comments, page, killed = 300, 2_100, 10, 20
	w := newTools(t, jiratest.Options{MaxResults: page})
	w.jira.Recall(archive(tickets, comments))
	pages := w.countPages()
	at := site{folder: t.TempDir(), imports: true}
	dead := make(chan struct{})
	pages.on(killed, dead)
	first := startHub(t, w, at)
	<-dead
	first.kill()
	before := pages.n.Load()
	second := startHub(t, w, at)
	second.do(fmt.Sprint("imported ", tickets))
	if again := pages.n.Load() - before; again >= tickets/page {
		t.Errorf("after %d of %d pages and a kill it reads %d pages", before, tickets/page, again)
	}
	second.kill()
	startHub(t, w, at).stop()
	if writes, _ := w.spent(); writes != 0 {
		t.Errorf("an import writes %d times", writes)
	}
	complete(t, filepath.Join(at.folder, "spochub.db"), tickets, comments)
}

// pages counts the pages of tickets that are asked for.
type pages struct {
	n    atomic.Int64
	at   int64
	told chan<- struct{}
}

func (p *pages) on(n int64, told chan<- struct{}) { p.at, p.told = n, told }

// countPages puts a counter before Jira's search. The page at which it tells is
// never answered.
func (t *tools) countPages() *pages {
	p := &pages{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/search/") {
			if p.n.Add(1) == p.at {
				close(p.told)
				<-r.Context().Done()
				return
			}
		}
		t.calls["jira"].ServeHTTP(w, r)
	}))
	t.b.Cleanup(server.Close)
	t.urls["jira"] = server.URL
	return p
}

// complete checks that a database holds every archived ticket and comment once.
func complete(t *testing.T, path string, tickets, comments int) {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + path})
	must(t, err)
	defer s.Close()
	seen, said := map[string]bool{}, map[string]bool{}
	requests, notes := 0, 0
	for q := (store.Query{Limit: 200}); ; {
		page, err := s.List(t.Context(), q)
		must(t, err)
		for _, r := range page.Items {
			_, list, err := s.Request(t.Context(), r.Key)
			must(t, err)
			requests, notes = requests+1, notes+len(list)
			seen[r.Title] = true
			for _, n := range list {
				said[n.Body] = true
			}
			if len(r.Links) != 1 || r.Links[0].Health != request.InSync {
				t.Errorf("%s has the links %+v", r.Key, r.Links)
			}
			if !slices.IsSortedFunc(list, func(a, b *request.Note) int { return a.CreatedAt.Compare(b.CreatedAt) }) {
				t.Errorf("%s has its notes out of order", r.Key)
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
	}
	if requests != tickets || len(seen) != tickets || notes != comments || len(said) != comments {
		t.Errorf("%d requests (%d different) with %d notes (%d different), want %d with %d", requests, len(seen), notes, len(said), tickets, comments)
	}
}
