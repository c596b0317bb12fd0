package storetest

import (
	"fmt"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// watchTests say who follows what.
var watchTests = map[string]func(*testing.T, Subject){
	"people watch requests": func(t *testing.T, s Subject) {
		for n := 1; n <= 3; n++ {
			receive(t, s, n, nil)
		}
		was, _ := load(t, s, "SP-1001")
		watch := func(who string, key request.Key, on bool) {
			t.Helper()
			for range 2 {
				must(t, s.Desk.Watch(t.Context(), who, key, on))
			}
		}
		watch("dana", "SP-1001", true)
		watch("dana", "SP-1003", true)
		watch("ole", "SP-1001", true)
		selects(t, s, "watched by dana", request.Filter{Watchers: []string{"dana"}}, "r1 r3")
		selects(t, s, "watched by either", request.Filter{Watchers: []string{"dana", "ole"}, Open: true}, "r1 r3")
		selects(t, s, "not watched by ole", request.Filter{Not: &request.Filter{Watchers: []string{"ole"}}}, "r2 r3")
		who, err := s.Desk.Watchers(t.Context(), "SP-1001")
		must(t, err)
		equal(t, "watchers", fmt.Sprint(who), "[dana ole]")
		watch("dana", "SP-1001", false)
		selects(t, s, "watched by dana", request.Filter{Watchers: []string{"dana"}}, "r3")
		if now, _ := load(t, s, "SP-1001"); now.Version != was.Version {
			t.Fatal("watching changes the request")
		}
		wantError(t, s.Desk.Watch(t.Context(), "dana", "SP-1", true), store.ErrNotFound)
	},
	"the memory of links is read": func(t *testing.T, s Subject) {
		receive(t, s, 1, func(n *store.New) { n.Links[0].State.Observed = true })
		receive(t, s, 2, nil)
		states, err := s.Desk.States(t.Context(), "SP-1001")
		must(t, err)
		equal(t, "links", len(states), 1)
		equal(t, "observed", states["l1"].Observed, true)
	},
}
