package web_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

func TestANoteInSeveralCommentsSaysSo(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	link := w.delegated(t, key, "core")
	b := w.as(t, "jana")
	b.post("/requests/"+string(key)+"/messages", "body", "a long story", "links", string(link))
	w.tool(t, link, func(d *store.LinkDoc) {
		c := &d.Notes[0].Copies[0]
		c.CommentID, c.State, c.Version = "1", request.CopyDelivered, 1
		c.Parts = []request.Part{{CommentID: "1", Version: 1}, {CommentID: "2", Version: 1}}
		d.Changed = d.Notes
	})
	for lang, want := range map[string]string{"en": "delivered in 2 comments", "de": "zugestellt in 2 Kommentaren"} {
		b.lang = lang
		if body := b.get("/requests/" + string(key)).body; !strings.Contains(body, want) {
			t.Errorf("%q is missing: %s", want, body)
		}
	}
}
