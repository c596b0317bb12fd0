package request

import (
	"strings"
	"time"
	"unicode"
)

// FileID identifies a file: lower-case letters and digits.
type FileID string

// File is what a request knows of a file that somebody added to it; the store
// keeps the bytes. It is never changed.
type File struct {
	ID        FileID
	Name      string
	Type      string // media type, as its sender called it
	Size      int64
	SHA256    string // of the bytes, hexadecimal
	CreatedAt time.Time
	Author    Author
	Audience  Audience
	Once      string `json:",omitempty"` // names the call that added it
}

// The bounds of what a request holds.
const (
	MaxFiles    = 1000
	maxFileName = 255 // bytes
)

// Attach adds a file. Its author and time are the cause's, its name loses what
// is no name: folders and characters that cannot be seen.
type Attach struct{ File File }

func (c Attach) decide(w *work) error {
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
	f.CreatedAt, f.Author = w.cause.At, Author{Name: OneLine(w.cause.By.Name), Origin: w.cause.By.Origin}
	w.r.Files = append(w.r.Files, f)
	w.event(Event{Type: FileAdded, Field: "file", To: f.Name})
	return nil
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
