package github_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

const secondaryBody = `{"message":"You have exceeded a secondary rate limit.","documentation_url":"https://docs.github.com/rest/overview/resources-in-the-rest-api#secondary-rate-limits"}`

// TestLimitsAreThrottled gives every form of a limit, also those that go-github
// does not know, and says how long each lasts.
func TestLimitsAreThrottled(t *testing.T) {
	reset := strconv.FormatInt(time.Now().Add(20*time.Minute).Unix(), 10)
	for _, c := range []struct {
		name   string
		status int
		header http.Header
		body   string
		after  time.Duration
	}{
		{"429 with Retry-After", 429, http.Header{"Retry-After": {"17"}}, `{"message":"slow down"}`, 17 * time.Second},
		{"429 with nothing", 429, nil, "", time.Minute},
		{"429 at the end of the primary limit", 429, http.Header{"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {reset}}, "", 20 * time.Minute},
		{"403 at the end of the primary limit", 403, http.Header{"X-Ratelimit-Limit": {"5000"}, "X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {reset}}, `{"message":"API rate limit exceeded"}`, 20 * time.Minute},
		{"secondary with Retry-After", 403, http.Header{"Retry-After": {"90"}}, secondaryBody, 90 * time.Second},
		{"secondary with nothing", 403, nil, secondaryBody, time.Minute},
		{"secondary with the primary limit's reset", 403, http.Header{"X-Ratelimit-Remaining": {"4000"}, "X-Ratelimit-Reset": {reset}}, secondaryBody, time.Minute},
		{"secondary at an unknown address", 403, http.Header{"Retry-After": {"5"}}, `{"message":"wait","documentation_url":"https://docs.github.com/new"}`, 5 * time.Second},
		{"secondary by its text alone", 403, nil, `{"message":"You have exceeded a secondary rate limit"}`, time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, githubtest.Options{})
			w.open("T", "")
			w.warm()
			w.calls.Break(breakable.Break{Status: c.status, Header: c.header, Body: c.body})
			_, err := w.edit(1, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "x"}})
			f := class(t, err, fault.Throttled)
			if d := f.After - c.after; d > time.Second || d < -3*time.Second {
				t.Errorf("wait %v, want %v", f.After, c.after)
			}
			if v := fault.Decide(err, true, 0); v.Unknown || !v.Retry {
				t.Errorf("the verdict is %+v: nothing was executed", v)
			}
		})
	}
}

// While a limit lasts go-github refuses without a call; that is a limit too.
func TestRefusalsWithoutACallAreThrottled(t *testing.T) {
	w := newWorld(t, githubtest.Options{RateLimit: 3})
	w.open("T", "")
	w.warm() // two calls
	w.get(1, sdk.Need{})
	w.calls.Reset()
	for range 3 {
		_, err := w.conn.Get(t.Context(), w.ref(1), sdk.Need{})
		if f := class(t, err, fault.Throttled); f.After < 50*time.Minute || f.After > time.Hour {
			t.Errorf("wait %v", f.After)
		}
	}
	if n := len(w.calls.Calls()); n != 0 {
		t.Errorf("%d calls during the limit", n)
	}
}

// A secondary limit without Retry-After must not stop all calls until the
// primary limit is renewed.
func TestSecondaryLimitDoesNotOutlastItself(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	w.open("T", "")
	w.warm()
	reset := strconv.FormatInt(time.Now().Add(time.Hour).Unix(), 10)
	w.calls.Break(breakable.Break{Status: 403, Header: http.Header{"X-Ratelimit-Remaining": {"4000"}, "X-Ratelimit-Reset": {reset}}, Body: secondaryBody})
	_, err := w.edit(1, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "x"}})
	class(t, err, fault.Throttled)
	w.get(1, sdk.Need{})
}

func TestContentLimitOfTheSimulator(t *testing.T) {
	w := newWorld(t, githubtest.Options{Content: 1})
	w.warm()
	w.create("sp-1", nil)
	_, err := as[sdk.Creator](w).Create(t.Context(), sdk.Draft{Container: w.container(), Cells: map[sdk.Field]sdk.Cell{ticket.Title: {Native: "T"}}})
	if f := class(t, err, fault.Throttled); f.After != time.Minute {
		t.Errorf("wait %v", f.After)
	}
}

func TestRateLimitIsMetered(t *testing.T) {
	w := newWorld(t, githubtest.Options{RateLimit: 100})
	meter := &rest.Meter{}
	_, err := w.conn.Ping(rest.WithMeter(t.Context(), meter))
	w.must(err)
	if got := meter.Tally(); !got.Limited || got.Left != 98 || time.Until(got.Reset) < 50*time.Minute || got.Calls["GET"] != 2 {
		t.Errorf("the meter says %+v", got)
	}
}

