package web

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/spochub/spochub/core/auth"
)

// openidKey holds somebody's attempt in the session until they are back.
const openidKey = "openid"

type openidTry struct {
	auth.Attempt
	Next string
}

// beginOpenID sends somebody to the provider.
func (s *Site) beginOpenID(w http.ResponseWriter, r *http.Request, v visitor) {
	if s.o.OpenID == nil {
		s.nowhere(w, r, v)
		return
	}
	attempt, to, err := s.o.OpenID.Begin(r.Context())
	if err != nil {
		s.refuseOpenID(w, r, v, err)
		return
	}
	text, err := json.Marshal(openidTry{attempt, local(r.URL.Query().Get("next"))})
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.sessions.Put(r.Context(), openidKey, string(text))
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// finishOpenID takes somebody in whom the provider sent back.
func (s *Site) finishOpenID(w http.ResponseWriter, r *http.Request, v visitor) {
	if s.o.OpenID == nil {
		s.nowhere(w, r, v)
		return
	}
	var try openidTry
	_ = json.Unmarshal([]byte(s.sessions.PopString(r.Context(), openidKey)), &try) // none: nobody asked
	q := r.URL.Query()
	vouched, err := s.o.OpenID.Finish(r.Context(), try.Attempt, q.Get("state"), q.Get("code"))
	var a auth.Actor
	if err == nil {
		a, err = s.o.Auth.Admit(r.Context(), vouched)
	}
	if err == nil {
		err = s.enter(r, a, byOpenID)
	}
	if err != nil {
		s.refuseOpenID(w, r, v, err)
		return
	}
	goOn(w, r, try.Next)
}

// refuseOpenID says why nobody was signed in.
func (s *Site) refuseOpenID(w http.ResponseWriter, r *http.Request, v visitor, err error) {
	message, status := "login.provider_down", http.StatusBadGateway
	switch {
	case errors.Is(err, auth.ErrUnknown):
		message, status = "login.no_account", http.StatusForbidden
	case errors.Is(err, auth.ErrNotVouched):
		message, status = "login.not_vouched", http.StatusUnauthorized
	}
	s.o.Log.WarnContext(r.Context(), "sign in by openid", "error", err)
	var f form
	f.fault("openid", s.speak(r).say(message, s.o.OpenID.Title()))
	s.showLogin(w, r, v, f, status)
}

// signOutEverywhere ends every session of whoever asks.
func (s *Site) signOutEverywhere(w http.ResponseWriter, r *http.Request, v visitor) {
	if v.Login != "" {
		if err := s.o.Auth.EndSessions(r.Context(), v.Login); err != nil {
			s.fail(w, r, v, err)
			return
		}
	}
	s.signOut(w, r, v)
}
