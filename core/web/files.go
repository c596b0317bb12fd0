package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// mostFiles is how many files one form may send.
const mostFiles = 10

// fileView is a file as the desk sees it.
type fileView struct {
	ID       request.FileID
	Name     string
	Size     string
	Who      string
	At       time.Time
	Audience request.Audience
	Note     request.NoteID
	Missing  string
	Copies   []copyView
	Shares   bool // it may be made known to others
	Here     bool // it was not taken back
}

func fileViews(l *language, n names, r *request.Request) []fileView {
	var all []fileView
	for _, f := range r.Files {
		v := fileView{
			ID: f.ID, Name: f.Name, Size: l.size(f.Size), At: f.CreatedAt, Audience: f.Audience, Note: f.Note, Missing: l.trouble(f.Missing),
			Shares: f.Shareable(), Here: f.Missing != request.Withdrawn,
			Who: person(l, n, r, "", f.Author.Name, f.Author.Origin),
		}
		for _, c := range f.Copies {
			if link := r.Link(c.Link); link != nil {
				v.Copies = append(v.Copies, copyView{Ticket: ticketName(n, link), State: c.State, Error: l.trouble(c.Error)})
			}
		}
		all = append(all, v)
	}
	return all
}

// filesOf picks the files of a note.
func filesOf(all []fileView, of []request.File) []fileView {
	var some []fileView
	for _, v := range all {
		if slices.ContainsFunc(of, func(f request.File) bool { return f.ID == v.ID }) {
			some = append(some, v)
		}
	}
	return some
}

// file sends a file's bytes, never to be shown inside the hub's own pages.
func (s *Site) file(w http.ResponseWriter, r *http.Request, v visitor) {
	f, body, err := s.o.Desk.File(r.Context(), v.Actor, request.Key(r.PathValue("key")), request.FileID(r.PathValue("file")))
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.sendFile(w, r, f, body)
}

func (s *Site) sendFile(w http.ResponseWriter, r *http.Request, f request.File, body io.ReadSeekCloser) {
	defer func() { _ = body.Close() }()
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Disposition", attachment(f.Name))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", strconv.Quote(f.SHA256))
	http.ServeContent(w, r, "", f.CreatedAt, body)
}

func attachment(name string) string {
	if text := mime.FormatMediaType("attachment", map[string]string{"filename": name}); text != "" {
		return text
	}
	return "attachment"
}

// isUpload reports whether a form may carry files.
func isUpload(r *http.Request) bool {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return kind == "multipart/form-data"
}

// mostBody is how much a call may send.
func (s *Site) mostBody(r *http.Request) int64 {
	if isUpload(r) {
		return maxForm + mostFiles*s.o.FileSize
	}
	return maxForm
}

// fileDoor is where the files of a form go, and the page that says what is wrong
// with them.
type fileDoor struct {
	upload func(ctx context.Context, by auth.Actor, key request.Key, body io.Reader, most int64) (desk.Upload, error)
	show   func(w http.ResponseWriter, r *http.Request, v visitor, f form, status int)
}

// postedWith reads a form of the desk's with its files.
func (s *Site) postedWith(w http.ResponseWriter, r *http.Request, v visitor, name string) (form, []desk.NewUpload, bool) {
	return s.postedAt(w, r, v, name, fileDoor{s.o.Desk.Upload, s.showRequest})
}

// postedAt reads a form with its files, which are stored as they come. Those that
// no note keeps are to be discarded.
func (s *Site) postedAt(w http.ResponseWriter, r *http.Request, v visitor, name string, at fileDoor) (form, []desk.NewUpload, bool) {
	if !isUpload(r) {
		f, ok := s.posted(w, r, name)
		return f, nil, ok
	}
	f := form{Name: name, values: url.Values{}}
	parts, err := r.MultipartReader()
	if err != nil {
		http.Error(w, s.speak(r).say("error.form"), http.StatusBadRequest)
		return f, nil, false
	}
	files, err := s.receiveParts(r, v, parts, f.values, at)
	if err == nil {
		r.PostForm = f.values
		return f, files, true
	}
	s.discardAll(r.Context(), files)
	switch {
	case errors.Is(err, desk.ErrTooLarge):
		f.fault("file", s.speak(r).say("error.filesize", s.speak(r).size(s.o.FileSize)))
		at.show(w, r, v, f, http.StatusRequestEntityTooLarge)
	case errors.Is(err, errManyFiles):
		f.fault("file", s.speak(r).say("error.manyfiles", mostFiles))
		at.show(w, r, v, f, http.StatusUnprocessableEntity)
	case errors.Is(err, errForm):
		http.Error(w, s.speak(r).say("error.form"), http.StatusBadRequest)
	default:
		s.fail(w, r, v, err)
	}
	return f, nil, false
}

