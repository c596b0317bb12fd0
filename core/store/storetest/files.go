package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"reflect"
	"testing"
	"testing/iotest"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

const plenty = 10 << 20

// body is n bytes that no other body has.
func body(n int) []byte {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{byte(n), byte(n >> 8), byte(n >> 16)})
	_, _ = r.Read(b)
	return b
}

// putFile stores a file and checks what comes back.
func putFile(t *testing.T, s Subject, id request.FileID, from io.Reader, want []byte) store.File {
	t.Helper()
	f, err := s.Files.PutFile(t.Context(), id, from, plenty)
	must(t, err)
	sum := sha256.Sum256(want)
	equal(t, "file", f, store.File{ID: id, Size: int64(len(want)), SHA256: hex.EncodeToString(sum[:])})
	return f
}

// fileIs checks what a file holds.
func fileIs(t *testing.T, s Subject, put store.File, want []byte) {
	t.Helper()
	f, r, err := s.Files.File(t.Context(), put.ID)
	must(t, err)
	equal(t, "file", f, put)
	got, err := io.ReadAll(r)
	must(t, errors.Join(err, r.Close()))
	if !bytes.Equal(got, want) {
		t.Fatalf("file %s holds %d bytes, and not the %d that were put in", put.ID, len(got), len(want))
	}
}

func noFile(t *testing.T, s Subject, id request.FileID) {
	t.Helper()
	_, _, err := s.Files.File(t.Context(), id)
	wantError(t, err, store.ErrNotFound)
}

// keepFile makes a request keep a file.
func keepFile(t *testing.T, s Subject, id request.FileID) error {
	t.Helper()
	return s.Desk.Update(t.Context(), "SP-1001", func(d *store.Doc) error {
		d.Request.Files = append(d.Request.Files, request.File{ID: id, Name: "a.log"})
		d.Files = append(d.Files, id)
		return nil
	})
}

