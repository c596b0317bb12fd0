package hook_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/hook"
)

var schemes = []sdk.Signature{
	{Scheme: sdk.SchemeHMACHex, Header: "X-Hub-Signature-256", Prefix: "sha256="},
	{Scheme: sdk.SchemeHMACHex, Header: "X-Signature"},
	{Scheme: sdk.SchemeHMACBase64, Header: "X-Signature"},
	{Scheme: sdk.SchemeToken, Header: "X-Token"},
	{Scheme: sdk.SchemeToken, Header: "Authorization", Prefix: "Bearer "},
}

func TestVerifyAcceptsTheGenuine(t *testing.T) {
	for _, s := range schemes {
		h := http.Header{}
		h.Set(s.Header, hook.Sign(s, "s3cret", []byte("body")))
		if err := hook.Verify(s, "s3cret", h, []byte("body")); err != nil {
			t.Errorf("%+v: %v", s, err)
		}
	}
}

func TestVerifyRefusesTheForged(t *testing.T) {
	good := func(s sdk.Signature) http.Header {
		h := http.Header{}
		h.Set(s.Header, hook.Sign(s, "s3cret", []byte("body")))
		return h
	}
	for _, s := range schemes {
		twice := good(s)
		twice.Add(s.Header, twice.Get(s.Header))
		cut := http.Header{}
		cut.Set(s.Header, strings.TrimSuffix(good(s).Get(s.Header), good(s).Get(s.Header)[len(good(s).Get(s.Header))-2:]))
		for name, err := range map[string]error{
			"another secret": hook.Verify(s, "other", good(s), []byte("body")),
			"empty secret":   hook.Verify(s, "", good(s), []byte("body")),
			"no header":      hook.Verify(s, "s3cret", http.Header{}, []byte("body")),
			"header twice":   hook.Verify(s, "s3cret", twice, []byte("body")),
			"cut short":      hook.Verify(s, "s3cret", cut, []byte("body")),
		} {
			if !errors.Is(err, fault.New(fault.Unauthenticated)) {
				t.Errorf("%+v: %s: got %v, want a refusal", s, name, err)
			}
		}
		if err := hook.Verify(s, "s3cret", good(s), []byte("b0dy")); s.Scheme != sdk.SchemeToken && err == nil {
			t.Errorf("%+v: another body was accepted", s)
		}
	}
}

func TestVerifyFailsClosed(t *testing.T) {
	for _, scheme := range []string{"", sdk.SchemeNone, sdk.SchemePath, "hmac-md5"} {
		h := http.Header{"X-Token": {"s3cret"}}
		if hook.Verify(sdk.Signature{Scheme: scheme, Header: "X-Token"}, "s3cret", h, nil) == nil {
			t.Errorf("scheme %q was accepted", scheme)
		}
	}
}

func TestPath(t *testing.T) {
	if err := hook.Path("abc", "abc"); err != nil {
		t.Error(err)
	}
	for _, c := range [][2]string{{"abc", "abd"}, {"abc", ""}, {"", ""}} {
		if hook.Path(c[0], c[1]) == nil {
			t.Errorf("secret %q, given %q: accepted", c[0], c[1])
		}
	}
}
