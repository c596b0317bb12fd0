package rest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
)

func TestAPageInThePlaceOfDataIsToldInPlainWords(t *testing.T) {
	for body, page := range map[string]bool{
		"<!DOCTYPE html><title>Sign in</title>": true, "Bad gateway": true,
		`{"cut": `: false, `{"number": "seven"}`: false, "": false,
	} {
		var out struct{ Number int }
		resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}}
		err := rest.Unreadable("read ticket", resp, json.NewDecoder(strings.NewReader(body)).Decode(&out))
		told := strings.Contains(err.Error(), "HTTP 200 with a page instead of data; a proxy or a sign-in page answers in the tool's place")
		if fault.ClassOf(err) != fault.Misread || told != page || page && strings.Contains(err.Error(), "invalid character") {
			t.Errorf("%q: %v", body, err)
		}
	}
	html := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}}
	if err := rest.Unreadable("poll", html, nil); !strings.Contains(err.Error(), "poll: misread: HTTP 200 with a page") {
		t.Error(err)
	}
}
