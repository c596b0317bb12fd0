package web_test

import (
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/go-rod/rod"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store/sqlstore"
)

var inboxFile = flag.String("inbox.file", "", "the SQLite database that BenchmarkInbox of core/store/sqlstore filled, for BenchmarkFirstPaint")

// BenchmarkFirstPaint opens the inbox in a browser and reports when it shows the
// first of it, and when the page had come, by the browser's own clock, over loopback.
func BenchmarkFirstPaint(b *testing.B) {
	if *inboxFile == "" {
		b.Skip("-inbox.file names no filled database")
	}
	w := openAt(b, sqlstore.Options{URL: "sqlite:" + *inboxFile, Sync: "off"})
	w.Redirect(wideDirectory())
	w.add(b, auth.NewPerson{Login: "person-7", Name: "Dana Reyes", Role: auth.SPOC})
	p := w.page(b, chrome(b), "person-7", "/")
	for name, path := range map[string]string{"mine": "/", "open": "/?q=is:open", "search": "/?q=optics"} {
		b.Run(name, func(b *testing.B) {
			p := p.CancelTimeout().Timeout(10 * time.Minute)
			var painted, came []float64
			for b.Loop() {
				p.MustNavigate(w.http.URL + path).MustWaitLoad()
				painted, came = append(painted, firstPaint(p)), append(came, pageCame(p))
			}
			slices.Sort(painted)
			slices.Sort(came)
			b.ReportMetric(painted[len(painted)/2], "p50-ms")
			b.ReportMetric(painted[len(painted)*95/100], "p95-ms")
			b.ReportMetric(came[len(came)/2], "page-p50-ms")
		})
	}
}

func firstPaint(p *rod.Page) float64 {
	return p.MustEval(`() => new Promise(done => new PerformanceObserver((list, seen) => { seen.disconnect(); done(list.getEntriesByName('first-contentful-paint')[0].startTime) }).observe({type: 'paint', buffered: true}))`).Num()
}

func pageCame(p *rod.Page) float64 {
	return p.MustEval(`() => performance.getEntriesByType('navigation')[0].responseEnd`).Num()
}

// wideDirectory has as many clients and teams of a filled database as a rail lists.
func wideDirectory() *request.Directory {
	d := directory()
	clear(d.Clients)
	clear(d.Teams)
	for n := range 12 {
		client, team := request.ClientID(fmt.Sprintf("client-%d", n)), request.TeamID(fmt.Sprintf("team-%d", n))
		d.Clients[client] = request.Client{ID: client, Title: fmt.Sprintf("Client %d", n)}
		d.Teams[team] = request.Team{ID: team, Title: fmt.Sprintf("Team %d", n), Connection: "jira", Plugin: "jira", Target: "NET"}
	}
	return d
}
