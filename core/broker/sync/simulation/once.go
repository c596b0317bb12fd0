package simulation

import (
	"encoding/json"
	"hash/fnv"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// overlap is how far behind the newest row a poll goes back.
const overlap = 2 * minute

// tellsOnce makes tools whose connectors tell each row once, though they ask for it
// again: what a hub leaves out of one does not come back.
func (k *Knobs) tellsOnce(d *dice) {
	for i := range k.Tools {
		t := &k.Tools[i]
		t.Once = i == 0 || d.one(2)
		if t.Once && d.one(2) { // nothing else tells of what a poll tells
			t.Hooks, t.Grain, t.Lag, t.Hidden = "none", "second", 0, t.Hidden || d.one(2)
		}
	}
}

// position is a cursor: the time of the newest row and, where each row is told once,
// the last form of those that may be listed again.
type position struct {
	At   int64
	Told map[string]form `json:",omitempty"`
}

// form is when a row changed, and a checksum of it.
type form struct {
	At  int64
	Sum uint32
}

func (p position) cursor() ticket.Cursor {
	if p.Told == nil {
		return ticket.Cursor(strconv.FormatInt(p.At, 10))
	}
	b, err := json.Marshal(p)
	if err != nil {
		panic(err)
	}
	return ticket.Cursor(b)
}

// positionOf reads a cursor; false for the first one.
func positionOf(c ticket.Cursor) (p position, known bool) {
	if strings.HasPrefix(string(c), "{") {
		return p, json.Unmarshal([]byte(c), &p) == nil
	}
	at, err := strconv.ParseInt(string(c), 10, 64)
	return position{At: at}, err == nil
}

// once leaves out of a poll's rows what was told before as it is now.
func (c *conn) once(rows news, changes []ticket.Change, from position) (fresh []ticket.Change) {
	told := maps.Clone(from.Told)
	if told == nil {
		told = map[string]form{}
	}
	for n, change := range changes {
		at, _ := positionOf(change.Cursor)
		key, is := formOf(rows[n].at, change)
		if told[key] == is {
			c.w.hit("told before")
			continue
		}
		told[key] = is
		maps.DeleteFunc(told, func(_ string, f form) bool { return f.At < at.At-overlap-hour })
		at.Told = told
		change.Cursor = at.cursor()
		fresh = append(fresh, change)
	}
	return fresh
}

func formOf(at int64, change ticket.Change) (key string, f form) {
	key = string(change.Kind) + change.Ref.ID
	switch {
	case change.Comment != nil:
		key += "#" + change.Comment.ID
	case change.File != nil:
		key += "#" + change.File.ID
	}
	change.Cursor = ""
	sum := fnv.New32a()
	if err := json.NewEncoder(sum).Encode(change); err != nil {
		panic(err)
	}
	return key, form{at, sum.Sum32()}
}

// cross lets a write of ours and an act of the team meet within a second in which a
// poll is asked that began before.
func (w *World) cross() {
	t := w.tools[0]
	items := t.worked()
	if len(items) == 0 || w.depth > 0 || w.hub.p.dead {
		return
	}
	i := pick(w.dice, items...)
	r := w.hub.linkedTo(i)
	if r == nil {
		return
	}
	w.pass(61 * time.Second)
	h := w.hub
	t.amid = func() { w.as(h, func() { w.crossing(t, i, r) }) }
	for range w.tools {
		w.hub.work("poll")
	}
	t.amid = nil
}

// crossing is what happens meanwhile: the desk writes, and so does the team, within one
// second.
func (w *World) crossing(t *Tool, i *item, r *request.Request) {
	if w.hub.p.dead {
		return
	}
	w.hit("a write crosses a poll")
	w.tracef("%s: a write is to cross a poll", t.name)
	w.clock += 1_000_000 - w.clock%1_000_000
	w.do(r, func(*store.LinkDoc) []request.Command {
		title := w.word("title")
		return []request.Command{request.Edit{Title: &title}}
	})
	w.hub.work("link")
	w.result_.Changes++
	switch pick(w.dice, "title", "state", "comment", "any") {
	case "title":
		t.set(i, ticket.Title, ticket.Native(w.word("theirs")), "dana", "dana")
	case "state":
		t.set(i, ticket.State, t.code(ticket.State), "dana", "dana")
	case "comment":
		t.say(i, ticket.Native(w.word("remark")), "dana", "dana")
	default:
		t.acts(i, "dana")
	}
}

// linkedTo is the request that a ticket is linked to, nil if there is none.
func (h *hub) linkedTo(i *item) *request.Request {
	for _, id := range sorted(h.book.requests) {
		r := h.book.requests[id]
		for _, l := range r.Links {
			if l.Ticket.ID == i.ref.ID {
				return r
			}
		}
	}
	return nil
}

// crossed lets happen what is to happen while a poll is under way.
func (c *conn) crossed() {
	do := c.amid
	if do == nil {
		return
	}
	c.amid = nil
	c.w.depth++
	do()
	c.w.depth--
}
