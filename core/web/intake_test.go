package web_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-rod/rod/lib/input"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/core/web"
)

// phoned is a desk whose directory knows circuits by many ids, callers with PINs,
// and what to ask.
func phoned(t *testing.T) *world {
	t.Helper()
	hash, err := auth.HashPIN("4711")
	if err != nil {
		t.Fatal(err)
	}
	d := directory()
	d.Clients["nordwind"] = request.Client{ID: "nordwind", Title: "Nordwind Logistik", Language: "de", Contacts: []request.Contact{
		{Name: "Mareike Brandt", Mail: "noc@nordwind.example", Phone: "+49 30 23125 418", Rights: []string{"open", "approve"}},
	}}
	circuit := func(id request.ServiceID, client request.ClientID, title, carrier string) {
		d.Services[id] = request.Service{
			ID: id, Client: client, Title: title, Kind: "circuit", Components: []string{"fra3-edge-2"},
			ExternalIDs: []request.ExternalID{{Owner: "glasfaser-nord", Type: "circuit", ID: carrier}},
		}
	}
	circuit("FRA3-10G-014", "nordwind", "IP Transit Frankfurt", "GN-DE-88120")
	circuit("FRA3-10G-009", "argent", "IP Transit Argent", "GN-DE-88121")
	d.Inquiries = map[string][]request.Inquiry{"circuit": {
		{Field: "power", Text: map[string]string{"en": "Has the site power?", "de": "Hat der Standort Strom?"}, Label: map[string]string{"en": "Power on site", "de": "Strom vor Ort"}, Answers: []string{"yes", "no"}, Kinds: []request.Kind{request.Incident}},
		{Field: "local_contact", Text: map[string]string{"en": "Who is on site?", "de": "Wer ist vor Ort?"}},
	}}
	return openDesk(t, desk.Options{Directory: d, PIN: func(request.ClientID, string) string { return hash }})
}

// openDesk is a site over a desk of its own.
func openDesk(t *testing.T, o desk.Options) *world {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + filepath.Join(t.TempDir(), "desk.db"), Sync: "off"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	var ids, ahead atomic.Int64
	o.Store, o.Marker = s, reconcile.Marker{Hub: "h", Secret: []byte("secret")}
	o.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	o.Public = func(string, string) bool { return false }
	o.IDs = func() string { return fmt.Sprintf("id%d", ids.Add(1)) }
	at := desk.New(o)
	w := open(t, func(o *web.Options) { o.Desk, o.Feed = at, s.Kick(store.FeedWork) })
	w.Service, w.store, w.ahead = at, s, &ahead
	return w
}

// made is the request that a form led to.
func (w *world) made(t *testing.T, got answer) *request.Request {
	t.Helper()
	if got.code != http.StatusSeeOther {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	return w.item(t, request.Key(strings.TrimPrefix(got.header.Get("Location"), "/requests/"))).Request
}

func has(t *testing.T, what, body string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(body, want) {
			t.Errorf("%s: %q is missing", what, want)
		}
	}
}

