package servicenowtest

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

//go:embed page/*.html page/style.css
var files embed.FS

// routePages adds the pages on which a visitor plays the technical team. The
// forms are plain HTML; a page of another site cannot post them.
func (s *Server) routePages() {
	s.pages = template.Must(template.ParseFS(files, "page/*.html"))
	s.mux.HandleFunc("GET /{$}", s.listPage)
	s.mux.HandleFunc("GET /incident/{number}", s.incidentPage)
	s.mux.HandleFunc("GET /nav_to.do", s.navigate)
	s.mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, "page/style.css") })
	guard := http.NewCrossOriginProtection()
	s.mux.Handle("POST /team/incident", guard.Handler(http.HandlerFunc(s.openForm)))
	s.mux.Handle("POST /team/incident/{number}", guard.Handler(http.HandlerFunc(s.incidentForm)))
}

// view is what a page shows.
type view struct {
	Title, Group, Actor, Fault string
	People                     []Person
	Open, Closed               []card
	Card                       card
	States, Levels             []option
	Entries                    []entry
	Files                      []Incident
	HubUser                    string
}

type option struct{ Value, Label string }

type card struct {
	Incident
	State, Priority, Assignee, User, Caller string
	Ours                                    bool // the hub made it
}

type entry struct {
	Entry
	Name, At string
	Hub      bool
}

func (s *Server) render(w http.ResponseWriter, status int, page string, v view) {
	var b bytes.Buffer
	if err := s.pages.ExecuteTemplate(&b, page, v); err != nil {
		http.Error(w, "the page cannot be shown", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w)
}

func (s *Server) view(actor string) view {
	if !slices.ContainsFunc(s.options.People, func(p Person) bool { return p.User == actor }) && len(s.options.People) > 0 {
		actor = s.options.People[0].User
	}
	return view{
		Title: s.options.Title, Group: s.options.Group, Actor: actor, People: s.options.People, HubUser: HubUser,
		States: s.choices("state"), Levels: s.choices("impact"),
	}
}

func (s *Server) choices(element string) []option {
	var list []option
	for _, c := range s.tables["sys_choice"].rows {
		if c["element"] == element {
			list = append(list, option{c["value"], c["label"]})
		}
	}
	return list
}

func (s *Server) card(x row) card {
	return card{
		Incident: Incident(x), State: s.display("incident", x, "state"), Priority: s.display("incident", x, "priority"),
		Assignee: s.display("incident", x, "assigned_to"), User: s.row("sys_user", x["assigned_to"])["user_name"],
		Caller: s.display("incident", x, "caller_id"), Ours: x["sys_created_by"] == HubUser,
	}
}

func (s *Server) listPage(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.view(actor(r))
	for _, x := range slices.Backward(s.tables["incident"].rows) {
		if x["active"] == "true" {
			v.Open = append(v.Open, s.card(x))
		} else {
			v.Closed = append(v.Closed, s.card(x))
		}
	}
	s.render(w, http.StatusOK, "list.html", v)
}

func (s *Server) incidentPage(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.showIncident(w, r, http.StatusOK, "")
}

func (s *Server) showIncident(w http.ResponseWriter, r *http.Request, status int, fault string) {
	x := s.byName(r.PathValue("number"))
	if x == nil {
		http.NotFound(w, r)
		return
	}
	v := s.view(actor(r))
	v.Card, v.Fault = s.card(x), fault
	for _, e := range slices.Backward(s.tables["sys_journal_field"].rows) {
		if e["element_id"] == x["sys_id"] {
			name := s.user(e["sys_created_by"])["name"]
			v.Entries = append(v.Entries, entry{Entry{e["sys_id"], e["element"], e["value"], e["sys_created_by"]}, name, e["sys_created_on"], e["sys_created_by"] == HubUser})
		}
	}
	for _, f := range s.tables["sys_attachment"].rows {
		if f["table_sys_id"] == x["sys_id"] {
			v.Files = append(v.Files, Incident(f))
		}
	}
	s.render(w, status, "incident.html", v)
}

// navigate serves the addresses that the real instance gives its records.
func (s *Server) navigate(w http.ResponseWriter, r *http.Request) {
	_, query, _ := strings.Cut(r.FormValue("uri"), "?")
	q, _ := url.ParseQuery(query)
	s.mu.Lock()
	x := s.byName(q.Get("sys_id"))
	s.mu.Unlock()
	if x == nil {
		http.NotFound(w, r)
		return
	}
	http.Redirect(w, r, "/incident/"+x["number"], http.StatusSeeOther)
}

// actor is the person whom the visitor plays.
func actor(r *http.Request) string {
	if a := r.FormValue("actor"); a != "" {
		return a
	}
	c, err := r.Cookie("actor")
	if err != nil {
		return ""
	}
	return c.Value
}

func (s *Server) openForm(w http.ResponseWriter, r *http.Request) {
	title := strings.TrimSpace(r.FormValue("title"))
	if title == "" {
		http.Error(w, "a title is needed", http.StatusUnprocessableEntity)
		return
	}
	id, err := s.As(s.player(w, r)).Create(title, r.FormValue("description"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	http.Redirect(w, r, "/incident/"+s.Incident(id)["number"], http.StatusSeeOther)
}

// incidentForm writes what a form holds and what differs from what it showed
// (was_title and so on): title, state, impact, urgency, close_notes, due,
// assigned_to (a user name), and comment with kind work_notes or comments.
func (s *Server) incidentForm(w http.ResponseWriter, r *http.Request) {
	user, number := s.player(w, r), r.PathValue("number")
	set := s.columns(r)
	if err := s.As(user).Set(number, set); err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.showIncident(w, r, http.StatusUnprocessableEntity, err.Error())
		return
	}
	http.Redirect(w, r, "/incident/"+s.Incident(number)["number"], http.StatusSeeOther)
}

func (s *Server) columns(r *http.Request) map[string]string {
	set := map[string]string{}
	_ = r.ParseForm() // what cannot be read is not there
	for form, column := range map[string]string{
		"title": "short_description", "state": "state", "impact": "impact", "urgency": "urgency", "close_notes": "close_notes", "due": "due_date",
	} {
		if touched(r.PostForm, form) {
			set[column] = r.PostForm.Get(form)
		}
	}
	if touched(r.PostForm, "assigned_to") {
		set["assigned_to"] = s.UserID(r.PostForm.Get("assigned_to"))
	}
	if set["state"] == "6" || set["state"] == "7" {
		set["close_code"] = "Solution provided"
		if set["close_notes"] == "" {
			set["close_notes"] = "Fixed."
		}
	}
	element := "work_notes"
	if r.PostForm.Get("kind") == "comments" {
		element = "comments"
	}
	set[element] = r.PostForm.Get("comment")
	return set
}

// touched reports whether a form changes a field: what it only shows again must
// not overwrite what others wrote meanwhile.
func touched(form url.Values, field string) bool {
	return form.Has(field) && (!form.Has("was_"+field) || form.Get("was_"+field) != form.Get(field))
}

// player is who acts; the choice is kept for the next page.
func (s *Server) player(w http.ResponseWriter, r *http.Request) string {
	s.mu.Lock()
	user := s.view(actor(r)).Actor
	s.mu.Unlock()
	http.SetCookie(w, &http.Cookie{Name: "actor", Value: user, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	return user
}
