package desk_test

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

func (w *world) holds(t *testing.T, key request.Key, id request.FileID) string {
	t.Helper()
	_, body, err := w.File(t.Context(), jana, key, id)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(body)
	if err := errors.Join(err, body.Close()); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAddFile(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	r, f, err := w.AddFile(t.Context(), jana, desk.Target{Key: key, Version: 1}, desk.NewFile{Name: "trace.log", Type: `Text/Plain; charset="utf-8"`}, strings.NewReader("hop 1"), 5)
	if err != nil || r.Version != 2 {
		t.Fatalf("version %d, %v", r.Version, err)
	}
	if f.Name != "trace.log" || f.Type != "text/plain; charset=utf-8" || f.Size != 5 || len(f.SHA256) != 64 || f.Audience != request.Internal || f.Author.Name != "Jana Kovář" || !f.CreatedAt.Equal(noon) {
		t.Errorf("file is %+v", f)
	}
	if got := w.holds(t, key, f.ID); got != "hop 1" {
		t.Errorf("it holds %q", got)
	}
	if files := w.item(t, key).Request.Files; len(files) != 1 || !reflect.DeepEqual(files[0], f) {
		t.Errorf("the request has %+v", files)
	}
	events, err := w.History(t.Context(), jana, key, 0, 10)
	if err != nil || len(events) != 2 || events[1].Type != request.FileAdded || events[1].To != "trace.log" || events[1].Actor.Name != "Jana Kovář" {
		t.Errorf("history is %+v, %v", events, err)
	}
}

func TestAddFileOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	var ids []request.FileID
	for range 2 {
		_, f, err := w.AddFile(t.Context(), jana, desk.Target{Key: key}, desk.NewFile{Name: "a", Once: "call"}, strings.NewReader("x"), 5)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, f.ID)
	}
	if files := w.item(t, key).Request.Files; len(files) != 1 || ids[0] != ids[1] || w.holds(t, key, ids[0]) != "x" {
		t.Errorf("the same call made %v of %v", ids, files)
	}
}

func TestAddFileRefused(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "nordwind")
	gone := errors.New("gone")
	var field *request.FieldError
	for name, c := range map[string]struct {
		by   auth.Actor
		to   desk.Target
		file desk.NewFile
		body io.Reader
		is   func(error) bool
	}{
		"too large":     {jana, desk.Target{Key: key}, desk.NewFile{Name: "a"}, strings.NewReader("123456"), is(desk.ErrTooLarge)},
		"broken":        {jana, desk.Target{Key: key}, desk.NewFile{Name: "a"}, iotest.ErrReader(gone), is(gone)},
		"no name":       {jana, desk.Target{Key: key}, desk.NewFile{}, strings.NewReader("x"), func(err error) bool { return errors.As(err, &field) && field.Field == "name" }},
		"old version":   {jana, desk.Target{Key: key, Version: 9}, desk.NewFile{Name: "a"}, strings.NewReader("x"), is(desk.ErrVersion)},
		"no request":    {jana, desk.Target{Key: "SP-9"}, desk.NewFile{Name: "a"}, strings.NewReader("x"), is(desk.ErrNotFound)},
		"only reads":    {auth.Actor{Login: "v", Role: auth.Viewer}, desk.Target{Key: key}, desk.NewFile{Name: "a"}, strings.NewReader("x"), is(auth.ErrDenied)},
		"a client":      {auth.Actor{Login: "c", Role: auth.Client, Client: "nordwind"}, desk.Target{Key: key}, desk.NewFile{Name: "a"}, strings.NewReader("x"), is(auth.ErrDenied)},
		"audience none": {jana, desk.Target{Key: key}, desk.NewFile{Name: "a", Audience: "all"}, strings.NewReader("x"), func(err error) bool { return errors.As(err, &field) && field.Field == "audience" }},
	} {
		if _, _, err := w.AddFile(t.Context(), c.by, c.to, c.file, c.body, 5); !c.is(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if files := w.item(t, key).Request.Files; len(files) != 0 {
		t.Errorf("refused and stored: %v", files)
	}
	for n := range 50 { // every id that was given out
		if _, _, err := w.store.File(t.Context(), request.FileID(fmt.Sprintf("id%d", n))); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("bytes under id%d: %v", n, err)
		}
	}
}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func TestFileIsReadByWhoSeesItsRequest(t *testing.T) {
	t.Parallel()
	w := open(t)
	key, other := w.received(t, "nordwind"), w.received(t, "argent")
	_, f, err := w.AddFile(t.Context(), jana, desk.Target{Key: key}, desk.NewFile{Name: "a", Audience: request.ToClient}, strings.NewReader("x"), 5)
	if err != nil {
		t.Fatal(err)
	}
	restricted := []string{"jana"}
	if _, err := w.Triage(t.Context(), jana, desk.Target{Key: key}, request.Edit{Restricted: &restricted}, nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		by   auth.Actor
		key  request.Key
		id   request.FileID
		want error
	}{
		"jana":                {jana, key, f.ID, nil},
		"by another request":  {jana, other, f.ID, desk.ErrNotFound},
		"no such file":        {jana, key, "none", desk.ErrNotFound},
		"not one of the few":  {auth.Actor{Login: "kim", Role: auth.Admin}, key, f.ID, desk.ErrNotFound},
		"a client's contact":  {auth.Actor{Login: "c", Role: auth.Client, Client: "nordwind"}, key, f.ID, auth.ErrDenied},
		"somebody without it": {auth.Actor{Login: "x"}, key, f.ID, auth.ErrDenied},
	} {
		if _, _, err := w.File(t.Context(), c.by, c.key, c.id); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMergedFilesAreReadAtTheSurvivor(t *testing.T) {
	t.Parallel()
	w := open(t)
	dup, into := w.received(t, "nordwind"), w.received(t, "nordwind")
	_, f, err := w.AddFile(t.Context(), jana, desk.Target{Key: dup}, desk.NewFile{Name: "a"}, strings.NewReader("x"), 5)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Merge(t.Context(), jana, desk.Target{Key: dup}, into); err != nil || w.holds(t, into, f.ID) != "x" {
		t.Fatal(err)
	}
	w.at(noon.Add(48 * time.Hour))
	if err := w.store.Prune(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Unmerge(t.Context(), jana, desk.Target{Key: dup}); err != nil || w.holds(t, dup, f.ID) != "x" {
		t.Fatal(err)
	}
}
