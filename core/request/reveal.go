package request

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Revealed is a name in words for a client that the client cannot see or is not
// to know.
type Revealed struct {
	Kind RevealedKind
	Name string // as the hub knows it
}

// RevealedKind says what a name stands for.
type RevealedKind string

// The kinds.
const (
	RevealsTicket  RevealedKind = "ticket"
	RevealsRequest RevealedKind = "request" // another one
	RevealsClient  RevealedKind = "client"  // another one, or somebody there
	RevealsTeam    RevealedKind = "team"
	RevealsPerson  RevealedKind = "person" // of a team
	RevealsTool    RevealedKind = "tool"   // or the name of a connection
)

// Reveals lists what a text for the client of a request would give away, each
// once, in the order of the text. Notes are the request's own: who wrote them at a
// team is known by them. It is advice: words of everyday use are passed over where
// nothing but a capital letter makes them a name.
func (d *Directory) Reveals(r *Request, notes []*Note, text string) []Revealed {
	f := &finder{text: text, lower: strings.ToLower(text)}
	for i := range r.Links {
		if l := &r.Links[i]; l.Side != ClientSide {
			f.exact(RevealsTicket, l.Ticket.Key)
			f.person(l.Assignee, d.ownPeople(r))
		}
	}
	for _, n := range notes {
		if n.Author.Origin != DeskOrigin && n.Author.Origin != ClientOrigin && d.Clients[r.Client].Connection != n.Author.Origin {
			f.person(n.Author.Name, d.ownPeople(r))
		}
	}
	f.requests(r.Key)
	f.clients(d, r.Client)
	f.houses(d, r.Client)
	slices.SortStableFunc(f.found, func(a, b foundAt) int { return a.at - b.at })
	var out []Revealed
	for _, x := range f.found {
		if !slices.Contains(out, x.Revealed) {
			out = append(out, x.Revealed)
		}
	}
	return out
}

// ownPeople are the words of the names that the client knows: its own people's,
// and those of whom it is about.
func (d *Directory) ownPeople(r *Request) []string {
	words := append(strings.Fields(r.Contact), strings.Fields(r.ReportedBy)...)
	for _, c := range d.Clients[r.Client].Contacts {
		words = append(words, strings.Fields(c.Name)...)
	}
	return words
}

type foundAt struct {
	Revealed
	at int
}

// finder looks for names in a text.
type finder struct {
	text, lower string
	found       []foundAt
}

func (f *finder) add(kind RevealedKind, name string, at int) {
	f.found = append(f.found, foundAt{Revealed{kind, name}, at})
}

// exact finds a name as words of their own, in any case.
func (f *finder) exact(kind RevealedKind, name string) bool {
	name = strings.TrimSpace(name)
	if utf8.RuneCountInString(name) < shortestName || !names(f.lower, strings.ToLower(name)) {
		return false
	}
	f.add(kind, name, strings.Index(f.lower, strings.ToLower(name)))
	return true
}

// title finds a name; a single word only as it is written, because many teams are
// called by one of everyday use.
func (f *finder) title(kind RevealedKind, name string) {
	switch {
	case strings.ContainsFunc(name, func(c rune) bool { return !unicode.IsLetter(c) }):
		f.exact(kind, name)
	case utf8.RuneCountInString(name) >= shortestName && name != strings.ToLower(name) && names(f.text, name):
		f.add(kind, name, strings.Index(f.text, name))
	}
}

// person finds somebody by the whole name or a part of it that is not also the
// name of somebody whom the client knows.
func (f *finder) person(name string, known []string) {
	if f.exact(RevealsPerson, name) {
		return
	}
	parts := strings.Fields(name)
	for _, part := range parts {
		if len(parts) > 1 && !slices.Contains(known, part) && utf8.RuneCountInString(part) >= shortestName && part != strings.ToLower(part) && names(f.text, part) {
			f.add(RevealsPerson, name, strings.Index(f.text, part))
			return
		}
	}
}

// requests finds keys of other requests.
func (f *finder) requests(own Key) {
	prefix, _, ok := strings.Cut(string(own), "-")
	if !ok {
		return
	}
	key := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(prefix) + `-[0-9]+\b`)
	for _, at := range key.FindAllStringIndex(f.text, -1) {
		if found := Key(f.text[at[0]:at[1]]).Upper(); found != own {
			f.add(RevealsRequest, string(found), at[0])
		}
	}
}

// clients finds other clients and their people; a client knows its own parent.
func (f *finder) clients(d *Directory, own ClientID) {
	known := append(d.namesOf(own), d.namesOf(d.Clients[own].Parent)...)
	for _, id := range sortedKeys(d.Clients) {
		if id == own || id == d.Clients[own].Parent {
			continue
		}
		for i, name := range d.namesOf(id) {
			switch {
			case slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, name) }):
			case i == 0 && d.Clients[id].Title != "" && plainWord(name): // an id that is a word like any other
			default:
				f.exact(RevealsClient, name)
			}
		}
	}
}

// houses finds teams, connections and the tools behind them, save the client's own.
func (f *finder) houses(d *Directory, own ClientID) {
	mine := d.Clients[own]
	for _, id := range sortedKeys(d.Teams) {
		t := d.Teams[id]
		f.title(RevealsTeam, cmp.Or(t.Title, string(id)))
		if !plainWord(string(id)) {
			f.exact(RevealsTeam, string(id))
		}
		if t.Connection != ByHand && t.Connection != mine.Connection {
			if !plainWord(t.Connection) {
				f.exact(RevealsTool, t.Connection)
			}
			if t.Plugin != mine.Plugin {
				f.exact(RevealsTool, t.Plugin)
			}
		}
	}
}

// plainWord reports whether an identifier could be a word of any text.
func plainWord(id string) bool {
	return !strings.ContainsFunc(id, func(c rune) bool { return !unicode.IsLetter(c) })
}
