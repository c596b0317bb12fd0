package sync_test

import (
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// A tool that knows days and no hours shows the desk's own day, and a day that its
// people choose is that day here: none shifts, wherever the desk is and whatever
// its clocks do on that day.
func TestADayIsTheSameDayOnBothSides(t *testing.T) {
	for _, name := range []string{"Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo"} {
		t.Run(name, func(t *testing.T) {
			zone := got(time.LoadLocation(name))(t)
			b := kinds()[1].bench(t, dueBoth)
			b.zone = zone
			b.restart()
			at := b.people.(atJira)
			key, id := b.open()
			b.hear()
			year := b.clock.Now().Year() + 1
			for _, day := range []time.Time{
				time.Date(year, 1, 1, 0, 30, 0, 0, zone), time.Date(year, 3, 29, 2, 30, 0, 0, zone), time.Date(year, 4, 5, 23, 59, 0, 0, zone),
				time.Date(year, 10, 4, 1, 30, 0, 0, zone), time.Date(year, 11, 1, 1, 30, 0, 0, zone), time.Date(year, 12, 31, 23, 30, 0, 0, zone),
			} {
				b.clock.Advance(time.Hour)
				b.do(key, request.TakeValue{Field: ticket.Due, Text: day.UTC().Format(time.RFC3339)})
				b.hear()
				if issue, _ := at.server.Issue(id); issue.Due != day.Format(time.DateOnly) {
					t.Errorf("%v is shown as %s", day, issue.Due)
				}
				next := day.AddDate(0, 0, 1).Format(time.DateOnly)
				at.set(id, "duedate", next)
				b.hear()
				r, _ := b.request(key)
				if here := r.DueAt.In(zone).Format(time.DateOnly); here != next {
					t.Errorf("the team's %s is %v here", next, r.DueAt.In(zone))
				}
				b.do(key, request.TakeValue{Field: ticket.Title, Text: "Due on " + next})
				b.hear()
				if issue, _ := at.server.Issue(id); issue.Due != next {
					t.Errorf("the team's %s has become %s", next, issue.Due)
				}
			}
			b.quiet(key)
		})
	}
}

// A ticket that becomes a request keeps the due date that its team chose, until the desk
// chooses another one.
func TestAnAdoptedTicketKeepsItsDueDate(t *testing.T) {
	b := kinds()[1].bench(t, func(c *sync.Connection) {
		c.Directions[ticket.Due], c.Adopt = reconcile.Out, sync.Adopt{Label: "for-the-desk", Client: "nordwind"}
	})
	at := b.people.(atJira)
	theirs := b.clock.Now().AddDate(0, 0, 9).Format(time.DateOnly)
	id := b.Open("Nordwind called us", "Their line is slow.")
	at.set(id, "duedate", theirs)
	b.Label(id, "for-the-desk")
	b.hear()
	b.poll()
	b.adopted(b.all()[0].Key)
	if issue, _ := at.server.Issue(id); issue.Due != theirs {
		t.Errorf("the team's %s has become %q", theirs, issue.Due)
	}
	ours := b.clock.Now().AddDate(0, 0, 5)
	b.do(b.all()[0].Key, request.TakeValue{Field: ticket.Due, Text: ours.UTC().Format(time.RFC3339)})
	b.hear()
	if issue, _ := at.server.Issue(id); issue.Due != ours.UTC().Format(time.DateOnly) {
		t.Errorf("the desk's %v is shown as %q", ours, issue.Due)
	}
}
