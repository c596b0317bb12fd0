package admin_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/store"
)

// nowhere checks that a PIN, and what it is hashed to, can be seen nowhere.
func (w *world) nowhere(t *testing.T, pin string) {
	t.Helper()
	all, err := w.List(w.by, "contacts")
	if err != nil {
		t.Fatal(err)
	}
	trail, err := w.store.Trail(t.Context(), store.TrailQuery{Limit: 99})
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := w.Export(w.by, "contacts", &file); err != nil {
		t.Fatal(err)
	}
	entries, _, err := w.store.Entries(t.Context())
	if err != nil || strings.Contains(fmt.Sprint(entries), pin) {
		t.Errorf("%s is stored as it is: %v", pin, err)
	}
	for _, seen := range []string{fmt.Sprintf("%+v", all), fmt.Sprintf("%+v", trail), file.String()} {
		if strings.Contains(seen, pin) || strings.Contains(seen, "argon2") {
			t.Errorf("it is seen in %s", seen)
		}
	}
}

// hash is what the hub checks a contact's PIN against.
func (w *world) hash() string { return w.now.Clients[0].Contacts[0].PIN.Reveal() }

// A contact's PIN is entered and replaced, and seen by nobody; what does not name it
// leaves it as it is.
func TestAPINIsOnlyWritten(t *testing.T) {
	w := open(t)
	ann := admin.Values{"client": "nordwind", "mail": "a@nordwind.example", "name": "Ann", "pin": "480915"}
	bad := admin.Values{"client": "nordwind", "mail": "a@nordwind.example", "name": "Ann", "pin": "$argon2id$v=19"}
	if got := faults(w.Save(t.Context(), w.by, "contacts", "", 0, bad)); !slices.Equal(got, []string{"pin: must be at least 4 digits, and nothing else"}) {
		t.Errorf("no PIN: %v", got)
	}
	w.put(t, "contacts", ann)
	e := w.get(t, "contacts", "nordwind/a@nordwind.example")
	if !auth.CheckPassword(w.hash(), "480915") || !slices.Equal(e.Kept, []string{"pin"}) {
		t.Fatalf("the hub does not know it: %+v", e)
	}
	w.nowhere(t, "480915")
	if err := w.Save(t.Context(), w.by, "contacts", e.ID, e.Version, admin.Values{"client": "nordwind", "mail": "b@nordwind.example", "name": "Ann B."}); err != nil {
		t.Fatal(err)
	}
	if !auth.CheckPassword(w.hash(), "480915") {
		t.Error("a new name took it away")
	}
	e = w.get(t, "contacts", "nordwind/b@nordwind.example")
	if err := w.Save(t.Context(), w.by, "contacts", e.ID, e.Version, admin.Values{"client": "nordwind", "mail": "b@nordwind.example", "name": "Ann B.", "pin": "770011"}); err != nil {
		t.Fatal(err)
	}
	if !auth.CheckPassword(w.hash(), "770011") || auth.CheckPassword(w.hash(), "480915") {
		t.Error("it is not replaced")
	}
	w.nowhere(t, "770011")
	e = w.get(t, "contacts", e.ID)
	for _, retired := range []bool{true, false} {
		if err := w.Retire(t.Context(), w.by, "contacts", e.ID, e.Version, retired); err != nil {
			t.Fatal(err)
		}
		e = w.get(t, "contacts", e.ID)
	}
	if !auth.CheckPassword(w.hash(), "770011") {
		t.Error("it went with the contact and did not come back")
	}
}

