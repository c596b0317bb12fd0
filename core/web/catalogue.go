package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/request"
)

// cataloguePage lists the entries of one table of the catalogue.
type cataloguePage struct {
	Shell
	Tabs    []admin.Kind
	Kind    admin.Kind
	Columns []string // that the list shows
	Find    string
	List    []admin.Entry
	Of      int // how many there are
	More    string
	Less    string

	names names
	speak *language
}

// Cell says the value of a column as people call it.
func (p cataloguePage) Cell(column, value string) string {
	switch {
	case value == "":
		return ""
	case column == "client", column == "parent":
		return p.names.client(request.ClientID(value))
	case column == "connection" && value == request.ByHand:
		return p.speak.say("links.byhand")
	}
	return p.speak.cell(column, value)
}

// entriesLength is how many entries a page has.
const entriesLength = 100

// shownColumns are those of a list: the key comes first.
func shownColumns(k admin.Kind) []string {
	byKind := map[string][]string{
		"clients": {"title", "language", "domains", "parent"}, "contacts": {"name", "phone", "rights"}, "contracts": {"client", "sla", "grace"},
		"services": {"client", "title", "kind", "site"}, "components": {}, "teams": {"title", "connection", "target", "follows_status"}, "questions": {"text", "answers", "kinds"},
	}
	return byKind[k.Name]
}

func (s *Site) catalogueStart(w http.ResponseWriter, r *http.Request, _ visitor) {
	http.Redirect(w, r, "/catalogue/"+admin.Kinds()[0].Name, http.StatusSeeOther)
}

// kindOf finds the table that a path names; without one the answer is given.
func (s *Site) kindOf(w http.ResponseWriter, r *http.Request, v visitor) (admin.Kind, bool) {
	k, ok := admin.Table(r.PathValue("kind"))
	if !ok || s.o.Admin == nil {
		s.nowhere(w, r, v)
		return k, false
	}
	return k, true
}

func (s *Site) catalogue(w http.ResponseWriter, r *http.Request, v visitor) {
	k, ok := s.kindOf(w, r, v)
	if !ok {
		return
	}
	all, err := s.o.Admin.List(v.Actor, k.Name)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	page := cataloguePage{Shell: s.shell(r, v, "catalogue.title"), Tabs: admin.Kinds(), Kind: k, Columns: shownColumns(k), Find: strings.TrimSpace(r.URL.Query().Get("find")), names: names{d: s.o.Desk.Directory()}, speak: s.speak(r)}
	if page.Find != "" {
		all = slices.DeleteFunc(all, func(e admin.Entry) bool { return !e.Matches(page.Find) })
	}
	from, _ := strconv.Atoi(r.URL.Query().Get("from")) // what is no number asks for the first
	from = min(max(from, 0), len(all))
	to := min(from+entriesLength, len(all))
	address := func(from int) string {
		return "/catalogue/" + k.Name + "?" + url.Values{"find": {page.Find}, "from": {strconv.Itoa(from)}}.Encode()
	}
	if page.Of, page.List = len(all), all[from:to]; to < len(all) {
		page.More = address(to)
	}
	if from > 0 {
		page.Less = address(max(from-entriesLength, 0))
	}
	s.show(w, r, http.StatusOK, "catalogue", page)
}

// entryPage is the form of one entry.
type entryPage struct {
	Shell
	Kind    admin.Kind
	Entry   admin.Entry
	New     bool
	Form    form
	Choices map[string][]string // by column
}

// Fixed reports whether a column cannot be changed.
func (p entryPage) Fixed(c admin.Column) bool {
	return p.Entry.File || !p.New && !p.Kind.Renames && slices.Contains(p.Kind.Key, c.Name)
}

// Keeps reports whether a column holds what is never shown.
func (p entryPage) Keeps(c admin.Column) bool { return slices.Contains(p.Entry.Kept, c.Name) }

