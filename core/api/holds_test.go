package api_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// What waits is listed, of one request and of all, and cancelled, until it goes.
func TestHoldsAreListedAndCancelled(t *testing.T) {
	t.Parallel()
	w := open(t)
	key, other, secret := w.created(t), w.created(t), w.created(t)
	hold := func(key, body string) string {
		a := w.want(t, 201, "POST", "/requests/"+key+"/replies", m{"body": body, "hold": true})
		return a.at(t, "id").(string)
	}
	first, second := hold(key, "We are on it."), hold(other, "You too.")
	hold(secret, "Hush.")
	w.restrict(t, secret, "mara")
	all := w.want(t, 200, "GET", "/holds", nil)
	if len(all.at(t, "items").([]any)) != 2 || all.at(t, "items.0.request") != key || all.at(t, "items.0.kind") != "reply" || all.at(t, "items.0.note.id") != first ||
		all.at(t, "items.0.note.goes_at") != "2026-03-02T12:00:10.000000Z" || all.at(t, "items.1.note.body") != "You too." || strings.Contains(all.text, "Hush") {
		t.Errorf("all that waits: %s", all.text)
	}
	one := w.want(t, 200, "GET", "/requests/"+key+"/holds", nil)
	if len(one.at(t, "items").([]any)) != 1 || one.at(t, "items.0.note.id") != first {
		t.Errorf("of one request: %s", one.text)
	}
	if back := w.want(t, 200, "DELETE", "/requests/"+other+"/holds/"+second, nil); back.at(t, "note.body") != "You too." || back.at(t, "request") != other {
		t.Errorf("taken back: %s", back.text)
	}
	w.want(t, 404, "DELETE", "/requests/"+other+"/holds/"+second, nil)
	w.want(t, 404, "GET", "/requests/SP-1/holds", nil)
	w.want(t, 404, "DELETE", "/requests/"+secret+"/holds/x", nil)
	if err := w.store.Update(t.Context(), request.Key(key), func(d *store.Doc) error {
		d.Request.Unsent[0].Until, d.Request.Unsent[0].Refused = time.Time{}, "it may not go"
		d.Request.Attention = append(d.Request.Attention, request.AttentionUnsent)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if stuck := w.want(t, 200, "GET", "/holds", nil); stuck.at(t, "items.0.note.goes_at") != nil || !strings.Contains(stuck.text, "it may not go") {
		t.Errorf("what could not go: %s", stuck.text)
	}
	w.token = w.tokens[auth.Viewer]
	w.want(t, 200, "GET", "/holds", nil)
	w.want(t, 403, "DELETE", "/requests/"+key+"/holds/"+first, nil)
}

// Many conflicts are settled at once, each by itself.
func TestConflictsAreSettledTogether(t *testing.T) {
	t.Parallel()
	w := open(t)
	var keys []string
	for range 3 {
		key, link := w.linked(t, func(*store.LinkDoc) {})
		w.conflict(t, link)
		keys = append(keys, key)
	}
	a := w.want(t, 200, "POST", "/conflicts", m{"conflicts": []m{
		{"request": keys[0], "id": "c1", "choose": "tool"}, {"request": keys[1], "id": "nope", "choose": "hub"}, {"request": keys[2], "id": "c1", "choose": "value", "value": "P9"},
		{"request": "SP-99999", "id": "c1", "choose": "hub"}, {"request": keys[1], "id": "c1", "choose": "hub"},
	}})
	if a.at(t, "settled") != 2.0 || len(a.at(t, "items").([]any)) != 5 {
		t.Fatal(a.text)
	}
	for path, want := range map[string]any{
		"items.0.status": 200.0, "items.0.request": keys[0], "items.0.detail": nil, "items.1.status": 404.0, "items.2.status": 422.0, "items.2.field": "value", "items.3.status": 404.0, "items.4.status": 200.0, "items.4.id": "c1",
	} {
		if got := a.at(t, path); got != want {
			t.Errorf("%s is %v, want %v: %s", path, got, want, a.text)
		}
	}
	w.want(t, 422, "POST", "/conflicts", m{"conflicts": []m{}})
	w.token = w.tokens[auth.Viewer]
	w.want(t, 403, "POST", "/conflicts", m{"conflicts": []m{{"request": keys[2], "id": "c1", "choose": "hub"}}})
}
