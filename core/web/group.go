package web

import (
	"time"

	"github.com/spochub/spochub/core/request"
)

// group is a stretch of the list under one heading.
type group struct {
	Icon, Class, Name string
	Count             int  // how many there are; 0 where the page does not tell
	Paused            bool // their clocks stand still
	Rows              []row
}

// groups puts the rows of a page under headings. Where a page is not the first or
// not the last, the groups at its ends may go on elsewhere, and are not counted.
func (x *lister) groups(rows []row, o request.Order, first, last bool) []group {
	var out []group
	for _, r := range rows {
		g := x.heading(r, o)
		if n := len(out); n == 0 || out[n-1].Name != g.Name {
			out = append(out, g)
		}
		at := &out[len(out)-1]
		at.Rows = append(at.Rows, r)
	}
	for i := range out {
		if (i > 0 || first) && (i < len(out)-1 || last) {
			out[i].Count = len(out[i].Rows)
		}
	}
	return out
}

// heading is the group that a row belongs to; without a name in a plain list.
func (x *lister) heading(r row, o request.Order) group {
	switch o {
	case request.ByTime:
		return x.byTime(r)
	case request.ByTurn:
		return x.byTurn(r)
	default:
		return group{}
	}
}

func (x *lister) byTime(r row) group {
	say := x.l.say
	switch {
	case r.Status.Over():
		return group{Icon: "tick", Name: say("group.over")}
	case r.Left.Class == "late":
		return group{Icon: "octagon", Class: "c-bad", Name: say("group.late")}
	case r.Left.Class == "soon":
		return group{Icon: "triangle", Class: "c-warn", Name: say("group.soon")}
	case r.Left.Class == "ok" && r.Left.At.Before(x.dayEnd()):
		return group{Icon: "history", Name: say("group.today")}
	case r.Left.Class == "ok":
		return group{Icon: "history", Name: say("group.later")}
	case r.Status == request.WaitingClient:
		return group{Icon: "pause", Name: say("group.waiting"), Paused: true}
	}
	if r.Priority == "P1" {
		return group{Icon: "alert", Name: say("group.untimed")}
	}
	return group{Icon: "circle", Name: say("group.none")}
}

func (x *lister) byTurn(r row) group {
	say := x.l.say
	switch r.Turn.Party {
	case request.DeskParty:
		return group{Icon: "person", Name: say("turn.desk")}
	case request.TeamParty:
		return group{Icon: "people", Name: r.Turn.Who}
	case request.SupplierParty:
		return group{Icon: "out", Name: say("turn.supplied", r.Turn.Who)}
	case request.ClientParty:
		return group{Icon: "pause", Name: say("turn.client")}
	}
	return group{Icon: "tick", Name: say("group.over")}
}

// dayEnd is when the desk's day ends, at least a shift from now.
func (x *lister) dayEnd() time.Time {
	now := x.now.In(x.s.o.TimeZone)
	end := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location())
	if shift := now.Add(8 * time.Hour); shift.After(end) {
		return shift
	}
	return end
}
