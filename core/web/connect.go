package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/settings"
)

// connectPage is the form of a connection, made of its plugin's schema.
type connectPage struct {
	Shell
	Plugins []admin.Plugin
	Plugin  admin.Plugin
	Is      admin.Connection // "" in its name: a new one
	Form    form
	Inputs  []settingInput
	Found   *admin.Found // what trying it brought
	Anyway  bool         // offers to save what does not work
	Hook    string       // where the tool's webhooks go
	Kept    bool         // its webhook's secret is there already
}

// New reports whether the connection is one to be added.
func (p connectPage) New() bool { return p.Is.Name == "" }

// settingInput is one setting with its value; of a secret only whether it is there.
type settingInput struct {
	settings.Property
	Value string
	Kept  bool
	From  string // where the file says that a secret stands
}

func (s *Site) addConnection(w http.ResponseWriter, r *http.Request, v visitor) {
	if s.o.Admin == nil {
		s.nowhere(w, r, v)
		return
	}
	s.showConnect(w, r, v, connectPage{Form: form{values: r.URL.Query()}}, http.StatusOK)
}

func (s *Site) connectionSettings(w http.ResponseWriter, r *http.Request, v visitor) {
	if c, ok := s.connectionOf(w, r, v); ok {
		s.showConnect(w, r, v, connectPage{Is: c}, http.StatusOK)
	}
}

// connectionOf finds the connection that a path names; without it the answer is
// given.
func (s *Site) connectionOf(w http.ResponseWriter, r *http.Request, v visitor) (admin.Connection, bool) {
	if s.o.Admin == nil {
		s.nowhere(w, r, v)
		return admin.Connection{}, false
	}
	c, err := s.o.Admin.Connection(v.Actor, r.PathValue("connection"))
	if err != nil {
		s.fail(w, r, v, err)
	}
	return c, err == nil
}

func (s *Site) showConnect(w http.ResponseWriter, r *http.Request, v visitor, p connectPage, status int) {
	p.Shell, p.Plugins = s.shell(r, v, "connect.title"), s.o.Admin.Plugins()
	name := p.Is.Plugin
	if p.New() {
		name = p.Form.Get("plugin")
	}
	p.Plugin, _ = s.o.Admin.Plugin(name)
	held := s.o.Admin.Held(v.Actor, s.sessions.GetString(r.Context(), draftKey))
	for _, property := range p.Plugin.Schema {
		in := settingInput{Property: property, Value: p.Form.Value("connect", "setting."+property.Name, admin.Text(p.Is.Settings[property.Name]))}
		if secret, ok := p.Is.Settings[property.Name].(config.Secret); ok && p.Is.File {
			in.From = secret.String()
		}
		in.Kept = slices.Contains(p.Is.Secrets, property.Name) || p.Form.Sent("connect") && held[property.Name] != ""
		p.Inputs = append(p.Inputs, in)
	}
	p.Kept = !p.Is.WebhookSecret.IsZero() || p.Form.Sent("connect") && held["webhook_secret"] != ""
	if !p.New() && p.Plugin.Hooks {
		p.Hook = s.o.PublicURL + "/hooks/" + p.Is.Name
	}
	s.show(w, r, status, "connect", p)
}

