package request

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
)

// ToolCommand reads a team's command to the desk in a comment of its tool: the
// first line that is not blank, if it begins with /spoc. Whatever follows it
// belongs to it. A comment that begins with anything else, with a quotation or
// with code is none, whatever stands further below; so no quoted, forwarded or
// pasted text commands.
func ToolCommand(body string) (verb, rest string, ok bool) {
	line, more := firstLine(body)
	if strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t") { // code
		return "", "", false
	}
	words := strings.Fields(line)
	if len(words) == 0 || !strings.EqualFold(words[0], "/spoc") {
		return "", "", false
	}
	if len(words) > 1 {
		verb = strings.ToLower(words[1])
		rest = strings.Join(words[2:], " ")
	}
	return verb, strings.TrimSpace(rest + "\n" + more), true
}

// firstLine is the first line that is not blank, without the mark of a line
// break that a tool's markup leaves at its end, and what follows it.
func firstLine(body string) (line, more string) {
	more = strings.ReplaceAll(body, "\r\n", "\n")
	for strings.TrimSpace(line) == "" && more != "" {
		line, more, _ = strings.Cut(more, "\n")
	}
	return strings.TrimSuffix(strings.TrimRight(line, " "), `\`), more
}

// early is by how much a command may be older than the task that it is about:
// clocks differ, and a ticket is taken over by the next poll.
const early = 10 * time.Minute

// before reports whether a note was written in a ticket before its team had this
// task of us: it was meant for somebody else.
func (r *Request) before(l *Link, n *Note) bool {
	d := r.Delegation(l.Delegation)
	return l.Imported && d != nil && n.CreatedAt.Before(d.CreatedAt.Add(-early))
}

// spoken is a command of a team to the desk.
type spoken struct {
	w    *work
	l    *Link
	n    *Note
	verb string
	rest string
}

// do carries the command out, or answers what cannot be understood.
func (c spoken) do() {
	d := c.w.r.Delegation(c.l.Delegation)
	switch {
	case !slices.Contains([]string{"ask", "return", "eta", "client-ok"}, c.verb):
		c.answer("unknown", notKnown(c.verb))
	case c.verb == "eta":
		c.estimate(d)
	case !shows(c.rest):
		c.answer(c.verb, lacksWords(c.verb))
	case c.verb == "ask":
		c.w.concern(c.says(Concern{Attention: AttentionTeamAsks, Kind: AsksInWords, Text: clipped(plainText(c.rest), maxAsked)}))
	case c.verb == "client-ok":
		c.w.concern(c.says(Concern{Kind: AsksByDraft, Text: clipped(Lines(c.rest), maxDraft)}))
	case d != nil && (d.State.open() || d.State == DelegateDone):
		c.w.progress(d, Returned, clipped(plainText(c.rest), maxAsked))
	}
}

// says adds to a concern who said it and where.
func (c spoken) says(x Concern) Concern {
	x.Note, x.By = c.n.ID, c.n.Author.Name
	return x
}

// estimate keeps when the team expects to be done. It is the desk's to promise it.
func (c spoken) estimate(d *Delegation) {
	from := c.n.CreatedAt
	if from.After(c.w.cause.At) { // the tool's clock is ahead
		from = c.w.cause.At
	}
	at, ok := readTime(plainText(c.rest), from, c.w.h.Directory.zone(c.l.Team))
	if !ok || d == nil {
		c.answer(c.verb, lacksTime)
		return
	}
	at = cut(at)
	if !d.Estimate.Equal(at) {
		c.w.changed("estimate", stamp(d.Estimate), stamp(at), "")
		d.Estimate = at
	}
	c.w.concern(c.says(Concern{Kind: AsksByEstimate, Text: plainText(c.rest), At: at}))
}

// answer tells the team once what the desk understands, and whoever errs again in
// the same way not again that day. The answer's id follows from the comment, so
// that the same comment can never be answered twice; a place that everybody can
// read is told nothing.
func (c spoken) answer(mistake string, say func(language string) string) {
	now := Answer{To: cmp.Or(c.n.Author.Login, c.n.Author.Name), Mistake: mistake, Day: c.w.cause.At.Format(time.DateOnly)}
	if slices.Contains(c.l.Answered, now) {
		return
	}
	c.l.Answered = append(slices.DeleteFunc(c.l.Answered, func(a Answer) bool { return a.Day != now.Day }), now)
	id := c.n.ID + "a"
	language := c.w.h.Directory.Teams[c.l.Team].Language
	if may := c.w.h.Copies(c.w.r, Teams, []LinkID{c.l.ID}); len(may) > 0 {
		c.w.write(&Note{ID: id, Audience: Teams, Author: c.w.author(), Body: say(language) + "\n\n" + saidCommands(language)}, may)
	}
}

var escaped = regexp.MustCompile(`\\([[:punct:]])`)

// plainText is what Markdown says where it is shown as it is: without the
// backslashes before punctuation and at the ends of lines.
func plainText(markdown string) string {
	return Lines(escaped.ReplaceAllString(strings.ReplaceAll(markdown, "\\\n", "\n"), "$1"))
}
