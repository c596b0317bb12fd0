package servicenow

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
)

const attachments = "/api/now/attachment"

// files lists a record's attachments, which whoever reads the record may list.
func (c *conn) files(ctx context.Context, id string) ([]sdk.File, bool, error) {
	list, complete, err := c.api.all(ctx, listing{
		op: "list attachments", path: attachments, where: query{is("table_name", c.settings.Table), is("table_sys_id", id)},
		order: "^ORDERBYsys_created_on^ORDERBYsys_id", limit: pageSize,
		keep: func(r record) bool { return r.raw("table_sys_id") == id },
	})
	if fault.ClassOf(err) == fault.Denied {
		return nil, false, nil
	}
	var files []sdk.File
	for _, r := range list {
		files = append(files, c.file(r))
	}
	return files, complete, err
}

func (c *conn) file(r record) sdk.File {
	size, _ := strconv.ParseInt(r.raw("size_bytes"), 10, 64)
	return sdk.File{
		ID: r.raw("sys_id"), Name: r.raw("file_name"), Type: r.raw("content_type"), SHA256: r.raw("hash"),
		Size: size, By: c.actor(r.raw("sys_created_by")), Private: true,
	}
}

// Upload streams one file. An attachment has no place for our key: after a lost
// answer its name and hash tell whether it is there.
func (c *conn) Upload(ctx context.Context, r sdk.Ref, _ sdk.Key, f sdk.File, body io.Reader) (sdk.File, error) {
	const op = "upload attachment"
	if err := c.guard(op, r); err != nil {
		return sdk.File{}, err
	}
	if f.Type == "" {
		f.Type = "application/octet-stream"
	}
	var answer single
	_, err := c.api.do(ctx, call{
		op: op, method: http.MethodPost, path: attachments + "/file", stream: body, typ: f.Type, size: f.Size,
		query: url.Values{"table_name": {c.settings.Table}, "table_sys_id": {r.ID}, "file_name": {f.Name}},
	}, &answer)
	if err != nil {
		return sdk.File{}, err
	}
	if !hexID.MatchString(answer.Result.raw("sys_id")) {
		return sdk.File{}, fault.Errorf(fault.Misread, op, "the answer has no sys_id")
	}
	made := c.file(answer.Result)
	if f.SHA256 != "" && made.SHA256 != "" && made.SHA256 != f.SHA256 {
		return made, fault.Errorf(fault.Misread, op, "other bytes were stored than were sent")
	}
	return made, nil
}

// Download opens a file's bytes.
func (c *conn) Download(ctx context.Context, r sdk.Ref, f sdk.File) (io.ReadCloser, error) {
	const op = "download attachment"
	if err := c.guard(op, r); err != nil {
		return nil, err
	}
	if !hexID.MatchString(f.ID) {
		return nil, fault.Errorf(fault.NotFound, op, "%q is no sys_id", f.ID)
	}
	resp, err := c.api.open(ctx, call{op: op, method: http.MethodGet, path: attachments + "/" + f.ID + "/file", typ: f.Type, raw: true}) //nolint:bodyclose // the reader closes it
	if err != nil {
		return nil, err
	}
	return rest.Whole(resp, f.Size), nil
}
