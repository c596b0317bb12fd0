package demo_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"syscall"
	"testing"
	"time"
)

func body(t *testing.T, resp *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(resp.Body)
	must(t, err)
	_ = resp.Body.Close()
	return string(text)
}

// A system at rest stays at rest: polls and doubled deliveries cause no write
// and no line of history.
func TestQuiet(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for polls")
	}
	t.Parallel()
	s := newSite(t, nil)
	s.serve()
	h := s.hub(t)
	r := h.create(object{"title": "Quiet"})
	r = h.delegate(r.Key, s.teams()...)
	for _, x := range s.tools(t) {
		l := r.link(t, x.team())
		x.comment(l, "a word from "+x.team())
		x.move(l, "in_progress")
		x.assign(l)
		h.follows(r.Key, "the assignee", func(now record) bool { return now.link(t, x.team()).Assignee == x.person() })
	}
	h.write(r.Key, "team-messages", "to all of you")
	h.patch(r.Key, object{"priority": "P1"})
	h.settled(r.Key, soon)
	s.polled(2)
	r = h.settled(r.Key, soon)
	past, writes := h.history(r.Key), s.writes()
	s.polled(3)
	for _, sender := range s.senders() {
		sender.Replay()
	}
	s.polled(2)
	now := h.get(r.Key)
	if now.Version != r.Version || now.restless() != "" {
		t.Errorf("the request went from version %d to %d: %s", r.Version, now.Version, now.restless())
	}
	if have := h.history(r.Key); len(have) != len(past) {
		t.Errorf("new lines of history: %+v", have[len(past):])
	}
	if n := s.writes(); n != writes {
		t.Errorf("%d writes at rest", n-writes)
	}
	if status := s.running.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

// polled waits for a number of polls of every tool to end, and for what they
// brought to be worked off.
func (s *site) polled(times int) {
	s.t.Helper()
	h := s.hub(s.t)
	for range times {
		before := h.connections()
		within(s.t, 10*time.Second, func() string {
			for name, c := range h.connections() {
				if !c.SyncedAt.After(before[name].SyncedAt) || c.Queue > 0 {
					return fmt.Sprintf("%s was polled last at %s, queue %d, %s", name, c.SyncedAt, c.Queue, c.LastError)
				}
			}
			return ""
		})
	}
}

// traffic is what went both ways while something broke.
type traffic struct {
	*site
	t    *testing.T
	r    record
	said map[string][]string // by team: what the team wrote
	told []string            // what the desk wrote to all teams
}

func (s *site) traffic(t *testing.T, title string) *traffic {
	t.Helper()
	r := s.hub(t).create(object{"title": title})
	return &traffic{s, t, s.hub(t).delegate(r.Key, s.teams()...), map[string][]string{}, nil}
}

// teams lets every team write one comment.
func (w *traffic) say(text string) {
	w.t.Helper()
	for _, x := range w.tools(w.t) {
		mine := fmt.Sprintf("%s says %s", x.team(), text)
		x.comment(w.r.link(w.t, x.team()), mine)
		w.said[x.team()] = append(w.said[x.team()], mine)
	}
}

// tell lets the desk write one message to all teams.
func (w *traffic) tell(text string) {
	w.t.Helper()
	text = "the desk says " + text
	w.hub(w.t).write(w.r.Key, "team-messages", text)
	w.told = append(w.told, text)
}

// grace is longer than a write whose answer was lost may take to land at a tool:
// the hub repeats it only then.
const grace = 4 * time.Minute

// arrived waits until every word is exactly once where it belongs.
func (w *traffic) arrived() {
	w.t.Helper()
	h := w.hub(w.t)
	within(w.t, grace, func() string {
		now := h.get(w.r.Key)
		for team, texts := range w.said {
			for _, text := range texts {
				if n := now.says(text); n != 1 {
					return fmt.Sprintf("%d notes say %q of %s", n, text, team)
				}
			}
		}
		return now.restless()
	})
	w.polled(2) // what comes twice comes late
	now := h.get(w.r.Key)
	if len(now.Notes) != len(w.told)+len(w.said["platform"])*len(w.said) {
		w.t.Errorf("%d notes: %+v", len(now.Notes), now.Notes)
	}
	for _, x := range w.tools(w.t) {
		at := x.read(now.link(w.t, x.team()))
		mine := slices.Concat(w.told, w.said[x.team()])
		for _, text := range mine {
			if n := at.says(text); n != 1 {
				w.t.Errorf("%s: %d comments say %q, want 1", x.team(), n, text)
			}
		}
		if len(at.comments) != len(mine) || at.title != now.Title || at.priority != now.Priority {
			w.t.Errorf("%s: %d comments, want %d: %+v", x.team(), len(at.comments), len(mine), at)
		}
		once(w.t, x, now.Title)
	}
}

// A plugin's process that is killed takes nothing along.
func TestKilledPlugin(t *testing.T) {
	if testing.Short() {
		t.Skip("kills plugins")
	}
	t.Parallel()
	s := newSite(t, nil)
	s.serve()
	w := s.traffic(t, "Killed plugin")
	for n, name := range []string{"jira", "github", "servicenow"} {
		w.say(fmt.Sprint("before ", n))
		w.tell(fmt.Sprint("before ", n))
		pid := s.running.plugins()[name]
		if pid == 0 {
			t.Fatalf("no process serves %s", name)
		}
		must(t, syscall.Kill(pid, syscall.SIGKILL))
		w.tell(fmt.Sprint("after ", n))
		s.hub(t).patch(w.r.Key, object{"priority": fmt.Sprint("P", n+2)})
		w.say(fmt.Sprint("after ", n))
	}
	w.arrived()
	if n := len(s.running.plugins()); n != 3 {
		t.Errorf("%d plugins run", n)
	}
	if status := s.running.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

// A hub that is killed goes on where it was, on the same database.
func TestKilledHub(t *testing.T) {
	if testing.Short() {
		t.Skip("kills hubs")
	}
	t.Parallel()
	s := newSite(t, nil)
	s.serve()
	w := s.traffic(t, "Killed hub")
	for n := range 3 {
		w.say(fmt.Sprint("before ", n))
		s.hub(t).patch(w.r.Key, object{"priority": fmt.Sprint("P", n+2), "title": fmt.Sprint("Killed hub ", n)})
		w.tell(fmt.Sprint("before ", n))
		plugins := s.running.plugins()
		s.running.kill()
		w.say(fmt.Sprint("while it was down ", n))
		within(t, 10*time.Second, func() string {
			for name, pid := range plugins {
				if alive(pid) {
					return "the process of " + name + " outlives its hub"
				}
			}
			return ""
		})
		s.serve()
	}
	w.arrived()
	if status := s.running.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

// A ticket whose creation was under way when the hub was killed is made once.
func TestKilledWhileCreating(t *testing.T) {
	if testing.Short() {
		t.Skip("kills hubs")
	}
	t.Parallel()
	s := newSite(t, nil)
	s.serve()
	var made []record
	for n := range 8 {
		r := s.hub(t).create(object{"title": fmt.Sprint("Created ", n)})
		for _, team := range s.teams() {
			s.hub(t).call("POST", "/requests/"+r.Key+"/delegations", object{"team": team}).into(t, http.StatusAccepted, nil)
		}
		made = append(made, r)
	}
	s.running.kill()
	s.serve()
	for n, r := range made {
		s.hub(t).settled(r.Key, grace)
		for _, x := range s.tools(t) {
			once(t, x, fmt.Sprint("Created ", n))
		}
	}
}
