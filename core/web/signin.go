package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/spochub/spochub/core/auth"
)

type loginPage struct {
	Shell
	Next   string
	Ended  bool // what was sent came after the end of a session
	Form   form
	OpenID string // how the provider is called, "" if there is none
}

func (s *Site) login(w http.ResponseWriter, r *http.Request, v visitor) {
	if v.Login != "" {
		goOn(w, r, r.URL.Query().Get("next"))
		return
	}
	s.showLogin(w, r, v, form{}, http.StatusOK)
}

func (s *Site) showLogin(w http.ResponseWriter, r *http.Request, v visitor, f form, status int) {
	page := loginPage{Shell: s.shell(r, v, "login.title"), Form: f, Next: local(r.FormValue("next")), Ended: r.FormValue("ended") != ""}
	if s.o.OpenID != nil {
		page.OpenID = s.o.OpenID.Title()
	}
	s.show(w, r, status, "login", page)
}

func (s *Site) signIn(w http.ResponseWriter, r *http.Request, v visitor) {
	if s.o.NoPasswords {
		s.fail(w, r, v, auth.ErrDenied)
		return
	}
	f, ok := s.posted(w, r, "login")
	if !ok {
		return
	}
	login := strings.TrimSpace(f.Get("login"))
	if wait := s.attempts.blocked(address(r), login); wait > 0 {
		w.Header().Set("Retry-After", fmt.Sprint(int(wait.Seconds())+1))
		f.fault("password", s.speak(r).say("login.wait", int(wait.Minutes())+1))
		s.showLogin(w, r, v, f, http.StatusTooManyRequests)
		return
	}
	a, err := s.o.Auth.SignIn(r.Context(), login, f.Get("password"))
	switch {
	case errors.Is(err, auth.ErrUnknown):
		if err := s.refused(r, login); err != nil {
			s.fail(w, r, v, err)
			return
		}
		f.fault("password", s.speak(r).say("login.wrong"))
		s.showLogin(w, r, v, f, http.StatusUnauthorized)
		return
	case err == nil:
		s.attempts.forget(address(r), login)
		err = s.enter(r, a, byPassword)
	}
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	goOn(w, r, f.Get("next"))
}

// refused notes a wrong password, and that it was the last for a while.
func (s *Site) refused(r *http.Request, login string) error {
	s.attempts.fail(address(r), login)
	err := s.o.Auth.Refused(r.Context(), login, false)
	if err == nil && s.attempts.blocked(address(r), login) > 0 {
		err = s.o.Auth.Refused(r.Context(), login, true)
	}
	return err
}

func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func (s *Site) signOut(w http.ResponseWriter, r *http.Request, v visitor) {
	if v.Login != "" {
		if err := s.o.Auth.Left(r.Context(), v.Actor); err != nil {
			s.fail(w, r, v, err)
			return
		}
	}
	if err := s.sessions.Destroy(r.Context()); err != nil {
		s.fail(w, r, v, err)
		return
	}
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

// SignInLink makes a path that signs somebody in, once, within half an hour.
// [auth.ErrUnknown] for a login that is none.
func (s *Site) SignInLink(ctx context.Context, login string) (string, error) {
	if _, err := s.o.Auth.Find(ctx, login); err != nil {
		return "", fmt.Errorf("sign-in link: %w", err)
	}
	token, err := s.links.make(login)
	if err != nil {
		return "", fmt.Errorf("sign-in link: %w", err)
	}
	return "/signin/" + token, nil
}

// linkPage asks whether somebody means to sign in: what only looks at a link, a
// scanner of mails or a browser that fetches ahead, must not use it up.
type linkPage struct {
	Shell
	Token, Name, Next string
}

// confirmLink shows whose a sign-in link is, and the button that uses it.
func (s *Site) confirmLink(w http.ResponseWriter, r *http.Request, v visitor) {
	token := r.PathValue("token")
	a, err := s.behindLink(r, s.links.find, token)
	if err != nil {
		s.refuseLink(w, r, v, err)
		return
	}
	s.show(w, r, http.StatusOK, "link", linkPage{s.shell(r, v, "login.title"), token, a.Title(), local(r.URL.Query().Get("next"))})
}

// signInByLink uses a link up.
func (s *Site) signInByLink(w http.ResponseWriter, r *http.Request, v visitor) {
	a, err := s.behindLink(r, s.links.use, r.PathValue("token"))
	if err == nil {
		err = s.enter(r, a, byLink)
	}
	if err != nil {
		s.refuseLink(w, r, v, err)
		return
	}
	s.sessions.Put(r.Context(), byLinkKey, true)
	goOn(w, r, r.PostFormValue("next"))
}

// behindLink finds whom a link signs in.
func (s *Site) behindLink(r *http.Request, read func(string) (string, error), token string) (auth.Actor, error) {
	login, err := read(token)
	if err != nil {
		return auth.Actor{}, err
	}
	return s.o.Auth.Find(r.Context(), login)
}

func (s *Site) refuseLink(w http.ResponseWriter, r *http.Request, v visitor, err error) {
	if !errors.Is(err, auth.ErrUnknown) {
		s.fail(w, r, v, err)
		return
	}
	var f form
	f.fault("password", s.speak(r).say("login.used"))
	s.showLogin(w, r, v, f, http.StatusUnauthorized)
}
