package demo_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A backup is put back, as the README says, while people work: what the hub has
// forgotten is not done again, and what the tools have comes back.
func TestARestoredBackupUnderLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("restores a backup")
	}
	t.Parallel()
	for _, e := range engines() {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			s := siteOn(t, e)
			s.serve()
			var restore func()
			l := s.underLoad(t, func() {
				restore = s.backup(t)
				<-time.After(2 * time.Second)
			})
			s.running.kill()
			restore()
			s.forgot(t, l)
		})
	}
}

// backup keeps the database as it is now and returns how to put it back.
func (s *site) backup(t *testing.T) (restore func()) {
	t.Helper()
	if s.server != "" {
		s.running.kill() // of a database that is in use the server makes no copy
		defer s.serve()
		return clusters.copied(t, s.server)
	}
	copied := filepath.Join(s.folder, "backup.db")
	s.command("", "backup", copied)
	return func() {
		must(t, os.Rename(copied, s.database()))
		for _, left := range []string{"-wal", "-shm"} {
			_ = os.Remove(s.database() + left) // a hub that ended well leaves none
		}
	}
}

// The power fails while people work: of the newest commits only a part is on the
// disk, but nothing is lost that anybody had seen.
func TestAPowerCutLosesNothingThatWasSeen(t *testing.T) {
	if testing.Short() {
		t.Skip("cuts databases")
	}
	t.Parallel()
	s := siteOn(t, engines()[0])
	s.serve()
	dice := rand.New(rand.NewPCG(seeded(t), 7))
	l := s.underLoad(t, func() {
		s.disk.fails(t, s.running, dice)
		s.serve()
	})
	l.judged(t, grace)
}

// A disk did not do what it said, or a database is copied without its log: any part
// behind the last checkpoint may be missing. The file beside the database tells so,
// by what it remembers or by having nothing to say.
func TestALyingDiskDoublesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("cuts databases")
	}
	t.Parallel()
	for name, witness := range map[string]func(*testing.T, *disk){
		"the witness knows":    func(t *testing.T, d *disk) { d.witnessed(t) },
		"the witness is empty": func(t *testing.T, d *disk) { must(t, os.Truncate(d.path+".epoch", 0)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := siteOn(t, engines()[0])
			s.serve()
			l := s.underLoad(t, func() {})
			s.running.kill()
			witness(t, s.disk)
			s.disk.lied(t, rand.New(rand.NewPCG(l.seed, 7)))
			s.forgot(t, l)
		})
	}
}

func (s *site) database() string { return filepath.Join(s.folder, "spochub.db") }

// forgot starts the hub on a database that lacks the newest of what was done, lets
// people go on, and judges both.
func (s *site) forgot(t *testing.T, before *load) {
	t.Helper()
	s.serve()
	s.polled(1)
	after := newLoad(t, s, before.seed+1)
	after.shift = 1
	wait := after.work(2)
	<-time.After(2 * time.Second)
	close(after.ended)
	wait()
	lost := before.forgetting(t)
	before.rests(t, grace)
	after.rests(t, grace)
	s.polled(2)
	for _, m := range before.matters {
		m.t = t
		m.judgeForgotten(m.look())
	}
	after.judged(t, grace)
	before.judgeRest(t)
	before.judgeTwins(t)
	t.Logf("%d requests were kept and %d are forgotten; %d came later", len(before.matters), lost, len(after.matters))
}

// forgetting leaves out the requests that the hub no longer has.
func (l *load) forgetting(t *testing.T) (lost int) {
	t.Helper()
	all := len(l.matters)
	l.matters = slices.DeleteFunc(l.matters, func(m *matter) bool {
		got := l.hub(t).call("GET", "/requests/"+m.key, nil)
		return got.status == http.StatusNotFound || !strings.Contains(got.text, m.name)
	})
	return all - len(l.matters)
}

// judgeForgotten: what the team wrote into a ticket that the hub knows is one note
// and one comment, what the desk wrote is there at most once, and once where the
// hub knows of it.
func (m *matter) judgeForgotten(r record) {
	m.t.Helper()
	for _, at := range r.Links {
		x := only(m.t, m.tools(m.t), at.Team)
		have := x.read(at)
		if have.title != r.Title || have.priority != r.Priority || have.state != at.State {
			m.t.Errorf("%s: %s has %q, %s, %s; the hub %q, %s, %s", m.key, at.Team, have.title, have.priority, have.state, r.Title, r.Priority, at.State)
		}
		for _, w := range slices.Concat(m.said, m.told) {
			n, noted := have.says(w.text), r.says(w.text)
			switch {
			case w.at == at.Team && (n != 1 || noted != 1):
				m.t.Errorf("%s: %q of %s is in %d comments and %d notes", m.key, w.text, w.at, n, noted)
			case n > 1, noted > 1, n > 0 && w.at != at.Team && !m.mayReach(w, at):
				m.t.Errorf("%s: %q of %s is in %d comments at %s and %d notes", m.key, w.text, w.at, n, at.Team, noted)
			case noted == 1 && w.note != "" && m.reaches(r, w, at) && n != 1:
				m.t.Errorf("%s: %q is in %d comments at %s, and the hub knows it", m.key, w.text, n, at.Team)
			}
		}
		if f, takes := x.(filer); takes {
			m.judgeFilesForgotten(r, at, f.files(at))
		}
	}
}

// judgeFilesForgotten: what the team attached is here once and there once, what the desk
// sent is there at most once, and once where the hub knows of it.
func (m *matter) judgeFilesForgotten(r record, at link, have []string) {
	m.t.Helper()
	for _, w := range m.filed {
		n, here := count(have, w.text), len(r.filesNamed(w.text))
		if own := w.at == at.Team; own && (n != 1 || here != 1) || !own && (n > 1 || here > 1 || n > 0 && !w.sentTo(at) || here == 1 && w.sentTo(at) && n != 1) {
			m.t.Errorf("%s: the file %s of %s is %d times at %s and %d times here", m.key, w.text, w.at, n, at.Team, here)
		}
	}
}

// judgeTwins: no tool has two tickets of one request.
func (l *load) judgeTwins(t *testing.T) {
	t.Helper()
	for _, x := range l.tools(t) {
		twins := byName(x.titles())
		maps.DeleteFunc(twins, func(_ string, n int) bool { return n == 1 })
		if len(twins) > 0 {
			t.Errorf("%s has twins: %s", x.team(), fmt.Sprint(twins))
		}
	}
}
