package github

import (
	"bytes"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/sdktest"
)

func markup() sdktest.Markup {
	return sdktest.Markup{
		Renderer: &conn{},
		Read:     func(n sdk.Native) string { return read(sdk.Native(marker.Canon(string(n)))) },
		Live: func(n sdk.Native) string {
			var page bytes.Buffer
			if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(n), &page); err != nil {
				return err.Error()
			}
			return live.FindString(names.Replace(tags.ReplaceAllString(page.String(), "\x01")))
		},
	}
}

func TestTexts(t *testing.T) { sdktest.Texts(t, markup()) }

func FuzzRoundTrip(f *testing.F) { markup().Fuzz(f) }
