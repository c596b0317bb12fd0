package admin

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
)

// Outcome is what an import does with a line.
type Outcome string

// The outcomes.
const (
	LineAdded     Outcome = "added"
	LineChanged   Outcome = "changed"
	LineUnchanged Outcome = "unchanged"
	LineRefused   Outcome = "refused"
)

// Line is what an import would do with one line of a file.
type Line struct {
	N       int // in the file
	ID      string
	Outcome Outcome
	Changes []auth.Detail
	Faults  request.FieldErrors // why it is refused

	change change
}

// Draft is a dry run of an import.
type Draft struct {
	Lines []Line
	// Stamp tells this dry run from any other: of another file, or of another state
	// of the catalogue.
	Stamp string

	revision int64
}

// Count is how many lines have an outcome.
func (d Draft) Count(o Outcome) int {
	n := 0
	for _, l := range d.Lines {
		if l.Outcome == o {
			n++
		}
	}
	return n
}

// Plan says what an import would do, line by line. Entries are found by their
// external id, else by their key; a column that the file does not have stays as it
// is. A file that cannot be read is a [request.FieldError].
func (s *Service) Plan(ctx context.Context, by auth.Actor, kind string, file []byte) (Draft, error) {
	if err := by.Check(auth.Manage); err != nil {
		return Draft{}, err
	}
	k, ok := Table(kind)
	if !ok {
		return Draft{}, ErrNotFound
	}
	if err := s.Refresh(ctx); err != nil {
		return Draft{}, err
	}
	return s.plan(k, plain(file))
}

// plain is a file without what differs by the way that it came: the mark before
// its first byte, and how its lines end.
func plain(file []byte) []byte {
	return bytes.ReplaceAll(bytes.TrimPrefix(file, []byte("\xef\xbb\xbf")), []byte("\r\n"), []byte("\n"))
}

func (s *Service) plan(k Kind, file []byte) (Draft, error) {
	rows, err := readCSV(k, file)
	if err != nil {
		return Draft{}, err
	}
	st := s.current()
	p := planner{kind: k, byID: map[string]*Entry{}, byExternal: map[string]*Entry{}, lines: map[string]int{}}
	all := s.list(st, k)
	for i := range all {
		p.know(&all[i])
	}
	d := Draft{revision: st.revision}
	for _, r := range rows {
		d.Lines = append(d.Lines, p.line(r))
	}
	s.refuse(st, k, d.Lines)
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %s", k.Name, st.revision, file))
	d.Stamp = hex.EncodeToString(sum[:])
	return d, nil
}

// Import does what a dry run has shown. ErrMoved if it would do anything else
// now; then nothing is done.
func (s *Service) Import(ctx context.Context, by auth.Actor, kind string, file []byte, stamp string) (Draft, error) {
	if err := by.Check(auth.Manage); err != nil {
		return Draft{}, err
	}
	k, ok := Table(kind)
	if !ok {
		return Draft{}, ErrNotFound
	}
	var d Draft
	err := s.alone(ctx, func(state) (err error) {
		if d, err = s.plan(k, plain(file)); err != nil {
			return err
		}
		if d.Stamp != stamp {
			return ErrMoved
		}
		var list []change
		for _, l := range d.Lines {
			if l.Outcome == LineAdded || l.Outcome == LineChanged {
				list = append(list, l.change)
			}
		}
		if len(list) == 0 {
			return nil
		}
		return s.store(ctx, list)
	})
	return d, err
}

// planner finds what lines stand for.
type planner struct {
	kind             Kind
	byID, byExternal map[string]*Entry
	lines            map[string]int // the line that has an entry, by id
}

func (p *planner) know(e *Entry) {
	if was := p.byID[e.ID]; was == nil || was.File {
		p.byID[e.ID] = e
	}
	if x := e.Values[External]; x != "" {
		p.byExternal[x] = e
	}
}

