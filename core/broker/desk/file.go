package desk

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// NewFile is what somebody says of a file that they add to a request.
type NewFile struct {
	Name     string
	Type     string           // media type; what is none becomes application/octet-stream
	Audience request.Audience // "": internal
	Links    []request.LinkID // nil: all who may have it
	Once     string           // if not empty, names the call: the same one again finds its file
}

// Upload is bytes that no request keeps yet; they are gone after a day.
type Upload = store.File

// NewUpload is an upload that is to go with a note, as its sender called it.
type NewUpload struct {
	Upload
	Name, Type string
}

// bodyWith is the text of a note that came with files; nothing but files names them.
func bodyWith(body string, files []NewUpload) string {
	if strings.TrimSpace(body) != "" || len(files) == 0 {
		return body
	}
	lines := make([]string, len(files))
	for i, f := range files {
		lines[i] = "File: " + request.PlainName(f.Name)
	}
	return strings.Join(lines, "\n\n")
}

// attach adds uploads to a note, for its readers.
func (t *turn) attach(n *request.Note, links []request.LinkID, files []NewUpload) error {
	for _, f := range files {
		file := request.File{ID: f.ID, Name: f.Name, Type: f.Type, Size: f.Size, SHA256: f.SHA256, Audience: n.Audience, Note: n.ID}
		if _, err := t.do(request.Attach{File: file, Links: links}); err != nil {
			return err
		}
		t.doc.Files = append(t.doc.Files, f.ID)
	}
	return nil
}

// ShareFile makes a file known to another audience, by a new note.
func (s *Service) ShareFile(ctx context.Context, by auth.Actor, t Target, share request.ShareFile) (*request.Request, *request.Note, error) {
	return s.add(ctx, by, t, share.Note, func(*turn) (request.Command, error) { return share, nil })
}

// AddFile reads a file to its end and adds it to a request. [ErrTooLarge] beyond
// most bytes; on any error nothing is stored.
func (s *Service) AddFile(ctx context.Context, by auth.Actor, t Target, f NewFile, body io.Reader, most int64) (*request.Request, request.File, error) {
	u, err := s.Upload(ctx, by, t.Key, body, most)
	if err != nil {
		return nil, request.File{}, err
	}
	r, file, err := s.Attach(ctx, by, t, u, f)
	if err != nil || file.ID != u.ID {
		s.Discard(ctx, u)
	}
	return r, file, err
}

// Upload stores the bytes of a file for a request, before [Service.Attach].
func (s *Service) Upload(ctx context.Context, by auth.Actor, key request.Key, body io.Reader, most int64) (Upload, error) {
	if err := by.Check(auth.Work); err != nil {
		return Upload{}, err
	}
	return s.upload(ctx, by, key, body, most)
}

func (s *Service) upload(ctx context.Context, by auth.Actor, key request.Key, body io.Reader, most int64) (Upload, error) {
	if _, err := s.get(ctx, by, key); err != nil {
		return Upload{}, err
	}
	return s.o.Store.PutFile(ctx, request.FileID(s.o.IDs()), body, most)
}

// Attach adds an upload to a request. If this very call has done so before, the
// file of then is returned, and the upload is not kept.
func (s *Service) Attach(ctx context.Context, by auth.Actor, t Target, u Upload, f NewFile) (*request.Request, request.File, error) {
	file := request.File{
		ID: u.ID, Size: u.Size, SHA256: u.SHA256, Name: f.Name, Type: f.Type, Audience: f.Audience, Once: f.Once,
	}
	if file.Audience == "" {
		file.Audience = request.Internal
	}
	var added request.File
	r, err := s.change(ctx, by, t, func(t *turn) error {
		if known, ok := t.doc.Request.FileOnce(f.Once); ok {
			added = known
			return nil
		}
		if _, err := t.do(request.Attach{File: file, Links: f.Links}); err != nil {
			return err
		}
		added, _ = t.doc.Request.File(file.ID)
		t.doc.Files = append(t.doc.Files, file.ID)
		return nil
	})
	return r, added, err
}

// DeleteFile takes a file back; a ticket that has it keeps it.
func (s *Service) DeleteFile(ctx context.Context, by auth.Actor, t Target, id request.FileID) (*request.Request, request.File, error) {
	r, err := s.command(ctx, by, t, request.Unfile{File: id})
	if err != nil {
		return nil, request.File{}, err
	}
	f, _ := r.File(id)
	return r, f, nil
}

// Discard removes an upload, unless a request keeps it. What cannot be removed
// goes by itself.
func (s *Service) Discard(ctx context.Context, u Upload) {
	_ = s.o.Store.DropFile(context.WithoutCancel(ctx), u.ID)
}

// File opens a file of a request, to be closed; its bytes can be read until the
// context ends. [ErrNotFound].
func (s *Service) File(ctx context.Context, by auth.Actor, key request.Key, id request.FileID) (request.File, io.ReadSeekCloser, error) {
	item, err := s.Get(ctx, by, key)
	if err != nil {
		return request.File{}, nil, err
	}
	f, ok := item.Request.File(id)
	if !ok {
		return f, nil, fmt.Errorf("file %s: %w", id, ErrNotFound)
	}
	if f.Missing != "" {
		return f, nil, fmt.Errorf("file %s: %s: %w", id, f.Missing, ErrNotFound)
	}
	_, body, err := s.o.Store.File(ctx, f.Stored())
	return f, body, err
}
