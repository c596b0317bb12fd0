package servicenow

import (
	"testing"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/sdktest"
)

func markup() sdktest.Markup {
	return sdktest.Markup{
		Renderer: &conn{}, Blind: true, Barred: disarm,
		Read: func(n sdk.Native) string { return markdown(string(n)) },
		Live: func(n sdk.Native) string { return codeTag.FindString(string(n)) },
	}
}

func TestTexts(t *testing.T) { sdktest.Texts(t, markup()) }

func FuzzRoundTrip(f *testing.F) { markup().Fuzz(f) }
