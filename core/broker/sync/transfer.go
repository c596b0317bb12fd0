package sync

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Carriage says how files reach the tickets of a connection.
func (e *Engine) Carriage(name string) request.Carriage {
	c := e.connections[name]
	if c == nil || e.files == nil {
		return request.Kept
	}
	switch c.Directions[reconcile.Attachments] {
	case "", reconcile.Both, reconcile.Out:
	default:
		return request.Kept
	}
	if _, ok := sdk.As[sdk.Uploader](c.Conn); !ok {
		return request.Told
	}
	return request.Sent
}

// upload streams a file from the store to the tool.
func (s *session) upload(ctx context.Context, ref ticket.Ref, c reconcile.Call) (a reconcile.Answer) {
	const op = "upload file"
	err := s.c.callingFor(ctx, transferTimeout, func(ctx context.Context) error {
		up, ok := sdk.As[sdk.Uploader](s.c.Conn)
		if !ok {
			a.Err = fault.Errorf(fault.Unsupported, op, "the connector takes no files")
			return a.Err
		}
		_, body, err := s.files.File(ctx, c.Bytes)
		switch {
		case errors.Is(err, store.ErrNotFound):
			a.Err = fault.Errorf(fault.Invalid, op, "the hub does not have its bytes")
			return a.Err
		case err != nil: // nothing was sent
			a.Err = fault.Errorf(fault.Conflict, op, "%w", err)
			return a.Err
		}
		defer func() { _ = body.Close() }()
		var made ticket.File
		made, a.Err = up.Upload(ctx, ref, c.Key, *c.Body, body)
		if a.Err == nil && made.ID == "" {
			a.Err = fault.Errorf(fault.Misread, op, "the answer names no file")
		}
		if a.Err == nil && !same(made, *c.Body) {
			a.Err = fault.Errorf(fault.Misread, op, "the tool stored other bytes than were sent")
		}
		a.File = &made
		return a.Err
	})
	a.Err = err // also where no call was made
	return a
}

// same reports whether a file is the one that was meant, as far as the tool says.
func same(got, want ticket.File) bool {
	return (got.Size == 0 || want.Size == 0 || got.Size == want.Size) && (got.SHA256 == "" || want.SHA256 == "" || got.SHA256 == want.SHA256)
}

// fetch streams a file from the tool into the store. What did not come whole is
// not kept.
func (s *session) fetch(ctx context.Context, ref ticket.Ref, f ticket.File) (a reconcile.Answer, id request.FileID) {
	if f.Size > s.fileSize {
		a.Missing = s.tooLarge()
		return a, ""
	}
	err := s.c.callingFor(ctx, transferTimeout, func(ctx context.Context) error {
		var kept store.File
		kept, a.Err = s.download(ctx, ref, f)
		if errors.Is(a.Err, store.ErrTooLarge) {
			a.Missing, a.Err = s.tooLarge(), nil
			return nil
		}
		f.Size, f.SHA256, id = kept.Size, kept.SHA256, kept.ID
		a.File = &f
		return a.Err
	})
	a.Err = err // also where no call was made
	return a, id
}

func (s *session) tooLarge() string {
	return fmt.Sprintf("it is larger than the %s that the desk takes: open it at the tool", request.Bytes(s.fileSize))
}

func (s *session) download(ctx context.Context, ref ticket.Ref, f ticket.File) (store.File, error) {
	const op = "download file"
	down, ok := sdk.As[sdk.Downloader](s.c.Conn)
	if !ok {
		return store.File{}, fault.Errorf(fault.Unsupported, op, "the connector gives no files")
	}
	body, err := down.Download(ctx, ref, f)
	if err != nil {
		return store.File{}, err
	}
	defer func() { _ = body.Close() }()
	kept, err := s.files.PutFile(ctx, request.FileID(s.house().IDs()), body, s.fileSize)
	var known *fault.Error
	switch {
	case errors.Is(err, store.ErrTooLarge), errors.As(err, &known):
		return kept, err
	case err != nil:
		return kept, fault.Errorf(fault.Misread, op, "%w", err)
	case !same(ticket.File{Size: kept.Size, SHA256: kept.SHA256}, f):
		_ = s.files.DropFile(context.WithoutCancel(ctx), kept.ID)
		return kept, fault.Errorf(fault.Misread, op, "%d bytes came, %d were announced", kept.Size, f.Size)
	}
	return kept, nil
}

