package request

import (
	"slices"
	"strings"
)

// Bridge copies the comments of the chosen links' teams to one another until the
// request is resolved. No links end it.
type Bridge struct{ Links []LinkID }

func (c Bridge) decide(w *work) error {
	for _, id := range c.Links {
		l := w.r.Link(id)
		if l == nil {
			return &MissingError{"link", string(id)}
		}
		if t := w.h.Terms(w.r, l); t.Side != TeamSide || t.Public || !t.Reads(w.r, "") || !l.synced() {
			return wrong("links", "%s cannot be on a bridge", id)
		}
	}
	if w.r.Status.Over() && len(c.Links) > 0 {
		return wrong("links", "the request is %s", w.r.Status)
	}
	if !slices.Equal(w.r.Bridge, c.Links) {
		w.event(Event{Type: Changed, Field: "bridge", From: joined(w.r.Bridge), To: joined(c.Links)})
		w.r.Bridge = slices.Clone(c.Links)
	}
	return nil
}

// bridge lists the other links that hear what a team on the bridge wrote.
func (w *work) bridge(from *Link) []LinkID {
	if from.Side != TeamSide || !slices.Contains(w.r.Bridge, from.ID) {
		return nil
	}
	var to []LinkID
	for _, id := range w.h.Copies(w.r, Teams, w.r.Bridge) {
		if l := w.r.Link(id); id != from.ID && w.h.Terms(w.r, l).Side == TeamSide {
			to = append(to, id)
		}
	}
	return to
}

func without(list []LinkID, id LinkID) []LinkID {
	return slices.DeleteFunc(list, func(x LinkID) bool { return x == id })
}

func joined[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, id := range list {
		words[i] = string(id)
	}
	return strings.Join(words, ", ")
}
