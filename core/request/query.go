package request

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// QueryError is a word of a query that says nothing. At counts characters from
// 1.
type QueryError struct {
	At   int
	Word string
	Text string
}

func (e *QueryError) Error() string {
	return fmt.Sprintf("at %d: %q: %s", e.At, excerpt(e.Word), e.Text)
}

// ParseQuery reads the inbox's query syntax: words and "exact words" for the
// full text, and queue:mine client: service: team: owner: watching: label: status: p:
// sla: promise: next: is: sync: with a value. A leading - excludes; several values of one key
// mean "or". Me is who owner:me and queue:mine mean.
func ParseQuery(q, me string, now time.Time) (Filter, error) {
	terms, err := scan(q)
	if err != nil {
		return Filter{}, err
	}
	p := parser{me: me, now: now}
	for _, t := range terms {
		if text := p.term(t); text != "" {
			return Filter{}, &QueryError{t.at, t.source, text}
		}
	}
	return p.filter, nil
}

type parser struct {
	me     string
	now    time.Time
	filter Filter
}

// into is the filter that a term belongs to; what is excluded has one of its own,
// because the parts of a filter go together.
func (p *parser) into(t term) *Filter {
	if !t.not {
		return &p.filter
	}
	p.filter.Not = &Filter{Not: p.filter.Not}
	return p.filter.Not
}

// term takes one term in; what it returns is what is wrong with it.
func (p *parser) term(t term) string {
	if t.value == "" {
		return "a value is missing"
	}
	f := p.into(t)
	switch t.key {
	case "":
		f.Words = append(f.Words, t.value)
	case "client":
		f.Clients = append(f.Clients, ClientID(t.value))
	case "service":
		f.Services = append(f.Services, ServiceID(t.value))
	case "team":
		f.Teams = append(f.Teams, TeamID(t.value))
	case "owner":
		f.Assignees = append(f.Assignees, p.owner(t.value))
	case "watching":
		f.Watchers = append(f.Watchers, p.owner(t.value))
	case "label":
		f.Labels = append(f.Labels, t.value)
	case "p":
		return addPriority(f, t.value)
	case "status":
		return addStatus(f, Status(t.value))
	case "is":
		return p.is(f, t)
	case "sync":
		return addHealth(f, t.value)
	case "queue":
		return p.queue(f, t)
	case "sla":
		return p.sla(f, t)
	case "promise":
		return p.promise(f, t.value)
	case "next":
		f.Next = append(f.Next, next(t.value))
		p.filter.Open = p.filter.Open || !t.not // where it is somebody's turn, a request is open
	default:
		return unknownKey(t.key)
	}
	return ""
}

// unknownKey names the keys that there are, and the word for what is looked for most.
func unknownKey(key string) string {
	if key == "attention" {
		return "unknown key; what needs attention is is:attention"
	}
	return "unknown key; known: queue client service team owner watching label status p sla promise next is sync"
}

func (p *parser) owner(value string) string {
	switch value {
	case "me":
		return p.me
	case "none":
		return ""
	}
	return value
}

func (p *parser) queue(f *Filter, t term) string {
	if t.value != "mine" || t.not {
		return "only queue:mine is known"
	}
	f.Assignees = append(f.Assignees, p.me, "")
	f.Open = true
	return ""
}

func (p *parser) sla(f *Filter, t term) string {
	if t.not {
		return "cannot be excluded"
	}
	if t.value == "late" {
		f.DueBefore = p.now
		return ""
	}
	left, ok := timeLeft(t.value)
	if !ok {
		return "is late, or a time such as <30m"
	}
	f.DueBefore = p.now.Add(left)
	return ""
}

// timeLeft reads a length of time such as <30m.
func timeLeft(value string) (time.Duration, bool) {
	text, ok := strings.CutPrefix(value, "<")
	left, err := time.ParseDuration(text)
	return left, ok && err == nil && left >= 0
}

// anyPromise is later than any update that is promised.
const anyPromise = 1000 * 24 * time.Hour

func (p *parser) promise(f *Filter, value string) string {
	left, ok := timeLeft(value)
	switch value {
	case "due":
		left, ok = 0, true
	case "any":
		left, ok = anyPromise, true
	}
	if !ok {
		return "is due, any, or a time such as <30m"
	}
	f.UpdateBy = p.now.Add(left)
	return ""
}

// next is who a query means by a party's word or a team's id.
func next(value string) string {
	if Party(value).Valid() {
		return value
	}
	return NextTeam(TeamID(value))
}

func addPriority(f *Filter, value string) string {
	p := Priority("P" + strings.TrimLeft(value, "pP"))
	if !p.Valid() {
		return "is one of 1, 2, 3, 4"
	}
	f.Priorities = append(f.Priorities, p)
	return ""
}

func addStatus(f *Filter, s Status) string {
	if Moves(s) == nil {
		return "is one of " + joined(Statuses())
	}
	f.Statuses = append(f.Statuses, s)
	return ""
}

func addHealth(f *Filter, value string) string {
	health, ok := map[string][]Health{
		"problem": {InConflict, Failed, Parked}, "conflict": {InConflict},
		"error": {Failed, Parked}, "sending": {Pending},
	}[value]
	if !ok {
		return "is one of problem, conflict, error, sending"
	}
	f.Health = append(f.Health, health...)
	return ""
}

func (p *parser) is(f *Filter, t term) string {
	kind := Kind(t.value)
	if t.value == "request" {
		kind = ServiceRequest
	}
	switch {
	case kind.Valid():
		f.Kinds = append(f.Kinds, kind)
	case t.value == "waiting":
		f.Statuses = append(f.Statuses, WaitingClient)
	case t.value == "unread":
		f.Unread = Unread{By: p.me, After: p.now.Add(-NewsFor)}
		p.filter.Open = p.filter.Open || !t.not // what ended has nothing more to tell
	case t.value == "attention":
		f.Attention = append(f.Attention, AttentionReturned, AttentionHeldUp, AttentionTeamAsks, AttentionAllDone, AttentionReopened, AttentionConflict, AttentionSync, AttentionTwice, AttentionUmbrella, AttentionUnsent)
		f.Promised.By = p.now
	case t.value == "umbrella":
		f.Umbrellas = append(f.Umbrellas, Major, Problem)
	case t.value == string(Major) || t.value == string(Problem):
		f.Umbrellas = append(f.Umbrellas, UmbrellaKind(t.value))
	case t.value == "open" && t.not:
		f.Statuses = append(f.Statuses, New, InProgress, WaitingClient, OnHold, Monitoring)
	case t.value == "open":
		f.Open = true
	case Moves(Status(t.value)) != nil:
		f.Statuses = append(f.Statuses, Status(t.value))
	default:
		return "is one of unread, attention, open, waiting, request, incident, service_request, question, complaint, umbrella, major, problem, " + joined(Statuses())
	}
	slices.Sort(f.Statuses)
	return ""
}
