package api

import (
	"bytes"
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/request"
)

type newImport struct {
	OnTable
	Stamp   string `query:"stamp" doc:"Of the dry run that is to be done; absent: nothing is stored"`
	Once    string `header:"Idempotency-Key" doc:"Names the call: the same one again within 24 hours is answered as before"`
	RawBody []byte `contentType:"text/csv"`
}

// Import is what an import does, line by line.
type Import struct {
	Done      bool         `json:"done" doc:"It is stored; else this is a dry run"`
	Stamp     Text         `json:"stamp" doc:"Send the same file with it to do exactly this"`
	Added     int          `json:"added"`
	Changed   int          `json:"changed"`
	Unchanged int          `json:"unchanged"`
	Refused   int          `json:"refused"`
	Lines     []ImportLine `json:"lines" nullable:"false"`
}

// ImportLine is one line of a file for import.
type ImportLine struct {
	Line    int             `json:"line" doc:"In the file"`
	ID      string          `json:"id"`
	Outcome string          `json:"outcome" enum:"added,changed,unchanged,refused"`
	Changes []AuditedChange `json:"changes" nullable:"false"`
	Faults  []Fault         `json:"faults" nullable:"false" doc:"Why it is refused"`
}

type imported struct{ Body Import }

type exported struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func (a *API) importing() {
	register(a, auth.Manage, huma.Operation{
		OperationID: "export-entries", Method: http.MethodGet, Path: "/catalogue/{kind}/export", Errors: []int{http.StatusNotFound},
		Summary: "Read a table as a CSV file that can be imported again", Responses: map[string]*huma.Response{
			"200": {Description: "OK", Content: map[string]*huma.MediaType{"text/csv": {}}},
		},
	}, a.exportEntries)
	register(a, auth.Manage, huma.Operation{
		OperationID: "import-entries", Method: http.MethodPost, Path: "/catalogue/{kind}/import", DefaultStatus: http.StatusOK, Errors: []int{http.StatusNotFound},
		Summary: "Import a CSV file: a dry run first, then with its stamp what it has shown",
	}, a.importEntries)
}

func (a *API) exportEntries(ctx context.Context, in *OnTable) (*exported, error) {
	var file bytes.Buffer
	if err := a.o.Admin.Export(by(ctx), in.Kind, &file); err != nil {
		return nil, missing("table", in.Kind, err)
	}
	return &exported{"text/csv; charset=utf-8", attachment(in.Kind + ".csv"), file.Bytes()}, nil
}

func (a *API) importEntries(ctx context.Context, in *newImport) (*imported, error) {
	do := a.o.Admin.Plan
	if in.Stamp != "" {
		do = func(ctx context.Context, by auth.Actor, kind string, file []byte) (admin.Draft, error) {
			return a.o.Admin.Import(ctx, by, kind, file, in.Stamp)
		}
	}
	draft, err := do(ctx, by(ctx), in.Kind, in.RawBody)
	if err != nil {
		return nil, err
	}
	out := &imported{Import{
		Done: in.Stamp != "", Added: draft.Count(admin.LineAdded), Changed: draft.Count(admin.LineChanged),
		Unchanged: draft.Count(admin.LineUnchanged), Refused: draft.Count(admin.LineRefused), Lines: []ImportLine{},
	}}
	if !out.Body.Done {
		out.Body.Stamp = Text(draft.Stamp)
	}
	for _, l := range draft.Lines {
		out.Body.Lines = append(out.Body.Lines, importLine(l))
	}
	return out, nil
}

func importLine(l admin.Line) ImportLine {
	out := ImportLine{Line: l.N, ID: l.ID, Outcome: string(l.Outcome), Changes: []AuditedChange{}, Faults: []Fault{}}
	for _, c := range l.Changes {
		out.Changes = append(out.Changes, AuditedChange{c.Field, Text(c.From), Text(c.To)})
	}
	for _, f := range l.Faults {
		out.Faults = append(out.Faults, Fault{f.Field, f.Text})
	}
	return out
}

// within says at which member of the body the fields at fault stand.
func within(prefix string, err error) error {
	faults, ok := errors.AsType[request.FieldErrors](err)
	if !ok {
		return err
	}
	var out request.FieldErrors
	for _, f := range faults {
		out = append(out, &request.FieldError{Field: prefix + f.Field, Text: f.Text})
	}
	return out
}
