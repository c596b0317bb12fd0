package sync_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/ticket"
)

// filers attach and remove files at a tool.
type filers interface {
	Attach(id, name string, body []byte) (file string)
	Detach(id, file string)
}

func (p atJira) Attach(id, name string, body []byte) string {
	return got(p.server.Attach("dana", id, name, "text/plain", body))(p.t)
}

func (p atJira) Detach(id, file string) { must(p.t, p.server.Detach("dana", id, file)) }

func (p atServiceNow) Attach(id, name string, body []byte) string {
	return got(p.Agent.Attach(id, name, "text/plain", body))(p.t)
}

func (p atServiceNow) Detach(_, file string) { p.Agent.Detach(file) }

func (p atRedmine) Attach(id, name string, body []byte) string {
	return got(p.server.Attach(context.Background(), id, name, body))(p.t)
}

func (p atRedmine) Detach(_, file string) {
	must(p.t, p.server.Call(context.Background(), p.server.AdminKey, http.MethodDelete, "/attachments/"+file+".json", nil, nil))
}

// eachFiling leaves out the tools that take no files.
func eachFiling(t *testing.T, test func(t *testing.T, b *bench, p filers), changes ...change) {
	t.Helper()
	some(t, func(k kind) bool { return k.name != "github" }, func(t *testing.T, b *bench) {
		p, ok := b.people.(filers)
		if !ok {
			t.Fatal("nobody attaches files here")
		}
		test(t, b, p)
	}, changes...)
}

// attach adds a file at the desk.
func (h *hub) attach(key request.Key, id request.FileID, name string, audience request.Audience, body string) {
	h.t.Helper()
	f, err := h.store.PutFile(h.t.Context(), id, strings.NewReader(body), 1<<20)
	must(h.t, err)
	h.do(key, request.Attach{File: request.File{ID: f.ID, Name: name, Type: "text/plain", Size: f.Size, SHA256: f.SHA256, Audience: audience}})
	must(h.t, h.store.Update(h.t.Context(), key, func(doc *store.Doc) error {
		doc.Files = []request.FileID{id}
		return nil
	}))
}

// bytes is what the hub has of a file.
func (h *hub) bytes(f request.File) string {
	h.t.Helper()
	_, body, err := h.store.File(h.t.Context(), f.Stored())
	must(h.t, err)
	defer func() { _ = body.Close() }()
	return string(got(io.ReadAll(body))(h.t))
}

// filed lists the files of a ticket as "name:bytes", in the order of both.
func (b *bench) filed(key request.Key) []string {
	b.t.Helper()
	ref := b.link(key).Ticket
	down, ok := sdk.As[sdk.Downloader](b.conn.Conn)
	if !ok {
		b.t.Fatal("no Downloader")
	}
	list := []string{}
	for _, f := range got(b.conn.Conn.Get(b.t.Context(), ref, sdk.Need{Files: true}))(b.t).Files {
		body := got(down.Download(b.t.Context(), ref, f))(b.t)
		list = append(list, f.Name+":"+string(got(io.ReadAll(body))(b.t)))
		must(b.t, body.Close())
	}
	b.calls.Reset()
	slices.Sort(list)
	return list
}

func (b *bench) wantFiled(key request.Key, want ...string) {
	b.t.Helper()
	if is := b.filed(key); !slices.Equal(is, want) {
		b.t.Errorf("the ticket has the files %.300q, want %.300q", is, want)
	}
}

// heardFiles lists what the hub took from the tool.
func (b *bench) heardFiles(key request.Key) (list []request.File) {
	b.t.Helper()
	r, _ := b.request(key)
	for _, f := range r.Files {
		if len(f.Copies) > 0 && f.Copies[0].Origin {
			list = append(list, f)
		}
	}
	return list
}

// uploads counts the calls that carried a file.
func (b *bench) uploads() (n int) {
	for _, c := range b.calls.Calls() {
		if c.Method == http.MethodPost && (strings.Contains(c.Path, "attachment") || strings.Contains(c.Path, "uploads")) {
			n++
		}
	}
	return n
}

func uploading(r *http.Request) bool {
	return r.Method == http.MethodPost && (strings.Contains(r.URL.Path, "attachment") || strings.Contains(r.URL.Path, "uploads")) ||
		r.Method == http.MethodPut && strings.Contains(body(r), `"uploads"`)
}

func body(r *http.Request) string {
	all, _ := io.ReadAll(r.Body)
	return string(all)
}

