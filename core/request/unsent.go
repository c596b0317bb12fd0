package request

import (
	"cmp"
	"slices"
	"time"
)

// Unsent is what is for the client and waits a moment before it goes, so that the
// desk can take it back. Until then it is nothing but this: no note, no copy,
// nothing that anybody else could read.
type Unsent struct {
	Write Write // its ID is the note's, and what names it
	By    Actor
	// Client is who was to read it; "" the clients of those that an umbrella gathers.
	Client ClientID
	Files  []File `json:",omitempty"` // that go with it
	Along
	Next  time.Time
	Since time.Time
	Until time.Time // when it goes; zero: it could not, see Refused
	// Refused says why it could not go. It waits for the desk then.
	Refused string `json:",omitempty"`
}

// Due reports whether a reply is to go by now.
func (u Unsent) Due(now time.Time) bool { return !u.Until.IsZero() && !u.Until.After(now) }

// Along is what the words for a client belong to, if they are no mere reply.
type Along struct {
	Shared    []FileID   `json:",omitempty"` // files of the request that are made known with them
	Move      *Move      `json:",omitempty"` // to wait for what they ask
	Broadcast *Broadcast `json:",omitempty"` // to everybody under an umbrella
}

// commands are what sends it, with what it promises.
func (u Unsent) commands(next time.Time) []Command {
	switch {
	case u.Move != nil:
		move := *u.Move
		move.Note = u.Write.ID
		return []Command{move}
	case u.Broadcast != nil:
		b := *u.Broadcast
		b.ID, b.Next = u.Write.ID, next
		return []Command{Announce{b}}
	}
	links := u.Write.Links
	if u.Write.Via.Spoken() { // a record sends nothing
		links = []LinkID{}
	}
	all := []Command{u.Write}
	for _, f := range u.Files {
		f.Audience, f.Note = ToClient, u.Write.ID
		all = append(all, Attach{File: f, Links: links})
	}
	for _, id := range u.Shared {
		all = append(all, again{id, links})
	}
	if !next.IsZero() {
		all = append(all, Edit{NextUpdateAt: &next})
	}
	return all
}

// SendLater takes in what goes to the client after a pause. What could not be sent
// now is refused now.
type SendLater struct {
	Write Write
	Files []File // stored already
	Along
	Next  time.Time // promises the client the next update; zero: promises nothing new
	After time.Duration
}

func (c SendLater) decide(w *work) error {
	at := w.cause.At
	u := Unsent{Write: c.Write, By: w.cause.By, Client: w.r.Client, Files: slices.Clone(c.Files), Along: c.Along, Next: cut(c.Next), Since: at, Until: at.Add(c.After)}
	u.Write.Audience = ToClient
	if err := cmp.Or(w.r.Living("body"), u.says(&u.Write)); err != nil {
		return err
	}
	if u.Write.ID == "" {
		u.Write.ID = NoteID(w.id())
	}
	if len(w.r.Unsent) >= maxList {
		return standing("body", "%d replies wait to be sent already", maxList)
	}
	if _, err := Decide(w.r, w.h, w.cause, u.commands(u.Next)...); err != nil {
		return err
	}
	w.r.Unsent = append(w.r.Unsent, u)
	return nil
}

// says puts the words that go along where the desk reads what waits.
func (a Along) says(w *Write) error {
	switch {
	case a.Move != nil && (a.Move.To != WaitingClient || !shows(a.Move.WaitingFor)):
		return wrong("waiting_for", "say what is needed of the client")
	case a.Move != nil:
		w.Body = Lines(a.Move.WaitingFor)
	case a.Broadcast != nil && a.Broadcast.Audience != ToClient:
		return wrong("audience", "only what is for the client waits")
	case a.Broadcast != nil:
		w.Body = a.Broadcast.record()
	}
	return nil
}

// Send sends the replies whose time has come, each in the name of who wrote it.
// One that may not go any more waits for the desk and says why.
type Send struct{}

func (Send) decide(w *work) error { //nolint:unparam // every command can fail
	for _, u := range slices.Clone(w.r.Unsent) {
		if !u.Due(w.cause.At) {
			continue
		}
		if err := w.send(u); err != nil {
			stuck := w.r.unsent(u.Write.ID)
			stuck.Until, stuck.Refused = time.Time{}, clipped(err.Error(), maxAsked)
		}
	}
	return nil
}

// send makes an unsent reply a note, wholly or not at all.
func (w *work) send(u Unsent) error {
	if u.Client != w.r.Client {
		return wrong("client", "is another one than when this was written")
	}
	next := u.Next
	if !next.After(w.cause.At) { // it went too late to promise that
		next = time.Time{}
	}
	d, err := Decide(w.r, w.h, Cause{By: u.By, At: w.cause.At}, u.commands(next)...)
	if err != nil {
		return err
	}
	*w.r = *d.Request
	w.r.dropUnsent(u.Write.ID)
	w.d.Events, w.d.Added, w.d.Changed = append(w.d.Events, d.Events...), append(w.d.Added, d.Added...), append(w.d.Changed, d.Changed...)
	for _, id := range d.Dirty {
		if !slices.Contains(w.d.Dirty, id) {
			w.d.Dirty = append(w.d.Dirty, id)
		}
	}
	return nil
}

// TakeBack takes a reply back that has not gone yet.
type TakeBack struct{ ID NoteID }

func (c TakeBack) decide(w *work) error {
	if w.r.unsent(c.ID) == nil {
		return &MissingError{"unsent reply", string(c.ID)}
	}
	w.r.dropUnsent(c.ID)
	return nil
}

func (r *Request) unsent(id NoteID) *Unsent {
	i := slices.IndexFunc(r.Unsent, func(u Unsent) bool { return u.Write.ID == id })
	if i < 0 {
		return nil
	}
	return &r.Unsent[i]
}

// Waiting finds a reply that has not gone yet.
func (r *Request) Waiting(id NoteID) (Unsent, bool) {
	if u := r.unsent(id); u != nil {
		return *u, true
	}
	return Unsent{}, false
}

func (r *Request) dropUnsent(id NoteID) {
	r.Unsent = slices.DeleteFunc(slices.Clone(r.Unsent), func(u Unsent) bool { return u.Write.ID == id })
}

// SendAt is when the next reply goes; zero if none waits.
func (r *Request) SendAt() time.Time {
	var next time.Time
	for _, u := range r.Unsent {
		if !u.Until.IsZero() && (next.IsZero() || u.Until.Before(next)) {
			next = u.Until
		}
	}
	return next
}
