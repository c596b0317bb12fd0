package config_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spochub/spochub/core/config"
)

// TestFaultsComeAllAtOnce pins the words of every fault and its line.
func TestFaultsComeAllAtOnce(t *testing.T) {
	for name, x := range map[string]struct {
		text    string
		environ []string
		want    []string
	}{
		"keys": {text: `server:
  lisen: 127.0.0.1:80
  listen: 127.0.0.1:80
  listen: 127.0.0.1:81
desk: { key_prefix: SP, key_prefix: SQ }
conections: []
`, want: []string{
			`spochub.yaml:2: unknown key "server.lisen" (did you mean "listen"?)`,
			`spochub.yaml:4: duplicate key "server.listen", first on line 3`,
			`spochub.yaml:5: duplicate key "desk.key_prefix", first on line 5`,
			`spochub.yaml:6: unknown key "conections" (did you mean "connections"?)`,
		}},
		"types": {text: `server: 5
desk: { name: 12, locale: fr, time_zone: Berlin, key_prefix: sp }
plugins: { sha256: { acme: 12 }, dir: [a] }
connections:
  - { name: noc, plugin: acme, settings: [], poll: 5, read_only: "yes", fields: { tilte: both, state: bth }, adopt: { rule: label } }
  - { name: mtn, plugin: acme, settings: { base_url: 5, token: "env:T", pages: many }, poll: 10ms, import_since: yesterday, people: { a: b } }
limits: { body_size: big }
retention: { deliveries: 1h }
teams:
clients: { name: x }
`, environ: []string{"T=x"}, want: []string{
			`spochub.yaml:1: server: must be a section with the keys listen, public_url, seal_key`,
			`spochub.yaml:2: desk.locale: must be one of en, de`,
			`spochub.yaml:2: desk.name: must be a text: put it in quotes`,
			`spochub.yaml:2: desk.key_prefix: must be one to ten capital letters and digits, such as SP`,
			`spochub.yaml:2: desk.time_zone: must be the name of a time zone, such as Europe/Berlin`,
			`spochub.yaml:3: plugins.dir: must be a text: put it in quotes`,
			`spochub.yaml:3: plugins.sha256.acme: must be a text: put it in quotes`,
			`spochub.yaml:5: connections[noc].fields.state: must be one of both, out, in, once, off (did you mean "both"?)`,
			`spochub.yaml:5: connections[noc].poll: must be a duration such as 30s, 5m or 14d`,
			`spochub.yaml:5: connections[noc].read_only: must be true or false`,
			`spochub.yaml:5: connections[noc].settings: must be a section with the plugin's settings`,
			`spochub.yaml:5: connections[noc].adopt: label and the rule label go together`,
			`spochub.yaml:5: connections[noc].fields.tilte: is not a field: use title, description, state, priority, assignee, due, labels, comments, attachments or x.NAME for one of the tool's own (did you mean "title"?)`,
			`spochub.yaml:6: connections[mtn].import_since: must be a date or a time such as 2026-01-31 or 2026-01-31T08:00:00Z`,
			`spochub.yaml:6: connections[mtn].settings.base_url: must be a text`,
			`spochub.yaml:6: connections[mtn].settings.pages: must be a whole number`,
			`spochub.yaml:6: connections[mtn].poll: must be at least 1s`,
			`spochub.yaml:6: connections[mtn].people.a: must be a mail address such as noc@example.net`,
			`spochub.yaml:7: limits.body_size: must be a size such as 25MiB`,
			`spochub.yaml:8: retention.deliveries: must be at least 1d`,
			`spochub.yaml:9: teams: is empty: give it a value or remove the key`,
			`spochub.yaml:10: clients: must be a list`,
		}},
		"references": {text: `connections:
  - { name: noc, plugin: acem, settings: { base_url: https://a.example, token: "env:T" } }
  - { name: noc, plugin: acme, settings: { base_url: https://a.example, token: "env:T" } }
teams:
  - { name: core, connection: nco, target: NET }
  - { name: field, connection: noc, clients: [] }
  - { name: hands, connection: none, target: NET }
  - { name: lost }
  - { name: core, connection: none, clients: [nordwint] }
clients:
  - { name: nordwind, parent: above, connection: nocc }
  - { name: above, parent: nordwind }
contracts: [{ name: K, client: nordwin, grace: -1h }]
services:
  - { id: A 1, client: nordwind, external_ids: [{ owner: o, type: t, id: x }] }
  - { id: B, external_ids: [{ owner: o, type: t, id: x }, { owner: o }] }
`, environ: []string{"T=x"}, want: []string{
			`spochub.yaml:2: connections[noc].plugin: there is no plugin "acem" (did you mean "acme"?)`,
			`spochub.yaml:3: connections[noc].name: "noc" is there twice, first on line 2`,
			`spochub.yaml:5: teams[core].connection: there is no connection "nco" (did you mean "noc"?)`,
			`spochub.yaml:6: teams[field].target: is required`,
			`spochub.yaml:6: teams[field].clients: is empty: name clients, or remove the key to serve every client`,
			`spochub.yaml:7: teams[hands].target: is of no use without a connection`,
			`spochub.yaml:8: teams[lost].connection: is required: the name of a connection, or none`,
			`spochub.yaml:9: teams[core].name: "core" is there twice, first on line 5`,
			`spochub.yaml:9: teams[core].clients[0]: there is no client "nordwint" (did you mean "nordwind"?)`,
			`spochub.yaml:11: clients[nordwind].connection: there is no connection "nocc" (did you mean "noc"?)`,
			`spochub.yaml:11: clients[nordwind].target: is required`,
			`spochub.yaml:11: clients[nordwind].parent: the client is its own parent`,
			`spochub.yaml:12: clients[above].parent: the client is its own parent`,
			`spochub.yaml:13: contracts[K].client: there is no client "nordwin" (did you mean "nordwind"?)`,
			`spochub.yaml:13: contracts[K].grace: must not be negative`,
			`spochub.yaml:15: services[A 1].id: must be letters, digits and ._:/+-, without spaces`,
			`spochub.yaml:16: services[B].client: is required`,
			`spochub.yaml:16: services[B].external_ids[0].id: "o t x" is there twice, first on line 15`,
			`spochub.yaml:16: services[B].external_ids[1].type: is required`,
			`spochub.yaml:16: services[B].external_ids[1].id: is required`,
		}},
		"questions": {text: `clients: [{ name: nordwind, contacts: [{ name: A, mail: a@b.example, pin: "env:P" }] }]
services: [{ id: A, client: nordwind, kind: circuit }]
questions:
  circuit:
    - { field: Power, text: { en: "Power?" }, kinds: [incidnt] }
    - { field: power, text: { de: "Strom?" } }
    - { field: power, text: { en: "Power?" }, label: { deutsch: Strom } }
  circiut: [{ field: x, text: { en: "?" } }]
`, environ: []string{"P=4711"}, want: []string{
			`spochub.yaml:1: clients[nordwind].contacts[A].pin: must lead to a hash that ` + "`spochub user pin`" + ` printed`,
			`spochub.yaml:5: questions.circuit[Power].kinds[0]: must be one of incident, service_request, question, complaint (did you mean "incident"?)`,
			`spochub.yaml:5: questions.circuit[Power].field: must be lower-case letters, digits and underscores, at most 40`,
			`spochub.yaml:6: questions.circuit[power].text: needs an entry en, for readers of any other language`,
			`spochub.yaml:7: questions.circuit[power].field: "power" is there twice, first on line 6`,
			`spochub.yaml:7: questions.circuit[power].label.deutsch: must be a language such as en or de-AT`,
			`spochub.yaml:7: questions.circuit[power].label: needs an entry en, for readers of any other language`,
			`spochub.yaml:8: questions.circiut: no service is of the kind "circiut" (did you mean "circuit"?)`,
		}},
		"settings": {text: `connections:
  - name: noc
    plugin: acme
    settings:
      base_urll: https://a.example
      token: "env:NOPE"
  - name: mtn
    plugin: acme
    settings: { base_url: https://a.example, token: "file:/nonexistent/token", user: }
`, want: []string{
			`spochub.yaml:4: connections[noc].settings.base_url: is required`,
			`spochub.yaml:5: connections[noc].settings.base_urll: is not a setting of this plugin (did you mean "base_url"?)`,
			`spochub.yaml:6: connections[noc].settings.token: env:NOPE: is not set`,
			`spochub.yaml:9: connections[mtn].settings.token: file:/nonexistent/token: no such file or directory`,
			`spochub.yaml:9: connections[mtn].settings.user: is empty: give it a value or remove the key`,
		}},
		"no way in":       {text: "sign_in: { passwords: false }\n", want: []string{`spochub.yaml:1: sign_in.passwords: cannot be off without openid: nobody could sign in`}},
		"half a provider": {text: "sign_in: { openid: { client_id: x } }\n", want: []string{`spochub.yaml:1: sign_in.openid.issuer: is required`}},
		"a provider": {text: `sign_in:
  openid:
    issuer: http://login.example.net
    client_secret: hunter2
    roles: { noc: spock }
`, want: []string{
			`spochub.yaml:2: sign_in.openid.client_id: is required`,
			`spochub.yaml:3: sign_in.openid.issuer: must be an address such as https://login.example.net, with https`,
			`spochub.yaml:4: sign_in.openid.client_secret: holds a secret: write a reference instead, env:NAME or file:PATH`,
			`spochub.yaml:5: sign_in.openid.roles.noc: must be one of admin, lead, spoc, viewer (did you mean "spoc"?)`,
		}},
		"environment": {text: "desk: { name: X }\n", environ: []string{
			"SPOCHUB_SERVER__LISEN=x", "SPOCHUB_SERVER__LISTEN=nowhere", "SPOCHUB_CONNECTIONS__0__POLL=5s",
			"SPOCHUB_DESK=x", "SPOCHUB_DESK__NAME__FIRST=x", "SPOCHUB_TEST_ANY=x", "SPOCHUBBY=x", "SPOCHUB_DATABASE__URL=mysql:x",
			"SPOCHUB_JIRA_TOKEN=x",
		}, want: []string{
			`environment: SPOCHUB_SERVER__LISTEN: server.listen: must be an address and a port, such as 127.0.0.1:8080`,
			`environment: SPOCHUB_DATABASE__URL: database.url: must be sqlite:PATH or postgres://HOST/NAME`,
			`environment: unknown variable SPOCHUB_CONNECTIONS__0__POLL: the environment cannot address list entries, write them in the file`,
			`environment: unknown variable SPOCHUB_DESK: the environment sets single values only`,
			`environment: unknown variable SPOCHUB_DESK__NAME__FIRST: desk.name is a single value`,
			`environment: unknown variable SPOCHUB_JIRA_TOKEN`,
			`environment: unknown variable SPOCHUB_SERVER__LISEN (did you mean "SPOCHUB_SERVER__LISTEN"?)`,
		}},
		"syntax":          {text: "server:\n  listen: [\n", want: []string{`spochub.yaml:2: is not valid YAML: did not find expected node content`}},
		"alias":           {text: "desk:\n  name: *elbline\n", want: []string{`spochub.yaml:2: is not valid YAML: an alias without its anchor: a text that begins with * needs quotes`}},
		"second document": {text: "desk: {}\n---\ndesk: {}\n", want: []string{`spochub.yaml:2: a second document: one file holds one configuration`}},
		"a list":          {text: "- server\n", want: []string{`spochub.yaml:1: must be sections such as server: and connections:`}},
		"empty":           {text: "", want: nil},
		"only comments":   {text: "# nothing yet\n", want: nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, x.text, x.environ...)
			if diff := cmp.Diff(x.want, lines(err)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestVariableThatASecretRefersToIsKnown(t *testing.T) {
	_, err := load(t, `connections: [{ name: noc, plugin: acme, settings: { base_url: https://a.example, token: "env:SPOCHUB_ACME_TOKEN" } }]`,
		"SPOCHUB_ACME_TOKEN=sesame")
	if err != nil {
		t.Error(err)
	}
}

func TestMissingFileIsAFault(t *testing.T) {
	_, err := config.Load(config.Options{File: "/nonexistent/spochub.yaml", Environ: []string{}})
	if err == nil || err.Error() != "/nonexistent/spochub.yaml: no such file or directory" {
		t.Errorf("got %v", err)
	}
}

func TestAnchorsAndMergesKeepTheirLines(t *testing.T) {
	c, err := load(t, `connections:
  - &noc { name: noc, plugin: acme, settings: &s { base_url: https://a.example, token: "env:T" }, poll: 30s }
  - { <<: *noc, name: mtn, settings: { <<: *s, user: x } }
`, "T=sesame")
	if err != nil {
		t.Fatal(err)
	}
	mtn := c.Connections[1]
	if mtn.Name != "mtn" || mtn.Poll.String() != "30s" || mtn.Settings.Reveal()["token"] != "sesame" {
		t.Errorf("merged connection %+v", mtn)
	}
	_, err = load(t, `connections:
  - &noc { name: noc, plugin: acme, settings: { base_url: https://a.example, token: "env:T" }, poll: 30s }
  - <<: [{ poll: 5 }, *noc]
    name: Mtn
`, "T=sesame")
	if diff := cmp.Diff([]string{
		`spochub.yaml:3: connections[Mtn].poll: must be a duration such as 30s, 5m or 14d`,
		`spochub.yaml:4: connections[Mtn].name: must be lower-case letters, digits and hyphens, at most 63`,
	}, lines(err)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	_, err = load(t, "desk: &a { name: *a }\n")
	if diff := cmp.Diff([]string{`spochub.yaml:1: an anchor's value contains itself`}, lines(err)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
