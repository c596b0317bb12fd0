package jiratest

import (
	"net/http"
)

func (s *Server) listTransitions(c call) reply {
	x := s.visible(c)
	if x == nil {
		return absent()
	}
	return reply{http.StatusOK, object{"expand": "transitions", "transitions": s.transitionViews(c, x)}}
}

func (s *Server) transit(c call) reply {
	x := s.visible(c)
	if x == nil || c.user == nil {
		return absent()
	}
	want, _ := c.body["transition"].(object)
	fields, _ := c.body["fields"].(object)
	for _, t := range s.flow.from(x.status) {
		if s.may(c.user, "TRANSITION_ISSUES") && want["id"] == s.flow.idOf(t, x.kind) {
			return s.pass(x, c.user, t, fields)
		}
	}
	return refuse(http.StatusBadRequest, "It seems that you have tried to perform an illegal workflow operation.")
}

// pass makes one transition with the fields of its screen.
func (s *Server) pass(x *issue, by *User, t transition, fields object) reply {
	for name := range fields {
		if name != "resolution" || !t.resolution {
			return invalid(faults{name: offScreen(name)})
		}
	}
	m, _ := fields["resolution"].(object)
	name, _ := m["name"].(string)
	switch {
	case t.resolution && name == "":
		return invalid(faults{"resolution": "Resolution is required."})
	case t.resolution && idOfCode(resolutions(), name) == "":
		return invalid(faults{"resolution": "Resolution name '" + name + "' is not valid"})
	}
	s.note(x, by, s.step(x, t, name))
	return reply{http.StatusNoContent, nil}
}

// step applies a transition and returns its lines of the change log.
func (s *Server) step(x *issue, t transition, resolution string) []item {
	from, to := s.flow.status(t.from), s.flow.status(t.to)
	items := []item{{"status", from.id, from.name, to.id, to.name}}
	if x.resolution != resolution {
		items = append(items, item{"resolution", idOfCode(resolutions(), x.resolution), x.resolution, idOfCode(resolutions(), resolution), resolution})
	}
	x.status, x.resolution = t.to, resolution
	return items
}
