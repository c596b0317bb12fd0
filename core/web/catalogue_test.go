package web_test

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// The catalogue is kept by plain forms: add, look, change, retire, and what is
// wrong stands at its field.
func TestTheCatalogueIsKeptInTheBrowser(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "admin")
	if got := b.post("/catalogue/clients/entry", "name", "Argent Pay"); got.code != 422 || !strings.Contains(got.body, "must be lower-case letters") || !strings.Contains(got.body, `value="Argent Pay"`) {
		t.Errorf("a bad name: %d", got.code)
	}
	if got := b.post("/catalogue/clients/entry", "name", "argent", "title", "Argent <b>", "external_id", "CRM-1"); got.code != http.StatusSeeOther {
		t.Fatalf("a good one: %d %s", got.code, got.body)
	}
	list := b.get("/catalogue/clients").body
	for _, want := range []string{"Argent &lt;b&gt;", "from the file", "nordwind", "in use"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %q", want)
		}
	}
	page := b.get("/catalogue/clients/entry?id=argent").body
	version := field(page, "version")
	if got := b.post("/catalogue/clients/entry", "was", "argent", "version", version, "name", "argent", "title", "Argent Pay"); got.code != http.StatusSeeOther {
		t.Fatalf("a change: %d", got.code)
	}
	if got := b.post("/catalogue/clients/entry", "was", "argent", "version", version, "name", "argent", "title", "x"); got.code != 422 || !strings.Contains(got.body, "Somebody else has changed this") {
		t.Errorf("a change of what was changed: %d", got.code)
	}
	version = field(b.get("/catalogue/clients/entry?id=argent").body, "version")
	if got := b.post("/catalogue/clients/retire", "id", "argent", "version", version, "retired", "1"); got.code != http.StatusSeeOther {
		t.Errorf("to retire: %d", got.code)
	}
	if got := b.get("/catalogue/clients?find=argent").body; !strings.Contains(got, "retired") || strings.Contains(got, ">nordwind<") {
		t.Error("the retired one is not found alone")
	}
	if got := b.get("/catalogue/clients/entry?id=nordwind").body; strings.Contains(got, "Retire</button>") || !strings.Contains(got, "configuration file") {
		t.Error("the file's entry can be changed")
	}
	if got := b.get("/audit?object=clients/argent").body; !strings.Contains(got, "CRM-1") || !strings.Contains(got, ">retired<") {
		t.Error("the changes are not on record")
	}
}

// field is the value of a hidden field.
func field(page, name string) string {
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		return ""
	}
	return html.UnescapeString(m[1])
}

func (b *browser) importing(path string, fields map[string]string, file string) answer {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		_ = form.WriteField(name, value)
	}
	if file != "" {
		part, err := form.CreateFormFile("file", "clients.csv")
		if err != nil {
			b.t.Fatal(err)
		}
		_, _ = part.Write([]byte(file))
	}
	_ = form.Close()
	return b.send(http.MethodPost, path, form.FormDataContentType(), &body)
}

// An import shows each line's fate before anything is stored, and then does what
// was shown.
func TestImportingInTheBrowser(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "admin")
	if got := b.importing("/catalogue/clients/import", nil, "titel\nx\n"); got.code != 422 || !strings.Contains(got.body, "has the column") {
		t.Errorf("an unreadable file: %d", got.code)
	}
	shown := b.importing("/catalogue/clients/import", nil, "name,title\nargent,Argent\nBad One,x\n")
	if shown.code != http.StatusOK || !strings.Contains(shown.body, "1 added") || !strings.Contains(shown.body, "1 refused") || !strings.Contains(shown.body, "must be lower-case letters") {
		t.Fatalf("the dry run: %d", shown.code)
	}
	if got := b.get("/catalogue/clients").body; strings.Contains(got, "id=argent") {
		t.Fatal("the dry run stored something")
	}
	again := map[string]string{"stamp": field(shown.body, "stamp"), "text": strings.ReplaceAll(field(shown.body, "text"), "\n", "\r\n")}
	if got := b.importing("/catalogue/clients/import", again, ""); got.code != http.StatusSeeOther {
		t.Fatalf("the import: %d", got.code)
	}
	if got := b.get("/catalogue/clients/export").body; !strings.Contains(got, "\nargent,Argent,") {
		t.Errorf("exported %s", got)
	}
	if got := b.importing("/catalogue/clients/import", again, ""); got.code != http.StatusOK || !strings.Contains(got.body, "has changed since") {
		t.Errorf("a second time: %d", got.code)
	}
}

