package config

import (
	"reflect"
	"slices"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
)

// Addition is an entry of a list that stands elsewhere than in the file.
type Addition struct {
	// Section is clients, contacts, contracts, services, components, questions, teams
	// or connections. A contact names its client, a component its service, a question
	// its service_kind.
	Section string
	Source  string // what faults call it
	Line    int
	Value   map[string]any
}

// Kept is a secret that is kept elsewhere than in a variable or a file.
func Kept(value string) Secret { return Secret{reference: "kept encrypted", value: value} }

// With returns the configuration with additions, checked as a whole as [Load]
// does; c stays as it is. The error is a [Faults] that names their sources.
func (c *Config) With(list []Addition, manifests map[string]sdk.Manifest) (*Config, error) {
	r := newReport("configuration")
	d := decoder{report: r, lookup: func(string) (string, bool) { return "", false }, references: map[string]bool{}}
	out := c.clone()
	a := adder{decoder: &d, into: out}
	for _, section := range []string{"connections", "teams", "clients", "contacts", "contracts", "services", "components", "questions"} {
		for _, x := range list {
			if x.Section == section {
				a.add(x)
			}
		}
	}
	newChecker(out, &d, manifests).lists()
	if err := r.err(); err != nil {
		return nil, err
	}
	out.complete()
	return out, nil
}

// lists checks the sections that can be added to.
func (c *checker) lists() {
	var root place
	c.connections(root.at("connections"), c.config.Connections)
	c.teams(root.at("teams"), c.config.Teams)
	c.clients(root.at("clients"), c.config.Clients)
	c.contracts(root.at("contracts"), c.config.Contracts)
	c.services(root.at("services"), c.config.Services)
	c.questions(root.at("questions"), c.config.Questions)
}

// clone copies a configuration with the lists that grow.
func (c *Config) clone() *Config {
	out := *c
	out.Connections, out.Teams, out.Contracts = slices.Clone(c.Connections), slices.Clone(c.Teams), slices.Clone(c.Contracts)
	out.Clients, out.Services = slices.Clone(c.Clients), slices.Clone(c.Services)
	for i := range out.Clients {
		out.Clients[i].Contacts = slices.Clone(out.Clients[i].Contacts)
	}
	for i := range out.Services {
		out.Services[i].Components = slices.Clone(out.Services[i].Components)
	}
	out.Questions = map[string][]Inquiry{}
	for kind, list := range c.Questions {
		out.Questions[kind] = slices.Clone(list)
	}
	return &out
}

// adder decodes additions to the ends of lists.
type adder struct {
	*decoder
	into *Config
}

func (a *adder) add(x Addition) {
	switch x.Section {
	case "contacts":
		a.contact(x)
	case "components":
		a.component(x)
	case "questions":
		a.question(x)
	default:
		list := a.list(x.Section)
		at := place{}.at(x.Section).item(list.Len(), nameOf(x.Value))
		a.grow(at, x, list)
	}
}

// list is a section's list.
func (a *adder) list(section string) reflect.Value {
	f, _ := fieldByKey(reflect.TypeFor[Config](), section)
	return reflect.ValueOf(a.into).Elem().FieldByIndex(f.Index)
}

func (a *adder) grow(at place, x Addition, list reflect.Value) {
	a.origins[at.key] = origin{x.Source, x.Line}
	item := reflect.New(list.Type().Elem()).Elem()
	setDefaults(item)
	a.decode(at, x.Value, item)
	list.Set(reflect.Append(list, item))
}

func (a *adder) contact(x Addition) {
	name, value := x.owner("client")
	i := slices.IndexFunc(a.into.Clients, func(c Client) bool { return c.Name == name })
	if i < 0 {
		a.missing(x, "client", name, names(a.into.Clients, func(c Client) string { return c.Name }))
		return
	}
	list := &a.into.Clients[i].Contacts
	at := place{}.at("clients").item(i, name).at("contacts").item(len(*list), nameOf(value))
	x.Value = value
	a.grow(at, x, reflect.ValueOf(list).Elem())
}

func (a *adder) component(x Addition) {
	id, value := x.owner("service")
	i := slices.IndexFunc(a.into.Services, func(s Service) bool { return s.ID == id })
	if i < 0 {
		a.missing(x, "service", id, names(a.into.Services, func(s Service) string { return s.ID }))
		return
	}
	list := &a.into.Services[i].Components
	name, _ := value["name"].(string)
	at := place{}.at("services").item(i, id).at("components").item(len(*list), name)
	a.origins[at.key] = origin{x.Source, x.Line}
	switch {
	case name == "":
		a.faultf(at.at("name"), "is required")
	case slices.Contains(*list, name):
		a.faultf(at.at("name"), "%q is there twice", name)
	}
	*list = append(*list, name)
}

// question adds to what is asked about a kind of service.
func (a *adder) question(x Addition) {
	kind, value := x.owner("service_kind")
	kinds := names(a.into.Services, func(s Service) string { return s.Kind })
	list := a.into.Questions[kind]
	at := place{}.at("questions").at(kind).item(len(list), nameOf(value))
	if kind == "" || !slices.Contains(kinds, kind) {
		a.origins[at.key] = origin{x.Source, x.Line}
		a.unasked(at.at("service_kind"), kind, kinds)
		return
	}
	x.Value = value
	a.grow(at, x, reflect.ValueOf(&list).Elem())
	a.into.Questions[kind] = list
}

func (a *adder) unasked(at place, kind string, kinds []string) {
	if kind == "" {
		a.faultf(at, "is required")
		return
	}
	a.faultf(at, "there is no service kind %q%s", kind, settings.Suggest(kind, kinds))
}

// owner takes out of an addition whom it belongs to.
func (x Addition) owner(key string) (string, map[string]any) {
	rest := map[string]any{}
	for name, value := range x.Value {
		if name != key {
			rest[name] = value
		}
	}
	owner, _ := x.Value[key].(string)
	return owner, rest
}

func (a *adder) missing(x Addition, kind, name string, known []string) {
	at := place{}.at(x.Section).item(len(a.origins), nameOf(x.Value))
	a.origins[at.key] = origin{x.Source, x.Line}
	if name == "" {
		a.faultf(at.at(kind), "is required")
		return
	}
	a.faultf(at.at(kind), "there is no %s %q%s", kind, name, settings.Suggest(name, known))
}

func names[T any](list []T, name func(T) string) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = name(x)
	}
	return out
}
