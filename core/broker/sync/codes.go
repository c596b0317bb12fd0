package sync

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Table is what the configuration changes in the mapping of one field: by the
// tool's name or code to ours, and from ours to the tool's.
type Table struct {
	Read  map[string]string
	Write map[string]string
}

// Codes is a connection's mapping of codes: the tool's catalogue with the
// configuration's changes on top. It is made anew when either changes.
type Codes struct {
	read  map[ticket.Field]map[ticket.Native]string
	write map[ticket.Field]map[string]ticket.Native
}

// NewCodes joins a catalogue with the configuration's tables.
func NewCodes(catalogue []ticket.Code, tables map[ticket.Field]Table) *Codes {
	c := &Codes{read: map[ticket.Field]map[ticket.Native]string{}, write: map[ticket.Field]map[string]ticket.Native{}}
	for _, row := range catalogue {
		c.add(row, tables[row.Field])
	}
	for f, t := range tables {
		for value, name := range t.Write {
			c.put(f, value, named(catalogue, f, name))
		}
	}
	return c
}

func (c *Codes) add(row ticket.Code, t Table) {
	value := row.Value
	if row.Field == ticket.Assignee {
		value = strings.ToLower(value)
	}
	if ours, ok := override(t.Read, row); ok {
		value = ours
	}
	if value == "" {
		return
	}
	if c.read[row.Field] == nil {
		c.read[row.Field] = map[ticket.Native]string{}
	}
	c.read[row.Field][row.Native] = value
	if _, taken := c.write[row.Field][value]; row.Write && row.Value == value || !taken {
		c.put(row.Field, value, row.Native)
	}
}

func (c *Codes) put(f ticket.Field, value string, n ticket.Native) {
	if c.write[f] == nil {
		c.write[f] = map[string]ticket.Native{}
	}
	c.write[f][value] = n
}

func override(read map[string]string, row ticket.Code) (string, bool) {
	for name, value := range read {
		if name == string(row.Native) || strings.EqualFold(name, row.Name) {
			return value, true
		}
	}
	return "", false
}

// Unknown lists the names in tables that a tool's catalogue lacks, each with
// those that it has; nil if there are none. A catalogue without a row of a field
// says nothing of it.
func Unknown(catalogue []ticket.Code, tables map[ticket.Field]Table) error {
	var faults request.FieldErrors
	for _, f := range slices.Sorted(maps.Keys(tables)) {
		names := namesOf(catalogue, f)
		check := func(at, name string) {
			if _, known := find(catalogue, f, name); !known && len(names) > 0 {
				faults = append(faults, &request.FieldError{Field: at, Text: strconv.Quote(name) + " is not known to the tool, which has " + strings.Join(names, ", ")})
			}
		}
		for _, theirs := range slices.Sorted(maps.Keys(tables[f].Read)) {
			check(section(f)+".read."+theirs, theirs)
		}
		for _, ours := range slices.Sorted(maps.Keys(tables[f].Write)) {
			check(section(f)+".write."+ours, tables[f].Write[ours])
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return faults
}

// section is what the configuration calls the table of a field.
func section(f ticket.Field) string {
	switch f {
	case ticket.State:
		return "states"
	case ticket.Priority:
		return "priorities"
	default:
		return string(f)
	}
}

// namesOf lists what a tool calls the values of a field, in its own order.
func namesOf(catalogue []ticket.Code, f ticket.Field) (names []string) {
	for _, row := range catalogue {
		if name := cmp.Or(row.Name, string(row.Native)); row.Field == f && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// named finds the code that the configuration means by a name.
func named(catalogue []ticket.Code, f ticket.Field, name string) ticket.Native {
	if n, ok := find(catalogue, f, name); ok {
		return n
	}
	return ticket.Native(name)
}

func find(catalogue []ticket.Code, f ticket.Field, name string) (ticket.Native, bool) {
	for _, row := range catalogue {
		if row.Field == f && (strings.EqualFold(row.Name, name) || string(row.Native) == name) {
			return row.Native, true
		}
	}
	return "", false
}

// Read implements reconcile.Codes.
func (c *Codes) Read(f ticket.Field, n ticket.Native) (string, bool) {
	value, ok := c.read[f][n]
	return value, ok
}

// Write implements reconcile.Codes. A tool without a word of its own for waiting
// or cancelled says in progress or done.
func (c *Codes) Write(f ticket.Field, value string, current ticket.Native) (ticket.Native, bool) {
	if have, ok := c.Read(f, current); ok && have == value {
		return current, true
	}
	if n, ok := c.write[f][value]; ok {
		return n, true
	}
	if next := nearest(f, value); next != "" {
		return c.Write(f, next, current)
	}
	return "", false
}

func nearest(f ticket.Field, value string) string {
	if f != ticket.State {
		return ""
	}
	switch request.Category(value) {
	case request.Waiting:
		return string(request.Doing)
	case request.CancelledC:
		return string(request.Done)
	default:
		return ""
	}
}
