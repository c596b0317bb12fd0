package simulation

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/hook"
	"github.com/spochub/spochub/sdk/ticket"
)

// password is the secret of every tool's deliveries.
const password = "0f3c-between-the-two"

// forged is what no honest text holds.
const forged = "forged"

// doors puts a door before tools that send deliveries: they sign them, or know a
// secret address.
func (k *Knobs) doors(d *dice) {
	for i := range k.Tools {
		t := &k.Tools[i]
		t.Door = !d.one(4) && t.Hooks != "none"
	}
}

// signature is how a tool's deliveries are signed.
func (k ToolKnobs) signature() sdk.Signature {
	s := sdk.Signature{Scheme: sdk.SchemeHMACHex, Header: "X-Sum", Prefix: "sha256=", IDHeader: "X-Id"}
	if k.Unsigned {
		s.Scheme = sdk.SchemePath
	}
	return s
}

func (t *Tool) arrive(p post) bool {
	err := t.knock(p)
	if err != nil {
		t.w.tracef("%s: delivery %s is lost: %v", t.name, p.id, err)
	}
	return err == nil
}

// knock brings a delivery to the hub.
func (t *Tool) knock(p post) error {
	if !t.k.Door {
		_, err := t.w.hub.p.Receive(t.w.ctx, store.Delivery{Connection: t.name, ID: p.id, Body: p.body, At: t.w.now(), Authentic: !t.k.Unsigned})
		return err
	}
	header := http.Header{"X-Id": {p.id}}
	if t.k.Unsigned {
		return t.w.hub.engine.ReceiveAt(t.w.ctx, t.name, password, header, p.body)
	}
	header.Set("X-Sum", hook.Sign(t.k.signature(), password, p.body))
	return t.w.hub.engine.Receive(t.w.ctx, t.name, header, p.body)
}

// forge lets somebody who does not know the secret knock with a lie. The door lets
// none in. An address that got about is no proof either: what comes to it is a
// reason to look and nothing more.
func (w *World) forge() {
	t := pick(w.dice, w.tools...)
	body, err := json.Marshal([]ticket.Change{t.lie()})
	if err != nil {
		panic(err)
	}
	if t.k.Door && t.k.Unsigned && w.dice.one(2) {
		w.hit("lie at a known address")
		w.tracef("%s: somebody knows the address and lies: %s", t.name, body)
		t.arrive(post{id: t.name + w.word("-lie"), body: body})
		return
	}
	w.hit("forged delivery")
	w.tracef("%s: somebody forges %s", t.name, body)
	header := t.fakeHeader(body)
	before := w.hub.p.received
	if w.dice.one(4) {
		err = w.hub.engine.ReceiveAt(w.ctx, t.name, pick(w.dice, "", password[1:], password+"0", string(body)), header, body)
	} else {
		err = w.hub.engine.Receive(w.ctx, t.name, header, body)
	}
	if err == nil || w.hub.p.received != before {
		w.violatef("FORGED", "a forged delivery of %s was let in (%v): %v", t.name, err, header)
	}
}

// fakeHeader is the best that somebody can do without the secret.
func (t *Tool) fakeHeader(body []byte) http.Header {
	h, past := http.Header{"X-Id": {t.name + t.w.word("-lie")}}, t.w.hub.past[t.name]
	s := t.k.signature()
	s.Scheme = sdk.SchemeHMACHex
	switch pick(t.w.dice, "nothing", "empty", "prefix", "guessed", "another's", "twice", "plain") {
	case "empty":
		h.Set("X-Sum", "")
	case "prefix":
		h.Set("X-Sum", s.Prefix)
	case "guessed":
		h.Set("X-Sum", hook.Sign(s, pick(t.w.dice, "password", password[1:], "\x00"), body))
	case "another's": // of a delivery that is true
		if len(past) > 0 {
			h.Set("X-Sum", hook.Sign(s, password, pick(t.w.dice, past...).body))
		}
	case "twice":
		if len(past) > 0 {
			h["X-Sum"] = []string{hook.Sign(s, password, past[0].body), hook.Sign(s, "password", body)}
		}
	case "plain":
		h.Set("X-Sum", strings.TrimPrefix(hook.Sign(s, password, nil), s.Prefix))
	}
	return h
}

// lie is a change that never was, mostly of a ticket that is there.
func (t *Tool) lie() ticket.Change {
	w := t.w
	i := &item{ref: ticket.Ref{ID: "77", Container: home, Key: t.name + "-77"}, fields: map[ticket.Field]ticket.Native{ticket.Labels: "for-desk"}, by: "mallory"}
	if items := t.alive(); len(items) > 0 && !w.dice.one(6) {
		i = pick(w.dice, items...)
	}
	x := t.ticket(i)
	by := t.actor(pick(w.dice, "mallory", "mallory", w.hub.account))
	ever := i.version + pick[ticket.Version](w.dice, 0, 1, 1_000_000, 1<<61)
	c := ticket.Change{Kind: ticket.Snapshot, Ref: i.ref, Version: ever, Keys: x.Keys, By: by, Ticket: &x}
	said := ticket.Comment{ID: i.ref.ID + ".1", Version: ticket.Version(w.clock) + ever, By: by, At: w.now(), Native: ticket.Native(w.word(forged))}
	said.Markdown = string(said.Native)
	switch pick(w.dice, "title", "title", "gone", "moved", "comment", "comment gone") {
	case "title":
		x.Version, x.Cells[ticket.Title] = ever, ticket.Cell{Native: said.Native, Markdown: said.Markdown, By: by}
	case "gone":
		return ticket.Change{Kind: ticket.Gone, Ref: i.ref, Version: ever}
	case "moved":
		return ticket.Change{Kind: ticket.Moved, Ref: i.ref, Version: ever, To: &ticket.Ref{ID: i.ref.ID, Container: other, Key: "OTHER-1"}}
	case "comment":
		said.ID = i.ref.ID + ".77"
		return ticket.Change{Kind: ticket.Commented, Ref: i.ref, Version: ever, By: by, Comment: &said}
	case "comment gone":
		return ticket.Change{Kind: ticket.CommentGone, Ref: i.ref, Version: ever, By: by, Comment: &said}
	}
	return c
}

// checkForged: no lie has left a word in the hub.
func (w *World) checkForged() {
	lies := func(text string) bool { return strings.Contains(text, forged) }
	for _, id := range sorted(w.hub.book.requests) {
		if r := w.hub.book.requests[id]; lies(r.Title) || lies(r.Description) {
			w.violatef("FORGED", "request %s says %q: %q", id, r.Title, r.Description)
		}
	}
	for _, id := range sorted(w.hub.book.notes) {
		if n := w.hub.book.notes[id]; lies(n.Body) {
			w.violatef("FORGED", "note %s says %q", id, n.Body)
		}
	}
	for _, e := range w.hub.book.events {
		if lies(e.From) || lies(e.To) || e.Type == request.Changed && e.Actor.Name == "mallory" {
			w.violatef("FORGED", "the history of %s says %+v", e.request, e.Event)
		}
	}
}
