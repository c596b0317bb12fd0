package web_test

import (
	"context"
	"fmt"
	"html"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-rod/rod/lib/input"
	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/web"
)

// hidden is the value of a hidden field in a part of a page.
func hidden(t *testing.T, body, field string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + field + `" value="([^"]*)"`).FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("no field %s", field)
	}
	return html.UnescapeString(m[1])
}

// Who answers a client that somebody else has answered since the form was loaded sees
// that before theirs goes, with what they typed; a second press sends it.
func TestTwoAnswersCross(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		first func(*world, context.Context, request.Key, desk.Answer) error
		pause bool // the ten seconds have passed
		says  string
	}{
		"held":     {(*world).later, false, "Dana Reyes wrote 40 s ago, and it goes in a moment:"},
		"sent":     {(*world).later, true, "Dana Reyes replied"},
		"recorded": {(*world).call, false, "Dana Reyes replied 40 s ago:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var later atomic.Int64
			w := open(t, func(o *web.Options) {
				o.Now = func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
			})
			key := w.received(t, "Loss")
			path := "/requests/" + string(key)
			b := w.as(t, "jana")
			told := hidden(t, composer(b.get(path).body), "told")
			first := desk.Answer{Text: desk.Text{Body: "We are **on it**."}, Via: request.ByPhone, At: w.now().Add(-time.Hour)}
			if err := c.first(w, t.Context(), key, first); err != nil {
				t.Fatal(err)
			}
			if c.pause {
				w.sent(t)
			} else {
				later.Store(int64(40 * time.Second))
			}
			send := func(more ...string) answer {
				return b.post(path+"/replies", append([]string{"body", "Card <swapped>.", "told", told}, more...)...)
			}
			mine := func() int {
				item, n := w.item(t, key), 0
				for _, u := range item.Request.Unsent {
					n += strings.Count(u.Write.Body, "Card <swapped>.")
				}
				return n
			}
			got := send()
			if got.code != 422 || mine() != 0 || !strings.Contains(got.body, c.says) || !strings.Contains(got.body, "We are on it.") || !strings.Contains(got.body, "Card &lt;swapped&gt;.</textarea>") || !strings.Contains(got.body, "Send it once more") {
				t.Fatalf("%d, %d wait: %s", got.code, mine(), guard(got.body))
			}
			if again := hidden(t, composer(got.body), "told"); again != told {
				t.Errorf("the form forgot what it had seen: %q, not %q", again, told)
			}
			if got := send("sure", hidden(t, composer(got.body), "sure")); got.code != 303 || mine() != 1 {
				t.Errorf("sent again: %d, %d wait", got.code, mine())
			}
			if got := b.post(path+"/replies", "body", "Another.", "told", hidden(t, composer(b.get(path).body), "told")); got.code != 303 {
				t.Errorf("who has seen it is asked: %d", got.code)
			}
		})
	}
}

// composer is the part of a page with the forms to write.
func composer(body string) string {
	_, rest, _ := strings.Cut(body, `id="composer"`)
	return rest
}

func guard(body string) string {
	_, rest, _ := strings.Cut(body, `class="guard"`)
	text, _, _ := strings.Cut(rest, "</section>")
	return text
}

// dana is a colleague.
func dana() auth.Actor { return auth.Actor{Login: "spoc", Name: "Dana Reyes", Role: "spoc"} }

func (w *world) later(ctx context.Context, key request.Key, a desk.Answer) error {
	_, _, err := w.ReplyLater(ctx, dana(), desk.Target{Key: key}, desk.Answer{Text: a.Text})
	return err
}

func (w *world) call(ctx context.Context, key request.Key, a desk.Answer) error {
	_, _, err := w.Reply(ctx, dana(), desk.Target{Key: key}, a)
	return err
}

