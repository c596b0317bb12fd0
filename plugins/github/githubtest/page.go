package githubtest

import (
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

//go:embed page.html
var pageSource string

type view struct {
	Repository string
	Open, Done []Issue
	Issue      *Issue
	Team       []string
	Me         string
	Unused     []string // labels that the issue does not have
	Text       string   // the issue's text without the hub's marker
}

// page shows the list of issues, or one of them.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	v := view{Repository: Repository, Team: Team(), Me: Team()[0]}
	if c, err := r.Cookie("me"); err == nil && slices.Contains(v.Team, c.Value) {
		v.Me = c.Value
	}
	if len(parts) >= 2 {
		v.Repository = parts[0] + "/" + parts[1]
	}
	repo := s.repository(v.Repository)
	switch {
	case r.URL.Path == "/", repo != nil && (len(parts) == 2 || len(parts) == 3 && parts[2] == "issues"):
		s.fillList(&v, repo)
	case repo != nil && len(parts) == 4 && parts[2] == "issues":
		n, _ := strconv.Atoi(parts[3])
		i := repo.issue(n)
		if i == nil || i.gone() {
			http.NotFound(w, r)
			return
		}
		s.fillIssue(&v, i)
	default:
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
	_ = template.Must(template.New("page").Parse(pageSource)).Execute(w, v)
}

func (s *Server) fillList(v *view, r *repository) {
	for _, i := range slices.Backward(r.issues) {
		switch {
		case i.gone() || i.pull:
		case i.state == "open":
			v.Open = append(v.Open, i.snapshot())
		default:
			v.Done = append(v.Done, i.snapshot())
		}
	}
}

// offered are labels that the page proposes beside those of the repository.
var offered = []string{"status: in progress", "status: waiting", "priority: P1", "priority: P2", "priority: P3", "priority: P4"}

func (s *Server) fillIssue(v *view, i *issue) {
	shown := i.snapshot()
	v.Issue, v.Text = &shown, shown.Body
	if at := strings.LastIndex(v.Text, "<!-- spochub:"); at >= 0 {
		v.Text = strings.TrimSpace(v.Text[:at])
	}
	for n, c := range shown.Comments {
		if at := strings.LastIndex(c.Body, "<!-- spochub:"); at >= 0 {
			shown.Comments[n].Body = strings.TrimSpace(c.Body[:at])
		}
	}
	for _, l := range offered {
		if !i.has(l) {
			v.Unused = append(v.Unused, l)
		}
	}
	for _, l := range i.repo.labels {
		if !i.has(l.name) && !slices.Contains(v.Unused, l.name) {
			v.Unused = append(v.Unused, l.name)
		}
	}
}

// act carries out a form: /team/{owner}/{repo}/issues[/{n}], as one of the team.
func (s *Server) act(w http.ResponseWriter, r *http.Request) {
	parts := split(r)
	if r.Method != http.MethodPost || len(parts) < 4 || r.ParseForm() != nil || !sameOrigin(r) {
		http.Error(w, "a form of this page, please", http.StatusBadRequest)
		return
	}
	repo, by := s.repository(parts[1]+"/"+parts[2]), actor{user: s.user(r.PostForm.Get("as"))}
	if repo == nil || by.user == nil || !slices.Contains(Team(), by.login) {
		http.NotFound(w, r)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: "me", Value: by.login, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	n, no := s.carryOut(repo, by, parts[4:], r)
	if no != nil {
		http.Error(w, no.message+" "+no.what, http.StatusUnprocessableEntity)
		return
	}
	http.Redirect(w, r, "/"+repo.full+"/issues/"+strconv.Itoa(n), http.StatusSeeOther)
}

func sameOrigin(r *http.Request) bool {
	return http.NewCrossOriginProtection().Check(r) == nil
}

func (s *Server) carryOut(repo *repository, by actor, rest []string, r *http.Request) (int, *refusal) {
	value := func(name string) *string { v := strings.TrimSpace(r.PostForm.Get(name)); return &v }
	if len(rest) == 0 {
		i, no := s.open(repo, by, request{Title: value("title"), Body: value("body")})
		if no != nil {
			return 0, no
		}
		return i.number, nil
	}
	n, _ := strconv.Atoi(rest[0])
	i := repo.issue(n)
	if i == nil || i.gone() {
		return 0, &refusal{status: 404, message: "Not Found"}
	}
	return n, s.doTo(i, by, r.PostForm.Get("do"), value)
}

func (s *Server) doTo(i *issue, by actor, what string, value func(string) *string) *refusal {
	open, closed := "open", "closed"
	switch what {
	case "comment":
		_, no := s.comment(i, by, *value("body"))
		return no
	case "title":
		return s.change(i, by, request{Title: value("title")})
	case "close":
		return s.change(i, by, request{State: &closed, Reason: value("reason")})
	case "reopen":
		return s.change(i, by, request{State: &open})
	case "assign":
		logins := strings.Fields(*value("login"))
		return s.change(i, by, request{Assignees: &logins})
	case "unlabel":
		s.unlabel(i, by, *value("drop"))
	case "label":
		if l := *value("label"); l != "" {
			s.label(i, by, l)
		}
	}
	return nil
}
