package web

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// language is everything that a page says, in one language.
type language struct {
	code      string
	text      map[string]string
	zone      *time.Location
	templates *template.Template
	phrases   []phrase
}

func readLanguages(zone *time.Location, md *markdown, files *assets) (map[string]*language, error) {
	all := map[string]*language{}
	spoken, err := readMessages(english)
	if err != nil {
		return nil, fmt.Errorf("messages en: %w", err)
	}
	for code, source := range map[string]string{"en": english, "de": german} {
		text, err := readMessages(source)
		if err != nil {
			return nil, fmt.Errorf("messages %s: %w", code, err)
		}
		l := &language{code: code, text: text, zone: zone, phrases: readPhrases(spoken)}
		if l.templates, err = readTemplates(l, md, files); err != nil {
			return nil, err
		}
		all[code] = l
	}
	return all, nil
}

// readMessages reads a catalogue: a key, a blank, the text; a line each.
func readMessages(source string) (map[string]string, error) {
	text := map[string]string{}
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, message, found := strings.Cut(line, " ")
		if _, twice := text[key]; !found || twice {
			return nil, fmt.Errorf("%q: no text, or said twice", key)
		}
		text[key] = strings.TrimSpace(message)
	}
	return text, nil
}

// say returns a message with its arguments, whose direction stays theirs.
func (l *language) say(key string, args ...any) string {
	text, ok := l.text[key]
	if !ok {
		return key
	}
	for i := range args {
		if arg, ok := args[i].(string); ok {
			args[i] = isolate(arg)
		}
	}
	if len(args) > 0 {
		return fmt.Sprintf(text, args...)
	}
	return text
}

// word names a value of one of the fixed lists; an unknown one is shown as it is.
func (l *language) word(list string, value any) string {
	v := fmt.Sprint(value)
	if name, own := ticket.Field(v).Own(); own && list == "field" { // a custom field goes by its own name
		return name
	}
	if text, ok := l.text[list+"."+strings.ReplaceAll(v, " ", "_")]; ok {
		return text
	}
	return v
}

// tongue is the language in which word says a value: a text of somebody else's plugin
// stays English.
func (l *language) tongue(list, value string) string {
	if _, known := l.text[list+"."+strings.ReplaceAll(value, " ", "_")]; known {
		return l.code
	}
	return "en"
}

// detail names what changed: a field of a request or of an account, or a column of
// the catalogue.
func (l *language) detail(field string) string {
	if said := l.word("field", field); said != field {
		return said
	}
	return l.word("column", field)
}

// fault translates what the core says about a value.
func (l *language) fault(text string) string {
	if said := l.word("fault", text); said != text {
		return said
	}
	if before, name, suggests := strings.Cut(text, " (did you mean "); suggests {
		return l.fault(before) + " " + l.reword("(did you mean "+name)
	}
	return l.reword(text)
}

// spokenHere is the key of a context's language: the one in which the visitor is
// spoken to who did not choose another.
type spokenHere struct{}

// spokenTo notes the language of the client whose contact is served.
func (s *Site) spokenTo(ctx context.Context, v visitor) context.Context {
	if v.Client == "" {
		return ctx
	}
	code, _, _ := strings.Cut(strings.ToLower(s.o.Desk.Directory().Clients[v.Client].Language), "-")
	return context.WithValue(ctx, spokenHere{}, code)
}

// speak chooses the language of a call: the person's own choice, their
// organisation's, what the browser prefers, the desk's.
func (s *Site) speak(r *http.Request) *language {
	if c, err := r.Cookie("lang"); err == nil {
		if l := s.languages[c.Value]; l != nil {
			return l
		}
	}
	if code, ok := r.Context().Value(spokenHere{}).(string); ok && s.languages[code] != nil {
		return s.languages[code]
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		code, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		code, _, _ = strings.Cut(strings.ToLower(code), "-")
		if l := s.languages[code]; l != nil {
			return l
		}
	}
	if l := s.languages[s.o.Locale]; l != nil {
		return l
	}
	return s.languages["en"]
}
