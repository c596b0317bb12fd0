package request

import (
	"fmt"
	"slices"
	"strings"
)

// Carriage says how a file reaches the tickets of a connection.
type Carriage string

// The ways.
const (
	Sent Carriage = ""     // the tool takes files
	Told Carriage = "told" // it takes none: a comment says where the file is
	Kept Carriage = "kept" // nothing is to leave the hub
)

func (h House) carriage(connection string) Carriage {
	if h.Files == nil {
		return Sent
	}
	return h.Files(connection)
}

// ReceivesFile reports whether the ticket of a link may hold a file that was
// added for it.
func (h House) ReceivesFile(r *Request, l *Link, f *File) bool {
	t := h.Terms(r, l)
	return t.Reads(r, "") && MayReceive(t, f.Audience, true)
}

// CopyFor is a note as its copy in the ticket of a link shows it: where the tool
// takes no files, a line below says where each of them is.
func (h House) CopyFor(r *Request, l *Link, n *Note) string {
	text := h.CopyText(r, n)
	if n.Deleted || h.carriage(l.Connection) != Told {
		return text
	}
	for i := range r.Files {
		if f := &r.Files[i]; f.Note == n.ID && f.Audience == n.Audience && h.ReceivesFile(r, l, f) {
			text = told(text, fileNamed(f.Name), h.fileLine(r, l, f))
		}
	}
	return text
}

// fileNamed is the paragraph of a note that nothing but files were sent with.
func fileNamed(name string) string { return "File: " + PlainName(name) }

// told puts the line that says where a file is in place of the paragraph that
// names it alone, else below the text.
func told(text, named, line string) string {
	paragraphs := strings.Split(text, "\n\n")
	if i := slices.Index(paragraphs, named); i > 0 { // above it stands who wrote
		paragraphs[i] = line
		return strings.Join(paragraphs, "\n\n")
	}
	return text + "\n\n" + line
}

// fileLine says where a file is: behind the hub's sign-in.
func (h House) fileLine(r *Request, l *Link, f *File) string {
	name := PlainName(f.Name)
	if h.Terms(r, l).Side != TeamSide || h.Directory.BaseURL == "" {
		return fmt.Sprintf("File: %s (%s), kept with %s", name, Bytes(f.Size), r.Key)
	}
	return fmt.Sprintf("File: [%s](%s/requests/%s/files/%s) (%s)", name, strings.TrimRight(h.Directory.BaseURL, "/"), r.Key, f.ID, Bytes(f.Size))
}

