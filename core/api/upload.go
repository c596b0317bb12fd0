package api

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// upload is a file whose bytes are stored and that no request keeps yet.
type upload struct {
	desk.Upload
	file desk.NewFile
	kept bool
}

type uploadKey struct{}

func uploaded(ctx context.Context) *upload {
	u, _ := ctx.Value(uploadKey{}).(*upload)
	return u
}

// receiveFile stores the bytes of a call as they come and lets the call go on
// with them. Only then is it known what the call's idempotency key stands for:
// the same file again, whatever the form around it.
func (a *API) receiveFile(c huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(c)
	u, err := a.store(w, r)
	if err != nil {
		writeError(w, a.problem(r.Context(), err))
		return
	}
	defer func() {
		if !u.kept {
			a.o.Desk.Discard(r.Context(), u.Upload)
		}
	}()
	r = r.WithContext(context.WithValue(r.Context(), uploadKey{}, u))
	serve := func(w http.ResponseWriter, r *http.Request) { next(humago.NewContext(c.Operation(), r, w)) }
	key := r.Header.Get("Idempotency-Key")
	if key == "" {
		serve(w, r)
		return
	}
	hash := digest(r.Method, r.URL.RequestURI(), u.file.Name, u.file.Type, u.SHA256)
	a.answerOnce(w, r, by(r.Context()), auth.Answer{Key: key, BodyHash: hash}, serve)
}

func (a *API) store(w http.ResponseWriter, r *http.Request) (*upload, error) {
	most := a.o.MaxFile + maxForm // with what a form needs
	if r.ContentLength > most {
		return nil, desk.ErrTooLarge
	}
	r.Body = http.MaxBytesReader(w, r.Body, most)
	file, body, err := incoming(r)
	if err != nil {
		return nil, err
	}
	ctx := r.Context()
	stored, err := a.o.Desk.Upload(ctx, by(ctx), request.Key(r.PathValue("key")), sender{body}, a.o.MaxFile)
	return &upload{Upload: stored, file: file}, err
}

// incoming finds the file in a call: the only part of a form, or the body.
func incoming(r *http.Request) (f desk.NewFile, body io.Reader, err error) {
	f.Type, body = r.Header.Get("Content-Type"), r.Body
	_, params, _ := mime.ParseMediaType(r.Header.Get("Content-Disposition"))
	f.Name = params["filename"]
	if kind, _, _ := mime.ParseMediaType(f.Type); kind == "multipart/form-data" {
		part, err := onlyPart(r)
		if err != nil {
			return f, nil, err
		}
		f.Name, f.Type, body = part.FileName(), part.Header.Get("Content-Type"), part
	}
	if name := r.URL.Query().Get("name"); name != "" {
		f.Name = name
	}
	if f.Name == "" {
		return f, nil, &request.FieldError{Field: "name", Text: "is required"}
	}
	return f, body, nil
}

// part is the only part of a form.
type part struct {
	*multipart.Part
	form *multipart.Reader
}

func onlyPart(r *http.Request) (*part, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, unreadable(err)
	}
	first, err := form.NextPart()
	switch {
	case err == nil && first.FormName() == "file":
		return &part{first, form}, nil
	case err == nil || errors.Is(err, io.EOF):
		return nil, &request.FieldError{Field: "file", Text: "must be the only part of the form"}
	}
	return nil, unreadable(err)
}

// Read ends where the form does.
func (p *part) Read(b []byte) (int, error) {
	n, err := p.Part.Read(b)
	if err == io.EOF { //nolint:errorlint // a reader ends with io.EOF itself; what wraps it broke
		var another *multipart.Part
		if another, err = p.form.NextPart(); another != nil {
			err = &request.FieldError{Field: "file", Text: "must be the only part of the form"}
		}
	}
	return n, err
}

// sender reads what a client sends: what is wrong with it is the client's fault.
type sender struct{ from io.Reader }

func (s sender) Read(b []byte) (int, error) {
	n, err := s.from.Read(b)
	if err != nil && err != io.EOF { //nolint:errorlint // the same
		err = unreadable(err)
	}
	return n, err
}

func unreadable(err error) error {
	var large *http.MaxBytesError
	var field *request.FieldError
	switch {
	case errors.As(err, &large):
		return desk.ErrTooLarge
	case errors.As(err, &field):
		return err
	}
	return &request.FieldError{Field: "file", Text: "cannot be read: " + err.Error()}
}
