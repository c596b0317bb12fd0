package sync

import (
	"context"
	"slices"
	"unicode/utf16"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// answer is a text in the tool's words, a note in as many parts as it takes.
type answer struct {
	natives []ticket.Native
	cut     bool // shortened to the tool's limit
}

// mostParts is how many comments a note may take: a longer one is shortened.
const mostParts = 20

// render asks the connector for the texts that a transaction wants.
func (s *session) render(ctx context.Context, a ask) error {
	texts := make([]ticket.Text, len(a.questions))
	for i, q := range a.questions {
		texts[i] = q.Text
	}
	natives, err := s.put(ctx, texts)
	if err != nil {
		return err
	}
	place, _ := s.c.known()
	for i, q := range a.questions {
		if s.answers[q], err = s.fitting(ctx, q.Text, natives[i], place.Limits[q.Text.Field], a); err != nil {
			return err
		}
	}
	return nil
}

// put says texts in the tool's words: their own where the tool takes Markdown.
func (s *session) put(ctx context.Context, texts []ticket.Text) ([]ticket.Native, error) {
	natives := make([]ticket.Native, len(texts))
	for i, t := range texts {
		natives[i] = ticket.Native(t.Markdown)
	}
	if r, ok := sdk.As[sdk.Renderer](s.c.Conn); ok {
		var err error
		if natives, err = r.Render(ctx, texts); err != nil {
			return nil, err
		}
	}
	if len(natives) != len(texts) {
		return nil, fault.Errorf(fault.Misread, "render", "%d answers to %d questions", len(natives), len(texts))
	}
	return natives, nil
}

// fitting makes of a text that the tool cannot hold one that it can: of a note
// several comments, of another text, or if there would be too many, a shorter one.
func (s *session) fitting(ctx context.Context, t ticket.Text, n ticket.Native, limit ticket.Limit, a ask) (answer, error) {
	if fits(n, limit) {
		return answer{natives: []ticket.Native{n}}, nil
	}
	if t.Field == ticket.CommentText {
		if parts, err := s.parts(ctx, t, limit); err != nil || len(parts) > 0 {
			return answer{natives: parts}, err
		}
	}
	return s.shortened(ctx, t, n, limit, a)
}

// parts is a note in several comments, each within the limit as the tool gets it;
// none if it would be too many.
func (s *session) parts(ctx context.Context, t ticket.Text, limit ticket.Limit) ([]ticket.Native, error) {
	texts, err := request.Split(t.Markdown, mostParts, func(text string) (int, int, error) {
		part := t
		part.Markdown = text
		natives, err := s.put(ctx, []ticket.Text{part})
		if err != nil {
			return 0, 0, err
		}
		return measure(string(natives[0]), limit.Unit), limit.Max, nil
	})
	if err != nil || len(texts) == 0 {
		return nil, err
	}
	parts := make([]ticket.Text, len(texts))
	for i, text := range texts {
		parts[i] = t
		parts[i].Markdown = text
	}
	natives, err := s.put(ctx, parts)
	if err != nil || slices.ContainsFunc(natives, func(n ticket.Native) bool { return !fits(n, limit) }) {
		return nil, err
	}
	return natives, nil
}

// shortened cuts a text to the limit, visibly: before it is put into the tool's
// words, so that no markup is cut in two. The hub's own link in it stays.
func (s *session) shortened(ctx context.Context, t ticket.Text, n ticket.Native, limit ticket.Limit, a ask) (answer, error) {
	text, size := t.Markdown, len([]rune(t.Markdown))
	for range 12 {
		size = size * limit.Max / measure(string(n), limit.Unit) * 19 / 20
		if t.Field == ticket.Title || size == 0 {
			break
		}
		t.Markdown = request.Shorten(text, size, a.whole)
		natives, err := s.put(ctx, []ticket.Text{t})
		if err != nil {
			return answer{}, err
		}
		if n = natives[0]; fits(n, limit) {
			return answer{[]ticket.Native{n}, true}, nil
		}
	}
	return answer{[]ticket.Native{fit(n, limit, a.name)}, true}, nil
}

func fits(n ticket.Native, limit ticket.Limit) bool {
	return limit.Max <= 0 || measure(string(n), limit.Unit) <= limit.Max
}

// fit cuts a text to a tool's limit, visibly and never inside a character.
func fit(n ticket.Native, limit ticket.Limit, key string) ticket.Native {
	tail := " … [" + key + "]"
	room := limit.Max - measure(tail, limit.Unit)
	end, used := 0, 0
	runes := []rune(string(n))
	for ; end < len(runes); end++ {
		if used += measure(string(runes[end]), limit.Unit); used > room {
			break
		}
	}
	return ticket.Native(string(runes[:end]) + tail)
}

func measure(s, unit string) int {
	switch unit {
	case "bytes":
		return len(s)
	case "utf16":
		return len(utf16.Encode([]rune(s)))
	}
	return len([]rune(s))
}
