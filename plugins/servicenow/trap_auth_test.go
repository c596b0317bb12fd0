package servicenow_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

func oauth() settings.Raw {
	return settings.Raw{"client_id": servicenowtest.ClientID, "client_secret": servicenowtest.ClientSecret}
}

func TestWrongPasswordIsUnauthenticated(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, settings.Raw{"password": "not-the-password"})
	_, err := b.conn.Ping(t.Context())
	wantClass(t, err, fault.Unauthenticated)
	if n := len(b.calls.Calls()); n != 1 {
		t.Errorf("a refused password was tried %d times", n)
	}
}

func TestOAuthGrants(t *testing.T) {
	for _, password := range []string{servicenowtest.HubPassword, ""} {
		raw := oauth()
		raw["password"] = password
		b := newBench(t, servicenowtest.Options{}, raw)
		b.create("k-1", "One")
		b.create("k-2", "Two")
		if n := b.sim.Tokens(); n != 1 {
			t.Errorf("%d tokens for several calls", n)
		}
	}
}

func TestOAuthTokenIsFetchedByOneFlight(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, oauth())
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := capability[sdk.Finder](b).Find(t.Context(), "k-1"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := b.sim.Tokens(); n != 1 {
		t.Errorf("%d tokens for calls at once", n)
	}
}

// A 401 may only mean that the token has ended: the call was not executed and is
// made once more, a write too.
func TestEndedTokenIsRenewed(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, oauth())
	made := b.create("k-1", "Title")
	b.sim.RevokeTokens()
	must(b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.Title: "New"}))(t)
	if got := b.sim.Incident(made.Ref.ID)["sys_mod_count"]; got != "1" {
		t.Errorf("the record changed %s times", got)
	}
}

// The token endpoint fails: the write itself certainly did not go out.
func TestTokenFailureIsNeverUncertain(t *testing.T) {
	for want, broken := range map[fault.Class]breakable.Break{
		fault.Unavailable:     {Status: http.StatusInternalServerError},
		fault.Throttled:       {Status: http.StatusTooManyRequests},
		fault.Unauthenticated: {Status: http.StatusUnauthorized, Body: `{"error":"server_error","error_description":"access_denied"}`},
	} {
		b := newBench(t, servicenowtest.Options{}, oauth())
		b.raw["assignment_group"] = b.sim.GroupID()
		b.conn = b.open()
		broken.Times = -1
		b.calls.Break(broken)
		_, err := capability[sdk.Creator](b).Create(t.Context(), draft("k-1", "Title"))
		wantClass(t, err, want)
		if n := len(b.sim.Incidents()); n != 0 {
			t.Errorf("%d incidents", n)
		}
	}
	b := newBench(t, servicenowtest.Options{}, oauth())
	b.calls.Break(breakable.Break{DropReply: true, Match: on(http.MethodPost, "/oauth_token.do")})
	_, err := capability[sdk.Creator](b).Create(t.Context(), draft("k-1", "Title"))
	wantClass(t, err, fault.Unavailable)
}

func TestSecretsStayOutOfErrors(t *testing.T) {
	raw := oauth()
	raw["client_secret"], raw["password"] = "wrong-secret-7", "wrong-password-7"
	b := newBench(t, servicenowtest.Options{}, raw)
	_, err := b.conn.Ping(t.Context())
	wantClass(t, err, fault.Unauthenticated)
	if text := err.Error() + b.logs.String(); strings.Contains(text, "secret-7") || strings.Contains(text, "password-7") {
		t.Errorf("a secret is in %q", text)
	}
}

func TestTwoInstancesAtOnce(t *testing.T) {
	one := newBench(t, servicenowtest.Options{Title: "Data Centre"}, nil)
	two := newBench(t, servicenowtest.Options{Title: "Nordwind", FirstNumber: 500, People: []servicenowtest.Person{{User: "kai", Name: "Kai", Email: "kai@nordwind.example"}}}, settings.Raw{"assignment_group": "Nordwind"})
	a, b := one.create("k-1", "One"), two.create("k-2", "Two")
	if a.Ref.ID == b.Ref.ID || b.Ref.Key != "INC0000500" || len(one.sim.Incidents()) != 1 || len(two.sim.Incidents()) != 1 {
		t.Errorf("made %v and %v", a.Ref, b.Ref)
	}
	if _, err := two.sim.As("kai").Note(b.Ref.ID, "Here."); err != nil || len(one.sim.Journal(a.Ref.ID)) != 0 {
		t.Errorf("journals: %v", err)
	}
}
