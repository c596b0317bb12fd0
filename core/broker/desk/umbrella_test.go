package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// parties has a client for every case: two that share a line card, one that a
// team does not serve, one whose language nobody wrote.
func parties() *request.Directory {
	d := directory()
	d.Clients["nordwind"] = request.Client{ID: "nordwind", Title: "Nordwind AG", Language: "de-DE"}
	d.Clients["argent"] = request.Client{ID: "argent", Title: "Argent Pay", Language: "en"}
	d.Clients["lumen"] = request.Client{ID: "lumen", Title: "Lumen SA", Language: "fr"}
	d.Services = map[request.ServiceID]request.Service{
		"N-1": {ID: "N-1", Client: "nordwind", Site: "FRA3", Components: []string{"lc7"}, RedundancyGroup: "ring"},
		"A-1": {ID: "A-1", Client: "argent", Components: []string{"lc7", "lc8"}},
		"A-2": {ID: "A-2", Client: "argent", RedundancyGroup: "ring"},
		"L-1": {ID: "L-1", Client: "lumen", Site: "FRA3"},
		"L-2": {ID: "L-2", Client: "lumen", Site: "HAM1"},
	}
	return d
}

func (w *world) umbrella(t *testing.T) request.Key {
	t.Helper()
	r, err := w.Receive(t.Context(), jana, desk.Received{Draft: request.Request{
		Title: "Line card", Umbrella: request.Major, Affected: []request.Affected{{Service: "N-1", Impact: request.Down}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return r.Key
}

func (w *world) about(t *testing.T, client request.ClientID, service request.ServiceID) request.Key {
	t.Helper()
	r, err := w.Receive(t.Context(), jana, desk.Received{Draft: request.Request{Client: client, Service: service, Title: "Loss"}})
	if err != nil {
		t.Fatal(err)
	}
	return r.Key
}

func (w *world) gather(t *testing.T, umbrella request.Key, keys ...request.Key) {
	t.Helper()
	done, refused, err := w.Gather(t.Context(), jana, desk.Target{Key: umbrella}, keys, "")
	if err != nil || len(done) != len(keys) {
		t.Fatalf("gathered %v, refused %v, %v", done, refused, err)
	}
}

func (w *world) triage(t *testing.T, key request.Key, e request.Edit, m *request.Move) {
	t.Helper()
	if _, err := w.Triage(t.Context(), jana, desk.Target{Key: key}, e, m); err != nil {
		t.Fatal(err)
	}
}

func (w *world) hide(t *testing.T, key request.Key) {
	t.Helper()
	w.triage(t, key, request.Edit{Restricted: &[]string{jana.Login}}, nil)
}

func TestGatherSaysWhatItRefuses(t *testing.T) {
	t.Parallel()
	w := openWith(t, parties(), watchNothing)
	major, other := w.umbrella(t), w.umbrella(t)
	taken, good, secret, over := w.received(t, "argent"), w.received(t, "nordwind"), w.received(t, "nordwind"), w.received(t, "argent")
	w.gather(t, other, taken)
	w.hide(t, secret)
	w.triage(t, over, request.Edit{}, &request.Move{To: request.Cancelled})
	keys := []request.Key{taken, good, secret, over, major, other, "SP-9", good}
	done, refused, err := w.Gather(t.Context(), jana, desk.Target{Key: major}, keys, "")
	if err != nil || !slices.Equal(done, []request.Key{good, good}) {
		t.Fatalf("gathered %v, %v", done, err)
	}
	var said []string
	for _, r := range refused {
		said = append(said, string(r.Key))
	}
	if want := []string{string(taken), string(secret), string(over), string(major), string(other), "SP-9"}; !slices.Equal(said, want) {
		t.Errorf("refused %v, want %v", said, want)
	}
	if r := w.item(t, good).Request; r.GatheredBy != major {
		t.Errorf("gathered by %q", r.GatheredBy)
	}
	for range 2 {
		_, err := w.Release(t.Context(), jana, desk.Target{Key: major}, good)
		var missing *request.MissingError
		if r := w.item(t, good).Request; r.Gathered != "" || r.Took != nil || err != nil && !errors.As(err, &missing) {
			t.Errorf("released: %+v, %v", r, err)
		}
	}
}

func TestAnUmbrellaOwnsTheDelegations(t *testing.T) {
	t.Parallel()
	w := openWith(t, parties(), watchNothing)
	major, a, b := w.umbrella(t), w.received(t, "nordwind"), w.received(t, "argent")
	w.delegated(t, a, "core")
	done, _, err := w.Gather(t.Context(), jana, desk.Target{Key: major}, []request.Key{a, b}, request.WithdrawOpen)
	if err != nil || len(done) != 2 {
		t.Fatal(done, err)
	}
	if d := w.item(t, a).Request.Delegations[0]; d.State != request.DelegateEnded {
		t.Errorf("the gathered request's own delegation is %s", d.State)
	}
	w.delegated(t, major, "core")
	w.delegated(t, major, "dc") // serves nordwind alone: an umbrella has no client
	_, _, err = w.Delegate(t.Context(), jana, desk.Target{Key: b}, request.Delegate{Team: "core"}, true)
	var standing *request.StandingError
	if !errors.As(err, &standing) || standing.Key != major {
		t.Errorf("a second ticket for the team: %v", err)
	}
}

func TestUmbrellasStateFlowsDown(t *testing.T) {
	t.Parallel()
	w := openWith(t, parties(), watchNothing)
	major, a, b, late := w.umbrella(t), w.received(t, "nordwind"), w.received(t, "argent"), w.received(t, "argent")
	w.gather(t, major, a, b)
	w.hide(t, b)
	soon, own := noon.Add(time.Hour), noon.Add(3*time.Hour)
	w.triage(t, major, request.Edit{ExpectedAt: &soon, NextUpdateAt: &soon}, &request.Move{To: request.InProgress})
	w.triage(t, a, request.Edit{ExpectedAt: &own, Reason: "their own line too"}, nil)
	w.triage(t, major, request.Edit{}, &request.Move{To: request.Monitoring})
	r := w.item(t, a).Request
	if r.Status != request.Monitoring || r.RestoredAt != noon || r.ExpectedAt != own || r.NextUpdateAt != soon {
		t.Errorf("followed: %s, restored %s, expected %s, next %s", r.Status, r.RestoredAt, r.ExpectedAt, r.NextUpdateAt)
	}
	if r := w.item(t, b).Request; r.Status != request.New || !r.NextUpdateAt.IsZero() {
		t.Errorf("a restricted request followed: %s", r.Status)
	}
	w.gather(t, major, late)
	w.triage(t, major, request.Edit{}, &request.Move{To: request.Resolved})
	for _, key := range []request.Key{a, late} {
		if r := w.item(t, key).Request; r.Status != request.Monitoring || !slices.Contains(r.Attention, request.AttentionAllDone) {
			t.Errorf("%s is %s, %v", key, r.Status, r.Attention)
		}
	}
	w.triage(t, major, request.Edit{}, &request.Move{To: request.InProgress})
	if r := w.item(t, a).Request; slices.Contains(r.Attention, request.AttentionAllDone) || r.Status != request.Monitoring || !r.RestoredAt.IsZero() {
		t.Errorf("reopened: %s, %v, restored %s", r.Status, r.Attention, r.RestoredAt)
	}
	if did, err := w.Flow(t.Context()); did || err != nil {
		t.Errorf("something is left to do: %v", err)
	}
}

func TestACancelledUmbrellaLeavesNobodyBehind(t *testing.T) {
	t.Parallel()
	w := openWith(t, parties(), watchNothing)
	major, a, b, done := w.umbrella(t), w.received(t, "nordwind"), w.received(t, "argent"), w.received(t, "argent")
	w.gather(t, major, a, b, done)
	w.triage(t, done, request.Edit{}, &request.Move{To: request.Resolved})
	w.triage(t, major, request.Edit{}, &request.Move{To: request.Cancelled, Reason: "a false alarm"})
	asks := func(key request.Key) bool {
		r := w.item(t, key).Request
		said := slices.ContainsFunc(r.Why(noon), func(c request.Concern) bool { return strings.Contains(w.Directory().Says(c), string(major)) })
		return said && slices.Contains(r.Attention, request.AttentionUmbrella)
	}
	if !asks(a) || !asks(b) || asks(done) {
		t.Errorf("asked: %v %v %v", asks(a), asks(b), asks(done))
	}
	if page, err := w.List(t.Context(), jana, desk.Query{Text: "is:attention"}); err != nil || len(page.Items) != 2 {
		t.Errorf("%d need attention, %v", len(page.Items), err)
	}
	if _, err := w.Release(t.Context(), jana, desk.Target{Key: major}, a); err != nil || asks(a) {
		t.Errorf("released: %v", err)
	}
	w.triage(t, major, request.Edit{}, &request.Move{To: request.InProgress})
	if asks(b) {
		t.Error("the umbrella goes on")
	}
}

func TestAMergeSaysWhoHasTwoTickets(t *testing.T) {
	t.Parallel()
	w := openWith(t, parties(), watchNothing)
	first, second := w.umbrella(t), w.umbrella(t)
	for _, team := range []request.TeamID{"core", "field"} {
		w.delegated(t, first, team)
	}
	w.delegated(t, second, "core")
	asks := func(key request.Key) (teams []request.TeamID) {
		for _, c := range w.item(t, key).Request.Why(noon) {
			if c.Attention == request.AttentionTwice {
				teams = append(teams, c.Team)
			}
		}
		return teams
	}
	merge := func() {
		t.Helper()
		if _, err := w.Merge(t.Context(), jana, desk.Target{Key: first}, second); err != nil {
			t.Fatal(err)
		}
		if got := asks(second); !slices.Equal(got, []request.TeamID{"core"}) {
			t.Fatalf("two tickets: %v", got)
		}
	}
	merge()
	if _, err := w.Unmerge(t.Context(), jana, desk.Target{Key: first}); err != nil || len(asks(first))+len(asks(second)) != 0 {
		t.Errorf("undone: %v %v, %v", asks(first), asks(second), err)
	}
	merge()
	r := w.item(t, second).Request
	if _, err := w.Withdraw(t.Context(), jana, desk.Target{Key: second}, r.Delegations[0].ID, ""); err != nil || len(asks(second)) != 0 {
		t.Errorf("withdrawn: %v, %v", asks(second), err)
	}
}

func TestUmbrellaResolvesByPolicy(t *testing.T) {
	t.Parallel()
	d := parties()
	d.RollUp = map[request.Kind]request.Outcome{request.Incident: request.Resolve}
	w := openWith(t, d, watchNothing)
	major, a, busy := w.umbrella(t), w.received(t, "nordwind"), w.received(t, "argent")
	w.delegated(t, busy, "core")
	w.gather(t, major, a, busy)
	w.triage(t, major, request.Edit{}, &request.Move{To: request.Resolved})
	if r := w.item(t, a).Request; r.Status != request.Resolved {
		t.Errorf("%s is %s", a, r.Status)
	}
	if r := w.item(t, busy).Request; r.Status != request.New {
		t.Errorf("with work of its own under way: %s", r.Status)
	}
	w.triage(t, major, request.Edit{}, &request.Move{To: request.InProgress})
	if r := w.item(t, a).Request; r.Status != request.InProgress {
		t.Errorf("reopened: %s", r.Status)
	}
}

func TestBroadcastInEveryLanguage(t *testing.T) {
	t.Parallel()
	w := openWith(t, parties(), watchNothing)
	major, de, en, fr, secret := w.umbrella(t), w.received(t, "nordwind"), w.received(t, "argent"), w.received(t, "lumen"), w.received(t, "argent")
	w.gather(t, major, de, en, fr, secret)
	w.hide(t, secret)
	b := request.Broadcast{ID: "b1", Audience: request.ToClient, Texts: map[string]string{"en": "We work on it.", "de": "Wir arbeiten daran."}}
	for range 2 {
		told, err := w.Broadcast(t.Context(), jana, desk.Target{Key: major}, b)
		if err != nil || len(told) != 4 {
			t.Fatalf("told %+v, %v", told, err)
		}
		for _, x := range told {
			silent := x.Key == fr || x.Key == secret
			if x.Why == "" || silent == strings.Contains(x.Why, "tell it by phone") || silent != (len(x.Notes) == 0) {
				t.Errorf("told %+v", x)
			}
		}
	}
	if out := w.item(t, major).Request.LeftOut; len(out) != 3 || out[0].Key != fr || out[0].Broadcast != "b1" || out[0].Why == out[1].Why {
		t.Errorf("left out: %+v", out)
	}
	b.ID, b.Fallback = "b2", "en"
	if _, err := w.Broadcast(t.Context(), jana, desk.Target{Key: major}, b); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[request.Key][]string{
		de: {"Wir arbeiten daran.", "Wir arbeiten daran."}, en: {"We work on it.", "We work on it."}, fr: {"We work on it."}, secret: nil,
	} {
		var got []string
		for _, n := range w.item(t, key).Notes {
			if n.Audience != request.ToClient || n.Author.Name != jana.Name || n.Author.Origin != request.DeskOrigin {
				t.Errorf("%s: %+v", key, n)
			}
			got = append(got, n.Body)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s was told %q, want %q", key, got, want)
		}
	}
	if out := w.item(t, major).Request.LeftOut; len(out) != 6 || out[5].Why != out[1].Why {
		t.Errorf("left out with a fallback: %+v", out)
	}
	w.hide(t, fr)
	if out, err := w.Untold(t.Context(), auth.Actor{Login: "tom", Role: auth.SPOC}, w.item(t, major).Request); err != nil || slices.ContainsFunc(out, func(x desk.Untold) bool { return x.Key == fr }) {
		t.Errorf("somebody sees a restricted request: %+v, %v", out, err)
	}
	if notes := w.item(t, major).Notes; len(notes) != 2 || notes[0].Audience != request.Internal || !strings.Contains(notes[0].Body, "Wir arbeiten daran.") {
		t.Errorf("the umbrella's record: %+v", notes)
	}
	for field, b := range map[string]request.Broadcast{
		"texts": {Audience: request.ToClient}, "fallback": {Audience: request.ToClient, Texts: b.Texts, Fallback: "fr"},
		"audience": {Audience: request.Internal, Texts: b.Texts},
	} {
		var f *request.FieldError
		if _, err := w.Broadcast(t.Context(), jana, desk.Target{Key: major}, b); !errors.As(err, &f) || f.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// TestAPromiseOutlivesABroadcastThatNobodyHears: what reaches nobody keeps no
// promise, and one that is kept says so in the history.
func TestAPromiseOutlivesABroadcastThatNobodyHears(t *testing.T) {
	t.Parallel()
	w := openWith(t, parties(), watchNothing)
	major, key := w.umbrella(t), w.received(t, "argent")
	w.gather(t, major, key)
	due, next := noon.Add(time.Minute), noon.Add(time.Hour)
	w.triage(t, key, request.Edit{NextUpdateAt: &due}, nil)
	w.at(due.Add(time.Minute))
	b := request.Broadcast{Audience: request.ToClient, Texts: map[string]string{"en": "We work on it."}}
	if told, err := w.Broadcast(t.Context(), jana, desk.Target{Key: major}, b); err != nil || !strings.Contains(told[0].Why, "tell it by phone") {
		t.Fatalf("told %+v, %v", told, err)
	}
	page, err := w.List(t.Context(), jana, desk.Query{Text: "promise:due"})
	if r := w.item(t, key).Request; err != nil || len(page.Items) != 1 || !r.NextUpdateAt.Equal(due) {
		t.Errorf("promised %v, %d promises are due, %v", r.NextUpdateAt, len(page.Items), err)
	}
	if _, _, err := w.Reply(t.Context(), jana, desk.Target{Key: key}, desk.Answer{Text: desk.Text{Body: "Told."}, Via: request.ByPhone}); err != nil {
		t.Fatal(err)
	}
	kept := func(e request.Event) bool { return e.Field == "next_update_at" && e.From != "" && e.To == "" }
	history, err := w.History(t.Context(), jana, key, 0, 20)
	if item := w.item(t, key); err != nil || !item.Request.NextUpdateAt.IsZero() || !slices.ContainsFunc(history, kept) {
		t.Errorf("after a call promised is %v", item.Request.NextUpdateAt)
	}
	b.Next = next
	if _, err := w.Broadcast(t.Context(), jana, desk.Target{Key: major}, b); err != nil {
		t.Fatal(err)
	}
	for _, key := range []request.Key{major, key} {
		if r := w.item(t, key).Request; !r.NextUpdateAt.Equal(next) {
			t.Errorf("%s promises %v", key, r.NextUpdateAt)
		}
	}
	var f *request.FieldError
	b.Audience = request.Teams
	if _, err := w.Broadcast(t.Context(), jana, desk.Target{Key: major}, b); !errors.As(err, &f) || f.Field != "next_update_at" {
		t.Errorf("teams are promised something: %+v", f)
	}
}

func TestBroadcastToTeams(t *testing.T) {
	t.Parallel()
	d := parties()
	for id, tag := range map[request.TeamID]string{"core": "de", "dc": "en"} {
		team := d.Teams[id]
		team.Language = tag
		d.Teams[id] = team
	}
	w := openWith(t, d, watchNothing)
	major, child := w.umbrella(t), w.received(t, "nordwind")
	core, dc := w.delegated(t, major, "core"), w.delegated(t, child, "dc")
	w.gather(t, major, child)
	b := request.Broadcast{Audience: request.Teams, Texts: map[string]string{"en": "The part is here.", "de": "Das Teil ist da."}}
	if _, err := w.Broadcast(t.Context(), jana, desk.Target{Key: major}, b); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[request.Key]request.Copy{major: {Link: core, Note: "Das Teil ist da."}, child: {Link: dc, Note: "The part is here."}} {
		notes := w.item(t, key).Notes
		last := notes[len(notes)-1]
		if last.Audience != request.Teams || last.Body != string(want.Note) || len(last.Copies) != 1 || last.Copies[0].Link != want.Link {
			t.Errorf("%s: %+v", key, last)
		}
	}
}

// TestBroadcastGoesOnAfterACrash cuts a broadcast and a flow off after every
// number of writes and lets the hub go on by itself.
func TestBroadcastGoesOnAfterACrash(t *testing.T) {
	t.Parallel()
	for cut := range 6 {
		watch := &watched{left: -1}
		w := openWith(t, parties(), watch.over)
		major := w.umbrella(t)
		var keys []request.Key
		for range 4 {
			keys = append(keys, w.received(t, "nordwind"))
		}
		w.gather(t, major, keys...)
		watch.left = cut
		b := request.Broadcast{ID: "b1", Audience: request.ToClient, Texts: map[string]string{"de": "Bald."}}
		_, first := w.Broadcast(t.Context(), jana, desk.Target{Key: major}, b)
		watch.left = cut
		_, second := w.Triage(t.Context(), jana, desk.Target{Key: major}, request.Edit{}, &request.Move{To: request.Monitoring})
		watch.left = -1
		for did := true; did; {
			var err error
			if did, err = w.Flow(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for _, key := range keys {
			item := w.item(t, key)
			if cut > 0 && (len(item.Notes) != 1 || item.Request.Status != request.Monitoring) {
				t.Errorf("cut after %d (%v, %v): %s has %d notes and is %s", cut, first, second, key, len(item.Notes), item.Request.Status)
			}
		}
	}
}

func TestProposalsSayWhy(t *testing.T) {
	t.Parallel()
	w := openWith(t, parties(), watchNothing)
	major := w.umbrella(t)
	keys := map[request.ServiceID]request.Key{}
	for id, s := range parties().Services {
		keys[id] = w.about(t, s.Client, id)
	}
	w.hide(t, w.about(t, "nordwind", "N-1"))
	w.triage(t, w.about(t, "nordwind", "N-1"), request.Edit{}, &request.Move{To: request.Cancelled})
	w.gather(t, major, w.about(t, "nordwind", "N-1"))
	check := func(s request.Suspect, want map[request.ServiceID]string) {
		t.Helper()
		got := map[request.Key]string{}
		for cursor := ""; ; {
			list, next, err := w.Proposals(t.Context(), jana, major, s, desk.Query{Limit: 2, Cursor: cursor})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range list {
				for _, k := range p.Reasons {
					got[p.Request.Key] += k.Kind + " " + k.Name + ";"
				}
			}
			if cursor = next; cursor == "" {
				break
			}
		}
		if len(got) != len(want) {
			t.Errorf("proposed %v", got)
		}
		for id, why := range want {
			if got[keys[id]] != why {
				t.Errorf("%s is proposed for %q, want %q", id, got[keys[id]], why)
			}
		}
	}
	check(request.Suspect{}, map[request.ServiceID]string{
		"N-1": "service N-1;component lc7;redundancy_group ring;site FRA3;", "A-1": "component lc7;", "A-2": "redundancy_group ring;", "L-1": "site FRA3;",
	})
	check(request.Suspect{Components: []string{"lc8"}}, map[request.ServiceID]string{"A-1": "component lc8;"})
	check(request.Suspect{Sites: []string{"MUC1"}}, nil)
}

func TestClientTextGoesUpOnlyWhereItIsServed(t *testing.T) {
	t.Parallel()
	w := openWith(t, parties(), watchNothing)
	major, child := w.umbrella(t), w.received(t, "argent")
	core, dc := w.delegated(t, major, "core"), w.delegated(t, major, "dc")
	_, note, err := w.Reply(t.Context(), jana, desk.Target{Key: child}, desk.Answer{Text: desk.Text{Body: "port 7 flaps"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.ShareUp(t.Context(), jana, desk.Target{Key: child}, note.ID, request.Share{}); err == nil {
		t.Error("shared up without an umbrella")
	}
	w.gather(t, major, child)
	for range 2 {
		r, up, err := w.ShareUp(t.Context(), jana, desk.Target{Key: child}, note.ID, request.Share{ID: "u1"})
		if err != nil || r.Key != major || len(up.Copies) != 1 || up.Copies[0].Link != core || up.Author.Origin != request.DeskOrigin {
			t.Fatalf("shared %+v, %v", up, err)
		}
	}
	links := []request.LinkID{dc}
	if _, _, err := w.ShareUp(t.Context(), jana, desk.Target{Key: child}, note.ID, request.Share{Links: links}); err == nil {
		t.Error("a client's words went to a team that does not serve it")
	}
	if _, _, err := w.Share(t.Context(), jana, desk.Target{Key: major}, "u1", request.Share{Audience: request.Teams, Links: links}); err == nil {
		t.Error("shared on, they went to that team")
	}
	if _, _, err := w.Message(t.Context(), jana, desk.Target{Key: major}, desk.Text{Body: "Argent Pay is down"}); err == nil {
		t.Error("a message named the client to that team")
	}
	if n := len(w.item(t, major).Notes); n != 1 {
		t.Errorf("the umbrella has %d notes", n)
	}
}

func TestMergedUmbrellasBringTheirRequestsAlong(t *testing.T) {
	t.Parallel()
	for cut := range 4 {
		watch := &watched{left: -1}
		w := openWith(t, parties(), watch.over)
		first, second := w.umbrella(t), w.umbrella(t)
		a, b, c := w.received(t, "nordwind"), w.received(t, "argent"), w.received(t, "argent")
		w.delegated(t, first, "core")
		w.gather(t, first, a, b)
		w.gather(t, second, c)
		w.triage(t, second, request.Edit{}, &request.Move{To: request.Monitoring})
		settle := func() {
			t.Helper()
			watch.left = -1
			for did := true; did; {
				var err error
				if did, err = w.Flow(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		check := func(what string, want map[request.Key]request.Key) {
			t.Helper()
			for child, umbrella := range want {
				if r := w.item(t, child).Request; r.GatheredBy != umbrella || r.Gathered != w.item(t, umbrella).Request.ID {
					t.Errorf("%s, cut after %d: %s is under %s, want %s", what, cut, child, r.GatheredBy, umbrella)
				}
			}
		}
		watch.left = cut + 1
		if _, err := w.Merge(t.Context(), jana, desk.Target{Key: first}, second); err != nil {
			t.Fatal(err)
		}
		settle()
		check("merged", map[request.Key]request.Key{a: second, b: second, c: second})
		if r := w.item(t, a).Request; r.Status != request.Monitoring {
			t.Errorf("%s is %s under the survivor", a, r.Status)
		}
		if r := w.item(t, first).Request; r.Gave == nil || r.Gave.Into != second || len(w.item(t, second).Request.Delegations) != 1 {
			t.Errorf("the merged umbrella: %+v", r)
		}
		watch.left = cut + 1
		if _, err := w.Unmerge(t.Context(), jana, desk.Target{Key: first}); err != nil {
			t.Fatal(err)
		}
		settle()
		check("undone", map[request.Key]request.Key{a: first, b: first, c: second})
	}
}

// TestTwoHundredUnderOneUmbrella bounds the work for many by that for few: each
// step may cost a fixed number of looks at the store for each request.
func TestTwoHundredUnderOneUmbrella(t *testing.T) {
	t.Parallel()
	few, many := 40, 200
	if testing.Short() {
		few, many = 10, 40
	}
	costs := map[int]map[string]int{few: {}, many: {}}
	for n, cost := range costs {
		watch := &watched{left: -1}
		w := openWith(t, parties(), watch.over)
		major := w.umbrella(t)
		var keys []request.Key
		for range n {
			keys = append(keys, w.received(t, "nordwind"))
		}
		step := func(name string, do func() error) {
			t.Helper()
			before, began := watch.calls, time.Now()
			if err := do(); err != nil {
				t.Fatal(err)
			}
			cost[name] = watch.calls - before
			if took := time.Since(began); took > 30*time.Second {
				t.Errorf("%s of %d took %s", name, n, took)
			}
		}
		step("gather", func() error { w.gather(t, major, keys...); return nil })
		step("broadcast", func() error {
			_, err := w.Broadcast(t.Context(), jana, desk.Target{Key: major}, request.Broadcast{Audience: request.ToClient, Texts: map[string]string{"de": "Bald."}})
			return err
		})
		step("flow", func() error {
			_, err := w.Triage(t.Context(), jana, desk.Target{Key: major}, request.Edit{}, &request.Move{To: request.Monitoring})
			return err
		})
		step("list", func() error {
			page, err := w.List(t.Context(), jana, desk.Query{Text: "is:monitoring"})
			if err == nil && len(page.Items) != min(n+1, desk.DefaultLimit) {
				err = fmt.Errorf("listed %d", len(page.Items))
			}
			return err
		})
		for _, key := range keys {
			if item := w.item(t, key); len(item.Notes) != 1 || item.Request.Status != request.Monitoring {
				t.Fatalf("%s has %d notes and is %s", key, len(item.Notes), item.Request.Status)
			}
		}
	}
	for name, all := range costs[many] {
		if per := costs[few][name]*many/few + 10; all > per {
			t.Errorf("%s: %d looks at the store for %d, %d for %d", name, all, many, costs[few][name], few)
		}
	}
	if all := costs[many]["list"]; all > 1 {
		t.Errorf("the inbox looked %d times at the store", all)
	}
}

func watchNothing(s desk.Store) desk.Store { return s }

// watched counts the looks at a store, documents of a transaction each for
// itself, and fails after so many writes; never where left is negative.
type watched struct {
	desk.Store
	left, calls int
}

func (w *watched) over(s desk.Store) desk.Store {
	w.Store = s
	return w
}

var errCut = errors.New("cut off")

func (w *watched) Update(ctx context.Context, key request.Key, f func(*store.Doc) error) error {
	if w.left == 0 {
		return errCut
	}
	w.left = max(w.left-1, -1)
	w.calls++
	return w.Store.Update(ctx, key, func(d *store.Doc) error {
		other := d.Other
		d.Other = func(k request.Key) (*store.Doc, error) {
			w.calls++
			return other(k)
		}
		return f(d)
	})
}

func (w *watched) Request(ctx context.Context, key request.Key) (*request.Request, []*request.Note, error) {
	w.calls++
	return w.Store.Request(ctx, key)
}

func (w *watched) List(ctx context.Context, q store.Query) (store.Page, error) {
	w.calls++
	return w.Store.List(ctx, q)
}
