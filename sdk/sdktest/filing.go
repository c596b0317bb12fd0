package sdktest

import (
	"bytes"
	"io"
	"slices"

	"github.com/spochub/spochub/sdk"
)

func files(b *bench) {
	up, down := need[sdk.Uploader](b), need[sdk.Downloader](b)
	ref, _ := b.ours()
	for _, size := range []int{1, 64 << 10, 200_000} {
		body, key := bytes.Repeat([]byte("optical power -31 dBm\n"), size/22+1)[:size], newKey()
		made, err := up.Upload(b.ctx, ref, key, sdk.File{Name: "trace.txt", Type: "text/plain", Size: int64(size)}, bytes.NewReader(body))
		b.must("upload", err)
		t := b.get(ref, sdk.Need{Files: true})
		i := slices.IndexFunc(t.Files, func(f sdk.File) bool { return f.ID == made.ID })
		if i < 0 || !t.AllFiles {
			b.Fatalf("a read shows %d files (all: %v), not %q", len(t.Files), t.AllFiles, made.ID)
		}
		if f := t.Files[i]; f.Size != int64(size) || f.By != nil && !f.By.Self {
			b.Errorf("the file reads as %+v, want size %d and ourselves", f, size)
		}
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
