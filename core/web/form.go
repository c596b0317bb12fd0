package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// maxForm is how many bytes a form may have.
const maxForm = 1 << 20

// form is what somebody sent, kept with its faults until they send it right.
type form struct {
	Name   string
	values url.Values
	faults map[string]string
}

// posted reads a form; if it cannot be read the answer is given.
func (s *Site) posted(w http.ResponseWriter, r *http.Request, name string) (form, bool) {
	if err := r.ParseForm(); err != nil {
		status := http.StatusBadRequest
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			status = http.StatusRequestEntityTooLarge
		}
		http.Error(w, s.speak(r).say("error.form"), status)
		return form{}, false
	}
	return form{Name: name, values: r.PostForm}, true
}

// Get is a sent value.
func (f form) Get(field string) string { return f.values.Get(field) }

// List is every sent value of a field.
func (f form) List(field string) []string { return f.values[field] }

// Value is what a field of a form shows: what was sent, else what is so.
func (f form) Value(name, field, is string) string {
	if f.Name != name || !f.values.Has(field) {
		return is
	}
	return f.values.Get(field)
}

// Ticked reports whether a box or a choice of a form is set.
func (f form) Ticked(name, field, value string, is bool) bool {
	if f.Name != name {
		return is
	}
	return slices.Contains(f.values[field], value)
}

// Sent reports whether this is the form that was sent.
func (f form) Sent(name string) bool { return f.Name == name }

// Fault says what is wrong with a field; the field "" stands for the whole form.
func (f form) Fault(name, field string) string {
	if f.Name != name {
		return ""
	}
	return f.faults[field]
}

func (f *form) fault(field, text string) {
	if f.faults == nil {
		f.faults = map[string]string{}
	}
	if f.faults[field] == "" {
		f.faults[field] = text
	}
}

// blame puts an error of the core at the fields that it is about; false if it is
// not about what was sent. Fields that the form does not have go to the whole.
func (f *form) blame(l *language, err error, fields ...string) bool {
	var many request.FieldErrors
	var one *request.FieldError
	var illegal *request.IllegalMove
	var open *request.StillOpen
	var moved *request.MovedError
	var known *desk.KnownError
	var standing *request.StandingError
	var pin *desk.PINError
	switch {
	case errors.As(err, &many):
		for _, x := range many {
			f.place(l, x, fields)
		}
	case errors.As(err, &one):
		f.place(l, one, fields)
	case errors.As(err, &standing):
		f.place(l, &request.FieldError{Field: standing.Field, Text: standing.Text}, fields)
	case errors.As(err, &pin):
		f.fault("pin", l.wrongPIN(pin))
	case errors.As(err, &illegal):
		f.fault("", l.say("error.move", l.word("status", illegal.From), l.word("status", illegal.To)))
	case errors.As(err, &open):
		f.fault("open", l.say("error.open"))
	case errors.As(err, &moved), errors.Is(err, desk.ErrVersion):
		f.fault("", l.say("error.moved"))
	case errors.As(err, &known):
		f.fault("", l.say("error.known", known.Key))
	default:
		return false
	}
	return true
}

func (f *form) place(l *language, x *request.FieldError, fields []string) {
	name := strings.ReplaceAll(x.Field, ".", "_")
	if slices.Contains(fields, name) {
		f.fault(name, l.fault(x.Text))
		return
	}
	f.fault("", l.word("field", x.Field)+": "+l.fault(x.Text))
}

// wrongPIN says how often a PIN may still be tried, or from when on again.
func (l *language) wrongPIN(e *desk.PINError) string {
	if e.Left == 0 {
		return l.say("error.pinlocked", e.Until.In(l.zone).Format("15:04"))
	}
	return l.say("error.pin", e.Left)
}
