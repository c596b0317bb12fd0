package desk_test

import (
	"errors"
	"testing"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// known is a desk at which one contact has a number and a PIN.
func known(t *testing.T) *world {
	t.Helper()
	hash, err := auth.HashPIN("4711")
	if err != nil {
		t.Fatal(err)
	}
	d := directory()
	d.Clients["nordwind"] = request.Client{ID: "nordwind", Contacts: []request.Contact{
		{Name: "Mareike Brandt", Mail: "m@nordwind.example", Phone: "+49 421 5550160"}, {Name: "Jens", Mail: "j@nordwind.example"},
	}}
	return openAs(t, desk.Options{Directory: d, PIN: func(_ request.ClientID, mail string) string {
		if mail == "m@nordwind.example" {
			return hash
		}
		return ""
	}}, func(s desk.Store) desk.Store { return s })
}

func TestACallerIsVerified(t *testing.T) {
	w := known(t)
	receive := func(p *desk.Proof) (*request.Request, error) {
		draft := request.Request{Client: "nordwind", Title: "Loss", Channel: request.Phone, Caller: &request.Caller{Name: "Mareike Brandt", Verified: request.ByPIN, By: "me"}}
		return w.Receive(t.Context(), jana, desk.Received{Draft: draft, Proof: p})
	}
	r, err := receive(nil)
	if err != nil || r.Caller.Verified != request.Unverified || r.Caller.By != "" {
		t.Fatalf("%v: verified by nothing: %+v", err, r.Caller)
	}
	if r, err = receive(&desk.Proof{Contact: "Mareike Brandt", PIN: "4711"}); err != nil || r.Caller.Verified != request.ByPIN || r.Caller.By != "Jana Kovář" {
		t.Errorf("%v: %+v", err, r.Caller)
	}
	if r, err = receive(&desk.Proof{Contact: "m@nordwind.example", Called: true}); err != nil || r.Caller.Verified != request.ByCallBack || r.Caller.Number != "+49 421 5550160" {
		t.Errorf("%v: %+v", err, r.Caller)
	}
	for name, p := range map[string]desk.Proof{
		"no number": {Contact: "Jens", Called: true}, "no PIN": {Contact: "Jens", PIN: "4711"}, "a stranger": {Contact: "Nobody", Called: true},
	} {
		var field *request.FieldError
		if _, err := receive(&p); !errors.As(err, &field) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r, err = w.Verify(t.Context(), jana, desk.Target{Key: r.Key}, desk.Proof{Contact: "Mareike Brandt", PIN: "4711"})
	if err != nil || r.Caller.Verified != request.ByPIN {
		t.Errorf("%v: %+v", err, r.Caller)
	}
}

func TestWrongPINsAreFew(t *testing.T) {
	w := known(t)
	key := w.received(t, "nordwind")
	try := func(pin string) error {
		_, err := w.Verify(t.Context(), jana, desk.Target{Key: key}, desk.Proof{Contact: "Mareike Brandt", PIN: pin})
		return err
	}
	var refused *desk.PINError
	for left := 4; left >= 0; left-- {
		if err := try("0000"); !errors.As(err, &refused) || refused.Left != left {
			t.Fatalf("%v, want %d left", err, left)
		}
	}
	if err := try("4711"); !errors.As(err, &refused) || !refused.Until.Equal(noon.Add(15*time.Minute)) {
		t.Fatalf("the right one after five wrong: %v", err)
	}
	w.at(noon.Add(16 * time.Minute))
	if err := try("1234"); !errors.As(err, &refused) || refused.Left != 4 {
		t.Fatal(err)
	}
	if err := try("4711"); err != nil {
		t.Fatal(err)
	}
	history, err := w.History(t.Context(), jana, key, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	if e := history[len(history)-1]; e.Type != request.CallerVerified || e.Reason != "pin after wrong tries" {
		t.Errorf("%+v", e)
	}
}
