package simulation

import "slices"

// join lets a hub take part, whose turn it is then.
func (w *World) join(h *hub) {
	w.hub, w.hubs = h, append(w.hubs, h)
}

// as does something in the turn of one hub: what happens is its doing, what is shown is
// what it sees, and what is checked is what it knows.
func (w *World) as(h *hub, do func()) {
	was := w.hub
	w.hub = h
	do()
	w.hub = was
}

// all does something in the turn of every hub.
func (w *World) all(do func()) {
	for _, h := range w.hubs {
		w.as(h, do)
	}
}

// some reports whether something is so of any hub; it asks all.
func (w *World) some(is func() bool) (so bool) {
	w.all(func() { so = is() || so })
	return so
}

// any is one of the hubs.
func (w *World) any() *hub {
	if len(w.hubs) == 1 {
		return w.hub
	}
	return pick(w.dice, w.hubs...)
}

// robot reports whether somebody is one of the hubs.
func (w *World) robot(name string) bool {
	return slices.ContainsFunc(w.hubs, func(h *hub) bool { return h.name == name })
}

// made reports whether the hub whose turn it is made a ticket.
func (w *World) made(i *item) bool { return i.maker == w.hub.name }

// foreign reports whether another hub did.
func (w *World) foreign(i *item) bool { return i.foreign || w.robot(i.maker) && !w.made(i) }
