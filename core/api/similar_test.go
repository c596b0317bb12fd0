package api_test

import (
	"net/http"
	"testing"
)

func TestSimilarOverREST(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.call(t, "POST", "/requests", m{"title": "Frankfurt down, no link", "client": "nordwind", "service": "FRA3"}).at(t, "key")
	a := w.call(t, "GET", "/similar?client=nordwind&service=fra-3&kind=incident&title=Frankfurt+ausgefallen", nil)
	if a.status != http.StatusOK || a.at(t, "items.0.key") != key || a.at(t, "items.0.likely") != true || a.at(t, "items.0.reasons.0") != "service" {
		t.Fatal(a.status, a.text)
	}
	if a := w.call(t, "GET", "/similar?client=argent&title=Frankfurt+down", nil); a.text != `{"items":[]}`+"\n" {
		t.Errorf("another client's request: %s", a.text)
	}
	if a := w.call(t, "GET", "/similar?service=nowhere", nil); a.status != http.StatusUnprocessableEntity {
		t.Errorf("%d: %s", a.status, a.text)
	}
}
