package demo_test

import (
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// stalled is longer than any call to a tool may take.
const stalled = 21 * time.Second

// pauses a process for longer than a call may take. Nothing that it had begun is
// done twice when it goes on.
func pauses(t *testing.T, pid int, meanwhile func()) {
	t.Helper()
	must(t, syscall.Kill(pid, syscall.SIGSTOP))
	over := time.After(stalled)
	meanwhile()
	<-over
	must(t, syscall.Kill(pid, syscall.SIGCONT))
}

// underLoad lets something happen while people work, and judges what came of it.
func (s *site) underLoad(t *testing.T, happens func()) *load {
	t.Helper()
	seed := seeded(t)
	l := newLoad(t, s, seed)
	wait := l.work(3)
	<-time.After(time.Duration(1000+rand.New(rand.NewPCG(seed, 0)).IntN(1000)) * time.Millisecond)
	happens()
	<-time.After(time.Second)
	close(l.ended)
	wait()
	return l
}

// A plugin that stands still in the middle of calls, and goes on when its hub no
// longer waits for them, doubles nothing.
func TestAPausedPluginDoublesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("stops a plugin for longer than a call takes")
	}
	t.Parallel()
	s := siteOn(t, engines()[0])
	s.serve()
	l := s.underLoad(t, func() { pauses(t, s.running.plugins()["jira"], func() {}) })
	l.judged(t, grace)
}

// A hub that stands still holds its database: at SQLite no other can start, and
// when it goes on nothing is doubled.
func TestAPausedHubOnSQLiteKeepsItsDatabase(t *testing.T) {
	if testing.Short() {
		t.Skip("stops a hub for longer than a call takes")
	}
	t.Parallel()
	s := siteOn(t, engines()[0])
	s.serve()
	l := s.underLoad(t, func() {
		pauses(t, s.running.cmd.Process.Pid, func() {
			second := start(t, s.env, "serve", "--config", s.elsewhere(unused(t)))
			if status := second.wait(15 * time.Second); status == 0 || !strings.Contains(second.said(), "another process uses the database") {
				t.Errorf("a second hub ended with %d: %s", status, second.said())
			}
		})
	})
	l.judged(t, grace)
}

// On PostgreSQL another hub may go on meanwhile. The first wakes up in the middle of
// what the second has done since.
func TestAPausedHubOnPostgresMeetsAnother(t *testing.T) {
	if testing.Short() {
		t.Skip("stops a hub for longer than a call takes")
	}
	t.Parallel()
	s := siteOn(t, engines()[1])
	s.serve()
	first, home := s.running, s.url
	l := s.underLoad(t, func() {
		pauses(t, first.cmd.Process.Pid, func() {
			address := unused(t)
			second := start(t, s.env, "serve", "--config", s.elsewhere(address))
			other := hub{t, "http://" + address, s.token}
			within(t, 15*time.Second, func() string {
				if _, err := try(t, "GET", other.url+"/readyz", nil); err != nil {
					return err.Error() + second.said()
				}
				return ""
			})
			r := other.create(object{"title": "Meanwhile"})
			other.call("POST", "/requests/"+r.Key+"/delegations", object{"team": "platform"}).into(t, http.StatusAccepted, nil)
			other.settled(r.Key, stalled)
			once(t, only(t, s.tools(t), "platform"), "Meanwhile")
		})
	})
	if s.url != home {
		t.Fatal("the site moved")
	}
	l.before++
	l.judged(t, grace)
}

// elsewhere is the configuration with another address to listen at.
func (s *site) elsewhere(address string) string {
	s.t.Helper()
	text, err := os.ReadFile(s.file())
	must(s.t, err)
	file := s.file() + ".second"
	must(s.t, os.WriteFile(file, []byte(strings.ReplaceAll(string(text), strings.TrimPrefix(s.url, "http://"), address)), 0o600))
	return file
}
