package admin_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// world is an administration over a real database.
type world struct {
	*admin.Service
	store *sqlstore.Store
	by    auth.Actor
	now   *config.Config // what the hub goes by
}

func open(t *testing.T) *world {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + filepath.Join(t.TempDir(), "hub.db"), Sync: "off"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	w := &world{store: s, by: auth.Actor{Login: "dana", Role: auth.Admin}}
	base := config.Default()
	base.Clients = []config.Client{{Name: "nordwind", Title: "Nordwind", Language: "de"}}
	base.Services = []config.Service{{ID: "FRA-1", Client: "nordwind", Title: "FRA-1", Components: []string{"port 1"}}}
	w.Service = admin.New(admin.Options{
		Store: s, Auth: auth.New(s, time.Now), Base: base, Log: slog.New(slog.DiscardHandler),
		Apply: func(_ context.Context, c *config.Config) error { w.now = c; return nil },
	})
	if w.now, err = w.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) put(t *testing.T, kind string, v admin.Values) {
	t.Helper()
	if err := w.Save(t.Context(), w.by, kind, "", 0, v); err != nil {
		t.Fatalf("%s %v: %v", kind, v, err)
	}
}

func (w *world) get(t *testing.T, kind, id string) admin.Entry {
	t.Helper()
	e, err := w.Get(w.by, kind, id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// faults are the fields that an error is about, with what is wrong.
func faults(err error) []string {
	list, _ := errors.AsType[request.FieldErrors](err)
	var out []string
	for _, f := range list {
		out = append(out, f.Field+": "+f.Text)
	}
	return out
}

// What is saved is in effect at once, beside what stands in the file, for every
// table of the catalogue.
func TestEntriesAreInEffectAtOnce(t *testing.T) {
	w := open(t)
	w.put(t, "clients", admin.Values{"name": "argent", "title": "Argent Pay", "domains": "argent.example;pay.example", "parent": "nordwind"})
	w.put(t, "contacts", admin.Values{"client": "nordwind", "mail": "a@nordwind.example", "name": "Ann", "rights": "open; approve"})
	w.put(t, "contracts", admin.Values{"name": "AP-1", "client": "argent", "grace": "3d"})
	w.put(t, "services", admin.Values{"id": "LON-2", "client": "argent", "external_ids": "carrier:circuit:C-1"})
	w.put(t, "components", admin.Values{"service": "FRA-1", "name": "port 2"})
	w.put(t, "teams", admin.Values{"name": "field", "connection": "none", "clients": "argent", "follows_status": "false", "read_only": "yes"})
	c := w.now
	client := c.Clients[1]
	if client.Title != "Argent Pay" || client.Language != "en" || !slices.Equal(client.Domains, []string{"argent.example", "pay.example"}) || client.Parent != "nordwind" {
		t.Errorf("client %+v", client)
	}
	if p := c.Clients[0].Contacts; len(p) != 1 || p[0].Name != "Ann" || len(p[0].Rights) != 2 {
		t.Errorf("contacts %+v", p)
	}
	if c.Contracts[0].Grace != 72*time.Hour {
		t.Errorf("contract %+v", c.Contracts[0])
	}
	if s := c.Services; !slices.Equal(s[0].Components, []string{"port 1", "port 2"}) || s[1].ExternalIDs[0] != (config.ExternalID{Owner: "carrier", Type: "circuit", ID: "C-1"}) {
		t.Errorf("services %+v", s)
	}
	if team := c.Teams[0]; !team.Serves("argent") || team.Serves("nordwind") || !team.ReadOnly || team.FollowsStatus != config.FollowsNothing {
		t.Errorf("team %+v", team)
	}
	again, err := w.Load(t.Context())
	if err != nil || len(again.Clients) != 2 || len(again.Teams) != 1 {
		t.Errorf("after a restart: %v, %v", again, err)
	}
}

// What does not fit is refused at its column, and nothing is stored.
func TestWhatDoesNotFitIsRefused(t *testing.T) {
	w := open(t)
	for want, try := range map[string]struct {
		kind   string
		values admin.Values
	}{
		`name: must be lower-case letters, digits and hyphens, at most 63`: {"clients", admin.Values{"name": "Argent Pay"}},
		`name: is there already`: {"clients", admin.Values{"name": "nordwind"}},
		`parent: there is no client "nordwnd" (did you mean "nordwind"?)`: {"clients", admin.Values{"name": "x", "parent": "nordwnd"}},
		`domains.0: must be a domain in lower case, such as example.net`:  {"clients", admin.Values{"name": "x", "domains": "no domain"}},
		`client: there is no client "y"`:                                  {"contacts", admin.Values{"client": "y", "mail": "a@y.example", "name": "A"}},
		`mail: must be a mail address such as noc@example.net`:            {"contacts", admin.Values{"client": "nordwind", "mail": "a", "name": "A"}},
		`grace: must be a duration such as 30s, 5m or 14d`:                {"contracts", admin.Values{"name": "a", "client": "nordwind", "grace": "long"}},
		`connection: there is no connection "jira"`:                       {"teams", admin.Values{"name": "a", "connection": "jira", "target": "NET"}},
		`allow_public: must be true or false`:                             {"teams", admin.Values{"name": "a", "connection": "none", "allow_public": "maybe"}},
	} {
		err := w.Save(t.Context(), w.by, try.kind, "", 0, try.values)
		if got := faults(err); !slices.Contains(got, want) {
			t.Errorf("%v: %v, want %q", try, got, want)
		}
	}
	if all, _, err := w.store.Entries(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("stored %v, %v", all, err)
	}
	if err := w.Save(t.Context(), auth.Actor{Role: auth.Lead}, "clients", "", 0, admin.Values{"name": "x"}); !errors.Is(err, auth.ErrDenied) {
		t.Errorf("a lead: %v", err)
	}
}

// An entry is changed only by who has seen its newest version, keeps its name, and
// cannot pull the ground from under another.
func TestEditing(t *testing.T) {
	w := open(t)
	w.put(t, "clients", admin.Values{"name": "argent", "title": "Argent"})
	first := w.get(t, "clients", "argent")
	save := func(id string, version int64, v admin.Values) error {
		return w.Save(t.Context(), w.by, "clients", id, version, v)
	}
	if err := save("argent", first.Version, admin.Values{"name": "argent", "title": "Argent Pay"}); err != nil {
		t.Fatal(err)
	}
	if err := save("argent", first.Version, admin.Values{"name": "argent", "title": "Other"}); !errors.Is(err, admin.ErrMoved) {
		t.Errorf("an old version: %v", err)
	}
	now := w.get(t, "clients", "argent")
	if got := faults(save("argent", now.Version, admin.Values{"name": "silver"})); !slices.Equal(got, []string{"name: cannot change: requests name it"}) {
		t.Errorf("another name: %v", got)
	}
	if err := save("nordwind", 0, admin.Values{"name": "nordwind", "title": "x"}); !errors.Is(err, admin.ErrNotFound) {
		t.Errorf("the file's: %v", err)
	}
	if err := w.Retire(t.Context(), w.by, "clients", "argent", now.Version, true); err != nil {
		t.Fatal(err)
	}
	if !w.now.Clients[1].Retired {
		t.Error("the hub does not know that it is retired")
	}
	w.put(t, "contacts", admin.Values{"client": "nordwind", "mail": "a@nordwind.example", "name": "Ann"})
	e := w.get(t, "contacts", "nordwind/a@nordwind.example")
	if err := w.Save(t.Context(), w.by, "contacts", e.ID, e.Version, admin.Values{"client": "nordwind", "mail": "b@nordwind.example", "name": "Ann"}); err != nil {
		t.Errorf("a contact's new address: %v", err)
	}
	if all, err := w.List(w.by, "contacts"); err != nil || len(all) != 1 {
		t.Errorf("contacts %v, %v", all, err)
	}
}

// An import shows what it would do with each line, and does that.
func TestImport(t *testing.T) {
	w := open(t)
	w.put(t, "clients", admin.Values{"name": "argent", "title": "Argent", "external_id": "CRM-1", "language": "de"})
	w.put(t, "clients", admin.Values{"name": "silver", "title": "Silver"})
	file := []byte("\xef\xbb\xbfname;title;parent;external_id\r\n" +
		";Argent Pay;;CRM-1\r\n" + // by its external id
		"silver;Silver;;\r\n" + // as it is
		"gold;Gold;argent;CRM-3\r\n" +
		"Bad Name;Bad;;\r\n" +
		"lead;Lead;nobody;\r\n" +
		"below;Below;lead;\r\n" + // hangs on a line that is refused
		"gold;Gold again;;\r\n" +
		"nordwind;Nordwind AG;;\r\n")
	d, err := w.Plan(t.Context(), w.by, "clients", file)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range d.Lines {
		line := []string{fmt.Sprint(l.N, " ", l.ID, " ", l.Outcome)}
		for _, f := range l.Faults {
			line = append(line, f.Field+": "+f.Text)
		}
		got = append(got, strings.Join(line, " "))
	}
	want := []string{
		"2 argent changed", "3 silver unchanged", "4 gold added",
		"5 Bad Name refused name: must be lower-case letters, digits and hyphens, at most 63",
		`6 lead refused parent: there is no client "nobody"`,
		`7 below refused parent: there is no client "lead"`,
		"8 gold refused : is in the file already, on line 4",
		"9 nordwind refused : stands in the configuration file, which alone changes it",
	}
	if !slices.Equal(got, want) {
		t.Fatalf("the dry run says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if e := w.get(t, "clients", "argent"); e.Values["title"] != "Argent" {
		t.Fatal("the dry run stored something")
	}
	sent := bytes.ReplaceAll(file, []byte("\n"), []byte("\r\n")) // a browser sends it back with its own line ends
	sent = bytes.ReplaceAll(sent, []byte("\r\r\n"), []byte("\r\n"))
	if _, err := w.Import(t.Context(), w.by, "clients", sent, d.Stamp); err != nil {
		t.Fatal(err)
	}
	if e := w.get(t, "clients", "argent"); e.Values["title"] != "Argent Pay" || e.Values["language"] != "de" {
		t.Errorf("argent is %v", e.Values)
	}
	if e := w.get(t, "clients", "gold"); e.Values["parent"] != "argent" || e.Values["external_id"] != "CRM-3" {
		t.Errorf("gold is %v", e.Values)
	}
	if _, err := w.Import(t.Context(), w.by, "clients", file, d.Stamp); !errors.Is(err, admin.ErrMoved) {
		t.Errorf("a second time: %v", err)
	}
}

// What changes between the dry run and the import keeps the import from being
// done.
func TestAnImportDoesOnlyWhatWasShown(t *testing.T) {
	w := open(t)
	file := []byte("name,title\ngold,Gold\n")
	d, err := w.Plan(t.Context(), w.by, "clients", file)
	if err != nil {
		t.Fatal(err)
	}
	w.put(t, "clients", admin.Values{"name": "gold", "title": "Somebody's"})
	if _, err := w.Import(t.Context(), w.by, "clients", file, d.Stamp); !errors.Is(err, admin.ErrMoved) {
		t.Errorf("after a change: %v", err)
	}
	if e := w.get(t, "clients", "gold"); e.Values["title"] != "Somebody's" {
		t.Errorf("gold is %v", e.Values)
	}
}

// A file that cannot be read says why, and where.
func TestUnreadableFiles(t *testing.T) {
	w := open(t)
	for want, file := range map[string]string{
		"has no first line that names the columns": "",
		`has the column "titel", which is none of`: "titel\nx\n",
		`has the column "name" twice`:              "name,name\nx,y\n",
		`needs the column "name", or external_id`:  "title\nx\n",
		"line 3":       "name,title\na,b\n\"c,d\n",
		"is not UTF-8": "name\n\xe4\n",
	} {
		_, err := w.Plan(t.Context(), w.by, "clients", []byte(file))
		if unread, ok := errors.AsType[*request.FieldError](err); !ok || !strings.Contains(unread.Text, want) {
			t.Errorf("%q: %v, want %q", file, err, want)
		}
	}
}

// What is exported can be imported again and changes nothing, whatever stands in
// it.
func TestWhatIsExportedIsUnchanged(t *testing.T) {
	w := open(t)
	w.put(t, "clients", admin.Values{"name": "odd", "title": `=HYPERLINK("x"), "quoted"; 'and more`, "domains": "a.example; b.example"})
	w.put(t, "clients", admin.Values{"name": "quote", "title": "'=x"})
	w.put(t, "contacts", admin.Values{"client": "odd", "mail": "a@odd.example", "name": "Ann\nBee", "phone": "+49 40 555"})
	for _, kind := range admin.Kinds() {
		var file bytes.Buffer
		if err := w.Export(w.by, kind.Name, &file); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(file.String(), "\n=") || strings.Contains(file.String(), ",=") {
			t.Errorf("a spreadsheet would reckon with %s", file.String())
		}
		d, err := w.Plan(t.Context(), w.by, kind.Name, file.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if n := d.Count(admin.LineUnchanged); n != len(d.Lines) {
			t.Errorf("%s: %d of %d lines are unchanged: %+v", kind.Name, n, len(d.Lines), d.Lines)
		}
	}
}

// What the file has come to say since wins; what does not fit then is left out and
// told, and the hub starts.
func TestTheFileWins(t *testing.T) {
	w := open(t)
	w.put(t, "clients", admin.Values{"name": "argent"})
	w.put(t, "contacts", admin.Values{"client": "argent", "mail": "a@argent.example", "name": "Ann"})
	base := config.Default()
	base.Clients = []config.Client{{Name: "argent", Title: "From the file"}}
	later := admin.New(admin.Options{Store: w.store, Auth: auth.New(w.store, time.Now), Base: base, Log: slog.New(slog.DiscardHandler)})
	c, err := later.Load(t.Context())
	if err != nil || len(c.Clients) != 1 || c.Clients[0].Title != "From the file" || len(c.Clients[0].Contacts) != 1 {
		t.Fatalf("%+v, %v", c, err)
	}
	list, err := later.List(w.by, "clients")
	if err != nil || len(list) != 2 || len(list[1].Faults) == 0 || !list[0].File {
		t.Errorf("listed %+v, %v", list, err)
	}
}

// Another node's change is taken over.
func TestAnotherNodesChangeIsTakenOver(t *testing.T) {
	w := open(t)
	other := admin.New(admin.Options{Store: w.store, Auth: auth.New(w.store, time.Now), Base: config.Default(), Log: slog.New(slog.DiscardHandler)})
	if _, err := other.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := other.Save(t.Context(), w.by, "clients", "", 0, admin.Values{"name": "argent"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Refresh(t.Context()); err != nil || len(w.now.Clients) != 2 {
		t.Errorf("%d clients, %v", len(w.now.Clients), err)
	}
}

// Every change is on record, with its values.
func TestChangesAreOnRecord(t *testing.T) {
	w := open(t)
	ctx := auth.Doing(t.Context(), w.by, "192.0.2.7")
	if err := w.Save(ctx, w.by, "clients", "", 0, admin.Values{"name": "argent", "title": "Argent"}); err != nil {
		t.Fatal(err)
	}
	trail, err := w.store.Trail(t.Context(), store.TrailQuery{Limit: 9})
	if err != nil || len(trail) != 1 || trail[0].By != "dana" || trail[0].Address != "192.0.2.7" || trail[0].Action != admin.EntryAdded ||
		trail[0].Object != "clients/argent" || len(trail[0].Changes) != 2 {
		t.Errorf("%+v, %v", trail, err)
	}
}
