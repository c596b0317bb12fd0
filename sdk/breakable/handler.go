// Package breakable puts faults between a client and a server, for simulators
// and tests: answers that fail, that come late, that are lost after the effect,
// and webhooks that are lost, doubled or out of order.
package breakable

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"time"
)

// Break is one fault. The zero values of Status, Delay, DropReply, Cut, Refuse
// and Late do nothing.
type Break struct {
	Match     func(*http.Request) bool // which requests; nil: any
	Times     int                      // how often; 0: once; negative: until Heal
	Status    int                      // answer this instead of asking the server
	Header    http.Header
	Body      string
	Delay     time.Duration // before anything else
	Refuse    bool          // cut the connection; the server never sees the request
	DropReply bool          // the server carries it out, then the connection is cut
	Cut       bool          // the server carries it out, the connection is cut within its answer
	Late      time.Duration // the connection is cut at once, the server carries it out later
}

// Call is one request that reached the handler.
type Call struct {
	Method, Path string
	User         string // the Authorization header's user, or ""
	Status       int    // 0: the connection was cut
}

// Handler is a server with faults. It is safe for concurrent use.
type Handler struct {
	next   http.Handler
	mu     sync.Mutex
	breaks []*Break
	calls  []Call
	late   sync.WaitGroup
}

// New puts a Handler before next.
func New(next http.Handler) *Handler { return &Handler{next: next} }

// Break adds a fault; the first one that matches a request is used.
func (h *Handler) Break(b Break) {
	if b.Times == 0 {
		b.Times = 1
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.breaks = append(h.breaks, &b)
}

// Heal removes all faults and waits for the effects that were to land late.
func (h *Handler) Heal() {
	h.mu.Lock()
	h.breaks = nil
	h.mu.Unlock()
	h.late.Wait()
}

// Calls returns the requests seen so far.
func (h *Handler) Calls() []Call {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]Call(nil), h.calls...)
}

// Reset forgets the requests seen so far.
func (h *Handler) Reset() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.calls = nil
}

// Write reports whether a method is meant to change something.
func Write(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	again := func(ctx context.Context) *http.Request {
		c := r.Clone(ctx)
		c.Body = io.NopCloser(bytes.NewReader(body))
		return c
	}
	b := h.take(again(r.Context()))
	status := 0
	defer func() { h.note(Call{Method: r.Method, Path: r.URL.Path, User: user(r), Status: status}) }()
	if b == nil {
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		h.next.ServeHTTP(rec, again(r.Context()))
		status = rec.status
		return
	}
	if b.Delay > 0 {
		select {
		case <-time.After(b.Delay):
		case <-r.Context().Done():
			return
		}
	}
	switch {
	case b.Late > 0:
		h.late.Add(1)
		request := again(context.WithoutCancel(r.Context()))
		time.AfterFunc(b.Late, func() {
			defer h.late.Done()
			h.next.ServeHTTP(httptest.NewRecorder(), request)
		})
		panic(http.ErrAbortHandler)
	case b.DropReply:
		h.next.ServeHTTP(httptest.NewRecorder(), again(context.WithoutCancel(r.Context())))
		panic(http.ErrAbortHandler)
	case b.Cut:
		h.half(w, again(context.WithoutCancel(r.Context())))
	case b.Refuse:
		panic(http.ErrAbortHandler)
	case b.Status != 0:
		maps.Copy(w.Header(), b.Header)
		status = b.Status
		w.WriteHeader(b.Status)
		_, _ = io.WriteString(w, b.Body)
	default:
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		h.next.ServeHTTP(rec, again(r.Context()))
		status = rec.status
	}
}

// half sends the first half of an answer that says how long it is.
func (h *Handler) half(w http.ResponseWriter, r *http.Request) {
	rec := httptest.NewRecorder()
	h.next.ServeHTTP(rec, r)
	maps.Copy(w.Header(), rec.Header())
	w.Header().Set("Content-Length", strconv.Itoa(rec.Body.Len()))
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes()[:rec.Body.Len()/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func (h *Handler) take(r *http.Request) *Break {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i, b := range h.breaks {
		if b.Match != nil && !b.Match(r) {
			continue
		}
		if b.Times > 0 {
			if b.Times--; b.Times == 0 {
				h.breaks = append(h.breaks[:i:i], h.breaks[i+1:]...)
			}
		}
		return b
	}
	return nil
}

func (h *Handler) note(c Call) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.calls = append(h.calls, c)
}

func user(r *http.Request) string {
	if name, _, ok := r.BasicAuth(); ok {
		return name
	}
	return r.Header.Get("Authorization")
}

type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
