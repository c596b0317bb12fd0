package web_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// heard reads a stream until it tells of who is here in a way that fits.
func heard(t *testing.T, b *browser, path string, fits func(html string, rows map[string]string) bool) (leave func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.w.http.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := b.c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); res.Body.Close() })
	s := newStream(res.Body)
	for {
		c := s.any(t)
		if c.event != "here" {
			continue
		}
		var said struct {
			HTML string
			Rows map[string]string
		}
		if err := json.Unmarshal([]byte(c.data), &said); err != nil {
			t.Fatal(err)
		}
		if fits(said.HTML, said.Rows) {
			return func() { cancel(); res.Body.Close() }
		}
	}
}

func TestColleaguesAreSeen(t *testing.T) {
	t.Parallel()
	w := open(t)
	key, secret := w.received(t, "Loss"), w.received(t, "A secret matter")
	w.edit(t, secret, request.Edit{Restricted: &[]string{"jana"}}, nil)
	jana, kim := w.as(t, "jana"), w.as(t, "viewer")
	leave := heard(t, jana, "/events?at="+string(key), func(html string, rows map[string]string) bool {
		return strings.Contains(html, "Jana Kovář") && len(rows) == 0
	})
	heard(t, jana, "/events?at="+string(secret), func(string, map[string]string) bool { return true })
	heard(t, kim, "/events", func(html string, rows map[string]string) bool {
		if rows[string(secret)] != "" {
			t.Error("somebody is told who looks at what only some may know of")
		}
		return strings.Contains(html, "Jana Kovář") && rows[string(key)] == "Jana Kovář is viewing"
	})
	if body := kim.get("/?q=is:open").body; !strings.Contains(body, "is viewing") || !strings.Contains(body, "Here now") {
		t.Error("the page does not say it")
	}
	if strings.Contains(jana.get("/?q=is:open").body, "is viewing") {
		t.Error("jana is told of herself")
	}
	leave()
	heard(t, kim, "/events", func(_ string, rows map[string]string) bool { return len(rows) == 0 })
}

// A page hears of what changed between being read and listening.
func TestEventsGoOnFromWhereThePageWasRead(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.received(t, "Older")
	b := w.as(t, "jana")
	body := b.get("/").body
	_, rest, _ := strings.Cut(body, `data-position="`)
	position, _, _ := strings.Cut(rest, `"`)
	key := w.received(t, "Meanwhile")
	s := b.listenAt("/events?at=&after="+position, "")
	if c := s.next(t); c.event != "ready" || c.id != position {
		t.Fatal(c)
	}
	if c := s.next(t); c.event != "change" || c.data != `["`+string(key)+`"]` {
		t.Error(c)
	}
	if _, _, err := w.Note(t.Context(), w.jana, desk.Target{Key: key}, "", "x"); err != nil {
		t.Fatal(err)
	}
	last := s.next(t).id
	again := b.listenAt("/events?at=&after="+position, last) // the browser connects anew by the same address
	if c := again.next(t); c.id != last {
		t.Errorf("it goes on at %s, not at %s", c.id, last)
	}
}
