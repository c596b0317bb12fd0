package app

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/spochub/spochub/core/store"
)

// metrics shows the connections' counters to Prometheus. They are read from the
// store at each scrape: every node shows the same.
type metrics struct {
	views func(context.Context) ([]store.ConnectionView, error)
	now   func() time.Time

	calls, queue, deliveries, failed, parked, links, lag, polled, up *prometheus.Desc
}

func newMetrics(views func(context.Context) ([]store.ConnectionView, error), now func() time.Time) *metrics {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("spochub_connection_"+name, help, append([]string{"connection"}, labels...), nil)
	}
	return &metrics{
		views: views, now: now,
		calls:      desc("api_calls_total", "Calls made to the tool's API.", "kind"),
		queue:      desc("queue_links", "Links that are due or being worked on."),
		deliveries: desc("queue_deliveries", "Webhook deliveries that are not decoded yet."),
		failed:     desc("failed_links", "Links whose last try failed."),
		parked:     desc("parked_links", "Links that wait for a person."),
		links:      desc("links", "Links of the connection."),
		lag:        desc("lag_seconds", "How long the oldest due link has been waiting."),
		polled:     desc("poll_age_seconds", "Time since the last poll that ended well."),
		up:         desc("up", "1 while calls are made, 0 while the credential is refused."),
	}
}

// Describe implements prometheus.Collector.
func (m *metrics) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{m.calls, m.queue, m.deliveries, m.failed, m.parked, m.links, m.lag, m.polled, m.up} {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (m *metrics) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	views, err := m.views(ctx)
	if err != nil {
		out <- prometheus.NewInvalidMetric(m.up, err)
		return
	}
	for _, v := range views {
		m.collect(out, v)
	}
}

func (m *metrics) collect(out chan<- prometheus.Metric, v store.ConnectionView) {
	gauge := func(d *prometheus.Desc, value float64) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, v.Name)
	}
	age := func(since time.Time) float64 {
		if since.IsZero() {
			return 0
		}
		return max(0, m.now().Sub(since).Seconds())
	}
	for kind, n := range v.Calls {
		out <- prometheus.MustNewConstMetric(m.calls, prometheus.CounterValue, float64(n), v.Name, kind)
	}
	up := 1.0
	if v.Stopped != "" {
		up = 0
	}
	gauge(m.queue, float64(v.Queue))
	gauge(m.deliveries, float64(v.Deliveries))
	gauge(m.failed, float64(v.Failed))
	gauge(m.parked, float64(v.Parked))
	gauge(m.links, float64(v.Links))
	gauge(m.lag, age(v.Oldest))
	gauge(m.polled, age(v.PolledAt))
	gauge(m.up, up)
}

func (m *metrics) handler() http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(m, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}