func TestFilesTravelBothWays(t *testing.T) {
	eachFiling(t, func(t *testing.T, b *bench, p filers) {
		key, id := b.open()
		b.calls.Reset()
		b.attach(key, "f1", "trace.log", request.Teams, "hop 1")
		b.attach(key, "f2", "secret.log", request.Internal, "the-internal-canary")
		b.rest()
		if n := b.uploads(); n != 1 {
			t.Errorf("one file took %d uploads: %v", n, b.calls.Calls())
		}
		b.wantFiled(key, "trace.log:hop 1")
		p.Attach(id, "photo.txt", []byte("light"))
		b.hear()
		b.clock.Advance(6 * time.Minute) // some tools tell of files by a slow poll
		b.poll()
		list := b.heardFiles(key)
		if len(list) != 1 || list[0].Name != "photo.txt" || b.bytes(list[0]) != "light" || list[0].Audience != request.Internal || list[0].Author.Origin != b.conn.Name {
			t.Fatalf("the hub has %+v", list)
		}
		b.inStep(key)
		if b.tap.holds("the-internal-canary") || b.tap.holds("secret.log") {
			t.Error("an internal file left the hub")
		}
		if d := b.delegation(key); d.State != request.Accepted {
			t.Errorf("the delegation is %s though the team attached a file", d.State)
		}
		b.quiet(key)
		b.restart()
		b.poll()
		b.wantFiled(key, "photo.txt:light", "trace.log:hop 1")
		if r, _ := b.request(key); len(r.Files) != 3 || r.Files[0].Copies[0].State != request.CopyDelivered {
			t.Errorf("the request has %+v", r.Files)
		}
	})
}

func (b *bench) delegation(key request.Key) request.Delegation {
	b.t.Helper()
	r, _ := b.request(key)
	return r.Delegations[0]
}

// Names do not tell files apart, bytes do not either: what was added twice is
// there twice, and what was added once is there once.
func TestFilesOfOneName(t *testing.T) {
	eachFiling(t, func(t *testing.T, b *bench, p filers) {
		key, id := b.open()
		for n, text := range []string{"one", "two", "one"} {
			b.attach(key, request.FileID(fmt.Sprint("f", n)), "a.log", request.Teams, text)
		}
		p.Attach(id, "a.log", []byte("one"))
		p.Attach(id, "a.log", []byte("six"))
		b.recover()
		b.wantFiled(key, "a.log:one", "a.log:one", "a.log:one", "a.log:six", "a.log:two")
		texts := []string{}
		for _, f := range b.heardFiles(key) {
			texts = append(texts, b.bytes(f))
		}
		slices.Sort(texts)
		if !slices.Equal(texts, []string{"one", "six"}) {
			t.Errorf("the hub heard %q", texts)
		}
	})
}

// Whatever call of an upload loses its answer, and whether or not it took effect,
// the file is there once.
func TestALostUploadIsNotDoubled(t *testing.T) {
	for name, fault := range map[string]breakable.Break{"reply lost": {DropReply: true}, "never arrived": {Refuse: true}, "500": {Status: 500}, "503": {Status: 503}, "later": {Late: 20 * time.Millisecond}} {
		t.Run(name, func(t *testing.T) {
			eachFiling(t, func(t *testing.T, b *bench, _ filers) {
				key, _ := b.open()
				for n := range 2 {
					seen := 0
					fault.Match = func(r *http.Request) bool {
						if !uploading(r) {
							return false
						}
						seen++
						return seen == n+1
					}
					b.calls.Break(fault)
					b.attach(key, request.FileID(fmt.Sprint("f", n)), fmt.Sprintf("%d.log", n), request.Teams, "hop")
					b.rest()
					b.calls.Heal()
					b.recover()
				}
				b.wantFiled(key, "0.log:hop", "1.log:hop")
				b.inStep(key)
				if n := len(b.heardFiles(key)); n != 0 {
					t.Errorf("the hub took %d files of its own for others'", n)
				}
			})
		})
	}
}

