package demo_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// umbrellaOf makes an umbrella that gathers requests.
func (h hub) umbrellaOf(title string, keys ...string) record {
	h.t.Helper()
	var r record
	h.call("POST", "/requests", object{"kind": "incident", "title": title, "umbrella": "major", "priority": "P1"}).into(h.t, http.StatusCreated, &r)
	var done struct {
		Gathered []string
		Refused  []any
	}
	h.call("POST", "/requests/"+r.Key+"/gathered", object{"requests": keys}).into(h.t, http.StatusOK, &done)
	if len(done.Gathered) != len(keys) || len(done.Refused) > 0 {
		h.t.Fatalf("gathered %+v", done)
	}
	return r
}

// Five clients with one fault are one ticket for a team. Each client hears the
// desk in its own language and never of the others; the end comes to all.
func umbrella(t *testing.T, s *site) {
	h := s.hub(t)
	var keys []string
	for client, service := range map[string]string{"nordwind": "FRA3-10G-014", "argent-pay": "LON2-XC-118", "harbour-media": "HM-CDN-01"} {
		keys = append(keys, h.create(object{"title": "Dark at " + client, "client": client, "service": service}).Key)
	}
	by := map[string]string{}
	for _, key := range keys {
		var x struct{ Client string }
		h.call("GET", "/requests/"+key, nil).into(t, 200, &x)
		by[x.Client] = key
	}
	r := h.umbrellaOf("Line card seven", keys...)
	r = h.delegate(r.Key, "core-network")
	h.call("POST", "/requests/"+keys[0]+"/delegations", object{"team": "core-network"}).into(t, http.StatusConflict, nil)
	x := only(t, s.tools(t), "core-network")
	l := r.link(t, "core-network")
	once(t, x, "Line card seven")
	for client := range by {
		if n := strings.Count(strings.Join(x.titles(), "\n"), "Dark at "+client); n != 0 {
			t.Errorf("%s has %d tickets beside the umbrella's", client, n)
		}
	}
	h.broadcasts(r.Key, by)
	h.call("POST", "/requests/"+r.Key+"/broadcasts", object{"audience": "teams", "texts": object{"de": "Ersatzteil um 5.", "en": "Spare part at 5."}}).into(t, 200, nil)
	h.call("POST", "/requests/"+by["argent-pay"]+"/replies", object{"body": "for Argent alone 5521"}).into(t, 201, nil)
	within(t, 5*soon, func() string {
		if at := x.read(l); at.says("Ersatzteil um 5.") != 1 || at.says("Spare part") != 0 {
			return fmt.Sprintf("the team reads %q", at.comments)
		}
		return ""
	})
	at := x.read(l)
	for _, secret := range []string{"Argent", "Nordwind", "Harbour", "5521", "Wir arbeiten"} {
		if strings.Contains(at.text+strings.Join(at.comments, " "), secret) {
			t.Errorf("the team's ticket names %q", secret)
		}
	}
	h.patch(r.Key, object{"status": "monitoring"})
	h.call("DELETE", "/requests/"+r.Key+"/gathered/"+by["harbour-media"], nil).into(t, http.StatusNoContent, nil)
	for client, key := range by {
		if now := h.until(key, "monitoring", func(x told) bool { return x.Status == "monitoring" }); len(now.Delegations) > 0 {
			t.Errorf("%s has tasks of its own: %+v", client, now.Delegations)
		}
	}
	x.move(l, "done")
	h.until(r.Key, "the end", func(x told) bool { return x.Delegations[0].State == "done" })
	h.patch(r.Key, object{"status": "resolved"})
	for client, key := range by {
		released := client == "harbour-media"
		now := h.until(key, "the end of the umbrella", func(x told) bool { return released || x.needs("all done") || x.Status == "resolved" })
		if released && (now.Status != "monitoring" || now.needs("all done")) {
			t.Errorf("a released request followed: %+v", now)
		}
	}
}

type untold struct{ Key, Client, Detail string }

// broadcasts writes to the clients of an umbrella, in two languages of three.
func (h hub) broadcasts(key string, by map[string]string) {
	h.t.Helper()
	var told struct {
		Told   []struct{ Key string }
		Untold []untold
	}
	texts := object{"de": "Wir arbeiten daran 5520.", "en": "We work on it 5520."}
	h.call("POST", "/requests/"+key+"/broadcasts", object{"texts": texts}, "Idempotency-Key", "b-"+key).into(h.t, 200, &told)
	if len(told.Told) != 0 || len(told.Untold) != 3 { // none has a tool of its own
		h.t.Errorf("told %+v", told)
	}
	if i := slices.IndexFunc(told.Untold, func(x untold) bool { return x.Client == "harbour-media" }); i < 0 || !strings.Contains(told.Untold[i].Detail, "language") {
		h.t.Errorf("told %+v", told)
	}
	h.call("POST", "/requests/"+key+"/broadcasts", object{"texts": texts}, "Idempotency-Key", "b-"+key).into(h.t, 200, nil)
	for client, want := range map[string]string{"nordwind": "Wir arbeiten daran 5520.", "argent-pay": "We work on it 5520.", "harbour-media": ""} {
		notes := h.get(by[client]).Notes
		if want == "" && len(notes) > 0 || want != "" && (len(notes) != 1 || notes[0].Body != want || notes[0].Audience != "client") {
			h.t.Errorf("%s was told %+v", client, notes)
		}
	}
}

// A merged umbrella hands over what it gathered and its team's only ticket, and
// takes both back.
func mergedUmbrellas(t *testing.T, s *site) {
	h := s.hub(t)
	one, two := h.create(object{"title": "One below"}).Key, h.create(object{"title": "Two below", "client": "argent-pay", "service": "AP-VPN-03"}).Key
	first, second := h.umbrellaOf("First umbrella", one), h.umbrellaOf("Second umbrella", two)
	first = h.delegate(first.Key, "data-centre")
	h.call("POST", "/requests/"+first.Key+"/merge", object{"into": second.Key}).into(t, 200, nil)
	under := func(umbrella string) func() string {
		return func() string {
			var x struct {
				Umbrella struct {
					By string `json:"gathered_by"`
				}
			}
			h.call("GET", "/requests/"+one, nil).into(t, 200, &x)
			if x.Umbrella.By != umbrella {
				return fmt.Sprintf("%s is under %q", one, x.Umbrella.By)
			}
			return ""
		}
	}
	within(t, 5*soon, under(second.Key))
	l := h.settled(second.Key, 5*soon).link(t, "data-centre")
	if l.TicketID != first.Links[0].TicketID || l.State != "todo" {
		t.Errorf("the survivor has %+v, the merged one had %+v", l, first.Links[0])
	}
	x := only(t, s.tools(t), "data-centre")
	x.comment(l, "the part is on its way")
	h.follows(second.Key, "the team's comment", func(now record) bool { return now.says("the part is on its way") == 1 })
	if n := strings.Count(strings.Join(x.titles(), "\n"), "t umbrella") + strings.Count(strings.Join(x.titles(), "\n"), "Second umbrella"); n != 1 {
		t.Errorf("%d tickets of two merged umbrellas", n)
	}
	h.call("DELETE", "/requests/"+first.Key+"/merge", nil).into(t, 200, nil)
	within(t, 5*soon, under(first.Key))
	if back := h.settled(first.Key, 5*soon).link(t, "data-centre"); back.TicketID != l.TicketID {
		t.Errorf("after the undo: %+v", back)
	}
}