// fileSides collects the files that this link has, or is to have. Who may read
// them is judged here, inside the transaction that stores the uploads.
func (x *transaction) fileSides() []reconcile.FileSide {
	var list []reconcile.FileSide
	for i := range x.r.Files {
		f := &x.r.Files[i]
		if c := f.Copy(x.l.ID); c != nil {
			list = append(list, reconcile.FileSide{
				ID: f.ID, Name: f.Name, Type: f.Type, Size: f.Size, SHA256: f.SHA256, Bytes: f.Stored(), Copy: *c,
				Cleared: f.Missing == "" && x.house().ReceivesFile(x.r, x.l, f),
			})
		}
	}
	return list
}

// fileCopy stores where a file's copy on this link stands.
func (x *transaction) fileCopy(id request.FileID, set func(*request.FileCopy)) {
	for i := range x.r.Files {
		if c := x.r.Files[i].Copy(x.l.ID); c != nil && x.r.Files[i].ID == id {
			set(c)
		}
	}
}

func (x *transaction) sent(s reconcile.SentFile) {
	x.fileCopy(s.File, func(c *request.FileCopy) {
		c.Remote, c.Error, c.State = s.Remote, s.Error, request.CopyDelivered
		if s.Remote == "" {
			c.State = request.CopyFailed
		}
	})
}

// arrived makes a file of the tool the request's.
func (x *transaction) arrived(a reconcile.ArrivedFile, bytes request.FileID) {
	f := a.File
	if (f.By == nil || f.By.Self) && x.ownFile(f) {
		return
	}
	heard := request.FileHeard{Remote: f.ID, Private: f.Private, File: request.File{
		ID: fileID(x.l.ID, f), Name: f.Name, Type: f.Type, Size: f.Size, SHA256: f.SHA256, Bytes: bytes, Missing: a.Missing,
	}}
	if a.Missing != "" {
		heard.File.Bytes = ""
	}
	if f.CommentID != "" {
		if n, err := x.doc.Comment(f.CommentID); err == nil && n != nil {
			heard.File.Note = n.ID
		}
	}
	if (f.By == nil || !f.By.Self) && !x.rules.Outside(f.By, true) {
		x.doAs(x.author(f.By).Name, request.TeamActed{})
	}
	before := len(x.r.Files)
	x.doAs(x.author(f.By).Name, heard)
	if len(x.r.Files) > before && heard.File.Bytes != "" {
		x.doc.Files = append(x.doc.Files, heard.File.Bytes)
	}
}

// ownFile reports whether a file whose bytes came back is one that was sent from
// here, and settles its upload.
func (x *transaction) ownFile(f ticket.File) bool {
	for i := range x.r.Files {
		own := &x.r.Files[i]
		c := own.Copy(x.l.ID)
		if c == nil || c.Origin || own.SHA256 != f.SHA256 || f.SHA256 == "" || !x.doc.State.Sent(own.ID) {
			continue
		}
		if c.Remote == "" {
			c.Remote, c.State, c.Error = f.ID, request.CopyDelivered, ""
			*x.doc.State = reconcile.Landed(*x.doc.State, own.ID)
		}
		return true
	}
	return false
}

// fileID derives a file's id from the attachment that it came from and its bytes,
// so that the same one can never become two files; an attachment's id alone may be
// that of a deleted one.
func fileID(l request.LinkID, f ticket.File) request.FileID {
	return request.FileID("f" + request.DeriveID(string(l), "file", f.ID, f.SHA256, strconv.FormatInt(f.Size, 10)))
}
