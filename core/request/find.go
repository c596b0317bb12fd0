package request

import (
	"slices"
	"strings"
	"unicode"
)

// Finder finds services by what anybody calls them: our id, the client's, the
// carrier's, a component. Case, blanks and punctuation do not matter. It is safe
// for concurrent use.
type Finder struct {
	ids, components callings
}

// callings are the services that a name stands for, by its letters and digits.
type callings map[string][]ServiceID

// mostRun is how many words an id is read over in a text.
const mostRun = 6

// Finder returns a finder of the services that the directory has now.
func (d *Directory) Finder() Finder {
	f := Finder{callings{}, callings{}}
	for _, id := range sortedKeys(d.Services) {
		s := d.Services[id]
		f.ids.add(string(id), id)
		for _, x := range s.ExternalIDs {
			f.ids.add(x.ID, id)
		}
		for _, c := range s.Components {
			f.components.add(c, id)
		}
	}
	return f
}

func (c callings) add(name string, id ServiceID) {
	if at := bare(name); at != "" && !slices.Contains(c[at], id) {
		c[at] = append(c[at], id)
	}
}

// bare is a name without what people write in different ways.
func bare(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, name)
}

// Service finds the services that somebody means: those that have this very id,
// else those that run over a component of this name; in order.
func (f Finder) Service(name string) []ServiceID {
	at := bare(name)
	if at == "" {
		return nil
	}
	if found := f.ids[at]; len(found) > 0 {
		return slices.Clone(found)
	}
	return slices.Clone(f.components[at])
}

// Beginning finds the services one of whose ids begins with a name, in order. Less
// than three letters and digits begin too many.
func (f Finder) Beginning(name string) (all []ServiceID) {
	at := bare(name)
	if len(at) < 3 {
		return nil
	}
	for id, found := range f.ids {
		if strings.HasPrefix(id, at) {
			all = append(all, found...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Mentioned finds the services whose ids stand in a text, each once. An id of
// less than five letters and digits is not looked for: it may be anything.
func (f Finder) Mentioned(text string) []ServiceID {
	parts := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var all []ServiceID
	for i := range parts {
		for k := i; k < min(i+mostRun, len(parts)); k++ {
			for _, id := range f.long(strings.Join(parts[i:k+1], "")) {
				if !slices.Contains(all, id) {
					all = append(all, id)
				}
			}
		}
	}
	return all
}

func (f Finder) long(name string) []ServiceID {
	if len(name) < 5 {
		return nil
	}
	return f.ids[bare(name)]
}
