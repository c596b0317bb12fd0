package jiratest

import (
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"
)

//go:embed pages/*.html
var pageFiles embed.FS

// pages are for a visitor who plays the technical team: a list of issues, one
// issue, and forms that work without JavaScript.
func (s *Server) pages(mux *http.ServeMux) {
	views := template.Must(template.ParseFS(pageFiles, "pages/*.html"))
	show := func(w http.ResponseWriter, name string, view any) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'")
		_ = views.ExecuteTemplate(w, name, view)
	}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		show(w, "list.html", s.listView(r))
	})
	mux.HandleFunc("GET /browse/{key}", func(w http.ResponseWriter, r *http.Request) {
		view, ok := s.oneView(r)
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			show(w, "absent.html", view)
			return
		}
		show(w, "issue.html", view)
	})
	guard := http.NewCrossOriginProtection()
	for route, act := range s.actions() {
		mux.Handle("POST /team/"+route, guard.Handler(s.form(act)))
	}
}

// listView is the list of issues, the newest first.
type listView struct {
	Project, As string
	People      []User
	Issues      []Issue
	Error       string
}

func (s *Server) listView(r *http.Request) listView {
	v := listView{Project: s.opts.ProjectName, As: s.as(r), People: s.Team(), Error: r.URL.Query().Get("error")}
	all := s.Issues()
	for _, issue := range slices.Backward(all) {
		v.Issues = append(v.Issues, issue)
	}
	return v
}

// oneView is one issue with what may be chosen for it.
type oneView struct {
	listView
	Issue      Issue
	Statuses   []string
	Priorities []string
}

func (s *Server) oneView(r *http.Request) (oneView, bool) {
	x, ok := s.Issue(r.PathValue("key"))
	v := oneView{listView: s.listView(r), Issue: x}
	for _, st := range standard().statuses {
		v.Statuses = append(v.Statuses, st.name)
	}
	for _, p := range priorities() {
		v.Priorities = append(v.Priorities, p.name)
	}
	return v, ok
}

// as is the person whom the visitor plays.
func (s *Server) as(r *http.Request) string {
	for _, u := range s.Team() {
		if u.Login == r.FormValue("as") {
			return u.Login
		}
	}
	return s.Team()[0].Login
}

// actions are the forms: each does one thing as a person and returns the issue's
// key.
func (s *Server) actions() map[string]func(as string, f url.Values, key string) (string, error) {
	return map[string]func(string, url.Values, string) (string, error){
		"create": func(as string, f url.Values, _ string) (string, error) {
			return s.CreateIssue(as, f.Get("summary"), f.Get("description"))
		},
		"{key}/status": func(as string, f url.Values, key string) (string, error) {
			return key, s.Transition(as, key, f.Get("status"))
		},
		"{key}/fields": func(as string, f url.Values, key string) (string, error) {
			for _, name := range []string{"summary", "description", "priority", "assignee", "duedate"} {
				if !f.Has(name) {
					continue
				}
				if err := s.SetField(as, key, name, f.Get(name)); err != nil {
					return key, err
				}
			}
			return key, nil
		},
		"{key}/comment": func(as string, f url.Values, key string) (string, error) {
			_, err := s.Comment(as, key, f.Get("body"))
			return key, err
		},
		"{key}/delete": func(as string, _ url.Values, key string) (string, error) {
			return "", s.Delete(as, key)
		},
	}
}

// form runs an action and sends the visitor back to the issue.
func (s *Server) form(act func(string, url.Values, string) (string, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
		if err := r.ParseForm(); err != nil {
			http.Error(w, "the form is too large or not readable", http.StatusBadRequest)
			return
		}
		back := url.Values{"as": {s.as(r)}}
		key, err := act(s.as(r), r.PostForm, r.PathValue("key"))
		if err != nil {
			back.Set("error", err.Error())
		}
		to := "/"
		if key != "" {
			to = "/browse/" + url.PathEscape(key)
		}
		http.Redirect(w, r, to+"?"+back.Encode(), http.StatusSeeOther)
	}
}
