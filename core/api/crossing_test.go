package api_test

import (
	"net/http"
	"testing"

	"github.com/spochub/spochub/core/auth"
)

// What is written to the client is refused where a colleague has written since, once
// the caller says what they knew; their own words cross nothing.
func TestWhatCrossesAColleaguesReplyIsRefused(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := "/requests/" + w.call(t, "POST", "/requests", m{"title": "Loss", "client": "nordwind"}).at(t, "key").(string)
	as := func(role auth.Role, method, path string, body m) answer {
		t.Helper()
		w.token = w.tokens[role]
		return w.call(t, method, path, body)
	}
	reply := func(role auth.Role, told string, more ...string) answer {
		body := m{"body": "We are on it.", "via": "phone", "told": told}
		if len(more) > 0 {
			body = m{"body": "Held.", "hold": true, "told": told}
		}
		return as(role, "POST", key+"/replies", body)
	}
	told := func(role auth.Role) string { return as(role, "GET", key, nil).at(t, "told").(string) }
	spoc, lead := told(auth.SPOC), told(auth.Lead)
	if a := reply(auth.SPOC, spoc); a.status != http.StatusCreated || told(auth.SPOC) != spoc {
		t.Fatalf("the first: %d %s", a.status, a.text)
	}
	if a := reply(auth.SPOC, spoc); a.status != http.StatusCreated {
		t.Errorf("one after one's own: %d %s", a.status, a.text)
	}
	internal := as(auth.Lead, "POST", key+"/notes", m{"body": "seen"}).at(t, "id").(string)
	for what, a := range map[string]answer{
		"a reply":      reply(auth.Lead, lead),
		"a held reply": reply(auth.Lead, lead, "held"),
		"a question":   as(auth.Lead, "PATCH", key, m{"status": "waiting_client", "waiting_for": "Which port?", "told": lead}),
		"a share":      as(auth.Lead, "POST", key+"/notes/"+internal+"/share", m{"audience": "client", "told": lead}),
	} {
		if a.status != http.StatusConflict || a.at(t, "field") != "told" {
			t.Errorf("%s: %d %s", what, a.status, a.text)
		}
	}
	if n := len(as(auth.Lead, "GET", key, nil).at(t, "notes").([]any)); n != 3 {
		t.Errorf("%d notes", n)
	}
	if a := reply(auth.Lead, told(auth.Lead), "held"); a.status != http.StatusCreated {
		t.Errorf("after reading: %d %s", a.status, a.text)
	}
	if a := reply(auth.SPOC, spoc); a.status != http.StatusConflict {
		t.Errorf("while a colleague's waits: %d %s", a.status, a.text)
	}
	if a := as(auth.SPOC, "POST", key+"/replies", m{"body": "Not asked.", "via": "phone"}); a.status != http.StatusCreated {
		t.Errorf("without a word: %d %s", a.status, a.text)
	}
}
