package memstore

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/internal/row"
)

// held is a request in a transaction: as the caller changes it, and what it was.
type held struct {
	req     *request.Request
	row     requestRow
	links   map[request.LinkID]string
	ext     []request.ExternalID
	touched bool
	events  []request.Event
}

// hold loads a request for the transaction, once.
func (t *tx) hold(id request.ID) (*held, error) {
	for _, h := range t.held {
		if h.req.ID == id {
			return h, nil
		}
	}
	r, ok := t.st.requests[id]
	if !ok {
		return nil, missing("request", id)
	}
	read, err := decode[request.Request](t.s.docs, r.doc)
	if err != nil {
		return nil, t.fail(fmt.Errorf("request %s: %w", id, err))
	}
	h := &held{req: &read, row: r, links: map[request.LinkID]string{}}
	h.req.Version, h.req.UpdatedAt = r.version, time.UnixMicro(r.updated).UTC()
	for _, link := range r.links {
		h.links[link] = t.st.links[link].doc
		l, err := decode[request.Link](t.s.docs, h.links[link])
		if err != nil {
			return nil, t.fail(fmt.Errorf("link %s: %w", link, err))
		}
		h.req.Links = append(h.req.Links, l)
	}
	h.ext = slices.Clone(h.req.ExternalIDs)
	t.held = append(t.held, h)
	return h, nil
}

// create gives a new request its key and holds it; flush stores it.
func (t *tx) create(r *request.Request) (*held, error) {
	if _, known := t.st.requests[r.ID]; known || r.ID == "" {
		return nil, t.fail(fmt.Errorf("request %q: %w", r.ID, store.ErrKnown))
	}
	for _, x := range r.ExternalIDs {
		if err := t.unknown(x); err != nil {
			return nil, err
		}
	}
	t.st.keys++
	r.Key = request.Key("SP-" + strconv.FormatInt(t.st.keys, 10))
	r.Version, r.UpdatedAt = 1, t.time()
	if r.CreatedAt.IsZero() {
		r.CreatedAt = r.UpdatedAt
	}
	doc, err := row.Encode(r)
	if err != nil {
		return nil, t.fail(err)
	}
	h := &held{req: r, row: requestRow{seq: t.st.keys, key: r.Key, doc: doc}, links: map[request.LinkID]string{}, touched: true}
	set(t, t.st.requests, r.ID, h.row)
	t.held = append(t.held, h)
	return h, nil
}

// unknown fails with a KnownError if a request has this external id.
func (t *tx) unknown(x request.ExternalID) error {
	if id, ok := t.st.external[x]; ok {
		return &store.KnownError{Key: t.st.requests[id].key}
	}
	return nil
}

// flush stores every held request and lets go of it.
func (t *tx) flush() error {
	visible := make([]bool, len(t.held))
	for i, h := range t.held {
		seen, err := t.saveLinks(h)
		if err != nil {
			return t.fail(err)
		}
		visible[i] = seen
	}
	for i, h := range t.held {
		if err := t.saveRequest(h, t.dropLinks(h) || visible[i] || h.touched); err != nil {
			return t.fail(err)
		}
	}
	t.held = nil
	return nil
}

func (t *tx) saveRequest(h *held, changed bool) error {
	doc, err := row.Encode(h.req)
	if err != nil {
		return err
	}
	r := h.row
	r.links = nil
	for _, l := range h.req.Links {
		r.links = append(r.links, l.ID)
	}
	if changed = changed || doc != r.doc; changed {
		r.doc, r.version, r.updated = doc, r.version+1, t.now
		h.req.Version, h.req.UpdatedAt = r.version, t.time()
		if err := t.saveExternal(h); err != nil {
			return err
		}
	}
	set(t, t.st.requests, h.req.ID, r)
	for _, e := range h.events {
		e.ID = 0
		text, err := json.Marshal(e)
		if err != nil {
			return err
		}
		t.st.events = append(t.st.events, eventRow{h.req.ID, string(text)})
	}
	if changed || len(h.events) > 0 {
		t.woken[store.FeedWork] = true
	}
	return nil
}

func (t *tx) saveExternal(h *held) error {
	for _, x := range h.ext {
		if !slices.Contains(h.req.ExternalIDs, x) {
			drop(t, t.st.external, x)
		}
	}
	for _, x := range h.req.ExternalIDs {
		if slices.Contains(h.ext, x) {
			continue
		}
		if err := t.unknown(x); err != nil {
			return err
		}
		set(t, t.st.external, x, h.req.ID)
	}
	return nil
}
