package servicenow_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/spochub/spochub/plugins/servicenow"
	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

func receiver(t testing.TB) sdk.Receiver {
	t.Helper()
	conn, err := servicenow.New().Open(t.Context(), settings.Raw{"base_url": "https://acme.example", "user": "spochub", "password": "p"}, sdk.Host{Log: slog.New(slog.DiscardHandler), HTTP: http.DefaultClient})
	if err != nil {
		t.Fatal(err)
	}
	r, _ := sdk.As[sdk.Receiver](conn)
	return r
}

func (b *bench) lastHook() []byte {
	b.t.Helper()
	b.sim.Hooks().Flush()
	sent := b.sim.Hooks().Sent()
	return sent[len(sent)-1].Body
}

func TestCompleteDeliveryCostsNoCall(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	id := must(b.sim.As("dana.reyes").Comment(made.Ref.ID, "Fixed <now>."))(t)
	var list []sdk.Change
	if n := b.count(func() {
		list = must(capability[sdk.Receiver](b).Receive(t.Context(), sdk.Delivery{Body: b.lastHook(), Authentic: true}))(t)
	}); n != 0 {
		t.Errorf("%d calls", n)
	}
	wantKinds(t, list, ticket.Snapshot, ticket.Commented)
	read := b.get(made.Ref)
	if got := list[0].Ticket; got.Version != read.Version || got.Ref != read.Ref || got.Cells[ticket.State].Name != "New" || !got.By.Self {
		t.Errorf("snapshot is %+v, read %+v", got, read)
	}
	if c := list[1].Comment; c.ID != id || c.Private || c.Hidden || c.Native != "Fixed <now>." || c.By.ID != "dana.reyes" {
		t.Errorf("comment is %+v", c)
	}
}

func TestUnsignedDeliveryIsOnlyAHint(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	list := must(capability[sdk.Receiver](b).Receive(t.Context(), sdk.Delivery{Body: b.lastHook()}))(t)
	wantKinds(t, list, ticket.Look)
	if c := list[0]; c.Ref.ID != made.Ref.ID || c.Version != 0 || c.Ticket != nil || c.Keys != nil {
		t.Errorf("change is %+v", c)
	}
}

func TestDeletionIsTold(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	if err := b.sim.As("admin").Delete(made.Ref.ID); err != nil {
		t.Fatal(err)
	}
	wantKinds(t, must(capability[sdk.Receiver](b).Receive(t.Context(), sdk.Delivery{Body: b.lastHook(), Authentic: true}))(t), ticket.Gone)
	wantKinds(t, must(capability[sdk.Receiver](b).Receive(t.Context(), sdk.Delivery{Body: b.lastHook()}))(t), ticket.Look)
}

func TestSuggestedBodyIsEnough(t *testing.T) {
	file := specs(t, filepath.Join("servicenow", "outbound.business_rule.suggested.json"))
	if file == "" {
		t.Skip("SPOCHUB_TEST_SPECS is not set")
	}
	var example struct {
		Body json.RawMessage `json:"body"`
	}
	data, err := os.ReadFile(file)
	if err != nil || json.Unmarshal(data, &example) != nil {
		t.Fatal(err)
	}
	list := must(receiver(t).Receive(t.Context(), sdk.Delivery{Body: example.Body, Authentic: true}))(t)
	wantKinds(t, list, ticket.Look)
	if c := list[0]; c.Version != 5 || c.Ref.ID != "57af7aec73d423002728660c4cf6a71c" || c.Ref.Key != "INC0010042" || c.By.ID != "agent.one" {
		t.Errorf("change is %+v", c)
	}
}

func TestOtherTablesAreNotOurs(t *testing.T) {
	list, err := receiver(t).Receive(t.Context(), sdk.Delivery{Body: []byte(`{"table":"problem","operation":"update","sys_id":"57af7aec73d423002728660c4cf6a71c"}`), Authentic: true})
	if err != nil || len(list) != 0 {
		t.Errorf("got %v, %v", list, err)
	}
}

func FuzzReceive(f *testing.F) {
	r := receiver(f)
	f.Add([]byte(`{"table":"incident","operation":"update","sys_id":"57af7aec73d423002728660c4cf6a71c","sys_mod_count":4,"record":{"sys_id":"57af7aec73d423002728660c4cf6a71c","sys_mod_count":"4","number":"INC1","short_description":{"value":"x","display_value":null},"description":"[code]<b>","state":2,"impact":"1","urgency":true,"assigned_to":"","due_date":"2026-01-01 00:00:00","sys_created_by":"a","correlation_id":"k"},"journal":[{"element_id":"57af7aec73d423002728660c4cf6a71c","sys_id":"57af7aec73d423002728660c4cf6a71d","value":"a\n[ref:k]"}]}`))
	f.Add([]byte(`{"table":"incident","operation":"delete","sys_id":"57af7aec73d423002728660c4cf6a71c"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, authentic := range []bool{true, false} {
			list, err := r.Receive(t.Context(), sdk.Delivery{Body: body, Authentic: authentic})
			for _, c := range list {
				if err != nil || len(c.Ref.ID) != 32 || c.Ref.Container != "incident" || c.Version < 0 || !authentic && c.Kind != ticket.Look {
					t.Errorf("change %+v, error %v", c, err)
				}
			}
		}
	})
}
