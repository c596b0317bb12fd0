package web

import (
	"cmp"
	"strings"
	"time"

	"github.com/spochub/spochub/core/request"
)

// turnView is who must act next on a request, and since when.
type turnView struct {
	Party  request.Party
	Who    string
	Person string // at the team, if its tool says
	Since  time.Time
	Mine   bool
}

func (s *Site) turnView(l *language, n names, r *request.Request, me string) turnView {
	t := r.Turn()
	v := turnView{Party: t.Party, Since: t.Since}
	switch t.Party {
	case request.ClientParty:
		v.Who = cmp.Or(n.client(r.Client), l.say("turn.client"))
	case request.TeamParty, request.SupplierParty:
		v.Who, v.Person = teamsOf(l, n, t), atTool(r, t)
	case request.DeskParty:
		v.Mine = r.Assignee != "" && r.Assignee == me
		switch {
		case v.Mine:
			v.Who = l.say("turn.you")
		case r.Assignee == "":
			v.Who = l.say("owner.none")
		default:
			v.Who = n.person(r.Assignee)
		}
	default: // it is over
		v.Who = n.person(r.Assignee)
	}
	return v
}

// teamsOf names the teams whose turn it is.
func teamsOf(l *language, n names, t request.Turn) string {
	var all []string
	for _, id := range t.Teams {
		all = append(all, n.team(id))
	}
	return cmp.Or(strings.Join(all, ", "), l.say("turn.supplier"))
}

// atTool is who has the ticket of the only team whose turn it is.
func atTool(r *request.Request, t request.Turn) string {
	if len(t.Teams) != 1 {
		return ""
	}
	for i := range r.Links {
		if k := &r.Links[i]; k.Team == t.Teams[0] && k.Health != request.Detached && k.Assignee != "" {
			return k.Assignee
		}
	}
	return ""
}
