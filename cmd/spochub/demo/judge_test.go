package demo_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// judged holds a site that has come to rest against what must never break:
// nothing is lost, nothing doubled, nothing leaked, nothing goes round in circles.
func (l *load) judged(t *testing.T, limit time.Duration) {
	t.Helper()
	l.rests(t, limit)
	l.polled(2) // what comes twice comes late
	for _, m := range l.matters {
		m.t = t
		m.remembers()
		m.judge(m.look())
	}
	l.judgeTickets(t)
	l.judgeLeaks(t)
	l.judgeRest(t)
}

// rests waits until every link is in step, and settles what waits for the desk.
func (l *load) rests(t *testing.T, limit time.Duration) {
	t.Helper()
	within(t, limit, func() string {
		for _, m := range l.matters {
			m.t = t
			r := m.look()
			for _, c := range r.Conflicts {
				choose := []string{"hub", "tool"}[m.dice.IntN(2)]
				l.hub(t).call("POST", "/requests/"+m.key+"/conflicts/"+c.ID, object{"choose": choose, "version": c.Version}) // it may have moved
			}
			if len(r.Conflicts) > 0 {
				return fmt.Sprintf("%s: %+v", m.key, r.Conflicts)
			}
			if amiss := r.restless(); amiss != "" {
				return amiss
			}
		}
		return ""
	})
}

func (m *matter) judge(r record) {
	m.t.Helper()
	past := m.past()
	m.judgeTitles(r)
	m.judgeNotes(r)
	m.judgeFiles(r)
	m.judgeJoined()
	if len(r.Links) != len(m.teams) {
		m.t.Errorf("%s: %d links, given to %v", m.key, len(r.Links), m.teams)
	}
	for _, team := range m.teams {
		x, at := only(m.t, m.tools(m.t), team), r.link(m.t, team)
		have := x.read(at)
		if have.title != r.Title || have.priority != r.Priority || have.state != at.State {
			m.t.Errorf("%s: %s has %q, %s, %s; the hub %q, %s, %s", m.key, team, have.title, have.priority, have.state, r.Title, r.Priority, at.State)
		}
		m.judgeComments(r, at, have, ended(past, at))
		if f, takes := x.(filer); takes {
			m.judgeAttached(f, at, ended(past, at))
		}
	}
}

// judgeTitles: the title is what one side wrote last.
func (m *matter) judgeTitles(r record) {
	m.t.Helper()
	last := m.lastTitles()
	for _, title := range last {
		if title == r.Title {
			return
		}
	}
	m.t.Errorf("%s: the title is %q, which nobody wrote last: %v", m.key, r.Title, last)
}

func (m *matter) lastTitles() map[string]string {
	last := map[string]string{}
	for _, w := range m.titles {
		last[w.at] = w.text
	}
	return last
}

// remembers waits until the last word of every side is known. What a write came
// over is looked up in the tool's log where its echo is lost, after two minutes; a
// tool without a log cannot tell it.
func (m *matter) remembers() {
	m.t.Helper()
	within(m.t, grace, func() string {
		r, past := m.look(), m.past()
		for side, title := range m.lastTitles() {
			if title != r.Title && side != logless && !tells(past, title) {
				return fmt.Sprintf("%s: %q of %s is lost; the title is %q, given were %v, known %v", m.key, title, side, r.Title, m.titles, titled(past))
			}
		}
		return ""
	})
}

// logless is the team whose tool keeps no log of changes.
const logless = "data-centre"

// titled is what a history tells of titles.
func titled(past []event) (list []string) {
	for _, e := range past {
		if e.Field == "title" {
			list = append(list, fmt.Sprintf("%s %q->%q %s %s by %s", e.Type, e.From, e.To, e.Verdict, e.Reason, e.Actor.Origin))
		}
	}
	return list
}

// judgeNotes: every word is one note.
func (m *matter) judgeNotes(r record) {
	m.t.Helper()
	for _, w := range slices.Concat(m.said, m.told) {
		for _, text := range w.versions() {
			if n := r.says(text); (n == 1) != (text == w.text) || n > 1 {
				m.t.Errorf("%s: %d notes say %q, which became %q", m.key, n, text, w.text)
			}
		}
	}
	if len(r.Notes) != len(m.said)+len(m.told) {
		m.t.Errorf("%s: %d notes, people wrote %d and %d: %+v", m.key, len(r.Notes), len(m.said), len(m.told), r.Notes)
	}
}

// mayReach reports whether a word is for a team.
func (m *matter) mayReach(w word, at link) bool {
	switch {
	case w.at == at.Team:
		return true
	case w.at == "replies" && at.Team != listener, w.at != "replies" && w.at != "team-messages":
		return false
	case w.links != nil:
		return slices.Contains(w.links, at.ID)
	}
	return slices.Contains(w.had, at.Team)
}

