package sdktest

import (
	"slices"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

func (b *bench) words(text string) sdk.CommentDraft {
	b.Helper()
	return sdk.CommentDraft{Native: b.native(ticket.CommentText, text)}
}

func comment(b *bench) {
	c := need[sdk.Commenter](b)
	ref, _ := b.ours()
	key, d := newKey(), b.words("A splice team is on its way.")
	made, err := c.Comment(b.ctx, ref, key, d)
	b.must("comment", err)
	b.isOurs("the answer", made, key, d.Native)
	read, ok := b.commentWith(ref, key)
	if !ok {
		b.Fatal("a read does not show the comment")
	}
	b.isOurs("the read", read, key, d.Native)
	if read.ID != made.ID || read.Private != made.Private {
		b.Errorf("the answer says %s (private %v), the read %s (private %v)", made.ID, made.Private, read.ID, read.Private)
	}
	if n := b.People.Comments(ref); n != 1 {
		b.Errorf("the tool has %d comments, want 1", n)
	}
}

func (b *bench) isOurs(where string, c sdk.Comment, key sdk.Key, text sdk.Native) {
	b.Helper()
	if c.ID == "" || c.Native != text {
		b.Errorf("%s: id %q, text %q, want %q", where, c.ID, c.Native, text)
	}
	if !slices.Contains(c.Keys, key) {
		b.Errorf("%s: keys %v, want %q", where, c.Keys, key)
	}
	if c.By == nil || !c.By.Self {
		b.Errorf("%s: the author is %+v, want ourselves", where, c.By)
	}
}

// commentWith reads a ticket's comments and returns the one with the key.
func (b *bench) commentWith(r sdk.Ref, k sdk.Key) (sdk.Comment, bool) {
	b.Helper()
	t := b.get(r, sdk.Need{Comments: true})
	if !t.AllComments {
		b.Error("a read that needs the comments does not bring them all")
	}
	i := slices.IndexFunc(t.Comments, func(c sdk.Comment) bool { return slices.Contains(c.Keys, k) })
	if i < 0 {
		return sdk.Comment{}, false
	}
	return t.Comments[i], true
}

func commentLost(b *bench) {
	c := need[sdk.Commenter](b)
	ref, _ := b.ours()
	key, d := newKey(), b.words("Sent once.")
	b.breaks(breakable.Break{Match: b.writing, DropReply: true})
	_, err := c.Comment(b.ctx, ref, key, d)
	b.class("comment without a reply", err, fault.Uncertain, fault.Misread)
	b.Calls.Heal()
	b.eventually("the lost comment shows", func() bool { _, ok := b.commentWith(ref, key); return ok })
	if n := b.People.Comments(ref); n != 1 {
		b.Errorf("the tool has %d comments, want 1", n)
	}
}

func commentEdited(b *bench) {
	c, e := need[sdk.Commenter](b), need[sdk.CommentEditor](b)
	ref, _ := b.ours()
	key := newKey()
	made, err := c.Comment(b.ctx, ref, key, b.words("First words."))
	b.must("comment", err)
	d := b.words("Better words.")
	changed, err := e.EditComment(b.ctx, ref, made.ID, key, d)
	b.must("edit comment", err)
	b.isOurs("the answer of edit", changed, key, d.Native)
	read, _ := b.commentWith(ref, key)
	b.isOurs("the read", read, key, d.Native)
	if del, ok := sdk.As[sdk.CommentDeleter](b.conn); ok {
		b.must("delete comment", del.DeleteComment(b.ctx, ref, made.ID))
		if _, still := b.commentWith(ref, key); still {
			b.Error("the deleted comment is still read")
		}
	}
}

func commentByPeople(b *bench) {
	ref := b.People.Create("Link down", "No light on port 3.")
	id := b.People.Comment(ref, "We are looking.")
	t := b.get(ref, sdk.Need{Comments: true})
	if len(t.Comments) != 1 || !t.AllComments {
		b.Fatalf("%d comments (all: %v), want 1", len(t.Comments), t.AllComments)
	}
	c := t.Comments[0]
	if c.ID != id || c.Markdown == "" || len(c.Keys) != 0 {
		b.Errorf("got id %q, text %q, keys %v; want id %q and a text", c.ID, c.Markdown, c.Keys, id)
	}
	if c.By == nil || c.By.Self || c.By.ID == "" {
		b.Errorf("the author is %+v, want another account", c.By)
	}
}
