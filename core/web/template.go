package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"time"

	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/request"
)

//go:embed templates/*.html
var templateFiles embed.FS

// readTemplates parses every page for one language.
func readTemplates(l *language, md *markdown, files *assets) (*template.Template, error) {
	return template.New("").Funcs(l.functions(md)).Funcs(lists()).Funcs(template.FuncMap{"static": files.address}).ParseFS(templateFiles, "templates/*.html")
}

// functions are what templates say and show.
func (l *language) functions(md *markdown) template.FuncMap {
	return template.FuncMap{
		"md":  md.html,
		"say": l.say, "word": l.word, "fault": l.fault, "trouble": l.trouble, "icon": icon, "bdi": bdi, "told": l.told, "ours": l.ours, "mail": mail, "isolate": isolate, "span": l.span,
		"at":    func(t, now time.Time) template.HTML { return l.at(t, now) },
		"ago":   func(t, now time.Time) template.HTML { return l.ago(t, now) },
		"until": l.until, "since": l.since, "second": l.second, "pausing": l.pausing, "age": l.age,
		"plain": l.plain, "unmarked": unmarked, "day": l.day, "num": func(n any) string { return l.number(number(fmt.Sprint(n))) },
		"lang":    func() string { return l.code },
		"poll":    polled,
		"tongue":  l.tongue,
		"curve":   l.curve,
		"seeable": seeable, "stat": statusIcon, "lamp": healthIcon,
	}
}

// lists are the fixed values that forms offer.
func lists() template.FuncMap {
	return template.FuncMap{
		"holds":      func() []string { return []string{"works", "supplier", "force_majeure", "other"} },
		"vias":       func() []string { return []string{"", "phone", "in_person"} },
		"channels":   func() []string { return []string{"phone", "mail", "in_person", "portal"} },
		"kinds":      func() []string { return []string{"incident", "service_request", "question", "complaint"} },
		"steps":      func() []string { return []string{"todo", "in_progress", "waiting", "done", "cancelled"} },
		"promises":   promises,
		"levels":     func() []string { return []string{"0", "1", "2", "3"} },
		"ranked":     func() []string { return []string{"1", "2", "3", "0"} },
		"directions": admin.Directions,
		"policies":   admin.Policies,
		"ranks":      func() []string { return []string{"1", "2", "3"} },
		"priorities": func() []string { return []string{"P1", "P2", "P3", "P4"} },
		"derive": func(impact, urgency string) string {
			return string(request.Derive(request.Level(number(impact)), request.Level(number(urgency))))
		},
		"with_dup":        func(i int, x similarView) dupOn { return dupOn{i, x} },
		"with_own":        func(r ownRequest, now time.Time) ownOn { return ownOn{r, now} },
		"with_clash":      func(p *requestPage, c conflictView) clashOn { return clashOn{p, c} },
		"with_choice":     func(p conflictsPage, r *request.Request, c conflictView) choiceOn { return choiceOn{p, r, c} },
		"with_form":       func(p *requestPage, name, at string) formOn { return formOn{p, name, at} },
		"with_said":       func(k request.Key, said saidView, now time.Time) saidOn { return saidOn{k, said, now} },
		"with_files":      func(k request.Key, f []fileView) ownFiles { return ownFiles{k, f} },
		"with_list":       func(p inboxPage, r row) rowOn { return rowOn{p, r} },
		"with_page":       func(p *requestPage, e entry) entryOn { return entryOn{p, e} },
		"with_cause":      func(p *requestPage, c causeView) causeOn { return causeOn{p, c} },
		"with_file":       func(p *requestPage, f fileView) fileOn { return fileOn{p, f} },
		"with_link":       func(p *requestPage, l linkView) linkOn { return linkOn{p, l} },
		"with_delegation": func(p *requestPage, d delegationView) delegationOn { return delegationOn{p, d} },
	}
}

// A part of a page with the page around it.
type (
	entryOn struct {
		Page  *requestPage
		Entry entry
	}
	dupOn struct {
		I int
		X similarView
	}
	rowOn struct {
		Page inboxPage
		Row  row
	}
	causeOn struct {
		Page  *requestPage
		Cause causeView
	}
	fileOn struct {
		Page *requestPage
		File fileView
	}
	linkOn struct {
		Page *requestPage
		Link linkView
	}
	ownOn struct {
		R   ownRequest
		Now time.Time
	}
	clashOn struct {
		Page *requestPage
		C    conflictView
	}
	choiceOn struct {
		Page conflictsPage
		R    *request.Request
		C    conflictView
	}
	formOn struct {
		Page     *requestPage
		Name, At string // of the form, and the part of its address below the request's
	}
	saidOn struct {
		Key  request.Key
		Said saidView
		Now  time.Time
	}
	ownFiles struct {
		Key   request.Key
		Files []fileView
	}
	delegationOn struct {
		Page       *requestPage
		Delegation delegationView
	}
)

// show renders a page whole, with what is counted beside it, before anything of it is
// sent.
func (s *Site) show(w http.ResponseWriter, r *http.Request, status int, name string, page any) {
	if p, ok := page.(interface{ wait() }); ok {
		p.wait()
	}
	var b bytes.Buffer
	if err := s.speak(r).templates.ExecuteTemplate(&b, name, page); err != nil {
		s.o.Log.ErrorContext(r.Context(), "render a page", "page", name, "error", err)
		http.Error(w, fmt.Sprintf("the page %s could not be made", name), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Add("Vary", "Cookie, Accept-Language")
	w.WriteHeader(status)
	_, _ = overrides().WriteString(w, b.String())
}

// N is the number that people choose it by.
func (d dupOn) N() int { return d.I + 1 }
