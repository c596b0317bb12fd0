package web

import (
	"errors"
	"io"
	"net/http"

	"github.com/spochub/spochub/core/broker/sync"
)

// hook is the door for signed webhook calls.
func (s *Site) hook(w http.ResponseWriter, r *http.Request) {
	s.accept(w, r, func(body []byte) error {
		return s.o.Receive(r.Context(), r.PathValue("connection"), r.Header, body)
	})
}

// hookAt is the door for tools that cannot sign. Its path holds a secret and is
// written nowhere.
func (s *Site) hookAt(w http.ResponseWriter, r *http.Request) {
	s.accept(w, r, func(body []byte) error {
		return s.o.ReceiveAt(r.Context(), r.PathValue("connection"), r.PathValue("secret"), r.Header, body)
	})
}

func (s *Site) accept(w http.ResponseWriter, r *http.Request, store func([]byte) error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.o.BodyLimit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		http.Error(w, "the body ended early", http.StatusBadRequest)
		return
	}
	err = store(body)
	switch {
	case err == nil:
		w.WriteHeader(http.StatusAccepted)
	case errors.Is(err, sync.ErrForged):
		http.Error(w, "the signature does not match", http.StatusUnauthorized)
	case errors.Is(err, sync.ErrNoDoor):
		http.Error(w, "no such door", http.StatusNotFound)
	default:
		s.o.Log.ErrorContext(r.Context(), "store a webhook call", "connection", r.PathValue("connection"), "error", err)
		http.Error(w, "not stored, send it again", http.StatusServiceUnavailable)
	}
}