// A crash of the hub before, within or after an upload.
func TestACrashDoublesNoFile(t *testing.T) {
	eachFiling(t, func(t *testing.T, b *bench, p filers) {
		key, id := b.open()
		for n, after := range []bool{false, true} {
			b.attach(key, request.FileID(fmt.Sprint("f", n)), fmt.Sprintf("%d.log", n), request.Teams, "hop")
			file := fmt.Sprintf("%d.txt", n)
			p.Attach(id, file, []byte("light"))
			ctx, die := context.WithCancel(t.Context())
			b.calls.Break(breakable.Break{DropReply: after, Refuse: !after, Match: func(r *http.Request) bool {
				if uploading(r) {
					die()
					return true
				}
				return false
			}})
			for b.step(ctx) && ctx.Err() == nil {
			}
			die()
			b.calls.Heal()
			b.restart()
			b.recover()
		}
		b.wantFiled(key, "0.log:hop", "0.txt:light", "1.log:hop", "1.txt:light")
		if n := len(b.heardFiles(key)); n != 2 {
			t.Errorf("the hub took %d files, want 2", n)
		}
	})
}

// What is cut on its way is not taken for the whole, and comes when the line is
// good again.
func TestACutDownloadIsRepeated(t *testing.T) {
	eachFiling(t, func(t *testing.T, b *bench, p filers) {
		key, id := b.open()
		text := strings.Repeat("light ", 5000)
		b.calls.Break(breakable.Break{Cut: true, Times: 2, Match: downloading})
		p.Attach(id, "long.txt", []byte(text))
		b.recover()
		list := b.heardFiles(key)
		if len(list) != 1 || list[0].Missing != "" || b.bytes(list[0]) != text {
			t.Fatalf("the hub has %+v", list)
		}
		sum := sha256.Sum256([]byte(text))
		if list[0].SHA256 != hex.EncodeToString(sum[:]) || list[0].Size != int64(len(text)) {
			t.Errorf("the file is %+v", list[0])
		}
		b.inStep(key)
	})
}

func downloading(r *http.Request) bool {
	return r.Method == http.MethodGet && (strings.Contains(r.URL.Path, "/content/") || strings.Contains(r.URL.Path, "/download/") ||
		strings.HasPrefix(r.URL.Path, "/secure/") || strings.HasSuffix(r.URL.Path, "/file"))
}

// A file that the hub or the tool does not take is said once, with the reason,
// and never tried again.
func TestFilesThatAreTooLarge(t *testing.T) {
	eachFiling(t, func(t *testing.T, b *bench, p filers) {
		key, id := b.open()
		b.calls.Break(breakable.Break{Status: http.StatusRequestEntityTooLarge, Times: -1, Match: uploading})
		b.attach(key, "f1", "large.log", request.Teams, "hop")
		b.rest()
		b.calls.Heal()
		p.Attach(id, "huge.bin", bytes.Repeat([]byte("x"), 100_001))
		p.Attach(id, "fits.bin", bytes.Repeat([]byte("x"), 100_000))
		b.recover()
		r, _ := b.request(key)
		c := r.Files[0].Copies[0]
		if c.State != request.CopyFailed || !strings.Contains(c.Error, "413") {
			t.Errorf("the copy is %+v", c)
		}
		said := 0
		for _, e := range b.history(key) {
			if e.Type == request.SyncNotice && e.Field == "file" && e.To == "large.log" {
				said++
			}
		}
		if said != 1 {
			t.Errorf("the refusal is said %d times", said)
		}
		list := b.heardFiles(key)
		slices.SortFunc(list, func(a, b request.File) int { return strings.Compare(a.Name, b.Name) })
		if len(list) != 2 || list[0].Missing != "" || list[1].Missing != "it is larger than the 97.7 KiB that the desk takes: open it at the tool" || list[1].Stored() != "" {
			t.Fatalf("the hub has %+v", list)
		}
		b.calls.Reset()
		b.recover()
		for _, call := range b.calls.Calls() {
			if strings.Contains(call.Path, "attachment/content") || strings.Contains(call.Path, "/download/") || strings.HasSuffix(call.Path, "/file") {
				t.Errorf("tried again: %+v", call)
			}
		}
		b.inStep(key)
	})
}

// The tool's own limit is known before anything is sent.
func TestTheToolsLimitIsKept(t *testing.T) {
	b := kinds()[1].bench(t)
	key, _ := b.open()
	b.attach(key, "f1", "a.log", request.Teams, "x")
	must(t, b.store.Update(t.Context(), key, func(doc *store.Doc) error {
		doc.Request.Files[0].Size = 11 << 20
		return nil
	}))
	b.calls.Reset()
	b.rest()
	r, _ := b.request(key)
	if c := r.Files[0].Copies[0]; c.State != request.CopyFailed || c.Error != "the tool takes files of at most 10 MiB, this one has 11 MiB" || b.uploads() != 0 {
		t.Errorf("the copy is %+v after %d uploads", c, b.uploads())
	}
}

