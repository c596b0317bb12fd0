package request

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/spochub/spochub/sdk/ticket"
)

// Concern is one cause of a reason to look at a request: who, what, since when.
// What teams said is stored with the request; the others follow from its state,
// see [Request.Why].
type Concern struct {
	Attention  Attention // "" of an offer
	Kind       Asking    // with AttentionTeamAsks, and of an offer: what the team wants
	Team       TeamID
	Delegation DelegationID
	Link       LinkID
	Note       NoteID       // that said it, "" if none did
	By         string       // who at the team, "" if nobody is known
	Text       string       // the question, the reason, the error, the words for the client
	Field      ticket.Field // in conflict
	At         time.Time    // a team's estimate, a promised time
	Since      time.Time
	Seen       bool // the desk knows it; words for the client stay until they are used or discarded
}

// Asking says what a team that asks, or offers something, wants of the desk.
type Asking string

// The ways to ask, and what is offered and asks for nothing.
const (
	AsksInWords    Asking = "ask"       // a question
	AsksByWaiting  Asking = "waiting"   // its ticket waits
	AsksByEstimate Asking = "eta"       // its own estimate, to be taken over
	AsksByDraft    Asking = "client-ok" // words for the client, to be sent by the desk or not at all
)

// Offers reports whether a team offers something and waits for no answer.
func (c Concern) Offers() bool { return c.Kind == AsksByEstimate || c.Kind == AsksByDraft }

// Offers lists what teams offer and the desk has neither used nor put away, oldest
// first: estimates of those that are at work, and words for the client.
func (r *Request) Offers() (all []Concern) {
	if r.Status.Over() || r.MergedTo != "" {
		return nil
	}
	drafts := r.Drafts()
	for _, c := range r.Concerns {
		d := r.Delegation(c.Delegation)
		at := c.Kind == AsksByEstimate && d != nil && d.Open() && !r.ExpectedAt.Equal(c.At)
		words := slices.ContainsFunc(drafts, func(x Concern) bool { return x.Note == c.Note })
		if !c.Seen && (at || words) {
			all = append(all, c)
		}
	}
	return all
}

// The longest texts that a concern keeps, in bytes; the note has all.
const (
	maxAsked = 2000
	maxDraft = 20_000
)

// concern notes something that the team of Cause.Link wants known. A new estimate
// or waiting takes the place of the one before.
func (w *work) concern(c Concern) {
	l := w.r.Link(w.cause.Link)
	c.Link, c.Team, c.Delegation, c.Since = l.ID, l.Team, l.Delegation, w.cause.At
	w.r.Concerns = slices.DeleteFunc(w.r.Concerns, func(x Concern) bool {
		again := c.Kind == AsksByEstimate || c.Kind == AsksByWaiting || c.Attention == AttentionReopened
		same := x.Attention == c.Attention || c.Offers() // which were questions before
		return again && same && x.Kind == c.Kind && x.Link == c.Link
	})
	w.r.Concerns = append(w.r.Concerns, c)
	w.r.Concerns = w.r.Concerns[max(len(w.r.Concerns)-maxList, 0):]
}

// settle puts concerns away; a draft stays at hand.
func (r *Request) settle(which func(Concern) bool) {
	for i := range r.Concerns {
		if which(r.Concerns[i]) {
			r.Concerns[i].Seen = true
		}
	}
	r.Concerns = slices.DeleteFunc(r.Concerns, func(c Concern) bool { return c.Seen && c.Kind != AsksByDraft })
}

// forget drops what a note had said that is gone.
func (r *Request) forget(n NoteID) {
	r.Concerns = slices.DeleteFunc(r.Concerns, func(c Concern) bool { return c.Note == n && n != "" })
}

// Drafts lists the words for the client that teams have offered and the desk has
// neither used nor discarded, oldest first. Note is what names one.
func (r *Request) Drafts() []Concern {
	return slices.DeleteFunc(slices.Clone(r.Concerns), func(c Concern) bool {
		return c.Kind != AsksByDraft || slices.ContainsFunc(r.Unsent, func(u Unsent) bool { return u.Write.Draft == c.Note })
	})
}

func (r *Request) draft(n NoteID) *Concern {
	i := slices.IndexFunc(r.Concerns, func(c Concern) bool { return c.Kind == AsksByDraft && c.Note == n })
	if i < 0 {
		return nil
	}
	return &r.Concerns[i]
}

// used takes a draft off that the desk has replied with.
func (w *work) used(n NoteID) {
	if d := w.r.draft(n); d != nil {
		w.event(Event{Type: Changed, Link: d.Link, Field: "draft", From: d.Text, Reason: "used by the desk"})
		w.r.forget(n)
	}
}

// DiscardDraft puts words for the client away that a team has offered.
type DiscardDraft struct{ Note NoteID }

func (c DiscardDraft) decide(w *work) error {
	d := w.r.draft(c.Note)
	if d == nil {
		return &MissingError{"draft", string(c.Note)}
	}
	w.event(Event{Type: Changed, Link: d.Link, Field: "draft", From: d.Text, Reason: "discarded by the desk"})
	w.r.forget(c.Note)
	return nil
}

// TakeEstimate makes a team's own estimate the request's expected time.
type TakeEstimate struct{ ID DelegationID }

func (c TakeEstimate) decide(w *work) error {
	d := w.r.Delegation(c.ID)
	switch {
	case d == nil:
		return &MissingError{"delegation", string(c.ID)}
	case d.Estimate.IsZero():
		return standing("delegation", "%s has given no estimate", d.Team)
	}
	w.r.settle(func(x Concern) bool { return x.Kind == AsksByEstimate && x.Delegation == d.ID })
	return Edit{ExpectedAt: &d.Estimate, Reason: "estimate of " + w.h.Directory.teamTitle(d.Team)}.decide(w)
}

// clipped is the beginning of a text, of at most so many bytes.
func clipped(text string, most int) string {
	if len(text) <= most {
		return text
	}
	end := most - len("…")
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
