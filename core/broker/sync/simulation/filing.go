package simulation

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Filing is how a tool deals with files; the zero value takes none and shows none.
type Filing struct {
	On   bool
	Keys bool // a file carries a key
	Sums bool // the tool tells hashes
	Rows bool // a poll's rows list the files, else only deliveries and reads do
}

// Filed is the history in which people add files too, at both sides. Nothing else of
// the script changes.
func (s Script) Filed() Script {
	d := roll(s.Knobs.Seed ^ 4)
	s.Knobs.Tools = slices.Clone(s.Knobs.Tools)
	for i := range s.Knobs.Tools {
		f := Filing{On: true, Keys: d.one(2), Sums: d.one(2), Rows: d.one(2)}
		s.Knobs.Tools[i].Files = f
	}
	s.Steps = slices.Clone(s.Steps)
	for i, step := range s.Steps {
		if (step.Do == "desk" || step.Do == "team") && d.one(3) {
			s.Steps[i].Do = step.Do + "file"
		}
	}
	addition{often: 3, step: "cut", knobs: func(*Knobs, *dice) {}}.to(&s, roll(s.Knobs.Seed^0x637574))
	return s
}

// attachment is a file at a tool. No two that people made have the same bytes.
type attachment struct {
	id, name, body string
	by, account    string
	keys           []ticket.Key
	at             int64
	deleted        bool
}

var (
	_ sdk.Uploader   = (*conn)(nil)
	_ sdk.Downloader = (*conn)(nil)
	_ store.Files    = (*process)(nil)
)

func (t *Tool) attach(i *item, name, body, by, account string, keys ...ticket.Key) *attachment {
	t.touch(i)
	a := &attachment{id: fmt.Sprintf("%s.f%d", i.ref.ID, len(i.files)+1), name: name, body: body, by: by, account: account, at: t.w.clock}
	if t.k.Files.Keys {
		a.keys = keys
	}
	i.files = append(slices.Clip(i.files), a)
	t.w.hit(map[bool]string{true: "file uploaded", false: "file attached"}[t.w.robot(by)])
	t.w.tracef("%s: %s (as %s) attaches %s %q to %s: %s", t.name, by, account, name, body, i.ref.Key, a.id)
	t.tellFile(ticket.Filed, i, a, account)
	return a
}

func (t *Tool) detach(i *item, a *attachment) {
	t.touch(i)
	a.deleted = true
	t.w.hit("file deleted")
	t.w.tracef("%s: dana deletes the file %s", t.name, a.id)
	t.tellFile(ticket.FileGone, i, a, "dana")
}

func (t *Tool) tellFile(what ticket.Kind, i *item, a *attachment, account string) {
	t.send(func() ticket.Change {
		f := t.file(a)
		return ticket.Change{Kind: what, Ref: i.ref, Version: i.version, By: t.actor(account), File: &f}
	})
}

func (t *Tool) file(a *attachment) ticket.File {
	f := ticket.File{ID: a.id, Name: a.name, Type: "text/plain", Size: int64(len(a.body)), By: t.actor(a.account), Keys: slices.Clone(a.keys), Private: !t.k.Visible}
	if t.k.Files.Sums {
		f.SHA256 = sum(a.body)
	}
	return f
}

func sum(body string) string {
	s := sha256.Sum256([]byte(body))
	return hex.EncodeToString(s[:])
}

// showFiles adds the files of an item to what a read shows.
func (t *Tool) showFiles(i *item, x *ticket.Ticket) {
	if !t.k.Files.On {
		return
	}
	x.AllFiles = true
	for _, a := range i.files {
		if !a.deleted {
			x.Files = append(x.Files, t.file(a))
		}
	}
}

// fileStream lists the files that came, by themselves as some tools do: those that
// went are not among them.
func (c *conn) fileStream(list *news, from, to int64) {
	if !c.k.Files.On || c.k.Files.Rows || c.lacks() != "" {
		return
	}
	for _, i := range c.alive() {
		for _, a := range i.files {
			if i.ref.Container == home && !a.deleted && a.at >= from && a.at <= to {
				f := c.file(a)
				list.add(a.at, ticket.Change{Kind: ticket.Filed, Ref: i.ref, By: f.By, File: &f})
			}
		}
	}
}

// Upload attaches a file of the hub's.
func (c *conn) Upload(_ context.Context, r ticket.Ref, k ticket.Key, f ticket.File, body io.Reader) (ticket.File, error) {
	i, err := c.target("upload", r)
	if err != nil {
		return ticket.File{}, err
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return ticket.File{}, fault.Errorf(fault.Uncertain, "upload", "%w", err)
	}
	c.taint(ticket.Native(text))
	if sum(string(text)) != f.SHA256 || int64(len(text)) != f.Size {
		c.w.violatef("BYTES", "%q is uploaded as %+v", text, f)
	}
	var made *attachment
	err = c.write("upload", func() { made = c.attach(i, f.Name, string(text), c.w.hub.name, c.w.hub.account, k) })
	if err != nil || made == nil {
		return ticket.File{}, err
	}
	return c.file(made), nil
}

