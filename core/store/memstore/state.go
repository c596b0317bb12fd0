package memstore

import (
	"maps"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// state is the rows. They are values, replaced and never changed, with what
// they hold as JSON; a connection, which every poll writes, is kept as it is.
type state struct {
	requests    map[request.ID]requestRow
	links       map[request.LinkID]linkRow
	notes       map[request.NoteID]noteRow
	tickets     map[ticketID]request.LinkID
	comments    map[commentID]request.NoteID
	copies      map[request.LinkID][]request.NoteID // the notes with a copy for a link
	external    map[request.ExternalID]request.ID
	connections map[string]connectionRow
	deliveries  map[int64]deliveryRow
	received    map[[2]string]int64
	files       map[request.FileID]fileRow
	events      []eventRow
	keys, seq   int64 // the last ones given: to requests, to notes
	rows        int64 // and to deliveries
}

type ticketID struct {
	connection, container, id string
	letGo                     bool // by its link: another may have it
}

type commentID struct {
	link request.LinkID
	id   string
}

type requestRow struct {
	seq, version, updated int64
	key                   request.Key
	doc                   string
	links                 []request.LinkID
}

type linkRow struct {
	request request.ID
	doc     string
	state   string
	pending []string
	due     due
	conn    string
	ticket  ticketID
}

type noteRow struct {
	seq, created, version int64
	request               request.ID
	doc                   string
	copies                []request.Copy
}

type connectionRow struct {
	held   *store.Connection // never changed, only replaced
	cursor string
	due    due
}

type deliveryRow struct {
	doc string
	due due
	con string
}

type eventRow struct {
	request request.ID
	doc     string
}

func newState() state {
	return state{
		requests: map[request.ID]requestRow{}, links: map[request.LinkID]linkRow{}, notes: map[request.NoteID]noteRow{},
		tickets: map[ticketID]request.LinkID{}, comments: map[commentID]request.NoteID{},
		copies:   map[request.LinkID][]request.NoteID{},
		external: map[request.ExternalID]request.ID{}, connections: map[string]connectionRow{},
		deliveries: map[int64]deliveryRow{}, received: map[[2]string]int64{}, files: map[request.FileID]fileRow{}, keys: 1000,
	}
}

func (s state) clone() state {
	s.requests, s.links, s.notes = maps.Clone(s.requests), maps.Clone(s.links), maps.Clone(s.notes)
	s.tickets, s.comments, s.external = maps.Clone(s.tickets), maps.Clone(s.comments), maps.Clone(s.external)
	s.copies, s.files = maps.Clone(s.copies), maps.Clone(s.files)
	s.connections, s.deliveries, s.received = maps.Clone(s.connections), maps.Clone(s.deliveries), maps.Clone(s.received)
	s.events = s.events[:len(s.events):len(s.events)]
	return s
}
