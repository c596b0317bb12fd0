package sqlstore

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// tag is one of a request's many values that lists select by.
type tag struct{ kind, value string }

// The kinds of tag.
const (
	tagLabel      = "label"
	tagAttention  = "attention"
	tagService    = "service"
	tagTeam       = "team"
	tagHealth     = "health"
	tagRestricted = "restricted"
	tagGathered   = "gathered" // by an umbrella's id
	tagTicket     = "ticket"   // of a living link, see ticketTag
	tagUmbrella   = "umbrella" // by its kind
	tagFlowing    = "flowing"  // of an umbrella
	tagNext       = "next"     // who must act
	tagSending    = "sending"  // when the next reply goes, see sendingTag

	// Of open requests alone: few of those that there ever were.
	tagOpenTeam    = "openteam"
	tagOpenLabel   = "openlabel"
	tagOpenService = "openservice"
)

func tagsOf(r *request.Request) []tag {
	var all []tag
	add := func(kind, value string) {
		if t := (tag{kind, value}); value != "" && !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	both := func(kind, open, value string) {
		add(kind, value)
		if isOpen(r) {
			add(open, value)
		}
	}
	for _, l := range r.Labels {
		both(tagLabel, tagOpenLabel, l)
	}
	for _, a := range r.Reasons() {
		add(tagAttention, string(a))
	}
	for _, n := range r.Turn().Next() {
		add(tagNext, n)
	}
	for _, p := range r.Restricted {
		add(tagRestricted, p)
	}
	add(tagGathered, string(r.Gathered))
	add(tagUmbrella, string(r.Umbrella))
	if r.Flowing {
		add(tagFlowing, "1")
	}
	if at := r.SendAt(); !at.IsZero() {
		add(tagSending, sendingTag(at))
	}
	both(tagService, tagOpenService, string(r.Service))
	for _, a := range r.Affected {
		both(tagService, tagOpenService, string(a.Service))
	}
	for _, d := range r.Delegations {
		both(tagTeam, tagOpenTeam, string(d.Team))
	}
	for _, l := range r.Links {
		both(tagTeam, tagOpenTeam, string(l.Team))
		add(tagHealth, string(l.Health))
		if l.Ticket.Key != "" && l.Connection != request.ByHand && l.Health != request.Detached {
			add(tagTicket, ticketTag(l.Connection, l.Target, l.Ticket.Key))
		}
	}
	return all
}

// sendingTag is a time whose order is that of its text.
func sendingTag(at time.Time) string { return fmt.Sprintf("%020d", at.UnixMicro()) }

// Sending implements [store.Desk].
func (s *Store) Sending(ctx context.Context, by time.Time, limit int) ([]request.Key, error) {
	found, err := rows(s.reader(ctx), single[string], `SELECT r.key FROM tags g JOIN requests r ON r.seq=g.request
		WHERE g.kind='`+tagSending+`' AND g.value<=$1 ORDER BY g.value, g.request LIMIT $2`, sendingTag(by), int64(limit))
	keys := make([]request.Key, len(found))
	for i, key := range found {
		keys[i] = request.Key(key)
	}
	return keys, wrap("sending", err)
}

// ticketTag is a ticket as people call it, with its place.
func ticketTag(connection, target, key string) string {
	return strings.Join([]string{connection, strings.ToLower(target), request.TicketName(key)}, "\n")
}

// namesHolder implements Doc.Holder for one request.
func (t *tx) namesHolder(but *held, connection, target, ticket string) (key request.Key, err error) {
	found, err := rows(t, single[string], `SELECT r.key FROM tags g JOIN requests r ON r.seq=g.request
		WHERE g.kind='`+tagTicket+`' AND g.value=$1 AND g.request<>$2 ORDER BY r.seq LIMIT 1`,
		ticketTag(connection, target, ticket), but.seq)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("ticket %s: %w", ticket, store.ErrNotFound)
	}
	if err != nil {
		return "", err
	}
	return request.Key(found[0]), nil
}

// saveTags stores how the tags of a request changed.
func (t *tx) saveTags(h *held) error {
	now := tagsOf(h.req)
	for _, was := range h.tags {
		if slices.Contains(now, was) {
			continue
		}
		if err := t.put(`DELETE FROM tags WHERE kind=$1 AND value=$2 AND request=$3`, was.kind, was.value, h.seq); err != nil {
			return err
		}
	}
	for _, is := range now {
		if slices.Contains(h.tags, is) {
			continue
		}
		if err := t.put(`INSERT INTO tags (kind, value, request) VALUES ($1, $2, $3)`, is.kind, is.value, h.seq); err != nil {
			return err
		}
	}
	h.tags = now
	return nil
}
