package admin

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// Entry is one line of the catalogue.
type Entry struct {
	ID      string
	Version int64
	Values  Values
	Kept    []string      // the columns that hold what is never shown
	File    bool          // stands in the configuration file, which alone changes it
	Faults  config.Faults // why it is not in effect
}

// What the audit trail tells of the catalogue.
const (
	EntryAdded    = "entry.added"
	EntryChanged  = "entry.changed"
	EntryRetired  = "entry.retired"
	EntryRestored = "entry.restored"
)

// Actions lists what the audit trail tells of what is configured.
func Actions() []string {
	return []string{
		EntryAdded, EntryChanged, EntryRetired, EntryRestored, ConnectionAdded, ConnectionChanged, ConnectionRemoved, ConnectionPaused, ConnectionResumed,
		ConnectionRetried, MappingChanged, RuleChanged,
	}
}

// List returns every entry of a kind, by id.
func (s *Service) List(by auth.Actor, kind string) ([]Entry, error) {
	k, ok := Table(kind)
	if err := by.Check(auth.Manage); err != nil {
		return nil, err
	}
	if !ok {
		return nil, ErrNotFound
	}
	all := s.list(s.current(), k)
	for i := range all {
		all[i] = k.shown(all[i])
	}
	return all, nil
}

func (s *Service) list(st state, k Kind) []Entry {
	var out []Entry
	for _, v := range k.fromFile(s.o.Base) {
		out = append(out, Entry{ID: k.ID(v), Values: v, File: true})
	}
	for _, e := range st.entries {
		if e.Kind == k.Name {
			out = append(out, Entry{ID: e.ID, Version: e.Version, Values: e.Values, Faults: st.broken[ref(e.Kind, e.ID)]})
		}
	}
	slices.SortStableFunc(out, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// Get finds an entry; ErrNotFound.
func (s *Service) Get(by auth.Actor, kind, id string) (Entry, error) {
	all, err := s.List(by, kind)
	if err != nil {
		return Entry{}, err
	}
	i := slices.IndexFunc(all, func(e Entry) bool { return e.ID == id && !e.File })
	if i < 0 {
		i = slices.IndexFunc(all, func(e Entry) bool { return e.ID == id })
	}
	if i < 0 {
		return Entry{}, ErrNotFound
	}
	return all[i], nil
}

// Save stores an entry: a new one where id is "", else in the place of that, which
// must be of the version still. What is wrong with it is [request.FieldErrors].
func (s *Service) Save(ctx context.Context, by auth.Actor, kind, id string, version int64, v Values) error {
	if err := by.Check(auth.Manage); err != nil {
		return err
	}
	k, ok := Table(kind)
	if !ok {
		return ErrNotFound
	}
	return s.alone(ctx, func(state) error {
		w, err := s.place(k, id, version, k.clean(v))
		w.hide()
		if err != nil {
			return err
		}
		return s.store(ctx, []change{w})
	})
}

// change is one entry as it is to be.
type change struct {
	kind Kind
	was  *Entry
	is   Entry
	// typed are the PINs as they were entered, by column; they are hashed when the
	// change is stored.
	typed Values
}

// place finds what an entry replaces, and refuses what cannot be.
func (s *Service) place(k Kind, id string, version int64, v Values) (change, error) {
	w := change{kind: k, is: Entry{ID: k.ID(v), Values: v}}
	all := s.list(s.current(), k)
	if id != "" {
		i := slices.IndexFunc(all, func(e Entry) bool { return e.ID == id && !e.File })
		switch {
		case i < 0:
			return w, ErrNotFound
		case all[i].Version != version:
			return w, ErrMoved
		case w.is.ID != id && !k.Renames:
			return w, request.FieldErrors{{Field: k.Key[0], Text: "cannot change: requests name it"}}
		}
		w.was = &all[i]
	}
	if (w.was == nil || w.was.ID != w.is.ID) && slices.ContainsFunc(all, func(e Entry) bool { return e.ID == w.is.ID }) {
		return w, request.FieldErrors{{Field: k.Key[len(k.Key)-1], Text: "is there already"}}
	}
	if x := v[External]; x != "" && slices.ContainsFunc(all, func(e Entry) bool { return e.Values[External] == x && e.ID != id }) {
		return w, request.FieldErrors{{Field: External, Text: "is there already"}}
	}
	return w, nil
}

// store judges changes, stores them and has the hub take them over. The lock is
// held.
func (s *Service) store(ctx context.Context, list []change) error {
	st := s.current()
	next, faults := s.try(st, list)
	if len(faults) > 0 {
		return faults
	}
	if err := hash(list); err != nil {
		return err
	}
	var told []auth.Entry
	for _, w := range list {
		told = append(told, s.o.Auth.Entry(ctx, w.act(), ref(w.kind.Name, w.is.ID), w.details()...))
	}
	return s.put(ctx, st, next, told...)
}

// try says what is wrong with changes: with themselves, or with what they would
// leave behind.
func (s *Service) try(st state, list []change) ([]store.Entry, request.FieldErrors) {
	rows := rowsOf(list)
	next := s.judge(merged(st.entries, rows))
	var faults request.FieldErrors
	for _, w := range list {
		faults = append(faults, w.faults()...)
		for _, f := range next.broken[ref(w.kind.Name, w.is.ID)] {
			faults = append(faults, &request.FieldError{Field: f.Field, Text: f.What})
		}
	}
	for _, at := range slices.Sorted(maps.Keys(next.broken)) {
		if st.broken[at] == nil && !slices.ContainsFunc(list, func(w change) bool { return ref(w.kind.Name, w.is.ID) == at }) {
			faults = append(faults, &request.FieldError{Field: "", Text: notFitting(at, next.broken[at])})
		}
	}
	return rows, faults
}

func rowsOf(list []change) []store.Entry {
	var rows []store.Entry
	for _, w := range list {
		if w.was != nil && w.was.ID != w.is.ID {
			rows = append(rows, store.Entry{Kind: w.kind.Name, ID: w.was.ID})
		}
		rows = append(rows, store.Entry{Kind: w.kind.Name, ID: w.is.ID, Values: w.is.Values})
	}
	return rows
}

// merged lays rows over entries.
func merged(entries, rows []store.Entry) []store.Entry {
	by := map[string]store.Entry{}
	for _, e := range slices.Concat(entries, rows) {
		by[ref(e.Kind, e.ID)] = e
	}
	maps.DeleteFunc(by, func(_ string, e store.Entry) bool { return len(e.Values) == 0 })
	return slices.SortedFunc(maps.Values(by), func(a, b store.Entry) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
}

// act is what a change is called on record.
func (w change) act() string {
	switch {
	case w.was == nil:
		return EntryAdded
	case w.was.Values[Retired] == "" && w.is.Values[Retired] != "":
		return EntryRetired
	case w.was.Values[Retired] != "" && w.is.Values[Retired] == "":
		return EntryRestored
	}
	return EntryChanged
}

// details are the values that a change changes.
func (w change) details() []auth.Detail {
	var was Values
	if w.was != nil {
		was = w.was.Values
	}
	var out []auth.Detail
	for _, name := range w.kind.differs(was, w.is.Values) {
		d := auth.Detail{Field: name, From: was[name], To: w.is.Values[name]}
		if c, _ := w.kind.Column(name); c.Type == "pin" {
			d.From, d.To = "", ""
		}
		out = append(out, d)
	}
	return out
}

// Retire takes an entry out of use, or back into it.
func (s *Service) Retire(ctx context.Context, by auth.Actor, kind, id string, version int64, retired bool) error {
	e, err := s.Get(by, kind, id)
	if err != nil {
		return err
	}
	v := maps.Clone(e.Values)
	v[Retired] = yes(retired)
	return s.Save(ctx, by, kind, id, version, v)
}

// Choices are the names that a column may hold, for proposals.
func (s *Service) Choices(by auth.Actor, of string) ([]string, error) {
	if of == "connections" {
		out := []string{config.NoConnection}
		for _, c := range s.current().config.Connections {
			out = append(out, c.Name)
		}
		return out, nil
	}
	if of == "service_kinds" {
		return s.serviceKinds(), nil
	}
	list, err := s.List(by, of)
	var out []string
	for _, e := range list {
		if e.Values[Retired] == "" {
			out = append(out, e.ID)
		}
	}
	return out, err
}

// IsRefused reports whether an error is about what was entered.
func IsRefused(err error) bool {
	_, ok := errors.AsType[request.FieldErrors](err)
	return ok
}

// Matches reports whether an entry has a text anywhere.
func (e Entry) Matches(text string) bool {
	text = strings.ToLower(text)
	for _, v := range e.Values {
		if strings.Contains(strings.ToLower(v), text) {
			return true
		}
	}
	return false
}
