package simulation

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// post is a delivery on its way.
type post struct {
	to   *hub
	id   string
	at   int64
	body []byte
}

// lateEffect is a write that lands after its caller gave up.
type lateEffect struct {
	by *hub
	at int64
	do func()
}

// tell sends deliveries about fields that an account changed.
func (t *Tool) tell(i *item, account string, fields ...ticket.Field) {
	t.send(func() ticket.Change {
		x := t.ticket(i)
		for _, f := range fields {
			c := x.Cells[f]
			c.By = t.author(account)
			x.Cells[f] = c
			for n := len(i.log) - 1; n >= 0 && i.log[n].field == f; n-- {
				if !t.k.Hidden {
					x.Log = append(x.Log, t.edit(i.log[n]))
				}
				break
			}
		}
		return ticket.Change{Kind: ticket.Snapshot, Ref: i.ref, Version: i.version, Keys: x.Keys, By: t.actor(account), Ticket: &x}
	})
}

func (t *Tool) tellComment(i *item, c *comment, account string) {
	t.send(func() ticket.Change {
		x := t.comment(c)
		change := ticket.Change{Kind: ticket.Commented, Ref: i.ref, Version: i.version, By: t.actor(account), Keys: x.Keys, Comment: &x}
		if c.deleted {
			change.Kind = ticket.CommentGone
		}
		return change
	})
}

// send puts a delivery on its way to every hub.
func (t *Tool) send(of func() ticket.Change) {
	t.w.all(func() { t.deliver(of()) })
}

// deliver puts one on its way to the hub whose turn it is; it may be lost, doubled, late.
func (t *Tool) deliver(c ticket.Change) {
	switch t.k.Hooks {
	case "none":
		return
	case "look":
		c = ticket.Change{Kind: ticket.Look, Ref: c.Ref, Version: c.Version}
	}
	body, err := json.Marshal([]ticket.Change{c})
	if err != nil {
		panic(err)
	}
	p := post{to: t.w.hub, id: t.name + "-" + strconv.Itoa(t.sent), body: body, at: t.w.clock + int64(t.w.dice.IntN(1_500_000))}
	t.sent++
	if t.w.faulty {
		switch {
		case t.w.dice.one(8):
			t.w.hit("delivery lost")
			return
		case t.w.dice.one(8): //nolint:gocritic // another throw
			t.w.hit("delivery doubled")
			t.posts = append(t.posts, p)
		case t.w.dice.one(4):
			t.w.hit("delivery late")
			p.at += int64(t.w.dice.IntN(200)) * 1_000_000
		}
	}
	t.posts = append(t.posts, p)
}

// post lets one delivery arrive at the hub's door.
func (t *Tool) post(n int) {
	p := t.posts[n]
	t.posts = slices.Delete(t.posts, n, n+1)
	t.w.as(p.to, func() {
		if t.arrive(p) { // what never arrived cannot come again: it would tell something new
			p.to.past[t.name] = append(p.to.past[t.name], p)
		}
	})
}

// land lets one late write have its effect.
func (t *Tool) land(n int) {
	l := t.late[n]
	t.late = slices.Delete(t.late, n, n+1)
	t.w.tracef("%s: a late write lands", t.name)
	t.landing = true
	t.w.as(l.by, l.do)
	t.landing = false
}

func (t *Tool) postpone(do func()) {
	most := max(t.k.Late, 30*time.Second) - time.Second
	if t.k.TooLate {
		most *= 3
	}
	t.lates++
	after := t.w.dice.Int64N(most.Microseconds())
	if after > max(t.k.Late, 30*time.Second).Microseconds() {
		t.w.hit("too late")
	}
	t.late = append(t.late, lateEffect{t.w.hub, t.w.clock + after, do})
}
