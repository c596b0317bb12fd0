package jira

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// mover takes one issue to a state, in up to maxHops transitions.
type mover struct {
	*conn
	ref        sdk.Ref
	flow       string // name of the workflow, as far as we can tell them apart
	at         string // the state now
	category   string // of the target, as far as it is known
	resolution string // to set where a transition asks for one
	been       []string
	hops       int
	overtakes  int // how often somebody else moved it meanwhile
}

// maxOvertakes is how often a step is thought over that somebody came before.
const maxOvertakes = 3

// move brings the issue to a state. Where the way is known it costs a call for
// each hop, else one read before it. Jira answers without a word on the state
// reached; the next read or the webhook judges.
func (c *conn) move(ctx context.Context, r sdk.Ref, from, to sdk.Native) (sdk.Ticket, error) {
	m := &mover{conn: c, ref: r, at: string(from), category: "indeterminate", resolution: c.settings.Resolution}
	if category, known := c.categories.get(string(to)); known {
		m.category = category
	}
	if kind, known := c.types.get(r.ID); known && from != "" {
		m.flow = r.Container + "/" + kind
		if way := c.flows.get(m.flow).way(m.at, string(to)); len(way) > 0 {
			err := m.walk(ctx, way)
			if !stale(err) {
				return bare(r), err
			}
			c.flows.forget(m.flow)
		}
	}
	return m.search(ctx, func(s codeBean) bool { return s.ID == string(to) })
}

// stale reports whether a remembered way may simply be out of date: the workflow
// or the issue's state has changed.
func stale(err error) bool {
	class := fault.ClassOf(err)
	return err != nil && (class == fault.Invalid || class == fault.Conflict || class == fault.NotFound)
}

