package simulation

import (
	"encoding/json"
	"strings"
)

// sealing is the secret with which the hub signs its keys.
const sealing = "71c2-of-this-hub"

// secrets objects to a credential in what people, tools or logs get to see.
func (w *World) secrets(where, text string) {
	for _, s := range []string{password, sealing} {
		if strings.Contains(text, s) {
			w.violatef("I8", "a secret stands in %s: %q", where, text)
		}
	}
}

// checkSecrets: none stands in what is stored, or at a tool.
func (w *World) checkSecrets() {
	for _, x := range []any{w.hub.book.requests, w.hub.book.notes, w.hub.book.states} {
		text, err := json.Marshal(x)
		if err != nil {
			panic(err)
		}
		w.secrets("the database", string(text))
	}
}
