package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// DryRun tells what a changed mapping would do to links; [sync.Engine] does.
type DryRun func(ctx context.Context, connection string, m sync.Mapping, links []request.LinkID, read bool) ([]sync.DryTicket, error)

// Table is a changed table of codes, as a whole.
type Table struct {
	Read  map[string]string `json:"read,omitempty" doc:"The tool's name or code to ours"`
	Write map[string]string `json:"write,omitempty" doc:"Ours to the tool's name or code"`
}

type dryRun struct {
	OnConnection
	Body struct {
		States     *Table            `json:"states,omitempty"`
		Priorities *Table            `json:"priorities,omitempty"`
		People     map[string]string `json:"people,omitempty" doc:"The tool's account id to a person"`
		Fields     map[string]string `json:"fields,omitempty" doc:"Directions: both, out, in, once, off"`
		Tickets    int               `json:"tickets,omitempty" minimum:"1" maximum:"100" default:"20" doc:"Of how many of the newest requests"`
		Read       bool              `json:"read,omitempty" doc:"Read each ticket once at the tool; else what the hub saw last is judged"`
	}
}

type dryRunAnswer struct {
	Body struct {
		Reads int         `json:"reads" doc:"Tickets read at the tool"`
		Would int         `json:"would_read" doc:"Tickets that a run with read would read, one call each or few"`
		Items []DryTicket `json:"items" nullable:"false"`
	}
}

// DryTicket is what a changed mapping would do to one ticket.
type DryTicket struct {
	Request request.Key  `json:"request"`
	Title   string       `json:"title"`
	Link    Link         `json:"link"`
	Reads   []Difference `json:"reads" nullable:"false" doc:"Values of the tool that would be read in another way"`
	Writes  []Difference `json:"writes" nullable:"false" doc:"Values of the hub that would be written in another way at the next change, of tickets in step too; what goes out at once is in sends"`
	Takes   []Difference `json:"takes" nullable:"false" doc:"Values that the hub would take over at once"`
	Sends   []Write      `json:"sends" nullable:"false" doc:"What would be written at once"`
	Error   Text         `json:"error"`
}

// Difference is how a value is treated now, and how it would be.
type Difference struct {
	Field ticket.Field `json:"field"`
	Value string       `json:"value"`
	From  Text         `json:"from" doc:"null: not at all"`
	To    Text         `json:"to"`
}

func (a *API) dryRuns() {
	if a.o.DryRun == nil {
		return
	}
	register(a, auth.Manage, huma.Operation{
		OperationID: "dry-run", Method: http.MethodPost, Path: "/connections/{name}/dry-run",
		Summary: "Try a changed mapping on the newest tickets; nothing is written", DefaultStatus: http.StatusOK, Errors: []int{http.StatusNotFound},
	}, a.dryRun)
}

func (a *API) dryRun(ctx context.Context, in *dryRun) (*dryRunAnswer, error) {
	if err := a.know(in.Name); err != nil {
		return nil, err
	}
	mapping, err := in.mapping()
	if err != nil {
		return nil, err
	}
	n := in.Body.Tickets
	if n == 0 {
		n = 20
	}
	links, err := a.o.Desk.Tickets(ctx, by(ctx), in.Name, n)
	if err != nil {
		return nil, err
	}
	ids := make([]request.LinkID, len(links))
	for i, l := range links {
		ids[i] = l.Link.ID
	}
	found, err := a.o.DryRun(ctx, in.Name, mapping, ids, in.Body.Read)
	if err != nil {
		return nil, err
	}
	out := &dryRunAnswer{}
	out.Body.Items, out.Body.Would = []DryTicket{}, len(ids)
	if in.Body.Read {
		out.Body.Reads = len(ids)
	}
	for i, t := range found {
		out.Body.Items = append(out.Body.Items, dryTicket(links[i], t))
	}
	return out, nil
}

func dryTicket(h desk.HeldLink, t sync.DryTicket) DryTicket {
	out := DryTicket{
		Request: h.Request.Key, Title: h.Request.Title, Link: link(h.Link), Error: Text(t.Error), Sends: []Write{},
		Reads: differences(t.Reads), Writes: differences(t.Writes), Takes: differences(t.Takes),
	}
	for _, w := range t.Sends {
		out.Sends = append(out.Sends, write(w))
	}
	return out
}

func differences(list []sync.Difference) []Difference {
	out := []Difference{}
	for _, d := range list {
		out = append(out, Difference{Field: d.Field, Value: d.Value, From: Text(d.From), To: Text(d.To)})
	}
	return out
}

// What a mapping may name: the table of legal values.
var (
	categories = []string{"todo", "in_progress", "waiting", "done", "cancelled"}
	priorities = []string{"P1", "P2", "P3", "P4"}
	directions = []string{"both", "out", "in", "once", "off"}
	mapped     = []string{"title", "description", "priority", "state", "assignee", "labels", "due", "comments"}
)

// mapping reads the tables, with every fault at once.
func (in *dryRun) mapping() (sync.Mapping, error) {
	var faults request.FieldErrors
	check := func(at, value string, legal []string) {
		if !slices.Contains(legal, value) {
			faults = append(faults, &request.FieldError{Field: at, Text: "is one of " + strings.Join(legal, ", ")})
		}
	}
	m := sync.Mapping{Tables: map[ticket.Field]sync.Table{}, People: in.Body.People, Directions: map[ticket.Field]reconcile.Direction{}}
	table := func(f ticket.Field, name string, t *Table, legal []string) {
		if t == nil {
			return
		}
		for _, theirs := range slices.Sorted(maps.Keys(t.Read)) {
			check(name+".read."+theirs, t.Read[theirs], legal)
		}
		for _, ours := range slices.Sorted(maps.Keys(t.Write)) {
			check(name+".write."+ours, ours, legal)
		}
		m.Tables[f] = sync.Table{Read: t.Read, Write: t.Write}
	}
	table(ticket.State, "states", in.Body.States, categories)
	table(ticket.Priority, "priorities", in.Body.Priorities, priorities)
	for _, f := range slices.Sorted(maps.Keys(in.Body.Fields)) {
		check("fields."+f, f, mapped)
		check("fields."+f, in.Body.Fields[f], directions)
		m.Directions[ticket.Field(f)] = reconcile.Direction(in.Body.Fields[f])
	}
	if len(faults) > 0 {
		return m, faults
	}
	return m, nil
}
