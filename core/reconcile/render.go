package reconcile

import (
	"cmp"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Question is a text that a plan may need in the tool's words.
type Question struct {
	Field ticket.Field
	Note  request.NoteID
	Text  ticket.Text
}

// Texts lists what a plan of this input may need rendered: texts whose sides
// differ from the base, and notes that are to be written.
func Texts(in Input) []Question {
	p := newPlanner(in)
	var list []Question
	for _, f := range p.fields() {
		if q, ok := p.question(f); ok {
			list = append(list, q)
		}
	}
	for _, n := range p.Notes {
		if n.owed() && n.laid() == nil {
			list = append(list, Question{Note: n.ID, Text: ticket.Text{Field: ticket.CommentText, Markdown: n.Body, Private: n.Private}})
		}
	}
	return list
}

func (p *planner) question(f ticket.Field) (Question, bool) {
	hub, has := p.Values[f]
	dir := p.Rules.direction(f)
	if !isText(f) || !has || dir == Off || dir == Once && p.Ref.ID != "" {
		return Question{}, false
	}
	v, _, _ := p.current(f)
	if base := p.st.Fields[f].Base; base != nil && base.Version == hub.Version && base.Native == v {
		return Question{}, false
	}
	return Question{Field: f, Text: ticket.Text{Field: f, Markdown: cmp.Or(hub.Full, hub.Text), Current: v}}, true
}
