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
	for _, key := range []string{string(m.Link(link)), string(m.Note(link, note, 9999, 0)), string(m.Note(link, note, 9999, 25))} {
		if len(key) > 64 {
			t.Errorf("%s has %d characters", key, len(key))
		}
	}
}

func TestAKeySaysWhichPartItIs(t *testing.T) {
	m := reconcile.Marker{Hub: "h", Secret: []byte("secret")}
	for _, want := range []reconcile.Mark{{Link: "l1", Note: "n1", Version: 3}, {Link: "l1", Note: "n1", Version: 3, Part: 1}, {Link: "l1", Note: "n1", Version: 12, Part: 25}} {
		if got, ours := m.Read(m.Note(want.Link, want.Note, want.Version, want.Part)); !ours || got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}
