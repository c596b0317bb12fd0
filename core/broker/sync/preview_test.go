package sync_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// What a preview shows is what the tool receives, to the letter, and shows without
// a call.
func TestAPreviewIsWhatTheToolReceives(t *testing.T) {
	log := map[string][]string{}
	each(t, func(t *testing.T, b *bench) {
		clear(log)
		key := b.create("Line <down> & *out*")
		b.do(key, request.TakeValue{Field: "labels", Text: "vip"}, request.TakeValue{Field: "due", Text: "2030-02-03T10:00:00Z"},
			request.TakeValue{Field: "description", Text: "- one\n- two\n\n```\ncode @dana"})
		b.sendsAsShown(log, key)
	}, dueBoth, noted(log))
}

// What the tool cannot hold is shown as it is cut, with the request's key.
func TestAPreviewShowsWhatIsCut(t *testing.T) {
	lengthy(t)
	log := map[string][]string{}
	each(t, func(t *testing.T, b *bench) {
		clear(log)
		key := b.create(strings.Repeat("Line down ", 40))
		b.do(key, request.TakeValue{Field: "description", Text: strings.Repeat("lorem *ipsum* dolor\n", 4000)})
		shown := strings.Join(b.sendsAsShown(log, key), "\n")
		if tail := " … [" + string(key) + "]"; b.limited(ticket.Title) && !strings.Contains(shown, tail) {
			t.Errorf("the cut title does not end with %q", tail)
		}
		if b.limited(ticket.Description) && strings.Contains(shown, "whole text: )") {
			t.Error("the cut description does not say where the whole of it stands")
		}
	}, noted(log))
}

// sendsAsShown previews a delegation, carries it out and compares the two.
func (b *bench) sendsAsShown(log map[string][]string, key request.Key) []string {
	b.t.Helper()
	r, _ := b.request(key)
	cause := request.Cause{By: request.Actor{Name: "Mara Lindt", Origin: request.DeskOrigin}, At: b.clock.Now()}
	d, err := request.Decide(r, b.house, cause, request.Delegate{Team: b.team()})
	must(b.t, err)
	b.spent()
	forecast, err := b.engine.Preview(b.t.Context(), d.Request, d.NewLinks[0])
	must(b.t, err)
	if is, calls := b.spent(); is != (cost{}) {
		b.t.Errorf("a preview calls the tool: %v", calls)
	}
	var shown []string
	for _, w := range forecast.Writes {
		shown = append(shown, told(w))
	}
	b.do(key, request.Delegate{Team: b.team()})
	b.rest()
	if wrote := log[b.link(key).Ticket.ID]; len(shown) < 3 || !slices.Equal(wrote, shown) {
		b.t.Errorf("shown %q\nwrote %q", shown, wrote)
	}
	b.added(forecast.Adds, b.marker.Link(b.link(key).ID))
	return shown
}

// added checks that the connector sent what it said that it would add.
func (b *bench) added(adds []ticket.Addition, key ticket.Key) {
	b.t.Helper()
	marks := 0
	for _, a := range adds {
		value := strings.ReplaceAll(a.Value, ticket.AddedKey, string(key))
		if marks += strings.Count(a.Value, ticket.AddedKey); !b.tap.holds(value) && !b.tap.holds(strings.NewReplacer("<", `\u003c`, ">", `\u003e`).Replace(value)) {
			b.t.Errorf("%s: %q was not sent", a.Name, value)
		}
	}
	if marks == 0 {
		b.t.Errorf("nothing marks the ticket: %+v", adds)
	}
}

// A due time is shown as the tool itself writes it.
func TestAPreviewWritesTimesAsTheToolDoes(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key := b.create("Line down")
		b.do(key, request.TakeValue{Field: "due", Text: "2030-02-03T23:30:00Z"})
		r, _ := b.request(key)
		d, err := request.Decide(r, b.house, request.Cause{By: request.Actor{Name: "Mara Lindt", Origin: request.DeskOrigin}, At: b.clock.Now()}, request.Delegate{Team: b.team()})
		must(t, err)
		forecast, err := b.engine.Preview(t.Context(), d.Request, d.NewLinks[0])
		must(t, err)
		b.do(key, request.Delegate{Team: b.team()})
		b.rest()
		at := slices.IndexFunc(forecast.Writes, func(w reconcile.Withheld) bool { return w.Field == ticket.Due })
		if has := got(b.conn.Conn.Ping(t.Context()))(t).Has(ticket.Due); at < 0 == has || at >= 0 && !b.tap.holds(`"`+forecast.Writes[at].To+`"`) {
			t.Errorf("shown %+v", forecast.Writes)
		}
	}, dueBoth)
}
