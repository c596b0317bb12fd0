package request_test

import (
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/spochub/spochub/core/request"
)

// FuzzParseQuery types anything into the inbox's search field: it becomes a
// filter, or a fault that points at a word which is there.
func FuzzParseQuery(f *testing.F) {
	for _, q := range []string{
		`team:core-network status:in_progress p:1`, `-is:open "line card" -label:vip owner:me`, `sla:<30m sla:late`, `queue:mine -queue:mine`,
		`"`, `-`, `:`, `a:b:c`, `is:`, `-"a b" x:"y z"`, "\x00 \xff p:９", `is:unread is:umbrella sync:problem`, `""`, `p:PPP1`,
	} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		_, err := request.ParseQuery(q, "jana", noon)
		if err == nil {
			return
		}
		wrong, ok := errors.AsType[*request.QueryError](err)
		if !ok || wrong.Text == "" || wrong.At < 1 || wrong.At > utf8.RuneCountInString(q) {
			t.Fatalf("%q: %#v", q, err)
		}
		if len(err.Error()) > 500 {
			t.Errorf("%q: an error of %d bytes", q, len(err.Error()))
		}
	})
}
