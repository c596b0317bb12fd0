package servicenow

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Changes reads the records that changed, one call where nothing did. Comments
// bump their record, so that journals are read only for records that changed,
// by one call a page. A poll ends with a mark, which carries the overlap; until
// then a cursor is a place inside of the poll.
func (c *conn) Changes(ctx context.Context, from sdk.Cursor) iter.Seq2[sdk.Change, error] {
	return func(yield func(sdk.Change, error) bool) {
		p := poll{conn: c, ctx: ctx, yield: yield}
		if err := p.run(from); err != nil {
			yield(sdk.Change{}, err)
		}
	}
}

// poll is one run of Changes.
type poll struct {
	*conn
	ctx   context.Context
	yield func(sdk.Change, error) bool
	at    position
	clock time.Time  // the instance's, as the last answer said
	last  sdk.Cursor // of what was handed on
	quit  bool       // the reader has had enough
}

func (p *poll) run(from sdk.Cursor) error {
	if from == "" {
		return p.begin()
	}
	at, err := parseCursor(from)
	if err != nil {
		return err
	}
	p.at, p.last = at, from
	if err := p.records(); err != nil || p.quit {
		return err
	}
	if err := p.asides(); err != nil || p.quit {
		return err
	}
	return p.mark(p.at.advance(nil, p.clock))
}

// mark tells how far the poll has come.
func (p *poll) mark(at position) error {
	c, err := at.cursor()
	if err == nil {
		p.yield(sdk.Change{Kind: ticket.Mark, Cursor: c}, nil)
	}
	return err
}

// begin finds the newest rows and starts behind them.
func (p *poll) begin() error {
	l, err := p.listing(nil)
	if err != nil {
		return err
	}
	l.order = "^ORDERBYDESCsys_updated_on^ORDERBYDESCsys_id"
	list, head, err := p.api.list(p.ctx, l)
	if err != nil {
		return err
	}
	now := head.date.UTC()
	if now.IsZero() && len(list) == 0 {
		return fault.Errorf(fault.Misread, "poll", "the answer has neither rows nor a date")
	}
	return p.mark(position{At: now, Files: now}.advance(list, now))
}

// listing asks for records of our group and those that we made; without a group
// for all.
func (p *poll) listing(where query) (listing, error) {
	group, err := p.groupID(p.ctx)
	if err != nil {
		return listing{}, err
	}
	if group != "" {
		where = append(slices.Clone(where), is("assignment_group", group)+"^OR"+is("correlation_display", own))
	}
	return listing{
		op: "poll", path: tables + p.settings.Table, where: where,
		order: "^ORDERBYsys_updated_on^ORDERBYsys_id", fields: recordFields, limit: pageSize,
		keep: func(r record) bool {
			return group == "" || r.raw("assignment_group") == group || r.raw("correlation_display") == own
		},
	}, nil
}

// records reads page after page. The next page starts behind the last row's time
// and id, since offsets shift while rows change; an offset only steps over rows
// that are hidden from us.
func (p *poll) records() error {
	since, begin := p.at.from(), p.at.begin()
	l, err := p.listing(query{"sys_updated_on>=" + formatTime(since)})
	if p.at.After != "" {
		l.where, err = p.behind(formatTime(p.at.At), p.at.After)
	}
	if err != nil {
		return err
	}
	ours := l.keep
	l.keep = func(r record) bool {
		at, ok := parseTime(r.raw("sys_updated_on"))
		return ok && !at.Before(since) && ours(r)
	}
	for !p.quit {
		list, head, err := p.api.list(p.ctx, l)
		if err != nil {
			return err
		}
		p.clock = head.date.UTC()
		if err := p.hand(list, begin); err != nil {
			return err
		}
		next, more := head.after(l.offset, l.limit, len(list))
		if !more {
			return nil
		}
		if len(list) == 0 {
			l.offset = next
			continue
		}
		end := list[len(list)-1]
		if l.where, err = p.behind(end.raw("sys_updated_on"), end.raw("sys_id")); err != nil {
			return err
		}
		l.offset = 0
	}
	return nil
}

// behind is the question for the rows after one in the order of the poll.
func (p *poll) behind(at, id string) (query, error) {
	later, err := p.listing(query{"sys_updated_on>" + literal(at)})
	if err != nil {
		return nil, err
	}
	same, err := p.listing(query{is("sys_updated_on", at), "sys_id>" + literal(id)})
	if err != nil {
		return nil, err
	}
	return query{later.where.String() + "^NQ" + same.where.String()}, nil
}

// hand gives one page's news to the reader.
func (p *poll) hand(list []record, since time.Time) error {
	news := slices.DeleteFunc(slices.Clone(list), p.at.knows)
	p.at = p.at.advance(list, p.clock)
	if len(news) == 0 {
		return nil
	}
	ids := make([]string, len(news))
	for i, r := range news {
		ids[i] = r.raw("sys_id")
	}
	entries, _, err := p.entries(p.ctx, ids, since)
	if err != nil && fault.ClassOf(err) != fault.Denied {
		return err
	}
	for _, r := range news {
		behind := p.last
		if at, ok := p.at.behind(r, since, p.clock); ok {
			if behind, err = at.cursor(); err != nil {
				return err
			}
		}
		p.tell(p.changes(r, entries), behind)
	}
	return nil
}

// tell yields changes that belong together. Only the last one carries the cursor
// behind them: who stops before it reads them again.
func (p *poll) tell(changes []sdk.Change, behind sdk.Cursor) {
	for i, change := range changes {
		if i == len(changes)-1 {
			p.last = behind
		}
		change.Cursor = p.last
		if p.quit = p.quit || !p.yield(change, nil); p.quit {
			return
		}
	}
}

// changes tells of one record and what was said there.
func (p *poll) changes(r record, entries []record) []sdk.Change {
	t := p.ticket(r)
	list := []sdk.Change{{Kind: ticket.Snapshot, Ref: t.Ref, Version: t.Version, Keys: t.Keys, By: p.actor(r.raw("sys_updated_by")), Ticket: &t}}
	for _, e := range of(entries, t.Ref.ID) {
		list = append(list, p.said(t, p.comment(e)))
	}
	return list
}

// said is the change that tells of a comment.
func (c *conn) said(t sdk.Ticket, comment sdk.Comment) sdk.Change {
	return sdk.Change{Kind: ticket.Commented, Ref: t.Ref, Version: t.Version, Keys: t.Keys, By: comment.By, Comment: &comment}
}
