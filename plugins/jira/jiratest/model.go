package jiratest

import (
	"encoding/json"
	"strconv"
	"time"
)

type issue struct {
	id               int
	key              string
	oldKeys          []string
	project          *project
	kind             string
	summary, text    string
	status           string
	priority, due    string
	resolution       string
	labels           []string
	assignee, author *User
	created, updated time.Time
	indexed          []time.Time // every time of an update, for the lagging index
	properties       map[string]json.RawMessage
	comments         []*comment
	files            []*file
	log              []entry
}

type comment struct {
	id               int
	author, editor   *User
	body             string
	created, updated time.Time
	visibility       map[string]any
	properties       map[string]json.RawMessage
}

type file struct {
	id         int
	name, kind string
	author     *User
	created    time.Time
	bytes      []byte
}

// entry is one line of the change log: what one person changed at once.
type entry struct {
	id    int
	by    *User
	at    time.Time
	items []item
}

type item struct{ field, from, fromText, to, toText string }

func (x *issue) idText() string { return strconv.Itoa(x.id) }

func (s *Server) id() int {
	s.nextID++
	return s.nextID
}

// touch notes a change of an issue.
func (s *Server) touch(x *issue) {
	x.updated = s.now()
	x.indexed = append(x.indexed, x.updated)
}

// note records what somebody changed and tells the webhook; nothing changed
// means nothing happened.
func (s *Server) note(x *issue, by *User, items []item) {
	if len(items) == 0 {
		return
	}
	s.touch(x)
	e := entry{s.id(), by, x.updated, items}
	x.log = append(x.log, e)
	s.tellUpdated(x, e)
}
