package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

type onceKey struct{}

// once answers a writing call that carries an idempotency key from memory if it
// was answered before. Answers of 500 and above are not remembered: nothing was
// done, or what was done finds itself again by the key.
func (a *API) once(w http.ResponseWriter, r *http.Request, actor auth.Actor) {
	key := r.Header.Get("Idempotency-Key")
	if key == "" || r.Method == http.MethodGet {
		a.mux.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, a.o.MaxBody))
	if err != nil {
		writeProblem(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is longer than %s or was cut off", request.Bytes(a.o.MaxBody)))
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	a.answerOnce(w, r, actor, auth.Answer{Key: key, BodyHash: digest(r.Method, r.URL.RequestURI(), string(body))}, a.mux.ServeHTTP)
}

func (a *API) answerOnce(w http.ResponseWriter, r *http.Request, actor auth.Actor, call auth.Answer, serve http.HandlerFunc) {
	if len(call.Key) > 255 {
		writeProblem(w, http.StatusUnprocessableEntity, "the Idempotency-Key is longer than 255 characters")
		return
	}
	was, known, err := a.o.Answers.Reserve(r.Context(), actor, call.Key, call.BodyHash)
	switch {
	case err != nil:
		writeError(w, a.problem(r.Context(), err))
		return
	case known:
		w.Header().Set("Idempotent-Replayed", "true")
		replay(w, was)
		return
	}
	ctx := context.WithValue(r.Context(), onceKey{}, request.DeriveID(actor.Token, actor.Login, call.Key, call.BodyHash))
	answer := newRecorder()
	defer a.settle(context.WithoutCancel(r.Context()), actor, &call)
	serve(answer, r.WithContext(ctx))
	call.Status, call.Header, call.Body = answer.status, answer.kept(), answer.body.Bytes()
	replay(w, call)
}

// settle remembers an answer, or gives the key back if there is none to keep.
func (a *API) settle(ctx context.Context, actor auth.Actor, call *auth.Answer) {
	var err error
	if call.Status == 0 || call.Status >= http.StatusInternalServerError {
		err = a.o.Answers.Forget(ctx, actor, call.Key)
	} else {
		err = a.o.Answers.Remember(ctx, actor, *call)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		a.o.Log.ErrorContext(ctx, "idempotency key not settled", "error", err)
	}
}

// seed is an id for what a call with an idempotency key makes, so that the same
// call finds it again; "" without a key.
func seed(ctx context.Context) string {
	s, _ := ctx.Value(onceKey{}).(string)
	return s
}

func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		sum := sha256.Sum256([]byte(p))
		h.Write(sum[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:20])
}

func replay(w http.ResponseWriter, a auth.Answer) {
	for name, value := range a.Header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // a client that is gone gets nothing
}

// recorder keeps an answer.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newRecorder() *recorder { return &recorder{header: http.Header{}} }

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}

// kept is what of the header belongs to the answer itself.
func (r *recorder) kept() map[string]string {
	kept := map[string]string{}
	for _, name := range []string{"Content-Type", "Etag", "Location"} {
		if v := r.header.Get(name); v != "" {
			kept[name] = v
		}
	}
	return kept
}
