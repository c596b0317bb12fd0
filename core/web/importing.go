package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/request"
)

// importPage is the import of a table of the catalogue: the form, and what an
// import would do.
type importPage struct {
	Shell
	Kind  admin.Kind
	Form  form
	Draft *admin.Draft
	// File is its text, for the step that does what was shown; sealed where it holds
	// what no page shows.
	File   string
	Sealed bool
	Moved  bool // the catalogue has changed since that was shown
}

// maxImport is how many bytes a file for import may have, and the form around it.
const maxImport = 4 << 20

// Bad is how many lines are refused.
func (p importPage) Bad() int { return p.Draft.Count(admin.LineRefused) }

// Goes is how many lines an import would store.
func (p importPage) Goes() int {
	return p.Draft.Count(admin.LineAdded) + p.Draft.Count(admin.LineChanged)
}

func (s *Site) exportEntries(w http.ResponseWriter, r *http.Request, v visitor) {
	k, ok := s.kindOf(w, r, v)
	if !ok {
		return
	}
	var file bytes.Buffer
	if err := s.o.Admin.Export(v.Actor, k.Name, &file); err != nil {
		s.fail(w, r, v, err)
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+k.Name+`.csv"`)
	_, _ = w.Write(file.Bytes())
}

func (s *Site) importForm(w http.ResponseWriter, r *http.Request, v visitor) {
	if k, ok := s.kindOf(w, r, v); ok {
		s.show(w, r, http.StatusOK, "import", importPage{Shell: s.shell(r, v, "catalogue.title"), Kind: k})
	}
}

// importEntries shows what an import would do, and does what was shown.
func (s *Site) importEntries(w http.ResponseWriter, r *http.Request, v visitor) {
	k, ok := s.kindOf(w, r, v)
	if !ok {
		return
	}
	f, file, ok := s.uploaded(w, r, v)
	if !ok {
		return
	}
	page := importPage{Kind: k, Form: f}
	var draft admin.Draft
	var err error
	if stamp := f.Get("stamp"); stamp != "" {
		draft, err = s.o.Admin.Import(r.Context(), v.Actor, k.Name, file, stamp)
		if err == nil {
			s.done(w, r, "/catalogue/"+k.Name, "done.imported")
			return
		}
		page.Moved = errors.Is(err, admin.ErrMoved)
	}
	if err == nil || page.Moved {
		draft, err = s.o.Admin.Plan(r.Context(), v.Actor, k.Name, file)
	}
	status := http.StatusOK
	unread, refused := errors.AsType[*request.FieldError](err)
	switch {
	case refused:
		page.Form.fault("file", s.speak(r).fault(unread.Text))
		status = http.StatusUnprocessableEntity
	case err != nil:
		s.fail(w, r, v, err)
		return
	default:
		page.Draft = &draft
		if page.File, page.Sealed, err = s.o.Admin.Bring(v.Actor, k.Name, file); err != nil {
			page.Draft = nil
			page.Form.fault("file", s.speak(r).fault(err.Error()))
			status = http.StatusUnprocessableEntity
		}
	}
	page.Shell = s.shell(r, v, "catalogue.title")
	s.show(w, r, status, "import", page)
}

// uploaded reads a form with a file, or with the text of one that was shown; if it
// cannot be read the answer is given.
func (s *Site) uploaded(w http.ResponseWriter, r *http.Request, v visitor) (form, []byte, bool) {
	r.Body = http.MaxBytesReader(w, r.Body, maxImport)
	if err := r.ParseMultipartForm(maxForm); err != nil && !errors.Is(err, http.ErrNotMultipart) { //nolint:gosec // the body is bounded above
		status := http.StatusBadRequest
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(w, s.speak(r).say("error.form"), status)
		return form{}, nil, false
	}
	f := form{Name: "import", values: r.PostForm}
	if text := f.Get("text"); text != "" {
		return f, []byte(text), true
	}
	if text := f.Get("sealed"); text != "" {
		return f, s.o.Admin.Brought(v.Actor, text), true
	}
	part, _, err := r.FormFile("file")
	if err != nil { // none was chosen
		return f, nil, true
	}
	defer part.Close()
	file, err := io.ReadAll(part)
	if err != nil {
		http.Error(w, s.speak(r).say("error.form"), http.StatusBadRequest)
		return form{}, nil, false
	}
	return f, file, true
}
