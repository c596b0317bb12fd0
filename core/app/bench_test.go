package app_test

import (
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkPropagate lets people change titles of tickets at one tool and waits
// for the hub's write at the other one.
func BenchmarkPropagate(b *testing.B) {
	for name, inside := range map[string]bool{"outside": false, "inside": true} {
		b.Run(name, func(b *testing.B) {
			w := newWorld(b, newTools(b), 256, site{inside: inside})
			b.Run("most", w.most)
			b.Run("steady", func(b *testing.B) {
				w.steady(b, time.Second/100)
				w.hub.do("calm")
			})
		})
	}
}

// world is a hub with requests that each stand in two tools.
type world struct {
	*tools
	hub      *child
	requests int
	change   atomic.Int64 // the number of the last change
}

func newWorld(b testing.TB, t *tools, requests int, at site) *world {
	b.Helper()
	at.folder = b.TempDir()
	w := &world{tools: t, hub: startHub(b, t, at), requests: requests}
	w.hub.do("fill " + strconv.Itoa(requests))
	w.hub.do("calm")
	w.find(requests)
	return w
}

// most measures how many changes a second reach the other tool, with every
// request's ticket in flight. Nobody changes a ticket twice within the second that is
// the grain of a tool's versions: the hub would wait to see which came last.
func (w *world) most(b *testing.B) {
	w.spent()
	before := w.hub.usage()
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ResetTimer()
	var people sync.WaitGroup
	for n := range w.requests {
		people.Go(func() {
			again := time.NewTimer(0)
			for left.Add(-1) >= 0 {
				<-again.C
				again.Reset(time.Second)
				w.wait(w.edit(n, int(w.change.Add(1))))
			}
		})
	}
	people.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "changes/s")
	w.hub.do("calm")
	w.report(b, before)
}

// wait waits for a write; it is lost after a minute.
func (w *world) wait(written <-chan time.Time) time.Time {
	select {
	case at := <-written:
		return at
	case <-time.After(time.Minute):
		w.b.Error("a change did not reach the other tool")
		return time.Now()
	}
}

// steady measures how long a change takes while one is made every so often.
func (w *world) steady(b *testing.B, every time.Duration) {
	w.spent()
	before := w.hub.usage()
	took := make([]time.Duration, b.N)
	tick := time.NewTicker(every)
	defer tick.Stop()
	var people sync.WaitGroup
	b.ResetTimer()
	for i := range b.N {
		<-tick.C
		people.Go(func() {
			change := int(w.change.Add(1))
			took[i] = w.took(change, w.wait(w.edit(i%w.requests, change)))
		})
	}
	people.Wait()
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(milliseconds(took[len(took)/2]), "p50-ms")
	b.ReportMetric(milliseconds(took[len(took)*99/100]), "p99-ms")
	w.report(b, before)
}

// report tells the calls and the processor time of a change.
func (w *world) report(b *testing.B, before usage) {
	after := w.hub.usage()
	each := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(b.N) }
	b.ReportMetric(each(after.hub-before.hub), "hub-us/change")
	b.ReportMetric(each(after.plugins-before.plugins), "plugins-us/change")
	b.ReportMetric(each(after.self-before.self), "tools-us/change")
	writes, reads := w.spent()
	b.ReportMetric(float64(writes)/float64(b.N), "writes/change")
	b.ReportMetric(float64(reads)/float64(b.N), "reads/change")
	b.ReportMetric(load(), "load")
	b.ReportMetric(0, "ns/op")
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// BenchmarkPropagateIdle measures a hub with three plugins and a thousand links
// that has nothing to do.
func BenchmarkPropagateIdle(b *testing.B) {
	const rest = 10 * time.Second
	w := newWorld(b, newTools(b), 500, site{})
	b.ResetTimer()
	before := w.hub.usage()
	<-time.After(rest)
	after := w.hub.usage()
	b.ReportMetric(100*(after.hub-before.hub).Seconds()/rest.Seconds(), "hub-cpu-%")
	b.ReportMetric(100*(after.plugins-before.plugins).Seconds()/rest.Seconds(), "plugins-cpu-%")
	b.ReportMetric(resident(w.hub.pid), "hub-MB")
	for i, pid := range w.hub.plugins {
		b.ReportMetric(resident(pid), "plugin"+strconv.Itoa(i+1)+"-MB")
	}
	b.ReportMetric(milliseconds(w.hub.started), "ready-ms")
	b.ReportMetric(load(), "load")
	b.ReportMetric(0, "ns/op")
}
