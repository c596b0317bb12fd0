package request

import (
	"slices"
	"strings"
	"time"
)

// Bridge copies the comments of the chosen links' teams to one another until the
// request is resolved. No links end it.
type Bridge struct{ Links []LinkID }

func (c Bridge) decide(w *work) error {
	if len(slices.Compact(slices.Sorted(slices.Values(c.Links)))) == 1 {
		return wrong("links", "a bridge needs two tickets or more; none ends it")
	}
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
		w.r.Bridged = w.joined(c.Links)
		w.r.Bridge = slices.Clone(c.Links)
	}
	return nil
}

// joined says since when links are on the bridge: those that are on it now, and
// those that come to it.
func (w *work) joined(links []LinkID) map[LinkID]time.Time {
	since := map[LinkID]time.Time{}
	for _, id := range links {
		since[id] = w.cause.At
		if slices.Contains(w.r.Bridge, id) {
			since[id] = w.r.Bridged[id]
		}
	}
	return since
}

// joint reports whether two links were on the bridge when something was written;
// tools keep no more than the second of it.
func (r *Request) joint(a, b LinkID, written time.Time) bool {
	before := func(id LinkID) bool { return written.Before(r.Bridged[id].Truncate(time.Second)) }
	return written.IsZero() || !before(a) && !before(b)
}

// bridge lists the other links that hear what a team on the bridge wrote, as far
// as they were on it then.
func (w *work) bridge(from *Link, written time.Time) []LinkID {
	if from.Side != TeamSide || !slices.Contains(w.r.Bridge, from.ID) {
		return nil
	}
	var to []LinkID
	for _, id := range w.h.Copies(w.r, Teams, w.r.Bridge) {
		if l := w.r.Link(id); id != from.ID && w.r.joint(from.ID, id, written) && w.h.Terms(w.r, l).Side == TeamSide {
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
