package request

import (
	"slices"
	"strings"
)

// Inquiry is something to ask the client before a team gets the request. Its
// answer is kept in the request's field of this name.
type Inquiry struct {
	Field   string
	Text    map[string]string // by language; with en
	Label   map[string]string // the same in a word or two, for whoever reads the answer
	Answers []string          // usual ones; any other is fine
	Kinds   []Kind            // of requests; nil: of all
}

// In is the question in a language, else in English.
func (q Inquiry) In(language string) string { return said(q.Text, language) }

// Called is what the answer is called in a language.
func (q Inquiry) Called(language string) string {
	if label := said(q.Label, language); label != "" {
		return label
	}
	return q.In(language)
}

func said(texts map[string]string, language string) string {
	tag, _, _ := strings.Cut(strings.ToLower(language), "-")
	if text := texts[tag]; text != "" {
		return text
	}
	return texts["en"]
}

// Asked lists what to ask about a service in a request of a kind, in order.
func (d *Directory) Asked(id ServiceID, kind Kind) []Inquiry {
	var list []Inquiry
	for _, q := range d.Inquiries[d.Services[id].Kind] {
		if id != "" && (q.Kinds == nil || slices.Contains(q.Kinds, kind)) {
			list = append(list, q)
		}
	}
	return list
}

// Unasked lists what was not asked yet, or not answered.
func (d *Directory) Unasked(r *Request) []Inquiry {
	return slices.DeleteFunc(d.Asked(r.Service, r.Kind), func(q Inquiry) bool { return r.Fields[q.Field] != "" })
}

// answers are the lines that tell a team what was asked already. Whatever stands
// in an answer, it is one line and no markup that could hide another.
func (h House) answers(r *Request, t tongue) []string {
	var lines []string
	for _, q := range h.Directory.Asked(r.Service, r.Kind) {
		if answer := OneLine(r.Fields[q.Field]); answer != "" {
			lines = append(lines, q.Called(t.language)+": "+strings.ReplaceAll(answer, "<", "‹"))
		}
	}
	return lines
}
