package reconcile

import (
	"cmp"
	"slices"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Withheld is one effect that the plan of a read-only link would have at the
// tool. A create is told field by field.
type Withheld struct {
	Effect  Effect
	Field   ticket.Field   `json:",omitempty"` // create, set
	Note    request.NoteID `json:",omitempty"` // comments
	Part    int            `json:",omitempty"` // of the note's comments
	Comment string         `json:",omitempty"` // at the tool, to edit or delete
	Twin    string         `json:",omitempty"` // the ticket to retire
	File    request.FileID `json:",omitempty"` // to upload; To is its name
	From    string         `json:",omitempty"` // a code as people read it, a text in the tool's own words
	To      string         `json:",omitempty"` // likewise; labels a line each
	Code    ticket.Native  `json:",omitempty"` // what To is at the tool, for codes
	Since   time.Time
}

// Forecast is what a tool would receive of a link that has no ticket yet.
type Forecast struct {
	Writes []Withheld        // the create field by field, and what follows it at once
	Adds   []ticket.Addition // what the connector adds to the create by itself
}

// same reports whether two are the same effect, whatever its value.
func (w Withheld) same(x Withheld) bool {
	return w.Effect == x.Effect && w.Field == x.Field && w.Note == x.Note && w.Part == x.Part && w.Comment == x.Comment && w.Twin == x.Twin && w.File == x.File
}

// withhold makes of a plan's calls what they would do, and forgets them: where
// the link goes live, the same plan is made again, and called.
func (p *planner) withhold() {
	for _, c := range p.plan.Calls {
		p.held(c)
	}
	for _, i := range p.st.Intents {
		if i.fresh && i.Effect == SetField { // the ticket holds no shortened text yet
			fs := p.st.Fields[i.Field]
			fs.Cut = p.State.Fields[i.Field].Cut
			p.st.Fields[i.Field] = fs
		}
	}
	p.st.Intents = slices.DeleteFunc(p.st.Intents, func(i Intent) bool { return i.fresh })
	p.plan.Calls = slices.DeleteFunc(p.plan.Calls, func(c Call) bool { return c.Effect != FetchFile }) // which reads
}

func (p *planner) held(c Call) {
	switch c.Effect {
	case CreateTicket:
		p.heldCreate(c)
	case SetField:
		for _, f := range c.Fields {
			at := slices.IndexFunc(p.st.Intents, func(i Intent) bool { return i.fresh && i.Effect == SetField && i.Field == f })
			p.holdBack(p.heldField(SetField, f, p.st.Intents[at].Pre, p.st.Intents[at].Want))
		}
	case FetchFile:
	case UploadFile:
		p.holdBack(Withheld{Effect: c.Effect, File: c.File, To: c.Body.Name})
	case RetireTwin:
		p.holdBack(Withheld{Effect: c.Effect, Twin: c.Twin.ID, From: cmp.Or(c.Twin.Key, c.Twin.ID)})
	default:
		w := Withheld{Effect: c.Effect, Note: c.Note, Part: c.Part, Comment: c.Comment}
		if n := p.note(c.Note); n != nil {
			w.From = n.part(c.Part).Native
		}
		if c.Text != nil {
			w.To = string(c.Text.Native)
		}
		p.holdBack(w)
	}
}

func (p *planner) heldCreate(c Call) {
	before := len(p.st.Held)
	for _, f := range p.fields() {
		cell, ok := c.Draft.Cells[f]
		if to := p.drafted(f, cell); ok && to != "" {
			p.holdBack(p.heldField(CreateTicket, f, "", to))
		}
	}
	if len(p.st.Held) == before {
		p.holdBack(Withheld{Effect: CreateTicket})
	}
}

// drafted is a new ticket's value of a field; of labels all, the team's included.
func (p *planner) drafted(f ticket.Field, c ticket.Cell) ticket.Native {
	if f != ticket.Labels {
		return c.Native
	}
	all := make([]string, len(c.Set))
	for i, l := range c.Set {
		all[i] = string(l)
	}
	return ticket.Native(JoinLabels(all))
}

func (p *planner) heldField(e Effect, f ticket.Field, from, to ticket.Native) Withheld {
	w := Withheld{Effect: e, Field: f, From: string(from), To: string(to)}
	if !isText(f) && !plain(f) {
		w.From, w.To, w.Code = p.read(f, from), p.Values[f].Text, to
	}
	if f == ticket.Due {
		form := p.Rules.Limits[f]
		w.From, w.To = string(form.Written(from)), string(form.Written(to))
	}
	return w
}

// holdBack adds an effect; one that was held back before keeps its time.
func (p *planner) holdBack(w Withheld) {
	w.Since = p.Now
	if at := slices.IndexFunc(p.State.Held, w.same); at >= 0 {
		w.Since = p.State.Held[at].Since
	}
	p.st.Held = append(p.st.Held, w)
}

// foresee holds back a create and what would follow it: it plays the answer that
// the tool would give, a new ticket as it was asked for.
func (p *planner) foresee() {
	q := newPlanner(p.Input)
	q.create()
	call := q.plan.Calls[0]
	p.heldCreate(call)
	made := ticket.Ticket{Ref: ticket.Ref{ID: "new", Container: p.Rules.Container}, LogAfter: -1, AllComments: true, Cells: call.Draft.Cells}
	if todo, ok := p.Codes.Write(ticket.State, string(request.Todo), ""); ok {
		made.Cells[ticket.State] = ticket.Cell{Native: todo, Name: string(request.Todo)}
	}
	next := p.Input
	done := Settle(q.plan.State, p.Rules, call, Answer{Ticket: &made}, nil, p.Now)
	next.State, next.Look, next.Ref = done.State, done.Look, made.Ref
	next.State.Held = p.State.Held
	p.st.Held = append(p.st.Held, Make(next).State.Held...)
}
