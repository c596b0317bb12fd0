package demo_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// The disk is full for a while: what the hub cannot store it does not say is
// stored, it says why, and it goes on by itself once there is room. The limit on
// the size of files needs no right that the hub's own user lacks.
func TestAFullDiskLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for writes")
	}
	t.Parallel()
	s := siteOn(t, engines()[0])
	s.serve()
	l := s.underLoad(t, func() {
		free := s.fill(t)
		said := s.complains(t)
		<-time.After(2 * time.Second) // people insist, and tools go on
		free()
		if !strings.Contains(said, "disk") {
			t.Errorf("nobody can read from this that the disk is full:\n%s", said)
		}
	})
	l.judged(t, grace)
	if status := s.running.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

// fill lets no file of the hub grow; the function ends that.
func (s *site) fill(t *testing.T) (free func()) {
	t.Helper()
	pid := s.running.cmd.Process.Pid
	var was unix.Rlimit
	if err := unix.Prlimit(pid, unix.RLIMIT_FSIZE, nil, &was); err != nil {
		t.Skipf("the limits of another process cannot be seen: %v", err)
	}
	must(t, unix.Prlimit(pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 4096, Max: was.Max}, nil))
	return func() { must(t, unix.Prlimit(pid, unix.RLIMIT_FSIZE, &was, nil)) }
}

// complains waits until a call is refused and the hub counts as not ready, and
// returns what it says.
func (s *site) complains(t *testing.T) string {
	t.Helper()
	var refused string
	within(t, 10*time.Second, func() string {
		got, err := try(t, "POST", s.url+"/api/v1/requests", object{"kind": "incident", "title": "No room", "client": "nordwind"}, "Authorization", "Bearer "+s.token)
		if err != nil {
			return err.Error()
		}
		if got.status < 500 {
			return got.text
		}
		refused = got.text
		return ""
	})
	within(t, 10*time.Second, func() string {
		got, err := try(t, "GET", s.url+"/readyz", nil)
		if err != nil {
			return err.Error()
		}
		if got.status != http.StatusServiceUnavailable {
			return "ready"
		}
		refused += got.text
		return ""
	})
	return refused + s.running.said()
}
