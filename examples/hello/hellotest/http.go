package hellotest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/hook"
)

// Signature is how the tracker signs its webhooks.
var Signature = sdk.Signature{Scheme: sdk.SchemeHMACHex, Header: "X-Hello-Signature", Prefix: "v1="}

// Bot is the account that the token belongs to.
const Bot = "bot"

const page = 2

// ServeHTTP is the tracker's API.
func (t *Tool) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+t.token {
		http.Error(w, `{"error":"who are you?"}`, http.StatusUnauthorized)
		return
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /me", t.me)
	mux.HandleFunc("GET /boards/{board}/cards", t.list)
	mux.HandleFunc("POST /boards/{board}/cards", t.create)
	mux.HandleFunc("GET /cards/{id}", t.read)
	mux.HandleFunc("PATCH /cards/{id}", t.patch)
	mux.HandleFunc("DELETE /cards/{id}", t.remove)
	mux.HandleFunc("POST /cards/{id}/comments", t.comment)
	mux.ServeHTTP(w, r)
}

func (t *Tool) me(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{"id": Bot, "boards": []string{"support"}, "seq": t.last()}, true)
}

func (t *Tool) last() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.seq
}

func (t *Tool) list(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	after, _ := strconv.ParseInt(q.Get("after"), 10, 64)
	cards := t.Cards(func(c Card) bool {
		return c.Board == r.PathValue("board") && c.Seq > after && (q.Get("external") == "" || c.External == q.Get("external"))
	})
	more := len(cards) > page
	answer(w, map[string]any{"cards": cards[:min(page, len(cards))], "more": more}, true)
}

func (t *Tool) create(w http.ResponseWriter, r *http.Request) {
	var c Card
	if decode(w, r, &c) {
		c.Board = r.PathValue("board")
		answer(w, t.Create(Bot, c), true)
	}
}

func (t *Tool) read(w http.ResponseWriter, r *http.Request) {
	found := t.Cards(func(c Card) bool { return c.ID == r.PathValue("id") })
	if len(found) == 0 {
		answer(w, nil, false)
		return
	}
	answer(w, found[0], true)
}

func (t *Tool) patch(w http.ResponseWriter, r *http.Request) {
	var change struct{ Title, Text, State *string }
	if !decode(w, r, &change) {
		return
	}
	if change.State != nil && !slices.Contains([]string{"open", "doing", "closed"}, *change.State) {
		http.Error(w, `{"error":"no such state"}`, http.StatusUnprocessableEntity)
		return
	}
	c, ok := t.Update(r.PathValue("id"), func(c *Card) {
		set(&c.Title, change.Title)
		set(&c.Text, change.Text)
		set(&c.State, change.State)
	})
	answer(w, c, ok)
}

func set(to, from *string) {
	if from != nil {
		*to = *from
	}
}

func (t *Tool) remove(w http.ResponseWriter, r *http.Request) {
	answer(w, struct{}{}, t.Delete(r.PathValue("id")))
}

func (t *Tool) comment(w http.ResponseWriter, r *http.Request) {
	var c Comment
	if decode(w, r, &c) {
		c, ok := t.Comment(Bot, r.PathValue("id"), c)
		answer(w, c, ok)
	}
}

func (t *Tool) emit(c Card) {
	body, err := json.Marshal(map[string]any{"event": "card", "card": c})
	if err != nil {
		return
	}
	h := http.Header{"X-Hello-Delivery": {strconv.FormatInt(c.Seq, 10)}}
	h.Set(Signature.Header, hook.Sign(Signature, t.secret, body))
	t.Hooks.Send(breakable.Hook{Header: h, Body: body})
}

func decode(w http.ResponseWriter, r *http.Request, into any) bool {
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		http.Error(w, `{"error":"not JSON"}`, http.StatusBadRequest)
		return false
	}
	return true
}

func answer(w http.ResponseWriter, v any, found bool) {
	w.Header().Set("Content-Type", "application/json")
	if !found {
		http.Error(w, `{"error":"no such card"}`, http.StatusNotFound)
		return
	}
	_ = json.NewEncoder(w).Encode(v)
}
