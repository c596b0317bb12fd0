package sdktest

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"testing/iotest"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
)

func files(b *bench) {
	up, down := need[sdk.Uploader](b), need[sdk.Downloader](b)
	ref, _ := b.ours()
	for _, size := range []int{1, 64 << 10, 200_000} {
		body, key := text(size), newKey()
		made, err := up.Upload(b.ctx, ref, key, sdk.File{Name: "trace.txt", Type: "text/plain", Size: int64(size)}, bytes.NewReader(body))
		b.must("upload", err)
		t := b.get(ref, sdk.Need{Files: true})
		i := slices.IndexFunc(t.Files, func(f sdk.File) bool { return f.ID == made.ID })
		if i < 0 || !t.AllFiles {
			b.Fatalf("a read shows %d files (all: %v), not %q", len(t.Files), t.AllFiles, made.ID)
		}
		b.isOurFile(t.Files[i], "trace.txt", key, size)
		r, err := down.Download(b.ctx, ref, t.Files[i])
		b.must("download", err)
		got, err := io.ReadAll(r)
		b.must("download", err)
		b.must("download", r.Close())
		if !bytes.Equal(got, body) {
			b.Errorf("%d bytes went up, %d others came down", size, len(got))
		}
	}
}

func text(size int) []byte { return bytes.Repeat([]byte("optical power -31 dBm\n"), size/22+1)[:size] }

// isOurFile checks what the hub goes by where it looks for an upload of its own.
func (b *bench) isOurFile(f sdk.File, name string, key sdk.Key, size int) {
	b.Helper()
	if f.Name != name || f.Size != int64(size) || f.By != nil && !f.By.Self || len(f.Keys) > 0 && !slices.Contains(f.Keys, key) {
		b.Errorf("the file reads as %+v, want %s, size %d, our key and ourselves", f, name, size)
	}
}

// filesNamed lists a ticket's files of a name; the list must be complete.
func (b *bench) filesNamed(r sdk.Ref, name string) []sdk.File {
	b.Helper()
	t := b.get(r, sdk.Need{Files: true})
	return slices.DeleteFunc(t.Files, func(f sdk.File) bool { return f.Name != name })
}

// uploadLost loses the reply of each of the calls that an upload takes.
func uploadLost(b *bench) {
	up := need[sdk.Uploader](b)
	ref, _ := b.ours()
	for n := range 4 {
		key, name, seen := newKey(), "lost-"+strconv.Itoa(n)+".txt", 0
		b.breaks(breakable.Break{DropReply: true, Match: func(r *http.Request) bool {
			if b.writing(r) {
				seen++
				return seen == n+1
			}
			return false
		}})
		_, err := up.Upload(b.ctx, ref, key, sdk.File{Name: name, Type: "text/plain", Size: 50}, bytes.NewReader(text(50)))
		b.Calls.Heal()
		if err == nil && n > 0 {
			return
		}
		b.class("upload without a reply", err, fault.Uncertain, fault.Misread)
		found := b.filesNamed(ref, name)
		if len(found) > 1 {
			b.Errorf("one upload made %d files", len(found))
		}
		for _, f := range found {
			b.isOurFile(f, name, key, 50)
		}
	}
}

func uploadBroken(b *bench) {
	up := need[sdk.Uploader](b)
	ref, _ := b.ours()
	broken := io.MultiReader(bytes.NewReader(text(100_000)), iotest.ErrReader(errors.New("the reader broke")))
	_, err := up.Upload(b.ctx, ref, newKey(), sdk.File{Name: "broken.txt", Type: "text/plain", Size: 200_000}, broken)
	if err == nil {
		b.Error("an upload whose body broke has no error")
	}
	if found := b.filesNamed(ref, "broken.txt"); len(found) != 0 {
		b.Errorf("half a file was attached: %+v", found)
	}
}

func uploadTooLarge(b *bench) {
	up := need[sdk.Uploader](b)
	ref, _ := b.ours()
	b.breaks(breakable.Break{Match: b.writing, Status: http.StatusRequestEntityTooLarge, Times: -1})
	_, err := up.Upload(b.ctx, ref, newKey(), sdk.File{Name: "large.txt", Type: "text/plain", Size: 50}, bytes.NewReader(text(50)))
	b.class("upload of too large a file", err, fault.Invalid)
}

func downloadCut(b *bench) {
	up, down := need[sdk.Uploader](b), need[sdk.Downloader](b)
	ref, _ := b.ours()
	_, err := up.Upload(b.ctx, ref, newKey(), sdk.File{Name: "cut.txt", Type: "text/plain", Size: 200_000}, bytes.NewReader(text(200_000)))
	b.must("upload", err)
	f := b.filesNamed(ref, "cut.txt")[0]
	b.breaks(breakable.Break{Cut: true, Times: -1})
	r, err := down.Download(b.ctx, ref, f)
	if err != nil {
		return
	}
	got, err := io.ReadAll(r)
	if err == nil {
		b.Errorf("a download that was cut after %d bytes ends as if it were whole", len(got))
	}
	b.must("close", r.Close())
}
