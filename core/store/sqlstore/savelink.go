package sqlstore

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/internal/row"
)

// saveLinks stores the links of a request that are new, changed or come from
// another request, and reports whether people can see a difference.
func (t *tx) saveLinks(h *held) (bool, error) {
	visible := false
	for pos := range h.req.Links {
		l := &h.req.Links[pos]
		doc, err := json.Marshal(l)
		if err != nil {
			return false, t.fail(fmt.Errorf("link %s: %w", l.ID, err))
		}
		was, known := h.links[l.ID]
		switch {
		case !known:
			err = t.addLink(h, pos, l, string(doc))
			visible, h.touched = true, true
		case was != string(doc) || h.order[min(pos, len(h.order)-1)] != l.ID:
			err = t.changeLink(pos, l, string(doc))
			seen, text := row.Differs(was, l)
			visible, h.touched = visible || seen, h.touched || text
		}
		if err == nil {
			err = t.renewLink(l.ID)
		}
		if err != nil {
			return false, err
		}
		h.links[l.ID] = string(doc)
	}
	return visible, nil
}

// addLink stores a link that this request did not have: a new one, or one that
// moves here with its memory.
func (t *tx) addLink(h *held, pos int, l *request.Link, doc string) error {
	return t.put(`INSERT INTO links (id, request, pos, connection, container, ticket_id, health, doc, state)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,'{}')
		ON CONFLICT (id) DO UPDATE SET request=excluded.request, pos=excluded.pos, connection=excluded.connection,
		container=excluded.container, ticket_id=excluded.ticket_id, health=excluded.health, doc=excluded.doc`,
		string(l.ID), h.seq, int64(pos), l.Connection, l.Ticket.Container, l.Ticket.ID, string(l.Health), doc)
}

func (t *tx) changeLink(pos int, l *request.Link, doc string) error {
	return t.put(`UPDATE links SET pos=$2, connection=$3, container=$4, ticket_id=$5, health=$6, doc=$7 WHERE id=$1`,
		string(l.ID), int64(pos), l.Connection, l.Ticket.Container, l.Ticket.ID, string(l.Health), doc)
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
	state, err := json.Marshal(&n.State)
	if err != nil {
		return t.fail(fmt.Errorf("link %s: state: %w", id, err))
	}
	if err := t.put(`UPDATE links SET state=$2, held=$3 WHERE id=$1`, string(id), string(state), int64(len(n.State.Held))); err != nil {
		return err
	}
	return t.dirty(id, n.Lane)
}

// announceLinks remembers new links until their requests are stored.
func (t *tx) announceLinks(links []store.NewLink) {
	for _, n := range links {
		t.fresh[n.Link] = n
	}
}

// dropLinks removes the links that a request no longer has, unless another
// request has taken them over.
func (t *tx) dropLinks(h *held) (bool, error) {
	gone := false
	for _, id := range h.order {
		if h.req.Link(id) != nil {
			continue
		}
		gone = true
		n, err := t.exec(`DELETE FROM links WHERE id=$1 AND request=$2`, string(id), h.seq)
		if err == nil && n > 0 {
			err = t.put(`DELETE FROM link_changes WHERE link=$1`, string(id))
		}
		if err != nil {
			return false, err
		}
	}
	h.order = slices.DeleteFunc(h.order, func(id request.LinkID) bool { return h.req.Link(id) == nil })
	return gone, nil
}