// reaches reports whether a word is at a team's ticket: what it wrote itself, and
// what is for it unless its task had ended.
func (m *matter) reaches(r record, w word, at link) bool {
	if !m.mayReach(w, at) || w.note == "" {
		return w.at == at.Team
	}
	n := r.noted(w.text)
	return slices.ContainsFunc(n.Copies, func(c noteCopy) bool { return c.Link == at.ID })
}

// judgeComments: a ticket holds what its team and what the desk wrote to it, each
// once, and nothing else.
func (m *matter) judgeComments(r record, at link, have ticket, ended bool) {
	m.t.Helper()
	want := 0
	_, edits := only(m.t, m.tools(m.t), at.Team).(editor)
	for _, w := range slices.Concat(m.said, m.told) {
		newest, earlier := have.stands(w)
		want += newest + earlier
		if here := m.reaches(r, w, at); here && !standsRight(have, w, !edits, ended) || !here && (newest+earlier > 0 || m.mayReach(w, at) && !ended) {
			m.t.Errorf("%s: %d and %d comments at %s say %q of %s, earlier %q, want %v: %+v", m.key, newest, earlier, at.Team, w.text, w.at, w.was, here, r.noted(w.text))
		}
	}
	if len(have.comments) != want {
		m.t.Errorf("%s: %d comments at %s, want %d: %q", m.key, len(have.comments), at.Team, want, have.comments)
	}
}

// ended reports whether a team's task ever came to an end that was none of its
// work: nothing more is written to it then.
func ended(past []event, at link) bool {
	return slices.ContainsFunc(past, func(e event) bool {
		return e.Type == "delegation" && e.Actor.Origin == at.Connection && (e.To == "withdrawn" || e.To == "returned")
	})
}

// noted is the first note that holds a text.
func (r record) noted(text string) (n note) {
	if i := slices.IndexFunc(r.Notes, func(n note) bool { return strings.Contains(n.Body, text) }); i >= 0 {
		n = r.Notes[i]
	}
	return n
}

// judgeTickets: there is one ticket for each link at every tool, and one request
// for each that was made.
func (l *load) judgeTickets(t *testing.T) {
	t.Helper()
	for _, x := range l.tools(t) {
		count := byName(x.titles())
		for _, m := range l.matters {
			want, n := 0, count[m.name]
			if slices.Contains(m.teams, x.team()) {
				want = 1
			}
			for _, gone := range m.joined {
				n += count[gone.name]
			}
			if n != want {
				t.Errorf("%s: %d tickets at %s, want %d", m.key, n, x.team(), want)
			}
		}
	}
	want := len(l.matters)
	for _, m := range l.matters {
		want += len(m.joined)
	}
	if n := l.requests(t) - l.before; n != want {
		t.Errorf("%d requests, want %d", n, want)
	}
}

// byName counts titles by the request that they are of.
func byName(titles []string) map[string]int {
	count := map[string]int{}
	for _, title := range titles {
		count[title[:min(len(title), nameLength)]]++
	}
	return count
}

// nameLength is how much of each text names its request.
const nameLength = len("a0000")

func (l *load) requests(t *testing.T) (n int) {
	t.Helper()
	for cursor := ""; ; {
		var page struct {
			Items []record
			Next  string
		}
		l.hub(t).call("GET", "/requests?limit=200&cursor="+cursor, nil).into(t, http.StatusOK, &page)
		n += len(page.Items)
		if cursor = page.Next; cursor == "" {
			return n
		}
	}
}

// judgeLeaks: no byte at a tool tells what is not for its team.
func (l *load) judgeLeaks(t *testing.T) {
	t.Helper()
	for _, x := range l.tools(t) {
		all := x.everything()
		for _, m := range l.matters {
			r := m.look()
			for _, w := range slices.Concat(m.said, m.told, m.filed) {
				has := slices.Contains(m.teams, x.team()) && (m.reaches(r, w, r.link(t, x.team())) || w.sentTo(r.link(t, x.team())))
				for _, text := range w.versions() {
					if id, _, _ := strings.Cut(text, ":"); !has && strings.Contains(all, id) {
						t.Errorf("%s can read %q of %s", x.team(), text, w.at)
					}
				}
			}
		}
	}
}

// judgeRest: polls and deliveries that come a second time move nothing.
func (l *load) judgeRest(t *testing.T) {
	t.Helper()
	type rest struct {
		version int64
		past    int
	}
	state := func() map[string]rest {
		all := map[string]rest{}
		for _, m := range l.matters {
			all[m.key] = rest{m.look().Version, len(l.hub(t).history(m.key))}
		}
		return all
	}
	before, writes := state(), l.writes()
	l.polled(3)
	for _, sender := range l.senders() {
		sender.Replay()
	}
	l.polled(1)
	if n := l.writes(); n != writes {
		t.Errorf("%d writes at rest", n-writes)
	}
	for key, now := range state() {
		if now != before[key] {
			t.Errorf("%s moved at rest: %+v, was %+v", key, now, before[key])
		}
	}
}
