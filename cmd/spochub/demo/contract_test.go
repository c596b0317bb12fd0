package demo_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// problem is an error of the interface.
type problem struct {
	Status            int
	Title, Field, Key string
	Errors            []struct{ Location string }
}

// What an integrator reads in the contract holds at the real door.
func contract(t *testing.T, s *show) {
	h := s.hub(t)
	t.Run("external id", func(t *testing.T) {
		h := h.with(t)
		id := object{"external_id": object{"owner": "nordwind", "type": "ticket", "id": "NW-77"}}
		r := h.create(id)
		var p problem
		got := h.call("POST", "/requests", object{"title": "again", "client": "nordwind", "external_id": id["external_id"]})
		got.into(t, http.StatusConflict, &p)
		if p.Key != r.Key || !strings.HasPrefix(got.header.Get("Content-Type"), "application/problem+json") {
			t.Errorf("%+v, want the key %s", p, r.Key)
		}
	})
	t.Run("names the field", func(t *testing.T) { namesTheField(t, h.with(t)) })
	t.Run("idempotency", func(t *testing.T) { idempotency(t, h.with(t)) })
	t.Run("versions", func(t *testing.T) {
		h := h.with(t)
		r := h.create(nil)
		got := h.call("GET", "/requests/"+r.Key, nil)
		h.call("PATCH", "/requests/"+r.Key, object{"title": "newer"}, "If-Match", got.header.Get("ETag")).into(t, http.StatusOK, nil)
		h.call("PATCH", "/requests/"+r.Key, object{"title": "older"}, "If-Match", got.header.Get("ETag")).into(t, http.StatusConflict, nil)
		if now := h.get(r.Key); now.Title != "newer" {
			t.Errorf("title %q", now.Title)
		}
	})
	t.Run("token", func(t *testing.T) {
		for _, token := range []string{"", "Bearer wrong", "Basic " + s.Token} {
			for _, path := range []string{"/requests", "/connections", "/requests/SP-1001"} {
				if got := send(t, "GET", s.URL+"/api/v1"+path, nil, "Authorization", token); got.status != http.StatusUnauthorized {
					t.Errorf("%s with %q: %d", path, token, got.status)
				}
			}
		}
	})
	t.Run("document", func(t *testing.T) {
		var doc struct {
			OpenAPI string
			Paths   map[string]map[string]any
		}
		send(t, "GET", s.URL+"/api/v1/openapi.json", nil).into(t, http.StatusOK, &doc)
		for _, path := range []string{"/requests", "/requests/{key}", "/requests/{key}/delegations", "/requests/{key}/replies", "/requests/{key}/team-messages", "/requests/{key}/notes", "/requests/{key}/conflicts/{id}", "/requests/{key}/history", "/connections"} {
			if doc.Paths[path] == nil && doc.Paths["/api/v1"+path] == nil {
				t.Errorf("the document does not know %s", path)
			}
		}
		if !strings.HasPrefix(doc.OpenAPI, "3.1") {
			t.Errorf("openapi %s", doc.OpenAPI)
		}
	})
	t.Run("health", func(t *testing.T) {
		for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
			send(t, "GET", s.URL+path, nil).into(t, http.StatusOK, nil)
		}
	})
}

func namesTheField(t *testing.T, h hub) {
	key := "/requests/" + h.create(nil).Key
	for _, c := range []struct {
		method, path string
		body         object
		field        string
	}{
		{"POST", "/requests", object{"client": "nordwind"}, "title"},
		{"POST", "/requests", object{"title": "x", "client": "nobody"}, "client"},
		{"POST", "/requests", object{"title": "x", "client": "nordwind", "service": "none"}, "service"},
		{"POST", "/requests", object{"title": "x", "client": "nordwind", "priority": "P9"}, "priority"},
		{"PATCH", key, object{"status": "waiting_client"}, "waiting_for"},
		{"PATCH", key, object{"status": "on_hold"}, "hold_reason"},
		{"PATCH", key, object{"due_at": "tomorrow"}, "due_at"},
		{"POST", key + "/delegations", object{"team": "nobody"}, "team"},
		{"POST", key + "/replies", object{"body": ""}, "body"},
	} {
		var p problem
		got := h.call(c.method, c.path, c.body)
		got.into(t, http.StatusUnprocessableEntity, &p)
		if !strings.Contains(got.text, c.field) || p.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s %s %v does not name %s: %s", c.method, c.path, c.body, c.field, got.text)
		}
	}
	var r record
	h.call("PATCH", key, object{"status": "waiting_client", "waiting_for": "a photo of the port"}).into(t, http.StatusOK, &r)
	if r.Status != "waiting_client" || len(r.Notes) != 1 || r.Notes[0].Audience != "client" || r.Notes[0].Body != "a photo of the port" {
		t.Errorf("%+v", r)
	}
}

func idempotency(t *testing.T, h hub) {
	body := object{"title": "Only once", "client": "nordwind"}
	var first, again record
	h.call("POST", "/requests", body, "Idempotency-Key", "e2e-1").into(t, http.StatusCreated, &first)
	h.call("POST", "/requests", body, "Idempotency-Key", "e2e-1").into(t, http.StatusCreated, &again)
	if first.Key != again.Key {
		t.Errorf("one key made %s and %s", first.Key, again.Key)
	}
	h.call("POST", "/requests", object{"title": "Another", "client": "nordwind"}, "Idempotency-Key", "e2e-1").into(t, http.StatusUnprocessableEntity, nil)
	h.call("POST", "/requests/"+first.Key+"/notes", object{"body": "noted"}, "Idempotency-Key", "e2e-2").into(t, http.StatusCreated, nil)
	h.call("POST", "/requests/"+first.Key+"/notes", object{"body": "noted"}, "Idempotency-Key", "e2e-2").into(t, http.StatusCreated, nil)
	if r := h.get(first.Key); len(r.Notes) != 1 {
		t.Errorf("%d notes, want 1", len(r.Notes))
	}
}

// The door for webhooks lets nobody in who cannot sign.
func door(t *testing.T, s *show) {
	body, _ := json.Marshal(object{"action": "edited", "issue": object{"number": 1}})
	mac := hmac.New(sha256.New, []byte("not the secret"))
	mac.Write(body)
	forged := "sha256=" + hex.EncodeToString(mac.Sum(nil))
	for name, header := range map[string]string{"platform-github": "X-Hub-Signature-256", "noc-jira": "X-Hub-Signature", "dc-servicenow": "X-Spochub-Signature"} {
		for _, signature := range []string{"", "sha256=", forged} {
			if got := send(t, "POST", s.URL+"/hooks/"+name, body, header, signature); got.status != http.StatusUnauthorized {
				t.Errorf("%s signed with %q: %d %s", name, signature, got.status, got.text)
			}
		}
	}
	if got := send(t, "POST", s.URL+"/hooks/platform-github", bytes.Repeat([]byte("x"), 64<<20), "X-Hub-Signature-256", forged); got.status != http.StatusRequestEntityTooLarge {
		t.Errorf("64 MiB: %d", got.status)
	}
	if got := send(t, "POST", s.URL+"/hooks/nobody", body); got.status != http.StatusNotFound && got.status != http.StatusUnauthorized {
		t.Errorf("no such door: %d", got.status)
	}
	if got := send(t, "POST", s.URL+"/hooks/platform-github/"+s.Token, body); got.status == http.StatusAccepted {
		t.Errorf("an address opened a door for signed calls")
	}
}
