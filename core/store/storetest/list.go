package storetest

import (
	"fmt"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// ids lists what a query returns, page by page.
func ids(t *testing.T, s Subject, q store.Query) []string {
	t.Helper()
	var all []string
	for {
		page, err := s.Desk.List(t.Context(), q)
		must(t, err)
		for _, r := range page.Items {
			all = append(all, string(r.ID))
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return all
		}
		if len(all) > 10_000 {
			t.Fatal("pages do not end")
		}
	}
}

func selects(t *testing.T, s Subject, what string, f request.Filter, want string) {
	t.Helper()
	for _, order := range []request.Order{request.ByActivity, request.ByCreation, request.ByPriority} {
		got := ids(t, s, store.Query{Filter: f, Order: order, Limit: 2})
		sort.Strings(got)
		equal(t, what+" by "+string(order), strings.Join(got, " "), want)
	}
	counts, err := s.Desk.Counts(t.Context(), []request.Filter{f}, 100)
	must(t, err)
	equal(t, "count of "+what, counts[0], len(strings.Fields(want)))
}

// anyTime is long enough for anything.
const anyTime = 1000 * time.Hour

// board stores six requests that differ in every part of a filter.
func board(t *testing.T, s Subject) {
	t.Helper()
	due := s.Clock.Now().Add(time.Hour)
	changes := []func(*request.Request){
		func(r *request.Request) { r.Priority, r.Labels = "P1", []string{"vip", "line"} },
		func(r *request.Request) { r.Status, r.Assignee = request.InProgress, "dana" },
		func(r *request.Request) { r.Status = request.Closed },
		func(r *request.Request) { r.Client, r.Service, r.DueAt = "argent", "FRA3-10G-014", due },
		func(r *request.Request) {
			r.Kind, r.Attention = request.Question, []request.Attention{request.AttentionTeamAsks}
			r.Delegations[0].Team, r.Links[0].Team, r.Links[0].Health = "field", "field", request.InSync
		},
		func(r *request.Request) { r.MergedTo, r.Assignee = "r1", "dana" },
	}
	for n, change := range changes {
		s.Clock.Advance(time.Second)
		receive(t, s, n+1, func(f *store.New) { change(f.Request) })
	}
}

// near lists by id what hints find.
func near(t *testing.T, s Subject, h store.Hints) string {
	t.Helper()
	list, err := s.Desk.Near(t.Context(), h)
	must(t, err)
	var all []string
	for _, r := range list {
		all = append(all, string(r.ID))
	}
	sort.Strings(all)
	return strings.Join(all, " ")
}

// listTests say what the inbox lists and counts.
var listTests = map[string]func(*testing.T, Subject){
	"what may be about the same is near": func(t *testing.T, s Subject) {
		board(t, s)
		s.Index(t)
		equal(t, "of a service", near(t, s, store.Hints{Services: []request.ServiceID{"FRA3-10G-014"}}), "r4")
		equal(t, "of a client", near(t, s, store.Hints{Clients: []request.ClientID{"argent"}}), "r4")
		equal(t, "with a word", near(t, s, store.Hints{Words: []string{"2", "nothing"}}), "r2")
		equal(t, "with a word of each", near(t, s, store.Hints{Words: []string{"2", "3"}}), "r2 r3")
		equal(t, "with a word that all have", near(t, s, store.Hints{Words: []string{"line"}, Limit: 2}), "r5 r6")
		equal(t, "the rarest first", near(t, s, store.Hints{Words: []string{"line", "2"}, Limit: 1}), "r2")
		equal(t, "words of a client's", near(t, s, store.Hints{Clients: []request.ClientID{"nobody"}, Words: []string{"line"}}), "")
		receive(t, s, 7, func(f *store.New) { f.Request.Title = "Ausfall in der Straße, GROẞ, Tür" })
		receive(t, s, 8, func(f *store.New) { f.Request.Title = "Strasse gross Tur" })
		s.Index(t)
		for _, word := range []string{"Straße", "STRASSE", "groß", "gross", "tür", "tur"} {
			equal(t, word, near(t, s, store.Hints{Words: request.Words(word)}), "r7 r8")
			equal(t, "as it is written: "+word, near(t, s, store.Hints{Words: []string{word}}), "r7 r8")
		}
		equal(t, "nothing to look for", near(t, s, store.Hints{Words: []string{"-", "\"*"}}), "")
		update(t, s, "SP-1002", func(d *store.Doc) { d.Request.Restricted = []string{"dana"} })
		equal(t, "restricted", near(t, s, store.Hints{Words: []string{"2"}}), "")
		equal(t, "restricted to who asks", near(t, s, store.Hints{Words: []string{"2"}, People: "dana"}), "r2")
	},
	"every part of a filter selects": func(t *testing.T, s Subject) {
		board(t, s)
		selects(t, s, "everything", request.Filter{}, "r1 r2 r3 r4 r5 r6")
		selects(t, s, "open", request.Filter{Open: true}, "r1 r2 r4 r5")
		selects(t, s, "statuses", request.Filter{Statuses: []request.Status{request.InProgress, request.Closed}}, "r2 r3")
		selects(t, s, "kinds", request.Filter{Kinds: []request.Kind{request.Question}}, "r5")
		selects(t, s, "priorities", request.Filter{Priorities: []request.Priority{"P1", "P2"}}, "r1")
		selects(t, s, "clients", request.Filter{Clients: []request.ClientID{"argent", "nobody"}}, "r4")
		selects(t, s, "services", request.Filter{Services: []request.ServiceID{"FRA3-10G-014"}}, "r4")
		selects(t, s, "teams", request.Filter{Teams: []request.TeamID{"field"}}, "r5")
		selects(t, s, "assignees", request.Filter{Assignees: []string{"dana"}}, "r2 r6")
		selects(t, s, "unassigned", request.Filter{Assignees: []string{""}, Open: true}, "r1 r4 r5")
		selects(t, s, "labels", request.Filter{Labels: []string{"vip", "none"}}, "r1")
		selects(t, s, "health", request.Filter{Health: []request.Health{request.InSync}}, "r5")
		selects(t, s, "attention", request.Filter{Attention: []request.Attention{request.AttentionTeamAsks, request.AttentionConflict}}, "r5")
		selects(t, s, "due", request.Filter{DueBefore: s.Clock.Now().Add(24 * time.Hour)}, "r4")
		selects(t, s, "due and open", request.Filter{Open: true, DueBefore: s.Clock.Now().Add(24 * time.Hour)}, "r4")
		selects(t, s, "not", request.Filter{Open: true, Not: &request.Filter{Clients: []request.ClientID{"argent"}}}, "r1 r2 r5")
		selects(t, s, "not both", request.Filter{Not: &request.Filter{Open: true, Assignees: []string{"dana"}}}, "r1 r3 r4 r5 r6")
		selects(t, s, "not nothing", request.Filter{Open: true, Not: &request.Filter{}}, "r1 r2 r4 r5")
		selects(t, s, "together", request.Filter{Labels: []string{"line"}, Teams: []request.TeamID{"core"}, Open: true}, "r1")
	},
	"a promise falls due by itself": func(t *testing.T, s Subject) {
		board(t, s)
		at := s.Clock.Now().Add(time.Hour)
		promise := func(key request.Key, at time.Time) {
			update(t, s, key, func(d *store.Doc) { d.Request.NextUpdateAt = at })
		}
		promise("SP-1001", at)
		promise("SP-1002", at.Add(time.Hour))
		promise("SP-1003", at) // closed
		promise("SP-1006", at) // merged
		unread := func(now time.Time) request.Filter {
			return request.Filter{Attention: []request.Attention{request.AttentionTeamAsks}, Promised: request.Promised{By: now}}
		}
		selects(t, s, "before", unread(at.Add(-time.Microsecond)), "r5")
		selects(t, s, "due", unread(at), "r1 r5")
		selects(t, s, "both due", unread(at.Add(time.Hour)), "r1 r2 r5")
		selects(t, s, "not due", request.Filter{Open: true, Not: &request.Filter{Attention: []request.Attention{request.AttentionTeamAsks}, Promised: request.Promised{By: at}}}, "r2 r4")
		selects(t, s, "just now", request.Filter{Promised: request.Promised{After: at, By: at.Add(time.Hour)}}, "r2")
		promise("SP-1001", time.Time{})
		selects(t, s, "kept", unread(at.Add(time.Hour)), "r2 r5")
	},
	"the nearest target comes first": func(t *testing.T, s Subject) {
		board(t, s)
		at := s.Clock.Now().Add(time.Hour) // r4 is due before
		s.Clock.Advance(time.Second)
		update(t, s, "SP-1001", func(d *store.Doc) { d.Request.NextUpdateAt = at.Add(time.Minute) })
		update(t, s, "SP-1002", func(d *store.Doc) { d.Request.Status, d.Request.DueAt = request.WaitingClient, at })
		s.Clock.Advance(time.Second)
		update(t, s, "SP-1005", func(d *store.Doc) { d.Request.Title = "newest" })
		s.Clock.Advance(time.Second)
		receive(t, s, 7, nil)
		for limit := 1; limit <= 7; limit++ {
			got := ids(t, s, store.Query{Filter: request.Filter{Open: true}, Order: request.ByTime, Limit: limit})
			equal(t, fmt.Sprintf("by %d", limit), strings.Join(got, " "), "r4 r1 r5 r7 r2")
		}
		got := ids(t, s, store.Query{Order: request.ByTime, Limit: 2})
		equal(t, "ended ones too", strings.Join(got, " "), "r4 r1 r5 r7 r2 r6 r3")
		got = ids(t, s, store.Query{Filter: request.Filter{Open: true, Clients: []request.ClientID{"nordwind"}}, Order: request.ByTime, Limit: 2})
		equal(t, "of one client", strings.Join(got, " "), "r1 r5 r7 r2")
		for before, want := range map[time.Duration]string{-time.Hour: "", 0: "r4", 2 * time.Minute: "r1 r4", anyTime: "r1 r4"} {
			selects(t, s, "before "+before.String(), request.Filter{DueBefore: at.Add(before)}, want)
		}
		selects(t, s, "a promise", request.Filter{UpdateBy: at.Add(time.Hour)}, "r1")
		selects(t, s, "no promise yet", request.Filter{UpdateBy: at}, "")
		update(t, s, "SP-1004", func(d *store.Doc) { d.Request.Status = request.Resolved })
		selects(t, s, "ended", request.Filter{DueBefore: at.Add(anyTime)}, "r1")
		_, err := s.Desk.List(t.Context(), store.Query{Filter: request.Filter{Open: true}, Order: request.ByTime, Cursor: "a0.0"})
		wantError(t, err, store.ErrCursor)
	},
	"what has no target goes by its priority": func(t *testing.T, s Subject) {
		due := s.Clock.Now().Add(3 * 24 * time.Hour)
		for n, p := range []request.Priority{"P4", "P2", "P3", "P1", "P1", "P3", "P4"} {
			s.Clock.Advance(time.Second)
			receive(t, s, n+1, func(f *store.New) {
				if f.Request.Priority = p; n == 0 {
					f.Request.DueAt = due
				}
			})
		}
		s.Clock.Advance(time.Second)
		update(t, s, "SP-1003", func(d *store.Doc) { d.Request.Title = "newest" })
		for limit := 1; limit <= 7; limit++ {
			got := ids(t, s, store.Query{Filter: request.Filter{Open: true}, Order: request.ByTime, Limit: limit})
			equal(t, fmt.Sprintf("by %d", limit), strings.Join(got, " "), "r4 r5 r1 r2 r3 r6 r7")
			got = ids(t, s, store.Query{Filter: request.Filter{Clients: []request.ClientID{"nordwind"}}, Order: request.ByTime, Limit: limit})
			equal(t, fmt.Sprintf("of a client by %d", limit), strings.Join(got, " "), "r4 r5 r1 r2 r3 r6 r7")
		}
		selects(t, s, "due", request.Filter{DueBefore: due.Add(anyTime)}, "r1")
		s.Clock.Advance(time.Second)
		update(t, s, "SP-1004", func(d *store.Doc) { d.Request.Priority = "P3" })
		got := ids(t, s, store.Query{Filter: request.Filter{Open: true}, Order: request.ByTime, Limit: 3})
		equal(t, "after a change", strings.Join(got, " "), "r5 r1 r2 r3 r4 r6 r7")
	},
	"what is over comes after what is open": func(t *testing.T, s Subject) {
		for n := 1; n <= 6; n++ {
			receive(t, s, n, nil)
		}
		mark := func(n int, change func(r *request.Request)) {
			s.Clock.Advance(time.Second)
			update(t, s, request.Key(fmt.Sprintf("SP-%d", 1000+n)), func(d *store.Doc) { change(d.Request) })
		}
		is := func(status request.Status) func(r *request.Request) {
			return func(r *request.Request) { r.Status = status }
		}
		for n := 1; n <= 5; n++ {
			mark(n, func(r *request.Request) {
				r.Labels, r.Service, r.Affected = []string{"vip"}, "FRA3", []request.Affected{{Service: "FRA4"}}
			})
		}
		mark(2, is(request.Closed))
		mark(4, is(request.Resolved))
		vip := request.Filter{Labels: []string{"vip"}}
		for limit := 1; limit <= 6; limit++ {
			got := ids(t, s, store.Query{Filter: vip, Order: request.ByTime, Limit: limit})
			equal(t, fmt.Sprintf("by time, %d", limit), strings.Join(got, " "), "r1 r3 r5 r4 r2")
			got = ids(t, s, store.Query{Filter: vip, Order: request.ByTurn, Limit: limit})
			equal(t, fmt.Sprintf("by turn, %d", limit), len(got), 5)
		}
		selects(t, s, "of a service", request.Filter{Services: []request.ServiceID{"FRA4"}}, "r1 r2 r3 r4 r5")
		selects(t, s, "open of a service", request.Filter{Services: []request.ServiceID{"FRA4"}, Open: true}, "r1 r3 r5")
		mark(4, is(request.InProgress))
		mark(1, is(request.Closed))
		mark(3, func(r *request.Request) { r.Labels = nil })
		selects(t, s, "open of a label", request.Filter{Labels: []string{"vip"}, Open: true}, "r4 r5")
		selects(t, s, "of both", request.Filter{Labels: []string{"vip"}, Services: []request.ServiceID{"FRA3"}, Open: true}, "r4 r5")
		selects(t, s, "of another service", request.Filter{Services: []request.ServiceID{"FRA3"}, Open: true, Not: &vip}, "r3")
	},
	"a page may hold the newest notes": func(t *testing.T, s Subject) {
		for n := 1; n <= 3; n++ {
			receive(t, s, n, nil)
		}
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) {
			d.Add = []*request.Note{{ID: "n1", Body: "first", CreatedAt: s.Clock.Now()}, {ID: "n2", Body: "second", CreatedAt: s.Clock.Now()}}
		})
		s.Clock.Advance(time.Second)
		edit(t, s.Sync, "l2", func(d *store.LinkDoc) { d.Add = []*request.Note{{ID: "n3", Body: "third", CreatedAt: s.Clock.Now()}} })
		page, err := s.Desk.List(t.Context(), store.Query{Newest: true})
		must(t, err)
		equal(t, "requests", len(page.Items), 3)
		equal(t, "notes", len(page.Newest), 2)
		equal(t, "of the first", page.Newest["r1"].Body, "second")
		equal(t, "of the second", page.Newest["r2"].Body, "third")
		page, err = s.Desk.List(t.Context(), store.Query{Newest: true, Filter: request.Filter{Clients: []request.ClientID{"nobody"}}})
		must(t, err)
		equal(t, "of none", len(page.Newest), 0)
	},
	"people keep views": func(t *testing.T, s Subject) {
		put := func(v store.View) { must(t, s.Desk.PutView(t.Context(), v)) }
		put(store.View{Owner: "dana", Name: "VIP", Query: "label:vip", Order: request.ByTime})
		put(store.View{Owner: "dana", Name: "Late", Query: "sla:late"})
		put(store.View{Owner: "kim", Name: "VIP", Query: "p:1"})
		put(store.View{Owner: "dana", Name: "VIP", Query: "label:vip is:open", Order: request.ByTurn})
		views, err := s.Desk.Views(t.Context(), "dana")
		must(t, err)
		equal(t, "dana's", fmt.Sprint(views), "[{dana Late sla:late } {dana VIP label:vip is:open next}]")
		must(t, s.Desk.DropView(t.Context(), "dana", "VIP"))
		must(t, s.Desk.DropView(t.Context(), "dana", "VIP"))
		views, err = s.Desk.Views(t.Context(), "dana")
		must(t, err)
		equal(t, "one less", len(views), 1)
		views, err = s.Desk.Views(t.Context(), "kim")
		must(t, err)
		equal(t, "kim's", len(views), 1)
	},
	"who must act next": func(t *testing.T, s Subject) {
		for n := 1; n <= 5; n++ {
			s.Clock.Advance(time.Second)
			receive(t, s, n, nil)
		}
		open := request.Filter{Open: true}
		given := func(key request.Key, teams ...request.TeamID) {
			s.Clock.Advance(time.Second)
			update(t, s, key, func(d *store.Doc) {
				d.Request.Delegations[0].State = request.DelegateDone
				d.Request.Passed = request.Turn{Party: request.TeamParty, Teams: teams, Since: s.Clock.Now()}
				for i, team := range teams {
					if i > 0 {
						d.Request.Delegations = append(d.Request.Delegations, d.Request.Delegations[0])
					}
					x := &d.Request.Delegations[i]
					x.ID, x.Team, x.State, x.Link = request.DelegationID(fmt.Sprint("d", key, i)), team, request.Accepted, d.Request.Links[0].ID
				}
			})
		}
		for n := 1; n <= 5; n++ {
			key := request.Key(fmt.Sprintf("SP-%d", 1000+n))
			update(t, s, key, func(d *store.Doc) { d.Request.Delegations[0].State = request.DelegateDone })
		}
		given("SP-1005", "core")
		given("SP-1001", "core", "field")
		update(t, s, "SP-1003", func(d *store.Doc) { d.Request.Status = request.WaitingClient })
		update(t, s, "SP-1004", func(d *store.Doc) { d.Request.Status = request.Closed })
		next := func(names ...string) request.Filter { return request.Filter{Open: true, Next: names} }
		selects(t, s, "the desk", next("spoc"), "r2")
		selects(t, s, "teams", next("team"), "r1 r5")
		selects(t, s, "the client", next("client"), "r3")
		selects(t, s, "a team", next(request.NextTeam("field")), "r1")
		selects(t, s, "a team or the client", next(request.NextTeam("core"), "client"), "r1 r3 r5")
		selects(t, s, "no team", request.Filter{Open: true, Not: &request.Filter{Next: []string{"team"}}}, "r2 r3")
		for limit := 1; limit <= 5; limit++ {
			got := ids(t, s, store.Query{Filter: open, Order: request.ByTurn, Limit: limit})
			equal(t, fmt.Sprintf("by %d", limit), strings.Join(got, " "), "r2 r5 r1 r3")
		}
		update(t, s, "SP-1002", func(d *store.Doc) { d.Request.Status = request.Resolved })
		edit(t, s.Sync, "l5", func(d *store.LinkDoc) { d.Link.Health = request.Parked })
		selects(t, s, "the desk later", next("spoc"), "r5")
		got := ids(t, s, store.Query{Filter: open, Order: request.ByTurn, Limit: 1})
		equal(t, "later", strings.Join(got, " "), "r5 r1 r3")
	},
	"selection follows changes": func(t *testing.T, s Subject) {
		board(t, s)
		update(t, s, "SP-1001", func(d *store.Doc) { d.Request.Labels = []string{"line"} })
		selects(t, s, "old label", request.Filter{Labels: []string{"vip"}}, "")
		edit(t, s.Sync, "l2", func(d *store.LinkDoc) { d.Link.Health = request.InSync })
		selects(t, s, "health", request.Filter{Health: []request.Health{request.InSync}}, "r2 r5")
		for _, health := range []request.Health{request.Failed, request.Parked} {
			edit(t, s.Sync, "l4", func(d *store.LinkDoc) { d.Link.Health = health })
			selects(t, s, string(health), request.Filter{Attention: []request.Attention{request.AttentionSync}}, "r4")
		}
		edit(t, s.Sync, "l4", func(d *store.LinkDoc) { d.Link.Health = request.Detached })
		selects(t, s, "detached", request.Filter{Attention: []request.Attention{request.AttentionSync}}, "")
		update(t, s, "SP-1002", func(d *store.Doc) { d.Request.Status = request.Closed })
		selects(t, s, "open", request.Filter{Open: true}, "r1 r4 r5")
	},
	"orders": func(t *testing.T, s Subject) {
		board(t, s)
		s.Clock.Advance(time.Second)
		update(t, s, "SP-1002", func(d *store.Doc) { d.Request.Title = "newest" })
		for order, want := range map[request.Order]string{
			request.ByActivity: "r2 r6 r5 r4 r3 r1",
			request.ByCreation: "r6 r5 r4 r3 r2 r1",
			request.ByPriority: "r1 r2 r3 r4 r5 r6",
		} {
			for limit := 1; limit <= 7; limit++ {
				got := ids(t, s, store.Query{Order: order, Limit: limit})
				equal(t, fmt.Sprintf("%s by %d", order, limit), strings.Join(got, " "), want)
			}
		}
	},
	"a cursor of something else is refused": func(t *testing.T, s Subject) {
		board(t, s)
		page, err := s.Desk.List(t.Context(), store.Query{Order: request.ByActivity, Limit: 1})
		must(t, err)
		for _, cursor := range []string{"x", "a", "a1", page.Next + "!"} {
			_, err = s.Desk.List(t.Context(), store.Query{Order: request.ByActivity, Cursor: cursor})
			wantError(t, err, store.ErrCursor)
		}
		_, err = s.Desk.List(t.Context(), store.Query{Order: request.ByPriority, Cursor: page.Next})
		wantError(t, err, store.ErrCursor)
	},
	"restricted requests are for those who are named": func(t *testing.T, s Subject) {
		receive(t, s, 1, nil)
		receive(t, s, 2, func(n *store.New) { n.Request.Restricted = []string{"dana", "kim"} })
		selects(t, s, "nobody", request.Filter{}, "r1")
		selects(t, s, "a stranger", request.Filter{People: "eve"}, "r1")
		selects(t, s, "dana", request.Filter{People: "dana"}, "r1 r2")
		selects(t, s, "a stranger who asks for not open", request.Filter{People: "eve", Not: &request.Filter{Statuses: []request.Status{request.Closed}}}, "r1")
		update(t, s, "SP-1002", func(d *store.Doc) { d.Request.Restricted = []string{"kim"} })
		selects(t, s, "dana later", request.Filter{People: "dana"}, "r1")
		s.Index(t)
		got := ids(t, s, store.Query{Filter: request.Filter{Words: []string{"line"}, People: "eve"}})
		equal(t, "found by a stranger", strings.Join(got, " "), "r1")
	},
	"words are found wherever they stand": func(t *testing.T, s Subject) {
		receive(t, s, 1, func(n *store.New) {
			n.Request.Title, n.Request.Service = "Líne FLAPS hard", "FRA3-10G-014"
			n.Request.ExternalIDs = []request.ExternalID{{Owner: "o", Type: "t", ID: "CASE-77"}}
		})
		receive(t, s, 2, func(n *store.New) { n.Notes = []*request.Note{{ID: "n1", Body: "the optics look dirty; line dark"}} })
		s.Index(t)
		for words, want := range map[string]string{
			"line": "r2 r1", "flaps": "r1", "optics": "r2", "case-77": "r1", "NET-2": "r2", "fra3 10g": "r1",
			"opt": "r2", "line dirty": "r2", "absent": "", "SP-1002": "r2", `"); DROP'`: "",
		} {
			got := ids(t, s, store.Query{Filter: request.Filter{Words: strings.Fields(words)}, Limit: 1})
			equal(t, "found "+words, strings.Join(got, " "), want)
		}
		edit(t, s.Sync, "l2", func(d *store.LinkDoc) { d.Add = []*request.Note{{ID: "n2", Body: "transceiver swapped"}} })
		update(t, s, "SP-1001", func(d *store.Doc) { d.Request.Title = "quiet" })
		s.Index(t)
		selects(t, s, "a new note", request.Filter{Words: []string{"transceiver"}}, "r2")
		selects(t, s, "a title that went", request.Filter{Words: []string{"flaps"}}, "")
		for _, sign := range []string{"%", "_", "*", "\"", "\\", "—"} {
			selects(t, s, "the sign "+sign, request.Filter{Words: []string{sign}}, "")
			selects(t, s, "not the sign "+sign, request.Filter{Not: &request.Filter{Words: []string{sign}}}, "r1 r2")
			selects(t, s, "a word beside the sign "+sign, request.Filter{Words: []string{"transceiver", sign}}, "r2")
		}
		selects(t, s, "a word and a sign in it", request.Filter{Words: []string{"trans%ver"}}, "")
		selects(t, s, "not a word", request.Filter{Not: &request.Filter{Words: []string{"optics"}}}, "r1")
	},
	"counts stop at the limit": func(t *testing.T, s Subject) {
		board(t, s)
		counts, err := s.Desk.Counts(t.Context(), []request.Filter{{}, {Open: true}, {Clients: []request.ClientID{"argent"}}}, 3)
		must(t, err)
		equal(t, "counts", fmt.Sprint(counts), "[3 3 1]")
	},
	"a page holds links and no gaps while others write": func(t *testing.T, s Subject) {
		const there = 60
		for n := 1; n <= there; n++ {
			s.Clock.Advance(time.Millisecond)
			receive(t, s, n, nil)
		}
		stop, stopped := make(chan struct{}), sync.WaitGroup{}
		stopped.Go(func() {
			for n := there + 1; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				s.Clock.Advance(time.Millisecond)
				r, links := sample(n)
				if err := s.Desk.Create(t.Context(), store.New{Request: r, Links: links}); err != nil {
					t.Error(err)
					return
				}
			}
		})
		for _, order := range []request.Order{request.ByActivity, request.ByCreation, request.ByPriority} {
			seen := map[string]int{}
			q := store.Query{Order: order, Limit: 7}
			for len(seen) == 0 || q.Cursor != "" && len(seen) < there {
				page, err := s.Desk.List(t.Context(), q)
				must(t, err)
				for _, r := range page.Items {
					seen[string(r.ID)]++
					equal(t, "links of "+string(r.ID), len(r.Links), 1)
				}
				q.Cursor = page.Next
			}
			for n := 1; n <= there && order != request.ByPriority; n++ {
				if times := seen[fmt.Sprintf("r%d", n)]; times > 1 {
					t.Errorf("request %d was listed %d times by %s", n, times, order)
				}
			}
		}
		close(stop)
		stopped.Wait()
		equal(t, "all are listed", len(ids(t, s, store.Query{Limit: 200})) >= there, true)
	},
}
