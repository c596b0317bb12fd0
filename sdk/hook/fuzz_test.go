package hook_test

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/hook"
)

// FuzzVerify looks for a header that opens the door without the secret.
func FuzzVerify(f *testing.F) {
	for i, s := range schemes {
		f.Add(uint8(i), hook.Sign(s, "another", []byte("body")), []byte("body"))
		f.Add(uint8(i), s.Prefix, []byte(nil))
	}
	f.Fuzz(func(t *testing.T, which uint8, given string, body []byte) {
		const secret = "0f3c-unknown-to-them"
		s := schemes[int(which)%len(schemes)]
		header := http.Header{}
		header.Set(s.Header, given)
		genuine := hook.Sign(s, secret, body)
		if err := hook.Verify(s, secret, header, body); (err == nil) != sameSignature(s, given, genuine) {
			t.Errorf("%+v: %q: %v, the genuine one is %q", s, given, err, genuine)
		}
		header.Set(s.Header, genuine)
		if err := hook.Verify(s, secret, header, body); err != nil {
			t.Errorf("%+v: the genuine one is refused: %v", s, err)
		}
		if hook.Verify(s, "", header, body) == nil {
			t.Errorf("%+v: an empty secret opens", s)
		}
	})
}

// sameSignature compares what two headers mean: hexadecimal digits may be of
// either case, and the tail of base64 has bits that say nothing.
func sameSignature(s sdk.Signature, a, b string) bool {
	x, xerr := signed(s, a)
	y, yerr := signed(s, b)
	return xerr == nil && yerr == nil && x == y
}

func signed(s sdk.Signature, header string) (string, error) {
	value, ok := strings.CutPrefix(header, s.Prefix)
	if !ok {
		return "", errors.New("another prefix")
	}
	var sum []byte
	var err error
	switch s.Scheme {
	case sdk.SchemeHMACHex:
		sum, err = hex.DecodeString(value)
	case sdk.SchemeHMACBase64:
		sum, err = base64.StdEncoding.DecodeString(value)
	default:
		return value, nil
	}
	return string(sum), err
}
