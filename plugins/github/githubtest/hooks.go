package githubtest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"

	"github.com/google/uuid"

	"github.com/spochub/spochub/sdk/breakable"
)

// tell notes an event of "issues"; pull requests have others. It is sent when
// the call behind it is done, and shows the issue as it is then, also where one
// call makes several events.
func (s *Server) tell(action string, i *issue, by actor, more object) {
	if !i.pull {
		s.untold = append(s.untold, func() { s.emit("issues", action, i, by, more) })
	}
}

// done sends what was noted and lets the next call in.
func (s *Server) done() {
	for _, send := range s.untold {
		send()
	}
	s.untold = nil
	s.mu.Unlock()
}

func (s *Server) tellComment(action string, c *comment, by actor, more object) {
	if more == nil {
		more = object{}
	}
	more["comment"] = s.commentJSON(c)
	s.untold = append(s.untold, func() { s.emit("issue_comment", action, c.issue, by, more) })
}

func (s *Server) emit(kind, action string, i *issue, by actor, more object) {
	payload := object{"action": action, "issue": s.issueJSON(i), "repository": s.repoJSON(i.repo, nil), "sender": s.userJSON(by.user)}
	if by.app {
		payload["installation"] = object{"id": s.app.number, "node_id": node("IN", s.app.number)}
	}
	maps.Copy(payload, more)
	body, err := json.Marshal(payload)
	if err != nil {
		return // of maps, texts and numbers: never
	}
	s.hooks.Send(breakable.Hook{Header: s.signed(kind, body), Body: body})
}

func (s *Server) signed(kind string, body []byte) http.Header {
	mac := hmac.New(sha256.New, []byte(s.hook))
	mac.Write(body)
	h := http.Header{}
	h.Set("Content-Type", "application/json")
	h.Set("User-Agent", "GitHub-Hookshot/0000000")
	h.Set("X-GitHub-Event", kind)
	h.Set("X-GitHub-Delivery", uuid.NewString())
	h.Set("X-GitHub-Hook-ID", "1")
	h.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	return h
}
