package main

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Find implements sdk.Finder.
func (c *conn) Find(ctx context.Context, k sdk.Key) ([]sdk.Ticket, error) {
	var found []sdk.Ticket
	for t, err := range c.each(ctx, "find card", url.Values{"external": {string(k)}}, 0) {
		if err != nil {
			return nil, err
		}
		found = append(found, t)
	}
	return found, nil
}

// Changes implements sdk.Watcher. The tracker numbers its changes, so the cursor
// is the number of the last one seen; most tools have only times and need an
// overlap.
func (c *conn) Changes(ctx context.Context, from sdk.Cursor) iter.Seq2[sdk.Change, error] {
	return func(yield func(sdk.Change, error) bool) {
		after, err := c.after(ctx, from)
		if err != nil {
			yield(sdk.Change{}, err)
			return
		}
		seen := false
		for t, err := range c.each(ctx, "list changes", url.Values{}, after) {
			if err != nil {
				yield(sdk.Change{}, err)
				return
			}
			seen = true
			if !yield(snapshot(t), nil) {
				return
			}
		}
		if !seen {
			yield(sdk.Change{Kind: ticket.Mark, Cursor: cursor(after)}, nil)
		}
	}
}

func cursor(seq int64) sdk.Cursor { return sdk.Cursor(strconv.FormatInt(seq, 10)) }

func snapshot(t sdk.Ticket) sdk.Change {
	return sdk.Change{Kind: ticket.Snapshot, Ref: t.Ref, Version: t.Version, Keys: t.Keys, Ticket: &t, Cursor: cursor(int64(t.Version))}
}

// after turns a cursor into a number: from now, from the beginning (the tracker
// knows no times), or where the last poll ended.
func (c *conn) after(ctx context.Context, from sdk.Cursor) (int64, error) {
	if from == "" {
		var me account
		err := c.call(ctx, "who am I", http.MethodGet, "/me", nil, &me)
		return me.Seq, err
	}
	if strings.HasPrefix(string(from), "since:") {
		return 0, nil
	}
	seq, err := strconv.ParseInt(string(from), 10, 64)
	if err != nil {
		return 0, &fault.Error{Op: "list changes", Class: fault.Invalid, Field: "cursor", Err: err}
	}
	return seq, nil
}

// each pages through the cards of every board, the longest unchanged first.
func (c *conn) each(ctx context.Context, op string, query url.Values, after int64) iter.Seq2[sdk.Ticket, error] {
	return func(yield func(sdk.Ticket, error) bool) {
		for more := true; more; {
			query.Set("after", strconv.FormatInt(after, 10))
			var page cards
			if err := c.call(ctx, op, http.MethodGet, "/boards/support/cards?"+query.Encode(), nil, &page); err != nil {
				yield(sdk.Ticket{}, err)
				return
			}
			for _, x := range page.Cards {
				if !yield(c.ticket(x), nil) {
					return
				}
				after = x.Seq
			}
			more = page.More && len(page.Cards) > 0
		}
	}
}

// Receive implements sdk.Receiver.
func (c *conn) Receive(_ context.Context, d sdk.Delivery) ([]sdk.Change, error) {
	var event struct {
		Event string
		Card  card
	}
	if err := json.Unmarshal(d.Body, &event); err != nil {
		return nil, &fault.Error{Op: "decode delivery", Class: fault.Misread, Err: err}
	}
	if event.Event != "card" || event.Card.ID == "" {
		return nil, nil
	}
	change := snapshot(c.ticket(event.Card))
	change.Cursor = "" // only a poll moves the cursor
	return []sdk.Change{change}, nil
}
