package admin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/mail"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
)

// What a mapping may name.
var (
	categories = []string{"todo", "in_progress", "waiting", "done", "cancelled"}
	priorities = []string{"P1", "P2", "P3", "P4"}
	directions = []string{"both", "out", "in", "once", "off"}
	mapped     = []string{"title", "description", "state", "priority", "assignee", "labels", "due", "comments"}
	policies   = []string{"ask", "hub", "tool", "newest"}
	contested  = []string{"title", "description", "state", "priority", "assignee", "due"}
)

// Categories lists our states of a ticket.
func Categories() []string { return slices.Clone(categories) }

// Priorities lists our priorities.
func Priorities() []string { return slices.Clone(priorities) }

// Directions lists the ways in which a field can flow.
func Directions() []string { return slices.Clone(directions) }

// Mapped lists the fields whose direction can be chosen.
func Mapped() []string { return slices.Clone(mapped) }

// Mapping is what was changed in the browser of what a connection reads and writes
// as what: rows such as "states.read.Ready for QA" with the value "in_progress".
type Mapping struct {
	Version int64
	Rows    Values
	Fixed   Values            // rows of the configuration file, which win
	Plain   config.Connection // as it is without a mapping
}

// MappingOf is the mapping of a connection; ErrNotFound.
func (s *Service) MappingOf(by auth.Actor, name string) (Mapping, error) {
	if err := by.Check(auth.Manage); err != nil {
		return Mapping{}, err
	}
	if _, err := s.Connection(by, name); err != nil {
		return Mapping{}, err
	}
	m := Mapping{Rows: Values{}, Fixed: Values{}}
	for _, c := range s.o.Base.Connections {
		if c.Name == name {
			m.Fixed = rowsFixed(c)
		}
	}
	m.Plain = s.plain(name)
	if e := s.current().entry(mappings, name); e != nil {
		m.Version, m.Rows = e.Version, maps.Clone(e.Values)
	}
	return m, nil
}

// rowsFixed are the rows of the file.
func rowsFixed(c config.Connection) Values {
	out := Values{}
	fix(out, "states.read.", c.States.Read)
	fix(out, "states.write.", c.States.Write)
	fix(out, "priorities.read.", c.Priorities.Read)
	fix(out, "priorities.write.", c.Priorities.Write)
	fix(out, "people.", c.People)
	return out
}

func fix[K, V ~string](out Values, prefix string, rows map[K]V) {
	for k, v := range rows {
		out[prefix+string(k)] = string(v)
	}
}

// Tried is what a mapping would do to one ticket.
type Tried struct {
	desk.HeldLink
	sync.DryTicket
}

// Stamp tells one mapping from another: it goes live as it was tried.
func (v Values) Stamp() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", map[string]string(v))) // in the order of the keys
	return hex.EncodeToString(sum[:])
}

// TryMapping tells what a changed mapping would do to the newest tickets. Nothing
// is written; with read each ticket is read once. What is wrong with the mapping is
// [request.FieldErrors].
func (s *Service) TryMapping(ctx context.Context, by auth.Actor, name string, rows Values, read bool) ([]Tried, error) {
	c, err := s.changed(by, name, rows)
	if err != nil {
		return nil, err
	}
	if s.o.DryRun == nil {
		return nil, ErrNotFound
	}
	return s.o.DryRun(ctx, by, c, read)
}

// changed is a connection as it would be with a mapping.
func (s *Service) changed(by auth.Actor, name string, rows Values) (config.Connection, error) {
	if err := by.Check(auth.Manage); err != nil {
		return config.Connection{}, err
	}
	is, err := s.Connection(by, name)
	if err != nil {
		return config.Connection{}, err
	}
	if faults := checkRows(rows); len(faults) > 0 {
		return config.Connection{}, faults
	}
	c := is.Connection
	if plain := s.plain(name); plain.Name != "" {
		c = plain
	}
	lay(rows, &c)
	return c, nil
}