// What one wrote oneself, a note for the desk or for a team, and the client's own
// words cross nothing.
func TestWhatIsNoAnswerOfAnotherCrossesNothing(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	link := w.delegated(t, key, "core")
	path := "/requests/" + string(key)
	b := w.as(t, "jana")
	told := hidden(t, composer(b.get(path).body), "told")
	to := desk.Target{Key: key}
	if _, _, err := w.Reply(t.Context(), w.jana, to, desk.Answer{Text: desk.Text{Body: "Mine."}}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Note(t.Context(), dana(), to, "", "For the desk."); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Message(t.Context(), dana(), to, desk.Text{Body: "For the team."}); err != nil {
		t.Fatal(err)
	}
	w.says(t, link, "c1", "Of the team.")
	if got := w.as(t, "client").post("/portal/requests/"+string(key)+"/messages", "body", "Of the client."); got.code != 303 {
		t.Fatalf("the client writes: %d", got.code)
	}
	if got := b.post(path+"/replies", "body", "x", "told", told); got.code != 303 {
		t.Errorf("%d: %s", got.code, guard(got.body))
	}
}

// Each form with words for the client asks: also the one that has the request wait.
func TestEveryFormForAClientSeesACrossing(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	w.delegated(t, key, "core")
	for what, d := range w.doors(t, key) {
		page, _, _ := strings.Cut(strings.TrimPrefix(d.at, "/requests/"), "/")
		b := w.as(t, "jana")
		fields := append([]string{"told", hidden(t, b.get("/requests/"+page).body, "told")}, d.fields...)
		if what == "a broadcast" {
			if _, _, err := w.BroadcastLater(t.Context(), dana(), desk.Target{Key: request.Key(page)}, request.Broadcast{Audience: request.ToClient, Texts: map[string]string{"en": "We work on it."}, Fallback: "en"}); err != nil {
				t.Fatal(err)
			}
		} else if err := w.later(t.Context(), request.Key(page), desk.Answer{Text: desk.Text{Body: fmt.Sprintf("We work on it (%s).", what)}}); err != nil {
			t.Fatal(err)
		}
		if what == "a broadcast" { // which went meanwhile
			w.sent(t)
		}
		if got := b.post(d.at, fields...); got.code != 422 || !regexp.MustCompile(`Dana Reyes (wrote|replied) \d+ s ago`).MatchString(guard(got.body)) || !strings.Contains(guard(got.body), "We work on it") {
			t.Errorf("%s: %d %s", what, got.code, guard(got.body))
		}
	}
}

// Of two who press at the same moment one goes and one is asked, never both.
func TestTwoAnswersAtTheSameMoment(t *testing.T) {
	t.Parallel()
	w := open(t)
	jana, other := w.as(t, "jana"), w.as(t, "admin")
	for range 8 {
		path := "/requests/" + string(w.received(t, "Loss"))
		told := hidden(t, composer(jana.get(path).body), "told")
		codes := make(chan int, 2)
		for _, b := range []*browser{jana, other} {
			go func() { codes <- b.post(path+"/replies", "body", "On it.", "told", told).code }()
		}
		if a, b := <-codes, <-codes; a+b != 303+422 {
			t.Fatalf("they are answered %d and %d", a, b)
		}
	}
}

// Who is asked goes on with the same keys: the words have the focus, and sending them
// once more sends them.
func TestACrossingIsAnsweredByTheSameKeys(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	live(p)
	p.Keyboard.MustType('r')
	p.MustElement("#t-cli").MustInput("Card swapped.")
	if err := w.later(t.Context(), key, desk.Answer{Text: desk.Text{Body: "We are on it."}}); err != nil {
		t.Fatal(err)
	}
	send := func() {
		wait := p.MustWaitNavigation()
		p.KeyActions().Press(input.ControlLeft, input.ShiftLeft).Type(input.Enter).MustDo()
		wait()
		live(p)
	}
	send()
	until(t, p, "the question, and the words with the focus", `() => document.querySelector('.comp .guard').checkVisibility() && document.activeElement.id === 't-cli' && document.activeElement.value === 'Card swapped.'`)
	send()
	if u := w.item(t, key).Request.Unsent; len(u) != 2 {
		t.Errorf("waiting: %+v", u)
	}
}
