package admin

import "slices"

// Kind is one table of the catalogue.
type Kind struct {
	Name    string   // as its section of the configuration: clients
	Key     []string // the columns that tell one entry from another
	Columns []Column
	// Renames allows the key to change: no request names such an entry.
	Renames bool
}

// Column is one value of an entry.
type Column struct {
	Name     string
	Type     string // text, list, flag, choice, ids, number, texts (by language), pin (written, never read)
	Required bool
	Of       string   // the kind whose entries it names
	Choices  []string // of a choice or a list, else free
}

// The columns that every kind has.
const (
	External = "external_id" // what the entry is called where it comes from
	Retired  = "retired"     // is known, and gets nothing new
)

// Kinds lists the tables of the catalogue.
func Kinds() []Kind {
	list := []Kind{
		{Name: "clients", Key: []string{"name"}, Columns: []Column{
			{Name: "name", Type: "text", Required: true}, {Name: "title", Type: "text"}, {Name: "language", Type: "text"},
			{Name: "parent", Type: "text", Of: "clients"}, {Name: "domains", Type: "list"},
			{Name: "connection", Type: "text", Of: "connections"}, {Name: "target", Type: "text"},
		}},
		{Name: "contacts", Key: []string{"client", "mail"}, Renames: true, Columns: []Column{
			{Name: "client", Type: "text", Required: true, Of: "clients"}, {Name: "mail", Type: "text", Required: true},
			{Name: "name", Type: "text", Required: true}, {Name: "phone", Type: "text"},
			{Name: "rights", Type: "list", Choices: []string{"open", "approve", "order", "site_access", "security"}},
			{Name: "pin", Type: "pin"},
		}},
		{Name: "contracts", Key: []string{"name"}, Columns: []Column{
			{Name: "name", Type: "text", Required: true}, {Name: "client", Type: "text", Required: true, Of: "clients"},
			{Name: "sla", Type: "text"}, {Name: "grace", Type: "text"}, {Name: "languages", Type: "list"},
		}},
		{Name: "services", Key: []string{"id"}, Columns: []Column{
			{Name: "id", Type: "text", Required: true}, {Name: "client", Type: "text", Required: true, Of: "clients"},
			{Name: "title", Type: "text"}, {Name: "kind", Type: "text"}, {Name: "site", Type: "text"},
			{Name: "redundancy_group", Type: "text"}, {Name: "external_ids", Type: "ids"},
		}},
		{Name: "components", Key: []string{"service", "name"}, Renames: true, Columns: []Column{
			{Name: "service", Type: "text", Required: true, Of: "services"}, {Name: "name", Type: "text", Required: true},
		}},
		{Name: "teams", Key: []string{"name"}, Columns: []Column{
			{Name: "name", Type: "text", Required: true}, {Name: "title", Type: "text"},
			{Name: "connection", Type: "text", Required: true, Of: "connections"}, {Name: "target", Type: "text"},
			{Name: "side", Type: "choice", Choices: []string{"team", "supplier"}}, {Name: "phone", Type: "text"}, {Name: "mail", Type: "text"},
			{Name: "follows_status", Type: "choice", Choices: []string{"true", "comment", "false"}},
			{Name: "sees_client_conversation", Type: "flag"}, {Name: "allow_public", Type: "flag"}, {Name: "read_only", Type: "flag"},
			{Name: "clients", Type: "list", Of: "clients"}, {Name: "labels", Type: "list"},
			{Name: "language", Type: "text"}, {Name: "time_zone", Type: "text"},
		}},
		{Name: "questions", Key: []string{"service_kind", "field"}, Renames: true, Columns: []Column{
			{Name: "service_kind", Type: "text", Required: true, Of: "service_kinds"}, {Name: "field", Type: "text", Required: true},
			{Name: "position", Type: "number"}, {Name: "text", Type: "texts", Required: true}, {Name: "label", Type: "texts"}, {Name: "answers", Type: "list"},
			{Name: "kinds", Type: "list", Choices: []string{"incident", "service_request", "question", "complaint"}},
		}},
	}
	for i := range list {
		list[i].Columns = append(list[i].Columns, Column{Name: External, Type: "text"}, Column{Name: Retired, Type: "flag"})
	}
	return list
}

// Table finds a kind by name.
func Table(name string) (Kind, bool) {
	all := Kinds()
	i := slices.IndexFunc(all, func(k Kind) bool { return k.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return all[i], true
}

// Column finds a column by name.
func (k Kind) Column(name string) (Column, bool) {
	i := slices.IndexFunc(k.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return Column{}, false
	}
	return k.Columns[i], true
}

// names are the names of all columns.
func (k Kind) names() []string {
	var out []string
	for _, c := range k.Columns {
		out = append(out, c.Name)
	}
	return out
}
