package api_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spochub/spochub/core/auth"
)

// form is a form with files by the names of their parts, and its content type.
func form(t *testing.T, parts ...[3]string) (io.Reader, string) {
	t.Helper()
	var b bytes.Buffer
	f := multipart.NewWriter(&b)
	for _, p := range parts {
		header := textproto.MIMEHeader{
			"Content-Disposition": {mime.FormatMediaType("form-data", map[string]string{"name": p[0], "filename": p[1]})},
			"Content-Type":        {"text/plain"},
		}
		w, err := f.CreatePart(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, p[2]); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return &b, f.FormDataContentType()
}

func (w *world) added(t *testing.T, path string, body io.Reader, headers ...string) string {
	t.Helper()
	a := w.call(t, "POST", path, body, headers...)
	if a.status != http.StatusCreated {
		t.Fatal(a.status, a.text)
	}
	return a.at(t, "id").(string)
}

func TestAddAndReadFiles(t *testing.T) {
	t.Parallel()
	w := open(t)
	path := "/requests/" + w.created(t) + "/files"
	text := strings.Repeat("hop 1\n", 50_000)
	sum := sha256.Sum256([]byte(text))
	body, kind := form(t, [3]string{"file", "ślad trasy.log", text})
	a := w.call(t, "POST", path, body, "Content-Type", kind, "If-Match", `"1"`)
	if a.status != http.StatusCreated || a.header.Get("ETag") != `"2"` {
		t.Fatal(a.status, a.header, a.text)
	}
	want := m{
		"id": a.at(t, "id"), "name": "ślad trasy.log", "type": "text/plain", "size": float64(maxFile), "sha256": hex.EncodeToString(sum[:]),
		"created_at": "2026-03-02T12:00:00.000000Z", "author": m{"name": "test admin", "origin": "desk"}, "audience": "internal",
		"note": nil, "missing": nil, "copies": []any{},
	}
	for where, got := range map[string]any{
		"the list":    w.call(t, "GET", path, nil).at(t, "items.0"),
		"the request": w.call(t, "GET", strings.TrimSuffix(path, "/files"), nil).at(t, "files.0"),
		"the page":    w.call(t, "GET", "/requests", nil).at(t, "items.0.files.0"),
	} {
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s has %v, want %v", where, got, want)
		}
	}
	got := w.call(t, "GET", strings.TrimPrefix(a.header.Get("Location"), "/api/v1"), nil)
	if got.status != http.StatusOK || got.text != text {
		t.Fatalf("read %d, %d bytes", got.status, len(got.text))
	}
	for name, want := range map[string]string{
		"Content-Type": "text/plain", "Content-Length": strconv.Itoa(maxFile), "X-Content-Type-Options": "nosniff", "ETag": `"` + hex.EncodeToString(sum[:]) + `"`,
		"Content-Disposition": "attachment; filename*=utf-8''%C5%9Blad%20trasy.log", "Content-Security-Policy": "default-src 'none'; sandbox",
	} {
		if got.header.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.header.Get(name), want)
		}
	}
}

func TestFileNamesAndAudiences(t *testing.T) {
	t.Parallel()
	w := open(t)
	path := "/requests/" + w.created(t) + "/files"
	inForm, kind := form(t, [3]string{"file", "form.txt", "x"})
	for name, id := range map[string]string{
		"address.txt": w.added(t, path+"?name=address.txt&audience=teams", strings.NewReader("x"), "Content-Disposition", "attachment; filename=header.txt"),
		"header.txt":  w.added(t, path, strings.NewReader("x"), "Content-Disposition", `attachment; filename="../header.txt"`),
		"form.txt":    w.added(t, path, inForm, "Content-Type", kind),
		"none.bin":    w.added(t, path+"?name=none.bin", strings.NewReader(""), "Content-Type", "no type"),
	} {
		a := w.call(t, "GET", path+"/"+id, nil)
		if a.status != http.StatusOK || a.header.Get("Content-Disposition") != "attachment; filename="+name {
			t.Errorf("%s: %d %s", name, a.status, a.header.Get("Content-Disposition"))
		}
		if name == "none.bin" && (a.header.Get("Content-Type") != "application/octet-stream" || a.text != "") {
			t.Errorf("%s: %s %q", name, a.header.Get("Content-Type"), a.text)
		}
	}
	if a := w.call(t, "GET", path, nil); !strings.Contains(a.text, `"audience":"teams"`) || strings.Count(a.text, `"audience":"internal"`) != 3 {
		t.Error(a.text)
	}
}

func TestFilesAreReadInPartsAndOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	path := "/requests/" + w.created(t) + "/files"
	file := path + "/" + w.added(t, path+"?name=a", strings.NewReader("0123456789"))
	etag := w.call(t, "GET", file, nil).header.Get("ETag")
	for header, want := range map[[2]string]string{
		{"If-None-Match", etag}:   "304 ",
		{"Range", "bytes=2-4"}:    "206 234",
		{"If-None-Match", `"x"`}:  "200 0123456789",
		{"Range", "bytes=-1"}:     "206 9",
		{"Range", "bytes=90-100"}: "416 invalid range: failed to overlap\n",
	} {
		a := w.call(t, "GET", file, nil, header[0], header[1])
		if got := fmt.Sprint(a.status, " ", a.text); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
}

func TestFilesRefused(t *testing.T) {
	t.Parallel()
	w := open(t)
	path := "/requests/" + w.created(t) + "/files"
	bytesOf := func(n int) io.Reader { return strings.NewReader(strings.Repeat("x", n)) }
	const bare = "application/octet-stream"
	two, twoKind := form(t, [3]string{"file", "a", "x"}, [3]string{"file", "b", "x"})
	other, otherKind := form(t, [3]string{"attachment", "a", "x"})
	none, noneKind := form(t)
	long, longKind := form(t, [3]string{"file", "a", strings.Repeat("x", maxFile+1)})
	cut, cutKind := form(t, [3]string{"file", "a", "x"})
	for name, c := range map[string]struct {
		path, kind string
		body       io.Reader
		status     int
		says       string
	}{
		"no name":            {path, bare, bytesOf(1), 422, `"field":"name"`},
		"a name of nothing":  {path + "?name=..", bare, bytesOf(1), 422, `"field":"name"`},
		"audience":           {path + "?name=a&audience=all", bare, bytesOf(1), 422, "query.audience"},
		"no such request":    {"/requests/SP-9/files?name=a", bare, bytesOf(1), 404, "SP-9"},
		"too large":          {path + "?name=a", bare, bytesOf(maxFile + 1), 413, "300000"},
		"much too large":     {path + "?name=a", bare, io.MultiReader(bytesOf(maxFile), bytesOf(2<<20)), 413, "300000"},
		"too large by far":   {path + "?name=a", bare, bytesOf(2 << 20), 413, "300000"},
		"too large a form":   {path, longKind, long, 413, "300000"},
		"two files":          {path, twoKind, two, 422, "only part"},
		"another part":       {path, otherKind, other, 422, "only part"},
		"an empty form":      {path, noneKind, none, 422, "only part"},
		"a form cut off":     {path, cutKind, io.LimitReader(cut, 150), 422, "cannot be read"},
		"no form":            {path, "multipart/form-data", bytesOf(1), 422, `"field":"file"`},
		"a form in the dark": {path, "multipart/form-data; boundary=x", bytesOf(10), 422, `"field":"file"`},
		"cut off":            {path + "?name=a", bare, io.MultiReader(bytesOf(9), iotest.ErrReader(io.ErrUnexpectedEOF)), 422, "cannot be read"},
	} {
		a := w.call(t, "POST", c.path, c.body, "Content-Type", c.kind)
		if a.status != c.status || !strings.Contains(a.text, c.says) || !strings.HasPrefix(a.header.Get("Content-Type"), "application/problem+json") {
			t.Errorf("%s: %d %s", name, a.status, a.text)
		}
	}
	if a := w.call(t, "POST", path+"?name=a", bytesOf(1), "If-Match", `"9"`); a.status != http.StatusConflict {
		t.Error(a.status, a.text)
	}
	if a := w.call(t, "GET", path, nil); len(a.at(t, "items").([]any)) != 0 {
		t.Errorf("refused and stored: %s", a.text)
	}
	for n := range 60 { // every id that was given out
		if _, _, err := w.store.File(t.Context(), fileID(n)); err == nil {
			t.Errorf("refused, and the bytes of %s stored", fileID(n))
		}
	}
}

func TestFilesOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	path := "/requests/" + w.created(t) + "/files"
	var first answer
	for range 2 { // each form has another boundary
		body, kind := form(t, [3]string{"file", "a.txt", "same"})
		a := w.call(t, "POST", path, body, "Content-Type", kind, "Idempotency-Key", "k")
		if first.text == "" {
			first = a
		}
		if a.status != http.StatusCreated || a.text != first.text || a.header.Get("Location") != first.header.Get("Location") {
			t.Fatal(a.status, a.text)
		}
	}
	body, kind := form(t, [3]string{"file", "a.txt", "other"})
	if a := w.call(t, "POST", path, body, "Content-Type", kind, "Idempotency-Key", "k"); a.status != http.StatusUnprocessableEntity {
		t.Error(a.status, a.text)
	}
	large := strings.Repeat("x", maxFile)
	for range 2 {
		w.added(t, path+"?name=large", strings.NewReader(large), "Idempotency-Key", "l")
	}
	if a := w.call(t, "POST", path+"?name=a", strings.NewReader("x"), "Idempotency-Key", strings.Repeat("k", 256)); a.status != http.StatusUnprocessableEntity {
		t.Error(a.status, a.text)
	}
	items := w.call(t, "GET", path, nil).at(t, "items").([]any)
	stored := 0
	for n := range 60 {
		if _, _, err := w.store.File(t.Context(), fileID(n)); err == nil {
			stored++
		}
	}
	if len(items) != 2 || stored != 2 {
		t.Errorf("%d files, %d stored", len(items), stored)
	}
}

func TestFilesOfRestrictedRequests(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.created(t)
	path := "/requests/" + key + "/files"
	file := path + "/" + w.added(t, path+"?name=a", strings.NewReader("x"))
	w.restrict(t, key, "somebody")
	for _, role := range []auth.Role{auth.Admin, auth.SPOC, auth.Viewer} {
		w.token = w.tokens[role]
		for _, at := range []string{path, file} {
			if a := w.call(t, "GET", at, nil); a.status != http.StatusNotFound {
				t.Errorf("%s as %s: %d %s", at, role, a.status, a.text)
			}
		}
	}
	w.token = w.tokens[auth.SPOC]
	if a := w.call(t, "POST", path+"?name=b", strings.NewReader("x")); a.status != http.StatusNotFound {
		t.Error(a.status, a.text)
	}
}

func TestFilesAreShared(t *testing.T) {
	t.Parallel()
	w := open(t)
	path := "/requests/" + w.created(t) + "/files"
	id := w.added(t, path+"?name=a.log", strings.NewReader("hop"))
	for name, c := range map[string]struct {
		path, body string
		status     int
	}{
		"to nobody":    {path + "/" + id + "/share", `{"audience":"internal"}`, 422},
		"no such file": {path + "/none/share", `{"audience":"client"}`, 404},
		"no such link": {path + "/" + id + "/share", `{"audience":"teams","links":["x"]}`, 422},
	} {
		if a := w.call(t, "POST", c.path, strings.NewReader(c.body), "Content-Type", "application/json"); a.status != c.status {
			t.Errorf("%s: %d %s", name, a.status, a.text)
		}
	}
	for range 2 {
		a := w.call(t, "POST", path+"/"+id+"/share", strings.NewReader(`{"audience":"client"}`), "Content-Type", "application/json", "Idempotency-Key", "s")
		if a.status != http.StatusCreated || a.at(t, "body") != `File: a.log` || a.at(t, "audience") != "client" {
			t.Fatal(a.status, a.text)
		}
	}
	list := w.call(t, "GET", path, nil).at(t, "items").([]any)
	if len(list) != 2 {
		t.Fatalf("the files are %v", list)
	}
	shared := list[1].(m)
	got := w.call(t, "GET", path+"/"+shared["id"].(string), nil)
	if shared["audience"] != "client" || shared["note"] == nil || got.text != "hop" {
		t.Errorf("shared as %v, holds %q", shared, got.text)
	}
}

func TestFilesAreTakenBack(t *testing.T) {
	t.Parallel()
	w := open(t)
	path := "/requests/" + w.created(t) + "/files"
	one := path + "/" + w.added(t, path+"?name=a.log&audience=teams", strings.NewReader("hop"))
	for range 2 {
		if a := w.call(t, "DELETE", one, nil); a.status != http.StatusOK || a.at(t, "missing") == nil {
			t.Errorf("%d %s", a.status, a.text)
		}
	}
	if a := w.call(t, "GET", one, nil); a.status != http.StatusNotFound {
		t.Errorf("it is read: %d", a.status)
	}
	if a := w.call(t, "POST", one+"/share", m{"audience": "client"}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("it is shared: %d", a.status)
	}
	if a := w.call(t, "DELETE", path+"/none", nil); a.status != http.StatusNotFound {
		t.Errorf("no such file: %d", a.status)
	}
}
