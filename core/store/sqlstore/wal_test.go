package sqlstore_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// What somebody is told, and a plan before its calls, is on the disk first; what
// would only be done again does not wait for it, and is there a second later.
func TestWhatWaitsForTheDisk(t *testing.T) {
	path := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + path + "/hub.db"})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		r, links := sample(1)
		var claims []store.Claim
		link := func(release bool) func() error {
			return func() error {
				return s.Link(t.Context(), claims[0], func(d *store.LinkDoc) error {
					d.State.Watermark++
					d.Release, d.Done = release, release
					return nil
				})
			}
		}
		for _, step := range []struct {
			what string
			want int64
			do   func() error
		}{
			{"a request", 1, func() error { return s.Create(t.Context(), store.New{Request: r, Links: links}) }},
			{"a delivery", 1, func() error {
				_, err := s.Receive(t.Context(), store.Delivery{Connection: "noc", ID: "1"})
				return err
			}},
			{"a claim", 0, func() (err error) { claims, err = s.Claim(t.Context(), store.LinkWork, 1, time.Minute); return err }},
			{"a plan with calls", 1, link(false)},
			{"a plan without", 0, link(true)},
			{"what a tool told", 0, func() error { return s.Intake(t.Context(), func(i store.Intake) error { return i.Cursor("noc", "7") }) }},
			{"an edit", 1, func() error {
				return s.Update(t.Context(), r.Key, func(d *store.Doc) error { d.Request.Title = "changed"; return nil })
			}},
		} {
			before := s.Syncs()
			if err := step.do(); err != nil {
				t.Fatalf("%s: %v", step.what, err)
			}
			if n := s.Syncs() - before; n != step.want {
				t.Errorf("%s waits for the disk %d times, want %d", step.what, n, step.want)
			}
		}
		before := s.Syncs()
		if err := s.Intake(t.Context(), func(i store.Intake) error { return i.Cursor("noc", "8") }); err != nil {
			t.Fatal(err)
		}
		<-time.After(2 * time.Second)
		synctest.Wait()
		if s.Syncs() == before {
			t.Error("what did not wait for the disk never gets there")
		}
	})
}
