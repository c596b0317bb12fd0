package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// mappingPage is the editor of what a connection reads and writes as what, filled
// from the tool's own catalogue.
type mappingPage struct {
	Shell
	Name     string
	Version  int64
	Form     form
	Tables   []mapTable
	People   []mapRow
	Mails    []string // of the desk's people
	Fields   []mapRow
	Rules    []mapRow
	Known    bool // the tool has told its catalogue
	Tried    []admin.Tried
	WasTried bool
	Stamp    string // of what was tried
}

// mapTable is the table of one field: how its codes are read, and which are
// written.
type mapTable struct {
	Name        string // states, priorities
	Ours        []string
	List        string // of words for ours
	Read, Write []mapRow
	Theirs      []string
}

// mapRow is one row: At names it in the form.
type mapRow struct {
	At, Name, Value string
	Proposal        string // what goes without a row
	Fixed           bool   // the file says so
	Gone            bool   // the tool has it no more
}

// ours names a state of ours, or a priority with its rank.
func (l *language) ours(list, value string) string {
	if list == "priority" {
		return value + " · " + l.word("priority", value)
	}
	return l.word("category", value)
}

func (s *Site) mapping(w http.ResponseWriter, r *http.Request, v visitor) {
	c, ok := s.connectionOf(w, r, v)
	if !ok {
		return
	}
	m, err := s.o.Admin.MappingOf(v.Actor, c.Name)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.showMapping(w, r, v, mappingPage{Name: c.Name, Version: m.Version}, c, m, m.Rows, http.StatusOK)
}

func (s *Site) showMapping(w http.ResponseWriter, r *http.Request, v visitor, p mappingPage, c admin.Connection, m admin.Mapping, rows admin.Values, status int) {
	stored, err := s.o.Desk.Connections(r.Context(), v.Actor)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	var codes []ticket.Code
	if i := slices.IndexFunc(stored, func(x desk.Connection) bool { return x.Name == c.Name }); i >= 0 {
		codes, p.Known = stored[i].Codes, len(stored[i].Codes) > 0
	}
	people, err := s.o.Auth.People(r.Context())
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	for _, x := range people {
		if x.Mail != "" && auth.Role(x.Role).May(auth.Work) {
			p.Mails = append(p.Mails, x.Mail)
		}
	}
	rowsOf := mapRows{rows: rows, fixed: m.Fixed, codes: codes}
	p.Tables = []mapTable{
		rowsOf.table("states", ticket.State, admin.Categories(), "category"), rowsOf.table("priorities", ticket.Priority, admin.Priorities(), "priority"),
	}
	p.People = rowsOf.people()
	for _, f := range admin.Mapped() {
		p.Fields = append(p.Fields, mapRow{At: "fields." + f, Name: f, Value: rows["fields."+f], Proposal: string(c.Fields[ticket.Field(f)])})
	}
	p.Rules = rowsOf.rules(m.Plain)
	p.Shell = s.shell(r, v, "mapping.title")
	s.show(w, r, status, "mapping", p)
}

// mapRows makes rows of the tool's catalogue and of what is mapped.
type mapRows struct {
	rows, fixed admin.Values
	codes       []ticket.Code
}

func (m mapRows) row(at, name, proposal string) mapRow {
	value, fixed := m.fixed[at]
	if !fixed {
		value = m.rows[at]
	}
	return mapRow{At: at, Name: name, Value: value, Proposal: proposal, Fixed: fixed}
}

func (m mapRows) table(name string, f ticket.Field, ours []string, list string) mapTable {
	t := mapTable{Name: name, Ours: ours, List: list}
	written := map[string]string{}
	for _, code := range m.codes {
		title := cmp.Or(code.Name, string(code.Native))
		if code.Field != f || slices.Contains(t.Theirs, title) {
			continue
		}
		t.Theirs = append(t.Theirs, title)
		t.Read = append(t.Read, m.row(name+".read."+title, title, code.Value))
		if code.Write || written[code.Value] == "" {
			written[code.Value] = title
		}
	}
	t.Read = append(t.Read, m.gone(name+".read.", t.Theirs)...)
	for _, value := range ours {
		t.Write = append(t.Write, m.row(name+".write."+value, value, written[value]))
	}
	return t
}

