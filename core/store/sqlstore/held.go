package sqlstore

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// held is a request in a transaction: as the caller changes it, and what it was.
type held struct {
	seq     int64
	req     *request.Request
	doc     string                    // as loaded, "" if new
	links   map[request.LinkID]string // the same of each link
	order   []request.LinkID
	tags    []tag
	ext     []request.ExternalID
	version int64  // as loaded, 0 if new
	touched bool   // its notes changed, or the text of its links
	text    string // as loaded, without its notes
	events  []request.Event
	reader  string // to whom they are no news
}

const requestColumns = `seq, id, key, version, updated_at, doc`

func scanRequest(r *sql.Rows) (*held, error) {
	h := &held{req: &request.Request{}, links: map[request.LinkID]string{}}
	var id, key string
	var version, updated int64
	if err := r.Scan(&h.seq, &id, &key, &version, &updated, &h.doc); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(h.doc), h.req); err != nil {
		return nil, fmt.Errorf("request %s: %w", id, err)
	}
	h.req.ID, h.req.Key = request.ID(id), request.Key(key)
	h.version, h.req.Version, h.req.UpdatedAt = version, version, fromMicros(updated)
	return h, nil
}

// hold loads a request for the transaction, once.
func (t *tx) hold(where string, arg any) (*held, error) {
	found, err := rows(t, scanRequest, `SELECT `+requestColumns+` FROM requests WHERE `+where+t.lock, arg)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, store.ErrNotFound
	}
	h := found[0]
	if known := t.held[h.req.ID]; known != nil {
		return known, nil
	}
	if err := t.loadLinks(h); err != nil {
		return nil, err
	}
	h.tags, h.ext, h.text = tagsOf(h.req), slices.Clone(h.req.ExternalIDs), textOf(h.req)
	t.keep(h)
	return h, nil
}

func (t *tx) keep(h *held) {
	t.held[h.req.ID] = h
	t.order = append(t.order, h)
}

func (t *tx) loadLinks(h *held) error {
	type row struct {
		link request.Link
		doc  string
	}
	found, err := rows(t, func(r *sql.Rows) (l row, err error) {
		if err := r.Scan(&l.doc); err != nil {
			return l, err
		}
		return l, json.Unmarshal([]byte(l.doc), &l.link)
	}, `SELECT doc FROM links WHERE request=$1 ORDER BY pos, id`+t.lock, h.seq)
	for _, l := range found {
		h.req.Links = append(h.req.Links, l.link)
		h.links[l.link.ID] = l.doc
		h.order = append(h.order, l.link.ID)
	}
	return err
}

func isOpen(r *request.Request) bool {
	return r.MergedTo == "" && r.Status != request.Resolved && r.Status != request.Closed && r.Status != request.Cancelled
}

func rank(p request.Priority) int64 {
	if len(p) == 2 && p[0] == 'P' && p[1] >= '1' && p[1] <= '9' {
		return int64(p[1] - '0')
	}
	return 9
}

// never stands for "no due time", so that comparing and ordering need no NULL.
const never = math.MaxInt64

func dueAt(r *request.Request) int64 {
	if r.DueAt.IsZero() {
		return never
	}
	return r.DueAt.UnixMicro()
}

// Where the numbers begin that open requests without a target, those whose clock
// stands still, and ended requests are sorted by: each later than any target, the
// last two with their newest change first.
const (
	noTarget = 1 << 61
	paused   = noTarget + 1<<60
	over     = 1 << 62
	ended    = over - 1<<60 // ended requests are sorted by no less
)

// untimed is the number of a request without a target: by its priority, then the
// oldest first. The most urgent comes before any target, for nobody has said yet when
// it is late.
func untimed(r *request.Request) int64 {
	const timeBits = 52
	place := rank(r.Priority)<<timeBits + r.CreatedAt.UnixMicro()
	if rank(r.Priority) == 1 {
		return place - noTarget
	}
	return place + noTarget
}

// endedTurn is the least text that ended requests are sorted by for whose turn it is.
const endedTurn = "9"

// soonOf is the number that requests are sorted by for the time that is left.
func soonOf(r *request.Request) int64 {
	at, goal := r.Target()
	switch {
	case !isOpen(r):
		return over - r.UpdatedAt.UnixMicro()
	case goal == request.UpdateGoal || goal == request.DueGoal:
		return at.UnixMicro()
	case r.Status == request.WaitingClient:
		return paused - r.UpdatedAt.UnixMicro()
	}
	return untimed(r)
}

// turnOf is the text that requests are sorted by for who must act next; "" stands
// for rows of before there was such a column.
func turnOf(r *request.Request) string {
	t := r.Turn()
	return fmt.Sprintf("%d%s %016d", turnRank(t.Party), strings.Join(texts(t.Teams), ","), max(t.Since.UnixMicro(), 0))
}

// turnRank is the place of a party in that order.
func turnRank(p request.Party) int {
	switch p {
	case request.DeskParty:
		return 1
	case request.TeamParty:
		return 2
	case request.SupplierParty:
		return 3
	case request.ClientParty:
		return 4
	}
	return 9
}

// promiseAt is when a promised update is due, nil if none is.
func promiseAt(r *request.Request) any {
	if at := r.Promise(); !at.IsZero() {
		return at.UnixMicro()
	}
	return nil
}
