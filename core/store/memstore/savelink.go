package memstore

import (
	"encoding/json"
	"fmt"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/internal/row"
	"github.com/spochub/spochub/sdk/ticket"
)

// saveLinks stores the links of a request and reports whether people can see a
// difference.
func (t *tx) saveLinks(h *held) (bool, error) {
	visible := false
	for i := range h.req.Links {
		l := &h.req.Links[i]
		doc, err := json.Marshal(l)
		if err != nil {
			return false, fmt.Errorf("link %s: %w", l.ID, err)
		}
		was, known := h.links[l.ID]
		switch {
		case !known:
			visible = true
			err = t.putLink(h, l, string(doc))
		case was != string(doc):
			seen, _ := row.Differs(was, l)
			visible = visible || seen
			err = t.putLink(h, l, string(doc))
		}
		if err == nil {
			err = t.renewLink(l.ID)
		}
		if err != nil {
			return false, err
		}
	}
	return visible, nil
}

func (t *tx) putLink(h *held, l *request.Link, doc string) error {
	r, known := t.st.links[l.ID]
	if !known {
		r = linkRow{state: "{}", due: due{lane: store.People}}
	}
	if err := t.moveTicket(l, r.ticket); err != nil {
		return err
	}
	r.request, r.doc, r.conn, r.ticket = h.req.ID, doc, l.Connection, ticketAt(l)
	set(t, t.st.links, l.ID, r)
	return nil
}

func ticketOf(connection string, ref ticket.Ref) ticketID {
	return ticketID{connection: connection, container: ref.Container, id: ref.ID}
}

func ticketAt(l *request.Link) ticketID {
	id := ticketOf(l.Connection, l.Ticket)
	id.letGo = l.Health == request.Detached
	return id
}

// moveTicket keeps tickets unique, but for those that were let go.
func (t *tx) moveTicket(l *request.Link, was ticketID) error {
	now := ticketAt(l)
	if was == now {
		return nil
	}
	if t.st.tickets[was] == l.ID {
		drop(t, t.st.tickets, was)
	}
	if now.id == "" {
		return nil
	}
	if _, taken := t.st.tickets[now]; taken && !now.letGo {
		return fmt.Errorf("ticket of link %s: %w", l.ID, store.ErrKnown)
	}
	set(t, t.st.tickets, now, l.ID)
	return nil
}

// renewLink gives a link that the transaction announced its memory and makes it
// due.
func (t *tx) renewLink(id request.LinkID) error {
	n, ok := t.fresh[id]
	if !ok {
		return nil
	}
	delete(t.fresh, id)
	if n.State.Epoch == 0 {
		n.State.Epoch = t.s.epoch
	}
	text, err := json.Marshal(&n.State)
	if err != nil {
		return err
	}
	r := t.st.links[id]
	r.state = string(text)
	set(t, t.st.links, id, r)
	return t.dirty(id, n.Lane)
}

// dropLinks removes the links that a request no longer has, unless another has
// taken them over.
func (t *tx) dropLinks(h *held) bool {
	gone := false
	for _, id := range h.row.links {
		if h.req.Link(id) != nil {
			continue
		}
		gone = true
		if r := t.st.links[id]; r.request == h.req.ID {
			if t.st.tickets[r.ticket] == id {
				drop(t, t.st.tickets, r.ticket)
			}
			drop(t, t.st.links, id)
		}
	}
	return gone
}
