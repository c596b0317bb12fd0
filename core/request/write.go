package request

import (
	"cmp"
	"slices"
	"time"
)

// Write adds a note of the desk. Its audience decides who may read it, and its
// copies are fixed now. Via a call or a visit it is a record and sends nothing.
type Write struct {
	ID         NoteID // "" makes one
	Audience   Audience
	Body       string
	Links      []LinkID // nil: all who may read it
	Via        Via
	To         []string  // addressees of a reply
	At         time.Time // of a call; zero: now
	SharedFrom NoteID
	Of         ClientID // whose words they are, on an umbrella
	Draft      NoteID   // the team's words that this reply uses; "" none
}

func (c Write) decide(w *work) error {
	if err := cmp.Or(w.r.Living("body"), checkID(c.ID), checkBody(c.Body)); err != nil {
		return err
	}
	if c.At.After(w.cause.At.Add(blink)) {
		return wrong("at", "lies in the future")
	}
	if err := w.sane("at", c.At); err != nil {
		return err
	}
	if len(c.To) > maxList || len(c.Links) > maxList {
		return wrong("to", "names at most %d", maxList)
	}
	to, err := c.copies(w)
	if err != nil {
		return err
	}
	n := &Note{ID: c.ID, Audience: c.Audience, Author: w.author(), Body: c.Body, Via: c.Via, To: slices.Clone(c.To), SharedFrom: c.SharedFrom, Of: c.Of}
	n.CreatedAt = cut(c.At)
	w.write(n, to)
	w.answered(n)
	w.used(c.Draft)
	return nil
}

func checkBody(body string) error {
	switch {
	case !shows(body):
		return wrong("body", "must not be empty")
	case len(body) > MaxText:
		return wrong("body", "is longer than %d bytes", MaxText)
	}
	return nil
}

// copies finds who receives the note; choosing a link that may not is an error.
func (c Write) copies(w *work) ([]LinkID, error) {
	switch c.Audience {
	case Internal, ToClient, Teams:
	default:
		return nil, wrong("audience", "%q is none of client, teams, internal", c.Audience)
	}
	if c.Audience == Teams && c.Links != nil && len(c.Links) == 0 {
		return nil, wrong("links", "names no ticket: leave it out to write to all teams")
	}
	if c.Audience == ToClient && w.r.Umbrella != "" {
		return nil, wrong("audience", "an umbrella has no client: write a broadcast to those that it gathers")
	}
	to := w.h.copies(w.r, c.Audience, c.Of, c.Links)
	for _, id := range c.Links {
		if !slices.Contains(to, id) {
			return nil, wrong("links", "%s may not receive this", id)
		}
	}
	if err := w.discreet(c.Body, to); err != nil {
		return nil, err
	}
	switch c.Via {
	case "":
		return to, nil
	case ByPhone, ByVisiting:
		return nil, nil
	case ByPortal, ByMail:
		return nil, wrong("via", "%s is not available: leave it out, or record what was said with phone or in_person", c.Via)
	}
	return nil, wrong("via", "%q is none of portal, mail, phone, in_person", c.Via)
}

// discreet refuses a text that names a client to links that are not to know it.
func (w *work) discreet(text string, to []LinkID) error {
	for _, id := range to {
		l := w.r.Link(id)
		if err := w.h.discreet(w.r, w.h.Terms(w.r, l), string(l.Team), "body", text); err != nil {
			return err
		}
	}
	return nil
}

// write adds a note with its copies.
func (w *work) write(n *Note, to []LinkID) {
	if n.ID == "" {
		n.ID = NoteID(w.id())
	}
	if n.CreatedAt.IsZero() {
		n.CreatedAt = w.cause.At
	}
	n.Request, n.Version = w.r.ID, 1
	n.Body, n.Author.Name = Lines(n.Body), OneLine(n.Author.Name)
	for _, id := range to {
		n.Copies = append(n.Copies, Copy{Note: n.ID, Link: id, State: CopyPending})
		w.dirty(id)
	}
	w.d.Added = append(w.d.Added, n)
	kind := NoteAdded
	if n.SharedFrom != "" {
		kind = Shared
	}
	w.event(Event{Type: kind, Field: "note", From: string(n.SharedFrom), To: string(n.ID), Reason: string(n.Audience)})
}

