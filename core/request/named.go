package request

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortestName is how many characters a name has at least to be looked for.
const shortestName = 3

// discreet refuses a text that names a client to readers who are not to know of
// that client: a supplier and a public place learn of none, and the team of an
// umbrella of those alone that it serves.
func (h House) discreet(r *Request, t Terms, reader, field, text string) error {
	text = strings.ToLower(text)
	for _, name := range h.secret(r, t) {
		if names(text, strings.ToLower(name)) {
			return wrong(field, "names %s, which %s is not to know", name, reader)
		}
	}
	return nil
}

// secret lists the names that readers under the terms are not to read.
func (h House) secret(r *Request, t Terms) []string {
	bare := t.Side == SupplierSide || t.Public
	if !bare && (r.Umbrella == "" || t.Everyone) {
		return nil
	}
	var list []string
	for _, id := range sortedKeys(h.Directory.Clients) {
		if bare || !t.Serves(id) {
			list = append(list, h.Directory.namesOf(id)...)
		}
	}
	if bare {
		list = append(list, r.Contact, r.ReportedBy)
	}
	return slices.DeleteFunc(list, func(name string) bool { return utf8.RuneCountInString(name) < shortestName })
}

// namesOf lists what people call a client and its people.
func (d *Directory) namesOf(id ClientID) []string {
	c := d.Clients[id]
	list := []string{string(id), c.Title}
	for _, p := range c.Contacts {
		list = append(list, p.Name, p.Mail)
	}
	return list
}

// names reports whether a text holds a name as words of its own.
func names(text, name string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:from+i])
		after, _ := utf8.DecodeRuneInString(text[from+i+len(name):])
		if !within(before) && !within(after) {
			return true
		}
		from += i + len(name)
	}
}

func within(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