// A file that is hidden for a while, with its ticket or alone, is read when it shows
// again, and is not asked for all the time meanwhile.
func TestAFileThatIsHiddenForAWhile(t *testing.T) {
	eachFiling(t, func(t *testing.T, b *bench, p filers) {
		key, id := b.open()
		asked := 0
		b.calls.Break(breakable.Break{Status: http.StatusNotFound, Times: -1, Match: func(r *http.Request) bool {
			is := downloading(r)
			if is {
				asked++
			}
			return is
		}})
		p.Attach(id, "photo.png", []byte("light"))
		b.hear()
		b.wait(time.Minute)
		b.calls.Heal()
		if asked == 0 || asked > 4 {
			t.Errorf("asked %d times", asked)
		}
		p.Attach(id, "another.png", []byte("more"))
		b.recover()
		if list := b.heardFiles(key); len(list) != 2 || list[0].Missing+list[1].Missing != "" || b.bytes(list[0])+b.bytes(list[1]) != "lightmore" {
			t.Errorf("the hub has %+v", list)
		}
	})
}

// A deletion at the tool is recorded, and nothing follows from it.
func TestAFileThatWasDeletedAtTheTool(t *testing.T) {
	eachFiling(t, func(t *testing.T, b *bench, p filers) {
		key, id := b.open()
		b.attach(key, "f1", "ours.log", request.Teams, "hop")
		b.rest()
		theirs := p.Attach(id, "theirs.log", []byte("light"))
		b.recover()
		r, _ := b.request(key)
		p.Detach(id, r.Files[0].Copies[0].Remote)
		p.Detach(id, theirs)
		p.Attach(id, "new.log", []byte("more")) // a reason to look
		b.recover()
		b.wantFiled(key, "new.log:more")
		r, _ = b.request(key)
		gone := 0
		for _, e := range b.history(key) {
			if e.Type == request.FileGone {
				gone++
			}
		}
		if len(r.Files) != 3 || b.bytes(r.Files[0]) != "hop" || b.bytes(r.Files[1]) != "light" {
			t.Fatalf("the hub lost its own: %+v", r.Files)
		}
		if b.tells && b.conn.Name == "servicenow" { // tells of new files alone
			return
		}
		if gone != 2 || r.Files[0].Copies[0].State != request.CopyDeleted || r.Files[1].Copies[0].State != request.CopyDeleted {
			t.Errorf("%d deletions are told, the copies are %+v and %+v", gone, r.Files[0].Copies, r.Files[1].Copies)
		}
	})
}

func TestDirectionOfAttachments(t *testing.T) {
	for d, want := range map[reconcile.Direction][2]bool{reconcile.Out: {true, false}, reconcile.In: {false, true}, reconcile.Off: {false, false}} {
		t.Run(string(d), func(t *testing.T) {
			b := kinds()[1].bench(t, func(c *sync.Connection) { c.Directions[ticket.Attachments] = d })
			key, id := b.open()
			b.attach(key, "f1", "ours.log", request.Teams, "hop")
			b.people.(filers).Attach(id, "theirs.log", []byte("light"))
			b.recover()
			b.wantFiled(key, append(slices.Repeat([]string{"ours.log:hop"}, map[bool]int{true: 1}[want[0]]), "theirs.log:light")...)
			if n := len(b.heardFiles(key)); (n == 1) != want[1] {
				t.Errorf("the hub took %d files", n)
			}
			b.quiet(key)
		})
	}
}

// GitHub takes no files: a comment says where the file is, behind the sign-in.
func TestAToolWithoutFilesGetsALink(t *testing.T) {
	b := kinds()[0].bench(t)
	b.house.Directory.BaseURL = "https://spoc.example.net"
	key, _ := b.open()
	b.attach(key, "f1", "trace [1].log", request.Teams, "the-bytes-of-it")
	b.rest()
	at := b.ticket(key)
	if n := at.says(fmt.Sprintf(`(https://spoc.example.net/requests/%s/files/f1)`, key)); n != 1 || len(at.Comments) != 1 {
		t.Errorf("the comments are %+v", at.Comments)
	}
	if b.tap.holds("the-bytes-of-it") {
		t.Error("the file went to GitHub")
	}
	b.quiet(key)
}
