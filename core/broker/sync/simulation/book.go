package simulation

import (
	"encoding/json"
	"maps"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// book is what the hub has committed, as the checks read it. Its values are
// replaced and never changed.
type book struct {
	requests map[request.ID]*request.Request
	notes    map[request.NoteID]*request.Note
	states   map[request.LinkID]reconcile.State
	events   []line
}

// line is one line of a request's history.
type line struct {
	request request.ID
	request.Event
}

func newBook() book {
	return book{requests: map[request.ID]*request.Request{}, notes: map[request.NoteID]*request.Note{}, states: map[request.LinkID]reconcile.State{}}
}

func (b book) clone() book {
	b.requests, b.notes, b.states = maps.Clone(b.requests), maps.Clone(b.notes), maps.Clone(b.states)
	b.events = b.events[:len(b.events):len(b.events)]
	return b
}

// linked reports whether a link has a ticket.
func (b book) linked(connection, id string) bool {
	for _, r := range b.requests {
		for _, l := range r.Links {
			if l.Connection == connection && l.Ticket.ID == id {
				return true
			}
		}
	}
	return false
}

func (w *World) noteDoc(d *store.LinkDoc) {
	w.noteRequest(d.Request)
	for _, r := range d.Requests {
		w.noteRequest(r)
	}
	if w.tracing {
		text, err := json.Marshal(d.State)
		if err != nil {
			panic(err)
		}
		w.tracef("   state of %s: %s", d.Link.ID, text)
	}
	w.hub.book.states[d.Link.ID] = *d.State
	for _, n := range d.NewLinks {
		w.hub.book.states[n.Link] = n.State
	}
	w.noteNotes(d.Add)
	w.noteNotes(d.Changed)
	w.noteEvents(d.Request.ID, d.Events)
	w.watch(d)
}

func (w *World) noteRequest(r *request.Request) {
	w.hub.book.requests[r.ID] = r.Clone()
	for i := range r.Links {
		w.secrets("a link", r.Links[i].Error)
	}
}

func (w *World) noteNotes(notes []*request.Note) {
	for _, n := range notes {
		w.hub.book.notes[n.ID] = n.Clone()
	}
}

func (w *World) noteEvents(id request.ID, events []request.Event) {
	for _, e := range events {
		w.tracef("history of %s: %s %s %q -> %q %s %s (%s/%s link %s)", id, e.Type, e.Field, e.From, e.To, e.Verdict, e.Reason, e.Actor.Name, e.Actor.Origin, e.Link)
		w.hub.book.events = append(w.hub.book.events, line{id, e})
		w.secrets("the history", e.From+e.To+e.Reason)
	}
}

// backup is a copy of the database.
type backup struct {
	restore func() error
	book    book
	past    map[string]int // how many deliveries of each tool it has taken in
}

func (w *World) backup() {
	if w.k.Restore {
		w.tracef("a backup is made")
		past := map[string]int{}
		for _, t := range w.tools {
			past[t.name] = len(w.hub.past[t.name])
		}
		restore, err := w.hub.db.Backup(w.ctx)
		if err != nil {
			panic(err)
		}
		w.hub.backups = append(w.hub.backups, backup{restore, w.hub.book.clone(), past})
	}
}

// restore puts an older copy of the database back.
func (w *World) restore() {
	if len(w.hub.backups) == 0 || w.depth > 0 {
		return
	}
	b := pick(w.dice, w.hub.backups...)
	w.tracef("a backup is restored")
	w.result_.Restores++
	w.hit("backup restored")
	w.hit(w.hub.name + " restored")
	w.hub.p.dead = true
	if err := b.restore(); err != nil {
		panic(err)
	}
	w.hub.book = b.book.clone()
	for name, past := range w.hub.past {
		n := min(b.past[name], len(past))
		w.hub.past[name] = past[:n:n]
	}
	w.hub.reviveIfDead()
}

// each calls f for every link of a tool, in order.
func (w *World) each(f func(r *request.Request, l *request.Link, st reconcile.State, t *Tool)) {
	for _, id := range sorted(w.hub.book.requests) {
		r := w.hub.book.requests[id]
		for i := range r.Links {
			for _, t := range w.tools {
				if t.name == r.Links[i].Connection {
					f(r, &r.Links[i], w.hub.book.states[r.Links[i].ID], t)
				}
			}
		}
	}
}

// item is the ticket of a link, nil if it has none.
func (t *Tool) item(l *request.Link) *item {
	if l.Ticket.ID == "" {
		return nil
	}
	return t.items[l.Ticket.ID]
}