// author is who answers for what the hub itself writes: the person at the desk,
// else the desk, never whoever at a tool or a client caused it.
func (w *work) author() Author {
	if w.cause.By.Origin == DeskOrigin {
		return Author{Name: w.cause.By.Name, Origin: DeskOrigin}
	}
	return Author{Name: w.h.deskName(), Origin: DeskOrigin}
}

// answered takes back what a note of the desk answers: the questions of the teams
// that read it, a promised update that was due.
func (w *work) answered(n *Note) {
	switch n.Audience {
	case Teams:
		w.r.settle(func(c Concern) bool {
			asks := c.Kind == AsksInWords || c.Kind == AsksByWaiting
			return asks && slices.ContainsFunc(n.Copies, func(x Copy) bool { return x.Link == c.Link })
		})
	case ToClient:
		w.kept(n)
	case Internal: // answers nobody
	}
}

// kept ends a promised update that is due, if the client hears it: what nobody
// receives leaves it to the desk to call.
func (w *work) kept(n *Note) {
	due := w.r.NextUpdateAt
	if due.IsZero() || due.After(w.cause.At) || w.r.Unread(n) {
		return
	}
	w.changed("next_update_at", stamp(due), "", "the client was told")
	w.r.NextUpdateAt = time.Time{}
}

// Share makes a new note of an existing one for another audience. The desk
// answers for it: it is the author. Body "" takes the text as it is.
type Share struct {
	Note     *Note
	ID       NoteID
	Audience Audience
	Body     string
	Links    []LinkID
	Files    []FileID // of the note's own, those that go along; nil: all that may
}

func (c Share) decide(w *work) error {
	along, err := c.check(w.r)
	if err != nil {
		return err
	}
	if err := c.write().decide(w); err != nil {
		return err
	}
	n := w.d.Added[len(w.d.Added)-1]
	for _, f := range along {
		if err := w.reshare(f, n, c.Links); err != nil {
			return err
		}
	}
	return nil
}

// Later is what shares the note with the client after a pause.
func (c Share) Later(r *Request) (SendLater, error) {
	along, err := c.check(r)
	out := SendLater{Write: c.write()}
	for _, f := range along {
		out.Shared = append(out.Shared, f.ID)
	}
	return out, err
}

func (c Share) write() Write {
	return Write{
		ID: c.ID, Audience: c.Audience, Body: unreferenced(cmp.Or(c.Body, c.Note.Body)), Links: c.Links, SharedFrom: c.Note.ID, Of: c.Note.Of,
	}
}

// check finds the files that go along.
func (c Share) check(r *Request) ([]File, error) {
	switch {
	case c.Note.Deleted:
		return nil, wrong("note", "was deleted")
	case c.Note.Request != r.ID:
		return nil, &MissingError{"note", string(c.Note.ID)}
	case c.Audience != Teams && c.Audience != ToClient:
		return nil, wrong("audience", "%q is none of client, teams", c.Audience)
	case len(c.Files) > 0 && c.Note.Of != "":
		return nil, wrong("files", "of a client's words on an umbrella stay where they are")
	}
	own := r.FilesOf(c.Note)
	for _, id := range c.Files {
		if !slices.ContainsFunc(own, func(f File) bool { return f.ID == id && f.Missing == "" }) {
			return nil, wrong("files", "%s is no file of this note", id)
		}
	}
	return slices.DeleteFunc(own, func(f File) bool {
		all := c.Files == nil && c.Note.Of == "" && f.Shareable()
		return !all && !slices.Contains(c.Files, f.ID)
	}), nil
}

// ShareUp makes a note for the teams of an umbrella of a note of a request that
// it gathers: only teams that serve the request's client may have it.
type ShareUp struct {
	Share
	Child *Request
}

func (c ShareUp) decide(w *work) error {
	switch {
	case c.Note.Deleted:
		return wrong("note", "was deleted")
	case c.Child.Gathered != w.r.ID || c.Note.Request != c.Child.ID:
		return &MissingError{"note", string(c.Note.ID)}
	case len(c.Files) > 0:
		return wrong("files", "stay with the request")
	case len(c.Child.Restricted) > 0:
		return wrong("note", "belongs to a restricted request")
	}
	body := c.Body
	if body == "" {
		body = c.Note.Body
	}
	return Write{ID: c.ID, Audience: Teams, Body: body, Links: c.Links, SharedFrom: c.Note.ID, Of: c.Child.Client}.decide(w)
}
