package settings_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/spochub/spochub/sdk/settings"
)

// FuzzDecode gives a connection whatever JSON can hold: the struct and its schema
// judge alike, each fault names a key, and none shows a secret.
func FuzzDecode(f *testing.F) {
	for _, raw := range []string{
		`{"base_url":"https://x","token":"t","wait":"5s","labels":["a"],"fields":{"a":"b"},"strict":true,"pages":7}`,
		`{"base_url":1,"token":["hunter2"],"account":"mine","pages":1e400,"wait":-1,"labels":[1],"fields":[]}`,
		`{"base_url":null,"token":{"x":"hunter2"},"pages":2.5,"strict":"true","":""}`,
		`{}`, `null`, `{"TOKEN":"hunter2","tokn":"hunter2"}`,
	} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var raw settings.Raw
		if json.Unmarshal(data, &raw) != nil {
			return
		}
		const canary = "canary-5ecret"
		if _, there := raw["token"].(string); there {
			raw["token"] = canary
		}
		_, err := settings.Decode[sample](raw)
		faults, _ := errors.AsType[settings.Faults](err)
		if (err == nil) != (len(faults) == 0) {
			t.Fatalf("no faults, yet %v", err)
		}
		if same := settings.Check(settings.Schema(sample{}), raw); same.Error() != faults.Error() {
			t.Errorf("the struct says %v, its schema %v", faults, same)
		}
		for _, fault := range faults {
			if fault.Text == "" || strings.Contains(fault.Text, canary) {
				t.Errorf("fault %+v", fault)
			}
		}
	})
}
