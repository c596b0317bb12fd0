package sync_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/ticket"
)

// noting is a connection whose writes are noted down, by ticket, in the order
// in which they were made.
type noting struct {
	placed
	log    map[string][]string
	limits *map[ticket.Field]ticket.Limit
}

func noted(log map[string][]string) change {
	return func(c *sync.Connection) {
		limits := new(map[ticket.Field]ticket.Limit)
		c.Conn = noting{elsewhere(c.Conn, func(p *ticket.Place) { *limits = p.Limits }), log, limits}
	}
}

func (w noting) notef(id, format string, args ...any) {
	w.log[id] = append(w.log[id], fmt.Sprintf(format, args...))
}

func (w noting) Create(ctx context.Context, d ticket.Draft) (ticket.Ticket, error) {
	t, err := w.Creator.Create(ctx, d)
	for _, f := range slices.Sorted(maps.Keys(d.Cells)) {
		switch c := d.Cells[f]; {
		case f == ticket.Labels && len(c.Set) > 0:
			w.notef(t.Ref.ID, "create labels %v", c.Set)
		case f != ticket.Labels:
			w.notef(t.Ref.ID, "create %s %q", f, (*w.limits)[f].Written(c.Native))
		}
	}
	return t, err
}

func (w noting) Edit(ctx context.Context, r ticket.Ref, k ticket.Key, p ticket.Patch) (ticket.Ticket, error) {
	for _, f := range slices.Sorted(maps.Keys(p.Set)) {
		w.notef(r.ID, "set %s %q", f, (*w.limits)[f].Written(p.Set[f]))
	}
	if len(p.Add)+len(p.Remove) > 0 {
		w.notef(r.ID, "set labels +%v -%v", p.Add, p.Remove)
	}
	return w.Editor.Edit(ctx, r, k, p)
}

func (w noting) Comment(ctx context.Context, r ticket.Ref, k ticket.Key, d ticket.CommentDraft) (ticket.Comment, error) {
	w.notef(r.ID, "comment %q", d.Native)
	return w.Commenter.Comment(ctx, r, k, d)
}

func (w noting) EditComment(ctx context.Context, r ticket.Ref, id string, k ticket.Key, d ticket.CommentDraft) (ticket.Comment, error) {
	w.notef(r.ID, "edit_comment %s %q", id, d.Native)
	return w.CommentEditor.EditComment(ctx, r, id, k, d)
}

func (w noting) DeleteComment(ctx context.Context, r ticket.Ref, id string) error {
	w.notef(r.ID, "delete_comment %s", id)
	return w.CommentDeleter.DeleteComment(ctx, r, id)
}

// told is what a withheld write says, in the words of noting.
func told(w reconcile.Withheld) string {
	lines := func(s string) (list []ticket.Native) {
		for l := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '\n' }) {
			list = append(list, ticket.Native(l))
		}
		return list
	}
	switch value := cmp.Or(string(w.Code), w.To); {
	case w.Effect == reconcile.CreateTicket && w.Field == ticket.Labels:
		return fmt.Sprintf("create labels %v", lines(w.To))
	case w.Field == ticket.Labels:
		from, to := lines(w.From), lines(w.To)
		return fmt.Sprintf("set labels +%v -%v", without(to, from), without(from, to))
	case w.Field != "":
		return fmt.Sprintf("%s %s %q", w.Effect, w.Field, value)
	case w.Effect == reconcile.AddComment:
		return fmt.Sprintf("comment %q", w.To)
	case w.Effect == reconcile.EditComment:
		return fmt.Sprintf("edit_comment %s %q", w.Comment, w.To)
	default:
		return fmt.Sprintf("%s %s", w.Effect, w.Comment)
	}
}

func without(all, some []ticket.Native) (list []ticket.Native) {
	return slices.DeleteFunc(slices.Clone(all), func(l ticket.Native) bool { return slices.Contains(some, l) })
}

// held lists what each request's link at the tool would write.
func (b *bench) held() map[request.Key][]string {
	b.t.Helper()
	page, err := b.store.Held(b.t.Context(), store.HeldQuery{Connection: b.conn.Name, Limit: 100})
	must(b.t, err)
	list := map[request.Key][]string{}
	for _, h := range page.Items {
		for _, w := range h.Writes {
			if w.Since.IsZero() {
				b.t.Errorf("since when: %+v", w)
			}
			list[h.Request.Key] = append(list[h.Request.Key], told(w))
		}
	}
	return list
}

// readOnly starts the hub anew with the switch as it is said.
func (b *bench) readOnly(yes bool) {
	b.connections[0].ReadOnly = yes
	b.restart()
	b.rest()
}