// PlainName is a file's name that Markdown takes for nothing else.
func PlainName(name string) string {
	var b strings.Builder
	for _, r := range name {
		if strings.ContainsRune("\\`*_{}[]()<>#+!|~&@:/", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Bytes says a size as people read it.
func Bytes(n int64) string {
	units := []string{"bytes", "KiB", "MiB", "GiB"}
	at, size := 0, float64(n)
	for size >= 1024 && at < len(units)-1 {
		at, size = at+1, size/1024
	}
	text := strings.TrimSuffix(fmt.Sprintf("%.1f", size), ".0")
	return text + " " + units[at]
}

// FileHeard is a file that somebody attached to the ticket of Cause.Link. A
// team's is for the desk alone until it is shared; a client's follows the
// client's words.
type FileHeard struct {
	File    File   // its copies and audience are decided here
	Remote  string // its id at the tool
	Private bool   // hidden from the tool's own customers
}

func (c FileHeard) decide(w *work) error {
	l, f := w.r.Link(w.cause.Link), c.File
	switch {
	case l == nil:
		return &MissingError{"link", string(w.cause.Link)}
	case c.back(w):
		return nil
	case len(w.r.Files) >= MaxFiles:
		return wrong("files", "the request has %d files already", MaxFiles)
	}
	f.Name = heardName(f.Name)
	f.Audience, f.Copies = Internal, []FileCopy{{Link: l.ID, Remote: c.Remote, State: CopyDelivered, Origin: true}}
	if l.Side == ClientSide && !c.Private && w.r.Umbrella == "" {
		f.Audience = ToClient
		if f.Missing == "" {
			c.pass(w, &f, without(w.h.copies(w.r, ToClient, "", nil), l.ID))
		}
	}
	w.keep(f)
	return nil
}

// back reports whether the file is known, and was found again if it had been gone.
func (c FileHeard) back(w *work) bool {
	at := slices.IndexFunc(w.r.Files, func(f File) bool { return f.ID == c.File.ID })
	if at < 0 {
		return false
	}
	if known := w.r.Files[at].Copy(w.cause.Link); known != nil {
		known.Remote, known.State = c.Remote, CopyDelivered
	}
	return true
}

// pass hands a client's file on. Where a tool is only told of it, the words that it
// came with are there already: it gets a note of its own.
func (c FileHeard) pass(w *work, f *File, to []LinkID) {
	if slices.ContainsFunc(to, func(id LinkID) bool { return w.h.carriage(w.r.Link(id).Connection) == Told }) {
		f.Note = ""
	}
	w.deal(f, to)
}

// heardName is a name from a tool: what is no name is shortened or replaced.
func heardName(name string) string {
	name = bareName(name)
	for len(name) > maxFileName {
		runes := []rune(name)
		name = string(runes[:len(runes)-1])
	}
	if name == "" {
		return "file"
	}
	return name
}

// ShareFile makes a file known to another audience: a new note of the desk, and
// the same bytes beside it.
type ShareFile struct {
	File     FileID
	Note     NoteID // of the new note; "" makes one
	Audience Audience
	Body     string // of the new note; "" names the file
	Links    []LinkID
}

func (c ShareFile) decide(w *work) error {
	f, err := w.r.here(c.File)
	if err != nil {
		return err
	}
	if c.Audience != Teams && c.Audience != ToClient {
		return wrong("audience", "%q is none of client, teams", c.Audience)
	}
	if err := c.write(f).decide(w); err != nil {
		return err
	}
	return again{c.File, c.Links}.decide(w)
}

// here is a file whose bytes the hub has.
func (r *Request) here(id FileID) (File, error) {
	f, ok := r.File(id)
	switch {
	case !ok:
		return f, &MissingError{"file", string(id)}
	case f.Missing != "":
		return f, wrong("file", "is not here: %s", f.Missing)
	}
	return f, nil
}

func (c ShareFile) write(f File) Write {
	note := Write{ID: c.Note, Audience: c.Audience, Body: c.Body, Links: c.Links}
	if note.Body == "" {
		note.Body = f.Named()
	}
	return note
}

// Later is what shares the file with the client after a pause.
func (c ShareFile) Later(r *Request) (SendLater, error) {
	f, ok := r.File(c.File)
	if !ok {
		return SendLater{}, &MissingError{"file", string(c.File)}
	}
	return SendLater{Write: c.write(f), Along: Along{Shared: []FileID{c.File}}}, nil
}

// Named is what a note says that has no words but the file.
func (f File) Named() string { return fileNamed(f.Name) }

// again makes a file known with the note that was just written.
type again struct {
	File  FileID
	Links []LinkID
}

func (c again) decide(w *work) error {
	f, err := w.r.here(c.File)
	if err != nil {
		return err
	}
	return w.reshare(f, w.d.Added[len(w.d.Added)-1], c.Links)
}

// Shareable reports whether a file may be made known to others: what the desk
// added to an internal note stays there.
func (f File) Shareable() bool {
	heard := slices.ContainsFunc(f.Copies, func(c FileCopy) bool { return c.Origin })
	return f.Missing == "" && (f.Audience != Internal || f.Note == "" || heard)
}

// reshare adds the bytes of a file once more, for the readers of a note.
func (w *work) reshare(f File, n *Note, links []LinkID) error {
	if !f.Shareable() {
		return wrong("file", "belongs to an internal note")
	}
	again := File{
		ID: FileID(w.id()), Name: f.Name, Type: f.Type, Size: f.Size, SHA256: f.SHA256, Bytes: f.Stored(), Audience: n.Audience, Note: n.ID,
	}
	return Attach{File: again, Links: links}.decide(w)
}