// fileTests say what a store of files owes.
var fileTests = map[string]func(*testing.T, Subject){
	"a file is read as it was written": func(t *testing.T, s Subject) {
		for _, n := range []int{0, 1, 256<<10 - 1, 256 << 10, 256<<10 + 1, 512 << 10, 600_000} {
			id, want := request.FileID("f"+hex.EncodeToString([]byte{byte(n), byte(n >> 8), byte(n >> 16)})), body(n)
			fileIs(t, s, putFile(t, s, id, iotest.HalfReader(bytes.NewReader(want)), want), want)
		}
	},
	"a file can be read from anywhere": func(t *testing.T, s Subject) {
		want := body(600_000)
		f := putFile(t, s, "f", bytes.NewReader(want), want)
		_, r, err := s.Files.File(t.Context(), f.ID)
		must(t, err)
		must(t, iotest.TestReader(r, want))
	},
	"a file that is too large leaves nothing": func(t *testing.T, s Subject) {
		for n, most := range map[int]int64{11: 10, 300_000: 256 << 10, 256<<10 + 1: 256 << 10, 1: 0} {
			_, err := s.Files.PutFile(t.Context(), "f", bytes.NewReader(body(n)), most)
			wantError(t, err, store.ErrTooLarge)
			noFile(t, s, "f")
		}
		want := body(300_000)
		_, err := s.Files.PutFile(t.Context(), "f", bytes.NewReader(want), int64(len(want))) // the id is free again
		must(t, err)
	},
	"a stream that breaks leaves nothing": func(t *testing.T, s Subject) {
		for _, n := range []int{0, 10, 256 << 10, 300_000} {
			for _, cause := range []error{errors.New("gone"), io.ErrUnexpectedEOF} {
				broken := io.MultiReader(bytes.NewReader(body(n)), iotest.ErrReader(cause))
				_, err := s.Files.PutFile(t.Context(), "f", broken, plenty)
				wantError(t, err, cause)
				noFile(t, s, "f")
			}
		}
	},
	"a sender that gives up leaves nothing": func(t *testing.T, s Subject) {
		ctx, cancel := context.WithCancel(t.Context())
		stops := io.MultiReader(bytes.NewReader(body(300_000)), readerFunc(func([]byte) (int, error) {
			cancel()
			return 0, io.EOF
		}))
		_, err := s.Files.PutFile(ctx, "f", stops, plenty)
		wantError(t, err, context.Canceled)
		noFile(t, s, "f")
	},
	"an id is used once": func(t *testing.T, s Subject) {
		want := body(10)
		f := putFile(t, s, "f", bytes.NewReader(want), want)
		if _, err := s.Files.PutFile(t.Context(), "f", bytes.NewReader(body(20)), plenty); err == nil {
			t.Fatal("a second file took the id")
		}
		fileIs(t, s, f, want)
	},
	"only a file that is kept stays": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		kept, loose := body(300_000), body(300_001)
		k := putFile(t, s, "kept", bytes.NewReader(kept), kept)
		l := putFile(t, s, "loose", bytes.NewReader(loose), loose)
		must(t, keepFile(t, s, "kept"))
		s.Clock.Advance(23 * time.Hour)
		must(t, s.Prune(t.Context()))
		fileIs(t, s, l, loose)
		s.Clock.Advance(2 * time.Hour)
		must(t, s.Prune(t.Context()))
		noFile(t, s, "loose")
		fileIs(t, s, k, kept)
	},
	"a dropped file is gone, a kept one stays": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		kept := body(10)
		k := putFile(t, s, "kept", bytes.NewReader(kept), kept)
		putFile(t, s, "loose", bytes.NewReader(kept), kept)
		must(t, keepFile(t, s, "kept"))
		for _, id := range []request.FileID{"kept", "loose", "never"} {
			must(t, s.Files.DropFile(t.Context(), id))
		}
		fileIs(t, s, k, kept)
		noFile(t, s, "loose")
	},
	"a link keeps a file": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		_, made := sample(1)
		link := made[0].Link
		want := body(10)
		f := putFile(t, s, "linked", bytes.NewReader(want), want)
		claim := store.Claim{Kind: store.LinkWork, ID: string(link)}
		must(t, s.Sync.Link(t.Context(), claim, func(d *store.LinkDoc) error {
			d.Request.Files = append(d.Request.Files, request.File{ID: "linked", Copies: []request.FileCopy{{Link: link, Remote: "9"}}})
			d.Files = append(d.Files, "linked")
			return nil
		}))
		s.Clock.Advance(48 * time.Hour)
		must(t, s.Prune(t.Context()))
		fileIs(t, s, f, want)
		must(t, s.Sync.Link(t.Context(), claim, func(d *store.LinkDoc) error {
			if c := d.Request.Files[0].Copy(link); c == nil || c.Remote != "9" {
				t.Errorf("the copy is %v", c)
			}
			return nil
		}))
		wantError(t, s.Sync.Link(t.Context(), claim, func(d *store.LinkDoc) error {
			d.Request.Title = "changed"
			d.Files = append(d.Files, "gone")
			return nil
		}), store.ErrNotFound)
		r, _, err := s.Desk.Request(t.Context(), "SP-1001")
		must(t, err)
		if r.Title == "changed" {
			t.Error("stored without its file")
		}
	},
	"a request that keeps what is gone is not stored": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		wantError(t, keepFile(t, s, "gone"), store.ErrNotFound)
		r, _, err := s.Desk.Request(t.Context(), "SP-1001")
		must(t, err)
		equal(t, "files", len(r.Files), 0)
	},
	"a request remembers its files": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		putFile(t, s, "f", bytes.NewReader(nil), nil)
		must(t, keepFile(t, s, "f"))
		r, _, err := s.Desk.Request(t.Context(), "SP-1001")
		must(t, err)
		equal(t, "files", len(r.Files), 1)
		if want := (request.File{ID: "f", Name: "a.log"}); !reflect.DeepEqual(r.Files[0], want) {
			t.Fatalf("file: got %v, want %v", r.Files[0], want)
		}
	},
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
