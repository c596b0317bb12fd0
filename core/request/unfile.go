package request

// Withdrawn is why the hub does not have a file that the desk took back.
const Withdrawn = "the desk took it back"

// stays is said of a copy of a withdrawn file that a ticket has.
const stays = "it stays there: delete it in the tool"

// Unfile takes a file back: nobody reads it here any more, and it is sent nowhere
// where it is not yet. A ticket that has it keeps it, and its copy says so.
type Unfile struct{ File FileID }

func (c Unfile) decide(w *work) error {
	for i := range w.r.Files {
		f := &w.r.Files[i]
		switch {
		case f.ID != c.File:
			continue
		case f.Missing == Withdrawn:
			return nil
		}
		f.Missing = Withdrawn
		for at := range f.Copies {
			f.Copies[at].withdraw()
		}
		w.event(Event{Type: FileDeleted, Field: "file", From: f.Name})
		return nil
	}
	return &MissingError{"file", string(c.File)}
}

func (c *FileCopy) withdraw() {
	switch {
	case c.Remote != "":
		c.Error = stays
	case c.State == CopyPending:
		c.State = CopyDeleted
	}
}
