package reconcile_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
)

// Every connector can hold keys of up to 64 characters and no more.
func TestKeysAreShort(t *testing.T) {
	m := reconcile.Marker{Hub: strings.Repeat("h", 8), Secret: []byte("secret")}
	link, note := request.LinkID("l"+request.DeriveID("a")), request.NoteID("c"+request.DeriveID("b"))
	for _, key := range []string{string(m.Link(link)), string(m.Note(link, note, 9999))} {
		if len(key) > 64 {
			t.Errorf("%s has %d characters", key, len(key))
		}
	}
}
