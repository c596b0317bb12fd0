package servicenow_test

import (
	"testing"

	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

func TestARecordIsFoundByTheNumberThatAPersonTyped(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	id, err := b.sim.As("dana.reyes").Create("Disk full", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"INC0010001", " inc0010001 "} {
		got, err := b.conn.Get(t.Context(), sdk.Ref{Key: typed, Container: "incident"}, sdk.Need{})
		if err != nil || got.Ref.ID != id {
			t.Errorf("%q finds %+v, %v", typed, got.Ref, err)
		}
	}
	for _, typed := range []string{"", " ", "INC0099999", "NET-1", "INC0010001^ORactive=true"} {
		if _, err := b.conn.Get(t.Context(), sdk.Ref{Key: typed, Container: "incident"}, sdk.Need{}); fault.ClassOf(err) != fault.NotFound {
			t.Errorf("%q: %v, want not found", typed, err)
		}
	}
}
