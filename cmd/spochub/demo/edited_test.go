package demo_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// editor is a tool whose team may change what it said.
type editor interface {
	tool
	edit(l link, was, text string)
}

func (j jira) edit(l link, was, text string) {
	j.t.Helper()
	var said struct{ Comments []struct{ ID, Body string } }
	j.call("GET", j.at(l)+"/comment?maxResults=100", nil, &said)
	for _, c := range said.Comments {
		if strings.Contains(c.Body, was) {
			j.call("PUT", j.at(l)+"/comment/"+c.ID, object{"body": text}, nil)
		}
	}
}

func (g github) edit(l link, was, text string) {
	g.t.Helper()
	var said []struct {
		ID   int64
		Body string
	}
	g.call("GET", g.at(l)+"/comments?per_page=100", nil, &said)
	for _, c := range said {
		if strings.Contains(c.Body, was) {
			g.call("PATCH", fmt.Sprintf("%s/issues/comments/%d", repository, c.ID), object{"body": text}, nil)
		}
	}
}

// versions are all texts that a word ever had.
func (w word) versions() []string { return append(slices.Clone(w.was), w.text) }

// reword gives a word another text.
func (w *word) reword(text string) { w.was, w.text = append(w.was, w.text), text }

// one chooses a word of some.
func (m *matter) one(words []word, of func(word) bool) *word {
	var at []int
	for i, w := range words {
		if of(w) {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return nil
	}
	return &words[at[m.dice.IntN(len(at))]]
}

// edit changes what the desk wrote; what was said to a client stands.
func (m *matter) edit() bool {
	m.t.Helper()
	w := m.one(m.told, func(w word) bool { return w.at != "replies" })
	if w == nil {
		return false
	}
	text := m.text("the desk, better")
	m.insist("PATCH", "/requests/"+m.key+"/notes/"+w.note, object{"body": text}).into(m.t, http.StatusOK, nil)
	w.reword(text)
	return true
}

func (m *matter) teamEdits() bool {
	m.t.Helper()
	x, l, ok := m.team()
	e, can := x.(editor)
	if !ok || !can {
		return false
	}
	w := m.one(m.said, func(w word) bool { return w.at == x.team() })
	if w == nil {
		return false
	}
	text := m.text(x.team() + ", better")
	e.edit(l, w.text, text)
	w.reword(text)
	return true
}

// stands counts what a ticket has of a word, by its newest text and by earlier ones.
func (x ticket) stands(w word) (newest, earlier int) {
	for _, text := range w.was {
		earlier += x.says(text)
	}
	return x.says(w.text), earlier
}

// standsRight reports whether a word that is at a ticket stands there as it should:
// in its newest text alone, unless the task ended before that went out; a tool that
// keeps its entries has each earlier one once.
func standsRight(x ticket, w word, keeps, ended bool) bool {
	newest, earlier := x.stands(w)
	doubled := slices.ContainsFunc(w.versions(), func(text string) bool { return x.says(text) > 1 })
	switch {
	case doubled:
		return false
	case newest == 0:
		return ended && (earlier == 1 || keeps && earlier > 0)
	}
	return keeps || earlier == 0
}