// TestAnswersAreClassed covers what is no limit.
func TestAnswersAreClassed(t *testing.T) {
	for _, c := range []struct {
		name string
		br   breakable.Break
		want fault.Class
	}{
		{"401", breakable.Break{Status: 401, Body: `{"message":"Bad credentials"}`}, fault.Unauthenticated},
		{"401 that asks for a second factor", breakable.Break{Status: 401, Header: http.Header{"X-Github-Otp": {"required; app"}}, Body: `{}`}, fault.Unauthenticated},
		{"403 on a right", breakable.Break{Status: 403, Body: `{"message":"Resource not accessible by personal access token"}`}, fault.Denied},
		{"404", breakable.Break{Status: 404}, fault.NotFound},
		{"410", breakable.Break{Status: 410, Body: `{"message":"This issue was deleted"}`}, fault.Gone},
		{"422 with plain errors", breakable.Break{Status: 422, Body: `{"message":"Validation Failed","errors":["no such thing"]}`}, fault.Invalid},
		{"202", breakable.Break{Status: 202, Body: `{}`}, fault.Misread},
		{"200 with an empty body", breakable.Break{Status: 200}, fault.Misread},
		{"200 with HTML", breakable.Break{Status: 200, Body: "<html>"}, fault.Misread},
		{"200 with another issue", breakable.Break{Status: 200, Body: `{"number":9,"state":"open","updated_at":"2026-01-15T12:00:01Z"}`}, fault.Misread},
		{"502", breakable.Break{Status: 502, Body: "<html>"}, fault.Uncertain},
		{"a lost reply", breakable.Break{DropReply: true}, fault.Uncertain},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, githubtest.Options{})
			w.open("T", "")
			w.warm()
			w.calls.Break(c.br)
			_, err := w.edit(1, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "x"}})
			class(t, err, c.want)
		})
	}
}

// A 301 on a PATCH would be followed with GET, and look like a success.
func TestWritesFollowNoRedirect(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	w.open("T", "")
	w.warm()
	if n, err := w.team.Transfer(1, githubtest.Elsewhere); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	_, err := w.edit(1, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "Not to be written"}})
	class(t, err, fault.Conflict)
	if got := w.made(); len(got) != 1 || got[0] != "PATCH /issues/1" {
		t.Errorf("made %v", got)
	}
}

// The token goes to the API's own host and nowhere else.
func TestTokenStaysWithItsHost(t *testing.T) {
	var stolen atomic.Int64
	thief := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { stolen.Add(1) }))
	defer thief.Close()
	elsewhere := strings.Replace(thief.URL, "127.0.0.1", "localhost", 1)
	w := newWorld(t, githubtest.Options{})
	w.open("T", "")
	w.warm()
	for name, br := range map[string]breakable.Break{
		"a redirect":  {Status: 301, Header: http.Header{"Location": {elsewhere + "/repos/x/y/issues/1"}}},
		"a next page": {Status: 200, Header: http.Header{"Link": {`<` + elsewhere + `/next>; rel="next"`}}, Body: `[]`},
	} {
		for what, call := range map[string]func(context.Context) error{
			"get":  func(ctx context.Context) error { _, err := w.conn.Get(ctx, w.ref(1), sdk.Need{}); return err },
			"find": func(ctx context.Context) error { _, err := as[sdk.Finder](w).Find(ctx, "k"); return err },
		} {
			if name == "a next page" && what == "get" {
				continue
			}
			w.calls.Break(br)
			if err := call(t.Context()); err == nil || strings.Contains(err.Error(), w.tool.Token(githubtest.Bot)) {
				t.Errorf("%s by %s: %v", name, what, err)
			}
		}
	}
	if stolen.Load() != 0 {
		t.Errorf("%d calls went to another host", stolen.Load())
	}
}

func TestDisabledIssues(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	w.tool.EnableIssues(githubtest.Repository, false)
	_, err := as[sdk.Creator](w).Create(t.Context(), sdk.Draft{Container: w.container(), Cells: map[sdk.Field]sdk.Cell{ticket.Title: {Native: "T"}}})
	if f := class(t, err, fault.Denied); !strings.Contains(f.Hint, "switched off") {
		t.Errorf("the hint is %q", f.Hint)
	}
	place, err := w.conn.Ping(t.Context())
	w.must(err)
	for _, name := range place.Can {
		if name == "Creator" || name == "Editor" {
			t.Errorf("still can %s", name)
		}
	}
}

func TestPingTellsThePlace(t *testing.T) {
	at := newClock()
	w := newWorld(t, githubtest.Options{Now: at.now})
	place, err := w.conn.Ping(t.Context())
	w.must(err)
	if place.Dedicated || place.Containers[0].Public || place.Containers[0].Key != githubtest.Repository || !place.ServerTime.Equal(at.now()) {
		t.Errorf("the place is %+v", place)
	}
	w.tool.SetPrivate(githubtest.Repository, false)
	place, err = w.conn.Ping(t.Context())
	w.must(err)
	if !place.Containers[0].Public {
		t.Error("a public repository is not said to be public")
	}
}

// Enterprise has its API below a path, which stays as the settings say.
func TestEnterprisePath(t *testing.T) {
	tool := githubtest.New(githubtest.Options{})
	defer tool.Close()
	web := httptest.NewServer(http.StripPrefix("/api/v3", tool))
	defer web.Close()
	for _, base := range []string{"/api/v3", "/api/v3/"} {
		conn := dial(t, settings.Raw{"base_url": web.URL + base, "token": tool.Token(githubtest.Bot), "repository": githubtest.Repository}, nil)
		if _, err := conn.Ping(t.Context()); err != nil {
			t.Errorf("%s: %v", base, err)
		}
	}
}