var (
	errManyFiles = errors.New("too many files")
	errForm      = errors.New("the form cannot be read")
)

func (s *Site) receiveParts(r *http.Request, v visitor, parts *multipart.Reader, values url.Values, at fileDoor) (files []desk.NewUpload, err error) {
	room := int64(maxForm)
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return files, nil
		case err != nil:
			return files, formFault(err)
		case part.FormName() != "file":
			text, err := io.ReadAll(io.LimitReader(part, room+1))
			if room -= int64(len(text)); err != nil || room < 0 {
				return files, errForm
			}
			values.Add(part.FormName(), string(text))
		case part.FileName() == "": // nothing was chosen
		case len(files) >= mostFiles:
			return files, errManyFiles
		default:
			u, err := at.upload(r.Context(), v.Actor, request.Key(r.PathValue("key")), part, s.o.FileSize)
			if err != nil {
				return files, formFault(err)
			}
			files = append(files, desk.NewUpload{Upload: u, Name: part.FileName(), Type: part.Header.Get("Content-Type")})
		}
	}
}

// formFault is the fault of a form that was cut off or is too long as a whole.
func formFault(err error) error {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return desk.ErrTooLarge
	case errors.Is(err, io.ErrUnexpectedEOF), strings.HasPrefix(err.Error(), "multipart:"):
		return errForm
	}
	return err
}

// discardAll removes the uploads that nothing keeps.
func (s *Site) discardAll(ctx context.Context, files []desk.NewUpload) {
	for _, f := range files {
		s.o.Desk.Discard(ctx, f.Upload)
	}
}

func (s *Site) shareFileWithClient(w http.ResponseWriter, r *http.Request, v visitor) {
	s.shareFile(w, r, v, request.ShareFile{Audience: request.ToClient})
}

func (s *Site) shareFileWithTeams(w http.ResponseWriter, r *http.Request, v visitor) {
	s.shareFile(w, r, v, request.ShareFile{Audience: request.Teams, Links: []request.LinkID{}})
}

// shareFile makes a file known by a new note.
func (s *Site) shareFile(w http.ResponseWriter, r *http.Request, v visitor, share request.ShareFile) {
	share.File = request.FileID(r.PathValue("file"))
	f, ok := s.posted(w, r, "file-"+string(share.File))
	if !ok {
		return
	}
	share.Note = noteID(f)
	if share.Audience == request.Teams {
		if share.Links = linkIDs(f); len(share.Links) == 0 {
			f.fault("", s.speak(r).say("error.readers"))
			s.showRequest(w, r, v, f, http.StatusUnprocessableEntity)
			return
		}
	}
	if share.Audience == request.ToClient {
		s.hold(w, r, v, f, "done.reply", func(t desk.Target) (*request.Request, request.Unsent, error) {
			return s.o.Desk.ShareFileLater(r.Context(), v.Actor, t, share)
		})
		return
	}
	s.wrote(w, r, v, f, "done.share", func(t desk.Target) (*request.Note, error) {
		_, n, err := s.o.Desk.ShareFile(r.Context(), v.Actor, t, share)
		return n, err
	})
}

// deleteFile takes a file back.
func (s *Site) deleteFile(w http.ResponseWriter, r *http.Request, v visitor) {
	id := request.FileID(r.PathValue("file"))
	s.act(w, r, v, form{Name: "file-" + string(id)}, "done.filedelete", func(t desk.Target) error {
		_, _, err := s.o.Desk.DeleteFile(r.Context(), v.Actor, t, id)
		return err
	})
}
