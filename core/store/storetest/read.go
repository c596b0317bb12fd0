package storetest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// readTests say what is new to whom.
var readTests = map[string]func(*testing.T, Subject){
	"what is new is new to each": func(t *testing.T, s Subject) {
		for n := 1; n <= 3; n++ {
			receive(t, s, n, func(fresh *store.New) { fresh.Request.CreatedAt = s.Clock.Now() })
		}
		receive(t, s, 4, func(fresh *store.New) { fresh.Request.Status, fresh.Request.CreatedAt = request.Closed, s.Clock.Now() })
		receive(t, s, 5, func(fresh *store.New) { // of long ago
			fresh.Request.CreatedAt, fresh.Events = s.Clock.Now().Add(-30*24*time.Hour), []request.Event{{Type: request.Created}}
		})
		unread := func(who string) request.Filter {
			return request.Filter{Open: true, Unread: request.Unread{By: who, After: s.Clock.Now().Add(-request.NewsFor)}}
		}
		both := func(what, dana, ole string) {
			t.Helper()
			selects(t, s, what+" to dana", unread("dana"), dana)
			selects(t, s, what+" to ole", unread("ole"), ole)
			selects(t, s, what+" not to dana", request.Filter{Open: true, Not: &request.Filter{Unread: unread("dana").Unread}}, without("r1 r2 r3 r5", dana))
			page, err := s.Desk.List(t.Context(), store.Query{Limit: 10, Unread: unread("dana").Unread})
			must(t, err)
			equal(t, "marked", len(page.Unread), len(fields(dana)))
			for _, id := range fields(dana) {
				equal(t, "marked "+id, page.Unread[request.ID(id)], true)
			}
		}
		read := func(who string, key request.Key) time.Time {
			t.Helper()
			r, _ := load(t, s, key)
			before, err := s.Desk.Read(t.Context(), who, key, r.UpdatedAt)
			must(t, err)
			return before
		}
		both("new", "r1 r2 r3", "r1 r2 r3")
		if before := read("dana", "SP-1001"); !before.IsZero() {
			t.Fatalf("dana had read it at %v", before)
		}
		both("after one was read", "r2 r3", "r1 r2 r3")
		first := s.Clock.Now()
		s.Clock.Advance(time.Minute)
		update(t, s, "SP-1001", func(d *store.Doc) { // what the hub and a tool settle is no news
			d.Request.Labels = []string{"x"}
			d.Events = []request.Event{{Type: request.SyncNotice}, {Type: request.LinkChanged, Field: "ticket"}}
		})
		both("after a notice", "r2 r3", "r1 r2 r3")
		update(t, s, "SP-1001", func(d *store.Doc) {
			d.Request.Title, d.Events = "Other", []request.Event{{Type: request.Changed, Field: "title"}}
		})
		both("after a change", "r1 r2 r3", "r1 r2 r3")
		if before := read("dana", "SP-1001"); !before.Equal(first) {
			t.Fatalf("dana had read it at %v, want %v", before, first)
		}
		if before := read("dana", "SP-1001"); !before.Equal(s.Clock.Now()) {
			t.Fatalf("dana had read it at %v, want now", before)
		}
		must(t, s.Desk.ReadAll(t.Context(), "ole", s.Clock.Now()))
		both("after ole read all", "r2 r3", "")
		s.Clock.Advance(time.Minute)
		update(t, s, "SP-1002", func(d *store.Doc) {
			d.Add, d.Events = []*request.Note{{ID: "n1", Body: "hello"}}, []request.Event{{Type: request.NoteAdded, To: "n1"}}
		})
		both("after a note", "r2 r3", "r2")
		act := func(who string) {
			s.Clock.Advance(time.Minute)
			update(t, s, "SP-1001", func(d *store.Doc) {
				d.Reader, d.Request.Title = who, d.Request.Title+"!"
				d.Events = []request.Event{{Type: request.Changed, Field: "title"}}
			})
		}
		act("dana")
		both("after an act of dana's own", "r2 r3", "r1 r2")
		act("ole")
		both("after an act of ole's, who had not read the other", "r1 r2 r3", "r1 r2")
		act("dana")
		both("after an act of dana's, who has not read that", "r1 r2 r3", "r1 r2")
		read("dana", "SP-1001")
		s.Clock.Advance(request.NewsFor)
		both("after two weeks", "", "")
		_, err := s.Desk.Read(t.Context(), "dana", "SP-1", s.Clock.Now())
		wantError(t, err, store.ErrNotFound)
	},
}

func fields(ids string) []string { return strings.Fields(ids) }

// without leaves some ids out of others.
func without(all, some string) string {
	left := slices.DeleteFunc(fields(all), func(id string) bool { return slices.Contains(fields(some), id) })
	return strings.Join(left, " ")
}
