package alike

import (
	"regexp"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/request"
)

// Words cuts a text into what is compared, see [request.Words].
func Words(text string) []string { return request.Words(text) }

// Looked are the words to look for in a text index so that reports like this one
// are found: those that say something, and what they are called in the other
// language.
func (j Judge) Looked(title, text string) []string {
	var all []string
	for _, w := range append(Words(title), Words(beginning(text))...) {
		if len(all) >= mostLooked {
			break
		}
		if !j.speech.telling(w) {
			continue
		}
		for _, x := range append([]string{w}, sayings(w)...) {
			if !slices.Contains(all, x) {
				all = append(all, x)
			}
		}
	}
	return all
}

// mostRead is how many bytes of a text are compared: reports begin with what they
// are about.
const mostRead = 1000

func beginning(text string) string { return strings.ToValidUTF8(text[:min(len(text), mostRead)], "") }

// mostLooked bounds how many words are looked for.
const mostLooked = 40

// telling reports whether a word says anything about what a report is about.
func (s speech) telling(w string) bool { return len(w) > 2 && !s.empty[w] || hasDigit(w) && len(w) > 1 }

func hasDigit(w string) bool { return strings.ContainsAny(w, "0123456789") }

// stem cuts the endings that German and English words are bent by.
func stem(w string) string {
	if hasDigit(w) {
		return w
	}
	for _, end := range []string{"ungen", "ings", "ung", "ing", "ers", "ern", "ens", "ed", "en", "er", "es", "em", "e", "s", "n"} {
		if cut, ok := strings.CutSuffix(w, end); ok && len(cut) >= 4 {
			return cut
		}
	}
	return w
}

// reading is a report as it is compared.
type reading struct {
	Report
	services []request.ServiceID
	places   []string // sites' names that are said
	names    []string // words with digits: devices, addresses, numbers
	concepts []string
	stems    []string
}

// read prepares a report for comparing. A service that is not named may still be
// called by one of its ids.
func (j Judge) read(x Report) reading {
	text := x.Title + "\n" + beginning(x.Text)
	all := Words(text)
	r := reading{Report: x, services: x.Services, concepts: j.speech.concepts(all)}
	if len(r.services) == 0 {
		r.services = j.finder.Mentioned(text)
	}
	seen := map[string]bool{}
	fresh := func(w string) bool { defer func() { seen[w] = true }(); return !seen[w] }
	for _, m := range callsign.FindAllString(strings.ToLower(text), -1) {
		if hasDigit(m) && fresh(m) {
			r.names = append(r.names, m)
		}
	}
	for _, w := range all {
		if s := stem(w); j.speech.telling(w) && !hasDigit(w) && fresh(s) {
			r.stems = append(r.stems, s)
		}
	}
	r.places = j.said(x.Client, all, x.Services)
	return r
}

// callsign is a number, an address, a device, a port.
var callsign = regexp.MustCompile(`[\p{L}\d]+(?:[-./:][\p{L}\d]+)*`)

// said are the words of a client's services' titles and sites that a text has, or
// those of the services that it is about.
func (j Judge) said(client request.ClientID, words []string, about []request.ServiceID) []string {
	var all []string
	for _, id := range about {
		all = append(all, j.places[id]...)
	}
	if len(about) > 0 {
		return all
	}
	for _, w := range words {
		if slices.ContainsFunc(j.clients[client], func(p string) bool { return p == w }) && !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}

// names compares what is called by a number: a device, an address, a time.
func names(a, b reading) (float64, Reason) {
	if shared(a.names, b.names) {
		return 0.10, SameNames
	}
	return 0, ""
}

// trouble compares what two reports speak of.
func trouble(a, b reading) (float64, Reason) {
	n := common(a.concepts, b.concepts)
	switch {
	case n > 0 && a.asks() && b.asks():
		return 0.10, SameTrouble
	case n > 0:
		return 0.20 + 0.05*float64(min(n, 3)-1), SameTrouble
	case len(a.concepts) > 0 && len(b.concepts) > 0:
		return -0.25, ""
	}
	return 0, ""
}

// words compares all other words.
func words(a, b reading) (float64, Reason) {
	least := min(len(a.stems), len(b.stems))
	if least == 0 {
		return 0, ""
	}
	n := common(a.stems, b.stems)
	part := float64(n) / float64(least)
	points := 0.30 * part
	if a.asks() && b.asks() { // what is asked for is said in words, and by little else
		points = 0.60 * part
	}
	if part >= 0.3 && n > 1 {
		return points, SameWords
	}
	return points, ""
}

func common(a, b []string) (n int) {
	of := map[string]bool{}
	for _, x := range b {
		of[x] = true
	}
	for _, x := range a {
		if of[x] {
			n++
		}
	}
	return n
}
