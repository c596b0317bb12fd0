package web

import (
	"crypto/rand"
	"encoding/base32"
	"net/http"
	"strings"

	"github.com/spochub/spochub/core/request"
)

// newID names what a form will make, so that sending it twice makes one.
func newID() string {
	var b [10]byte
	_, _ = rand.Read(b[:]) // never fails
	return strings.ToLower(base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}

// onceID is the id that a form carries, if it is one of ours by its look.
func onceID(f form) string {
	if id := f.Get("id"); isID(id) {
		return id
	}
	return ""
}

func isID(id string) bool {
	return len(id) == 16 && strings.Trim(id, "0123456789abcdefghijklmnopqrstuv") == ""
}

// mostTaken is how many forms a browser is told of: those of all its open pages.
const mostTaken = 30

// took tells the browser that what was sent in a form is stored: only then does it
// drop what it keeps of the writing. The cookie says nothing else and is no secret.
func (s *Site) took(w http.ResponseWriter, r *http.Request) {
	id := onceID(form{values: r.PostForm})
	if id == "" {
		return
	}
	taken := []string{id}
	if c, err := r.Cookie("taken"); err == nil {
		for before := range strings.SplitSeq(c.Value, ".") {
			if isID(before) && before != id && len(taken) < mostTaken {
				taken = append(taken, before)
			}
		}
	}
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // a script reads it, and it is Secure where the site is
		Name: "taken", Value: strings.Join(taken, "."), Path: "/", MaxAge: 8 * 24 * 3600, SameSite: http.SameSiteLaxMode,
		Secure: strings.HasPrefix(s.o.PublicURL, "https://"),
	})
}

func noteID(f form) request.NoteID { return request.NoteID(onceID(f)) }