func (m *mover) walk(ctx context.Context, way []step) error {
	for _, s := range way {
		if err := m.take(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// search looks where the issue stands and goes on from there until goal holds.
func (m *mover) search(ctx context.Context, goal func(codeBean) bool) (sdk.Ticket, error) {
	for {
		now, steps, err := m.look(ctx)
		if err != nil {
			return sdk.Ticket{}, m.partly(err)
		}
		if goal(now.state) {
			return m.arrived(now), nil
		}
		m.been = append(m.been, m.at)
		known := m.flows.learn(m.flow, m.at, steps)
		next, ok := m.choose(known, steps, goal)
		if !ok || m.hops == maxHops {
			return sdk.Ticket{}, m.goBack(ctx, known, m.noWay(now, steps))
		}
		if err := m.take(ctx, next); stale(err) && m.overtaken(ctx, now) {
			continue
		} else if err != nil {
			return sdk.Ticket{}, m.partly(err)
		}
		if goal(next.To) {
			return bare(m.ref), nil
		}
	}
}

// overtaken reports whether somebody changed the issue between a look and the step
// that followed, so that the step says nothing about the workflow.
func (m *mover) overtaken(ctx context.Context, was standing) bool {
	if m.overtakes++; m.overtakes > maxOvertakes {
		return false
	}
	now, _, err := m.look(ctx)
	return err == nil && (now.state.ID != was.state.ID || string(now.bean.Fields["updated"]) != string(was.bean.Fields["updated"]))
}

// choose takes the direct step, else the first of a known way, else a guess.
func (m *mover) choose(known flow, steps []step, goal func(codeBean) bool) (step, bool) {
	for _, s := range steps {
		if goal(s.To) {
			return s, true
		}
	}
	for _, from := range slices.Sorted(maps.Keys(known)) {
		for _, s := range known[from] {
			if way := known.way(m.at, s.To.ID); goal(s.To) && len(way) > 0 {
				return way[0], true
			}
		}
	}
	return known.explore(m.at, m.been, m.category)
}

// goBack takes an issue that got lost to where it was found, if there is a way.
func (m *mover) goBack(ctx context.Context, known flow, lost error) error {
	if err := m.walk(ctx, known.way(m.at, m.been[0])); err != nil || m.at != m.been[0] {
		return m.partly(lost)
	}
	return lost
}

// standing is where an issue is found.
type standing struct {
	bean  issueBean
	state codeBean
}

// look reads the issue's state, type and the transitions that start here.
func (m *mover) look(ctx context.Context) (standing, []step, error) {
	b, err := m.issue(ctx, m.ref, url.Values{"fields": {strings.Join(basic(), ",")}, "properties": {propertyName}, "expand": {"transitions,transitions.fields"}})
	if err != nil {
		return standing{}, nil, err
	}
	now := standing{b, decode[codeBean](b.Fields["status"])}
	got := m.reader().ref(b)
	if m.ref.Container != "" && got.Container != m.ref.Container {
		return now, nil, &fault.Error{Op: "move issue", Class: fault.Conflict, Hint: "the issue is in another project now"}
	}
	m.at, m.flow = now.state.ID, got.Container+"/"+decode[codeBean](b.Fields["issuetype"]).Name
	steps := make([]step, len(b.Transitions))
	for i, t := range b.Transitions {
		steps[i] = step(t)
		m.categories.put(t.To.ID, t.To.StatusCategory.Key)
	}
	return now, steps, nil
}

func (m *mover) arrived(now standing) sdk.Ticket { return m.edited(m.ref, now.bean) }

func (m *mover) noWay(now standing, steps []step) error {
	e := &fault.Error{Op: "move issue", Class: fault.Invalid, Field: string(ticket.State)}
	e.Hint = "the workflow has no way there from " + now.state.Name
	if len(steps) == 0 {
		e.Class, e.Hint = fault.Denied, "no transition is offered from "+now.state.Name+": the account may lack the right to transition issues"
	}
	return e
}

// partly notes that some hops were made before the failure.
func (m *mover) partly(err error) error {
	var e *fault.Error
	if m.hops == 0 || !errors.As(err, &e) {
		return err
	}
	c := *e
	c.Hint = strings.TrimPrefix(c.Hint+"; the issue has been moved part of the way", "; ")
	return &c
}

// take makes one transition. Whether it asks for a resolution is not always
// told truly, so a refusal that names it is answered by the other choice, once.
func (m *mover) take(ctx context.Context, s step) error {
	if err := s.missing(); err != nil {
		return err
	}
	_, with := s.Fields["resolution"]
	err := m.post(ctx, s, with)
	var e *fault.Error
	if errors.As(err, &e) && e.Class == fault.Invalid && e.Field == "resolution" {
		err = m.post(ctx, s, !with)
	}
	if err == nil {
		m.at, m.hops = s.To.ID, m.hops+1
	}
	return err
}

func (m *mover) post(ctx context.Context, s step, resolve bool) error {
	body := map[string]any{"transition": map[string]any{"id": s.ID}}
	if resolve {
		body["fields"] = map[string]any{"resolution": map[string]any{"name": s.resolution(m.resolution)}}
	}
	_, err := m.do(ctx, call{op: "move issue", method: http.MethodPost, path: path("issue", nameOf(m.ref), "transitions"), body: body}, nil)
	return err
}

// missing names a field that the transition requires and nobody here can fill.
func (s step) missing() error {
	for _, name := range slices.Sorted(maps.Keys(s.Fields)) {
		if f := s.Fields[name]; f.Required && !f.HasDefaultValue && name != "resolution" {
			return &fault.Error{Op: "move issue", Class: fault.Invalid, Field: string(fieldNamed(name)),
				Hint: "the transition " + s.Name + " asks for " + cmp.Or(f.Name, name)}
		}
	}
	return nil
}

// resolution is the wanted one if the screen offers it, else the first offered.
func (s step) resolution(want string) string {
	offered := s.Fields["resolution"].AllowedValues
	for _, v := range offered {
		if strings.EqualFold(v.Name, want) {
			return v.Name
		}
	}
	if len(offered) > 0 {
		return offered[0].Name
	}
	return want
}
