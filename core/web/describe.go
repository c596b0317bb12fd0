package web

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// eventEntry is an event as a line of the timeline.
func eventEntry(l *language, n names, r *request.Request, e request.Event) entry {
	out := entry{At: e.At, Who: who(l, n, r, e), Reason: clip(because(l, n, e.Reason)), Lane: "int", Reads: [3]bool{false, false, true}, Icon: "gear"}
	out.What = describe(l, n, r, e)
	switch e.Type {
	case request.Created:
		out.Lane, out.Reads, out.Icon = "cli", [3]bool{true, false, true}, "plus"
		out.Reason = l.word("channel", e.Reason)
	case request.Delegated, request.DelegationMove, request.LinkChanged:
		out.Lane, out.Reads, out.Icon = "team", [3]bool{false, true, true}, "out"
	case request.StatusChanged:
		out.Icon = "half"
	case request.CallerVerified:
		out.Icon, out.Reason = "tick", l.word("verified", e.Reason)
	case request.ConflictFound, request.ConflictEnded:
		out.Icon = "alert"
	case request.SyncNotice:
		out.Icon = "sync"
	default: // keeps the gear
	}
	return out
}

// describe says in a line what happened.
func describe(l *language, n names, r *request.Request, e request.Event) string {
	at := whichTicket(n, r, e)
	field := l.word("field", e.Field)
	switch e.Type {
	case request.Created:
		return l.say("event.created")
	case request.StatusChanged:
		return l.say("event.status", valueOf(l, n, e, e.From), valueOf(l, n, e, e.To))
	case request.Delegated:
		return l.say("event.delegated", e.To)
	case request.DelegationMove:
		return l.say("event.delegation", cmp.Or(at, l.say("value.none")), valueOf(l, n, e, e.To))
	case request.LinkChanged:
		return describeLink(l, at, e)
	case request.NoteAdded, request.Shared, request.NoteEdited, request.NoteDeleted:
		return l.word("event", e.Type)
	case request.ConflictFound:
		return l.say("event.conflict", field, at)
	case request.ConflictEnded:
		return l.say("event.settled", field, at, clip(valueOf(l, n, e, e.To)))
	case request.SyncNotice:
		return describeSync(l, n, at, field, e)
	case request.Merged, request.Unmerged:
		return l.say("event."+string(e.Type), cmp.Or(e.To, e.From))
	case request.CallerVerified:
		return l.say("event.verified", e.To)
	case request.FileAdded:
		return l.say("event.file", e.To)
	case request.FileDeleted:
		return l.say("event.filedeleted", e.From)
	case request.FileGone:
		return l.say("event.filegone", e.From)
	default:
		return describeChange(l, n, ofTask(field, at, e), e)
	}
}

// ofTask names the ticket beside a field of the task that it has.
func ofTask(field, at string, e request.Event) string {
	if at != "" && strings.HasPrefix(string(e.Field), "task") {
		return field + " · " + at
	}
	return field
}

// whichTicket is the ticket that an event is about; its tool is not said again
// where it is the tool that acts.
func whichTicket(n names, r *request.Request, e request.Event) string {
	link := r.Link(e.Link)
	switch {
	case link == nil:
		return ""
	case byTool(e):
		return cmp.Or(link.Ticket.Key, ticketName(n, link))
	}
	return ticketName(n, link)
}

func describeChange(l *language, n names, field string, e request.Event) string {
	from, to := clip(valueOf(l, n, e, e.From)), clip(valueOf(l, n, e, e.To))
	switch {
	case e.Field == "attention":
		return l.say("event.seen", from)
	case e.Field == ticket.Description || e.Field == "task.body":
		return l.say("event.text", field)
	case from == "":
		return l.say("event.set", field, to)
	case to == "":
		return l.say("event.cleared", field, from)
	}
	return l.say("event.changed", field, from, to)
}

func describeLink(l *language, at string, e request.Event) string {
	switch {
	case e.Field == ticket.State:
		return l.say("event.state", at, l.word("category", e.To))
	case e.Field == ticket.Assignee && e.To != "":
		return l.say("event.assignee", at, e.To)
	case e.Field == ticket.Assignee:
		return l.say("event.unassigned", at)
	case e.To == "":
		return l.say("event.unlinked", cmp.Or(e.From, at))
	}
	return l.say("event.ticket", cmp.Or(at, e.To))
}

func describeSync(l *language, n names, at, field string, e request.Event) string {
	switch {
	case e.Field == "retry":
		return l.say("event.retry", at)
	case e.Verdict == request.Rejected && e.Field == "":
		return l.say("event.refused", at)
	case e.Verdict == "" || e.Verdict == request.Applied || e.Field == "":
		return l.say("event.sync", at)
	}
	said := l.say("event.verdict", at, field, l.word("verdict", e.Verdict))
	if e.To == "" {
		return said
	}
	said += ": " + clip(valueOf(l, n, e, e.To))
	if e.Verdict == request.Rejected && e.From != "" {
		said += "; " + l.say("event.instead", clip(valueOf(l, n, e, e.From)))
	}
	return said
}

// value is a field's value as people read it.
func value(l *language, n names, f ticket.Field, text string) string {
	switch f {
	case "assignee":
		return n.person(text)
	case "service":
		return n.service(request.ServiceID(text))
	case "client":
		return n.client(request.ClientID(text))
	default:
		return l.plain(f, text)
	}
}

// plain is the value of a field that names nobody.
func (l *language) plain(f ticket.Field, text string) string {
	switch f {
	case ticket.State:
		return l.word("category", text)
	case "status":
		return l.word("status", text)
	case ticket.Due, "task_due", "reported_at", "started_at", "restored_at", "expected_at", "next_update_at", "estimate":
		return l.moment(text)
	case "kind":
		return l.word("kind", text)
	case "hold_reason":
		return l.word("hold", text)
	case "impact", "urgency":
		return l.word("level", text)
	case ticket.Labels:
		return strings.ReplaceAll(text, "\n", ", ")
	default:
		return text
	}
}

// mostShown is how much of a text one line shows.
const mostShown = 120

func clip(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= mostShown {
		return text
	}
	return string([]rune(text)[:mostShown-1]) + "…"
}
