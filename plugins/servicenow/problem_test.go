package servicenow_test

import (
	"net/http"
	"reflect"
	"slices"
	"testing"

	"github.com/spochub/spochub/plugins/servicenow"
	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/verify"
)

// says checks the problems that a ping tells of, and that it takes three calls.
func (b *bench) says(want ...sdk.Problem) sdk.Place {
	b.t.Helper()
	var place sdk.Place
	if n := b.count(func() { place = must(b.conn.Ping(b.t.Context()))(b.t) }); n != 3 {
		b.t.Errorf("a ping takes %d calls", n)
	}
	if err := verify.Place(servicenow.New().Manifest(), place); err != nil {
		b.t.Error(err)
	}
	if !reflect.DeepEqual(place.Problems, want) {
		b.t.Errorf("said %+v\nwant %+v", place.Problems, want)
	}
	return place
}

func TestPingSaysThatARoleIsMissing(t *testing.T) {
	b := newBench(t, servicenowtest.Options{HubRoles: "sn_incident_read"}, nil)
	must(b.sim.As("dana.reyes").Note(must(b.sim.As("dana.reyes").Create("Down", ""))(t), "Hello"))(t)
	b.says(sdk.Problem{
		Lacks: []string{"Creator", "Editor", "Retirer", "Commenter", "Uploader"},
		What:  "The integration user has no role that writes tickets.",
		Mend:  "In ServiceNow, give it the role itil, or another one that writes incident.",
	})
}

func TestPingSaysWhatMayNotBeRead(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	must(b.sim.As("dana.reyes").Note(must(b.sim.As("dana.reyes").Create("Down", ""))(t), "Hello"))(t)
	b.says()
	refused := `{"error":{"message":"User Not Authorized","detail":"Failed API level ACL Validation"},"status":"failure"}`
	for _, table := range []string{"sys_user", "sys_journal_field"} {
		b.calls.Break(breakable.Break{Times: -1, Status: http.StatusForbidden, Body: refused, Match: on(http.MethodGet, "/"+table)})
	}
	place := b.says(sdk.Problem{
		What: "The integration user may not read its own record, so that its roles and its time zone are unknown.",
		Mend: "In ServiceNow, let it read sys_user.",
	}, sdk.Problem{
		What: "The integration user may not read comments, so that those of the team come by webhook alone.",
		Mend: "In ServiceNow, let it read sys_journal_field.",
	})
	if !slices.Contains(place.Can, "Creator") {
		t.Errorf("what is not known to be missing is taken away: %v", place.Can)
	}
}
