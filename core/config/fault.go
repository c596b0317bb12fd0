package config

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Fault is one thing wrong with the configuration. It never holds a secret.
type Fault struct {
	Where string // the file, "environment", a variable or a flag
	Line  int    // of the file; 0 where there is none
	Text  string // which key, what is wrong, what would be right
	Field string // the key alone, within its entry of a list
	What  string // the text without the key
}

func (f Fault) Error() string {
	if f.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", f.Where, f.Line, f.Text)
	}
	return f.Where + ": " + f.Text
}

// Faults is everything wrong with a configuration: the file's in the order of
// its lines, then the rest.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = x.Error()
	}
	return strings.Join(lines, "\n")
}

// place is where a value stands in the tree: a key for the program, a name for
// people.
type place struct{ key, name string }

const delimiter = "\x00" // between the parts of a key: keys may hold anything else

// at is the entry name of a section.
func (p place) at(name string) place {
	if p.key == "" {
		return place{name, name}
	}
	return place{p.key + delimiter + name, p.name + "." + name}
}

// item is the entry i of a list; people see its name where it has one.
func (p place) item(i int, name string) place {
	index := strconv.Itoa(i)
	return place{p.key + delimiter + index, p.name + "[" + orElse(name, index) + "]"}
}

// field is the key within its entry of a section, or of those that can be added
// to a client or a service.
func (p place) field() string {
	parts := strings.Split(p.key, delimiter)
	switch {
	case len(parts) > 3 && parts[0] == "questions": // by kind of service
		parts = parts[3:]
	case len(parts) > 2:
		parts = parts[2:]
	}
	if len(parts) > 2 && slices.Contains([]string{"contacts", "components"}, parts[0]) {
		parts = parts[2:]
	}
	return strings.Join(parts, ".")
}

// origin is what set a value.
type origin struct {
	where string
	line  int
}

// report gathers faults and knows where every value came from.
type report struct {
	file    string
	origins map[string]origin
	faulty  map[string]bool // keys that have a fault
	faults  Faults
}

func newReport(file string) *report {
	return &report{file: file, origins: map[string]origin{}, faulty: map[string]bool{}}
}

// faultf notes what is wrong at a place. A place that is known to be wrong gets
// no second fault, since that would only follow from the first.
func (r *report) faultf(at place, format string, args ...any) {
	if r.isFaulty(at) {
		return
	}
	r.faulty[at.key] = true
	o := r.origin(at)
	what := fmt.Sprintf(format, args...)
	r.faults = append(r.faults, Fault{Where: o.where, Line: o.line, Text: at.name + ": " + what, Field: at.field(), What: what})
}

// system notes an error that has no place in the tree.
func (r *report) system(err error) {
	if err != nil {
		r.faults = append(r.faults, Fault{Where: r.file, Text: err.Error()})
	}
}

// isFaulty reports whether a place, or one around it, has a fault.
func (r *report) isFaulty(at place) bool {
	for key := at.key; key != ""; key = outer(key) {
		if r.faulty[key] {
			return true
		}
	}
	return false
}

// origin is what set the value at a place, or the section around it.
func (r *report) origin(at place) origin {
	for key := at.key; key != ""; key = outer(key) {
		if o, ok := r.origins[key]; ok {
			return o
		}
	}
	return origin{where: r.file}
}

// overridden reports whether a place was set outside of the file.
func (r *report) overridden(at place) bool {
	o, ok := r.origins[at.key]
	return ok && o.line == 0
}

// err returns every fault in order, or nil.
func (r *report) err() error {
	if len(r.faults) == 0 {
		return nil
	}
	slices.SortStableFunc(r.faults, func(a, b Fault) int {
		if fromFile := cmp.Compare(min(b.Line, 1), min(a.Line, 1)); fromFile != 0 {
			return fromFile
		}
		return cmp.Compare(a.Line, b.Line)
	})
	return r.faults
}

// outer is the key of the section around a key.
func outer(key string) string {
	i := strings.LastIndex(key, delimiter)
	return key[:max(i, 0)]
}
