package api

import (
	"context"
	"errors"
	"net"
	"net/http"
	"path"
	"strings"

	"github.com/spochub/spochub/core/auth"
)

type actorKey struct{}

// by is who makes the call.
func by(ctx context.Context) auth.Actor {
	a, _ := ctx.Value(actorKey{}).(auth.Actor)
	return a
}

// ServeHTTP is the one place where calls are authorised: by the token's role and
// the right that the route asks for. A route without a right is for nobody.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	_, pattern := a.mux.Handler(r)
	if path.Clean(r.URL.Path) != r.URL.Path { // the mux would send the caller somewhere else
		pattern = ""
	}
	if strings.HasPrefix(pattern, "GET "+Prefix+"/openapi") {
		a.mux.ServeHTTP(w, r)
		return
	}
	actor, err := a.o.Auth.Authenticate(r.Context(), bearer(r))
	switch {
	case errors.Is(err, auth.ErrUnknown):
		w.Header().Set("WWW-Authenticate", `Bearer realm="spochub"`)
		writeProblem(w, http.StatusUnauthorized, "a valid bearer token is required")
		return
	case err != nil:
		writeError(w, a.problem(r.Context(), err))
		return
	}
	if pattern == "" {
		a.noRoute(w, r)
		return
	}
	if right, ok := a.rights[pattern]; !ok || !actor.Role.May(right) {
		writeProblem(w, http.StatusForbidden, "the role "+string(actor.Role)+" may not do this")
		return
	}
	if a.limited(w, actor) {
		return
	}
	r = r.WithContext(context.WithValue(auth.Doing(r.Context(), actor, address(r)), actorKey{}, actor))
	if a.streams[pattern] {
		a.mux.ServeHTTP(w, r)
		return
	}
	a.once(w, r, actor)
}

// address is where a call comes from.
func address(r *http.Request) string {
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		return host
	}
	return r.RemoteAddr
}

func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// noRoute answers for an address that is none, or not with this method.
func (a *API) noRoute(w http.ResponseWriter, r *http.Request) {
	answer := newRecorder()
	if path.Clean(r.URL.Path) == r.URL.Path {
		a.mux.ServeHTTP(answer, r)
	}
	if allow := answer.header.Get("Allow"); allow != "" {
		w.Header().Set("Allow", allow)
		writeProblem(w, http.StatusMethodNotAllowed, r.Method+" is not possible here")
		return
	}
	writeProblem(w, http.StatusNotFound, "there is nothing at "+r.URL.Path)
}
