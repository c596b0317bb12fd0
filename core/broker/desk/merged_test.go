package desk_test

import (
	"errors"
	"testing"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// What people do with a merged request is refused and names the survivor; what its
// client writes there reaches the survivor, however far that is.
func TestAMergedRequestNamesItsSurvivor(t *testing.T) {
	t.Parallel()
	w := open(t)
	first, second, last := w.received(t, "nordwind"), w.received(t, "nordwind"), w.received(t, "nordwind")
	_, n, err := w.Message(t.Context(), jana, desk.Target{Key: first}, desk.Text{Body: "Look."})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Merge(t.Context(), jana, desk.Target{Key: first}, second); err != nil {
		t.Fatal(err)
	}
	to := desk.Target{Key: first}
	for what, do := range map[string]func() error{
		"reply": func() error {
			_, _, err := w.Reply(t.Context(), jana, to, desk.Answer{Text: desk.Text{Body: "x"}})
			return err
		},
		"later": func() error {
			_, _, err := w.ReplyLater(t.Context(), jana, to, desk.Answer{Text: desk.Text{Body: "x"}})
			return err
		},
		"message": func() error { _, _, err := w.Message(t.Context(), jana, to, desk.Text{Body: "x"}); return err },
		"note":    func() error { _, _, err := w.Note(t.Context(), jana, to, "", "x"); return err },
		"share": func() error {
			_, _, err := w.Share(t.Context(), jana, to, n.ID, request.Share{Audience: request.ToClient})
			return err
		},
		"delegate": func() error {
			_, _, err := w.Delegate(t.Context(), jana, to, request.Delegate{Team: "core"}, false)
			return err
		},
		"relink": func() error {
			_, _, err := w.Relink(t.Context(), jana, to, request.Relink{Team: "core", Ticket: "NET-7"})
			return err
		},
		"status": func() error {
			_, err := w.Triage(t.Context(), jana, to, request.Edit{}, &request.Move{To: request.Resolved})
			return err
		},
		"edit": func() error {
			title := "x"
			_, err := w.Triage(t.Context(), jana, to, request.Edit{Title: &title}, nil)
			return err
		},
		"revise": func() error { _, _, err := w.EditNote(t.Context(), jana, to, n.ID, "x"); return err },
		"file": func() error {
			_, _, err := w.Attach(t.Context(), jana, to, desk.Upload{ID: "f1"}, desk.NewFile{Name: "x"})
			return err
		},
		"call": func() error { _, err := w.AddCall(t.Context(), jana, first, desk.Call{Body: "x"}); return err },
	} {
		standing, ok := errors.AsType[*request.StandingError](do())
		if !ok || standing.Key != second || standing.Text != "the request was merged into "+string(second)+": go on there" {
			t.Errorf("%s: %v", what, standing)
		}
	}
	if _, err := w.Merge(t.Context(), jana, desk.Target{Key: second}, last); err != nil {
		t.Fatal(err)
	}
	contact := auth.Actor{Login: "mareike", Name: "Mareike Brandt", Role: auth.Client, Client: "nordwind"}
	for range 2 { // the second one is the same call
		r, err := w.PortalWrite(t.Context(), contact, first, "said1", "It is down again.")
		if err != nil || r.Key != last {
			t.Fatalf("%+v, %v", r, err)
		}
	}
	said := 0
	for _, n := range w.item(t, last).Notes {
		if n.Body == "It is down again." {
			said++
		}
	}
	if said != 1 || len(w.item(t, first).Notes) != 0 {
		t.Errorf("the client's words stand %d times at the survivor", said)
	}
}
