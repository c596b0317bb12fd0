package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
)

func TestViewsAreKept(t *testing.T) {
	w := open(t)
	jana, kim := auth.Actor{Login: "jana", Role: auth.SPOC}, auth.Actor{Login: "kim", Role: auth.Viewer}
	keep := func(by auth.Actor, name, query string) error {
		return w.KeepView(t.Context(), by, desk.View{Name: name, Query: query})
	}
	if err := keep(jana, " Late\n", "sla:late"); err != nil {
		t.Fatal(err)
	}
	if err := keep(kim, "Late", "p:1"); err != nil {
		t.Fatal(err)
	}
	for name, query := range map[string]string{"": "p:1", strings.Repeat("x", 41): "p:1", "Wrong": "colour:red"} {
		if err := keep(jana, name, query); err == nil {
			t.Errorf("%q %q is kept", name, query)
		}
	}
	if err := keep(auth.Actor{Role: auth.Admin}, "Token", "p:1"); err == nil {
		t.Error("kept for nobody")
	}
	if err := keep(auth.Actor{Login: "c", Role: auth.Client}, "Client", "p:1"); err == nil {
		t.Error("kept for a client")
	}
	views, err := w.Views(t.Context(), jana)
	if err != nil || len(views) != 1 || views[0].Name != "Late" || views[0].Query != "sla:late" {
		t.Fatalf("%+v, %v", views, err)
	}
	for n := range desk.MaxViews {
		err = keep(jana, fmt.Sprint("View ", n), "p:1")
	}
	if err == nil {
		t.Error("too many are kept")
	}
	if err := keep(jana, "Late", "sla:<1h"); err != nil {
		t.Errorf("one that is there: %v", err)
	}
	if err := w.ForgetView(t.Context(), jana, "Late"); err != nil {
		t.Fatal(err)
	}
	if views, _ = w.Views(t.Context(), kim); len(views) != 1 {
		t.Error("somebody else's is gone")
	}
}
