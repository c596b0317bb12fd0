package web_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/web"
)

// stream is one open connection to the live updates.
type stream struct {
	lines *bufio.Scanner
	end   context.CancelFunc
}

type change struct{ event, id, data string }

func (b *browser) listen(last string) *stream {
	b.t.Helper()
	return b.listenAt("/events", last)
}

func (b *browser) listenAt(path, last string) *stream {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 20*time.Second)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.w.http.URL+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	res, err := b.c.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { cancel(); res.Body.Close() })
	if kind := res.Header.Get("Content-Type"); kind != "text/event-stream" {
		b.t.Fatalf("%d %s", res.StatusCode, kind)
	}
	return &stream{bufio.NewScanner(res.Body), cancel}
}

func newStream(body io.Reader) *stream {
	return &stream{lines: bufio.NewScanner(body)}
}

// next is the next event but those that tell who is here.
func (s *stream) next(t *testing.T) change {
	t.Helper()
	for {
		if c := s.any(t); c.event != "here" {
			return c
		}
	}
}

func (s *stream) any(t *testing.T) change {
	t.Helper()
	var c change
	for s.lines.Scan() {
		name, value, _ := strings.Cut(s.lines.Text(), ": ")
		switch name {
		case "event":
			c.event = value
		case "id":
			c.id = value
		case "data":
			c.data = value
		case "":
			if c.event != "" {
				return c
			}
		}
	}
	t.Fatal("the stream ended: ", s.lines.Err())
	return c
}

func TestEventsGoOnWhereTheyWere(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "viewer")
	one, two := b.listen(""), w.as(t, "jana").listen("")
	if c := one.next(t); c.event != "ready" {
		t.Fatal(c)
	}
	two.next(t)
	first := w.received(t, "the very first") // the feed was empty before
	got := one.next(t)
	if got.event != "change" || got.data != `["`+string(first)+`"]` {
		t.Fatal(got)
	}
	if c := two.next(t); c.data != got.data {
		t.Errorf("the second page heard %v", c)
	}
	one.end()
	second := w.received(t, "while nobody listened")
	again := b.listen(got.id)
	if c := again.next(t); c.event != "ready" || c.id != got.id {
		t.Fatal(c)
	}
	if c := again.next(t); c.data != `["`+string(second)+`"]` {
		t.Errorf("missed: %v", c)
	}
	fresh := b.listen("999999999") // of another database
	if c := fresh.next(t); c.id == "999999999" {
		t.Error("a position that never was")
	}
}

func TestCloseEndsTheStreams(t *testing.T) {
	t.Parallel()
	w := open(t)
	s := w.as(t, "jana").listen("")
	s.next(t)
	w.site.Close()
	for s.lines.Scan() {
	}
	if err := s.lines.Err(); err != nil {
		t.Error(err)
	}
	w.site.Close()
}

// No change tells that a promise fell due: the page hears of it all the same, and
// the request is among what needs attention.
func TestAPromiseFallsDueByItself(t *testing.T) {
	t.Parallel()
	w := open(t, func(o *web.Options) { o.Beat = 20 * time.Millisecond })
	key := w.received(t, "Loss")
	due := time.Now().Add(1500 * time.Millisecond)
	if _, err := w.Triage(t.Context(), w.jana, desk.Target{Key: key}, request.Edit{NextUpdateAt: &due}, nil); err != nil {
		t.Fatal(err)
	}
	b := w.as(t, "jana")
	if page := b.get("/?q=is:attention").body; strings.Contains(page, string(key)) && time.Now().Before(due) {
		t.Error("it needs attention before it is due")
	}
	s := b.listen("")
	s.next(t)
	if c := s.next(t); c.event != "change" || c.data != `["`+string(key)+`"]` {
		t.Fatal(c)
	}
	page := b.get("/?q=is:attention").body
	if !strings.Contains(page, `data-key="`+string(key)+`"`) || !strings.Contains(page, "<span>Needs attention</span><b>1</b>") {
		t.Error("it is not among what needs attention")
	}
	give := func(via request.Via) {
		t.Helper()
		if _, _, err := w.Reply(t.Context(), w.jana, desk.Target{Key: key}, desk.Answer{Text: desk.Text{Body: "We work on it."}, Via: via}); err != nil {
			t.Fatal(err)
		}
	}
	give("")
	if page := b.get("/?q=is:attention").body; !strings.Contains(page, string(key)) {
		t.Error("a reply that reaches nobody keeps the promise")
	}
	give(request.ByPhone)
	if page := b.get("/?q=is:attention").body; strings.Contains(page, string(key)) {
		t.Error("it needs attention after the update was given")
	}
}
