package simulation

import (
	"slices"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// checkAdopted: what people opened at a tool, and the desk is to take, is a request.
func (w *World) checkAdopted() {
	for _, t := range w.tools {
		for _, i := range t.alive() {
			if t.offers(i) && !w.book.linked(t.name, i.ref.ID) {
				w.violatef("I2", "%s of %s, which a person opened, is no request", i.ref.Key, t.name)
			}
		}
	}
}

// offers reports whether the desk takes a ticket as it is now.
func (t *Tool) offers(i *item) bool {
	if !i.person || i.foreign || i.retired || len(i.keys) > 0 || i.ref.Container != home {
		return false
	}
	return t.k.Adopt == "all" || t.k.Adopt == "label" && slices.Contains(labels(i.fields[ticket.Labels]), "for-desk")
}

// checkHistory: each line of the history begins where the last one ended, and the last
// one ends with what the request says.
func (w *World) checkHistory() {
	for _, f := range []ticket.Field{ticket.Title, ticket.Priority} {
		last := map[request.ID]string{}
		for _, e := range w.book.events {
			if e.Type != request.Changed || e.Field != f {
				continue
			}
			if was, told := last[e.request]; told && was != e.From {
				w.violatef("I17", "%s of %s became %q, and the history goes on from %q", f, e.request, was, e.From)
			}
			last[e.request] = e.To
		}
		for id, said := range last {
			if r := w.book.requests[id]; r != nil && r.Value(f) != said {
				w.violatef("I17", "%s of %s is %q, and the history ends with %q", f, id, r.Value(f), said)
			}
		}
	}
}

// checkSigned: a copy names who wrote the note, and a note who wrote the comment.
func (w *World) checkSigned(l *request.Link, t *Tool, i *item) {
	for _, id := range sorted(w.book.notes) {
		n := w.book.notes[id]
		for _, k := range n.Copies {
			c := i.comment(k.CommentID)
			if k.Link != l.ID || c == nil || c.touched || n.Deleted {
				continue
			}
			switch by := n.Author.Name; {
			case c.by == bot && by != bot && !has(c.text, by): // a person may use the hub's account
				w.violatef("I19", "%s says %q without its author %s", t.name, c.text, by)
			case c.account == "dana" && !t.k.Hidden && by != "Dana Reyes":
				w.violatef("I19", "%q of Dana at %s is a note of %q", c.text, t.name, by)
			}
		}
	}
}

// due is when a request is due, as tools keep it: to the second.
func due(r *request.Request) string {
	if r.DueAt.IsZero() {
		return ""
	}
	return r.DueAt.UTC().Truncate(time.Second).Format(time.RFC3339)
}
