package web_test

import (
	"flag"
	"slices"
	"testing"
	"time"

	"github.com/spochub/spochub/core/store/sqlstore"
)

var inboxFile = flag.String("inbox.file", "", "the SQLite database that BenchmarkInbox of core/store/sqlstore filled, for BenchmarkFirstPaint")

// BenchmarkFirstPaint opens the inbox in a browser and reports when it shows the
// first of it, by the browser's own clock, over loopback.
func BenchmarkFirstPaint(b *testing.B) {
	if *inboxFile == "" {
		b.Skip("-inbox.file names no filled database")
	}
	w := openAt(b, sqlstore.Options{URL: "sqlite:" + *inboxFile, Sync: "off"})
	p := w.page(b, chrome(b), "jana", "/")
	for name, path := range map[string]string{"mine": "/", "open": "/?q=is:open", "search": "/?q=optics"} {
		b.Run(name, func(b *testing.B) {
			p := p.CancelTimeout().Timeout(10 * time.Minute)
			var painted []float64
			for b.Loop() {
				p.MustNavigate(w.http.URL + path).MustWaitLoad()
				painted = append(painted, p.MustEval(`() => new Promise(done => new PerformanceObserver((list, seen) => { seen.disconnect(); done(list.getEntriesByName('first-contentful-paint')[0].startTime) }).observe({type: 'paint', buffered: true}))`).Num())
			}
			slices.Sort(painted)
			b.ReportMetric(painted[len(painted)/2], "p50-ms")
			b.ReportMetric(painted[len(painted)*95/100], "p95-ms")
		})
	}
}
