package web

import (
	"net/http"
	"slices"
	"strings"
)

// preferences keeps how somebody wants to see the pages, in cookies.
func (s *Site) preferences(w http.ResponseWriter, r *http.Request, _ visitor) {
	f, ok := s.posted(w, r, "preferences")
	if !ok {
		return
	}
	for name, known := range map[string][]string{
		"theme": {"auto", "light", "dark"}, "lang": {"en", "de"}, "density": {"cosy", "compact"}, "keys": {"on", "off"},
	} {
		if value := f.Get(name); slices.Contains(known, value) {
			http.SetCookie(w, &http.Cookie{ //nolint:gosec // it is Secure where the site is
				Name: name, Value: value, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode,
				Secure: strings.HasPrefix(s.o.PublicURL, "https://"),
			})
		}
	}
	goOn(w, r, f.Get("back"))
}