// Download opens a file; where faults are, it may be cut, openly or not.
func (c *conn) Download(_ context.Context, r ticket.Ref, f ticket.File) (io.ReadCloser, error) {
	if err := c.read("download " + f.ID); err != nil {
		return nil, err
	}
	i := c.find(r)
	at := -1
	if i != nil {
		at = slices.IndexFunc(i.files, func(a *attachment) bool { return a.id == f.ID && !a.deleted })
	}
	if at < 0 {
		c.w.hit("download of what is gone")
		return nil, fault.Errorf(fault.NotFound, "download", "there is no %s", f.ID)
	}
	text := i.files[at].body
	if !c.w.faulty || !c.cuts && !c.w.dice.one(c.w.k.Faults) {
		return io.NopCloser(strings.NewReader(text)), nil
	}
	half := strings.NewReader(text[:len(text)/2])
	c.w.tracef("%s: the download of %s is cut", c.name, f.ID)
	if c.cuts || c.w.dice.one(2) {
		c.w.hit("download cut in silence")
		return io.NopCloser(half), nil
	}
	c.w.hit("download cut")
	return io.NopCloser(io.MultiReader(half, broken{})), nil
}

// broken is a line that was cut.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// PutFile implements store.Files.
func (p *process) PutFile(ctx context.Context, id request.FileID, from io.Reader, most int64) (f store.File, err error) {
	err = p.guard("put file", func() error { f, err = p.db.PutFile(ctx, id, from, most); return err })
	return f, err
}

// File implements store.Files.
func (p *process) File(ctx context.Context, id request.FileID) (store.File, io.ReadSeekCloser, error) {
	if p.burn("before file") {
		return store.File{}, nil, errDead
	}
	return p.db.File(ctx, id)
}

// DropFile implements store.Files.
func (p *process) DropFile(ctx context.Context, id request.FileID) error {
	return p.guard("drop file", func() error { return p.db.DropFile(ctx, id) })
}

// fileName is one of few, so that different files have the same.
func (w *World) fileName() string { return pick(w.dice, "a.log", "b.log", `photo "1".png`) }

// deskFiles lets somebody at the desk add a file to a request.
func (w *World) deskFiles() {
	ids := sorted(w.hub.book.requests)
	if len(ids) == 0 {
		return
	}
	r := w.hub.book.requests[pick(w.dice, ids...)]
	if len(r.Links) == 0 {
		return
	}
	audience := pick(w.dice, request.Teams, request.Teams, request.Teams, request.Internal, request.ToClient)
	text := w.word("bytes")
	if audience != request.Teams {
		text = w.word("secret") + " forclient"
	}
	put, err := w.hub.p.PutFile(w.ctx, request.FileID(w.word("file")), bytes.NewReader([]byte(text)), 1<<20)
	if err != nil {
		return
	}
	w.hit("file for " + string(audience))
	w.do(r, func(doc *store.LinkDoc) []request.Command {
		doc.Files = []request.FileID{put.ID}
		return []request.Command{request.Attach{File: request.File{
			ID: put.ID, Name: w.fileName(), Type: "text/plain", Size: put.Size, SHA256: put.SHA256, Audience: audience,
		}}}
	})
}

// teamFiles lets somebody at a tool attach or delete a file.
func (w *World) teamFiles() {
	t := pick(w.dice, w.tools...)
	items := slices.DeleteFunc(t.alive(), func(i *item) bool { return i.retired || i.ref.Container != home })
	if len(items) == 0 {
		return
	}
	i := pick(w.dice, items...)
	w.result_.Changes++
	if len(i.files) > 0 && w.dice.one(5) {
		if a := pick(w.dice, i.files...); !a.deleted {
			t.detach(i, a)
		}
		return
	}
	account := "dana"
	if t.k.Shared && w.dice.one(3) {
		account = w.hub.account
	}
	t.attach(i, w.fileName(), w.word("photo"), "dana", account)
}

// cut lets the hub die about a file that comes as half of itself, in silence.
func (w *World) cut() {
	t := pick(w.dice, w.tools...)
	items := t.worked()
	if len(items) == 0 || w.depth > 0 || w.hub.p.dead {
		return
	}
	t.cuts = true
	t.attach(pick(w.dice, items...), w.fileName(), w.word("photo"), "dana", "dana")
	for len(t.posts) > 0 {
		t.post(0)
	}
	w.hub.dies = pick(w.dice, "before put file", "after put file", "before drop file", "after drop file")
	for range 6 {
		w.pass(time.Second)
		w.hub.work("decode")
		w.hub.work("link")
	}
	w.hub.dies, t.cuts = "", false
}

