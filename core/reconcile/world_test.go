package reconcile_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// world is one link between a hub and a tool, both reduced to what a plan needs,
// with people on both sides and calls that go wrong.
type world struct {
	t   *rapid.T
	now time.Time
	n   int // makes values unique

	st       reconcile.State
	hub      map[ticket.Field]reconcile.Value
	held     []request.Conflict
	history  []request.Event
	pulled   []reconcile.Pull
	deciding reconcile.Policy

	tool   map[ticket.Field]ticket.Native
	by     map[ticket.Field]*ticket.Actor
	log    []ticket.Edit
	ver    ticket.Version
	late   []func()
	writes int
	hidden bool // the tool has no change log and names no authors
	shared bool // people use the hub's account
	calm   bool // calls go well
	quiet  bool // read only
}

var (
	self  = &ticket.Actor{ID: "hub", Name: "hub", Self: true}
	dana  = &ticket.Actor{ID: "dana", Name: "Dana"}
	start = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
)

const grace = 90 * time.Second

func newWorld(t *rapid.T) *world {
	w := &world{
		t: t, now: start, hub: map[ticket.Field]reconcile.Value{}, tool: map[ticket.Field]ticket.Native{}, by: map[ticket.Field]*ticket.Actor{},
		hidden: rapid.Bool().Draw(t, "hidden"), shared: rapid.Bool().Draw(t, "shared"),
		deciding: rapid.SampledFrom([]reconcile.Policy{reconcile.HubWins, reconcile.ToolWins}).Draw(t, "policy"),
	}
	w.st = reconcile.State{Fields: map[ticket.Field]reconcile.FieldState{}, NComments: -1}
	for f, v := range map[ticket.Field]string{ticket.Title: "t0", ticket.Description: "d0", ticket.Priority: "P2", ticket.State: "todo"} {
		w.hub[f] = reconcile.Value{Text: v, Version: 2}
	}
	for f, v := range map[ticket.Field]ticket.Native{ticket.Title: "t0", ticket.Description: "d0", ticket.Priority: "high", ticket.State: "open"} {
		w.tool[f] = v
		w.st.Fields[f] = reconcile.FieldState{Base: &reconcile.Pair{Version: 2, Native: v}, Seen: v, Known: true}
	}
	w.st.Observed = true
	return w
}

// lossy is a tool with two priorities and three states.
type lossy struct{}

var codes = map[ticket.Field]map[ticket.Native]string{
	ticket.Priority: {"high": "P2", "low": "P4"},
	ticket.State:    {"open": "todo", "busy": "in_progress", "closed": "done"},
}

func (lossy) Read(f ticket.Field, n ticket.Native) (string, bool) {
	v, ok := codes[f][n]
	return v, ok
}

func (c lossy) Write(f ticket.Field, value string, current ticket.Native) (ticket.Native, bool) {
	if f == ticket.Priority {
		n := ticket.Native("low")
		if value == "P1" || value == "P2" {
			n = "high"
		}
		return n, true
	}
	if have, ok := c.Read(f, current); ok && have == value {
		return current, true
	}
	for n, v := range codes[f] {
		if v == value {
			return n, true
		}
	}
	return "", false
}

// stored is what the tool keeps of a text: it drops tildes.
func stored(f ticket.Field, n ticket.Native) ticket.Native {
	if f == ticket.Description {
		return ticket.Native(strings.ReplaceAll(string(n), "~", ""))
	}
	return n
}

func (w *world) set(f ticket.Field, n ticket.Native, by *ticket.Actor) {
	n = stored(f, n)
	if w.tool[f] == n {
		return
	}
	w.ver++
	w.log = append(w.log, ticket.Edit{Field: f, From: w.tool[f], To: n, By: by, Version: w.ver})
	w.tool[f], w.by[f] = n, by
}

func (w *world) fresh(prefix string) string {
	w.n++
	return fmt.Sprintf("%s%d", prefix, w.n)
}

func (w *world) field() ticket.Field {
	return rapid.SampledFrom([]ticket.Field{ticket.Title, ticket.Description, ticket.Priority, ticket.State}).Draw(w.t, "field")
}

// editHub is a person at the desk.
func (w *world) editHub() {
	f := w.field()
	v := map[ticket.Field]func() string{
		ticket.Title:       func() string { return w.fresh("h") },
		ticket.Description: func() string { return w.fresh(rapid.SampledFrom([]string{"h", "~h", "h~"}).Draw(w.t, "text")) },
		ticket.Priority:    func() string { return rapid.SampledFrom([]string{"P1", "P2", "P3", "P4"}).Draw(w.t, "priority") },
		ticket.State:       func() string { return rapid.SampledFrom([]string{"todo", "in_progress", "done"}).Draw(w.t, "state") },
	}[f]()
	if old := w.hub[f]; old.Text != v {
		w.hub[f] = reconcile.Value{Text: v, Version: old.Version + 1}
	}
}

// editTool is a person of the team.
func (w *world) editTool() {
	f := w.field()
	v := map[ticket.Field]func() string{
		ticket.Title:       func() string { return w.fresh("t") },
		ticket.Description: func() string { return w.fresh("t") },
		ticket.Priority:    func() string { return rapid.SampledFrom([]string{"high", "low"}).Draw(w.t, "priority") },
		ticket.State:       func() string { return rapid.SampledFrom([]string{"open", "busy", "closed"}).Draw(w.t, "state") },
	}[f]()
	w.set(f, ticket.Native(v), dana)
}

