package github_test

import (
	"slices"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/github"
	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/verify"
)

func TestPingSaysWhatCannotBeWritten(t *testing.T) {
	for name, c := range map[string]struct {
		breaks     func(*world)
		what, mend string
		writes     bool
	}{
		"nothing": {func(*world) {}, "", "", true},
		"archived": {func(w *world) { w.tool.Archive(githubtest.Repository, true) },
			"elbline/platform is archived or disabled, so that nothing can be written there.",
			"In GitHub, unarchive the repository, or name another one in the connection's settings and restart the hub.", false},
		"issues are off": {func(w *world) { w.tool.EnableIssues(githubtest.Repository, false) },
			"Issues are switched off in elbline/platform, so that nothing can be written there.",
			"In GitHub, switch them on in the repository's settings, under Features.", false},
		"no push": {func(w *world) { w.tool.Allow(githubtest.Repository, githubtest.Bot, githubtest.Read) },
			"The account may not push to elbline/platform, so that GitHub drops the labels, priorities and assignees that it sets.",
			"In GitHub, give it the role “Write” in the repository.", true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, githubtest.Options{})
			c.breaks(w)
			w.says(c.what, c.mend, c.writes)
		})
	}
}

func TestPingSaysThatTheAppMayOnlyRead(t *testing.T) {
	w := newApp(t, githubtest.Options{AppMayRead: true})
	w.says("The App may read the issues of elbline/platform and not write them.",
		"In GitHub, give the App the permission “Issues: read and write”, and accept that where it is installed.", false)
	newApp(t, githubtest.Options{}).says("", "", true)
}

// says checks the one problem that a ping tells of; "" means none. It costs no
// call.
func (w *world) says(what, mend string, writes bool) {
	w.Helper()
	w.warm()
	place, err := w.conn.Ping(w.Context())
	w.must(err)
	if err := verify.Place(github.New().Manifest(), place); err != nil {
		w.Error(err)
	}
	if n := len(w.calls.Calls()); n > 3 {
		w.Errorf("a ping takes %d calls", n)
	}
	said := sdk.Problem{}
	if len(place.Problems) == 1 {
		said = place.Problems[0]
	}
	if len(place.Problems) > 1 || said.What != what || said.Mend != mend {
		w.Errorf("said: %+v", place.Problems)
	}
	if got := slices.Contains(place.Can, "Creator"); got != writes {
		w.Errorf("can %v", place.Can)
	}
}

func TestPingSaysWhenTheTokenEnds(t *testing.T) {
	at := newClock()
	ends := at.now().Add(48 * time.Hour)
	w := newWorld(t, githubtest.Options{Now: at.now, TokensEnd: ends})
	place, err := w.conn.Ping(t.Context())
	w.must(err)
	if !place.Expires.Equal(ends) {
		t.Errorf("expires %v, want %v", place.Expires, ends)
	}
	at.advance(49 * time.Hour)
	_, err = w.conn.Ping(t.Context())
	class(t, err, fault.Unauthenticated)

	w = newWorld(t, githubtest.Options{})
	if place, err = w.conn.Ping(t.Context()); err != nil || !place.Expires.IsZero() {
		t.Errorf("a token without an end expires %v, %v", place.Expires, err)
	}
}
