package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// peoplePage lists the accounts.
type peoplePage struct {
	Shell
	List []personView
}

// personView is one account.
type personView struct {
	Login, Name, Mail string
	Role              auth.Role
	Client            string
	Disabled          bool
	Password          bool // signs in with one
}

func (s *Site) accounts(w http.ResponseWriter, r *http.Request, v visitor) {
	all, err := s.o.Auth.People(r.Context())
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	page := peoplePage{Shell: s.shell(r, v, "people.title")}
	for _, p := range all {
		page.List = append(page.List, personView{p.Login, p.Name, p.Mail, auth.Role(p.Role), string(p.Client), p.Disabled, p.Hash != ""})
	}
	s.show(w, r, http.StatusOK, "people", page)
}

// personPage is the form of one account.
type personPage struct {
	Shell
	Is    personView
	New   bool
	Form  form
	Roles []auth.Role
	Of    []choice // clients
	Link  string   // a sign-in link that was just made: shown once
}

func (s *Site) account(w http.ResponseWriter, r *http.Request, v visitor) {
	login := r.URL.Query().Get("login")
	s.showAccount(w, r, v, login, form{}, "", http.StatusOK)
}

func (s *Site) showAccount(w http.ResponseWriter, r *http.Request, v visitor, login string, f form, link string, status int) {
	n, err := s.names(r.Context())
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	page := personPage{New: login == "", Form: f, Roles: auth.Roles(), Of: n.clients(), Link: link}
	if login != "" {
		p, err := s.o.Auth.Account(r.Context(), login)
		if err != nil {
			s.fail(w, r, v, err)
			return
		}
		page.Is = personView{p.Login, p.Name, p.Mail, auth.Role(p.Role), string(p.Client), p.Disabled, p.Hash != ""}
	}
	page.Shell = s.shell(r, v, "people.title")
	s.show(w, r, status, "person", page)
}

// saveAccount adds or changes an account.
func (s *Site) saveAccount(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "person")
	if !ok {
		return
	}
	word := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	c := auth.Change{Name: word("name"), Mail: word("mail"), Role: auth.Role(f.Get("role")), Client: request.ClientID(f.Get("client"))}
	if c.Role != auth.Client {
		c.Client = ""
	}
	login := f.Get("was")
	var err error
	if login != "" {
		err = s.o.Auth.Change(r.Context(), login, c)
	} else {
		err = s.addAccount(r, word("login"), c)
	}
	switch one, refused := errors.AsType[*request.FieldError](err); {
	case err == nil:
		s.done(w, r, "/people", "done.entry")
		return
	case refused:
		f.fault(one.Field, s.speak(r).fault(one.Text))
	case errors.Is(err, auth.ErrLastAdmin):
		f.fault("role", s.speak(r).say("people.last"))
	default:
		s.fail(w, r, v, err)
		return
	}
	s.showAccount(w, r, v, login, f, "", http.StatusUnprocessableEntity)
}

func (s *Site) addAccount(r *http.Request, login string, c auth.Change) error {
	switch _, err := s.o.Auth.Account(r.Context(), login); {
	case login == "":
		return &request.FieldError{Field: "login", Text: "is required"}
	case err == nil:
		return &request.FieldError{Field: "login", Text: "is there already"}
	case !errors.Is(err, desk.ErrNotFound):
		return err
	case !c.Role.Valid():
		return &request.FieldError{Field: "role", Text: "is required"}
	case c.Role == auth.Client && c.Client == "":
		return &request.FieldError{Field: "client", Text: "is required"}
	}
	return s.o.Auth.Add(r.Context(), auth.NewPerson{Login: login, Name: c.Name, Mail: c.Mail, Role: c.Role, Client: c.Client})
}

// switchAccount disables an account, enables it again, or signs it out everywhere.
func (s *Site) switchAccount(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "person")
	if !ok {
		return
	}
	login, message := f.Get("login"), "done.entry"
	var err error
	switch f.Get("do") {
	case "disable":
		if err = s.o.Auth.Another(r.Context(), login); err == nil {
			err = s.o.Auth.Disable(r.Context(), login)
		}
	case "enable":
		err = s.o.Auth.Enable(r.Context(), login)
	case "signout":
		message, err = "done.signedout", s.o.Auth.EndSessions(r.Context(), login)
	default:
		s.nowhere(w, r, v)
		return
	}
	switch {
	case errors.Is(err, auth.ErrLastAdmin):
		message = "people.last"
	case err != nil:
		s.fail(w, r, v, err)
		return
	}
	s.done(w, r, "/people/account?login="+url.QueryEscape(login), message)
}

// linkAccount makes a link that signs somebody in once, to set a new password. It
// is shown once, to whoever made it.
func (s *Site) linkAccount(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "person")
	if !ok {
		return
	}
	login := f.Get("login")
	path, err := s.SignInLink(r.Context(), login)
	if err == nil {
		err = s.o.Auth.Linked(r.Context(), login)
	}
	switch {
	case errors.Is(err, auth.ErrUnknown):
		s.done(w, r, "/people", "people.nolink")
		return
	case err != nil:
		s.fail(w, r, v, err)
		return
	}
	if !s.o.NoPasswords {
		path += "?next=/password"
	}
	s.showAccount(w, r, v, login, form{}, strings.TrimSuffix(s.o.PublicURL, "/")+path, http.StatusOK)
}

