package sqlstore_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/sdk/ticket"
)

// BenchmarkLinkTx carries changes through five transactions each: told, claimed,
// absorbed, intent stored, settled. Eight writers at once.
func BenchmarkLinkTx(b *testing.B) {
	for name, o := range map[string]sqlstore.Options{
		"full-group":   {Sync: "full"},
		"full-alone":   {Sync: "full", Alone: true},
		"normal-group": {Sync: "normal"},
	} {
		b.Run(name, func(b *testing.B) {
			s := open(b, o)
			for n := range 200 {
				create(b, s, n)
			}
			var left, done atomic.Int64
			left.Store(int64(b.N))
			before := cpu()
			b.ResetTimer()
			var writers sync.WaitGroup
			for w := range 8 {
				writers.Go(func() {
					for n := w; left.Add(-1) >= 0; n += 8 {
						if err := change(b, s, n%200); err != nil {
							b.Error(err)
							return
						}
						done.Add(1)
					}
				})
			}
			writers.Wait()
			b.ReportMetric(float64(done.Load())/b.Elapsed().Seconds(), "changes/s")
			b.ReportMetric(float64((cpu()-before).Microseconds())/float64(b.N), "cpu-us/change")
		})
	}
}

// cpu is the processor time of this process, which other load hardly changes.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func change(b *testing.B, s *sqlstore.Store, n int) error {
	ctx := b.Context()
	err := s.Intake(ctx, func(i store.Intake) error {
		row, err := i.ByTicket(fmt.Sprintf("c%d", n%3), ticket.Ref{ID: fmt.Sprint(n), Container: "NET"})
		if err != nil {
			return err
		}
		row.Pending = append(row.Pending, ticket.Change{Kind: ticket.Look, Ref: row.Link.Ticket})
		return i.Save(row, true)
	})
	if err != nil {
		return err
	}
	claims, err := s.Claim(ctx, store.LinkWork, 1, time.Minute)
	if err != nil || len(claims) == 0 {
		return err
	}
	steps := []func(*store.LinkDoc){
		func(d *store.LinkDoc) {
			d.Taken = len(d.Pending)
			d.Request.Status, d.Link.ToolState = request.InProgress, fmt.Sprint(d.Gen)
			d.Events = []request.Event{{Type: request.Changed, Field: "state", From: "todo", To: "in_progress"}}
		},
		func(d *store.LinkDoc) { d.State.StaleRead++ },
		func(d *store.LinkDoc) { d.State.Watermark++; d.Release, d.Done = true, true },
	}
	for _, step := range steps {
		if err := s.Link(ctx, claims[0], func(d *store.LinkDoc) error { step(d); return nil }); err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkClaim claims and finishes one piece of work among many that are due.
func BenchmarkClaim(b *testing.B) {
	s := open(b, sqlstore.Options{Sync: "normal"})
	fill(b, s, 20_000)
	b.ResetTimer()
	for b.Loop() {
		c := claimLink(b, s)
		if err := s.Finish(b.Context(), c, store.Outcome{Again: time.Now()}); err != nil {
			b.Fatal(err)
		}
	}
}

// fill stores requests quickly.
func fill(b testing.TB, s *sqlstore.Store, n int) {
	b.Helper()
	const batch = 500
	for from := 0; from < n; from += batch {
		err := s.Intake(b.Context(), func(i store.Intake) error {
			for k := from; k < min(from+batch, n); k++ {
				r, links := sample(k)
				notes := []*request.Note{{ID: request.NoteID(fmt.Sprintf("n%d", k)), Body: fmt.Sprintf("checked the optics of line %d twice", k)}}
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

// BenchmarkList asks for pages of an inbox with 100,000 requests.
func BenchmarkList(b *testing.B) {
	s := open(b, sqlstore.Options{Sync: "off"})
	fill(b, s, 100_000)
	index(b, s)
	deep := store.Query{Filter: request.Filter{Open: true}, Limit: 200}
	for range 20 {
		page, err := s.List(b.Context(), deep)
		if err != nil {
			b.Fatal(err)
		}
		deep.Cursor = page.Next
	}
	deep.Limit = 50
	for name, q := range map[string]store.Query{
		"open":            {Filter: request.Filter{Open: true}},
		"open-deep":       deep,
		"open-priority":   {Filter: request.Filter{Open: true}, Order: request.ByPriority},
		"client":          {Filter: request.Filter{Clients: []request.ClientID{"client-7"}}},
		"three-statuses":  {Filter: request.Filter{Statuses: []request.Status{request.New, request.OnHold, request.Closed}}},
		"team-open":       {Filter: request.Filter{Teams: []request.TeamID{"team-7"}, Open: true}},
		"label":           {Filter: request.Filter{Labels: []string{"label-7"}}},
		"health-none":     {Filter: request.Filter{Health: []request.Health{request.InConflict}}},
		"word-common":     {Filter: request.Filter{Words: []string{"optics"}}},
		"word-rare":       {Filter: request.Filter{Words: []string{"NET-77777"}}},
		"word-and-client": {Filter: request.Filter{Words: []string{"optics"}, Clients: []request.ClientID{"client-7"}}},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.List(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("counts", func(b *testing.B) {
		filters := []request.Filter{{Open: true}, {Open: true, Assignees: []string{""}}, {Open: true, Teams: []request.TeamID{"team-7"}}, {Attention: []request.Attention{request.AttentionConflict}}}
		for b.Loop() {
			if _, err := s.Counts(b.Context(), filters, 1000); err != nil {
				b.Fatal(err)
			}
		}
	})
}
