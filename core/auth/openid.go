package auth

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// OpenIDOptions say who vouches for people, and what its tokens say of them.
type OpenIDOptions struct {
	Title, Issuer, ClientID, ClientSecret string
	Back                                  string // our address to which the provider sends people back
	Login, Groups                         string // names of claims
	Roles                                 map[string]Role
}

// OpenID signs people in through an OpenID Connect provider, by the code flow
// with PKCE (OpenID Connect Core 1.0, RFC 7636). It is safe for concurrent use.
type OpenID struct {
	o        OpenIDOptions
	mu       sync.Mutex
	provider *oidc.Provider
}

// NewOpenID returns a way to sign in. The provider is asked when somebody first
// wants to: the hub starts without it.
func NewOpenID(o OpenIDOptions) *OpenID { return &OpenID{o: o} }

// Title is how people call the provider.
func (p *OpenID) Title() string { return p.o.Title }

// Attempt is one person's way through the provider, kept by us until they are
// back.
type Attempt struct{ State, Nonce, Verifier string }

// Vouched is whom the provider vouches for.
type Vouched struct {
	Login, Name, Mail string
	Roles             []Role // of the person's groups
	Maps              bool   // whether groups give roles at all
}

// ErrNotVouched is an answer of the provider that proves nobody: forged, late, or
// without a verified mail address.
var ErrNotVouched = errors.New("the provider does not vouch for anybody")

const providerTimeout = 15 * time.Second

// Begin starts an attempt and says where to send the browser.
func (p *OpenID) Begin(ctx context.Context) (Attempt, string, error) {
	ctx, cancel := context.WithTimeout(ctx, providerTimeout)
	defer cancel()
	config, _, err := p.flow(ctx)
	if err != nil {
		return Attempt{}, "", err
	}
	a := Attempt{State: oauth2.GenerateVerifier(), Nonce: oauth2.GenerateVerifier(), Verifier: oauth2.GenerateVerifier()}
	return a, config.AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)), nil
}

// Finish checks what the browser brought back. ErrNotVouched if it proves nobody.
func (p *OpenID) Finish(ctx context.Context, a Attempt, state, code string) (Vouched, error) {
	if a.State == "" || subtle.ConstantTimeCompare([]byte(a.State), []byte(state)) != 1 || code == "" {
		return Vouched{}, fmt.Errorf("%w: this browser did not ask", ErrNotVouched)
	}
	ctx, cancel := context.WithTimeout(ctx, providerTimeout)
	defer cancel()
	config, provider, err := p.flow(ctx)
	if err != nil {
		return Vouched{}, err
	}
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return Vouched{}, refusedOr(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := provider.Verifier(&oidc.Config{ClientID: p.o.ClientID}).Verify(ctx, raw)
	if err != nil || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(a.Nonce)) != 1 {
		return Vouched{}, fmt.Errorf("%w: its token is not good", ErrNotVouched)
	}
	return p.vouched(id)
}

// refusedOr tells a code that the provider refuses from a provider that does not
// answer. The library's text may hold what was sent.
func refusedOr(err error) error {
	if answer := new(oauth2.RetrieveError); errors.As(err, &answer) {
		return fmt.Errorf("%w: it answers %s", ErrNotVouched, answer.ErrorCode)
	}
	return errors.New("openid: the provider does not answer")
}

// flow is the provider's addresses, asked once.
func (p *OpenID) flow(ctx context.Context) (oauth2.Config, *oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.provider == nil {
		found, err := oidc.NewProvider(context.WithoutCancel(ctx), p.o.Issuer)
		if err != nil {
			return oauth2.Config{}, nil, fmt.Errorf("openid: %s: %w", p.o.Issuer, err)
		}
		p.provider = found
	}
	return oauth2.Config{
		ClientID: p.o.ClientID, ClientSecret: p.o.ClientSecret, RedirectURL: p.o.Back, Endpoint: p.provider.Endpoint(),
		Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
	}, p.provider, nil
}

func (p *OpenID) vouched(id *oidc.IDToken) (Vouched, error) {
	claims := map[string]json.RawMessage{}
	if err := id.Claims(&claims); err != nil {
		return Vouched{}, fmt.Errorf("%w: its token is not good", ErrNotVouched)
	}
	text := func(name string) (s string) { _ = json.Unmarshal(claims[name], &s); return s }
	v := Vouched{Login: text(p.o.Login), Name: text("name"), Maps: len(p.o.Roles) > 0}
	var verified bool
	_ = json.Unmarshal(claims["email_verified"], &verified)
	switch {
	case v.Login == "":
		return Vouched{}, fmt.Errorf("%w: its token has no claim %q", ErrNotVouched, p.o.Login)
	case p.o.Login == "email" && !verified:
		return Vouched{}, fmt.Errorf("%w: the mail address is not verified", ErrNotVouched)
	case verified:
		v.Mail = text("email")
	}
	var groups []string
	_ = json.Unmarshal(claims[p.o.Groups], &groups) // none, if it is anything else
	for _, g := range groups {
		if r, ok := p.o.Roles[g]; ok {
			v.Roles = append(v.Roles, r)
		}
	}
	return v, nil
}
