package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/auth"
)

// anyone is the right that pages before signing in ask for.
const anyone auth.Right = ""

// route is one page or action and the right that it needs.
type route struct {
	pattern string
	right   auth.Right
	serve   func(http.ResponseWriter, *http.Request, visitor)
}

// table lists every page and action for people. Whatever is not in it does not
// exist; guard is the one place where its rights are checked.
func (s *Site) table() []route {
	return slices.Concat(s.reading(), s.working(), s.using(), s.managing())
}

func (s *Site) reading() []route {
	return []route{
		{"GET /{$}", auth.Read, s.inbox},
		{"GET /requests/{key}", auth.Read, s.request},
		{"GET /requests/{key}/history", auth.Read, s.history},
		{"GET /requests/{key}/files/{file}", auth.Read, s.file},
		{"GET /conflicts", auth.Read, s.conflicts},
		{"GET /connections", auth.Read, s.connections},
		{"GET /connections/{connection}/would-write", auth.Read, s.wouldWrite},
		{"GET /events", auth.Read, s.events},
		{"GET /complete", auth.Read, s.complete},
		{"POST /read", auth.Read, s.readAll},
		{"POST /views", auth.Read, s.keepView},
		{"POST /views/forget", auth.Read, s.forgetView},
		{"GET /login", anyone, s.login},
		{"POST /login", anyone, s.signIn},
		{"POST /logout", anyone, s.signOut},
		{"POST /logout/everywhere", anyone, s.signOutEverywhere},
		{"GET /signin/openid", anyone, s.beginOpenID},
		{"GET /signin/openid/back", anyone, s.finishOpenID},
		{"GET /signin/{token}", anyone, s.confirmLink},
		{"POST /signin/{token}", anyone, s.signInByLink},
		{"POST /preferences", anyone, s.preferences},
		{"GET /password", auth.Own, s.password},
		{"POST /password", auth.Own, s.setPassword},
	}
}

// using are the pages of a client's contacts.
func (s *Site) using() []route {
	return []route{
		{"GET /portal", auth.Use, s.portal},
		{"POST /portal", auth.Use, s.portalReceive},
		{"GET /portal/requests/{key}", auth.Use, s.ownRequest},
		{"POST /portal/requests/{key}/messages", auth.Use, s.portalWrite},
		{"GET /portal/requests/{key}/files/{file}", auth.Use, s.portalFile},
	}
}

// managing are the pages of those who run the hub.
func (s *Site) managing() []route {
	return []route{
		{"GET /audit", auth.Manage, s.audit},
		{"GET /people", auth.Manage, s.accounts},
		{"GET /people/account", auth.Manage, s.account},
		{"POST /people/account", auth.Manage, s.saveAccount},
		{"POST /people/switch", auth.Manage, s.switchAccount},
		{"POST /people/link", auth.Manage, s.linkAccount},
		{"GET /tokens", auth.Manage, s.tokens},
		{"POST /tokens", auth.Manage, s.makeToken},
		{"POST /tokens/revoke", auth.Manage, s.revokeToken},
		{"GET /connections/add", auth.Manage, s.addConnection},
		{"POST /connections/add", auth.Manage, s.saveConnection},
		{"GET /connections/{connection}/settings", auth.Manage, s.connectionSettings},
		{"POST /connections/{connection}/settings", auth.Manage, s.saveConnection},
		{"GET /connections/{connection}/mapping", auth.Manage, s.mapping},
		{"POST /connections/{connection}/mapping", auth.Manage, s.saveMapping},
		{"POST /connections/{connection}/remove", auth.Manage, s.removeConnection},
		{"POST /connections/{connection}/pause", auth.Manage, s.pauseConnection},
		{"POST /connections/{connection}/resume", auth.Manage, s.resumeConnection},
		{"POST /connections/{connection}/retry", auth.Work, s.retryConnection},
		{"POST /connections/{connection}/links/retry", auth.Work, s.retryLinks},
		{"POST /conflicts/for-good", auth.Manage, s.decideForGood},
		{"POST /conflicts/rules/forget", auth.Manage, s.forgetRule},
		{"GET /catalogue", auth.Manage, s.catalogueStart},
		{"GET /catalogue/{kind}", auth.Manage, s.catalogue},
		{"GET /catalogue/{kind}/entry", auth.Manage, s.entry},
		{"POST /catalogue/{kind}/entry", auth.Manage, s.saveEntry},
		{"POST /catalogue/{kind}/retire", auth.Manage, s.retireEntry},
		{"GET /catalogue/{kind}/export", auth.Manage, s.exportEntries},
		{"GET /catalogue/{kind}/import", auth.Manage, s.importForm},
		{"POST /catalogue/{kind}/import", auth.Manage, s.importEntries},
	}
}

