package demo_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
)

// filer is a tool that takes files.
type filer interface {
	tool
	files(l link) []string // their names
}

func (j jira) attach(l link, name, text string) {
	j.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", name)
	must(j.t, err)
	_, err = part.Write([]byte(text))
	must(j.t, err)
	must(j.t, w.Close())
	got := send(j.t, "POST", j.url+j.at(l)+"/attachments", form.Bytes(), "Authorization", j.auth, "X-Atlassian-Token", "no-check", "Content-Type", w.FormDataContentType())
	if got.status >= 300 {
		j.refusedf("attach: %d %.500s", got.status, got.text)
	}
}

func (j jira) files(l link) (names []string) {
	j.t.Helper()
	var in struct {
		Fields struct{ Attachment []struct{ Filename string } }
	}
	j.call("GET", j.at(l)+"?fields=attachment", nil, &in)
	for _, f := range in.Fields.Attachment {
		names = append(names, f.Filename)
	}
	return names
}

func (s servicenow) files(l link) (names []string) {
	s.t.Helper()
	for _, f := range s.rows("sys_attachment", "table_sys_id="+l.TicketID) {
		names = append(names, f.text("file_name"))
	}
	return names
}

// file is one of a request.
type file struct {
	Name, SHA256, Missing string
	Copies                []noteCopy
}

// filing chooses a team that has a ticket in a tool for files.
func (m *matter) filing() (filer, link, bool) {
	m.t.Helper()
	x, l, ok := m.team()
	f, takes := x.(filer)
	return f, l, ok && takes
}

// fileName is one that nobody else gives.
func (m *matter) fileName() string {
	id, _, _ := strings.Cut(m.text("file"), ":")
	return id + ".log"
}

// filedAs is what a file of a name says.
func filedAs(name string) string { return "what happened: " + name }

// attach sends a file to one team.
func (m *matter) attach() bool {
	m.t.Helper()
	_, l, ok := m.filing()
	if !ok {
		return false
	}
	name := m.fileName()
	got := m.insist("POST", "/requests/"+m.key+"/files?audience=teams&name="+name+"&links="+l.ID, []byte(filedAs(name)))
	if got.status >= 400 && got.status < 500 { // its task has ended
		return false
	}
	got.into(m.t, http.StatusCreated, nil)
	m.filed = append(m.filed, word{text: name, at: "desk", links: []string{l.ID}})
	return true
}

// teamAttaches is for Jira's team: at ServiceNow a file is no change of its ticket,
// and found by a poll that comes every few minutes.
func (m *matter) teamAttaches() bool {
	m.t.Helper()
	x, l, ok := m.team()
	j, tells := x.(jira)
	if !ok || !tells {
		return false
	}
	name := m.fileName()
	j.attach(l, name, filedAs(name))
	m.filed = append(m.filed, word{text: name, at: j.team()})
	return true
}

// sentTo reports whether a file of the desk's was sent to a ticket.
func (w word) sentTo(at link) bool { return w.at == "desk" && slices.Contains(w.links, at.ID) }

// judgeFiles: every file is here once, whole, and whoever it came from or was sent to
// has it once.
func (m *matter) judgeFiles(r record) {
	m.t.Helper()
	for _, w := range m.filed {
		sum := sha256.Sum256([]byte(filedAs(w.text)))
		same := r.filesNamed(w.text)
		if len(same) != 1 || same[0].SHA256 != hex.EncodeToString(sum[:]) || same[0].Missing != "" {
			m.t.Errorf("%s: the file %s of %s is here as %+v", m.key, w.text, w.at, same)
		}
	}
	if len(r.Files) != len(m.filed) {
		m.t.Errorf("%s: %d files, people added %d: %+v", m.key, len(r.Files), len(m.filed), r.Files)
	}
}

// judgeAttached: a ticket has the files of its team and those that were sent to it,
// each once, and no others.
func (m *matter) judgeAttached(x filer, at link, ended bool) {
	m.t.Helper()
	want, have := 0, x.files(at)
	for _, w := range m.filed {
		n := count(have, w.text)
		if own := w.at == at.Team; own && n != 1 || !own && (n > 1 || n == 1 != w.sentTo(at) && !(ended && n == 0)) {
			m.t.Errorf("%s: %s has the file %s of %s %d times", m.key, at.Team, w.text, w.at, n)
		}
		want += n
	}
	if len(have) != want {
		m.t.Errorf("%s: %s has the files %q", m.key, at.Team, have)
	}
}

func (r record) filesNamed(name string) (list []file) {
	for _, f := range r.Files {
		if f.Name == name {
			list = append(list, f)
		}
	}
	return list
}

func count(list []string, name string) (n int) {
	for _, x := range list {
		if x == name {
			n++
		}
	}
	return n
}

// unfiled says which file is still on its way, "" if none is.
func (r record) unfiled() string {
	for _, f := range r.Files {
		for _, c := range f.Copies {
			if c.State != "delivered" && c.State != "deleted" {
				return fmt.Sprintf("%s: file %s is %s", r.Key, f.Name, c.State)
			}
		}
	}
	return ""
}
