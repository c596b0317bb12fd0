package request_test

import (
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// TestWhoMayReceive says the whole matrix: every combination of terms and
// audience that is not listed receives nothing.
func TestWhoMayReceive(t *testing.T) {
	t.Parallel()
	type reader struct {
		side           request.Side
		sees, isPublic bool
		audience       request.Audience
		byName         bool
	}
	may := map[reader]bool{
		{request.TeamSide, false, false, request.Teams, false}:      true,
		{request.TeamSide, false, false, request.Teams, true}:       true,
		{request.TeamSide, true, false, request.Teams, false}:       true,
		{request.TeamSide, true, false, request.Teams, true}:        true,
		{request.TeamSide, true, false, request.ToClient, false}:    true,
		{request.TeamSide, true, false, request.ToClient, true}:     true,
		{request.SupplierSide, false, false, request.Teams, true}:   true,
		{request.SupplierSide, true, false, request.Teams, true}:    true,
		{request.ClientSide, false, false, request.ToClient, false}: true,
		{request.ClientSide, false, false, request.ToClient, true}:  true,
		{request.ClientSide, true, false, request.ToClient, false}:  true,
		{request.ClientSide, true, false, request.ToClient, true}:   true,
	}
	both := []bool{false, true}
	for _, side := range []request.Side{"", request.TeamSide, request.SupplierSide, request.ClientSide} {
		for _, audience := range []request.Audience{"", request.Internal, request.Teams, request.ToClient} {
			for i := range 16 {
				x := reader{side, both[i&1], both[i>>1&1], audience, both[i>>2&1]}
				terms := request.Terms{Side: side, SeesClient: x.sees, Public: x.isPublic, AllowPublic: both[i>>3&1], Everyone: true}
				if got := request.MayReceive(terms, audience, x.byName); got != may[x] {
					t.Errorf("%+v: %v", x, got)
				}
			}
		}
	}
}

// A place that everybody can read is refused with what it lacks: the leave to use it,
// or a text that was written for it.
func TestAPublicPlaceIsRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	h := house()
	shut := h.Directory.Teams["open"]
	shut.ID, shut.Title, shut.AllowPublic = "bare", "Bare Metal", false
	h.Directory.Teams["bare"] = shut
	r := received(t, h, "nordwind")
	for team, want := range map[request.TeamID]string{
		"bare": "team: everybody can read the place of Bare Metal; it needs allow_public",
		"open": "task: everybody can read the place of open: write a task text for it",
	} {
		if _, err := request.Decide(r, h, desk(noon), request.Delegate{Team: team}); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", team, err, want)
		}
	}
}

func TestWhatATicketMayCarry(t *testing.T) {
	t.Parallel()
	team := request.Terms{Side: request.TeamSide}
	supplier := request.Terms{Side: request.SupplierSide}
	public := request.Terms{Side: request.TeamSide, Public: true, AllowPublic: true}
	shut := request.Terms{Side: request.TeamSide, Public: true}
	for _, c := range []struct {
		terms   request.Terms
		field   ticket.Field
		ownTask bool
		may     bool
	}{
		{team, ticket.Title, false, true}, {team, ticket.Labels, false, true}, {team, ticket.Priority, false, true},
		{supplier, ticket.Title, true, true}, {supplier, ticket.Description, false, false}, {supplier, ticket.Labels, true, false},
		{public, ticket.Title, true, true}, {public, ticket.Title, false, false}, {public, ticket.State, false, true},
		{public, ticket.Priority, true, false}, {public, ticket.Due, true, false}, {public, ticket.Labels, true, false},
		{shut, ticket.Title, true, false}, {request.Terms{}, ticket.State, true, false}, {public, "x.client", true, false},
	} {
		if got := request.MayCarry(c.terms, c.field, c.ownTask); got != c.may {
			t.Errorf("%+v %s, own task %v: %v", c.terms, c.field, c.ownTask, got)
		}
	}
}

func TestALinkThatTheDirectoryNoLongerKnowsReadsNothing(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	given(t, h, r, "sees")
	if got := h.Copies(r, request.ToClient, nil); len(got) != 2 {
		t.Fatalf("at first %v", got)
	}
	delete(h.Directory.Teams, "sees")
	moved := h.Directory.Clients["nordwind"]
	moved.Connection = "another"
	h.Directory.Clients["nordwind"] = moved
	if got := h.Copies(r, request.ToClient, nil); len(got) != 0 {
		t.Fatalf("afterwards %v", got)
	}
}