// see is a read of the whole ticket.
func (w *world) see(full bool) *reconcile.Look {
	t := ticket.Ticket{Ref: ticket.Ref{ID: "1", Container: "c"}, Version: w.ver, Cells: map[ticket.Field]ticket.Cell{}, LogAfter: -1, NComments: -1}
	for f, n := range w.tool {
		c := ticket.Cell{Native: n, Markdown: string(n)}
		if !w.hidden {
			c.By = w.by[f]
		}
		t.Cells[f] = c
	}
	if !w.hidden {
		t.LogAfter = 0
		t.Log = slices.Clone(w.log)
	}
	return &reconcile.Look{Ticket: t, Full: full}
}

func (w *world) rules() reconcile.Rules {
	return reconcile.Rules{
		Directions: map[ticket.Field]reconcile.Direction{ticket.Title: reconcile.Both, ticket.Description: reconcile.Both, ticket.Priority: reconcile.Both, ticket.State: reconcile.Both},
		Policies:   map[ticket.Field]reconcile.Policy{ticket.Title: w.deciding, ticket.Description: w.deciding, ticket.Priority: w.deciding, ticket.State: reconcile.ToolWins},
		Dedicated:  !w.shared, Together: [][]ticket.Field{{ticket.Title, ticket.Description, ticket.Priority}}, Grace: grace, CreateWait: grace,
		ReadOnly: w.quiet,
	}
}

// pass is one reconciliation: look, plan, call, settle.
func (w *world) pass() {
	look := w.see(true)
	if !w.calm && rapid.IntRange(0, 3).Draw(w.t, "edit between look and plan") == 0 {
		w.editTool()
	}
	for range 4 {
		plan := w.plan(look)
		if len(plan.Calls) == 0 {
			return
		}
		look = w.carry(plan)
		if look == nil {
			return
		}
	}
}

func (w *world) plan(look *reconcile.Look) reconcile.Plan {
	in := reconcile.Input{
		Link: "l1", Ref: ticket.Ref{ID: "1", Container: "c"}, State: w.st, Values: w.hub, Held: w.held,
		Look: look, Codes: lossy{}, Rules: w.rules(), Now: w.now,
	}
	in.Rendered.Fields = map[ticket.Field]ticket.Native{}
	for _, q := range reconcile.Texts(in) {
		in.Rendered.Fields[q.Field] = ticket.Native(q.Text.Markdown)
	}
	plan := reconcile.Make(in)
	w.st, w.held = plan.State, plan.Conflicts
	w.history = append(w.history, plan.Events...)
	for _, p := range plan.Pulls {
		if got := w.hub[p.Field].Version + 1; p.Version != got {
			w.t.Fatalf("a pull of %s makes version %d of %d", p.Field, p.Version, got)
		}
		w.history = append(w.history, request.Event{Field: p.Field, From: w.hub[p.Field].Text, To: p.Value})
		w.hub[p.Field] = reconcile.Value{Text: p.Value, Version: p.Version}
		w.pulled = append(w.pulled, p)
		w.noEcho(p)
	}
	return plan
}

// noEcho: nothing that the hub itself wrote last becomes a change of the team.
func (w *world) noEcho(p reconcile.Pull) {
	if by := w.by[p.Field]; by == self && !w.hidden && !w.shared {
		w.t.Fatalf("echo: %s=%q was written by the hub itself", p.Field, p.Value)
	}
}

// carry makes the calls of a plan; nil once one has gone wrong.
func (w *world) carry(plan reconcile.Plan) *reconcile.Look {
	for n, c := range plan.Calls {
		answer := w.call(c)
		s := reconcile.Settle(w.st, w.rules(), c, answer, nil, w.now)
		w.st = s.State
		w.history = append(w.history, s.Events...)
		if answer.Err != nil {
			for _, later := range plan.Calls[n+1:] {
				w.st = reconcile.Undo(w.st, later)
			}
			return nil
		}
		if n == len(plan.Calls)-1 {
			return s.Look
		}
	}
	return nil
}

func (w *world) call(c reconcile.Call) reconcile.Answer {
	if c.Effect != reconcile.SetField {
		w.t.Fatalf("unexpected call %+v", c)
	}
	w.writes++
	effect := func() {
		for _, f := range c.Fields {
			w.set(f, c.Patch.Set[f], self)
		}
	}
	outcome := 0
	if !w.calm {
		if rapid.IntRange(0, 4).Draw(w.t, "edit inside the call") == 0 {
			w.editTool()
		}
		outcome = rapid.IntRange(0, 7).Draw(w.t, "outcome")
	}
	switch outcome {
	case 1:
		return reconcile.Answer{Err: fault.Errorf(fault.Throttled, "edit", "later")}
	case 2:
		return reconcile.Answer{Err: fault.Errorf(fault.Uncertain, "edit", "never arrived")}
	case 3:
		effect()
		return reconcile.Answer{Err: fault.Errorf(fault.Uncertain, "edit", "reply lost")}
	case 4:
		w.late = append(w.late, effect)
		return reconcile.Answer{Err: fault.Errorf(fault.Uncertain, "edit", "lands late")}
	case 5:
		effect()
		return reconcile.Answer{Ticket: &ticket.Ticket{LogAfter: -1, NComments: -1}}
	}
	effect()
	t := w.see(false).Ticket
	return reconcile.Answer{Ticket: &t}
}

// land lets one late write arrive.
func (w *world) land() {
	if len(w.late) > 0 {
		at := rapid.IntRange(0, len(w.late)-1).Draw(w.t, "late")
		effect := w.late[at]
		w.late = slices.Delete(w.late, at, at+1)
		effect()
	}
}