// checkFiles: every file is once at each side that may have it, byte for byte.
func (w *World) checkFiles(r *request.Request, l *request.Link, t *Tool, i *item) {
	if !t.k.Files.On {
		return
	}
	for n := range r.Files {
		if c := r.Files[n].Copy(l.ID); c != nil && !c.Origin {
			w.checkSent(r.Files[n], *c, l, t, i)
		}
	}
	for _, a := range i.files {
		if a.by != w.hub.name {
			w.checkTaken(a, r, l, t)
		}
	}
}

func (w *World) checkSent(f request.File, c request.FileCopy, l *request.Link, t *Tool, i *item) {
	there, gone := 0, false
	for _, a := range i.files {
		if a.by == w.hub.name && sum(a.body) == f.SHA256 {
			gone = gone || a.deleted
			if !a.deleted {
				there++
			}
		}
	}
	switch {
	case f.Audience != request.Teams:
		w.violatef("I7", "the file %s for %s has a copy on link %s", f.ID, f.Audience, l.ID)
	case c.State == request.CopyFailed && c.Error != "":
	case gone: // a person took it away
	case there == 0 && w.looksSent(f, c, t, i): // cannot be known
	case there > 1 && (t.k.TooLate || w.result_.Restores > 0 && !t.k.Files.Keys): // cannot be known, or not proved
	case there != 1:
		w.violatef("I3", "file %s of link %s is %d times at %s: %+v", f.ID, l.ID, there, t.name, c)
	case c.State != request.CopyDelivered:
		w.violatef("I1", "file %s of link %s is there and counts as %+v", f.ID, l.ID, c)
	}
}

// looksSent reports whether a backup took the memory of a file that the hub had sent,
// and by what the tool shows of it this one is it.
func (w *World) looksSent(f request.File, c request.FileCopy, t *Tool, i *item) bool {
	return w.result_.Restores > 0 && !t.k.Files.Keys && !t.k.Files.Sums && slices.ContainsFunc(i.files, func(a *attachment) bool {
		return a.id == c.Remote && a.by == w.hub.name && int64(len(a.body)) == f.Size
	})
}

func (w *World) checkTaken(a *attachment, r *request.Request, l *request.Link, t *Tool) {
	var found []request.File
	for _, f := range r.Files {
		if c := f.Copy(l.ID); c != nil && c.Origin && f.SHA256 == sum(a.body) {
			found = append(found, f)
		}
	}
	switch {
	case len(found) > 1:
		w.violatef("I3", "the attachment %s of %s is %d files", a.id, t.name, len(found))
	case len(found) == 0:
		missing := slices.ContainsFunc(r.Files, func(f request.File) bool {
			c := f.Copy(l.ID)
			return c != nil && c.Remote == a.id && f.Missing != ""
		})
		if !a.deleted && !missing && !w.lostToRestore(t) {
			w.violatef("I1", "the attachment %s %q of %s is not in the hub", a.id, a.body, t.name)
		}
	case found[0].Audience != request.Internal:
		w.violatef("I7", "the attachment %s of %s is for %s", a.id, t.name, found[0].Audience)
	default:
		w.checkBytes(a, found[0], t)
	}
}

func (w *World) checkBytes(a *attachment, f request.File, t *Tool) {
	_, body, err := w.hub.db.File(w.ctx, f.Stored())
	if err != nil {
		w.violatef("I2", "the bytes of %s from %s are gone: %v", f.ID, t.name, err)
		return
	}
	text, err := io.ReadAll(body)
	if err != nil || string(text) != a.body {
		w.violatef("BYTES", "the hub has %q of %q", text, a.body)
	}
}

// lostToRestore reports whether a backup took the memory of a file that nothing
// tells of again: only a read lists the files of such a tool.
func (w *World) lostToRestore(t *Tool) bool { return w.result_.Restores > 0 && !t.k.Files.Rows }

// FilePoints lists what a long run of histories with files must have reached besides
// [Points].
func FilePoints() []string {
	points := []string{
		"file for teams", "file for internal", "file for client", "file uploaded", "file attached", "file deleted",
		"download cut", "download cut in silence", "download of what is gone", "crash before file",
	}
	for _, fate := range fates() {
		points = append(points, "upload "+fate)
	}
	for _, at := range []string{"put file", "drop file"} {
		points = append(points, "crash before "+at, "crash after "+at)
	}
	return points
}
