package request

import "slices"

// Revise changes the text of a note where it was written: the desk its own
// notes, a ticket those that came from it. What was said to the client stands.
type Revise struct {
	Note *Note
	Body string
}

func (c Revise) decide(w *work) error {
	if err := w.mayRevise(c.Note); err != nil {
		return err
	}
	if err := checkBody(c.Body); err != nil && (w.cause.Link == "" || !shows(c.Body)) {
		return err
	}
	body := Lines(fitText(c.Body))
	if body == c.Note.Body {
		return nil
	}
	if err := w.discreet(body, c.Note.written(w.r)); err != nil {
		return err
	}
	w.event(Event{Type: NoteEdited, Field: "note", From: c.Note.Body, To: body, Reason: string(c.Note.ID)})
	n := w.revise(c.Note)
	n.Body, n.EditedAt = body, w.cause.At
	return nil
}

// Erase deletes a note where it was written; its text stays in the history.
type Erase struct{ Note *Note }

func (c Erase) decide(w *work) error {
	if c.Note.Deleted {
		return nil
	}
	if err := w.mayRevise(c.Note); err != nil {
		return err
	}
	w.event(Event{Type: NoteDeleted, Field: "note", From: c.Note.Body, Reason: string(c.Note.ID)})
	n := w.revise(c.Note)
	n.Body, n.Deleted, n.EditedAt = "", true, w.cause.At
	w.r.forget(n.ID)
	return nil
}

// written lists the links of a request that the desk wrote the note to.
func (n *Note) written(r *Request) []LinkID {
	var to []LinkID
	for _, c := range n.Copies {
		if !c.Origin && r.Link(c.Link) != nil {
			to = append(to, c.Link)
		}
	}
	return to
}

func (w *work) mayRevise(n *Note) error {
	switch {
	case n.Deleted:
		return wrong("note", "was deleted")
	case n.Author.Origin != w.cause.By.Origin:
		return wrong("note", "can only be changed where it was written")
	case n.Audience == ToClient && n.Author.Origin == DeskOrigin:
		return wrong("note", "what was said to the client stands: write a correction")
	}
	return nil
}

// revise makes the next version of a note and tells the tickets that hold it.
func (w *work) revise(n *Note) *Note {
	n = n.Clone()
	n.Version++
	for i := range n.Copies {
		c := &n.Copies[i]
		if c.Link == w.cause.Link {
			continue
		}
		if c.State != CopyDeleted {
			c.State, c.Error = CopyPending, ""
		}
		w.dirty(c.Link)
	}
	i := slices.IndexFunc(w.d.Changed, func(x *Note) bool { return x.ID == n.ID })
	if i >= 0 {
		w.d.Changed[i] = n
	} else {
		w.d.Changed = append(w.d.Changed, n)
	}
	return n
}
