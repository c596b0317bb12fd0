package servicenowtest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Incident is a record as it stands in the instance: columns and raw values.
type Incident map[string]string

// Entry is one journal entry.
type Entry struct {
	ID, Element, Text, By string
}

// Incidents returns all incidents, the oldest first.
func (s *Server) Incidents() []Incident {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Incident
	for _, x := range s.tables["incident"].rows {
		list = append(list, Incident(maps.Clone(x)))
	}
	return list
}

// Incident returns one incident by its sys_id or number, nil if there is none.
func (s *Server) Incident(id string) Incident {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Incident(maps.Clone(s.byName(id)))
}

func (s *Server) byName(id string) row {
	for _, x := range s.tables["incident"].rows {
		if x["sys_id"] == id || x["number"] == id {
			return x
		}
	}
	return nil
}

// Journal returns the entries of an incident, the oldest first.
func (s *Server) Journal(id string) []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.journal(id)
}

func (s *Server) journal(id string) []Entry {
	var list []Entry
	for _, e := range s.tables["sys_journal_field"].rows {
		if e["element_id"] == id {
			list = append(list, Entry{e["sys_id"], e["element"], e["value"], e["sys_created_by"]})
		}
	}
	return list
}

// GroupID is the sys_id of the assignment group, UserID that of a user.
func (s *Server) GroupID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tables["sys_user_group"].rows[0]["sys_id"]
}

// UserID is the sys_id of a user, "" if there is none.
func (s *Server) UserID(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.user(name)["sys_id"]
}

// Agent acts as one of the people does in the tool's own pages.
type Agent struct {
	s    *Server
	user string
}

// As returns a user as an agent; an unknown one fails at its first act.
func (s *Server) As(user string) Agent { return Agent{s, user} }

// Create opens an incident in the group and returns its sys_id.
func (a Agent) Create(title, description string) (string, error) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	if a.s.user(a.user) == nil {
		return "", fmt.Errorf("create incident: no user %q", a.user)
	}
	set := row{"short_description": title, "description": description, "assignment_group": a.s.tables["sys_user_group"].rows[0]["sys_id"], "caller_id": a.s.user(a.user)["sys_id"]}
	x, p := a.s.insert(a.user, set)
	if p != nil {
		return "", errors.New("create incident: " + p.detail)
	}
	return x["sys_id"], nil
}

// Set writes columns of an incident, found by sys_id or number, with all rules of
// the instance: state, impact, urgency, assigned_to, short_description, comments,
// work_notes and so on.
func (a Agent) Set(id string, set map[string]string) error {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	x := a.s.byName(id)
	if x == nil || a.s.user(a.user) == nil {
		return fmt.Errorf("change incident: no incident %q or no user %q", id, a.user)
	}
	if p := a.s.change(a.user, x, row(set)); p != nil {
		return errors.New("change incident: " + p.detail)
	}
	return nil
}

// SetTitle renames an incident.
func (a Agent) SetTitle(id, title string) error {
	return a.Set(id, map[string]string{"short_description": title})
}

// SetState moves an incident, with the codes and notes that the state needs.
func (a Agent) SetState(id, state string) error {
	set := map[string]string{"state": state}
	switch state {
	case "3":
		set["hold_reason"] = "4"
	case "6", "7":
		set["close_code"], set["close_notes"] = "Solution provided", "Fixed."
	}
	return a.Set(id, set)
}

// Comment writes a comment that the customer sees and returns its sys_id; Note
// writes a work note.
func (a Agent) Comment(id, text string) (string, error) { return a.say(id, "comments", text) }

// Note writes a work note and returns its sys_id.
func (a Agent) Note(id, text string) (string, error) { return a.say(id, "work_notes", text) }

func (a Agent) say(id, element, text string) (string, error) {
	if err := a.Set(id, map[string]string{element: text}); err != nil {
		return "", err
	}
	for _, e := range slices.Backward(a.s.Journal(a.s.Incident(id)["sys_id"])) {
		if e.By == a.user && e.Element == element {
			return e.ID, nil
		}
	}
	return "", errors.New("comment incident: no text")
}

// Assign gives an incident to a user; "" takes it away.
func (a Agent) Assign(id, user string) error {
	return a.Set(id, map[string]string{"assigned_to": a.s.UserID(user)})
}

// Attach adds a file and returns its sys_id.
func (a Agent) Attach(id, name, typ string, content []byte) (string, error) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	x := a.s.byName(id)
	if x == nil {
		return "", fmt.Errorf("attach: no incident %q", id)
	}
	return a.s.attach(a.user, x, name, typ, content)["sys_id"], nil
}

// Detach deletes a file.
func (a Agent) Detach(file string) {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	t := a.s.tables["sys_attachment"]
	t.rows = slices.DeleteFunc(t.rows, func(x row) bool { return x["sys_id"] == file })
}

// Delete deletes an incident.
func (a Agent) Delete(id string) error {
	a.s.mu.Lock()
	defer a.s.mu.Unlock()
	x := a.s.byName(id)
	if x == nil {
		return fmt.Errorf("delete: no incident %q", id)
	}
	a.s.drop(a.user, x)
	return nil
}
