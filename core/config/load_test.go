package config_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// acmeSettings is what the tests' plugin asks for.
type acmeSettings struct {
	BaseURL string          `name:"base_url" required:"true"`
	User    string          `name:"user"`
	Token   settings.Secret `name:"token" required:"true"`
	Pages   int             `name:"pages" default:"50"`
}

func manifests() map[string]sdk.Manifest {
	acme := sdk.Define(sdk.Manifest{Name: "acme", Webhook: sdk.Signature{Scheme: sdk.SchemeToken}},
		func(context.Context, acmeSettings, sdk.Host) (sdk.Conn, error) { return nil, nil })
	return map[string]sdk.Manifest{"acme": acme.Manifest()}
}

// load reads text as the file spochub.yaml with the given environment.
func load(t *testing.T, text string, environ ...string) (*config.Config, error) {
	t.Helper()
	return loadWith(t, text, config.Options{Environ: environ, Manifests: manifests()})
}

func loadWith(t *testing.T, text string, opts config.Options) (*config.Config, error) {
	t.Helper()
	opts.File = filepath.Join(t.TempDir(), "spochub.yaml")
	if err := os.WriteFile(opts.File, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if opts.Environ == nil {
		opts.Environ = []string{}
	}
	return config.Load(opts)
}

// lines are the faults with the file's folder cut off.
func lines(err error) []string {
	if err == nil {
		return nil
	}
	var list []string
	for line := range strings.Lines(err.Error()) {
		if i := strings.Index(line, "spochub.yaml"); i > 0 && strings.HasPrefix(line, "/") {
			line = line[i:]
		}
		list = append(list, strings.TrimSpace(line))
	}
	return list
}

func TestNoFileGivesTheDefaults(t *testing.T) {
	got, err := config.Load(config.Options{Environ: []string{"PATH=/bin", "SPOCHUB_TEST_SPECS=/x"}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(config.Default(), got, cmp.Comparer(func(a, b config.Secret) bool { return a == b })); diff != "" {
		t.Errorf("(-default +loaded)\n%s", diff)
	}
	if got.Database.URL.Reveal() != "sqlite:data/spochub.db" {
		t.Errorf("database.url = %s", got.Database.URL)
	}
}

func TestLayersLieOverOneAnother(t *testing.T) {
	flags := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	config.Flags(flags)
	if err := flags.Parse([]string{"--public-url", "https://flag.example"}); err != nil {
		t.Fatal(err)
	}
	c, err := loadWith(t, `
server: { listen: "127.0.0.1:1", public_url: https://file.example/ }
desk: { name: File, locale: de, time_zone: Europe/Berlin }
rollup: { question: resolve }
`, config.Options{Flags: flags, Environ: []string{
		"SPOCHUB_SERVER__LISTEN=127.0.0.1:2", "SPOCHUB_SERVER__PUBLIC_URL=https://env.example",
		"SPOCHUB_DATABASE__URL=postgres://hub:sesame@db/spochub", "SPOCHUB_ROLLUP__INCIDENT=resolve",
		"SPOCHUB_LIMITS__BODY_SIZE=2MiB", "SPOCHUB_RETENTION__DELIVERIES=7d",
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ what, got, want string }{
		{"flag over variable", c.Server.PublicURL, "https://flag.example"},
		{"variable over file", c.Server.Listen, "127.0.0.1:2"},
		{"file over default", c.Desk.Name, "File"},
		{"default", c.Desk.KeyPrefix, "SP"},
		{"variable with a secret", c.Database.URL.Reveal(), "postgres://hub:sesame@db/spochub"},
		{"its print", c.Database.URL.String(), "env:SPOCHUB_DATABASE__URL"},
		{"map from the file", string(c.RollUp[config.Question]), "resolve"},
		{"map from a variable", string(c.RollUp[config.Incident]), "resolve"},
		{"map default", string(c.RollUp[config.Complaint]), "ready"},
		{"size", c.Limits.BodySize.String(), "2MiB"},
		{"days", c.Retention.Deliveries.String(), "168h0m0s"},
		{"time zone", c.Desk.Location().String(), "Europe/Berlin"},
	} {
		if x.got != x.want {
			t.Errorf("%s: got %q, want %q", x.what, x.got, x.want)
		}
	}
}

const parties = `
connections:
  - name: noc
    plugin: acme
    settings: { base_url: https://acme.example, token: "env:ACME_TOKEN", pages: 20 }
    webhook_secret: "env:HOOK"
    fields: { title: both, x.customfield_10: out }
    conflicts: { title: newest }
    states: { read: { "Ready for QA": in_progress }, write: { done: Resolved } }
    priorities: { read: { Blocker: P1 }, write: { P1: Blocker } }
    people: { 5b10a2844c: dana@elbline.example, 007: kai@elbline.example }
    adopt: { rule: label, label: spoc }
    import_since: 2026-01-31
teams:
  - { name: core-network, connection: noc, target: NET, follows_status: true, clients: [nordwind] }
  - { name: field-service, title: Field Service, connection: none, phone: "+49 40 5550100", side: supplier, language: de, time_zone: America/New_York }
clients:
  - name: nordwind
    parent: reseller
    domains: [nordwind.example]
    contacts: [{ name: Mareike Brandt, mail: mareike@nordwind.example, rights: [open, site_access] }]
  - { name: reseller, connection: noc, target: RES }
contracts:
  - { name: NW-1, client: nordwind, sla: premium, languages: [de] }
services:
  - id: FRA3-10G-014
    client: nordwind
    external_ids: [{ owner: carrier, type: circuit, id: C-1 }]
`

func TestPartiesAreTyped(t *testing.T) {
	c, err := load(t, parties, "ACME_TOKEN=s3same\n", "HOOK=h00k")
	if err != nil {
		t.Fatal(err)
	}
	conn := c.Connections[0]
	want := settings.Raw{"base_url": "https://acme.example", "token": "s3same", "pages": 20}
	if diff := cmp.Diff(want, conn.Settings.Reveal()); diff != "" {
		t.Errorf("settings (-want +got)\n%s", diff)
	}
	directions := map[sdk.Field]config.Direction{
		"title": config.Both, "description": config.Once, "priority": config.Out, "due": config.Out,
		"state": config.Both, "assignee": config.In, "labels": config.Both, "comments": config.Both,
		"attachments": config.Both, "x.customfield_10": config.Out,
	}
	if diff := cmp.Diff(directions, conn.Fields); diff != "" {
		t.Errorf("fields (-want +got)\n%s", diff)
	}
	if conn.Direction("x.other") != config.Off || conn.Policy("title") != config.NewestWins ||
		conn.Policy("state") != config.ToolWins || conn.Policy("x.other") != config.Ask {
		t.Errorf("directions %v, policies %v", conn.Fields, conn.Conflicts)
	}
	if conn.Poll != time.Minute || conn.WebhookSecret.Reveal() != "h00k" || conn.People["007"] == "" {
		t.Errorf("connection %+v", conn)
	}
	if conn.States.Write[config.Done] != "Resolved" || conn.Priorities.Read["Blocker"] != "P1" || conn.ImportSince.Month() != time.January {
		t.Errorf("mappings %+v %+v, since %v", conn.States, conn.Priorities, conn.ImportSince)
	}
	team, supplier := c.Teams[0], c.Teams[1]
	if team.Title != "core-network" || team.FollowsStatus != config.FollowsState || !team.Serves("nordwind") || team.Serves("reseller") {
		t.Errorf("team %+v", team)
	}
	if supplier.Side != config.SupplierSide || supplier.FollowsStatus != config.FollowsComment || !supplier.Serves("reseller") ||
		supplier.Location().String() != "America/New_York" || team.Location() != nil || team.Language != "en" {
		t.Errorf("supplier %+v", supplier)
	}
	if c.Contracts[0].Grace != 14*24*time.Hour || c.Services[0].Title != "FRA3-10G-014" {
		t.Errorf("contract %+v, service %+v", c.Contracts[0], c.Services[0])
	}
}

func TestSecretFromFileLosesOneNewline(t *testing.T) {
	path := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(path, []byte("se same\n\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := load(t, "connections: [{name: noc, plugin: acme, settings: {base_url: https://a.example, token: \"file:"+path+"\"}}]")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Connections[0].Settings.Reveal()["token"]; got != "se same\n" {
		t.Errorf("token = %q", got)
	}
}

func TestUnknownPluginWithChecksumGoesUnchecked(t *testing.T) {
	c, err := load(t, `
plugins: { sha256: { other: `+strings.Repeat("0a", 32)+` } }
connections: [{ name: noc, plugin: other, settings: { colour: red, key: "env:KEY" } }]
`, "KEY=sesame")
	if err != nil {
		t.Fatal(err)
	}
	want := settings.Raw{"colour": "red", "key": "sesame"}
	if diff := cmp.Diff(want, c.Connections[0].Settings.Reveal()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Whoever configures nothing lets no clock decide between two sides.
func TestNoClockDecidesUnlessItIsAsked(t *testing.T) {
	c, err := load(t, "connections: [{name: noc, plugin: acme, settings: {base_url: x, token: \"env:TOKEN\"}}]", "TOKEN=x")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []sdk.Field{ticket.Title, ticket.Description, ticket.Priority, ticket.State, ticket.Due, ticket.Labels, ticket.Assignee, "x.anything"} {
		if p := c.Connections[0].Policy(f); p == config.NewestWins {
			t.Errorf("%s: the newest wins", f)
		}
	}
}
