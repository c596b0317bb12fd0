package web_test

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// articles is what a page shows as words between client and desk, without times.
func articles(page string) []string {
	var all []string
	for _, x := range regexp.MustCompile(`(?s)<article class="panel said.*?</article>`).FindAllString(page, -1) {
		all = append(all, regexp.MustCompile(`<time.*?</time>`).ReplaceAllString(x, ""))
	}
	return all
}

func TestAReplyCanBeTakenBack(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	path := "/requests/" + string(key)
	b, client := w.as(t, "jana"), w.contact(t)
	got := b.post(path+"/replies", "body", "We **swap** the card.", "id", "0123456789abcdef")
	if got.code != 303 || !strings.HasSuffix(got.header.Get("Location"), "#note-0123456789abcdef") {
		t.Fatalf("%d to %s", got.code, got.header.Get("Location"))
	}
	b.post(path+"/replies", "body", "We **swap** the card.", "id", "0123456789abcdef")
	page := b.get(path).body
	order(t, page, `id="note-0123456789abcdef"`, "Not sent yet", "<strong>swap</strong>", "Goes to the client at", `data-left="pause"`, "Take it back")
	if strings.Count(page, "Not sent yet") != 1 {
		t.Error("sent twice it waits twice")
	}
	if page := client.get("/portal" + path).body; strings.Contains(page, "swap") {
		t.Error("the client sees it already")
	}
	got = b.post(path + "/replies/0123456789abcdef/take-back")
	if got.header.Get("Location") != path+"?compose=cli#composer" {
		t.Fatalf("%d to %s", got.code, got.header.Get("Location"))
	}
	for range 2 { // it stays there
		order(t, b.get(path+"?compose=cli").body, `id="m-cli" checked`, "Taken back, not sent", "We **swap** the card.</textarea>")
	}
	if page := w.as(t, "lead").get(path).body; strings.Contains(page, "swap") {
		t.Error("a colleague finds it in the place to write")
	}
	if w.sent(t); len(w.item(t, key).Notes) != 0 {
		t.Error("it went all the same")
	}
	b.post(path+"/replies", "body", "We swapped the card.", "id", "1123456789abcdef")
	if page := b.get(path).body; strings.Contains(page, "Taken back, not sent") {
		t.Error("what was taken back is there after the next one was sent")
	}
	w.sent(t)
	if page := client.get("/portal" + path).body; !strings.Contains(page, "We swapped the card.") {
		t.Error("the client does not see it after the pause")
	}
	b.post(path + "/replies/1123456789abcdef/take-back")
	if page := b.get(path).body; !strings.Contains(page, "It has gone already.") || !strings.Contains(page, "We swapped the card.") {
		t.Error("what has gone is taken back")
	}
	if got := w.as(t, "viewer").post(path + "/replies/1123456789abcdef/take-back"); got.code != 403 {
		t.Errorf("a viewer takes back: %d", got.code)
	}
}

func TestWhatWasTakenBackCanBeThrownAway(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	path := "/requests/" + string(key)
	b := w.as(t, "jana")
	b.post(path+"/replies", "body", "Nonsense", "id", "0123456789abcdef")
	b.post(path + "/replies/0123456789abcdef/take-back")
	b.post(path + "/replies/forget")
	if page := b.get(path).body; strings.Contains(page, "Nonsense") {
		t.Error("it is still there")
	}
}

// TestThePreviewIsWhatTheClientSees compares it with the portal, sign by sign.
func TestThePreviewIsWhatTheClientSees(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	path := "/requests/" + string(key)
	b, client := w.as(t, "jana"), w.contact(t)
	body := "Hello,\r\n\r\n- we **swap** <it>\r\n- `then` test\r\n\r\n"
	for _, via := range []string{"", "phone"} {
		preview := b.post(path+"/replies/preview", "body", body, "via", via)
		if preview.code != 200 || !strings.Contains(html.UnescapeString(preview.body), "we **swap** <it>\r\n") {
			t.Fatalf("%d: %s", preview.code, preview.body)
		}
		if len(w.item(t, key).Request.Unsent) != 0 {
			t.Fatal("it was sent")
		}
		b.post(path+"/replies", "body", body, "via", via)
		w.sent(t)
		all := articles(client.get("/portal" + path).body)
		if got := articles(preview.body); len(got) != 1 || got[0] != all[len(all)-1] {
			t.Errorf("via %q the preview is %q, the client sees %q", via, got, all)
		}
	}
}

