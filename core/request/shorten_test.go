package request_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

const whole = "[SP-1](https://spoc.example.net/requests/SP-1)"

func TestShortenedTextSaysSoAndWhereTheWholeStands(t *testing.T) {
	t.Parallel()
	context := "\n\n---\n\n- Client: Nordwind\n- Request: " + whole
	for name, text := range map[string]string{
		"words": strings.Repeat("no light ", 900), "lines": strings.Repeat("no light on port 3\n", 400), "one word": strings.Repeat("x", 8000),
		"code": "```go\n" + strings.Repeat("x := 1\n", 900) + "```", "quoted code": "> ~~~~\n" + strings.Repeat("> x\n", 900),
		"families": strings.Repeat("👩‍🚒", 2000), "accents": strings.Repeat("e\u0301", 4000), "flags": strings.Repeat("🇩🇪", 3000),
	} {
		for _, below := range []string{"", context} {
			got := request.Shorten(text+below, 1000, request.Whole{At: whole})
			if n := utf8.RuneCountInString(got); n > 1000 || n < 700 {
				t.Errorf("%s: %d characters", name, n)
			}
			if !strings.Contains(got, "… (shortened; the whole text: "+whole+")") || !strings.HasSuffix(got, below) {
				t.Errorf("%s ends %q", name, got[len(got)-200:])
			}
			if strings.Count(got, "```")%2 != 0 || strings.Count(got, "~~~~")%2 != 0 {
				t.Errorf("%s leaves code open: %q", name, got[len(got)-250:])
			}
		}
	}
	if got := request.Shorten("👩‍🚒👩‍🚒"+strings.Repeat("x", 100), 12+7+utf8.RuneCountInString("… (shortened; the whole text: K)")-2, request.Whole{At: "K"}); !strings.HasPrefix(got, "👩‍🚒\n") {
		t.Errorf("half a fire fighter: %q", got)
	}
}

// The link back is the last thing that a ticket does without.
func TestShorteningKeepsTheLinkBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := house()
		r := receivedRapid(t, h, "argent")
		r.Key = "SP-1042"
		r.Description = strings.Repeat("why it is down ", rapid.IntRange(0, 400).Draw(t, "words"))
		for range rapid.IntRange(0, 40).Draw(t, "services") {
			r.Affected = append(r.Affected, request.Affected{Service: "FRA3-10G-014", Impact: "down"})
		}
		l := &request.Link{Team: "core", Connection: "jira", Target: "NET", Side: request.TeamSide}
		size := rapid.IntRange(300, 4000).Draw(t, "size")
		got := request.Shorten(h.TaskText(r, l).Body, size, h.Whole(r, l))
		if n := utf8.RuneCountInString(got); n > size {
			t.Fatalf("%d characters where %d fit", n, size)
		}
		last := got[strings.LastIndex(got, "\n")+1:]
		if !strings.HasPrefix(last, "- Request: [SP-1042](https://spoc.example.net/requests/SP-1042)") || !strings.Contains(got, "… (shortened") {
			t.Fatalf("ends %q", got)
		}
	})
}

// What a tool says beyond what people may write is kept; beyond any measure it
// says that it was shortened.
func TestWhatAToolSaysIsKept(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	core := given(t, h, r, "core").ID
	long := strings.Repeat("ä", request.MaxText)
	do(t, h, r, tool(core, noon), request.TakeValue{Field: ticket.Description, Text: long})
	if r.Description != long {
		t.Errorf("%d of %d bytes are left", len(r.Description), len(long))
	}
	do(t, h, r, tool(core, noon), request.TakeValue{Field: ticket.Description, Text: strings.Repeat("ä", 1<<20)})
	if !strings.HasSuffix(r.Description, "… (shortened; the whole text is in the ticket)") {
		t.Errorf("ends %q", r.Description[len(r.Description)-60:])
	}
	do(t, h, r, desk(noon), request.Edit{Description: &r.Description, Title: new("Another title")})
	do(t, h, r, tool(core, noon), request.TakeValue{Field: ticket.Title, Text: strings.Repeat("ä", 600)})
	if !strings.HasSuffix(r.Title, "ä…") || utf8.RuneCountInString(r.Title) != request.MaxTitle {
		t.Errorf("the title has %d characters", utf8.RuneCountInString(r.Title))
	}
	d, err := request.Adopt(&request.Request{Channel: request.Tool, Title: "x", Description: long}, h, tool(core, noon),
		request.Link{ID: "l", Team: "core", Connection: "jira", Ticket: ticket.Ref{ID: "1", Key: "NET-1"}})
	if err != nil || d.Request.Description != long {
		t.Errorf("adopted with %d of %d bytes, %v", len(d.Request.Description), len(long), err)
	}
}
