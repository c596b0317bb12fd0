package simulation

import (
	"slices"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// checkEcho: nothing that the hub wrote comes back as a change of the team.
func (w *World) checkEcho() {
	if w.result_.Restores > 0 {
		return
	}
	for _, e := range w.hub.book.events {
		for _, t := range w.tools {
			if e.Type != request.Changed || e.Actor.Origin != t.name || t.k.Hidden || t.k.Shared || w.chosen(e) {
				continue
			}
			l := w.hub.book.requests[e.request].Link(e.Link)
			if l == nil || t.item(l) == nil || w.theirs(t, t.item(l), e) {
				continue
			}
			w.violatef("I4", "%s=%q was taken from %s, where no person wrote it", e.Field, e.To, t.name)
		}
	}
}

// theirs reports whether a person wrote at a ticket what the history says was taken
// from it.
func (w *World) theirs(t *Tool, i *item, e line) bool {
	return slices.ContainsFunc(i.log, func(x entry) bool {
		if x.field != e.Field || x.by == w.hub.name {
			return false
		}
		took, known := taken(w, t, x, e.To)[e.Field]
		return took || !known
	})
}

// taken reports, of each field that is looked at, whether a line of a ticket's log is a
// value of the request's. Of several acts on labels what came of them is told.
func taken(w *World, t *Tool, x entry, value string) map[ticket.Field]bool {
	return map[ticket.Field]bool{
		ticket.Title:       string(x.to) == value,
		ticket.Description: request.StripContext(string(x.to)) == value,
		ticket.Priority:    w.reads(t, x, value),
		ticket.Labels:      ours(x.to) == value || x.version > 0 && ours(x.to) != ours(x.from),
	}
}

// reads reports whether a code means a value by any of the tables that were in force.
func (w *World) reads(t *Tool, x entry, value string) bool {
	return slices.ContainsFunc(w.mappings(t), func(c *sync.Codes) bool {
		v, known := c.Read(x.field, x.to)
		return known && v == value
	})
}

// chosen reports whether the desk chose a value to settle a conflict.
func (w *World) chosen(e line) bool {
	return slices.ContainsFunc(w.hub.book.events, func(x line) bool { return x.Type == request.ConflictEnded && x.To == e.To })
}

// checkTwice: a value that was superseded does not come back, neither here nor at a
// tool.
func (w *World) checkTwice() {
	for _, t := range w.tools {
		if t.k.Hidden || t.k.Shared || w.result_.Restores > 0 {
			return
		}
	}
	for _, f := range []ticket.Field{ticket.Title, ticket.Description} {
		said := w.sequence(f)
		w.each(func(r *request.Request, l *request.Link, _ reconcile.State, t *Tool) {
			if i := t.item(l); i != nil && !w.k.More.Merges {
				w.checkOrder(t, i, f, said[r.ID])
			}
		})
	}
}

// sequence is what each request said, one after the other.
func (w *World) sequence(f ticket.Field) map[request.ID][]string {
	all := map[request.ID][]string{}
	for _, e := range w.hub.book.events {
		if e.Type != request.Changed || e.Field != f {
			continue
		}
		said := all[e.request]
		if len(said) == 0 {
			said = []string{e.From}
		}
		if slices.Contains(said, e.To) && !w.chosen(e) && !w.joinedThere(e) {
			w.violatef("I5", "%s of %s became %q twice", f, e.request, e.To)
		}
		all[e.request] = append(said, e.To)
	}
	return all
}

// joinedThere reports whether another hub may have written a value once more because it
// joined two requests, of which one said it still.
func (w *World) joinedThere(e line) bool {
	return w.k.More.Merges && slices.ContainsFunc(w.tools, func(t *Tool) bool {
		return slices.ContainsFunc(t.alive(), func(i *item) bool {
			return slices.ContainsFunc(i.log, func(x entry) bool { return w.other(x.by) && taken(w, t, x, e.To)[e.Field] })
		})
	})
}

// checkOrder: what the hub writes follows what the request said: a value that it has
// given up is not written over a later one of its own, but for calls that land late.
func (w *World) checkOrder(t *Tool, i *item, f ticket.Field, said []string) {
	newest := -1
	for _, e := range i.log {
		if e.field != f || e.by != w.hub.name {
			continue
		}
		at := lastIndex(said, func(v string) bool {
			return t.stored(f, ticket.Native(v)) == e.to || f == ticket.Description && request.StripContext(string(e.to)) == v
		})
		if at >= 0 && at < newest && !e.late {
			w.violatef("I5", "%s wrote %q at %s of %s over a later value", f, e.to, i.ref.Key, t.name)
		}
		newest = max(newest, at)
	}
}

func lastIndex(list []string, is func(string) bool) int {
	for n, v := range slices.Backward(list) {
		if is(v) {
			return n
		}
	}
	return -1
}
