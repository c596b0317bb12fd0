package redmine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
)

// Upload sends the bytes, then attaches them under our key, which stands in the
// file's description. What was sent but not attached, Redmine clears away.
func (c *conn) Upload(ctx context.Context, r sdk.Ref, k sdk.Key, f sdk.File, body io.Reader) (sdk.File, error) {
	const op = "upload file"
	s, err := c.known(ctx)
	if err != nil {
		return sdk.File{}, err
	}
	sum := sha256.New()
	var answer struct {
		Upload struct {
			ID    int    `json:"id"`
			Token string `json:"token"`
		} `json:"upload"`
	}
	send := call{
		op: op, method: http.MethodPost, path: "/uploads.json", query: url.Values{"filename": {f.Name}},
		stream: io.TeeReader(body, sum), size: f.Size,
	}
	if err := c.client.do(ctx, send, &answer); err != nil {
		return sdk.File{}, err
	}
	f.SHA256 = hex.EncodeToString(sum.Sum(nil))
	if _, stored, _ := strings.Cut(answer.Upload.Token, "."); len(stored) == len(f.SHA256) && stored != f.SHA256 {
		return sdk.File{}, &fault.Error{Op: op, Class: fault.Misread, Err: errors.New("redmine stored other bytes than were sent")}
	}
	upload := map[string]string{"token": answer.Upload.Token, "filename": f.Name, "content_type": f.Type}
	if k != "" {
		upload["description"] = filePrefix + string(k)
	}
	if err := c.client.put(ctx, op, path(r), attributes{"uploads": []any{upload}}.body()); err != nil {
		return sdk.File{}, err
	}
	f.ID, f.Keys, f.CommentID = strconv.Itoa(answer.Upload.ID), fileKeys(upload["description"]), ""
	f.By = s.actor(&named{ID: s.self.ID, Name: strings.TrimSpace(s.self.First + " " + s.self.Last)})
	return f, nil
}

// Download reads a file from the configured address and, where Redmine keeps its
// files elsewhere, from hosts that the settings name. The key goes to Redmine only.
func (c *conn) Download(ctx context.Context, _ sdk.Ref, f sdk.File) (io.ReadCloser, error) {
	const op = "download file"
	site, err := url.Parse(c.client.base)
	if err != nil {
		return nil, fault.Errorf(fault.Internal, op, "%w", err)
	}
	from := rest.Source{Client: rest.Patient(c.client.http), Site: site, Hosts: c.FileHosts, Judge: served, Sign: func(r *http.Request) error {
		r.Header.Set("X-Redmine-API-Key", c.APIKey.Reveal())
		return nil
	}}
	return from.Open(ctx, op, site.JoinPath("attachments", "download", url.PathEscape(f.ID), url.PathEscape(f.Name)), f.Size)
}

// served refuses what is no file: Redmine sends who may not read it to its page
// for signing in.
func served(resp *http.Response) error {
	if resp.StatusCode < 300 && strings.HasSuffix(resp.Request.URL.Path, "/login") {
		return &fault.Error{Op: "download file", Class: fault.Denied, Hint: "give the account a role that may see files"}
	}
	return rest.Status("download file", resp, "")
}