// passwordPage lets somebody set their own password.
type passwordPage struct {
	Shell
	Form form
	Ask  bool // for the present one
}

// byLinkKey holds in the session that somebody came by a link, and may set a
// password without the present one.
const byLinkKey = "by-link"

func (s *Site) password(w http.ResponseWriter, r *http.Request, v visitor) {
	s.showPassword(w, r, v, form{}, http.StatusOK)
}

func (s *Site) showPassword(w http.ResponseWriter, r *http.Request, v visitor, f form, status int) {
	if s.o.NoPasswords {
		s.nowhere(w, r, v)
		return
	}
	s.show(w, r, status, "password", passwordPage{s.shell(r, v, "password.title"), f, !s.sessions.GetBool(r.Context(), byLinkKey)})
}

func (s *Site) setPassword(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "password")
	if !ok {
		return
	}
	if s.o.NoPasswords {
		s.showPassword(w, r, v, f, http.StatusUnprocessableEntity)
		return
	}
	l := s.speak(r)
	if err := s.present(r, v, f); err != nil {
		f.fault("present", l.say("login.wrong"))
	}
	if f.Get("new") != f.Get("again") {
		f.fault("again", l.say("password.differs"))
	}
	if len(f.faults) == 0 {
		err := s.o.Auth.SetPassword(r.Context(), v.Login, f.Get("new"))
		if err == nil {
			s.renewed(w, r, v)
			return
		}
		if !errors.Is(err, auth.ErrWeak) {
			s.fail(w, r, v, err)
			return
		}
		f.fault("new", l.say("password.weak", auth.MinPassword))
	}
	f.values = nil // no password goes back to the page
	s.showPassword(w, r, v, f, http.StatusUnprocessableEntity)
}

// present checks the present password, unless somebody came by a link.
func (s *Site) present(r *http.Request, v visitor, f form) error {
	if s.sessions.GetBool(r.Context(), byLinkKey) {
		return nil
	}
	if s.attempts.blocked(address(r), v.Login) > 0 {
		return auth.ErrUnknown
	}
	_, err := s.o.Auth.SignIn(r.Context(), v.Login, f.Get("present"))
	if errors.Is(err, auth.ErrUnknown) {
		s.attempts.fail(address(r), v.Login)
	}
	return err
}

// renewed keeps whoever set a password signed in: all other sessions have ended.
func (s *Site) renewed(w http.ResponseWriter, r *http.Request, v visitor) {
	a, err := s.o.Auth.Find(r.Context(), v.Login)
	if err == nil {
		err = s.enter(r, a, byPassword)
	}
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.sessions.Remove(r.Context(), byLinkKey)
	s.done(w, r, "/", "done.password")
}

// tokensPage lists the API tokens.
type tokensPage struct {
	Shell
	List   []auth.Token
	Roles  []auth.Role
	Form   form
	Secret string // of the one that was just made: shown once
}

// Ended reports whether a token is of no use any more.
func (p tokensPage) Ended(t auth.Token) bool {
	return t.Disabled || !t.ExpiresAt.IsZero() && !p.Now.Before(t.ExpiresAt)
}

func (s *Site) tokens(w http.ResponseWriter, r *http.Request, v visitor) {
	s.showTokens(w, r, v, form{}, "", http.StatusOK)
}

func (s *Site) showTokens(w http.ResponseWriter, r *http.Request, v visitor, f form, secret string, status int) {
	all, err := s.o.Auth.Tokens(r.Context())
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	roles := []auth.Role{auth.Viewer, auth.SPOC, auth.Lead, auth.Admin}
	s.show(w, r, status, "tokens", tokensPage{s.shell(r, v, "tokens.title"), all, roles, f, secret})
}

// mostDays is how long a token is valid at most.
const mostDays = 3650

func (s *Site) makeToken(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "token")
	if !ok {
		return
	}
	l := s.speak(r)
	name, role, days := strings.TrimSpace(f.Get("name")), auth.Role(f.Get("role")), number(f.Get("days"))
	if name == "" {
		f.fault("name", l.fault("is required"))
	}
	if !role.Valid() || role == auth.Client {
		f.fault("role", l.fault("is required"))
	}
	if days < 1 || days > mostDays {
		f.fault("days", l.say("tokens.days", mostDays))
	}
	if len(f.faults) > 0 {
		s.showTokens(w, r, v, f, "", http.StatusUnprocessableEntity)
		return
	}
	secret, err := s.o.Auth.NewToken(r.Context(), name, v.Login, role, s.o.Now().Add(time.Duration(days)*24*time.Hour))
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.showTokens(w, r, v, form{}, secret, http.StatusOK)
}

func (s *Site) revokeToken(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "token")
	if !ok {
		return
	}
	if err := s.o.Auth.Revoke(r.Context(), f.Get("token")); err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.done(w, r, "/tokens", "done.revoked")
}