// What is shown while a connection is read only is what is written once it is
// live: each write once, in this order, and nothing else. And back again.
func TestWhatIsHeldBackIsWhatIsWritten(t *testing.T) {
	log := map[string][]string{}
	each(t, func(t *testing.T, b *bench) {
		clear(log)
		first, id := b.open()
		b.do(first, request.Write{ID: "n1", Audience: request.Teams, Body: "one"}, request.Write{ID: "n2", Audience: request.Teams, Body: "two"})
		b.hear()
		b.readOnly(true)
		b.spent()
		clear(log)
		b.do(first, request.TakeValue{Field: ticket.Title, Text: "Line is down"}, request.TakeValue{Field: ticket.Priority, Text: "P1"},
			request.Write{Audience: request.Teams, Body: "three\n\nof *many*"},
			request.Write{Audience: request.Teams, Body: b.long(1.4)})
		b.revise(first, "n1", "one, or so")
		b.erase(first, "n2")
		second := b.create("Line flaps", b.team())
		b.do(second, request.TakeValue{Field: ticket.Labels, Text: "vip"}, request.Write{Audience: request.Teams, Body: "four"})
		third := b.create("Line is back", b.team())
		b.do(third, request.Move{To: request.Resolved})
		b.Comment(id, "on it")
		b.hear()
		if is, calls := b.spent(); is.writes != 0 || len(log) != 0 {
			t.Fatalf("wrote %v", calls)
		}
		if _, notes := b.request(first); !slices.ContainsFunc(notes, func(n *request.Note) bool { return n.Body == "on it" }) {
			t.Error("the team's comment was not read")
		}
		if l := b.link(first); l.Health != request.Pending || l.Error != "read only: what would be written is held back" {
			t.Errorf("the link is %s: %s", l.Health, l.Error)
		}
		held := b.held()
		b.readOnly(false)
		b.hear()
		for _, key := range []request.Key{first, second, third} {
			if wrote := log[b.link(key).Ticket.ID]; len(held[key]) == 0 || !slices.Equal(wrote, held[key]) {
				t.Errorf("%s: held back %q, wrote %q", key, held[key], wrote)
			}
			b.inStep(key)
		}
		if left := b.held(); len(left) != 0 || len(log) != 3 {
			t.Errorf("still held back: %v; written: %v", left, log)
		}
		b.hear()
		b.readOnly(true)
		b.spent()
		b.do(second, request.TakeValue{Field: ticket.Title, Text: "Line flaps again"})
		b.hear()
		if is, calls := b.spent(); is.writes != 0 || len(b.held()) != 1 {
			t.Errorf("read only again: wrote %v, held back %v", calls, b.held())
		}
	}, noted(log))
}

// A team of a live connection can be read only by itself.
func TestATeamGoesLiveAlone(t *testing.T) {
	log := map[string][]string{}
	each(t, func(t *testing.T, b *bench) {
		clear(log)
		night := b.team() + nightShift
		b.quietTeams = []request.TeamID{b.team(), night}
		b.restart()
		day, dark := b.create("Line down", b.team()), b.create("Line dark", night)
		b.rest()
		if is, calls := b.spent(); is.writes != 0 {
			t.Fatalf("wrote %v", calls)
		}
		b.quietTeams = []request.TeamID{night}
		b.restart()
		b.rest()
		if b.link(day).Ticket.ID == "" || b.link(dark).Ticket.ID != "" || len(log) != 1 {
			t.Errorf("wrote %v", log)
		}
		b.hear()
		b.quiet(day)
		before := len(log[b.link(day).Ticket.ID])
		b.quietTeams = []request.TeamID{b.team()}
		b.restart()
		b.do(day, request.Write{Audience: request.Teams, Body: "hello"})
		b.rest()
		if b.link(dark).Ticket.ID == "" || len(log[b.link(day).Ticket.ID]) != before || len(b.held()[day]) != 1 {
			t.Errorf("wrote %v, held back %v", log, b.held())
		}
	}, noted(log))
}

// A read-only connection that is configured in another way shows what would be
// written then.
func TestWhatIsHeldBackFollowsTheConfiguration(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, _ := b.open()
		b.readOnly(true)
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"}, request.TakeValue{Field: ticket.Priority, Text: "P1"})
		b.hear()
		if held := b.held()[key]; len(held) != 2 {
			t.Fatalf("held back %q", held)
		}
		b.connections[0].Directions[ticket.Title] = reconcile.Off
		b.readOnly(true)
		if held := b.held()[key]; len(held) != 1 || !strings.HasPrefix(held[0], "set priority") {
			t.Errorf("held back %q", held)
		}
	})
}

// What the hub wrote is counted for each team and day, once for each effect,
// wherever the hub dies and whatever answer is lost.
func TestEachEffectIsCountedOnce(t *testing.T) {
	lost := breakable.Break{Match: writing, DropReply: true, Times: 4}
	for name, act := range map[string]func(*bench, func()){
		"nothing happens": func(_ *bench, do func()) { do() },
		"replies lost":    func(b *bench, do func()) { b.calls.Break(lost); do() },
		"crash 1":         func(b *bench, do func()) { b.crash(1, do) },
		"crash 2":         func(b *bench, do func()) { b.crash(2, do) },
		"crash 3":         func(b *bench, do func()) { b.crash(3, do) },
	} {
		t.Run(name, func(t *testing.T) {
			some(t, kind.simulated, func(t *testing.T, b *bench) {
				act(b, func() {
					key := b.create("Line down", b.team())
					b.do(key, request.Write{Audience: request.Teams, Body: "hello"}, request.Write{Audience: request.Internal, Body: "not told"})
				})
				b.recover()
				key := b.all()[0].Key
				act(b, func() {
					b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"}, request.TakeValue{Field: ticket.Priority, Text: "P1"})
				})
				b.Comment(b.link(key).Ticket.ID, "on it")
				b.recover()
				b.inStep(key)
				b.counted(reconcile.Wrote{Tickets: 1, Comments: 1, Fields: 2})
			})
		})
	}
}

func (b *bench) counted(want reconcile.Wrote) {
	b.t.Helper()
	days, err := b.store.Written(b.t.Context(), "")
	must(b.t, err)
	var is reconcile.Wrote
	for _, d := range days {
		if d.Team != b.team() || d.Connection != b.conn.Name {
			b.t.Errorf("counted for %+v", d)
		}
		is = reconcile.Wrote{Tickets: is.Tickets + d.Tickets, Comments: is.Comments + d.Comments, Fields: is.Fields + d.Fields}
	}
	if is != want {
		b.t.Errorf("counted %+v, want %+v", is, want)
	}
}
