package servicenow

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
)

// authorizer puts the credential on a request. renew is told that a request was
// answered 401 and reports whether another try with a new credential is sensible.
type authorizer interface {
	sign(context.Context, *http.Request) error
	renew(refused *http.Request) bool
}

type basic struct {
	user     string
	password settings.Secret
}

func (b basic) sign(_ context.Context, r *http.Request) error {
	r.SetBasicAuth(b.user, b.password.Reveal())
	return nil
}

func (basic) renew(*http.Request) bool { return false }

// oauth keeps one token for all calls; a new one is fetched by one call at a
// time, the others wait for it.
type oauth struct {
	settings Settings
	http     *http.Client
	lock     chan struct{} // guards what follows, and can be waited for with a context
	token    token
}

type token struct {
	Access  settings.Secret `json:"access_token"`
	Refresh settings.Secret `json:"refresh_token"`
	Seconds int             `json:"expires_in"`
	until   time.Time
}

func newOAuth(s Settings, h *http.Client) *oauth {
	return &oauth{settings: s, http: h, lock: make(chan struct{}, 1)}
}

func (o *oauth) sign(ctx context.Context, r *http.Request) error {
	select {
	case o.lock <- struct{}{}:
		defer func() { <-o.lock }()
	case <-ctx.Done():
		return fault.Errorf(fault.Unavailable, "token", "%w", ctx.Err())
	}
	if o.token.Access == "" || !time.Now().Before(o.token.until) {
		if err := o.fetch(ctx); err != nil {
			return err
		}
	}
	r.Header.Set("Authorization", "Bearer "+o.token.Access.Reveal())
	return nil
}

// renew drops the refused token, unless another call has replaced it already.
func (o *oauth) renew(refused *http.Request) bool {
	o.lock <- struct{}{}
	defer func() { <-o.lock }()
	if refused.Header.Get("Authorization") == "Bearer "+o.token.Access.Reveal() {
		o.token.Access = ""
	}
	return true
}

// fetch gets a token, by the refresh token where there is one.
func (o *oauth) fetch(ctx context.Context) error {
	if refresh := o.token.Refresh; refresh != "" {
		o.token = token{}
		err := o.grant(ctx, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh.Reveal()}})
		if fault.ClassOf(err) != fault.Unauthenticated {
			return err
		}
	}
	if o.settings.Password == "" {
		return o.grant(ctx, url.Values{"grant_type": {"client_credentials"}})
	}
	return o.grant(ctx, url.Values{"grant_type": {"password"}, "username": {o.settings.User}, "password": {o.settings.Password.Reveal()}})
}

func (o *oauth) grant(ctx context.Context, form url.Values) error {
	form.Set("client_id", o.settings.ClientID)
	form.Set("client_secret", o.settings.ClientSecret.Reveal())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, o.settings.BaseURL+"/oauth_token.do", strings.NewReader(form.Encode()))
	if err != nil {
		return fault.Errorf(fault.Internal, "token", "%w", err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	resp, err := o.http.Do(req)
	if err != nil {
		return unsent(rest.Transport("token", req.Method, err))
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return unsent(rest.Transport("token", req.Method, err))
	}
	return o.accept(resp, body)
}

func (o *oauth) accept(resp *http.Response, body []byte) error {
	if err := rest.Status("token", resp, readFailure(body).text()); err != nil {
		return refusedGrant(err)
	}
	var t token
	if err := json.Unmarshal(body, &t); err != nil || t.Access == "" {
		return fault.Errorf(fault.Unavailable, "token", "the answer holds no token")
	}
	life := time.Duration(t.Seconds) * time.Second
	t.until = time.Now().Add(life - min(life/4, time.Minute))
	o.token = t
	return nil
}

// refusedGrant is a failure of the token endpoint: what it calls invalid is the
// credential.
func refusedGrant(err error) error {
	var e *fault.Error
	if errors.As(err, &e) && (e.Class == fault.Invalid || e.Class == fault.Denied) {
		e.Class = fault.Unauthenticated
	}
	return unsent(err)
}

// unsent restates a failure before a call for the call that needed it: that one
// certainly did not go out.
func unsent(err error) error {
	var e *fault.Error
	if errors.As(err, &e) && (e.Class == fault.Uncertain || e.Class == fault.Misread) {
		e.Class = fault.Unavailable
	}
	return err
}