// plain is a connection as it is without a mapping; an empty one if it is not in
// effect.
func (s *Service) plain(name string) config.Connection {
	all := s.fitting(s.current().entries).config.Connections
	i := slices.IndexFunc(all, func(c config.Connection) bool { return c.Name == name })
	if i < 0 {
		return config.Connection{}
	}
	return all[i]
}

func checkRows(rows Values) (faults request.FieldErrors) {
	for _, at := range slices.Sorted(maps.Keys(rows)) {
		value := rows[at]
		legal, isMail := legalOf(at)
		switch {
		case isMail:
			if a, err := mail.ParseAddress(value); err != nil || a.Address != value {
				faults = append(faults, &request.FieldError{Field: at, Text: "must be a mail address such as noc@example.net"})
			}
		case legal != nil && !slices.Contains(legal, value):
			faults = append(faults, &request.FieldError{Field: at, Text: "must be one of " + strings.Join(legal, ", ")})
		}
	}
	return faults
}

// legalOf lists the values that a row may have, nil for any; an empty list for a
// row that cannot be.
func legalOf(at string) (legal []string, isMail bool) {
	ours := func(list []string, prefix string) []string {
		if slices.Contains(list, strings.TrimPrefix(at, prefix)) {
			return nil
		}
		return []string{}
	}
	switch {
	case strings.HasPrefix(at, "states.read."):
		return categories, false
	case strings.HasPrefix(at, "priorities.read."):
		return priorities, false
	case strings.HasPrefix(at, "states.write."):
		return ours(categories, "states.write."), false
	case strings.HasPrefix(at, "priorities.write."):
		return ours(priorities, "priorities.write."), false
	case strings.HasPrefix(at, "people."):
		return nil, true
	case strings.HasPrefix(at, "fields.") && ours(mapped, "fields.") == nil:
		return directions, false
	case strings.HasPrefix(at, rules) && mayContest(strings.TrimPrefix(at, rules)):
		return policies, false
	}
	return []string{}, false
}

// SaveMapping takes a mapping live.
func (s *Service) SaveMapping(ctx context.Context, by auth.Actor, name string, version int64, rows Values) error {
	if _, err := s.changed(by, name, rows); err != nil {
		return err
	}
	return s.alone(ctx, func(st state) error {
		var was Values
		var at int64
		if e := st.entry(mappings, name); e != nil {
			was, at = e.Values, e.Version
		}
		if at != version {
			return ErrMoved
		}
		told := s.o.Auth.Entry(ctx, MappingChanged, name, unsealed(was, rows)...)
		return s.put(ctx, st, []store.Entry{{Kind: mappings, ID: name, Values: rows}}, told)
	})
}

// lay puts a stored mapping under what the file says of a connection: a row of the
// file wins, but for directions and who wins a conflict, of which it always has all.
func lay(v Values, c *config.Connection) {
	c.States, c.Priorities = layTable(v, "states.", c.States), layTable(v, "priorities.", c.Priorities)
	c.People = layMap(v, "people.", c.People)
	c.Fields, c.Conflicts = layOver(v, "fields.", c.Fields), layOver(v, rules, c.Conflicts)
}

// layOver is the stored rows with a prefix, over those that are there.
func layOver[V ~string](v Values, prefix string, under map[sdk.Field]V) map[sdk.Field]V {
	out := map[sdk.Field]V{}
	maps.Copy(out, under)
	maps.Copy(out, layMap[sdk.Field, V](v, prefix, nil))
	return out
}

func layTable[Ours ~string](v Values, prefix string, m config.Mapping[Ours]) config.Mapping[Ours] {
	return config.Mapping[Ours]{Read: layMap(v, prefix+"read.", m.Read), Write: layMap(v, prefix+"write.", m.Write)}
}

// layMap is the stored rows with a prefix, under those that are there.
func layMap[K, V ~string](v Values, prefix string, over map[K]V) map[K]V {
	out := map[K]V{}
	for name, text := range v {
		if key, ok := strings.CutPrefix(name, prefix); ok {
			out[K(key)] = V(text)
		}
	}
	maps.Copy(out, over)
	if len(out) == 0 {
		return over
	}
	return out
}
