package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

type failPage struct {
	Shell
	Text   string
	Client bool // who sees it belongs to a client
}

// fail shows what went wrong; what is nobody's fault outside is logged and not
// shown.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, v visitor, err error) {
	var missing *request.MissingError
	l := s.speak(r)
	switch {
	case r.Context().Err() != nil:
		return
	case errors.Is(err, auth.ErrDenied):
		key := "error.denied"
		if v.Role == auth.Client {
			key = "error.client"
		}
		s.failure(w, r, v, http.StatusForbidden, l.say(key))
	case errors.Is(err, desk.ErrNotFound) && !strings.Contains(r.Pattern, "/requests/"):
		s.nowhere(w, r, v)
	case errors.Is(err, desk.ErrNotFound), errors.As(err, &missing):
		s.failure(w, r, v, http.StatusNotFound, l.say("error.missing"))
	default:
		s.o.Log.ErrorContext(r.Context(), "a page failed", "page", r.Pattern, "error", err)
		s.failure(w, r, v, http.StatusInternalServerError, l.say("error.internal"))
	}
}

// nowhere answers for addresses that do not exist.
func (s *Site) nowhere(w http.ResponseWriter, r *http.Request, v visitor) {
	s.failure(w, r, v, http.StatusNotFound, s.speak(r).say("error.page"))
}

func (s *Site) failure(w http.ResponseWriter, r *http.Request, v visitor, status int, text string) {
	s.show(w, r, status, "fail", failPage{s.shell(r, v, "error.title"), text, v.Role == auth.Client})
}
