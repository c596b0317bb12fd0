package sync

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// Mapping is what may be changed of a connection; nil stays as it is.
type Mapping struct {
	Tables     map[ticket.Field]Table // the tables of a field as a whole
	People     map[string]string
	Directions map[ticket.Field]reconcile.Direction // of the fields named
}

// DryTicket is what a changed mapping would do to one link.
type DryTicket struct {
	Link   request.LinkID
	Reads  []Difference         // values of the tool that would be read in another way
	Writes []Difference         // values of the hub that would be written in another way at the next change, not at once
	Takes  []Difference         // values that the hub would take over at once
	Sends  []reconcile.Withheld // what would be written at once
	Error  string               // the ticket could not be read, or judged
}

// Difference is one value as it is treated now, and as it would be; "" is not at
// all.
type Difference struct {
	Field    ticket.Field
	Value    string // the tool's name for it, or the hub's
	From, To string
}

// DryRun tells what a changed mapping would do to links of a connection. It
// writes nothing. With read it asks the tool once for each ticket, else it goes
// by what the hub saw last. ErrNotFound for an unknown connection.
func (e *Engine) DryRun(ctx context.Context, connection string, m Mapping, links []request.LinkID, read bool) ([]DryTicket, error) {
	c := e.connections[connection]
	if c == nil {
		return nil, fmt.Errorf("connection %s: %w", connection, store.ErrNotFound)
	}
	is, would, err := c.variants(ctx, m)
	if err == nil {
		_, err = c.recall(ctx, e.now())
	}
	if err != nil {
		return nil, err
	}
	list := make([]DryTicket, 0, len(links))
	for _, id := range links {
		t, err := e.dryTicket(ctx, is, would, id, read)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			t = DryTicket{Error: err.Error()}
		}
		t.Link = id
		list = append(list, t)
	}
	return list, nil
}

// variant is a connection as it is, or as it would be, read only.
type variant struct {
	*connection
	names map[ticket.Field]map[ticket.Native]string
}

func (c *connection) variants(ctx context.Context, m Mapping) (is, would variant, err error) {
	var stored store.Connection
	err = c.engine.store.Connection(ctx, c.Name, func(s *store.Connection) error {
		stored = *s
		return nil
	})
	switch {
	case err == nil && len(stored.Codes) == 0 && stored.PingedAt.IsZero():
		err = &request.StandingError{Field: "name", Text: "the tool of " + c.Name + " has not answered yet"}
	case err == nil:
		err = Unknown(stored.Codes, m.Tables)
	}
	now := c.Connection
	next := now
	next.Tables, next.Directions = maps.Clone(now.Tables), maps.Clone(now.Directions)
	if m.People != nil {
		next.People = m.People
	}
	if next.Tables == nil {
		next.Tables = map[ticket.Field]Table{}
	}
	maps.Copy(next.Tables, m.Tables)
	maps.Copy(next.Directions, m.Directions)
	return c.variant(now, stored), c.variant(next, stored), err
}

func (c *connection) variant(with Connection, stored store.Connection) variant {
	with.ReadOnly = true
	v := variant{connection: &connection{Connection: with, engine: c.engine, loaded: true}, names: map[ticket.Field]map[ticket.Native]string{}}
	v.place, v.pingedAt, v.polledAt, v.codes = stored.Place, stored.PingedAt, stored.PolledAt, NewCodes(stored.Codes, with.Tables)
	for _, row := range stored.Codes {
		if v.names[row.Field] == nil {
			v.names[row.Field] = map[ticket.Native]string{}
		}
		v.names[row.Field][row.Native] = row.Name
	}
	return v
}

// dryTicket compares what two variants make of one link.
func (e *Engine) dryTicket(ctx context.Context, is, would variant, id request.LinkID, read bool) (DryTicket, error) {
	s := &session{Engine: e, c: is.connection, claim: store.Claim{Kind: store.LinkWork, ID: string(id)}, answers: map[reconcile.Question]answer{}}
	if read {
		if err := s.readOnce(ctx); err != nil {
			return DryTicket{}, err
		}
	}
	now, err := s.dry(ctx, is)
	if err != nil {
		return DryTicket{}, err
	}
	next, err := s.dry(ctx, would)
	if err != nil {
		return DryTicket{}, err
	}
	t := compare(now, next)
	t.Sends = slices.DeleteFunc(next.sends, func(w reconcile.Withheld) bool {
		return slices.ContainsFunc(now.sends, func(h reconcile.Withheld) bool { w.Since = h.Since; return h == w })
	})
	t.Writes = slices.DeleteFunc(t.Writes, func(d Difference) bool {
		return slices.ContainsFunc(t.Sends, func(w reconcile.Withheld) bool { return w.Field == d.Field })
	})
	return t, nil
}

