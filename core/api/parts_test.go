package api_test

import (
	"fmt"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// A copy says which comments it is where the tool cannot hold the note in one.
func TestACopyListsItsParts(t *testing.T) {
	w := open(t)
	key, link := w.linked(t, func(*store.LinkDoc) {})
	for _, body := range []string{"short", "long"} {
		w.call(t, "POST", "/requests/"+key+"/team-messages", m{"body": body, "links": []string{link}})
	}
	err := w.store.Link(t.Context(), store.Claim{ID: link}, func(d *store.LinkDoc) error {
		for i, c := range []request.Copy{
			{CommentID: "1"},
			{CommentID: "2", Parts: []request.Part{{CommentID: "2", Version: 1}, {CommentID: "3", Version: 1}}},
		} {
			c.Link, c.Version, c.State = request.LinkID(link), 1, request.CopyDelivered
			d.Notes[i].Copies = []request.Copy{c}
		}
		d.Changed = d.Notes
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got := w.call(t, "GET", "/requests/"+key, nil)
	for path, want := range map[string]string{
		"notes.0.copies.0.ticket_comment_id": "1", "notes.0.copies.0.parts": "[]",
		"notes.1.copies.0.ticket_comment_id": "2", "notes.1.copies.0.parts": "[2 3]",
	} {
		if is := fmt.Sprint(got.at(t, path)); is != want {
			t.Errorf("%s is %s, want %s", path, is, want)
		}
	}
}