// A contact's PIN is entered and replaced, and is on no page, not even in the step
// between an import's dry run and the import.
func TestAPINIsOnNoPage(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "admin")
	ann := []string{"client", "nordwind", "mail", "a@nordwind.example", "name", "Ann"}
	if got := b.post("/catalogue/contacts/entry", append(ann, "pin", "12")...); got.code != 422 || !strings.Contains(got.body, "must be at least 4 digits") || strings.Contains(got.body, `value="12"`) {
		t.Errorf("a bad PIN: %d", got.code)
	}
	if got := b.post("/catalogue/contacts/entry", append(ann, "pin", "480915")...); got.code != http.StatusSeeOther {
		t.Fatalf("a good one: %d %s", got.code, got.body)
	}
	page := b.get("/catalogue/contacts/entry?id=nordwind/a@nordwind.example").body
	if !strings.Contains(page, `type="password"`) || !strings.Contains(page, "Stored, enter to replace") {
		t.Error("the page does not say that there is one")
	}
	shown := b.importing("/catalogue/contacts/import", nil, "client,mail,name,pin\nnordwind,b@nordwind.example,Bee,770011\n")
	again := map[string]string{"stamp": field(shown.body, "stamp"), "sealed": field(shown.body, "sealed")}
	for _, seen := range []string{page, shown.body, b.get("/catalogue/contacts/export").body, b.get("/audit").body} {
		if strings.Contains(seen, "480915") || strings.Contains(seen, "770011") || strings.Contains(seen, "argon2") {
			t.Error("a page shows a PIN")
		}
	}
	if got := w.as(t, "lead").importing("/catalogue/contacts/import", again, ""); got.code != http.StatusForbidden {
		t.Errorf("somebody else's: %d", got.code)
	}
	if got := b.importing("/catalogue/contacts/import", again, ""); got.code != http.StatusSeeOther {
		t.Fatalf("the import: %d %s", got.code, got.body)
	}
	if got := b.get("/catalogue/contacts").body; !strings.Contains(got, "b@nordwind.example") {
		t.Error("it was not imported")
	}
}

// A list says clients by their names, and of a team without a tool that it works by hand.
func TestTheCatalogueNamesWhatItLists(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "admin")
	b.post("/catalogue/teams/entry", "name", "field", "title", "Field Service", "connection", "none")
	b.post("/catalogue/services/entry", "id", "LON-2", "client", "nordwind", "title", "Transit", "kind", "circuit")
	for page, want := range map[string]string{"/catalogue/services": "Nordwind Logistik", "/catalogue/teams": ">by hand<"} {
		if got := b.get(page).body; !strings.Contains(got, want) {
			t.Errorf("%s lacks %q", page, want)
		}
	}
}

// What is asked about a kind of service is kept like the rest of the catalogue.
func TestQuestionsAreKeptInTheBrowser(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "admin")
	b.post("/catalogue/services/entry", "id", "LON-2", "client", "nordwind", "kind", "circuit")
	ask := []string{"service_kind", "circuit", "field", "power", "text", "en = Is there power?\nde = Gibt es Strom?"}
	if got := b.post("/catalogue/questions/entry", append(ask, "kinds", "incident", "kinds", "question")...); got.code != http.StatusSeeOther {
		t.Fatalf("a question: %d %s", got.code, got.body)
	}
	page := b.get("/catalogue/questions/entry?id=circuit/power").body
	for _, want := range []string{"de = Gibt es Strom?", `value="incident" checked`, `value="question" checked`, `<option value="circuit">`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	b.lang = "de"
	if got := b.post("/catalogue/questions/entry", "service_kind", "rack", "field", "Who?", "text", "de = Wer?"); got.code != 422 || !strings.Contains(got.body, "keine Leistung ist von der Art") {
		t.Errorf("of no service: %d", got.code)
	}
	if got := b.get("/catalogue/questions").body; !strings.Contains(got, "Fragen") || !strings.Contains(got, "circuit/power") {
		t.Error("the list lacks it")
	}
}
