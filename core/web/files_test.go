package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/web"
)

// upload posts a form with files, as a browser does without scripts.
func (b *browser) upload(t *testing.T, path string, fields map[string]string, files ...[2]string) answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for k, v := range fields {
		if err := form.WriteField(k, v); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range files {
		part, err := form.CreateFormFile("file", f[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, f[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return b.send(http.MethodPost, path, form.FormDataContentType(), &body)
}

func TestFilesGoWithTheirNote(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]request.Audience{"replies": request.ToClient, "messages": request.Teams, "notes": request.Internal} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			key := w.received(t, "Loss")
			core := w.delegated(t, key, "core")
			w.delegated(t, key, "plat")
			b := w.as(t, "jana")
			at := "/requests/" + string(key)
			got := b.upload(t, at+"/"+path, map[string]string{"body": "see there", "links": string(core), "id": "0123456789abcdef"}, [2]string{"../trace\u202e.log", "hop 1"}, [2]string{"", ""})
			if got.code != http.StatusSeeOther {
				t.Fatal(got.code, got.body)
			}
			if path == "replies" {
				w.sent(t)
			}
			item := w.item(t, key)
			if len(item.Request.Files) != 1 || len(item.Notes) != 1 {
				t.Fatalf("%d files, %d notes", len(item.Request.Files), len(item.Notes))
			}
			f := item.Request.Files[0]
			if f.Name != "trace.log" || f.Audience != want || f.Note != item.Notes[0].ID || (len(f.Copies) == 1) != (want == request.Teams) {
				t.Errorf("the file is %+v", f)
			}
			page := b.get(at).body
			if !strings.Contains(page, `href="`+at+"/files/"+string(f.ID)+`"`) || !strings.Contains(page, "5 bytes") {
				t.Error("the page does not show the file")
			}
			sent := b.get(at + "/files/" + string(f.ID))
			for name, want := range map[string]string{
				"Content-Disposition": `attachment; filename=trace.log`, "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
			} {
				if sent.header.Get(name) != want {
					t.Errorf("%s is %q", name, sent.header.Get(name))
				}
			}
			if sent.code != http.StatusOK || sent.body != "hop 1" {
				t.Errorf("it holds %q: %d", sent.body, sent.code)
			}
		})
	}
}

func TestFilesAreBounded(t *testing.T) {
	t.Parallel()
	w := open(t, func(o *web.Options) { o.FileSize = 1000 })
	key := w.received(t, "Loss")
	b := w.as(t, "jana")
	path := "/requests/" + string(key) + "/notes"
	large := strings.Repeat("x", 1001)
	got := b.upload(t, path, map[string]string{"body": "the words stay"}, [2]string{"ok.log", "x"}, [2]string{"large.log", large})
	if got.code != http.StatusRequestEntityTooLarge || !strings.Contains(got.body, "at most 1000 bytes") || !strings.Contains(got.body, "the words stay") {
		t.Errorf("too large: %d", got.code)
	}
	many := make([][2]string, 11)
	for i := range many {
		many[i] = [2]string{"a.log", "x"}
	}
	if got := b.upload(t, path, map[string]string{"body": "x"}, many...); got.code != http.StatusUnprocessableEntity {
		t.Errorf("too many: %d", got.code)
	}
	if got := b.send(http.MethodPost, path, "multipart/form-data; boundary=x", strings.NewReader("no form")); got.code != http.StatusUnprocessableEntity {
		t.Errorf("no form: %d", got.code)
	}
	if item := w.item(t, key); len(item.Request.Files)+len(item.Notes) != 0 {
		t.Errorf("stored %+v", item.Request.Files)
	}
}

func TestFilesAreShared(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	core := w.delegated(t, key, "core")
	b := w.as(t, "jana")
	at := "/requests/" + string(key)
	b.upload(t, at+"/replies", map[string]string{"body": "for you"}, [2]string{"a.log", "hop"})
	w.sent(t)
	b.upload(t, at+"/notes", map[string]string{"body": "do not tell"}, [2]string{"secret.log", "x"})
	files := w.item(t, key).Request.Files
	if got := b.post(at+"/files/"+string(files[0].ID)+"/for-teams", "links", string(core)); got.code != http.StatusSeeOther {
		t.Errorf("for teams: %d %s", got.code, got.body)
	}
	if got := b.post(at + "/files/" + string(files[0].ID) + "/for-teams"); got.code != http.StatusUnprocessableEntity {
		t.Errorf("for no team: %d", got.code)
	}
	if got := b.post(at+"/files/"+string(files[1].ID)+"/for-teams", "links", string(core)); got.code != http.StatusUnprocessableEntity {
		t.Errorf("of an internal note: %d", got.code)
	}
	r := w.item(t, key).Request
	if len(r.Files) != 3 || r.Files[2].Audience != request.Teams || len(r.Files[2].Copies) != 1 || r.Files[2].Stored() != files[0].ID {
		t.Errorf("the files are %+v", r.Files)
	}
}

func TestFilesAreTakenBack(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	b := w.as(t, "jana")
	at := "/requests/" + string(key)
	b.upload(t, at+"/replies", map[string]string{"body": "for you"}, [2]string{"a.log", "hop"})
	w.sent(t)
	file := at + "/files/" + string(w.item(t, key).Request.Files[0].ID)
	if got := w.browser(t).get(file); got.code != http.StatusSeeOther || !strings.Contains(got.header.Get("Location"), "/login") {
		t.Errorf("nobody is asked who reads it: %d %s", got.code, got.header.Get("Location"))
	}
	if page := b.get(at).body; !strings.Contains(page, "Take back") {
		t.Error("it cannot be taken back")
	}
	if got := b.post(file + "/delete"); got.code != http.StatusSeeOther {
		t.Errorf("%d: %s", got.code, got.body)
	}
	b.lang = "de"
	page := b.get(at).body
	if strings.Contains(page, `href="`+file) || strings.Contains(page, "/delete\"") || !strings.Contains(page, "der SPOC hat sie zurückgenommen") || b.get(file).code != http.StatusNotFound {
		t.Error("it is still there")
	}
}

func (b *browser) send(method, path, kind string, body io.Reader) answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.w.http.URL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	return b.do(r)
}
