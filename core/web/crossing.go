package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// crossing is what somebody else has for the client and the writer's page did not
// know of.
type crossing struct {
	ID    request.NoteID
	Title string // who wrote it, and when
	Says  string
}

// upTo is what a page knows of what was written to the client: its newest event, and
// what waits to go.
type upTo struct {
	event int64
	waits []request.NoteID
}

// newUpTo is what is known by a page with these events, the oldest first. One that came
// after the page's notes were read is not.
func newUpTo(item desk.Item, events []request.Event) (t upTo) {
	for _, e := range events {
		if wroteAtDesk(e) && note(item, request.NoteID(e.To)) == nil {
			break
		}
		t.event = e.ID
	}
	for _, u := range item.Request.Unsent {
		t.waits = append(t.waits, u.Write.ID)
	}
	return t
}

// String is how a form carries it along.
func (t upTo) String() string {
	words := []string{strconv.FormatInt(t.event, 10)}
	for _, id := range t.waits {
		words = append(words, string(id))
	}
	return strings.Join(words, " ")
}

// readUpTo reads it from a form; false where the form says nothing of it.
func readUpTo(f form) (t upTo, ok bool) {
	words := strings.Fields(f.Get("told"))
	if len(words) == 0 {
		return t, false
	}
	t.event = number(words[0])
	for _, id := range words[1:] {
		t.waits = append(t.waits, request.NoteID(id))
	}
	return t, true
}

// crosses finds what others have for the client since the form was loaded, and at
// which version of the request that holds.
func (s *Site) crosses(r *http.Request, v visitor, f form, out *outgoing) error {
	knows, ok := readUpTo(f)
	if !ok {
		return nil
	}
	key := request.Key(r.PathValue("key"))
	item, err := s.o.Desk.Get(r.Context(), v.Actor, key)
	if err != nil {
		return err
	}
	events, err := s.recent(r.Context(), v, key, knows.event)
	if err != nil {
		return err
	}
	out.version = item.Request.Version
	out.Crossed = s.crossings(s.speak(r), v, item, events, knows)
	return nil
}

func (s *Site) crossings(l *language, v visitor, item desk.Item, events []request.Event, knows upTo) (all []crossing) {
	now := s.o.Now()
	for _, e := range events {
		id := request.NoteID(e.To)
		n := note(item, id)
		theirs := wroteAtDesk(e) && e.Actor.Name != v.Title() && !slices.Contains(knows.waits, id)
		if theirs && n != nil && item.Request.TellsClient(n) {
			all = append(all, crossing{id, l.say("crossed.sent", e.Actor.Name, l.exact(now.Sub(e.At))), excerpt(l.recorded(item.Request, n))})
		}
	}
	for _, u := range item.Request.Unsent {
		if u.By.Name != v.Title() && !slices.Contains(knows.waits, u.Write.ID) {
			all = append(all, crossing{u.Write.ID, l.say("crossed.held", u.By.Name, l.exact(now.Sub(u.Since))), excerpt(l.record(u.Write.Body))})
		}
	}
	return all
}

// wroteAtDesk reports whether somebody at the desk wrote a note.
func wroteAtDesk(e request.Event) bool {
	return (e.Type == request.NoteAdded || e.Type == request.Shared) && e.Actor.Origin == request.DeskOrigin
}

func note(item desk.Item, id request.NoteID) *request.Note {
	i := slices.IndexFunc(item.Notes, func(n *request.Note) bool { return n.ID == id })
	if i < 0 {
		return nil
	}
	return item.Notes[i]
}
