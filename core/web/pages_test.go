package web_test

import (
	"github.com/spochub/spochub/core/request"
	"strings"
	"testing"
)

func TestPages(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := string(w.received(t, "Packet loss in Frankfurt"))
	link := w.delegated(t, request.Key(key), "core")
	w.contested(t, link)
	for _, lang := range []string{"en", "de"} {
		b := w.as(t, "jana")
		b.lang = lang
		for path, want := range map[string]string{
			"/?q=is:open": "Packet loss in Frankfurt", "/?q=-is:open": "</table>", "/requests/" + key: "NET-482",
			"/requests/" + key + "/history": key, "/new": "Nordwind Logistik", "/connections": "<h1>",
		} {
			got := b.get(path)
			if got.code != 200 || !strings.Contains(got.body, want) || !strings.Contains(got.body, `<html lang="`+lang+`"`) {
				t.Errorf("%s %s: %d, %s", lang, path, got.code, got.body)
			}
		}
	}
}
