package sync_test

import (
	"slices"
	"testing"

	"github.com/spochub/spochub/core/request"
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
		r, _ := b.request(key)
		cause := request.Cause{By: request.Actor{Name: "Mara Lindt", Origin: request.DeskOrigin}, At: b.clock.Now()}
		d, err := request.Decide(r, b.house, cause, request.Delegate{Team: b.team()})
		must(t, err)
		b.spent()
		writes, err := b.engine.Preview(t.Context(), d.Request, d.NewLinks[0])
		must(t, err)
		if is, calls := b.spent(); is != (cost{}) {
			t.Errorf("a preview calls the tool: %v", calls)
		}
		var shown []string
		for _, w := range writes {
			shown = append(shown, told(w))
		}
		b.do(key, request.Delegate{Team: b.team()})
		b.rest()
		if wrote := log[b.link(key).Ticket.ID]; len(shown) < 3 || !slices.Equal(wrote, shown) {
			t.Errorf("shown %q\nwrote %q", shown, wrote)
		}
	}, dueBoth, noted(log))
}