// Without scripts a second page says what follows from what was typed.
func TestIntakeWithoutScripts(t *testing.T) {
	t.Parallel()
	w := phoned(t)
	b := w.as(t, "jana")
	got := b.post("/new", "step", "look", "contact", "030 23125-418", "service", "gn de 88120", "channel", "phone", "kind", "incident", "impact", "1", "urgency", "2", "title", "Frankfurt down")
	if got.code != 200 {
		t.Fatal(got.code)
	}
	has(t, "the second page", got.body, `value="Mareike Brandt"`, `value="nordwind" selected`, `value="FRA3-10G-014"`, "open requests, approve", "Power on site", `list="a-power"`, "On file: &#43;49 30 23125 418", "There is a PIN on file", "impact High × urgency Medium", "Not asked yet:", "Nothing like it was found")
	has(t, "an order by one who may not", b.post("/new/look", "contact", "Mareike Brandt", "kind", "service_request").body, "Has no right on file to do this: order")
	b.lang = "de"
	has(t, "in German", b.post("/new/look", "contact", "Mareike Brandt", "service", "FRA3-10G-014", "kind", "incident").body, "Strom vor Ort", "Meldungen öffnen, zustimmen", "Noch nicht gefragt:")
	b.lang = "en"
	r := w.made(t, b.post("/new", "contact", "030 23125-418", "service", "gn de 88120", "channel", "phone", "kind", "incident", "impact", "1", "urgency", "2",
		"title", "Frankfurt down", "q_power", "yes", "verified", "call_back", "team", "core"))
	if r.Client != "nordwind" || r.Service != "FRA3-10G-014" || r.Contact != "Mareike Brandt" || r.Priority != "P2" || r.Fields["power"] != "yes" || len(r.Delegations) != 1 {
		t.Errorf("%+v", r)
	}
	if c := r.Caller; c == nil || c.Verified != request.ByCallBack || c.Number != "030 23125-418" || c.By != "Jana Kovář" {
		t.Errorf("%+v", c)
	}
	page := b.get("/requests/" + string(r.Key)).body
	has(t, "the request", page, "called back", "verified the caller", "Power on site", "Not asked yet: Who", "open requests, approve")
}

func TestACallerWhoIsNotOnFile(t *testing.T) {
	t.Parallel()
	w := phoned(t)
	b := w.as(t, "jana")
	fields := []string{"contact", "Herr Unbekannt", "client", "nordwind", "channel", "phone", "kind", "incident", "title", "Down"}
	got := b.post("/new", fields...)
	if got.code != 422 {
		t.Fatalf("taken without a word: %d", got.code)
	}
	has(t, "the refusal", got.body, "Nobody is on file", `name="stranger"`)
	r := w.made(t, b.post("/new", append(fields, "stranger", "1")...))
	if r.Contact != "" || r.ReportedBy != "Herr Unbekannt" || r.Caller == nil || r.Caller.Verified != request.Unverified {
		t.Errorf("%+v %+v", r, r.Caller)
	}
	has(t, "the request", b.get("/requests/"+string(r.Key)).body, "not verified")
	if got := b.post("/new", append(fields, "stranger", "1", "verified", "call_back")...); got.code != 422 {
		t.Errorf("a stranger was verified: %d", got.code)
	}
}

func TestWrongPINsAreTold(t *testing.T) {
	t.Parallel()
	w := phoned(t)
	b := w.as(t, "jana")
	fields := func(pin string) []string {
		return []string{"contact", "Mareike Brandt", "client", "nordwind", "channel", "phone", "kind", "incident", "title", "Down", "pin", pin}
	}
	got := b.post("/new", fields("0000")...)
	if got.code != 422 || strings.Contains(got.body, "0000") {
		t.Fatalf("%d: the PIN comes back", got.code)
	}
	has(t, "the refusal", got.body, "Wrong PIN. Tries left: 4")
	r := w.made(t, b.post("/new", fields("4711")...))
	if r.Caller.Verified != request.ByPIN || r.Caller.Failed != 1 {
		t.Errorf("%+v", r.Caller)
	}
	path := "/requests/" + string(r.Key)
	for range 5 {
		b.post(path+"/caller", "contact", "Mareike Brandt", "pin", "1")
	}
	got = b.post(path+"/caller", "contact", "Mareike Brandt", "pin", "4711")
	has(t, "the lock", got.body, "Too many wrong PINs")
	if got := b.post(path+"/caller", "contact", "Mareike Brandt", "verified", "call_back"); got.code != 303 {
		t.Errorf("called back: %d", got.code)
	}
	if strings.Contains(w.log.String(), "4711") {
		t.Error("the log knows the PIN")
	}
}

