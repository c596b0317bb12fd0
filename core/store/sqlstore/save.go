package sqlstore

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/internal/row"
)

// create stores a new request's row and holds it; its links follow with flush.
func (t *tx) create(r *request.Request) (*held, error) {
	if r.ID == "" {
		r.ID = request.ID(t.s.o.IDs())
	}
	for _, x := range r.ExternalIDs {
		if err := t.unknown(x); err != nil {
			return nil, err
		}
	}
	h := &held{req: r, links: map[request.LinkID]string{}}
	if err := t.one(t.s.dialect.NextKey, nil, &h.seq); err != nil {
		return nil, err
	}
	r.Key = request.Key(t.s.o.KeyPrefix + "-" + strconv.FormatInt(h.seq, 10))
	r.Version, r.UpdatedAt = 1, t.time()
	if r.CreatedAt.IsZero() {
		r.CreatedAt = r.UpdatedAt
	}
	doc, err := row.Encode(r)
	if err != nil {
		return nil, t.fail(err)
	}
	h.doc = doc
	if err := t.put(`INSERT INTO requests (seq, id, key, version, kind, status, prio, client, assignee, is_open,
			restricted, due_at, promise_at, updated_at, doc, soon, turn, news_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)`,
		append(append([]any{h.seq, string(r.ID), string(r.Key)}, requestValues(r, doc)...), r.CreatedAt.UnixMicro())...); err != nil {
		return nil, err
	}
	h.touched = true
	t.keep(h)
	return h, nil
}

func requestValues(r *request.Request, doc string) []any {
	return []any{r.Version, string(r.Kind), string(r.Status), rank(r.Priority), string(r.Client), r.Assignee,
		flag(isOpen(r)), flag(len(r.Restricted) > 0), dueAt(r), promiseAt(r), r.UpdatedAt.UnixMicro(), doc, soonOf(r), turnOf(r)}
}

// unknown fails with a KnownError if a request has this external id.
func (t *tx) unknown(x request.ExternalID) error {
	var key string
	err := t.one(`SELECT r.key FROM external_ids x JOIN requests r ON r.seq=x.request
		WHERE x.owner=$1 AND x.type=$2 AND x.id=$3`, []any{x.Owner, x.Type, x.ID}, &key)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err == nil {
		err = &store.KnownError{Key: request.Key(key)}
	}
	return err
}

// flush stores every held request: links first, because they may move from one
// to another, and the rows last, because they count what changed.
func (t *tx) flush() error {
	visible := map[*held]bool{}
	for _, h := range t.order {
		seen, err := t.saveLinks(h)
		if err != nil {
			return err
		}
		visible[h] = seen || h.touched
	}
	for _, h := range t.order {
		gone, err := t.dropLinks(h)
		if err != nil {
			return err
		}
		visible[h] = visible[h] || gone
	}
	for _, h := range t.order {
		if err := t.saveRequest(h, visible[h]); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) saveRequest(h *held, changed bool) error {
	doc, err := row.Encode(h.req)
	if err != nil {
		return t.fail(err)
	}
	if changed = changed || doc != h.doc; changed {
		if err := t.saveExternal(h); err != nil {
			return err
		}
		if err := t.saveTags(h); err != nil {
			return err
		}
		if err := t.saveRow(h, doc); err != nil {
			return err
		}
	}
	if err := t.saveEvents(h); err != nil {
		return err
	}
	return t.announce(h, changed, h.touched || textOf(h.req) != h.text)
}

// saveRow raises the version, except of a request that this transaction made.
func (t *tx) saveRow(h *held, doc string) error {
	r := h.req
	r.Version, r.UpdatedAt = h.version+1, t.time()
	news := t.newsOf(h)
	if err := t.readOwn(h, news); err != nil {
		return err
	}
	return t.put(`UPDATE requests SET version=$2, kind=$3, status=$4, prio=$5, client=$6, assignee=$7, is_open=$8,
		restricted=$9, due_at=$10, promise_at=$11, updated_at=$12, doc=$13, soon=$14, turn=$15,
		news_at=CASE WHEN $16>news_at THEN $16 ELSE news_at END WHERE seq=$1`,
		append(append([]any{h.seq}, requestValues(r, doc)...), news)...)
}

func (t *tx) saveExternal(h *held) error {
	for _, was := range h.ext {
		if slices.Contains(h.req.ExternalIDs, was) {
			continue
		}
		if err := t.put(`DELETE FROM external_ids WHERE owner=$1 AND type=$2 AND id=$3`, was.Owner, was.Type, was.ID); err != nil {
			return err
		}
	}
	for _, is := range h.req.ExternalIDs {
		if slices.Contains(h.ext, is) {
			continue
		}
		if err := t.unknown(is); err != nil {
			return err
		}
		if err := t.put(`INSERT INTO external_ids (owner, type, id, request) VALUES ($1,$2,$3,$4)`, is.Owner, is.Type, is.ID, h.seq); err != nil {
			return err
		}
	}
	h.ext = slices.Clone(h.req.ExternalIDs)
	return nil
}

func (t *tx) saveEvents(h *held) error {
	for _, e := range h.events {
		e.ID = 0
		doc, err := json.Marshal(e)
		if err != nil {
			return t.fail(fmt.Errorf("event: %w", err))
		}
		if err := t.put(`INSERT INTO events (request, doc) VALUES ($1,$2)`, h.seq, string(doc)); err != nil {
			return err
		}
	}
	return nil
}

// announce adds to the feed if there is anything to see, and to the text that
// waits for its index.
func (t *tx) announce(h *held, changed, text bool) error {
	if changed || len(h.events) > 0 {
		if err := t.put(`INSERT INTO feed (request, at) VALUES ($1,$2)`, h.seq, t.now); err != nil {
			return err
		}
		t.wake(store.FeedWork)
	}
	if !text {
		return nil
	}
	t.wake(textWork)
	return t.put(`INSERT INTO text_due (request, gen) VALUES ($1,1)
		ON CONFLICT (request) DO UPDATE SET gen=text_due.gen+1`, h.seq)
}
