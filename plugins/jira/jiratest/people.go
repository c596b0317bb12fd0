package jiratest

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"
)

// User is an account of the site.
type User struct {
	Login, Name, Email string
	AccountID          string // Cloud's only name of an account; made from the login if empty
	Token              string // API token, personal access token or password
	TimeZone           string // "Etc/UTC" by default
	Hub                bool   // the account that the hub uses
	Hidden             bool   // the mail address is shown to nobody
}

// Team is the hub's account "spochub" and three people: dana, mika and jo.
func Team() []User {
	return []User{
		{Login: "spochub", Name: "SPOC Hub", Email: "spochub@elbline.example", Token: "hub-token-4711", Hub: true},
		{Login: "dana", Name: "Dana Reyes", Email: "dana@elbline.example", Token: "dana-token-1"},
		{Login: "mika", Name: "Mika Larsen", Email: "mika@elbline.example", Token: "mika-token-2", TimeZone: "America/Los_Angeles"},
		{Login: "jo", Name: "Jo Okafor", Email: "jo@elbline.example", Token: "jo-token-3", Hidden: true},
	}
}

func (u *User) account() string { return or(u.AccountID, "712020:"+u.Login) }

// Account is the name by which the REST API knows the account: the account id on
// Cloud, the login name on Data Center.
func (s *Server) Account(login string) string {
	u := s.person(login)
	if s.cloud() {
		return u.account()
	}
	return u.Login
}

// Authorization is the value of the Authorization header for an account.
func (s *Server) Authorization(login string) string {
	u := s.person(login)
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(s.signIn(u)+":"+u.Token))
}

// Settings opens a connector as the hub's account at an address.
func (s *Server) Settings(baseURL string) map[string]any {
	u := s.person("")
	return map[string]any{"base_url": baseURL, "user": s.signIn(u), "token": u.Token, "project": s.opts.Project, "deployment": "auto"}
}

// signIn is what an account signs in with.
func (s *Server) signIn(u *User) string {
	if s.cloud() {
		return u.Email
	}
	return u.Login
}

// person finds an account by login; the hub's for "". An unknown login is the
// first of the team, so that a page never fails on it.
func (s *Server) person(login string) *User {
	for _, u := range s.users {
		if u.Login == login || login == "" && u.Hub {
			return u
		}
	}
	return s.users[len(s.users)-1]
}

// Team lists the logins of the people, without the hub's.
func (s *Server) Team() []User {
	var list []User
	for _, u := range s.users {
		if !u.Hub {
			list = append(list, *u)
		}
	}
	return list
}

// userNamed finds the account that a request's body means.
func (s *Server) userNamed(m map[string]any) *User {
	id, _ := m["accountId"].(string)
	name, _ := m["name"].(string)
	for _, u := range s.users {
		if s.cloud() && id != "" && u.account() == id || !s.cloud() && name != "" && u.Login == name {
			return u
		}
	}
	return nil
}

// authenticate returns the caller, nil for nobody, and false for a credential
// that is not accepted.
func (s *Server) authenticate(r *http.Request) (*User, bool) {
	header := r.Header.Get("Authorization")
	if header == "" {
		return nil, true
	}
	name, token, basic := r.BasicAuth()
	bearer, isBearer := strings.CutPrefix(header, "Bearer ")
	for _, u := range s.users {
		if basic && token == u.Token && (name == s.signIn(u)) {
			return u, true
		}
		if isBearer && !s.cloud() && bearer == u.Token {
			return u, true
		}
	}
	return nil, s.opts.Anonymous
}

func (u *User) zone() *time.Location {
	if u == nil {
		return time.UTC
	}
	loc, err := time.LoadLocation(or(u.TimeZone, "Etc/UTC"))
	if err != nil {
		return time.UTC
	}
	return loc
}

// may reports whether an account holds a permission.
func (s *Server) may(u *User, permission string) bool {
	if u == nil {
		return s.opts.Public && permission == "BROWSE_PROJECTS"
	}
	if !u.Hub {
		return true
	}
	return !slices.Contains(s.opts.Deny, permission)
}
