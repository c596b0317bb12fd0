package demo_test

import (
	cryptorand "crypto/rand"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// load is people at work on both sides, while hub and plugins fail.
type load struct {
	*site
	seed   uint64
	shift  int           // who works after the others has texts of their own
	ended  chan struct{} // closed: nobody begins anything new
	before int           // requests
	joins  bool          // requests are merged

	mu      sync.Mutex
	matters []*matter
	done    map[string]int // acts by name
}

func newLoad(t *testing.T, s *site, seed uint64) *load {
	t.Helper()
	l := &load{site: s, seed: seed, ended: make(chan struct{}), done: map[string]int{}}
	l.before = l.requests(t)
	return l
}

// work lets people work, each on one request after the other, until the end.
func (l *load) work(people int) (wait func()) {
	var all sync.WaitGroup
	for n := range people {
		all.Go(func() {
			l.t.Run(fmt.Sprint("person ", n), func(t *testing.T) { l.person(t, n) })
		})
	}
	return all.Wait
}

func (l *load) person(t *testing.T, n int) {
	dice := rand.New(rand.NewPCG(l.seed, uint64(n)))
	var last *matter
	for round := 0; l.goes(); round++ {
		m := l.open(t, dice, fmt.Sprintf("%c%02d%02d", 'a'+rune(l.shift), n, round))
		m.earlier, last = last, m
		for range 15 + dice.IntN(25) {
			if l.goes() {
				m.act()
				m.pause()
			}
		}
	}
}

func (l *load) goes() bool {
	select {
	case <-l.ended:
		return false
	default:
		return true
	}
}

func (l *load) did(what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done[what]++
}

// pause lets a person think.
func (m *matter) pause() {
	select {
	case <-m.ended:
	case <-time.After(time.Duration(m.dice.Int64N(int64(*killRest) + 1))):
	}
}

// matter is one request and all that people on both sides did about it.
type matter struct {
	*load
	t      *testing.T
	dice   *rand.Rand
	name   string // begins each of its texts
	texts  int
	key    string
	teams  []string // that have it
	said   []word
	told   []word
	filed  []word // by their names
	titles []word // in the order in which they were given

	earlier *matter   // of the same person
	joined  []*matter // that are a part of this one now
}

// word is a text that somebody wrote.
type word struct {
	text  string
	was   []string // earlier texts
	at    string   // the team at whose tool, or the door of the desk
	note  string   // its id, of one of the desk's
	links []string // to which it goes, where the desk chose
	had   []string // the teams that had the request then
}

// open creates a request, once, whatever happens meanwhile.
func (l *load) open(t *testing.T, dice *rand.Rand, name string) *matter {
	m := &matter{load: l, t: t, dice: dice, name: name}
	title := m.text("the title")
	var r record
	m.insist("POST", "/requests", object{
		"kind": "incident", "title": title, "description": "The circuit is **dark**.",
		"client": "nordwind", "service": "FRA3-10G-014", "priority": "P2",
	}).into(t, http.StatusCreated, &r)
	m.key, m.titles = r.Key, []word{{text: title, at: "desk"}}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.matters = append(l.matters, m)
	return m
}

// text is one that nobody else writes.
func (m *matter) text(what string) string {
	m.texts++
	return fmt.Sprintf("%s%03d: %s", m.name, m.texts, what)
}

// insist makes a writing call until it is answered; its key makes it one call. A
// hub that is no more answers nothing.
func (m *matter) insist(method, path string, body any) (got answer) {
	m.t.Helper()
	key := cryptorand.Text()
	within(m.t, time.Minute, func() string {
		var err error
		got, err = m.disk.answers(func() (answer, error) {
			return try(m.t, method, m.url+"/api/v1"+path, body, "Authorization", "Bearer "+m.token, "Idempotency-Key", key)
		})
		switch {
		case err != nil:
			return err.Error()
		case got.status >= 500, got.status == http.StatusTooManyRequests, strings.Contains(got.text, "still running"):
			return fmt.Sprintf("%d %s", got.status, got.text)
		}
		return ""
	})
	return got
}

// look reads the request.
func (m *matter) look() (r record) {
	m.t.Helper()
	within(m.t, time.Minute, func() string {
		got, err := try(m.t, "GET", m.url+"/api/v1/requests/"+m.key, nil, "Authorization", "Bearer "+m.token)
		if err != nil {
			return err.Error()
		}
		if got.status != http.StatusOK {
			return got.text
		}
		got.into(m.t, http.StatusOK, &r)
		return ""
	})
	return r
}

// act does one thing.
func (m *matter) act() {
	m.t.Helper()
	acts := []struct {
		name string
		do   func() bool // false: it could not be done now
	}{
		{"delegate", m.delegate}, {"delegate", m.delegate}, {"tell all teams", m.tellAll}, {"tell one team", m.tellOne},
		{"note", m.note}, {"reply", m.reply}, {"rename", m.rename}, {"rank", m.rank},
		{"move", m.move}, {"move", m.move}, {"team comments", m.teamComments}, {"team comments", m.teamComments},
		{"team renames", m.teamRenames}, {"team ranks", m.teamRanks}, {"team moves", m.teamMoves}, {"team moves", m.teamMoves},
		{"team assigns", m.teamAssigns}, {"attach", m.attach}, {"team attaches", m.teamAttaches}, {"edit", m.edit}, {"team edits", m.teamEdits},
		{"join", m.join},
	}
	if a := acts[m.dice.IntN(len(acts))]; a.do() {
		m.did(a.name)
	}
}

func (m *matter) delegate() bool {
	free := slices.DeleteFunc(m.site.teams(), func(team string) bool { return slices.Contains(m.teams, team) })
	if len(free) == 0 {
		return false
	}
	team := free[m.dice.IntN(len(free))]
	got := m.insist("POST", "/requests/"+m.key+"/delegations", object{"team": team})
	if got.status >= 400 && got.status < 500 { // a request that ended is given to nobody
		return false
	}
	got.into(m.t, http.StatusAccepted, nil)
	m.teams = append(m.teams, team)
	return true
}

func (m *matter) tellAll() bool { return m.tell("team-messages", nil) }
func (m *matter) note() bool    { return m.tell("notes", nil) }
func (m *matter) reply() bool   { return m.tell("replies", nil) }

func (m *matter) tellOne() bool {
	links := m.look().Links
	return len(links) > 0 && m.tell("team-messages", []string{links[m.dice.IntN(len(links))].ID})
}

func (m *matter) tell(door string, links []string) bool {
	m.t.Helper()
	text := m.text("the desk at " + door)
	body := object{"body": text}
	if links != nil {
		body["links"] = links
	}
	got := m.insist("POST", "/requests/"+m.key+"/"+door, body)
	if got.status >= 400 && got.status < 500 { // there is no team to tell yet
		return false
	}
	var n note
	got.into(m.t, http.StatusCreated, &n)
	m.told = append(m.told, word{text: text, at: door, note: n.ID, links: links, had: slices.Clone(m.teams)})
	return true
}

func (m *matter) rename() bool {
	title := m.text("the desk's title")
	m.insist("PATCH", "/requests/"+m.key, object{"title": title}).into(m.t, http.StatusOK, nil)
	m.titles = append(m.titles, word{text: title, at: "desk"})
	return true
}

func (m *matter) priority() string { return fmt.Sprint("P", 1+m.dice.IntN(4)) }

func (m *matter) rank() bool {
	m.insist("PATCH", "/requests/"+m.key, object{"priority": m.priority()}).into(m.t, http.StatusOK, nil)
	return true
}

// move sets a status; which of them can follow which, the hub says.
func (m *matter) move() bool {
	to := []object{
		{"status": "in_progress"}, {"status": "monitoring"}, {"status": "resolved"}, {"status": "closed", "open_delegations": "keep"},
	}[m.dice.IntN(4)]
	got := m.insist("PATCH", "/requests/"+m.key, to)
	return got.status == http.StatusOK
}

// team chooses a team that has a ticket; false if none has one by now.
func (m *matter) team() (tool, link, bool) {
	m.t.Helper()
	r := m.look()
	links := slices.DeleteFunc(r.Links, func(l link) bool { return l.TicketKey == "" })
	if len(links) == 0 {
		return nil, link{}, false
	}
	l := links[m.dice.IntN(len(links))]
	return only(m.t, m.tools(m.t), l.Team), l, true
}

func (m *matter) teamComments() bool {
	x, l, ok := m.team()
	if ok {
		text := m.text(x.team() + " comments")
		x.comment(l, text)
		m.said = append(m.said, word{text: text, at: x.team()})
	}
	return ok
}

func (m *matter) teamRenames() bool {
	x, l, ok := m.team()
	if ok {
		title := m.text(x.team() + "'s title")
		x.rename(l, title)
		m.titles = append(m.titles, word{text: title, at: x.team()})
	}
	return ok
}

func (m *matter) teamRanks() bool {
	x, l, ok := m.team()
	if ok {
		x.rank(l, m.priority())
	}
	return ok
}

// teamMoves may come in the way of the hub, which moves the same ticket.
func (m *matter) teamMoves() bool {
	x, l, ok := m.team()
	refusals := 0
	if ok {
		x.lenient(&refusals).move(l, []string{"todo", "in_progress", "done"}[m.dice.IntN(3)])
	}
	return ok && refusals == 0
}

func (m *matter) teamAssigns() bool {
	x, l, ok := m.team()
	if ok {
		x.assign(l)
	}
	return ok
}