func (p *planner) line(r row) Line {
	was := p.find(r.values)
	v := Values{}
	if was != nil {
		maps.Copy(v, p.kind.shown(*was).Values)
	}
	for name, text := range r.values {
		if text == "" && was != nil && slices.Contains(p.kind.Key, name) {
			continue // found by its external id
		}
		v[name] = text
	}
	v = p.kind.clean(v)
	l := Line{N: r.line, ID: p.kind.ID(v), change: change{kind: p.kind, was: was, is: Entry{ID: p.kind.ID(v), Values: v}}}
	l.change.hide()
	l.Changes = l.change.details()
	switch {
	case was == nil:
		l.Outcome = LineAdded
	case len(l.Changes) == 0:
		l.Outcome = LineUnchanged
	default:
		l.Outcome = LineChanged
	}
	p.check(&l)
	return l
}

func (p *planner) find(v Values) *Entry {
	clean := p.kind.clean(v)
	if e := p.byExternal[clean[External]]; e != nil && clean[External] != "" {
		return e
	}
	return p.byID[p.kind.ID(clean)]
}

// check refuses what no line may do.
func (p *planner) check(l *Line) {
	was, twin, first := l.change.was, p.byID[l.ID], p.lines[l.ID]
	if was != nil {
		first = max(first, p.lines[was.ID])
		defer func() { p.lines[was.ID] = l.N }()
	}
	switch {
	case first > 0:
		l.refuse("", fmt.Sprintf("is in the file already, on line %d", first))
	case was != nil && was.File && l.Outcome == LineChanged:
		l.refuse("", "stands in the configuration file, which alone changes it")
	case was != nil && was.ID != l.ID && !p.kind.Renames:
		l.refuse(p.kind.Key[0], "cannot change: requests name it")
	case was != nil && was.ID != l.ID && twin != nil:
		l.refuse(p.kind.Key[len(p.kind.Key)-1], "is there already")
	}
	if faults := l.change.faults(); len(faults) > 0 {
		l.Outcome, l.Faults = LineRefused, append(l.Faults, faults...)
	}
	p.lines[l.ID] = l.N
}

func (l *Line) refuse(field, text string) {
	l.Outcome, l.Faults = LineRefused, append(l.Faults, &request.FieldError{Field: field, Text: text})
}

// refuse marks the lines that do not fit, until the others do.
func (s *Service) refuse(st state, k Kind, lines []Line) {
	for {
		var list []change
		for _, l := range lines {
			if l.Outcome == LineAdded || l.Outcome == LineChanged {
				list = append(list, l.change)
			}
		}
		next := s.judge(merged(st.entries, rowsOf(list)))
		if !blame(st, next, k, lines) {
			return
		}
	}
}

// blame refuses the lines that are at fault, or all where what they would leave
// behind is; it reports whether any was.
func blame(st, next state, k Kind, lines []Line) (any bool) {
	behind := left(st, next, k, lines)
	for i := range lines {
		l := &lines[i]
		if l.Outcome != LineAdded && l.Outcome != LineChanged {
			continue
		}
		for _, f := range next.broken[ref(k.Name, l.ID)] {
			any = true
			l.refuse(f.Field, f.What)
		}
		if behind != "" && l.Outcome == LineChanged {
			any = true
			l.refuse("", behind)
		}
	}
	return any
}

// left says what would not fit any more of the entries that no line is about.
func left(st, next state, k Kind, lines []Line) string {
	for _, at := range slices.Sorted(maps.Keys(next.broken)) {
		if st.broken[at] == nil && !slices.ContainsFunc(lines, func(l Line) bool { return ref(k.Name, l.ID) == at }) {
			return notFitting(at, next.broken[at])
		}
	}
	return ""
}

func notFitting(at string, faults config.Faults) string {
	return fmt.Sprintf("%s would not fit any more: %s: %s", at, faults[0].Field, faults[0].What)
}
