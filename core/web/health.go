package web

import (
	"context"
	"io"
	"net/http"
)

// well answers for a check: 200, or 503 and why.
func (s *Site) well(check func(context.Context) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if check != nil {
			if err := check(r.Context()); err != nil {
				s.o.Log.WarnContext(r.Context(), "not ready", "check", r.Pattern, "error", err)
				http.Error(w, err.Error(), http.StatusServiceUnavailable)
				return
			}
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, "ok\n")
	}
}
