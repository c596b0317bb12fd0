package githubtest

import (
	"crypto/rsa"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v4"
)

// installation is the one GitHub App, installed.
type installation struct {
	id, number int64
	slug       string
	key        *rsa.PublicKey
	tokens     map[string]time.Time // until when
	given      int
}

func (s *Server) appJSON(performed bool) any {
	if !performed || s.app == nil {
		return nil
	}
	return object{
		"id": s.app.id, "slug": s.app.slug, "node_id": node("A", s.app.id), "owner": s.userJSON(&user{id: 900, login: "elbline"}), "name": s.app.slug,
		"description": nil, "external_url": "https://spochub.example", "html_url": s.base + "/apps/" + s.app.slug,
		"created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-01T00:00:00Z", "permissions": s.appMay(), "events": []string{"issues", "issue_comment"},
	}
}

func (s *Server) appMay() object {
	if s.opt.AppMayRead {
		return object{"issues": "read", "metadata": "read"}
	}
	return object{"issues": "write", "metadata": "read"}
}

// asserted reports whether a call carries a good assertion of the App.
func (s *Server) asserted(r *http.Request) bool {
	if s.app == nil {
		return false
	}
	claims := jwt.RegisteredClaims{}
	raw := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	_, err := jwt.ParseWithClaims(raw, &claims, func(*jwt.Token) (any, error) { return s.app.key, nil }, jwt.WithValidMethods([]string{"RS256"}))
	if err != nil || claims.Issuer != strconv.FormatInt(s.app.id, 10) || claims.ExpiresAt == nil || claims.IssuedAt == nil {
		return false
	}
	return claims.ExpiresAt.Sub(claims.IssuedAt.Time) <= 10*time.Minute
}

// serveApp answers what is asked with an assertion.
func (s *Server) serveApp(a *answer) {
	switch {
	case !s.asserted(a.r):
		a.fail(http.StatusUnauthorized, "A JSON web token could not be decoded")
	case a.is("GET", "app"):
		a.json(http.StatusOK, s.appJSON(true))
	case a.is("POST", "app", "installations", strconv.FormatInt(s.app.number, 10), "access_tokens"):
		s.app.given++
		token, until := fmt.Sprintf("ghs_%d_%d", s.app.number, s.app.given), s.opt.Now().Add(time.Hour)
		s.app.tokens[token] = until
		a.json(http.StatusCreated, object{"token": token, "expires_at": until.UTC().Format(time.RFC3339), "permissions": s.appMay(), "repository_selection": "all"})
	default:
		a.fail(http.StatusNotFound, "Not Found")
	}
}

// signedIn finds who calls; ok is false for a bad credential.
func (s *Server) signedIn(r *http.Request) (by actor, ok bool) {
	value := r.Header.Get("Authorization")
	if value == "" {
		return actor{}, true
	}
	_, token, _ := strings.Cut(value, " ")
	if s.app != nil && s.opt.Now().Before(s.app.tokens[token]) {
		return actor{s.user(s.app.slug + "[bot]"), true}, true
	}
	login, known := strings.CutPrefix(token, "github_pat_")
	u := s.user(login)
	dead := !s.opt.TokensEnd.IsZero() && !s.opt.Now().Before(s.opt.TokensEnd)
	return actor{user: u}, known && u != nil && !dead
}