// Has reports whether a list holds a choice.
func (p entryPage) Has(c admin.Column, choice string) bool {
	return slices.Contains(strings.Split(p.Entry.Values[c.Name], "; "), choice)
}

func (s *Site) entry(w http.ResponseWriter, r *http.Request, v visitor) {
	k, ok := s.kindOf(w, r, v)
	if !ok {
		return
	}
	id := r.URL.Query().Get("id")
	e, err := admin.Entry{Values: admin.Values{}}, error(nil)
	if id != "" {
		e, err = s.o.Admin.Get(v.Actor, k.Name, id)
	}
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.showEntry(w, r, v, k, e, form{}, http.StatusOK)
}

func (s *Site) showEntry(w http.ResponseWriter, r *http.Request, v visitor, k admin.Kind, e admin.Entry, f form, status int) {
	page := entryPage{Shell: s.shell(r, v, "catalogue.title"), Kind: k, Entry: e, New: e.ID == "", Form: f, Choices: map[string][]string{}}
	for _, c := range k.Columns {
		if c.Of == "" {
			continue
		}
		choices, err := s.o.Admin.Choices(v.Actor, c.Of)
		if err != nil {
			s.fail(w, r, v, err)
			return
		}
		page.Choices[c.Name] = choices
	}
	s.show(w, r, status, "entry", page)
}

func (s *Site) saveEntry(w http.ResponseWriter, r *http.Request, v visitor) {
	k, ok := s.kindOf(w, r, v)
	if !ok {
		return
	}
	f, ok := s.posted(w, r, "entry")
	if !ok {
		return
	}
	e := admin.Entry{ID: f.Get("was"), Version: number(f.Get("version")), Values: admin.Values{}}
	for _, c := range k.Columns {
		e.Values[c.Name] = strings.Join(f.List(c.Name), "; ")
	}
	err := s.o.Admin.Save(r.Context(), v.Actor, k.Name, e.ID, e.Version, e.Values)
	if err == nil {
		s.done(w, r, "/catalogue/"+k.Name, "done.entry")
		return
	}
	if errors.Is(err, admin.ErrMoved) {
		f.fault("", s.speak(r).say("entry.moved"))
	} else if !f.blameEntry(s.speak(r), err, k) {
		s.fail(w, r, v, err)
		return
	}
	if was, err := s.o.Admin.Get(v.Actor, k.Name, e.ID); err == nil {
		e.Kept = was.Kept
	}
	s.showEntry(w, r, v, k, e, f, http.StatusUnprocessableEntity)
}

// blameEntry puts what is wrong at its columns; false if nothing of it is about
// what was sent.
func (f *form) blameEntry(l *language, err error, k admin.Kind) bool {
	faults, ok := errors.AsType[request.FieldErrors](err)
	for _, x := range faults {
		column, _, _ := strings.Cut(x.Field, ".")
		if _, known := k.Column(column); known {
			f.fault(column, l.fault(x.Text))
		} else {
			f.fault("", l.fault(x.Text))
		}
	}
	return ok
}

func (s *Site) retireEntry(w http.ResponseWriter, r *http.Request, v visitor) {
	k, ok := s.kindOf(w, r, v)
	if !ok {
		return
	}
	f, ok := s.posted(w, r, "entry")
	if !ok {
		return
	}
	retired := f.Get("retired") != ""
	err := s.o.Admin.Retire(r.Context(), v.Actor, k.Name, f.Get("id"), number(f.Get("version")), retired)
	switch message := "done.retired"; {
	case errors.Is(err, admin.ErrMoved), admin.IsRefused(err):
		s.done(w, r, "/catalogue/"+k.Name+"/entry?id="+url.QueryEscape(f.Get("id")), "entry.moved")
	case err != nil:
		s.fail(w, r, v, err)
	default:
		if !retired {
			message = "done.restored"
		}
		s.done(w, r, "/catalogue/"+k.Name, message)
	}
}
