package simulation

import (
	"slices"
	"strings"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Long is the history at tools whose comments hold little, where the desk's notes
// are often longer. Nothing else of the script changes.
func (s Script) Long() Script {
	d := roll(s.Knobs.Seed ^ 2)
	s.Knobs.Tools = slices.Clone(s.Knobs.Tools)
	for i := range s.Knobs.Tools {
		s.Knobs.Tools[i].Holds = pick(d, 0, 70, 70, 90)
	}
	s.Knobs.Tools[d.IntN(len(s.Knobs.Tools))].Holds = 80
	return s
}

// limits is what a tool says of the length of its texts.
func (k ToolKnobs) limits() map[ticket.Field]ticket.Limit {
	if k.Holds == 0 {
		return nil
	}
	return map[ticket.Field]ticket.Limit{ticket.CommentText: {Max: k.Holds, Unit: "runes"}}
}

// held objects to a comment that is longer than the tool says that it may be.
func (t *Tool) held(text ticket.Native) {
	if n := len([]rune(string(text))); t.k.Holds > 0 && n > t.k.Holds {
		t.w.violatef("LIMIT", "a comment of %d characters reaches %s, which holds %d: %q", n, t.name, t.k.Holds, text)
	}
}

// note is what the desk writes to a team: words that nobody else says.
func (w *World) note() string {
	text := w.word("note")
	if !slices.ContainsFunc(w.tools, func(t *Tool) bool { return t.k.Holds > 0 }) {
		return text
	}
	for range pick(w.dice, 0, 0, 6, 12, 20) {
		text += pick(w.dice, " ", " ", "\n", "\n\n") + w.word("more")
	}
	return text
}

// said counts how often the comments of a ticket say a note, each word once and in
// its order; -1 if they say a part of it, or say it otherwise.
func (w *World) said(i *item, n *request.Note) int {
	words, heard := strings.Fields(n.Body), []string{}
	for _, m := range i.comments {
		if m.by == w.hub.name && !m.touched && !m.deleted && w.marks(m, n) {
			heard = append(heard, slices.DeleteFunc(strings.Fields(string(m.text)), func(x string) bool { return !slices.Contains(words, x) })...)
		}
	}
	switch {
	case len(heard) == 0:
		return 0
	case len(words) > 0 && len(heard)%len(words) == 0 && slices.Equal(heard, slices.Repeat(words, len(heard)/len(words))):
		return len(heard) / len(words)
	}
	return -1
}

// long reports whether a note is one of the desk's own that may take several
// comments.
func long(n *request.Note) bool {
	return strings.HasPrefix(n.Body, "note") && strings.Contains(n.Body, "more")
}

// says reports whether a comment says a note, or something of a long one.
func says(text ticket.Native, n *request.Note) bool {
	if long(n) {
		return slices.ContainsFunc(strings.Fields(n.Body), func(word string) bool { return has(text, word) })
	}
	return n.Body != "" && has(text, n.Body)
}
