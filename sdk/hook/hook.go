// Package hook checks the signature of webhook deliveries. The hub's door and
// the conformance suite share it.
package hook

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

const op = "verify delivery"

// Verify reports, as a fault of class Unauthenticated, why a delivery is not
// proven to come from the tool. It takes constant time and fails closed: an
// empty secret, an absent or repeated header and an unknown scheme are refused.
// The schemes path and none sign nothing and are refused too; for the first, see
// [Path].
func Verify(sig sdk.Signature, secret string, header http.Header, body []byte) error {
	if secret == "" {
		return refuse("no secret is configured")
	}
	values := header.Values(sig.Header)
	if len(values) != 1 {
		return refuse("the header " + sig.Header + " must be there once")
	}
	given, ok := strings.CutPrefix(values[0], sig.Prefix)
	if !ok || given == "" {
		return refuse("the header " + sig.Header + " has another form")
	}
	switch sig.Scheme {
	case sdk.SchemeHMACHex:
		return checkMAC(secret, body, given, hex.DecodeString)
	case sdk.SchemeHMACBase64:
		return checkMAC(secret, body, given, base64.StdEncoding.DecodeString)
	case sdk.SchemeToken:
		return compare([]byte(secret), []byte(given))
	}
	return refuse("the scheme " + sig.Scheme + " signs no deliveries")
}

// Path checks the secret part of an address, for tools that cannot sign
// ([sdk.SchemePath]).
func Path(secret, given string) error {
	if secret == "" {
		return refuse("no secret is configured")
	}
	return compare([]byte(secret), []byte(given))
}

// Sign returns the header value that Verify accepts, for simulators and tests;
// "" where the scheme needs no header.
func Sign(sig sdk.Signature, secret string, body []byte) string {
	switch sig.Scheme {
	case sdk.SchemeHMACHex:
		return sig.Prefix + hex.EncodeToString(sum(secret, body))
	case sdk.SchemeHMACBase64:
		return sig.Prefix + base64.StdEncoding.EncodeToString(sum(secret, body))
	case sdk.SchemeToken:
		return sig.Prefix + secret
	}
	return ""
}

func checkMAC(secret string, body []byte, given string, decode func(string) ([]byte, error)) error {
	mac, err := decode(given)
	if err != nil {
		return refuse("the signature has another form")
	}
	return compare(sum(secret, body), mac)
}

func sum(secret string, body []byte) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return mac.Sum(nil)
}

// compare hashes both sides, so that their lengths do not show either.
func compare(want, given []byte) error {
	a, b := sha256.Sum256(want), sha256.Sum256(given)
	if subtle.ConstantTimeCompare(a[:], b[:]) != 1 {
		return refuse("the signature does not fit")
	}
	return nil
}

func refuse(why string) error { return fault.Errorf(fault.Unauthenticated, op, "%s", why) }
