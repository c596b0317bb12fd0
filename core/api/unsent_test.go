package api_test

import "testing"

func TestARepliesPauseIsAskedFor(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.created(t)
	path := "/requests/" + key
	a := w.call(t, "POST", path+"/replies", m{"body": "We are on it.", "hold": true})
	if a.status != 201 || a.at(t, "created_at") != nil || a.at(t, "goes_at") != "2026-03-02T12:00:10.000000Z" || a.at(t, "author.name") == "" {
		t.Fatal(a.status, a.text)
	}
	got := w.call(t, "GET", path, nil)
	if got.at(t, "unsent.0.id") != a.at(t, "id") || len(got.at(t, "notes").([]any)) != 0 {
		t.Errorf("the request says %s", got.text)
	}
	note := path + "/notes/" + a.at(t, "id").(string)
	for _, want := range []int{204, 404} {
		if a := w.call(t, "DELETE", note, nil); a.status != want {
			t.Errorf("taken back: %d %s, want %d", a.status, a.text, want)
		}
	}
	if got := w.call(t, "GET", path, nil); len(got.at(t, "unsent").([]any)) != 0 {
		t.Errorf("the request says %s", got.text)
	}
	if a := w.call(t, "POST", path+"/replies", m{"body": "At once."}); a.at(t, "created_at") == nil || a.at(t, "goes_at") != nil {
		t.Errorf("not held: %s", a.text)
	}
}

// What was said already is recorded at once, also where a pause is asked for.
func TestACallIsNotHeld(t *testing.T) {
	t.Parallel()
	w := open(t)
	path := "/requests/" + w.created(t)
	a := w.call(t, "POST", path+"/replies", m{"body": "As I said.", "via": "phone", "hold": true})
	if a.status != 201 || a.at(t, "created_at") == nil || a.at(t, "goes_at") != nil {
		t.Error(a.status, a.text)
	}
}

func TestARequestIsFollowed(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.created(t)
	path := "/requests/" + key + "/watchers"
	if a := w.call(t, "PUT", path, nil); a.status != 200 || len(a.at(t, "items").([]any)) != 1 {
		t.Fatal(a.status, a.text)
	}
	if a := w.call(t, "GET", "/requests?q=watching:me", nil); a.at(t, "items.0.key") != key {
		t.Error(a.text)
	}
	if a := w.call(t, "DELETE", path, nil); a.status != 200 || len(a.at(t, "items").([]any)) != 0 {
		t.Error(a.status, a.text)
	}
	if a := w.call(t, "GET", "/requests/SP-1/watchers", nil); a.status != 404 {
		t.Error(a.status, a.text)
	}
}