// A likely duplicate is shown before the request is made, once; the call can be
// added to what is there.
func TestADuplicateIsShownFirst(t *testing.T) {
	t.Parallel()
	w := phoned(t)
	b := w.as(t, "jana")
	fields := []string{"contact", "Mareike Brandt", "client", "nordwind", "service", "FRA3-10G-014", "channel", "phone", "kind", "incident", "title", "Frankfurt down, no link", "description", "Since 21:40."}
	first := w.made(t, b.post("/new", append(fields, "id", "0123456789abcdef")...))
	got := b.post("/new", fields...)
	if got.code != http.StatusConflict {
		t.Fatalf("%d: made without a word", got.code)
	}
	has(t, "what is open", got.body, "This may be known already", string(first.Key), "very likely the same", `name="seen" value="`+string(first.Key)+`"`)
	if again := b.post("/new", append(fields, "id", "0123456789abcdef")...); again.code != 303 || !strings.HasSuffix(again.header.Get("Location"), string(first.Key)) {
		t.Errorf("the same form again: %d", again.code)
	}
	if got := b.post("/new", append(fields, "add", string(first.Key), "verified", "call_back")...); got.code != 303 {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	item := w.item(t, first.Key)
	if n := item.Notes; len(n) != 1 || n[0].Audience != request.ToClient || n[0].Author.Name != "Mareike Brandt" || n[0].Via != request.ByPhone || item.Request.Caller.Verified != request.ByCallBack {
		t.Fatalf("%+v %+v", n, item.Request.Caller)
	}
	second := w.made(t, b.post("/new", append(fields, "seen", string(first.Key))...))
	page := b.get("/requests/" + string(second.Key)).body
	has(t, "the page of the second", page, "Similar requests", "Merge into "+string(first.Key)+"")
	if got := b.post("/requests/"+string(second.Key)+"/merge", "into", string(first.Key)); got.code != 303 {
		t.Errorf("merge: %d", got.code)
	}
	for _, key := range []request.Key{first.Key, second.Key} {
		if got := b.get("/requests/" + string(key)); got.code != 200 || !strings.Contains(got.body, string(first.Key)) {
			t.Errorf("%s does not answer any more: %d", key, got.code)
		}
	}
	if got := b.post("/requests/" + string(second.Key) + "/unmerge"); got.code != 303 || w.item(t, second.Key).Request.MergedTo != "" {
		t.Errorf("unmerge: %d", got.code)
	}
}

func TestAnswersAreKeptAndChanged(t *testing.T) {
	t.Parallel()
	w := phoned(t)
	b := w.as(t, "jana")
	key := w.received(t, "Loss")
	path := "/requests/" + string(key)
	has(t, "the form for a team", b.get(path).body, "Not asked yet: Power")
	if got := b.post(path+"/answers", "q_power", "no", "q_local_contact", "", "was_q_local_contact", ""); got.code != 303 {
		t.Fatal(got.code)
	}
	if f := w.item(t, key).Request.Fields; f["power"] != "no" || len(f) != 1 {
		t.Errorf("%v", f)
	}
	got := b.post(path+"/delegations", "team", "core", "step", "preview")
	has(t, "what the team gets", got.body, "- Power on site: no")
	if got := b.post(path+"/answers", "q_power", "", "was_q_power", "no"); got.code != 303 || len(w.item(t, key).Request.Fields) != 0 {
		t.Errorf("an answer stays: %d", got.code)
	}
}

// TestAFailedComponentIsProposed gathers what hangs on one component, and lets
// each client see its own alone, to the last byte.
func TestAFailedComponentIsProposed(t *testing.T) {
	t.Parallel()
	w := phoned(t)
	b := w.as(t, "jana")
	first := w.received(t, "Frankfurt down")
	other, err := w.Receive(t.Context(), w.jana, desk.Received{Draft: request.Request{
		Client: "argent", Service: "FRA3-10G-009", Title: "Gateway of Argent unreachable", Description: "secret of Argent", Channel: request.Mail,
	}})
	if err != nil {
		t.Fatal(err)
	}
	page := b.get("/requests/" + string(other.Key)).body
	has(t, "the proposal", page, "Failure at fra3-edge-2?", "Gather into a major incident", `name="also" value="`+string(first)+`"`)
	has(t, "a new request", b.post("/new/look", "service", "GN-DE-88120", "kind", "incident", "title", "Transit down").body, "Failure at", string(other.Key))
	got := b.post("/requests/"+string(other.Key)+"/umbrella", "kind", "major", "title", "Failure at fra3-edge-2", "also", string(first), "id", "0123456789abcdef")
	if got.code != 303 {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	major := w.item(t, first).Request.GatheredBy
	if major == "" || w.item(t, other.Key).Request.GatheredBy != major {
		t.Fatalf("gathered by %q and %q", major, w.item(t, other.Key).Request.GatheredBy)
	}
	if strings.Contains(b.get("/requests/"+string(first)).body, "data-gather") {
		t.Error("it is proposed again")
	}
	b.post("/requests/"+string(major)+"/delegations", "team", "core", "step", "send")
	third := w.received(t, "Frankfurt still down")
	has(t, "one that comes later", b.get("/requests/"+string(third)).body, "Put under "+string(major)+"")
	b.post("/requests/"+string(major)+"/broadcasts", "audience", "client", "text_de", "Wir arbeiten an der Störung.", "text_en", "We work on it.")
	w.sent(t)
	client := w.as(t, "client")
	for _, path := range []string{"/portal", "/portal?all=1", "/portal/requests/" + string(first), "/portal/requests/" + string(third)} {
		got := client.get(path)
		if got.code != 200 {
			t.Errorf("%s: %d", path, got.code)
		}
		for _, secret := range []string{"Argent", "argent", "FRA3-10G-009", "88121", "fra3-edge-2", string(major) + `"`, string(other.Key) + `"`, "Core Network", "Power on site", "not verified"} {
			if strings.Contains(got.body, secret) {
				t.Errorf("%s shows %q", path, secret)
			}
		}
	}
	has(t, "its own", client.get("/portal/requests/"+string(first)).body, "Wir arbeiten an der Störung.")
	if got := client.get("/portal/requests/" + string(other.Key)); got.code != 404 {
		t.Errorf("another client's request: %d", got.code)
	}
	if got := client.get("/portal/requests/" + string(major)); got.code != 404 {
		t.Errorf("the umbrella: %d", got.code)
	}
}

// What an id begins with is enough where only one of the client's does, and an id
// that is nobody's is told.
func TestIntakeKnowsAServiceByItsBeginning(t *testing.T) {
	t.Parallel()
	w := phoned(t)
	b := w.as(t, "jana")
	known := string(w.received(t, "Gate down"))
	begun := b.post("/new/look", "contact", "Mareike Brandt", "service", "fra3-10").body
	has(t, "the beginning of an id", begun, "IP Transit Frankfurt", known, "Gate down")
	has(t, "an id of nobody's", b.post("/new/look", "service", "fra4-1").body, "No service has the id “fra4-1”.")
	ambiguous := b.post("/new/look", "client", "argent", "contact", "Nobody", "service", "fra3-edge-2").body
	has(t, "a component of one's own", ambiguous, "IP Transit Argent")
	r := w.made(t, b.post("/new", "kind", "incident", "contact", "Mareike Brandt", "service", "fra3-10", "title", "No light at the uplink", "seen", known))
	if r.Service != "FRA3-10G-014" {
		t.Errorf("it is about %q", r.Service)
	}
}

// What the team's tool would receive is shown before there is a request, and the next
// update is promised in the same pass.
func TestANewRequestIsShownAndPromised(t *testing.T) {
	t.Parallel()
	w := phoned(t)
	b := w.as(t, "jana")
	fields := []string{"contact", "Mareike Brandt", "client", "nordwind", "service", "FRA3-10G-014", "channel", "phone", "kind", "incident", "title", "Frankfurt down", "description", "Since 21:40.", "promise", "1h0m0s", "id", "0123456789abcdef"}
	for path, want := range map[string]string{"/new": `name="title" maxlength="500" value="Frankfurt down"`, "/new/look": `data-part="receives"`} {
		got := b.post(path, append(fields, "team", "core", "step", "preview")...)
		has(t, path, got.body, "Core Network · Jira NET receives exactly this", "Frankfurt down", "Since 21:40.", "Client: Nordwind Logistik", want)
		if got.code != 200 || strings.Contains(got.body, "role=\"alert\"") {
			t.Errorf("%s: %d", path, got.code)
		}
	}
	for team, want := range map[string]string{"": "is required", "ghosts": "there is no team"} {
		if got := b.post("/new", append(fields, "team", team, "step", "preview")...); !strings.Contains(got.body, want) {
			t.Errorf("to %q: not said: %s", team, want)
		}
	}
	if got := b.get("/?q=is:open").body; strings.Contains(got, `class="row`) {
		t.Error("looking made a request")
	}
	before := time.Now().Add(time.Hour)
	r := w.made(t, b.post("/new", append(fields, "team", "core")...))
	if at := r.NextUpdateAt; at.Before(before.Add(-time.Second)) || at.After(before.Add(time.Minute)) || len(r.Delegations) != 1 {
		t.Errorf("promised for %v, %d delegations", at, len(r.Delegations))
	}
	fields[len(fields)-1], fields[len(fields)-3] = "0123456789abcdeg", "never"
	if r := w.made(t, b.post("/new", append(fields, "title", "Another thing", "seen", string(r.Key))...)); !r.NextUpdateAt.IsZero() {
		t.Errorf("promised for %v", r.NextUpdateAt)
	}
}

// By keyboard the preview takes one key, and nothing of what is typed is lost. It follows
// what is typed then.
func TestANewRequestIsShownByOneKey(t *testing.T) {
	w := phoned(t)
	p := w.page(t, chrome(t), "jana", "/new")
	live(p)
	p.MustElement("#n-contact").MustInput("Mareike Brandt")
	p.MustElement("#n-pin").MustInput("4711")
	p.MustElement("#n-title").MustInput("Frankfurt down")
	until(t, p, "the client", `() => document.querySelector('#n-client').value === 'nordwind'`)
	p.MustEval(`() => { document.querySelector('#n-team').value = 'core' }`)
	p.MustElement("#n-title").MustFocus()
	p.KeyActions().Press(input.AltLeft).Type(input.KeyP).MustDo()
	until(t, p, "what the team would receive", `() => document.querySelector('[data-part=receives]').textContent.includes('Frankfurt down') && document.querySelector('#n-pin').value === '4711' && document.activeElement.id === 'n-title'`)
	shot(t, p, "intake-preview", 1400)
	p.MustElement("#n-desc").MustInput("since noon")
	until(t, p, "what it would receive now", `() => /Frankfurt down[^]*since noon|since noon[^]*Frankfurt down/.test(document.querySelector('[data-part=receives]').textContent)`)
	p.MustEval(`() => { const team = document.querySelector('#n-team'); team.value = ''; team.dispatchEvent(new Event('change', {bubbles: true})) }`)
	until(t, p, "nothing for nobody", `() => document.querySelector('[data-part=receives]').textContent === ''`)
}

// What was refused is what one comes to first.
func TestWhatWasRefusedComesFirst(t *testing.T) {
	w := phoned(t)
	p := w.page(t, chrome(t), "jana", "/new")
	live(p)
	p.MustElement("#n-contact").MustInput("Mareike Brandt")
	p.MustElement("#n-title").MustInput("Frankfurt down")
	p.MustElement("#n-pin").MustInput("0000")
	send(p, input.ControlLeft)
	until(t, p, "the PIN's field", `() => Boolean(document.querySelector('.wrong')) && document.activeElement.id === 'n-pin'`)
}
