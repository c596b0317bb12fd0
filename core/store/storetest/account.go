package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/spochub/spochub/core/store"
)

// accountTests say what a store of people and sessions owes.
var accountTests = map[string]func(*testing.T, Subject){
	"people are kept by login": func(t *testing.T, s Subject) {
		_, err := s.Accounts.Person(t.Context(), "dana")
		wantError(t, err, store.ErrNotFound)
		for _, p := range []store.Person{{Login: "kim", Role: "spoc"}, {Login: "dana", Role: "spoc"}, {Login: "dana", Role: "lead", Generation: 2}} {
			must(t, s.Accounts.PutPerson(t.Context(), p))
		}
		p, err := s.Accounts.Person(t.Context(), "dana")
		must(t, err)
		equal(t, "person", p, store.Person{Login: "dana", Role: "lead", Generation: 2})
		all, err := s.Accounts.People(t.Context())
		must(t, err)
		equal(t, "people", fmt.Sprint(len(all), all[0].Login, all[1].Login), "2danakim")
	},
	"tokens are kept by hash": func(t *testing.T, s Subject) {
		_, err := s.Accounts.Token(t.Context(), "h")
		wantError(t, err, store.ErrNotFound)
		want := store.Token{Hash: "h", Name: "ci", Role: "admin", ExpiresAt: s.Clock.Now()}
		must(t, s.Accounts.PutToken(t.Context(), want))
		got, err := s.Accounts.Token(t.Context(), "h")
		must(t, err)
		equal(t, "token", got, want)
	},
	"an answer is given again": func(t *testing.T, s Subject) {
		reserve := store.Answer{Token: "t", Key: "k", BodyHash: "b", At: s.Clock.Now()}
		_, known, err := s.Accounts.Remember(t.Context(), reserve)
		must(t, err)
		equal(t, "known at first", known, false)
		stored, known, err := s.Accounts.Remember(t.Context(), reserve)
		must(t, err)
		equal(t, "known while it runs", fmt.Sprint(known, stored.Status), "true 0")
		done := reserve
		done.Status, done.Body, done.Header = 201, []byte("made"), map[string]string{"ETag": "1"}
		_, known, err = s.Accounts.Remember(t.Context(), done)
		must(t, err)
		equal(t, "known when completed", known, false)
		stored, known, err = s.Accounts.Remember(t.Context(), reserve)
		must(t, err)
		equal(t, "answer", fmt.Sprintf("%v %d %s %s", known, stored.Status, stored.Body, stored.Header["ETag"]), "true 201 made 1")
		other := reserve
		other.BodyHash = "c"
		_, _, err = s.Accounts.Remember(t.Context(), other)
		wantError(t, err, store.ErrConflict)
		other.Token = "u"
		_, known, err = s.Accounts.Remember(t.Context(), other)
		must(t, err)
		equal(t, "known to another token", known, false)
	},
	"a reserved answer can be forgotten, a given one not": func(t *testing.T, s Subject) {
		a := store.Answer{Token: "t", Key: "k", BodyHash: "b", At: s.Clock.Now()}
		remember := func() bool {
			_, known, err := s.Accounts.Remember(t.Context(), a)
			must(t, err)
			return known
		}
		remember()
		must(t, s.Accounts.Forget(t.Context(), "t", "k"))
		equal(t, "known after forgetting", remember(), false)
		a.Status = 200
		remember()
		must(t, s.Accounts.Forget(t.Context(), "t", "k"))
		equal(t, "known after it was given", remember(), true)
		s.Clock.Advance(25 * time.Hour)
		a.At = s.Clock.Now()
		equal(t, "known a day later", remember(), false)
	},
}