func (s *Site) working() []route {
	return []route{
		{"GET /requests/{key}/{act...}", auth.Work, s.whole},
		{"GET /new", auth.Work, s.intake},
		{"POST /new", auth.Work, s.receive},
		{"POST /new/look", auth.Work, s.look},
		{"POST /requests/{key}/replies", auth.Work, s.reply},
		{"POST /requests/{key}/replies/preview", auth.Work, s.previewing(func(*http.Request) string { return "reply" })},
		{"POST /requests/{key}/status/preview", auth.Work, s.previewing(func(*http.Request) string { return "status" })},
		{"POST /requests/{key}/broadcasts/preview", auth.Work, s.previewing(func(*http.Request) string { return "broadcast" })},
		{"POST /requests/{key}/notes/{note}/preview", auth.Work, s.previewing(func(r *http.Request) string { return "share-client-" + r.PathValue("note") })},
		{"POST /requests/{key}/files/{file}/preview", auth.Work, s.previewing(func(r *http.Request) string { return "file-" + r.PathValue("file") })},
		{"POST /requests/{key}/replies/{note}/take-back", auth.Work, s.takeBack},
		{"POST /requests/{key}/replies/forget", auth.Work, s.forgetBack},
		{"POST /requests/{key}/messages", auth.Work, s.message},
		{"POST /requests/{key}/notes", auth.Work, s.note},
		{"POST /requests/{key}/notes/{note}/for-client", auth.Work, s.shareWithClient},
		{"POST /requests/{key}/notes/{note}/for-teams", auth.Work, s.shareWithTeams},
		{"POST /requests/{key}/notes/{note}/revise", auth.Work, s.reviseNote},
		{"POST /requests/{key}/notes/{note}/delete", auth.Work, s.deleteNote},
		{"POST /requests/{key}/files/{file}/for-client", auth.Work, s.shareFileWithClient},
		{"POST /requests/{key}/files/{file}/for-teams", auth.Work, s.shareFileWithTeams},
		{"POST /requests/{key}/files/{file}/delete", auth.Work, s.deleteFile},
		{"POST /requests/{key}/status", auth.Work, s.move},
		{"POST /requests/{key}/fields", auth.Work, s.edit},
		{"POST /requests/{key}/answers", auth.Work, s.answered},
		{"POST /requests/{key}/caller", auth.Work, s.verify},
		{"POST /requests/{key}/take", auth.Work, s.take},
		{"POST /requests/{key}/seen", auth.Work, s.seen},
		{"POST /requests/{key}/watch", auth.Work, s.watch},
		{"POST /requests/{key}/unwatch", auth.Work, s.unwatch},
		{"POST /requests/{key}/delegations", auth.Work, s.delegate},
		{"POST /requests/{key}/delegations/{id}/withdraw", auth.Work, s.withdraw},
		{"POST /requests/{key}/delegations/{id}/amend", auth.Work, s.amend},
		{"POST /requests/{key}/delegations/{id}/start", auth.Work, s.start},
		{"POST /requests/{key}/delegations/{id}/take-estimate", auth.Work, s.takeEstimate},
		{"POST /requests/{key}/drafts/{note}/discard", auth.Work, s.discard},
		{"POST /requests/{key}/links", auth.Work, s.relink},
		{"POST /requests/{key}/links/{id}/retry", auth.Work, s.retry},
		{"POST /requests/{key}/links/{id}/unlink", auth.Work, s.unlink},
		{"POST /requests/{key}/links/{id}/recreate", auth.Work, s.recreate},
		{"POST /requests/{key}/links/{id}/identify", auth.Work, s.identify},
		{"POST /requests/{key}/links/{id}/told", auth.Work, s.told},
		{"POST /requests/{key}/gathered", auth.Work, s.gather},
		{"POST /requests/{key}/gathered/{child}/release", auth.Work, s.release},
		{"POST /requests/{key}/umbrella", auth.Work, s.goUnder},
		{"POST /requests/{key}/broadcasts", auth.Work, s.broadcast},
		{"POST /requests/{key}/bridge", auth.Work, s.bridge},
		{"POST /requests/{key}/merge", auth.Work, s.merge},
		{"POST /requests/{key}/unmerge", auth.Work, s.unmerge},
		{"POST /requests/{key}/conflicts/{id}", auth.Work, s.settle},
		{"POST /conflicts", auth.Work, s.decide},
	}
}

func (s *Site) routes() http.Handler {
	pages := http.NewServeMux()
	for _, r := range s.table() {
		pages.Handle(r.pattern, s.guard(r))
	}
	pages.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.nowhere(w, r, s.visitor(r)) })
	site := http.NewServeMux()
	site.Handle("/", s.sameOrigin.Handler(s.sessions.LoadAndSave(pages)))
	site.HandleFunc("GET /static/{file}", s.static)
	site.HandleFunc("GET /static/{version}/{file}", s.static)
	site.HandleFunc("POST /hooks/{connection}", s.hook)
	site.HandleFunc("POST /hooks/{connection}/{secret}", s.hookAt)
	site.HandleFunc("GET /healthz", s.well(s.o.Health))
	site.HandleFunc("GET /readyz", s.well(s.o.Ready))
	if s.o.Metrics != nil {
		site.Handle("GET /metrics", s.o.Metrics)
	}
	return s.secure(s.besideAPI(site))
}

// besideAPI gives the interface what is its own as it came: a mux would send a
// call with a path that is not clean to another address.
func (s *Site) besideAPI(site http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.o.API != nil && strings.HasPrefix(r.URL.Path, "/api/") {
			s.o.API.ServeHTTP(w, r)
			return
		}
		site.ServeHTTP(w, r)
	})
}

// guard checks the right of a route before it is served.
func (s *Site) guard(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := s.visitor(r)
		r = r.WithContext(s.spokenTo(r.Context(), v))
		switch {
		case rt.right == anyone || v.Role.May(rt.right):
			r.Body = http.MaxBytesReader(w, r.Body, s.mostBody(r))
			rt.serve(w, r.WithContext(auth.Doing(r.Context(), v.Actor, address(r))), v)
		case v.Login == "":
			s.askToSignIn(w, r)
		case v.Role == auth.Client && r.Pattern == "GET /{$}":
			http.Redirect(w, r, "/portal", http.StatusSeeOther)
		default:
			s.fail(w, r, v, auth.ErrDenied)
		}
	})
}
