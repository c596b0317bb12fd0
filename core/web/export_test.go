package web

import "github.com/spochub/spochub/core/auth"

// Messages is a language's catalogue.
func Messages(code string) map[string]string {
	text, err := readMessages(map[string]string{"en": english, "de": german}[code])
	if err != nil {
		panic(err)
	}
	return text
}

// Route is one line of the table of routes.
type Route struct {
	Pattern string
	Right   auth.Right
}

// Routes is every page and action.
func (s *Site) Routes() []Route {
	var out []Route
	for _, r := range s.table() {
		out = append(out, Route{r.pattern, r.right})
	}
	return out
}

// HTML is what a page shows of a text.
func HTML(text string) string { return string(newMarkdown().html(text)) }
