package rest_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
)

// A redirect leads to another server of the same network, as an attacker's would
// to one behind the firewall.
func TestFilesComeFromTheToolAlone(t *testing.T) {
	var signed []string
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		signed = append(signed, r.Header.Get("Authorization"))
		_, _ = io.WriteString(w, "bytes")
	}))
	defer elsewhere.Close()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Authorization") != "secret":
			http.Error(w, "no", http.StatusUnauthorized)
		case r.URL.Path == "/away":
			http.Redirect(w, r, elsewhere.URL, http.StatusFound)
		case r.URL.Path == "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case r.URL.Path == "/gone":
			http.NotFound(w, r)
		default:
			_, _ = io.WriteString(w, "bytes")
		}
	}))
	defer site.Close()
	base, other := parse(t, site.URL), parse(t, elsewhere.URL)
	from := func(hosts ...string) rest.Source {
		return rest.Source{Client: rest.Patient(rest.New(nil, 0)), Site: base, Hosts: hosts, Sign: func(r *http.Request) error {
			r.Header.Set("Authorization", "secret")
			return nil
		}}
	}
	for name, c := range map[string]struct {
		source rest.Source
		at     string
		class  []fault.Class // none: it is fetched
	}{
		"here":                     {from(), site.URL + "/file", nil},
		"named by an answer":       {from(), elsewhere.URL + "/file", []fault.Class{fault.Denied}},
		"a redirect":               {from(), site.URL + "/away", []fault.Class{fault.Denied}},
		"metadata of the cloud":    {from(), "http://169.254.169.254/latest", []fault.Class{fault.Denied}},
		"another port":             {from(), "http://" + base.Hostname() + ":1/", []fault.Class{fault.Denied}},
		"a file of the machine":    {from(base.Hostname()), "file:///etc/passwd", []fault.Class{fault.Denied}},
		"a redirect to a listed":   {from(other.Host), site.URL + "/away", nil},
		"round and round":          {from(), site.URL + "/round", []fault.Class{fault.Misread}},
		"the tool says it is gone": {from(), site.URL + "/gone", []fault.Class{fault.NotFound}},
	} {
		body, err := c.source.Open(t.Context(), "download", parse(t, c.at), 5)
		if err != nil {
			if !slices.Contains(c.class, fault.ClassOf(err)) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if got, err := io.ReadAll(body); err != nil || string(got) != "bytes" || c.class != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		_ = body.Close()
	}
	if len(signed) != 1 || signed[0] != "" {
		t.Errorf("the other host was asked with %q", signed)
	}
}

func TestABodyOfAnotherSizeIsNotWhole(t *testing.T) {
	for size, whole := range map[int64]bool{0: true, 5: true, 4: false, 6: false} {
		_, err := io.ReadAll(rest.Whole(&http.Response{Body: io.NopCloser(strings.NewReader("bytes"))}, size))
		if whole != (err == nil) || !whole && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("size %d: %v", size, err)
		}
	}
}

func parse(t *testing.T, s string) *url.URL {
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
