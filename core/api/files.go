package api

import (
	"context"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

type newFile struct {
	On
	Name        string           `query:"name" doc:"The file's name; absent: as the form or Content-Disposition says"`
	Disposition string           `header:"Content-Disposition" example:"attachment; filename=\"trace.log\""`
	Audience    request.Audience `query:"audience" enum:"client,teams,internal" default:"internal"`
	Links       []request.LinkID `query:"links" doc:"The tickets that receive it; absent: all that may"`
}

type fileShare struct {
	On
	ID   request.FileID `path:"id"`
	Body struct {
		Audience request.Audience `json:"audience" enum:"client,teams"`
		Body     string           `json:"body,omitempty" doc:"Of the new note; absent: it names the file"`
		Links    []request.LinkID `json:"links,omitempty" doc:"Absent: all that may"`
	}
}

type addedFile struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     File
}

type onFile struct {
	On
	ID request.FileID `path:"id"`
}

type keptFile struct {
	ETag string `header:"ETag"`
	Body File
}

type fileList struct {
	Body struct {
		Items []File `json:"items" nullable:"false"`
	}
}

// OnFile is the file that a call is about.
type OnFile struct {
	Key   request.Key    `path:"key" example:"SP-1042"`
	ID    request.FileID `path:"id"`
	Match string         `header:"If-None-Match"`
	Range string         `header:"Range"`
}

// sentFile is a file as it is sent: never shown by a browser inside the hub's
// own pages.
type sentFile struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	ETag        string `header:"ETag"`
	Cache       string `header:"Cache-Control"`
	Policy      string `header:"Content-Security-Policy"`
	Body        func(huma.Context)
}

func (a *API) files() {
	const path = "/requests/{key}/files"
	a.streams["POST "+Prefix+path] = true
	register(a, auth.Work, huma.Operation{
		OperationID: "add-file", Method: http.MethodPost, Path: path, Summary: "Add a file, for the desk alone unless said otherwise",
		DefaultStatus: http.StatusCreated, Errors: []int{http.StatusNotFound}, Middlewares: huma.Middlewares{a.receiveFile},
	}, a.addFile)
	a.huma.OpenAPI().Paths[Prefix+path].Post.RequestBody = fileBody()
	register(a, auth.Read, huma.Operation{
		OperationID: "list-files", Method: http.MethodGet, Path: path, Summary: "List a request's files, oldest first",
		Errors: []int{http.StatusNotFound},
	}, a.listFiles)
	register(a, auth.Read, huma.Operation{
		OperationID: "get-file", Method: http.MethodGet, Path: path + "/{id}", Summary: "Read a file's bytes",
		Errors: []int{http.StatusNotFound}, Responses: fileAnswers(),
	}, a.sendFile)
	register(a, auth.Work, huma.Operation{
		OperationID: "delete-file", Method: http.MethodDelete, Path: path + "/{id}", Errors: []int{http.StatusNotFound},
		Summary: "Take a file back", Description: "Nobody reads it here any more. A ticket that has it keeps it: its copy says so.",
	}, a.deleteFile)
	register(a, auth.Work, huma.Operation{
		OperationID: "share-file", Method: http.MethodPost, Path: path + "/{id}/share", DefaultStatus: http.StatusCreated,
		Summary: "Make a file known to another audience, by a new note", Errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *fileShare) (*written, error) {
		return noted(a.o.Desk.ShareFile(ctx, by(ctx), in.target(), request.ShareFile{
			File: in.ID, Note: request.NoteID(seed(ctx)), Audience: in.Body.Audience, Body: in.Body.Body, Links: in.Body.Links,
		}))
	})
}

func (a *API) deleteFile(ctx context.Context, in *onFile) (*keptFile, error) {
	r, f, err := a.o.Desk.DeleteFile(ctx, by(ctx), in.target(), in.ID)
	if err != nil {
		return nil, err
	}
	return &keptFile{tag(r.Version), file(f)}, nil
}

func fileBody() *huma.RequestBody {
	bytes := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	form := &huma.Schema{
		Type: huma.TypeObject, Required: []string{"file"}, AdditionalProperties: false, Properties: map[string]*huma.Schema{"file": bytes},
	}
	return &huma.RequestBody{Required: true, Description: "A form with the part file, or the bytes alone", Content: map[string]*huma.MediaType{
		"multipart/form-data": {Schema: form}, "*/*": {Schema: bytes},
	}}
}

func fileAnswers() map[string]*huma.Response {
	all := map[string]*huma.Response{}
	for _, status := range []int{http.StatusOK, http.StatusPartialContent, http.StatusNotModified, http.StatusRequestedRangeNotSatisfiable} {
		all[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status)}
	}
	for _, status := range []string{"200", "206"} {
		all[status].Content = map[string]*huma.MediaType{"*/*": {}}
	}
	return all
}

// addFile gives the upload that the call has brought to its request.
func (a *API) addFile(ctx context.Context, in *newFile) (*addedFile, error) {
	u := uploaded(ctx)
	u.file.Audience, u.file.Links, u.file.Once = in.Audience, in.Links, seed(ctx)
	r, f, err := a.o.Desk.Attach(ctx, by(ctx), in.target(), u.Upload, u.file)
	if err != nil {
		return nil, err
	}
	u.kept = f.ID == u.ID
	return &addedFile{tag(r.Version), Prefix + "/requests/" + string(r.Key) + "/files/" + string(f.ID), file(f)}, nil
}

func (a *API) listFiles(ctx context.Context, in *On) (*fileList, error) {
	item, err := a.o.Desk.Get(ctx, by(ctx), in.Key)
	if err != nil {
		return nil, err
	}
	out := &fileList{}
	out.Body.Items = files(item.Request)
	return out, nil
}

func (a *API) sendFile(ctx context.Context, in *OnFile) (*sentFile, error) {
	f, body, err := a.o.Desk.File(ctx, by(ctx), in.Key, in.ID)
	if err != nil {
		return nil, err
	}
	return &sentFile{
		Type: f.Type, Disposition: attachment(f.Name), ETag: strconv.Quote(f.SHA256), Cache: "private, no-cache",
		Policy: "default-src 'none'; sandbox", Body: func(c huma.Context) { serveFile(c, f, body) },
	}, nil
}

func serveFile(c huma.Context, f request.File, body io.ReadSeekCloser) {
	r, w := humago.Unwrap(c)
	defer body.Close()
	http.ServeContent(w, r, "", f.CreatedAt, body)
}

func attachment(name string) string {
	if text := mime.FormatMediaType("attachment", map[string]string{"filename": name}); text != "" {
		return text
	}
	return "attachment"
}
