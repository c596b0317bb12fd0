package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

func copyOf(n *request.Note, link request.LinkID) *request.Copy {
	for i := range n.Copies {
		if n.Copies[i].Link == link {
			return &n.Copies[i]
		}
	}
	return nil
}

// write adds a note with a pending copy on link l1.
func write(t *testing.T, s Subject, id request.NoteID, body string) {
	t.Helper()
	at := s.Clock.Advance(time.Second)
	edit(t, s.Sync, "l1", func(d *store.LinkDoc) {
		d.Add = append(d.Add, &request.Note{ID: id, Body: body, CreatedAt: at,
			Copies: []request.Copy{{Link: "l1", State: request.CopyPending}}})
	})
}

// deliver says that a copy has arrived as a comment.
func deliver(t *testing.T, s Subject, comment string) {
	t.Helper()
	edit(t, s.Sync, "l1", func(d *store.LinkDoc) {
		n := d.Notes[0]
		c := copyOf(n, "l1")
		c.CommentID, c.State, c.Version, c.Native = comment, request.CopyDelivered, n.Version, "h1. "+n.Body
		d.Changed = append(d.Changed, n)
	})
}

// noteTests say which notes a link sees, and which it has written.
var noteTests = map[string]func(*testing.T, Subject){
	"a link sees the notes that it has to write": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 2)
		write(t, s, "n1", "first")
		write(t, s, "n2", "second")
		notes := see(t, s.Sync, "l1").Notes
		equal(t, "notes", len(notes), 2)
		equal(t, "oldest", notes[0].Body, "first")
		equal(t, "version", notes[0].Version, 1)
		equal(t, "request", notes[0].Request, "r1")
		equal(t, "of another link", len(see(t, s.Sync, "l2").Notes), 0)
		deliver(t, s, "c1")
		notes = see(t, s.Sync, "l1").Notes
		equal(t, "left", len(notes), 1)
		equal(t, "left is", notes[0].ID, "n2")
	},
	"an edited note comes back": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		write(t, s, "n1", "first")
		deliver(t, s, "c1")
		equal(t, "to do", len(see(t, s.Sync, "l1").Notes), 0)
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) {
			n, err := d.Comment("c1")
			must(t, err)
			n.Body, n.Version = "better", 2
			d.Changed = []*request.Note{n}
		})
		notes := see(t, s.Sync, "l1").Notes
		equal(t, "to do", len(notes), 1)
		equal(t, "body", notes[0].Body, "better")
		equal(t, "native", copyOf(notes[0], "l1").Native, "h1. first")
	},
	"a comment leads to its note": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 2)
		write(t, s, "n1", "first")
		deliver(t, s, "c1")
		d := find(t, s, "l1", "c1")
		equal(t, "note", d.ID, "n1")
		for _, unknown := range []string{"c2", ""} {
			if n := find(t, s, "l1", unknown); n != nil {
				t.Fatalf("comment %q is %v, want none", unknown, n)
			}
		}
		if n := find(t, s, "l2", "c1"); n != nil {
			t.Fatalf("the comment of another link is %v", n)
		}
	},
	"the copies of a link are listed": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		write(t, s, "n1", "first")
		write(t, s, "n2", "second")
		deliver(t, s, "c9")
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) {
			copies, err := d.Copies()
			must(t, err)
			equal(t, "copies", fmt.Sprint(len(copies), copies[0].CommentID, copies[0].Note), "1c9n1")
		})
	},
	"a copy of several comments": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 2)
		write(t, s, "n1", "first")
		parts := []request.Part{{CommentID: "c1", Version: 1, Native: "one"}, {Want: "two", For: 1}, {CommentID: "c3", Version: 1}}
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) {
			n := d.Notes[0].Clone()
			c := copyOf(n, "l1")
			c.CommentID, c.Parts = "c1", parts
			d.Changed = []*request.Note{n}
		})
		equal(t, "parts", fmt.Sprint(copyOf(see(t, s.Sync, "l1").Notes[0], "l1").Parts), fmt.Sprint(parts))
		for comment, known := range map[string]bool{"c1": true, "c2": false, "c3": true} {
			equal(t, comment, find(t, s, "l1", comment) != nil, known)
		}
		before := see(t, s.Sync, "l1").Request.Version
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) {
			n := d.Notes[0].Clone()
			c := copyOf(n, "l1")
			c.Parts[1], c.Parts[2] = request.Part{CommentID: "c2", Version: 1}, request.Part{Gone: true, Version: 1}
			d.Changed = []*request.Note{n}
		})
		equal(t, "version", see(t, s.Sync, "l1").Request.Version, before+1)
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) {
			copies, err := d.Copies()
			must(t, err)
			equal(t, "comments", fmt.Sprint(len(copies), copies[0].Comments()), "1 [c1 c2]")
		})
		equal(t, "gone", find(t, s, "l1", "c3") == nil, true)
		write(t, s, "n2", "second")
		for _, taken := range []func(*request.Copy){
			func(c *request.Copy) { c.CommentID = "c2" },
			func(c *request.Copy) { c.CommentID, c.Parts = "c2", []request.Part{{CommentID: "c2"}} },
		} {
			wantError(t, s.Sync.Link(t.Context(), store.Claim{ID: "l1"}, func(d *store.LinkDoc) error {
				taken(copyOf(d.Notes[1], "l1"))
				d.Changed = d.Notes[1:]
				return nil
			}), store.ErrKnown)
		}
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) {
			n := d.Notes[0].Clone()
			copyOf(n, "l1").Parts = nil
			d.Changed = []*request.Note{n}
		})
		equal(t, "no part", fmt.Sprint(find(t, s, "l1", "c2"), find(t, s, "l1", "c1").ID), "<nil>n1")
	},
	"a comment is one note's": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		write(t, s, "n1", "first")
		deliver(t, s, "c1")
		write(t, s, "n2", "second")
		err := s.Sync.Link(t.Context(), store.Claim{ID: "l1"}, func(d *store.LinkDoc) error {
			c := copyOf(d.Notes[0], "l1")
			c.CommentID, c.State = "c1", request.CopyDelivered
			d.Changed = d.Notes
			return nil
		})
		wantError(t, err, store.ErrKnown)
		equal(t, "state", copyOf(see(t, s.Sync, "l1").Notes[0], "l1").State, request.CopyPending)
	},
	"the base of a copy is no news": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		write(t, s, "n1", "first")
		before := see(t, s.Sync, "l1").Request.Version
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) {
			copyOf(d.Notes[0], "l1").Native = "changed"
			d.Changed = d.Notes
		})
		equal(t, "version after the base", see(t, s.Sync, "l1").Request.Version, before)
		deliver(t, s, "c1")
		equal(t, "version after delivery", see(t, s.Sync, "l1").Request.Version, before+1)
	},
}

func find(t *testing.T, s Subject, link request.LinkID, comment string) (found *request.Note) {
	t.Helper()
	edit(t, s.Sync, link, func(d *store.LinkDoc) {
		n, err := d.Comment(comment)
		must(t, err)
		found = n
	})
	return found
}
