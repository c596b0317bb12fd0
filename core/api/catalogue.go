package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/request"
)

// CatalogueTable is one table of the catalogue.
type CatalogueTable struct {
	Name    string            `json:"name"`
	Key     []string          `json:"key" nullable:"false" doc:"The columns that tell one entry from another; its id has them joined by /"`
	Columns []CatalogueColumn `json:"columns" nullable:"false"`
}

// CatalogueColumn is one value of an entry.
type CatalogueColumn struct {
	Name     string   `json:"name"`
	Type     string   `json:"type" doc:"A list and ids are parted by semicolons, a flag is true or empty, texts are lines such as en = Since when?, a pin is written and never read"`
	Required bool     `json:"required"`
	Of       Text     `json:"of" doc:"The table whose entries it names"`
	Choices  []string `json:"choices" nullable:"false"`
}

// CatalogueEntry is one line of the catalogue.
type CatalogueEntry struct {
	ID      string            `json:"id"`
	Version int64             `json:"version" doc:"0 where it stands in the file"`
	File    bool              `json:"file" doc:"It stands in the configuration file, which alone changes it"`
	Values  map[string]string `json:"values" doc:"By column, as in a CSV file; what is empty is absent"`
	Kept    []string          `json:"kept" nullable:"false" doc:"The columns that hold what is never shown, such as a contact's PIN"`
	Faults  []Fault           `json:"faults" nullable:"false" doc:"Why it is not in effect"`
}

type tableList struct {
	Body struct {
		Items []CatalogueTable `json:"items" nullable:"false"`
	}
}

// OnTable is the table of the catalogue that a call is about.
type OnTable struct {
	Kind string `path:"kind" enum:"clients,contacts,contracts,services,components,teams,questions"`
}

