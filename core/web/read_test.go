package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

func (w *world) notes(t *testing.T, key request.Key, body string) {
	t.Helper()
	if _, _, err := w.Note(t.Context(), w.jana, desk.Target{Key: key}, "", body); err != nil {
		t.Fatal(err)
	}
}

// TestReadingIsEachOnesOwn: what one has read is new to the others.
func TestReadingIsEachOnesOwn(t *testing.T) {
	t.Parallel()
	w := open(t)
	key, other := w.received(t, "Loss"), w.received(t, "Other")
	jana, lead := w.as(t, "jana"), w.as(t, "lead")
	bold := func(b *browser, path string) (keys string) {
		for _, m := range regexp.MustCompile(`class="row unread"[^>]*data-key="(SP-\d+)"`).FindAllStringSubmatch(b.get(path).body, -1) {
			keys += m[1] + " "
		}
		return keys
	}
	lists := func(what, forJana, forLead string) {
		t.Helper()
		for _, path := range []string{"/?q=is:open&order=created", "/?q=is:unread&order=created"} {
			if got := bold(jana, path); got != forJana {
				t.Errorf("%s: %s shows jana %q, want %q", what, path, got, forJana)
			}
			if got := bold(lead, path); got != forLead {
				t.Errorf("%s: %s shows the lead %q, want %q", what, path, got, forLead)
			}
		}
	}
	both, one := string(other)+" "+string(key)+" ", string(key)+" "
	lists("at first", both, both)
	jana.get("/requests/" + string(other))
	lists("read by jana", one, both)
	w.notes(t, other, "My own.")
	lists("written by jana", one, both)
	if _, _, err := w.Note(t.Context(), auth.Actor{Login: "admin", Name: "admin", Role: auth.Admin}, desk.Target{Key: other}, "", "Look at this."); err != nil {
		t.Fatal(err)
	}
	lists("written anew", both, both)
	jana.get("/requests/" + string(other))
	jana.get("/requests/" + string(other) + "/history")
	if got := lead.post("/read", "back", "/?q=is:unread"); got.header.Get("Location") != "/?q=is:unread" {
		t.Errorf("sent to %q", got.header.Get("Location"))
	}
	lists("the lead has read all", one, "")
	if got := w.contact(t).post("/read"); got.code != http.StatusForbidden {
		t.Errorf("a client marks as read: %d", got.code)
	}
}

// TestTheTimelineSaysWhatIsNew to whom, and goes on saying it while the page only
// follows.
func TestTheTimelineSaysWhatIsNew(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	path := "/requests/" + string(key)
	lead := w.as(t, "lead")
	if page := lead.get(path).body; strings.Contains(page, `id="unread"`) {
		t.Error("all is new to somebody who is here for the first time")
	}
	lead.post(path+"/notes", "body", "my own")
	w.notes(t, key, "first")
	w.notes(t, key, "second")
	page := lead.get(path).body
	order(t, page, "Jump to new", "my own", "New since your last visit", "first", "second")
	since := regexp.MustCompile(`data-since="(\d+)"`).FindStringSubmatch(page)[1]
	if page := lead.get(path).body; strings.Contains(page, `id="unread"`) {
		t.Error("it is new twice")
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.http.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Live", "1")
	r.Header.Set("X-Since", since)
	order(t, lead.do(r).body, "my own", "New since your last visit", "first", "second")
}

func TestTheTimelineIsFiltered(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	path := "/requests/" + string(key)
	link := w.delegated(t, key, "core")
	b := w.as(t, "jana")
	b.post(path+"/replies", "body", "For the client alone")
	b.post(path+"/messages", "body", "For the teams alone", "links", string(link))
	b.post(path+"/notes", "body", "For us alone")
	for show, want := range map[string]string{"client": "client", "teams": "teams", "internal": "us"} {
		page := b.get(path + "?show=" + show).body
		line := page[strings.Index(page, `<ol class="tl"`):strings.Index(page, `id="composer"`)]
		for _, who := range []string{"client", "teams", "us"} {
			if strings.Contains(line, "For the "+who+" alone") || strings.Contains(line, "For "+who+" alone") {
				if who != want {
					t.Errorf("%s shows what is for %s", show, who)
				}
			} else if who == want {
				t.Errorf("%s does not show what is for %s", show, who)
			}
		}
		if !strings.Contains(page, `href="`+path+`?show=`+show+`" aria-current="true"`) || !strings.Contains(page, `data-here="`+path+`?show=`+show+`"`) {
			t.Errorf("%s does not stay in the address", show)
		}
	}
	page := b.get(path + "?show=nothing").body
	order(t, page, `href="`+path+`" aria-current="true"`, "For the client alone", "For the teams alone", "For us alone")
}

// TestOnesOwnActInTheListIsRead: what one does to a row by key leaves it read, and
// bold for others.
func TestOnesOwnActInTheListIsRead(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	w.as(t, "jana").get("/requests/" + string(key))
	w.as(t, "lead").get("/requests/" + string(key))
	p := w.page(t, chrome(t), "jana", "/?q=is:open")
	live(p)
	p.MustElement(".row:not(.unread)")
	p.Keyboard.MustType('j', 'a')
	until(t, p, "the owner", `() => Boolean(document.querySelector('.row .av.me'))`)
	if p.MustEval(`() => document.querySelector('.row').classList.contains('unread')`).Bool() {
		t.Error("one's own act is unread")
	}
	if page := w.as(t, "lead").get("/?q=is:unread").body; !strings.Contains(page, string(key)) {
		t.Error("others do not hear of it")
	}
}