func TestAReplyThatGivesSomethingAwayIsAskedAboutOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	path := "/requests/" + string(key)
	w.tool(t, w.delegated(t, key, "core"), func(d *store.LinkDoc) {
		d.Link.Ticket, d.Link.Assignee = ticket.Ref{ID: "10001", Key: "NET-482"}, "Pavel Novák"
	})
	b := w.as(t, "jana")
	text := "Pavel writes in NET-482 that Argent Pay has it too."
	got := b.post(path+"/replies", "body", text)
	order(t, plainText(got.body), text+"</textarea>", "The client sees exactly this", "need not know", "<b>Pavel Novák</b> (somebody of a team)", "<b>NET-482</b> (a team’s ticket)", "<b>Argent Pay</b> (another client)", "Send it once more")
	if len(w.item(t, key).Request.Unsent) != 0 {
		t.Fatal("it was sent without asking")
	}
	sure := html.UnescapeString(regexp.MustCompile(`name="sure" value="([^"]+)"`).FindStringSubmatch(got.body)[1])
	if got := b.post(path+"/replies", "body", text+" As in SP-99999.", "sure", sure); !strings.Contains(got.body, "<b><bdi>SP-99999</bdi></b>") {
		t.Errorf("what else it gives away is not asked about: %d", got.code)
	}
	if got := b.post(path+"/replies", "body", text, "sure", sure); got.code != 303 {
		t.Errorf("asked twice: %d", got.code)
	}
	if u := w.item(t, key).Request.Unsent; len(u) != 1 || u[0].Write.Body != text {
		t.Errorf("waits as %+v", u)
	}
	b.lang = "de"
	if got := b.post(path+"/replies/preview", "body", text); !strings.Contains(got.body, "Genau das sieht der Kunde") || strings.Contains(got.body, "data-asks>Noch") {
		t.Error("the preview asks before anything was sent")
	}
}

func TestAReplyByPhoneSaysSo(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	path := "/requests/" + string(key)
	b, client := w.as(t, "jana"), w.contact(t)
	for range 2 { // a double click says it once
		b.post(path+"/replies", "body", "I told her.", "via", "phone", "id", "0123456789abcdef")
	}
	item := w.item(t, key)
	if len(item.Request.Unsent) != 0 || len(item.Notes) != 1 {
		t.Fatalf("what was said already waits: %+v", item)
	}
	has(t, "the page", b.get(path).body, "Recorded.")
	if n := item.Notes[0]; n.Via != request.ByPhone || len(n.Copies) != 0 {
		t.Errorf("stored as %+v", n)
	}
	for page, body := range map[string]string{
		"timeline": b.get(path).body, "history": b.get(path + "/history").body, "portal": client.get("/portal" + path).body,
	} {
		if !strings.Contains(body, "by phone") {
			t.Errorf("the %s does not say that it was said by phone", page)
		}
	}
}

func TestSharingWithTheClientIsAskedAboutOnceToo(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	path := "/requests/" + string(key)
	link := w.delegated(t, key, "core")
	b := w.as(t, "jana")
	b.post(path+"/messages", "body", "Core Network looks at Jira.", "links", string(link))
	to := path + "/notes/" + string(w.item(t, key).Notes[0].ID) + "/for-client"
	got := b.post(to, "body", "Core Network looks at Jira.")
	order(t, plainText(got.body), "<b>Core Network</b> (a team), <b>Jira</b> (a tool). ", "Send it once more")
	if got.code != 422 || len(w.item(t, key).Request.Unsent) != 0 || len(w.item(t, key).Notes) != 1 {
		t.Fatalf("%d: not asked", got.code)
	}
	sure := html.UnescapeString(regexp.MustCompile(`name="sure" value="(team[^"]*)"`).FindStringSubmatch(got.body)[1])
	if got := b.post(to, "body", "Core Network looks at Jira.", "sure", sure); got.code != 303 || len(w.item(t, key).Request.Unsent) != 1 {
		t.Errorf("asked twice: %d", got.code)
	}
	w.sent(t)
	if n := w.item(t, key).Notes; len(n) != 2 || n[1].SharedFrom != n[0].ID || n[1].Audience != request.ToClient {
		t.Errorf("stored %+v", n)
	}
}
