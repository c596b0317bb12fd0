package request_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
)

func turnIs(t *testing.T, r *request.Request, party request.Party, since time.Time, teams ...request.TeamID) {
	t.Helper()
	got := r.Turn()
	if want := (request.Turn{Party: party, Teams: teams, Since: since}); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("it is the turn of %v, want %v", got, want)
	}
}

func TestWhoMustActNext(t *testing.T) {
	h := house()
	r := received(t, h, "argent")
	at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
	turnIs(t, r, request.DeskParty, noon)
	do(t, h, r, desk(at(1)), request.Delegate{Team: "supplier", Task: &request.Task{Title: "Look"}})
	turnIs(t, r, request.SupplierParty, at(1), "supplier")
	do(t, h, r, desk(at(2)), request.Delegate{Team: "core"})
	turnIs(t, r, request.TeamParty, at(2), "supplier", "core")
	core := r.Links[1].ID
	do(t, h, r, tool(core, at(3)), request.Heard{ID: "c1", Author: request.Author{Name: "Pavel", Origin: "jira"}, Body: "/spoc ask which port?", Comment: "c1"})
	turnIs(t, r, request.DeskParty, at(3))
	do(t, h, r, desk(at(4)), request.Write{Audience: request.Teams, Body: "Port 12."})
	turnIs(t, r, request.TeamParty, at(4), "supplier", "core")
	do(t, h, r, desk(at(5)), request.Move{To: request.WaitingClient, WaitingFor: "the log"})
	turnIs(t, r, request.ClientParty, at(5))
	do(t, h, r, desk(at(6)), request.Move{To: request.OnHold, Hold: request.HoldWorks})
	turnIs(t, r, request.DeskParty, at(6))
	do(t, h, r, desk(at(7)), request.Move{To: request.OnHold, Hold: request.HoldSupplier})
	turnIs(t, r, request.TeamParty, at(7), "supplier", "core")
	r.Links[1].Health, r.Links[1].HealthAt = request.Parked, at(6) // by the sync, without a decision
	turnIs(t, r, request.DeskParty, at(6))
	r.Links[1].Health = request.InSync
	do(t, h, r, desk(at(9)), request.Move{To: request.Resolved})
	turnIs(t, r, "", at(9))
	do(t, h, r, desk(at(10)), request.Move{To: request.InProgress})
	if r.Turn().Party == "" || !r.Turn().Since.Equal(at(10)) {
		t.Errorf("reopened: %v", r.Turn())
	}
}

// A request of before turns were remembered tells them by its state.
func TestTurnOfAnOldRequest(t *testing.T) {
	h := house()
	r := received(t, h, "argent")
	do(t, h, r, desk(noon.Add(time.Minute)), request.Delegate{Team: "core"})
	r.Passed = request.Turn{}
	turnIs(t, r, request.TeamParty, noon.Add(time.Minute), "core")
	do(t, h, r, desk(noon.Add(time.Hour)), request.Edit{Labels: &[]string{"vip"}})
	turnIs(t, r, request.TeamParty, noon.Add(time.Minute), "core")
}
