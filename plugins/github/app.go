package github

import (
	"context"
	"crypto/rsa"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v4"
	gh "github.com/google/go-github/v60/github"
	"golang.org/x/sync/singleflight"

	"github.com/spochub/spochub/sdk/fault"
)

// early is how long before its end an installation's token is replaced.
const early = 5 * time.Minute

// app is the credential of a GitHub App: a token for one hour, got with a signed
// assertion of the App itself.
type app struct {
	id           string
	installation int64
	key          *rsa.PrivateKey
	client       *gh.Client // signs with the assertion

	flight singleflight.Group
	mu     sync.Mutex
	held   grant
}

// grant is one installation token.
type grant struct {
	token  string
	until  time.Time
	issues string // the permission on issues: read or write
}

// assertion is the credential of the App itself.
type assertion struct {
	id  string
	key *rsa.PrivateKey
}

func (a assertion) header(context.Context) (string, error) {
	now := time.Now()
	signed, err := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.RegisteredClaims{
		Issuer:    a.id,
		IssuedAt:  jwt.NewNumericDate(now.Add(-time.Minute)), // our clock may be ahead of theirs
		ExpiresAt: jwt.NewNumericDate(now.Add(8 * time.Minute)),
	}).SignedString(a.key)
	if err != nil {
		return "", fault.Errorf(fault.Internal, "sign in as app", "the private key does not sign")
	}
	return "Bearer " + signed, nil
}

func (a assertion) refused(string) bool { return false }

func (a *app) header(ctx context.Context) (string, error) {
	g, err := a.grant(ctx)
	return "Bearer " + g.token, err
}

// refused forgets the token if it is still the one held: it was revoked.
func (a *app) refused(value string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if "Bearer "+a.held.token == value {
		a.held = grant{}
	}
	return true
}

// grant returns the token held, or a new one; callers at the same time share one
// call, which goes on if one of them gives up.
func (a *app) grant(ctx context.Context) (grant, error) {
	a.mu.Lock()
	held := a.held
	a.mu.Unlock()
	if time.Until(held.until) > early {
		return held, nil
	}
	wait := a.flight.DoChan("token", func() (any, error) { return a.renew(context.WithoutCancel(ctx)) })
	select {
	case <-ctx.Done():
		return grant{}, fault.Errorf(fault.Unavailable, "sign in as app", "%w", ctx.Err())
	case r := <-wait:
		g, _ := r.Val.(grant)
		return g, r.Err
	}
}

func (a *app) renew(ctx context.Context) (grant, error) {
	t, resp, err := a.client.Apps.CreateInstallationToken(ctx, a.installation, nil)
	if err != nil {
		return grant{}, neverSent(failed("sign in as app", http.MethodPost, resp, err))
	}
	if t.GetToken() == "" || t.GetExpiresAt().IsZero() {
		return grant{}, fault.Errorf(fault.Unavailable, "sign in as app", "the answer holds no token")
	}
	g := grant{token: t.GetToken(), until: t.GetExpiresAt().Time, issues: t.GetPermissions().GetIssues()}
	a.mu.Lock()
	a.held = g
	a.mu.Unlock()
	return g, nil
}

// neverSent restates a failed sign-in for the call behind it, which did not go
// out: nothing about its effect is uncertain.
func neverSent(err error) error {
	switch fault.ClassOf(err) {
	case fault.Uncertain, fault.Misread:
		return fault.Errorf(fault.Unavailable, "sign in as app", "%w", err)
	case fault.NotFound:
		return &fault.Error{Op: "sign in as app", Class: fault.Unauthenticated, Err: err, Hint: "check installation_id: is the App still installed?"}
	}
	return err
}

// whoami returns the login of the App's account, such as "spochub[bot]".
func (a *app) whoami(ctx context.Context) (string, error) {
	me, resp, err := a.client.Apps.Get(ctx, "")
	if err != nil {
		return "", failed("read app", http.MethodGet, resp, err)
	}
	return me.GetSlug() + "[bot]", nil
}

// performed reports whether an App's id, as an answer shows it, is ours.
func (a *app) performed(by *gh.App) bool {
	return a != nil && by != nil && strconv.FormatInt(by.GetID(), 10) == a.id
}
