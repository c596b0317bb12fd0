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
	Next string
	Form form
}

func (s *Site) login(w http.ResponseWriter, r *http.Request, v visitor) {
	if v.Login != "" {
		goOn(w, r, r.URL.Query().Get("next"))
		return
	}
	s.showLogin(w, r, v, form{}, http.StatusOK)
}

func (s *Site) showLogin(w http.ResponseWriter, r *http.Request, v visitor, f form, status int) {
	page := loginPage{Shell: s.shell(r, v, "login.title"), Form: f, Next: local(r.FormValue("next"))}
	s.show(w, r, status, "login", page)
}

func (s *Site) signIn(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "login")
	if !ok {
		return
	}
	login := strings.TrimSpace(f.Get("login"))
	key := address(r) + " " + login
	if wait := s.attempts.blocked(key); wait > 0 {
		w.Header().Set("Retry-After", fmt.Sprint(int(wait.Seconds())+1))
		f.fault("password", s.speak(r).say("login.wait", int(wait.Minutes())+1))
		s.showLogin(w, r, v, f, http.StatusTooManyRequests)
		return
	}
	a, err := s.o.Auth.SignIn(r.Context(), login, f.Get("password"))
	switch {
	case errors.Is(err, auth.ErrUnknown):
		s.attempts.fail(key)
		f.fault("password", s.speak(r).say("login.wrong"))
		s.showLogin(w, r, v, f, http.StatusUnauthorized)
		return
	case err == nil:
		s.attempts.forget(key)
		err = s.enter(r, a)
	}
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	goOn(w, r, f.Get("next"))
}

func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func (s *Site) signOut(w http.ResponseWriter, r *http.Request, v visitor) {
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

func (s *Site) signInByLink(w http.ResponseWriter, r *http.Request, v visitor) {
	login, err := s.links.use(r.PathValue("token"))
	var a auth.Actor
	if err == nil {
		if a, err = s.o.Auth.Find(r.Context(), login); err == nil {
			err = s.enter(r, a)
		}
	}
	switch {
	case errors.Is(err, auth.ErrUnknown):
		var f form
		f.fault("password", s.speak(r).say("login.used"))
		s.showLogin(w, r, v, f, http.StatusUnauthorized)
	case err != nil:
		s.fail(w, r, v, err)
	default:
		http.Redirect(w, r, "/", http.StatusSeeOther)
	}
}
