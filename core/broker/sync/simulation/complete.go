package simulation

import (
	"maps"
	"slices"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// checkAdopted: what people opened at a tool, and the desk is to take, is a request.
func (w *World) checkAdopted() {
	for _, t := range w.tools {
		for _, i := range t.alive() {
			if t.offers(i) && !w.hub.book.linked(t.name, i.ref.ID) {
				w.violatef("I2", "%s of %s, which a person opened, is no request", i.ref.Key, t.name)
			}
		}
	}
}

// offers reports whether the desk takes a ticket as it is now.
func (t *Tool) offers(i *item) bool {
	if t.w.made(i) || t.w.foreign(i) || i.retired || len(i.keys) > 0 || i.ref.Container != home {
		return false
	}
	adopts := t.w.hub.adopts(t)
	return adopts == "all" || adopts == "label" && slices.Contains(labels(i.fields[ticket.Labels]), "for-desk")
}

// checkHistory: each line of the history says whence and when, begins where the last one
// ended, and the last one ends with what the request says.
func (w *World) checkHistory() {
	for _, e := range w.hub.book.events {
		if e.At.IsZero() || e.At.After(w.now()) || e.Actor.Origin == "" {
			w.violatef("I17", "%s of %s does not say whence and when: %+v", e.Type, e.request, e.Event)
		}
		if e.Type == request.Changed && e.Field == ticket.Title && e.Actor.Name != "" && !w.wrote(e) {
			w.violatef("I17", "%s did not write the title %q of %s", e.Actor.Name, e.To, e.request)
		}
	}
	for _, f := range []ticket.Field{ticket.Title, ticket.Description, ticket.Priority, ticket.Labels, ticket.Due} {
		w.checkFold(f, func(e line) bool { return e.Type == request.Changed && e.Field == f }, func(r *request.Request) string { return r.Value(f) })
	}
	w.checkFold("status", func(e line) bool { return e.Type == request.StatusChanged }, func(r *request.Request) string { return string(r.Status) })
}

// wrote reports whether who is named as the author of a title wrote it.
func (w *World) wrote(e line) bool {
	if e.Actor.Origin == request.DeskOrigin {
		return e.Actor.Name == "Mara"
	}
	return slices.ContainsFunc(w.tools, func(t *Tool) bool {
		return t.name == e.Actor.Origin && slices.ContainsFunc(slices.Collect(maps.Values(t.items)), func(i *item) bool {
			return slices.ContainsFunc(i.log, func(x entry) bool {
				name := x.account
				if name == "dana" {
					name = "Dana Reyes"
				}
				return x.field == e.Field && string(x.to) == e.To && (e.Actor.Name == name || e.Actor.Name == x.account)
			})
		})
	})
}

// checkFold: what the lines about one field say, one after the other, is what a request
// says.
func (w *World) checkFold(f ticket.Field, about func(line) bool, value func(*request.Request) string) {
	last := map[request.ID]string{}
	for _, e := range w.hub.book.events {
		if !about(e) {
			continue
		}
		if was, told := last[e.request]; told && was != e.From {
			w.violatef("I17", "%s of %s became %q, and the history goes on from %q", f, e.request, was, e.From)
		}
		last[e.request] = e.To
	}
	for _, id := range sorted(last) {
		if r := w.hub.book.requests[id]; r != nil && value(r) != last[id] {
			w.violatef("I17", "%s of %s is %q, and the history ends with %q", f, id, value(r), last[id])
		}
	}
}

// checkSigned: a copy names who wrote the note, and a note who wrote the comment.
func (w *World) checkSigned(l *request.Link, t *Tool, i *item) {
	for _, id := range sorted(w.hub.book.notes) {
		n := w.hub.book.notes[id]
		for _, k := range n.Copies {
			c := i.comment(k.CommentID)
			if k.Link != l.ID || c == nil || c.touched || n.Deleted {
				continue
			}
			switch by := n.Author.Name; {
			case c.by == w.hub.name && by != w.hub.account && !has(c.text, by): // a person may use the hub's account
				w.violatef("I19", "%s says %q without its author %s", t.name, c.text, by)
			case c.by != w.hub.name && n.CreatedAt.Sub(at(c.at)).Abs() > time.Second:
				w.violatef("I19", "%q was said at %s, by the note at %s", c.text, at(c.at), n.CreatedAt)
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
