package simulation

import (
	"slices"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// watch checks what must hold after every transaction over a link.
func (w *World) watch(d *store.LinkDoc) {
	for _, t := range w.tools {
		i := t.item(d.Link)
		if t.name != d.Link.Connection || i == nil {
			continue
		}
		for _, f := range []ticket.Field{ticket.Title, ticket.State, ticket.Priority, ticket.Description, ticket.Due} {
			w.agreed(d, t, i, f)
		}
	}
}

// agreed: the native half of a base was true at the tool at some instant, in the form
// that the tool keeps, or was sent and is not verified yet.
func (w *World) agreed(d *store.LinkDoc, t *Tool, i *item, f ticket.Field) {
	fs := d.State.Fields[f]
	if fs.Base == nil || fs.Unverified || fs.Base.Native == "" {
		return
	}
	if t.gaveWay(i, f, fs.Base.Native) {
		return
	}
	kept := t.stored(f, fs.Base.Native)
	if !slices.ContainsFunc(i.log, func(e entry) bool { return e.field == f && (e.to == fs.Base.Native || e.to == kept) }) {
		w.violatef("I16", "base %+v of %s on link %s was never true at %s", *fs.Base, f, d.Link.ID, t.name)
	}
	most := d.Request.Values[f] + 1
	if f == ticket.State {
		most = d.Link.WantedVer + 1
	}
	if fs.Base.Version > most {
		w.violatef("I16", "base %+v of %s on link %s is ahead of the hub (%d)", *fs.Base, f, d.Link.ID, most)
	}
}

// gaveWay reports whether a value was sent with the hub's create, and a person wrote the
// field before anybody looked: whether it was ever there nobody can know.
func (t *Tool) gaveWay(i *item, f ticket.Field, v ticket.Native) bool {
	return i.sent[f] == v && slices.ContainsFunc(i.log, func(e entry) bool { return e.field == f && e.by != t.w.hub.name })
}