// An import writes PINs, each only where the file has one.
func TestPINsAreImported(t *testing.T) {
	w := open(t)
	file := []byte("client,mail,name,pin\nnordwind,a@nordwind.example,Ann,480915\nnordwind,b@nordwind.example,Bee,\nnordwind,c@nordwind.example,Cy,12\n")
	d, err := w.Plan(t.Context(), w.by, "contacts", file)
	if err != nil || d.Count(admin.LineAdded) != 2 || d.Count(admin.LineRefused) != 1 {
		t.Fatalf("%+v, %v", d, err)
	}
	if seen := fmt.Sprintf("%+v", d.Lines[0].Changes); strings.Contains(seen, "480915") || !strings.Contains(seen, "pin") {
		t.Errorf("the dry run shows %s", seen)
	}
	if _, err := w.Import(t.Context(), w.by, "contacts", file, d.Stamp); err != nil {
		t.Fatal(err)
	}
	if !auth.CheckPassword(w.hash(), "480915") || w.now.Clients[0].Contacts[1].PIN.Reveal() != "" {
		t.Error("the PINs are not those of the file")
	}
	w.nowhere(t, "480915")
	again := []byte("client,mail,name,pin\nnordwind,a@nordwind.example,Ann,\nnordwind,b@nordwind.example,Bee,770011\n")
	if d, err = w.Plan(t.Context(), w.by, "contacts", again); err != nil || d.Lines[0].Outcome != admin.LineUnchanged || d.Lines[1].Outcome != admin.LineChanged {
		t.Errorf("%+v, %v", d, err)
	}
	text, sealed, err := w.Bring(w.by, "contacts", file)
	if err == nil || sealed && strings.Contains(text, "480915") {
		t.Errorf("without a key it is brought: %v", err)
	}
}

// Questions are asked by kind of service, in the order that was given, and of the
// file's first.
func TestQuestions(t *testing.T) {
	w := open(t)
	ask := admin.Values{"service_kind": "circuit", "field": "power", "text": "Is there power?\nde = Gibt es Strom?", "answers": "yes; no", "kinds": "incident", "position": "2"}
	if got := faults(w.Save(t.Context(), w.by, "questions", "", 0, ask)); !slices.Equal(got, []string{`service_kind: there is no service kind "circuit"`}) {
		t.Errorf("of no service: %v", got)
	}
	w.put(t, "services", admin.Values{"id": "LON-2", "client": "nordwind", "kind": "circuit"})
	w.put(t, "questions", ask)
	w.put(t, "questions", admin.Values{"service_kind": "circuit", "field": "since", "text": "en = Since when?", "position": "1"})
	list := w.now.Questions["circuit"]
	if len(list) != 2 || list[0].Field != "since" || list[1].Text["en"] != "Is there power?" || list[1].Text["de"] != "Gibt es Strom?" || !slices.Equal(list[1].Answers, []string{"yes", "no"}) {
		t.Fatalf("asked is %+v", list)
	}
	if e := w.get(t, "questions", "circuit/power"); e.Values["text"] != "de = Gibt es Strom?\nen = Is there power?" {
		t.Errorf("shown is %+v", e)
	}
	for want, v := range map[string]admin.Values{
		"field: must be lower-case letters, digits and underscores, at most 40": {"service_kind": "circuit", "field": "Who?", "text": "Who?"},
		"text: needs an entry en, for readers of any other language":            {"service_kind": "circuit", "field": "who", "text": "de = Wer?"},
		"position: must be a number":                                            {"service_kind": "circuit", "field": "who", "text": "Who?", "position": "first"},
		"field: is there already":                                               {"service_kind": "circuit", "field": "power", "text": "Who?"},
	} {
		if got := faults(w.Save(t.Context(), w.by, "questions", "", 0, v)); !slices.Contains(got, want) {
			t.Errorf("%v: %v, want %q", v, got, want)
		}
	}
	lon := w.get(t, "services", "LON-2")
	err := w.Save(t.Context(), w.by, "services", "LON-2", lon.Version, admin.Values{"id": "LON-2", "client": "nordwind", "kind": "rack"})
	if got := strings.Join(faults(err), " "); !strings.Contains(got, "questions/circuit/power would not fit any more") {
		t.Errorf("the last service of the kind: %v", err)
	}
	if err := w.Retire(t.Context(), w.by, "questions", "circuit/power", w.get(t, "questions", "circuit/power").Version, true); err != nil || len(w.now.Questions["circuit"]) != 1 {
		t.Errorf("retired: %v, %+v", err, w.now.Questions)
	}
}
