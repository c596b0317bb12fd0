package request

import (
	"mime"
	"slices"
	"strings"
	"time"
	"unicode"
)

// FileID identifies a file: lower-case letters and digits.
type FileID string

// File is what a request knows of a file that somebody added to it, here or at a
// tool; the store keeps the bytes. But for its copies it is never changed.
type File struct {
	ID        FileID
	Name      string
	Type      string // media type, as its sender called it
	Size      int64
	SHA256    string // of the bytes, hexadecimal
	CreatedAt time.Time
	Author    Author
	Audience  Audience
	Once      string     `json:",omitempty"` // names the call that added it
	Note      NoteID     `json:",omitempty"` // the note that it came with
	Bytes     FileID     `json:",omitempty"` // where the store has them; "": under ID
	Missing   string     `json:",omitempty"` // why the hub does not have them; "": it has
	Copies    []FileCopy `json:",omitempty"`
}

// FileCopy is a file in one ticket. Like those of a note, the copies of a file
// are fixed when it is added.
type FileCopy struct {
	Link   LinkID
	Remote string `json:",omitempty"` // its id at the tool, "" until it is there
	State  CopyState
	Error  string `json:",omitempty"`
	Origin bool   `json:",omitempty"` // the file came from this ticket
}

// Stored is where the store has a file's bytes; "" where the hub does not have
// them.
func (f File) Stored() FileID {
	switch {
	case f.Missing != "":
		return ""
	case f.Bytes != "":
		return f.Bytes
	}
	return f.ID
}

// Copy finds a file's copy in the ticket of a link, nil if it has none.
func (f *File) Copy(l LinkID) *FileCopy {
	for i := range f.Copies {
		if f.Copies[i].Link == l {
			return &f.Copies[i]
		}
	}
	return nil
}

// The bounds of what a request holds.
const (
	MaxFiles    = 1000
	maxFileName = 255 // bytes
)

// Attach adds a file. Its author and time are the cause's, its name loses what
// is no name: folders and characters that cannot be seen. It goes to the tickets
// of those who may have it; where a tool takes no files, a note says where it is.
type Attach struct {
	File  File
	Links []LinkID // nil: all who may have it
}

func (c Attach) decide(w *work) error {
	if err := w.r.Living("files"); err != nil {
		return err
	}
	f := c.File
	f.Name = bareName(f.Name)
	switch {
	case f.Name == "":
		return wrong("name", "is required")
	case len(f.Name) > maxFileName:
		return wrong("name", "is longer than %d bytes", maxFileName)
	case f.Audience != Internal && f.Audience != Teams && f.Audience != ToClient:
		return wrong("audience", "%q is none of client, teams, internal", f.Audience)
	case len(w.r.Files) >= MaxFiles:
		return wrong("files", "the request has %d files already", MaxFiles)
	}
	if err := c.send(w, &f); err != nil {
		return err
	}
	w.keep(f)
	return nil
}

// send gives a file its copies.
func (c Attach) send(w *work, f *File) error {
	if f.Audience == ToClient && w.r.Umbrella != "" {
		return wrong("audience", "an umbrella has no client")
	}
	to := w.h.copies(w.r, f.Audience, "", c.Links)
	for _, id := range c.Links {
		if !slices.Contains(to, id) {
			return wrong("links", "%s may not receive this", id)
		}
	}
	for _, id := range to {
		l := w.r.Link(id)
		if err := w.h.discreet(w.r, w.h.Terms(w.r, l), string(l.Team), "name", f.Name); err != nil {
			return err
		}
	}
	w.deal(f, to)
	return nil
}

// deal hands a file to links: to be sent, or to be told of by a note of its own
// unless it has one.
func (w *work) deal(f *File, to []LinkID) {
	var told []LinkID
	for _, id := range to {
		switch w.h.carriage(w.r.Link(id).Connection) {
		case Sent:
			f.Copies = append(f.Copies, FileCopy{Link: id, State: CopyPending})
			w.dirty(id)
		case Told:
			told = append(told, id)
		case Kept:
		}
	}
	if len(told) > 0 && f.Note == "" {
		n := &Note{Audience: f.Audience, Author: w.author(), Body: fileNamed(f.Name)}
		w.write(n, told)
		f.Note = n.ID
	}
}

// keep adds a file.
func (w *work) keep(f File) {
	f.Type = mediaType(f.Type)
	f.CreatedAt, f.Author = w.cause.At, Author{Name: OneLine(w.cause.By.Name), Origin: w.cause.By.Origin}
	w.r.Files = append(w.r.Files, f)
	w.event(Event{Type: FileAdded, Field: "file", To: f.Name, Reason: f.Missing})
}

// mediaType is what a sender calls a file; what is no media type says nothing.
func mediaType(text string) string {
	name, params, err := mime.ParseMediaType(text)
	if err == nil {
		text = mime.FormatMediaType(name, params)
	}
	if err != nil || text == "" || len(text) > 255 {
		return "application/octet-stream"
	}
	return text
}

// bareName is the name alone, without folders of any system; "" for none.
func bareName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, name)
	if name = strings.TrimSpace(name); strings.Trim(name, ".") == "" {
		return ""
	}
	return name
}

// File finds a file of the request; false if there is none.
func (r *Request) File(id FileID) (File, bool) {
	return r.fileBy(func(f File) bool { return f.ID == id })
}

// FileOnce finds the file that a call has added before; false if there is none.
func (r *Request) FileOnce(once string) (File, bool) {
	return r.fileBy(func(f File) bool { return once != "" && f.Once == once })
}

func (r *Request) fileBy(is func(File) bool) (File, bool) {
	for _, f := range r.Files {
		if is(f) {
			return f, true
		}
	}
	return File{}, false
}
