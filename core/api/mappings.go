package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
)

// MappingRows is what a connection reads and writes as what, beyond what its plugin
// proposes.
type MappingRows struct {
	States     Table             `json:"states,omitzero"`
	Priorities Table             `json:"priorities,omitzero"`
	People     map[string]string `json:"people,omitempty" doc:"The tool's account id to a mail address"`
	Fields     map[string]string `json:"fields,omitempty" doc:"Directions: both, out, in, once, off"`
}

// MappingShown is the mapping of a connection.
type MappingShown struct {
	Version int64       `json:"version" doc:"0 where there is none yet"`
	Rows    MappingRows `json:"rows" doc:"As changed in the browser or here"`
	Fixed   MappingRows `json:"fixed" doc:"Of the configuration file; they win"`
}

type shownMapping struct {
	ETag string `header:"ETag"`
	Body MappingShown
}

type newMapping struct {
	OnConnection
	IfMatch string `header:"If-Match" doc:"The version that the caller has seen; another one than the current answers 409"`
	Once    string `header:"Idempotency-Key" doc:"Names the call: the same one again within 24 hours is answered as before"`
	Body    MappingRows
}

type triedMapping struct {
	OnConnection
	Read bool `query:"read" doc:"Read each ticket once at the tool; else what the hub saw last is judged"`
	Body MappingRows
}

func (a *API) mappings() {
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: "/connections/{name}/mapping" + path, Summary: summary, DefaultStatus: http.StatusOK, Errors: []int{http.StatusNotFound},
		}
	}
	register(a, auth.Manage, op("get-mapping", http.MethodGet, "", "Read what a connection reads and writes as what"), func(ctx context.Context, in *OnConnection) (*shownMapping, error) {
		return a.mapping(ctx, in.Name)
	})
	register(a, auth.Manage, op("set-mapping", http.MethodPut, "", "Take a mapping live, as a whole; try it first"), a.setMapping)
	register(a, auth.Manage, op("try-mapping", http.MethodPost, "/try", "Try a mapping on the newest tickets; nothing is written"), a.tryMapping)
}

func (a *API) mapping(ctx context.Context, name string) (*shownMapping, error) {
	m, err := a.o.Admin.MappingOf(by(ctx), name)
	if err != nil {
		return nil, missing("connection", name, err)
	}
	return &shownMapping{tag(m.Version), MappingShown{Version: m.Version, Rows: mappingRows(m.Rows), Fixed: mappingRows(m.Fixed)}}, nil
}

func (a *API) setMapping(ctx context.Context, in *newMapping) (*shownMapping, error) {
	m, err := a.o.Admin.MappingOf(by(ctx), in.Name)
	if err != nil {
		return nil, missing("connection", in.Name, err)
	}
	if seen := version(in.IfMatch); seen != 0 && seen != m.Version {
		return nil, admin.ErrMoved
	}
	if err := a.o.Admin.SaveMapping(ctx, by(ctx), in.Name, m.Version, in.Body.values()); err != nil {
		return nil, err
	}
	return a.mapping(ctx, in.Name)
}

func (a *API) tryMapping(ctx context.Context, in *triedMapping) (*dryRunAnswer, error) {
	tried, err := a.o.Admin.TryMapping(ctx, by(ctx), in.Name, in.Body.values(), in.Read)
	if err != nil {
		return nil, err
	}
	out := &dryRunAnswer{}
	out.Body.Items, out.Body.Would = []DryTicket{}, len(tried)
	if in.Read {
		out.Body.Reads = len(tried)
	}
	for _, t := range tried {
		out.Body.Items = append(out.Body.Items, dryTicket(t.HeldLink, t.DryTicket))
	}
	return out, nil
}

// values are the rows as the administration keeps them.
func (m MappingRows) values() admin.Values {
	out := admin.Values{}
	for prefix, rows := range m.tables() {
		for name, value := range *rows {
			out[prefix+name] = value
		}
	}
	return out
}

// tables are the rows by what their names begin with.
func (m *MappingRows) tables() map[string]*map[string]string {
	return map[string]*map[string]string{
		"states.read.": &m.States.Read, "states.write.": &m.States.Write, "priorities.read.": &m.Priorities.Read, "priorities.write.": &m.Priorities.Write,
		"people.": &m.People, "fields.": &m.Fields,
	}
}

func mappingRows(v admin.Values) MappingRows {
	var m MappingRows
	tables := m.tables()
	for at, value := range v {
		for prefix, rows := range tables {
			name, ok := strings.CutPrefix(at, prefix)
			if !ok {
				continue
			}
			if *rows == nil {
				*rows = map[string]string{}
			}
			(*rows)[name] = value
		}
	}
	return m
}
