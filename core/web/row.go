package web

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// row is one request in the list.
type row struct {
	Key, Title, Client, Service string
	Umbrella                    request.UmbrellaKind
	Kind                        request.Kind
	Priority                    string
	Wish                        string // the priority that the client asked for, where it is another
	Status                      request.Status
	WithTeam                    bool
	Owner, Initials             string
	OwnerMe                     bool
	Left                        left
	Turn                        turnView
	Attention                   []request.Attention
	Offers                      []request.Asking // what teams offer, each kind once
	Links                       []chip
	Updated                     time.Time
	By, Says                    string // the newest words
	Last                        string // what happened last
	Here                        string // who else looks at it
	Unread                      bool   // there is something that the reader has not read
}

// chip is a linked ticket where there is little room.
type chip struct {
	Tool, Key string
	Health    request.Health
	Class     string // ok wait bad
	ByHand    bool
}

// lister makes rows of requests for one reader.
type lister struct {
	s    *Site
	l    *language
	n    names
	me   string
	now  time.Time
	here map[request.Key]string
}

func (x *lister) rows(page desk.Page) []row {
	out := make([]row, 0, len(page.Items))
	for _, r := range page.Items {
		row := x.row(r, page.Newest[r.ID])
		row.Unread = page.Unread[r.ID]
		out = append(out, row)
	}
	return out
}

func (x *lister) row(r *request.Request, newest *request.Note) row {
	n := x.n
	v := row{
		Key: string(r.Key), Title: r.Title, Umbrella: r.Umbrella, Client: n.client(r.Client), Service: n.service(r.Service), Kind: r.Kind,
		Priority: string(r.Priority), Status: r.Status, WithTeam: withTeam(r), Owner: n.person(r.Assignee), OwnerMe: r.Assignee != "" && r.Assignee == x.me,
		Attention: r.Attention, Updated: r.UpdatedAt, Turn: x.s.turnView(x.l, n, r, x.me), Here: x.here[r.Key],
	}
	v.Initials = initials(v.Owner)
	if r.ClientPriority != r.Priority {
		v.Wish = string(r.ClientPriority)
	}
	from := cmp.Or(r.ReportedAt, r.CreatedAt)
	if newest != nil && newest.Audience == request.ToClient {
		from = newest.CreatedAt
	}
	v.Left = leftOf(r, from, x.now)
	for i := range r.Links {
		if k := &r.Links[i]; k.Health != request.Detached {
			v.Links = append(v.Links, newChip(n, k))
		}
	}
	for _, c := range r.Offers() {
		if !slices.Contains(v.Offers, c.Kind) {
			v.Offers = append(v.Offers, c.Kind)
		}
	}
	v.By, v.Says, v.Last = x.latest(r, newest)
	return v
}

// latest is who said what last, and how the list calls it.
func (x *lister) latest(r *request.Request, newest *request.Note) (by, says, last string) {
	switch {
	case newest == nil:
		return "", excerpt(r.Description), x.l.word("channel", r.Channel)
	case newest.Deleted:
		return "", "", x.l.say("last.deleted")
	}
	origin := newest.Author.Origin
	by, says = person(x.l, x.n, r, "", newest.Author.Name, origin), excerpt(x.l.recorded(r, newest))
	switch {
	case origin == request.ClientOrigin:
		last = x.l.say("last.client")
	case !hubs(origin):
		last = x.l.say("last.tool", x.n.toolAt(r, origin))
	case newest.Audience == request.ToClient:
		last = x.l.say("last.replied")
	case newest.Audience == request.Teams:
		last = x.l.say("last.message")
	default:
		last = x.l.say("last.note")
	}
	return by, says, last
}

// mostExcerpt is how many characters of a text a row holds.
const mostExcerpt = 140

// excerpt is the beginning of a Markdown text in one line, without its signs.
func excerpt(text string) string {
	text = unmarked(text)
	if runes := []rune(text); len(runes) > mostExcerpt {
		return string(runes[:mostExcerpt-1]) + "…"
	}
	return text
}

// unmarked is a Markdown text in one line, without its signs.
func unmarked(text string) string {
	text = request.OneLine(strings.NewReplacer("**", "", "`", "", "\n#", "\n", "\n- ", "\n").Replace(text))
	return strings.Join(strings.Fields(text), " ")
}

func newChip(n names, l *request.Link) chip {
	c := chip{Tool: tool(l), Key: l.Ticket.Key, Health: l.Health, Class: lampClass(l.Health)}
	if l.Connection == request.ByHand {
		c.Tool, c.ByHand, c.Class = n.team(l.Team), true, "wait"
	}
	return c
}

// lampClass is how a link's health is coloured.
func lampClass(h request.Health) string {
	switch h {
	case request.InSync:
		return "ok"
	case request.Pending, request.Detached:
		return "wait"
	default:
		return "bad"
	}
}

// withTeam reports whether the request waits for a team that works on it.
func withTeam(r *request.Request) bool {
	if r.Status != request.InProgress {
		return false
	}
	for i := range r.Delegations {
		if r.Delegations[i].Open() {
			return true
		}
	}
	return false
}

// seeable reports whether the desk's word alone ends a reason to look; the others
// last as long as what they say.
func seeable(a request.Attention) bool {
	switch a {
	case request.AttentionPromiseDue, request.AttentionConflict, request.AttentionSync, request.AttentionHeldUp, request.AttentionUnsent:
		return false
	default:
		return true
	}
}

// safeURL is a ticket's address, if it is one that a browser may open.
func safeURL(ref ticket.Ref) string {
	if len(ref.URL) > 7 && (ref.URL[:7] == "http://" || len(ref.URL) > 8 && ref.URL[:8] == "https://") {
		return ref.URL
	}
	return ""
}
