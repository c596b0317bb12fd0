package github

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

// joiner is an invisible character that stops GitHub from reading a mention, a
// reference or a keyword where it is put. One that stands in the text already is
// doubled, so that read takes away exactly what render put in.
const joiner = "\u2060"

// Render writes Markdown so that nobody is paged, nothing is referred to or closed
// by accident, and nothing of it vanishes.
func (c *conn) Render(_ context.Context, texts []sdk.Text) ([]sdk.Native, error) {
	natives := make([]sdk.Native, len(texts))
	for i, t := range texts {
		natives[i] = render(t)
	}
	return natives, nil
}

func render(t sdk.Text) sdk.Native {
	if t.Field == ticket.Title {
		return sdk.Native(oneLine(t.Markdown))
	}
	if t.Current != "" && read(t.Current) == t.Markdown {
		return t.Current
	}
	return sdk.Native(neutral(printable(marker.Canon(t.Markdown)), string(t.Current)))
}

// read is Markdown as its author wrote it.
func read(n sdk.Native) string {
	return strings.NewReplacer(joiner+joiner, joiner, joiner, "").Replace(string(n))
}

// printable replaces what GitHub refuses or a database cannot hold.
func printable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

func oneLine(s string) string { return strings.Join(strings.Fields(printable(s)), " ") }

// The places where a joiner goes: after the first group. Entities count, since
// GitHub looks for mentions in the rendered text.
var places = []*regexp.Regexp{
	regexp.MustCompile(`^(@|&#0*64;|&#[xX]0*40;|&commat;)[\pL\pN&]`),
	regexp.MustCompile(`^(#|&#0*35;|&#[xX]0*23;|&num;)[\p{Nd}&]`),
	regexp.MustCompile(`^([gG][hH]-)[0-9&]`),
	regexp.MustCompile(`^([cC])(?i:lose[sd]?)[:\s]`),
	regexp.MustCompile(`^([fF])(?i:ix(?:e[sd])?)[:\s]`),
	regexp.MustCompile(`^([rR])(?i:esolve[sd]?)[:\s]`),
	regexp.MustCompile(`^(<!--) *spochub:`),
}

// target says what must follow a keyword for it to close something; any other
// "fixes" is a plain word.
var target = regexp.MustCompile(`^(?i:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:https?://|#|&|[gG][hH]-|[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+[#&])`)

// link is an address that GitHub makes a link of by itself; nothing inside of
// one pages anybody, and a joiner would break it. It is taken for one only where
// it is plain beyond doubt, from the space before it to the space behind.
var link = regexp.MustCompile(`^(?:https?://|www\.)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]+)?(?:[/?#][A-Za-z0-9/?#@%=+.,;:!$&_~-]*)?(?:[\s)>]|$)`)

// entity is a character written as a number; its # is no reference.
var entity = regexp.MustCompile(`^&#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});`)

// neutral puts joiners into Markdown that is to stand in the place of another.
func neutral(s, current string) string {
	w := writer{before: ' '}
	hidden, kept := vanishing(s, current).settle(s)
	for at := 0; at < len(s); {
		for len(kept) > 0 && kept[0][1] <= at {
			kept = kept[1:]
		}
		n := 1
		switch {
		case hidden[at]:
			w.WriteString(s[at:at+1] + joiner)
		case len(kept) > 0 && kept[0][0] <= at:
			n = w.code(s[at:hidden.next(at, kept[0][1])])
		default:
			n = w.step(s[at:])
		}
		w.before, _ = utf8.DecodeLastRuneInString(s[at : at+n])
		w.bracket = w.bracket || w.before == '['
		at += n
	}
	return w.String()
}

var ownMarker = regexp.MustCompile(`<!--( *spochub:)`)

// code writes code, and where a link leads, as it is: GitHub looks for nothing
// there. Only what would be taken for our own is broken up.
func (w *writer) code(s string) int {
	w.WriteString(ownMarker.ReplaceAllString(strings.ReplaceAll(s, joiner, joiner+joiner), "<!--"+joiner+"$1"))
	return len(s)
}

type writer struct {
	strings.Builder
	before  rune
	bracket bool // a [ came before: GitHub makes no link of an address then
}

// step writes the start of s and returns how much of it that was.
func (w *writer) step(s string) int {
	if n := w.verbatim(s); n > 0 {
		w.WriteString(s[:n])
		return n
	}
	if n := max(head(s, w.before), w.behindHost(s)); n > 0 {
		w.WriteString(s[:n] + joiner)
		return n
	}
	if strings.HasPrefix(s, joiner) {
		w.WriteString(joiner + joiner)
		return len(joiner)
	}
	_, n := utf8.DecodeRuneInString(s)
	w.WriteString(s[:n])
	return n
}

// behindHost is the length of a sign that would page behind the name of a host, which
// may be an address by itself.
func (w *writer) behindHost(s string) int {
	const most = 300
	if said := w.String(); s[0] == '@' && word(w.before) && host.MatchString(said[max(len(said)-most, 0):]) {
		return 1
	}
	return 0
}

var host = regexp.MustCompile(`(?:https?://|www\.)[-A-Za-z0-9@:%._+~#=]*\.[a-z]+$`)

// verbatim is the length of a link or a written-out character that s starts
// with, unless that character is one to be watched.
func (w *writer) verbatim(s string) int {
	switch {
	case (s[0] == 'h' || s[0] == 'w') && !w.bracket && strings.ContainsRune(" \n(<", w.before):
		m := link.FindString(s)
		if (w.before == '<') != strings.HasSuffix(m, ">") {
			return 0
		}
		return len(strings.TrimRight(m, " \t\n\f)>"))
	case s[0] == '&' && w.before != '\\' && head(s, w.before) == 0:
		return len(entity.FindString(s))
	}
	return 0
}

// head is the length of what a joiner must follow at the start of s, 0 if none.
func head(s string, before rune) int {
	letter := s[0] != '@' && s[0] != '&' && s[0] != '#' && s[0] != '<'
	if (letter || s[0] == '@') && word(before) {
		return 0 // inside of a word: a mail address, "prefix"
	}
	if before == '\\' && strings.HasPrefix(s, "&#") {
		return 0 // perhaps no entity but a reference; the # comes next
	}
	for _, p := range places {
		if m := p.FindStringSubmatchIndex(s); m != nil {
			if keyword := letter && m[3] == 1; keyword && !target.MatchString(s) {
				continue
			}
			return m[3]
		}
	}
	return 0
}

// word leaves the underscore out: it may stand for emphasis.
func word(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}