// polled is how often a connection is polled, as its form has it.
func polled(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// draftKey holds in the session what somebody has entered and not saved, sealed.
const draftKey = "connection-draft"

// saveConnection tries what was entered, and stores it where that was asked for.
func (s *Site) saveConnection(w http.ResponseWriter, r *http.Request, v visitor) {
	var is admin.Connection
	if r.PathValue("connection") != "" {
		c, ok := s.connectionOf(w, r, v)
		if !ok {
			return
		}
		is = c
	}
	f, ok := s.posted(w, r, "connect")
	if !ok {
		return
	}
	if s.o.Admin == nil {
		s.nowhere(w, r, v)
		return
	}
	n := s.entered(r, v, f, is)
	page := connectPage{Is: is, Form: f}
	saves := f.Get("step") != "test"
	var err error
	if f.Get("anyway") == "" {
		var found admin.Found
		if found, err = s.o.Admin.Try(r.Context(), v.Actor, n); err == nil {
			page.Found, page.Anyway = &found, saves && !found.Works()
			saves = saves && found.Works()
		}
	}
	if err == nil && saves {
		if err = s.o.Admin.SaveConnection(r.Context(), v.Actor, n); err == nil {
			s.sessions.Remove(r.Context(), draftKey)
			s.done(w, r, "/connections", map[bool]string{true: "done.connected", false: "done.entry"}[is.Name == ""])
			return
		}
	}
	switch {
	case errors.Is(err, admin.ErrMoved):
		page.Form.fault("", s.speak(r).say("entry.moved"))
	case err != nil && !page.Form.blameSettings(s.speak(r), err):
		s.fail(w, r, v, err)
		return
	}
	s.showConnect(w, r, v, page, map[bool]int{true: http.StatusOK, false: http.StatusUnprocessableEntity}[err == nil])
}

// entered is what a form says of a connection. Secrets that are entered are held
// for the next step, so that no page has to show them.
func (s *Site) entered(r *http.Request, v visitor, f form, is admin.Connection) admin.NewConnection {
	n := admin.NewConnection{
		Name: strings.TrimSpace(f.Get("name")), Plugin: f.Get("plugin"), Was: is.Name, Version: is.Version, Poll: f.Get("poll"),
		ReadOnly: f.Get("read_only") != "", Settings: map[string]string{}, Secrets: map[string]string{},
	}
	if is.Name != "" {
		n.Name, n.Plugin, n.Version = is.Name, is.Plugin, number(f.Get("version"))
	}
	if held := s.o.Admin.Held(v.Actor, s.sessions.GetString(r.Context(), draftKey)); held["of"] == n.Name+" "+n.Plugin {
		n.Secrets = held
	}
	for name := range f.values {
		if setting, ok := strings.CutPrefix(name, "setting."); ok {
			n.Settings[setting] = plain(f.Get(name))
		}
		if secret, ok := strings.CutPrefix(name, "secret."); ok && f.Get(name) != "" {
			n.Secrets[secret] = f.Get(name)
		}
	}
	n.Secrets["of"] = n.Name + " " + n.Plugin
	if text, err := s.o.Admin.Hold(v.Actor, n.Secrets); err == nil {
		s.sessions.Put(r.Context(), draftKey, text)
	}
	delete(n.Secrets, "of")
	return n
}

// blameSettings puts what is wrong at its settings; false if nothing of it is
// about what was sent.
func (f *form) blameSettings(l *language, err error) bool {
	faults, ok := errors.AsType[request.FieldErrors](err)
	for _, x := range faults {
		f.fault(x.Field, l.fault(x.Text))
	}
	return ok
}

// removeConnection takes a connection away that no ticket is linked through.
func (s *Site) removeConnection(w http.ResponseWriter, r *http.Request, v visitor) {
	c, ok := s.connectionOf(w, r, v)
	if !ok {
		return
	}
	f, ok := s.posted(w, r, "connect")
	if !ok {
		return
	}
	err := s.o.Admin.RemoveConnection(r.Context(), v.Actor, c.Name, number(f.Get("version")))
	linked, isLinked := errors.AsType[*admin.LinkedError](err)
	form := form{Name: "connect"}
	switch {
	case isLinked:
		form.fault("", s.speak(r).say("connect.linked", linked.Links))
	case err == nil:
		s.done(w, r, "/connections", "done.removed")
		return
	case errors.Is(err, admin.ErrMoved), errors.Is(err, admin.ErrNotFound):
		form.fault("", s.speak(r).say("entry.moved"))
	case !form.blameSettings(s.speak(r), err):
		s.fail(w, r, v, err)
		return
	}
	s.showConnect(w, r, v, connectPage{Is: c, Form: form}, http.StatusUnprocessableEntity)
}

func (s *Site) pauseConnection(w http.ResponseWriter, r *http.Request, v visitor) {
	s.pause(w, r, v, true, "done.paused")
}

func (s *Site) resumeConnection(w http.ResponseWriter, r *http.Request, v visitor) {
	s.pause(w, r, v, false, "done.resumed")
}

func (s *Site) pause(w http.ResponseWriter, r *http.Request, v visitor, paused bool, message string) {
	c, ok := s.connectionOf(w, r, v)
	if !ok {
		return
	}
	if err := s.o.Admin.Pause(r.Context(), v.Actor, c.Name, paused); err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.done(w, r, "/connections", message)
}

// retryConnection asks a tool at once; what it says stands on the page then.
func (s *Site) retryConnection(w http.ResponseWriter, r *http.Request, v visitor) {
	c, ok := s.connectionOf(w, r, v)
	if !ok {
		return
	}
	message := "done.retriedconnection"
	if err := s.o.Admin.Retry(r.Context(), v.Actor, c.Name); err != nil {
		s.o.Log.WarnContext(r.Context(), "retry a connection", "connection", c.Name, "error", err)
		message = "done.stillfailing"
	}
	s.done(w, r, "/connections", message)
}
