package jiratest

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

const maxUpload = 10 << 20

func (s *Server) fileLimit(call) reply {
	return reply{http.StatusOK, object{"enabled": true, "uploadLimit": maxUpload}}
}

func (s *Server) attach(c call) reply {
	x := s.visible(c)
	if x == nil || c.user == nil {
		return absent()
	}
	if c.Header.Get("X-Atlassian-Token") != "no-check" {
		return refuse(http.StatusForbidden, "XSRF check failed")
	}
	if !s.may(c.user, "CREATE_ATTACHMENTS") {
		return refuse(http.StatusForbidden, "You do not have permission to create attachments for this issue.")
	}
	parts, err := c.MultipartReader()
	if err != nil {
		return refuse(http.StatusBadRequest, err.Error())
	}
	views := []object{}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return reply{http.StatusOK, views}
		}
		if err != nil {
			return refuse(http.StatusBadRequest, err.Error())
		}
		raw, err := io.ReadAll(io.LimitReader(part, maxUpload+1))
		switch {
		case err != nil:
			return refuse(http.StatusBadRequest, err.Error())
		case len(raw) > maxUpload:
			return refuse(http.StatusRequestEntityTooLarge, "The file is too large.")
		case part.FormName() == "file":
			views = append(views, s.fileView(s.keep(x, c.user, part.FileName(), part.Header.Get("Content-Type"), raw), c.user))
		}
	}
}

func (s *Server) keep(x *issue, by *User, name, kind string, raw []byte) *file {
	f := &file{id: s.id(), name: name, kind: kind, author: by, created: s.opts.Now().UTC(), bytes: raw}
	x.files = append(x.files, f)
	s.note(x, by, []item{{"Attachment", "", "", strconv.Itoa(f.id), name}})
	return f
}

func (s *Server) fileNamed(id string) *file {
	for _, x := range s.issues {
		for _, f := range x.files {
			if strconv.Itoa(f.id) == id {
				return f
			}
		}
	}
	return nil
}

func (s *Server) readFile(c call) reply {
	f := s.fileNamed(c.PathValue("id"))
	if f == nil || !s.may(c.user, "BROWSE_PROJECTS") {
		return refuse(http.StatusNotFound, "The attachment with id '"+c.PathValue("id")+"' does not exist")
	}
	v := s.fileView(f, c.user)
	if s.cloud() {
		v["id"] = f.id
	}
	return reply{http.StatusOK, v}
}

// download sends a file's bytes. Cloud sends the caller elsewhere unless it asks
// not to be.
func (s *Server) download(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	user, accepted := s.authenticate(r)
	f := s.fileNamed(r.PathValue("id"))
	allowed := accepted && s.may(user, "BROWSE_PROJECTS")
	s.mu.Unlock()
	switch {
	case !accepted:
		send(w, refuse(http.StatusUnauthorized, "Client must be authenticated to access this resource."))
	case f == nil || !allowed:
		send(w, refuse(http.StatusNotFound, "The attachment does not exist"))
	case s.cloud() && r.URL.Query().Get("redirect") != "false":
		w.Header().Set("Location", "https://api.media.example.net/file/"+strconv.Itoa(f.id))
		w.WriteHeader(http.StatusSeeOther)
	default:
		w.Header().Set("Content-Type", f.kind)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.bytes))
	}
}
