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
	"tokens are listed, and when they were used": func(t *testing.T, s Subject) {
		at := s.Clock.Now()
		for i, hash := range []string{"b", "a"} {
			must(t, s.Accounts.PutToken(t.Context(), store.Token{Hash: hash, CreatedAt: at.Add(time.Duration(i) * time.Minute)}))
		}
		must(t, s.Accounts.Used(t.Context(), "a", at.Add(time.Hour)))
		all, err := s.Accounts.Tokens(t.Context())
		must(t, err)
		equal(t, "tokens", fmt.Sprint(len(all), all[0].Hash, all[1].Hash, all[0].UsedAt.IsZero(), all[1].UsedAt.Equal(at.Add(time.Hour))), "2batrue true")
		wantError(t, s.Accounts.Used(t.Context(), "c", at), store.ErrNotFound)
	},
	"the audit trail is read from its newest end": func(t *testing.T, s Subject) {
		at := s.Clock.Now()
		must(t, s.Accounts.Record(t.Context(), store.Audit{At: at, By: "dana", Action: "sign_in", Object: "dana", Address: "192.0.2.1"}))
		must(t, s.Accounts.PutPerson(t.Context(), store.Person{Login: "kim"}, store.Audit{
			At: at, By: "dana", Action: "person.added", Object: "kim", Changes: []store.AuditChange{{Field: "role", To: "spoc"}},
		}))
		must(t, s.Accounts.PutToken(t.Context(), store.Token{Hash: "h"}, store.Audit{At: at, By: "kim", Action: "token.made", Object: "ci"}))
		all, err := s.Accounts.Trail(t.Context(), store.TrailQuery{Limit: 2})
		must(t, err)
		equal(t, "newest", fmt.Sprint(len(all), all[0].Object, all[1].Object, all[1].Changes, all[1].At.Equal(at)), "2cikim[{role  spoc}] true")
		all, err = s.Accounts.Trail(t.Context(), store.TrailQuery{Before: all[1].ID, Limit: 2})
		must(t, err)
		equal(t, "the rest", fmt.Sprint(len(all), all[0].Address), "1192.0.2.1")
		for want, q := range map[int]store.TrailQuery{2: {By: "dana"}, 1: {By: "dana", Action: "person.added", Object: "kim"}, 0: {By: "lee"}} {
			q.Limit = 9
			all, err = s.Accounts.Trail(t.Context(), q)
			must(t, err)
			equal(t, fmt.Sprintf("of %+v", q), len(all), want)
		}
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
