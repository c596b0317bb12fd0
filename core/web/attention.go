package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// reasonView is one reason to look at a request, with what is behind it.
type reasonView struct {
	Reason request.Attention
	Causes []causeView
}

// causeView is one cause: which team, what, since when, and what can be done.
type causeView struct {
	request.Concern
	Says string
}

// Resolvable reports whether the fitting answer is to resolve the request.
func (v reasonView) Resolvable(moves []request.Status) bool {
	return v.Reason == request.AttentionAllDone && slices.Contains(moves, request.Resolved)
}

// reasonViews lists why the desk should look at a request, as the desk read it.
func (s *Site) reasonViews(l *language, n names, r *request.Request) []reasonView {
	var out []reasonView
	why := r.Why(s.o.Now())
	for _, reason := range r.Attention {
		v := reasonView{Reason: reason}
		for _, c := range why {
			if c.Attention == reason {
				v.Causes = append(v.Causes, causeView{c, l.cause(n, c)})
			}
		}
		out = append(out, v)
	}
	return out
}

// cause says a concern in the page's language.
func (l *language) cause(n names, c request.Concern) string {
	team := n.team(c.Team)
	who := team
	if c.By != "" {
		who = l.say("cause.who", c.By, team)
	}
	switch c.Attention {
	case request.AttentionTeamAsks:
		return l.asks(who, c)
	case request.AttentionReturned:
		return l.say("cause.returned", who, unmarked(because(l, n, c.Text)))
	case request.AttentionHeldUp:
		return l.say("cause.held_up", who, n.team(request.TeamID(c.Text)))
	case request.AttentionReopened:
		return l.say("cause.reopened", who)
	case request.AttentionTwice:
		return l.say("cause.two_tickets", who)
	case request.AttentionUmbrella:
		return l.say("cause.umbrella_cancelled", c.Text)
	case request.AttentionConflict:
		return l.say("cause.conflict", l.word("field", c.Field), team)
	case request.AttentionUnsent:
		return l.fault(c.Text)
	case request.AttentionSync:
		return l.say("cause.sync", who, l.trouble(c.Text))
	default: // the reason says it all
		return ""
	}
}

func (l *language) asks(who string, c request.Concern) string {
	switch {
	case c.Kind != request.AsksByWaiting:
		return l.say("cause.ask", who, unmarked(c.Text))
	case c.Text == "":
		return l.say("cause.waits", who)
	}
	return l.say("cause.waiting", who, unmarked(c.Text))
}

// offerViews lists what teams offer and nobody has used yet.
func offerViews(l *language, n names, r *request.Request) (out []causeView) {
	for _, c := range r.Offers() {
		who := l.say("cause.who", c.By, n.team(c.Team))
		says := l.say("offer.draft", who)
		if c.Kind == request.AsksByEstimate {
			says = l.say("offer.eta", who, l.moment(c.At.Format(time.RFC3339Nano)))
		}
		out = append(out, causeView{c, says})
	}
	return out
}

// draftView is a team's words for the client beside the place to write to them.
type draftView struct {
	request.Concern
	Who string
}

func draftViews(l *language, n names, r *request.Request) []draftView {
	var out []draftView
	for _, c := range r.Drafts() {
		out = append(out, draftView{c, l.say("cause.who", c.By, n.team(c.Team))})
	}
	return out
}

// use puts a draft into the place to write to the client: it is the desk's to
// change and to send.
func (p *requestPage) use(note string) {
	for _, d := range p.Drafts {
		if string(d.Note) == note {
			p.Compose.Draft, p.Compose.Body = note, d.Text
		}
	}
}

// discard puts a team's draft away.
func (s *Site) discard(w http.ResponseWriter, r *http.Request, v visitor) {
	s.act(w, r, v, form{Name: "seen"}, "done.discard", func(t desk.Target) error {
		_, err := s.o.Desk.DiscardDraft(r.Context(), v.Actor, t, request.NoteID(r.PathValue("note")))
		return err
	})
}

// takeEstimate makes a team's own estimate the expected time.
func (s *Site) takeEstimate(w http.ResponseWriter, r *http.Request, v visitor) {
	s.act(w, r, v, form{Name: "seen"}, "done.estimate", func(t desk.Target) error {
		_, err := s.o.Desk.TakeEstimate(r.Context(), v.Actor, t, request.DelegationID(r.PathValue("id")))
		return err
	})
}

// start gives a team its task now.
func (s *Site) start(w http.ResponseWriter, r *http.Request, v visitor) {
	s.act(w, r, v, form{Name: "seen"}, "done.start", func(t desk.Target) error {
		_, err := s.o.Desk.Start(r.Context(), v.Actor, t, request.DelegationID(r.PathValue("id")))
		return err
	})
}