// gone are the rows of names that the tool has no more.
func (m mapRows) gone(prefix string, known []string) (list []mapRow) {
	for at := range m.rows {
		if name, ok := strings.CutPrefix(at, prefix); ok && !slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, name) }) {
			x := m.row(at, name, "")
			x.Gone = true
			list = append(list, x)
		}
	}
	slices.SortFunc(list, func(a, b mapRow) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// rules are who wins a conflict, of our fields and of what else has a rule.
func (m mapRows) rules(plain config.Connection) (list []mapRow) {
	fields := admin.Contested()
	for at := range m.rows {
		if f, ok := strings.CutPrefix(at, "conflicts."); ok && !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	slices.Sort(fields[len(admin.Contested()):])
	for _, f := range fields {
		list = append(list, mapRow{At: "conflicts." + f, Name: f, Value: m.rows["conflicts."+f], Proposal: string(plain.Policy(ticket.Field(f)))})
	}
	return list
}

func (m mapRows) people() (list []mapRow) {
	var known []string
	for _, code := range m.codes {
		if id := string(code.Native); code.Field == ticket.Assignee && !slices.Contains(known, id) {
			known = append(known, id)
			list = append(list, m.row("people."+id, cmp.Or(code.Name, id), code.Value))
		}
	}
	return append(list, m.gone("people.", known)...)
}

// saveMapping tries a mapping on the newest tickets, and takes it live if it is the
// one that was tried.
func (s *Site) saveMapping(w http.ResponseWriter, r *http.Request, v visitor) {
	c, ok := s.connectionOf(w, r, v)
	if !ok {
		return
	}
	f, ok := s.posted(w, r, "mapping")
	if !ok {
		return
	}
	m, err := s.o.Admin.MappingOf(v.Actor, c.Name)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	rows := admin.Values{}
	for at := range f.values {
		if value := strings.TrimSpace(f.Get(at)); strings.Contains(at, ".") && value != "" {
			rows[at] = value
		}
	}
	page := mappingPage{Name: c.Name, Version: number(f.Get("version")), Form: f}
	if f.Get("step") == "live" && f.Get("tried") == rows.Stamp() {
		if err = s.o.Admin.SaveMapping(r.Context(), v.Actor, c.Name, page.Version, rows); err == nil {
			s.done(w, r, "/connections/"+c.Name+"/mapping", "done.mapping")
			return
		}
	} else if page.Tried, err = s.o.Admin.TryMapping(r.Context(), v.Actor, c.Name, rows, f.Get("read") != ""); err == nil {
		page.WasTried, page.Stamp = true, rows.Stamp()
	}
	status := http.StatusOK
	if err != nil {
		status = http.StatusUnprocessableEntity
		if !page.Form.blameMapping(s.speak(r), err) {
			s.fail(w, r, v, err)
			return
		}
	}
	s.showMapping(w, r, v, page, c, m, rows, status)
}

// blameMapping puts what is wrong at its row; false if nothing of it is about what
// was sent.
func (f *form) blameMapping(l *language, err error) bool {
	if errors.Is(err, admin.ErrMoved) {
		f.fault("", l.say("entry.moved"))
		return true
	}
	if standing, ok := errors.AsType[*request.StandingError](err); ok {
		f.fault("", l.fault(standing.Text))
		return true
	}
	faults, ok := errors.AsType[request.FieldErrors](err)
	for _, x := range faults {
		f.fault(x.Field, l.fault(x.Text))
		f.fault("", x.Field+": "+l.fault(x.Text))
	}
	return ok
}