// readOnce asks the tool for the ticket, through the connection as it is, so that
// the call is counted and the tool's wishes to wait are kept.
func (s *session) readOnce(ctx context.Context) error {
	real := s.connections[s.c.Name]
	if until, closed := real.closedUntil(s.now()); closed {
		return fmt.Errorf("no calls are made until %s", until.UTC().Format("15:04:05 MST"))
	}
	var ref ticket.Ref
	if err := s.inspect(ctx, func(doc *store.LinkDoc) { ref = doc.Link.Ticket }); err != nil {
		return err
	}
	variant := s.c
	s.c = real
	err := s.read(ctx, ref, ticket.Need{})
	s.c = variant
	return cmp.Or(err, s.gone)
}

// inspect runs one transaction of which nothing is stored.
func (s *session) inspect(ctx context.Context, f func(*store.LinkDoc)) error {
	err := s.store.Link(ctx, s.claim, func(doc *store.LinkDoc) error {
		f(doc)
		return errAsks
	})
	if errors.Is(err, errAsks) {
		return nil
	}
	return err
}

// dryPass is what one variant makes of a link.
type dryPass struct {
	fields map[ticket.Field]dryField
	pulls  []reconcile.Pull
	sends  []reconcile.Withheld
	was    map[ticket.Field]string // the hub's values
}

// dryField is how a variant reads and writes one field.
type dryField struct {
	name, value   string // the tool's name for what it has; the hub's value
	reads, writes string
	reading       bool
}

func (s *session) dry(ctx context.Context, v variant) (dryPass, error) {
	s.c = v.connection
	for {
		var pass dryPass
		s.ask = ask{}
		err := s.inspect(ctx, func(doc *store.LinkDoc) {
			x := s.transaction(doc)
			look := x.look
			if look == nil {
				look = remembered(doc.State)
			}
			in := x.input(look)
			if x.unanswered(reconcile.Texts(in)) {
				return
			}
			in.Rendered = x.rendered(in)
			plan := reconcile.Make(in)
			pass = dryPass{pulls: plan.Pulls, sends: plan.State.Held, fields: map[ticket.Field]dryField{}, was: map[ticket.Field]string{}}
			for f, value := range in.Values {
				pass.fields[f], pass.was[f] = x.dryField(v, f, value, plan.State.Fields[f]), value.Text
			}
		})
		if err != nil || len(s.ask.questions) == 0 {
			return pass, err
		}
		if err := s.render(ctx, s.ask); err != nil {
			return pass, err
		}
	}
}

// remembered is a look at the ticket as it was seen last.
func remembered(st *reconcile.State) *reconcile.Look {
	t := ticket.Ticket{LogAfter: -1, NComments: -1, Version: st.Watermark, Cells: map[ticket.Field]ticket.Cell{}}
	for f, fs := range st.Fields {
		c := ticket.Cell{Native: fs.Seen, Markdown: string(fs.Seen), Name: fs.Name}
		if f == ticket.Labels {
			c = ticket.Cell{}
			for l := range strings.SplitSeq(string(fs.Seen), "\n") {
				c.Set = append(c.Set, ticket.Native(l))
			}
		}
		if fs.Known {
			t.Cells[f] = c
		}
	}
	return &reconcile.Look{Ticket: t}
}

// dryField is what a variant makes of the value that the ticket has, and of the
// hub's.
func (x *transaction) dryField(v variant, f ticket.Field, value reconcile.Value, fs reconcile.FieldState) dryField {
	dir := x.rules.Directions[f]
	d := dryField{value: value.Text, name: cmp.Or(v.names[f][fs.Seen], fs.Name, string(fs.Seen))}
	d.reading = dir != "" && dir != reconcile.Off
	if d.reading && fs.Known {
		d.reads = v.reads(f, fs)
	}
	if dir == reconcile.Both || dir == reconcile.Out {
		d.writes = value.Text
		if f == ticket.State || f == ticket.Priority {
			n, _ := x.codes.Write(f, value.Text, "") // at the next change the ticket holds another value
			d.writes = cmp.Or(v.names[f][n], string(n))
		}
	}
	return d
}

// reads is a value of the ticket in the hub's words, "" where it has none.
func (v variant) reads(f ticket.Field, fs reconcile.FieldState) string {
	switch f {
	case ticket.State, ticket.Priority:
		value, _ := v.codes.Read(f, fs.Seen)
		return value
	case ticket.Assignee:
		return cmp.Or(v.engine.people.named(v.People[string(fs.Seen)]), v.People[string(fs.Seen)], fs.Name, string(fs.Seen))
	default:
		return string(fs.Seen)
	}
}

func compare(now, next dryPass) (t DryTicket) {
	for _, f := range slices.Sorted(maps.Keys(next.fields)) {
		a, b := now.fields[f], next.fields[f]
		if a.reads != b.reads {
			t.Reads = append(t.Reads, Difference{f, b.name, a.reads, b.reads})
		}
		if a.writes != b.writes {
			t.Writes = append(t.Writes, Difference{f, b.value, a.writes, b.writes})
		}
	}
	for _, p := range next.pulls {
		if !slices.ContainsFunc(now.pulls, func(q reconcile.Pull) bool { return q.Field == p.Field && q.Value == p.Value }) {
			t.Takes = append(t.Takes, Difference{p.Field, p.Name, next.was[p.Field], p.Value})
		}
	}
	return t
}
