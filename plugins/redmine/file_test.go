package redmine_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/spochub/spochub/sdk"
)

// Whatever a file is called, it comes back, carries our key, and costs no call
// beyond the read of its issue.
func TestFileNames(t *testing.T) {
	b := newBench(t, "Manager")
	c := b.open()
	made := create(b, c, "t-9")
	for name, stored := range map[string]string{
		"a b%41.txt": "a b_41.txt", "ślad trasy.log": "ślad trasy.log", "x'y#1.txt": "x_y#1.txt", "..": "",
	} {
		f, err := as[sdk.Uploader](t, c).Upload(b.Context(), made.Ref, "k-1", sdk.File{Name: name, Size: 3, Type: "text/plain"}, bytes.NewReader([]byte("abc")))
		if stored == "" {
			continue
		}
		b.must(err)
		b.calls.Reset()
		read, err := c.Get(b.Context(), made.Ref, sdk.Need{Files: true})
		b.must(err)
		if n := len(b.calls.Calls()); n != 1 {
			t.Errorf("a read with files took %d calls", n)
		}
		for _, got := range read.Files {
			if got.ID != f.ID {
				continue
			}
			if got.Name != stored || len(got.Keys) != 1 || got.Keys[0] != "k-1" || got.Size != 3 {
				t.Errorf("%q reads as %+v", name, got)
			}
			body, err := as[sdk.Downloader](t, c).Download(b.Context(), made.Ref, got)
			b.must(err)
			text, err := io.ReadAll(body)
			b.must(err)
			if string(text) != "abc" {
				t.Errorf("%q came back as %q", name, text)
			}
		}
	}
}
