package request

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk/ticket"
)

// TaskText is what a link's ticket says: the desk's own task, or the request's
// title and description with what a team needs to know. A supplier and a public
// place get nothing but the desk's own text and the request's key; the client's
// side its own words.
func (h House) TaskText(r *Request, l *Link) Task {
	terms := h.Terms(r, l)
	if terms.Side == ClientSide {
		told := r.AsTold()
		return Task{told.Title, closed(told.Body)}
	}
	d := r.Delegation(l.Delegation)
	t := h.Directory.tongue(l.Team)
	bare := terms.Side != TeamSide || terms.Public
	switch {
	case d == nil || !d.OwnTask:
		if bare {
			return Task{Title: string(r.Key)}
		}
		return Task{r.Title, withContext(r.Description, h.context(r, l))}
	case terms.Public:
		return Task{d.Task.Title, withContext(d.Task.Body, []string{t.line(requestLine, string(r.Key))})}
	case bare:
		return Task{d.Task.Title, withContext(d.Task.Body, append(h.due(r, l), t.line(requestLine, string(r.Key))))}
	}
	return Task{d.Task.Title, withContext(d.Task.Body, append(h.due(r, l), t.line(requestLine, h.back(r))))}
}

// due is the line that says when the task is due, where the tool has no field
// for it.
func (h House) due(r *Request, l *Link) []string {
	if at := h.dueAt(r, l); at != "" {
		return []string{h.Directory.tongue(l.Team).line(dueLine, at)}
	}
	return nil
}

// dueAt is when the task is due, as its team tells the time; "" where the tool
// has a field for it.
func (h House) dueAt(r *Request, l *Link) string {
	at := r.DueAt
	if d := r.Delegation(l.Delegation); d != nil && !d.DueAt.IsZero() {
		at = d.DueAt
	}
	if at.IsZero() || l.Connection != ByHand && (h.Holds == nil || h.Holds(l.Connection, ticket.Due)) {
		return ""
	}
	return h.Directory.tongue(l.Team).minute(at)
}

const contextRule = "---"

// ruleBelow is the line above the context block. Where something had to be closed
// above it, its length says how many lines that took.
func ruleBelow(end string) string {
	if end == "" {
		return contextRule
	}
	return "__" + strings.Repeat("_", strings.Count(end, "\n"))
}

// closedAbove is how many lines a rule says, 0 if none.
func closedAbove(rule string) int {
	if len(rule) < 3 || strings.Trim(rule, "_") != "" {
		return 0
	}
	return len(rule) - 2
}

func withContext(body string, lines []string) string {
	list := "\n\n- " + strings.Join(lines, "\n- ")
	body = strings.TrimRight(body, "\n")
	if body == "" {
		return contextRule + list
	}
	end := closing(body)
	return body + end + "\n\n" + ruleBelow(end) + list
}

// context is what a team needs to know of a request.
func (h House) context(r *Request, l *Link) []string {
	t := h.Directory.tongue(l.Team)
	var lines []string
	add := func(label, value string) {
		if value != "" {
			lines = append(lines, t.line(label, value))
		}
	}
	add(clientLine, h.Directory.clientTitle(r.Client))
	add(serviceLine, h.service(r.Service))
	for _, a := range r.Affected {
		add(affectedLine, fmt.Sprintf("%s, %s", h.Directory.serviceTitle(a.Service), t.impact(a.Impact)))
	}
	add(priorityLine, string(r.Priority))
	add(sinceLine, t.minute(r.StartedAt))
	add(reportedLine, t.minute(r.ReportedAt))
	lines = append(lines, h.answers(r, t)...)
	return append(append(lines, h.due(r, l)...), t.line(requestLine, h.back(r)))
}

func (h House) service(id ServiceID) string {
	title := h.Directory.serviceTitle(id)
	if site := h.Directory.Services[id].Site; site != "" {
		title += ", " + site
	}
	return title
}

// back is the link back to a request.
func (h House) back(r *Request) string {
	if h.Directory.BaseURL == "" {
		return string(r.Key)
	}
	return fmt.Sprintf("[%s](%s/requests/%s)", r.Key, strings.TrimRight(h.Directory.BaseURL, "/"), r.Key)
}

// StripContext removes what TaskText put below a description, as it may have
// come back from a tool's own markup.
func StripContext(body string) string {
	own, context := splitContext(body)
	rule, _, _ := strings.Cut(strings.TrimLeft(context, "\n "), "\n")
	return unclosed(own, closedAbove(rule))
}

// splitContext parts a text from the context block below it.
func splitContext(text string) (body, context string) {
	lines := strings.Split(text, "\n")
	for i, line := range slices.Backward(lines) {
		if rule(line) && isContext(lines[i+1:]) {
			body = strings.TrimRight(strings.Join(lines[:i], "\n"), "\n ")
			return body, text[len(body):]
		}
	}
	return text, ""
}

func rule(line string) bool {
	bare := strings.ReplaceAll(strings.TrimSpace(line), " ", "")
	return len(bare) >= 3 && strings.Trim(bare, bare[:1]) == "" && strings.ContainsAny(bare[:1], "-*_")
}

// isContext reports whether lines are a list that ends with the link back, in
// whatever language its team is or was told.
func isContext(lines []string) bool {
	last := ""
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if line[0] != '-' && line[0] != '*' {
			return false
		}
		last = strings.TrimSpace(line[1:])
	}
	return strings.HasPrefix(last, requestLine+": ") || strings.HasPrefix(last, inGerman(requestLine)+": ")
}
