package desk_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/request/alike"
	"github.com/spochub/spochub/core/request/alike/aliketest"
	"github.com/spochub/spochub/core/store"
)

// TestDuplicatesAreFound asks the desk, with all reports of the labelled pairs in
// its database, for what each second one duplicates.
func TestDuplicatesAreFound(t *testing.T) {
	w := openWith(t, aliketest.Directory(), func(s desk.Store) desk.Store { return s })
	tuning, held, err := aliketest.Pairs()
	if err != nil {
		t.Fatal(err)
	}
	pairs := slices.Concat(tuning, held)
	w.at(aliketest.Now())
	err = w.store.Intake(t.Context(), func(i store.Intake) error {
		for n, p := range pairs {
			if err := i.Add(stored(n, p.Known), nil, nil, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.indexed(t)
	found, all := 0, 0
	for n, p := range pairs {
		if !p.Same {
			continue
		}
		all++
		list, err := w.Similar(t.Context(), jana, p.Fresh, "")
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(list, func(s desk.Similar) bool { return s.Request.ID == stored(n, p.Known).ID }) {
			found++
		} else {
			t.Logf("not found: %s", p.Why)
		}
	}
	t.Logf("found %d of %d", found, all)
	if float64(found) < 0.9*float64(all) {
		t.Errorf("found %d of %d", found, all)
	}
}

func stored(n int, x alike.Report) *request.Request {
	r := &request.Request{
		ID: request.ID(fmt.Sprintf("p%d", n)), Kind: x.Kind, Status: request.New, Priority: "P3", Title: x.Title, Description: x.Text,
		Client: x.Client, CreatedAt: x.At, ReportedAt: x.At,
	}
	if len(x.Services) > 0 {
		r.Service = x.Services[0]
	}
	if !x.Ended.IsZero() {
		r.Status, r.ResolvedAt = request.Resolved, x.Ended
	}
	return r
}

// indexed waits until all text is in the index.
func (w *world) indexed(t *testing.T) {
	t.Helper()
	for {
		if _, err := w.store.IndexText(t.Context()); err != nil {
			t.Fatal(err)
		}
		n, err := w.store.TextDue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

func TestSimilarKeepsToItsOwn(t *testing.T) {
	w := open(t)
	key := w.received(t, "nordwind")
	report := alike.Report{Client: "nordwind", Kind: request.Incident, Title: "Loss", Text: "Loss"}
	similar := func(report alike.Report, but request.Key) (keys []request.Key) {
		t.Helper()
		list, err := w.Similar(t.Context(), jana, report, but)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range list {
			keys = append(keys, s.Request.Key)
		}
		return keys
	}
	if got := similar(report, ""); !slices.Equal(got, []request.Key{key}) {
		t.Fatalf("found %v, want %s", got, key)
	}
	if got := similar(report, key); len(got) > 0 {
		t.Errorf("it duplicates itself: %v", got)
	}
	other := report
	other.Client = "argent"
	if got := similar(other, ""); len(got) > 0 {
		t.Errorf("another client's request was proposed: %v", got)
	}
	edit := request.Edit{Restricted: &[]string{"tom"}}
	w.put(t, "tom")
	if _, err := w.Triage(t.Context(), jana, desk.Target{Key: key}, edit, nil); err != nil {
		t.Fatal(err)
	}
	if got := similar(report, ""); len(got) > 0 {
		t.Errorf("a restricted request was proposed: %v", got)
	}
}

func (w *world) put(t *testing.T, login string) {
	t.Helper()
	if err := w.store.PutPerson(t.Context(), store.Person{Login: login, Role: "spoc"}); err != nil {
		t.Fatal(err)
	}
}
