package storetest

import (
	"fmt"
	"testing"

	"github.com/spochub/spochub/core/store"
)

// entryTests say what a store of what is configured in the browser owes.
var entryTests = map[string]func(*testing.T, Subject){
	"entries are kept by kind and id": func(t *testing.T, s Subject) {
		all, at, err := s.Entries.Entries(t.Context())
		must(t, err)
		equal(t, "entries at first", len(all), 0)
		at, err = s.Entries.PutEntries(t.Context(), at, []store.Entry{
			{Kind: "client", ID: "b", Values: map[string]string{"title": "B"}}, {Kind: "client", ID: "a", Values: map[string]string{"title": "A"}},
		}, store.Audit{Action: "client.added", Object: "a"})
		must(t, err)
		at, err = s.Entries.PutEntries(t.Context(), at, []store.Entry{{Kind: "client", ID: "b", Values: map[string]string{"title": "C"}}, {Kind: "client", ID: "a"}})
		must(t, err)
		all, is, err := s.Entries.Entries(t.Context())
		must(t, err)
		equal(t, "entries", fmt.Sprint(all), fmt.Sprintf("[{client b %d map[title:C]}]", at))
		equal(t, "revision", is, at)
		trail, err := s.Accounts.Trail(t.Context(), store.TrailQuery{Limit: 9})
		must(t, err)
		equal(t, "on record", fmt.Sprint(len(trail), trail[0].Action), "1client.added")
	},
	"what changed meanwhile is not written over": func(t *testing.T, s Subject) {
		_, at, err := s.Entries.Entries(t.Context())
		must(t, err)
		first := []store.Entry{{Kind: "team", ID: "a", Values: map[string]string{"title": "first"}}}
		_, err = s.Entries.PutEntries(t.Context(), at, first)
		must(t, err)
		_, err = s.Entries.PutEntries(t.Context(), at, []store.Entry{{Kind: "team", ID: "a"}}, store.Audit{Action: "team.changed"})
		wantError(t, err, store.ErrConflict)
		all, is, err := s.Entries.Entries(t.Context())
		must(t, err)
		equal(t, "entries", fmt.Sprint(len(all), all[0].Values["title"]), "1first")
		now, err := s.Entries.Revision(t.Context())
		must(t, err)
		equal(t, "revision", now, is)
		trail, err := s.Accounts.Trail(t.Context(), store.TrailQuery{Limit: 9})
		must(t, err)
		equal(t, "on record", len(trail), 0)
	},
}
