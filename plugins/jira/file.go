package jira

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
)

// Upload attaches a file; its bytes are streamed. Jira keeps no key beside a
// file, so a lost answer is resolved by name, size and author.
func (c *conn) Upload(ctx context.Context, r sdk.Ref, _ sdk.Key, f sdk.File, body io.Reader) (sdk.File, error) {
	const op = "upload file"
	form, kind, sent := multipartOf(f, body)
	req, err := c.api.NewRawRequestWithContext(ctx, http.MethodPost, path("issue", nameOf(r), "attachments"), form)
	if err != nil {
		return sdk.File{}, fault.Errorf(fault.Invalid, op, "%w", err)
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("X-Atlassian-Token", "no-check")
	req.Header.Set("Accept", "application/json")
	var beans []attachmentBean
	_, err = c.exchange(c.streams, op, req, &beans)
	_ = form.Close()
	if err != nil {
		return sdk.File{}, err
	}
	if len(beans) != 1 || beans[0].ID == "" {
		return sdk.File{}, fault.Errorf(fault.Misread, op, "the answer names %d files", len(beans))
	}
	made := c.reader().file(beans[0], r.Container)
	if sum, n := sent(); made.Size == n {
		made.SHA256 = sum
	} else {
		return made, fault.Errorf(fault.Misread, op, "%d bytes sent, %d stored", n, made.Size)
	}
	return made, nil
}

// multipartOf streams one part named file; sent tells, at the end, the hash and
// the length of what went out.
func multipartOf(f sdk.File, body io.Reader) (form *io.PipeReader, kind string, sent func() (string, int64)) {
	form, w := io.Pipe()
	m := multipart.NewWriter(w)
	sum := &tally{hash: sha256.New()}
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		part, err := m.CreatePart(partHeader(f))
		if err == nil {
			_, err = io.Copy(part, io.TeeReader(body, sum))
		}
		if err == nil {
			err = m.Close()
		}
		w.CloseWithError(err)
	}()
	return form, m.FormDataContentType(), func() (string, int64) {
		<-finished
		return hex.EncodeToString(sum.hash.Sum(nil)), sum.n
	}
}

func partHeader(f sdk.File) textproto.MIMEHeader {
	clean := strings.NewReplacer("\r", "", "\n", "", `"`, "'", `\`, "_", "\x00", "").Replace(f.Name)
	kind := f.Type
	if kind == "" || strings.ContainsAny(kind, "\r\n") {
		kind = "application/octet-stream"
	}
	return textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="file"; filename="` + clean + `"`},
		"Content-Type":        {kind},
	}
}

type tally struct {
	hash hash.Hash
	n    int64
}

func (t *tally) Write(p []byte) (int, error) {
	t.n += int64(len(p))
	return t.hash.Write(p)
}

// Download opens a file's bytes, from the site or from a host that the settings
// allow. The credential goes to the site only.
func (c *conn) Download(ctx context.Context, _ sdk.Ref, f sdk.File) (io.ReadCloser, error) {
	const op = "download file"
	at, err := c.fileAddress(ctx, f.ID)
	if err != nil {
		return nil, err
	}
	from := rest.Source{Client: rest.Patient(c.files), Site: c.site, Hosts: c.settings.FileHosts, Judge: func(resp *http.Response) error {
		return c.refusal(op, resp)
	}}
	return from.Open(ctx, op, at, f.Size)
}

// fileAddress is where the bytes are. Cloud streams them from its API; Data
// Center tells the address in the file's record.
func (c *conn) fileAddress(ctx context.Context, id string) (*url.URL, error) {
	cloud, err := c.cloud(ctx)
	if err != nil {
		return nil, err
	}
	if cloud {
		at := c.site.JoinPath(path("attachment", "content", id))
		at.RawQuery = "redirect=false"
		return at, nil
	}
	var b attachmentBean
	if _, err := c.do(ctx, call{op: "read file", method: http.MethodGet, path: path("attachment", id)}, &b); err != nil {
		return nil, err
	}
	at, err := c.site.Parse(b.Content)
	if err != nil {
		return nil, fault.Errorf(fault.Misread, "read file", "address: %w", err)
	}
	return at, nil
}

// largest is the size of the largest file that the site takes, 0 where it does
// not say; it is asked for once.
func (c *conn) largest(ctx context.Context) (int64, error) {
	if f := c.know(); f.filesTold {
		return f.largest, nil
	}
	var b struct {
		UploadLimit int64 `json:"uploadLimit"`
	}
	_, err := c.do(ctx, call{op: "read file limit", method: http.MethodGet, path: path("attachment", "meta")}, &b)
	switch fault.ClassOf(err) {
	case fault.NotFound, fault.Denied, fault.Misread, fault.Unsupported:
		err = nil
	}
	if err != nil {
		return 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.facts.largest, c.facts.filesTold = b.UploadLimit, true
	return b.UploadLimit, nil
}
