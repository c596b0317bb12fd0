package sync

import (
	"context"
	"unicode/utf16"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// answer is a text in the tool's words.
type answer struct {
	native ticket.Native
	cut    bool // shortened to the tool's limit
}

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

// fitting shortens a text that the tool cannot hold, visibly: before it is put
// into the tool's words, so that no markup is cut in two. The hub's own link in
// it stays.
func (s *session) fitting(ctx context.Context, t ticket.Text, n ticket.Native, limit ticket.Limit, a ask) (answer, error) {
	if fits(n, limit) {
		return answer{native: n}, nil
	}
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
			return answer{n, true}, nil
		}
	}
	return answer{fit(n, limit, a.name), true}, nil
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
