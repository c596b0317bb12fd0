package rest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/spochub/spochub/sdk/rest"
)

// Whoever is told where a file's address leads is not led on to trust that host, and
// reads no more of the address, which may hold a secret.
func TestAFileElsewhereIsNoReasonToTrust(t *testing.T) {
	t.Parallel()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://files.evil.example/x?sig=5ecret", http.StatusFound)
	}))
	defer site.Close()
	from := rest.Source{Client: rest.Patient(rest.New(nil, 0)), Site: parse(t, site.URL)}
	for at, want := range map[string]string{
		site.URL + "/file":                           "http://files.evil.example, which is not the tool's: open it at the tool; if files.evil.example is the tool's own file server, an administrator adds it to file_hosts",
		"https://files.evil.example:8443/x?k=5ecret": "https://files.evil.example:8443, which is not the tool's",
		"file:///etc/5ecret":                         "file://, which is not the tool's",
	} {
		_, err := from.Open(t.Context(), "download file", parse(t, at), 0)
		if err == nil || !strings.HasPrefix(err.Error(), "download file: denied: its address leads to "+want) || strings.Contains(err.Error(), "5ecret") {
			t.Errorf("%s: %v", at, err)
		}
	}
}
