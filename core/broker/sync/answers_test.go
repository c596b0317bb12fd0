package sync_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
)

// What was asked stands in the ticket from the beginning. What is answered or
// corrected later is as every other fact about a request: it writes nothing to a
// ticket that is there.
func TestAnswersTravelOnceWithTheTask(t *testing.T) {
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		d := b.house.Directory
		d.Services = map[request.ServiceID]request.Service{"FRA3": {ID: "FRA3", Client: "nordwind", Kind: "circuit"}}
		d.Inquiries = map[string][]request.Inquiry{"circuit": {
			{Field: "power", Text: map[string]string{"en": "Power on site"}}, {Field: "contact", Text: map[string]string{"en": "Contact on site"}},
		}}
		key := b.create("Line down")
		answer := func(field, text string) {
			b.do(key, request.Edit{Fields: map[string]*string{field: &text}})
		}
		service := request.ServiceID("FRA3")
		b.do(key, request.Edit{Service: &service})
		answer("power", "present, LED WAN is off")
		b.do(key, request.Delegate{Team: b.team()})
		b.rest()
		if body, _ := b.body(b.link(key).Ticket.ID); !strings.Contains(body, "Power on site: present, LED WAN is off") || strings.Contains(body, "Contact on site") {
			t.Fatalf("the ticket says %q", body)
		}
		b.spent()
		answer("power", "gone")
		answer("contact", "Mr Petersen, gate 4")
		b.rest()
		b.poll()
		if is, calls := b.spent(); is.writes > 0 {
			t.Errorf("an answer wrote to the ticket: %v", calls)
		}
		b.inStep(key)
	})
}