type listEntries struct {
	OnTable
	Find   string `query:"find" doc:"A text that stands anywhere in the entry"`
	Cursor string `query:"cursor" doc:"The next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type entryPage struct {
	Body struct {
		Items []CatalogueEntry `json:"items" nullable:"false"`
		Next  Text             `json:"next" doc:"The cursor of the next page; null on the last"`
	}
}

// OnEntry is the entry that a call is about.
type OnEntry struct {
	OnTable
	ID string `query:"id" required:"true" minLength:"1"`
}

type newEntry struct {
	OnTable
	Once string `header:"Idempotency-Key" doc:"Names the call: the same one again within 24 hours is answered as before"`
	Body struct {
		Values map[string]string `json:"values"`
	}
}

type changedEntry struct {
	OnEntry
	IfMatch string `header:"If-Match" doc:"The version that the caller has seen; another one than the current answers 409"`
	Once    string `header:"Idempotency-Key" doc:"Names the call: the same one again within 24 hours is answered as before"`
	Body    struct {
		Values map[string]*string `json:"values" doc:"null and an empty text take a value away; a column that is absent stays. retired true takes the entry out of use"`
	}
}

type keptEntry struct {
	ETag string `header:"ETag"`
	Body CatalogueEntry
}

func (a *API) catalogue() {
	op := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/catalogue" + path, Summary: summary, DefaultStatus: status, Errors: []int{http.StatusNotFound}}
	}
	register(a, auth.Manage, op("catalogue", http.MethodGet, "", "List the tables of the catalogue and their columns", http.StatusOK), tables)
	register(a, auth.Manage, op("list-entries", http.MethodGet, "/{kind}", "List a table's entries, by id", http.StatusOK), a.listEntries)
	register(a, auth.Manage, op("add-entry", http.MethodPost, "/{kind}", "Add an entry", http.StatusCreated), a.addEntry)
	register(a, auth.Manage, op("get-entry", http.MethodGet, "/{kind}/entry", "Read an entry", http.StatusOK), func(ctx context.Context, in *OnEntry) (*keptEntry, error) {
		return a.entry(ctx, in.Kind, in.ID)
	})
	register(a, auth.Manage, op("change-entry", http.MethodPatch, "/{kind}/entry", "Change an entry, retire it, or take it back into use", http.StatusOK), a.changeEntry)
}

func tables(context.Context, *struct{}) (*tableList, error) {
	out := &tableList{}
	for _, k := range admin.Kinds() {
		t := CatalogueTable{Name: k.Name, Key: k.Key}
		for _, c := range k.Columns {
			t.Columns = append(t.Columns, CatalogueColumn{c.Name, c.Type, c.Required, Text(c.Of), append([]string{}, c.Choices...)})
		}
		out.Body.Items = append(out.Body.Items, t)
	}
	return out, nil
}

func (a *API) listEntries(ctx context.Context, in *listEntries) (*entryPage, error) {
	from, err := position(in.Cursor, 1)
	if err != nil {
		return nil, err
	}
	all, err := a.o.Admin.List(by(ctx), in.Kind)
	if err != nil {
		return nil, missing("table", in.Kind, err)
	}
	all = slices.DeleteFunc(all, func(e admin.Entry) bool { return in.Find != "" && !e.Matches(in.Find) })
	out := &entryPage{}
	out.Body.Items = []CatalogueEntry{}
	first := min(int(from), len(all))
	last := min(first+in.Limit, len(all))
	for _, e := range all[first:last] {
		out.Body.Items = append(out.Body.Items, catalogueEntry(e))
	}
	if last < len(all) {
		out.Body.Next = Text(strconv.Itoa(last))
	}
	return out, nil
}

func catalogueEntry(e admin.Entry) CatalogueEntry {
	return CatalogueEntry{ID: e.ID, Version: e.Version, File: e.File, Values: e.Values, Kept: append([]string{}, e.Kept...), Faults: faultsOf(e.Faults)}
}

func (a *API) entry(ctx context.Context, kind, id string) (*keptEntry, error) {
	e, err := a.o.Admin.Get(by(ctx), kind, id)
	if err != nil {
		return nil, missing(kind, id, err)
	}
	out := &keptEntry{Body: catalogueEntry(e)}
	if e.Version > 0 {
		out.ETag = tag(e.Version)
	}
	return out, nil
}

func (a *API) addEntry(ctx context.Context, in *newEntry) (*keptEntry, error) {
	return a.keep(ctx, in.Kind, "", 0, in.Body.Values)
}

// keep stores an entry, with a fault for each column that the table does not have.
func (a *API) keep(ctx context.Context, kind, id string, version int64, values map[string]string) (*keptEntry, error) {
	k, ok := admin.Table(kind)
	if !ok {
		return nil, missing("table", kind, admin.ErrNotFound)
	}
	var unknown request.FieldErrors
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if _, ok := k.Column(name); !ok {
			unknown = append(unknown, &request.FieldError{Field: "values." + name, Text: "is no column of " + kind})
		}
	}
	if len(unknown) > 0 {
		return nil, unknown
	}
	if err := a.o.Admin.Save(ctx, by(ctx), kind, id, version, values); err != nil {
		return nil, within("values.", err)
	}
	return a.entry(ctx, kind, k.ID(values))
}

func (a *API) changeEntry(ctx context.Context, in *changedEntry) (*keptEntry, error) {
	e, err := a.o.Admin.Get(by(ctx), in.Kind, in.ID)
	switch seen := version(in.IfMatch); {
	case err != nil:
		return nil, missing(in.Kind, in.ID, err)
	case e.File:
		return nil, &request.StandingError{Field: "id", Text: ofFile}
	case seen != 0 && seen != e.Version:
		return nil, admin.ErrMoved
	}
	values := maps.Clone(e.Values)
	for name, text := range in.Body.Values {
		values[name] = ""
		if text != nil {
			values[name] = *text
		}
	}
	return a.keep(ctx, in.Kind, e.ID, e.Version, values)
}
