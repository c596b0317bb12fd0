package simulation

import (
	"fmt"
	"slices"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// open makes the world that a history begins with.
func (w *World) open() {
	w.faulty = !w.k.Catalogues // of a tool that was never reached nothing is known
	w.hub.start()
	w.faulty = false
	w.hub.settle()
	w.faulty = w.k.Faults > 0
	w.receive()
	w.hub.reviveIfDead()
}

func (w *World) cause() request.Cause {
	return request.Cause{By: request.Actor{Name: "Mara", Origin: request.DeskOrigin}, At: w.now()}
}

// receive makes a request and gives it to one team or both.
func (w *World) receive() {
	draft := &request.Request{
		Title: w.word("title"), Description: w.word("text") + pick(w.dice, "", " ~ more"), Client: "nordwind",
		Priority: pick[request.Priority](w.dice, "P1", "P2", "P3", "P4"), Labels: pick(w.dice, nil, []string{"vip"}),
	}
	d, err := request.Receive(draft, w.hub.house, w.cause())
	if err != nil {
		panic(err)
	}
	commands := []request.Command{request.Delegate{Team: "tool0"}}
	if w.dice.one(2) {
		commands = append(commands, request.Delegate{Team: request.TeamID(pick(w.dice, "tool1", "tool1", "tool0"))})
	}
	next, err := request.Do(d.Request, w.hub.house, w.cause(), commands...)
	if err != nil && w.exposed() {
		w.tracef("the desk may not: %v", err)
		return
	}
	if err != nil {
		panic(err)
	}
	var links []store.NewLink
	for _, id := range next.NewLinks {
		links = append(links, store.NewLink{Link: id, State: sync.NewState(w.hub.marker, id), Lane: store.People})
	}
	w.tracef("the desk makes %s %q", next.Request.ID, draft.Title)
	err = w.hub.p.Intake(w.ctx, func(i store.Intake) error {
		return i.Add(next.Request, links, nil, append(slices.Clone(d.Events), next.Events...))
	})
	if err == nil {
		w.result_.Changes++
	}
}

// do runs commands of the desk on the request of a link.
func (w *World) do(r *request.Request, commands func(d *store.LinkDoc) []request.Command) {
	var refused error
	err := w.hub.p.Link(w.ctx, store.Claim{ID: string(r.Links[0].ID)}, func(doc *store.LinkDoc) error {
		list := commands(doc)
		var d request.Decision
		if d, refused = request.Do(doc.Request, w.hub.house, w.cause(), list...); refused != nil || len(list) == 0 {
			return nil //nolint:nilerr // what the hub refuses is no fault of the store; it is told below
		}
		doc.Link = doc.Request.Link(r.Links[0].ID)
		doc.Add, doc.Changed, doc.Events, doc.Dirty, doc.Requests = d.Added, d.Changed, d.Events, d.Dirty, d.Opened
		for _, id := range d.NewLinks {
			doc.NewLinks = append(doc.NewLinks, store.NewLink{Link: id, State: sync.NewState(w.hub.marker, id), Lane: store.People})
		}
		w.tracef("the desk does %s on %s", shown(list[0]), doc.Request.ID)
		return nil
	})
	switch {
	case refused != nil:
		w.tracef("the desk may not: %v", refused)
	case err == nil:
		w.result_.Changes++
	case !w.hub.p.dead:
		w.violatef("WORK", "the desk: %v", err)
	}
}

// deskActs lets somebody at the desk do something.
func (w *World) deskActs() {
	ids := sorted(w.hub.book.requests)
	if len(ids) == 0 || w.dice.one(14) && len(ids) < 4 {
		w.receive()
		return
	}
	r := w.hub.book.requests[pick(w.dice, ids...)]
	if len(r.Links) == 0 {
		return
	}
	w.do(r, func(d *store.LinkDoc) []request.Command { return w.wish(d) })
}

// wish is what the desk wants of a request.
func (w *World) wish(d *store.LinkDoc) []request.Command {
	r := d.Request
	text := func(of string) *string { s := w.word(of); return &s }
	one := func(c request.Command) []request.Command { return []request.Command{c} }
	switch pick(w.dice, "title", "title", "title", "text", "priority", "labels", "due", "note", "note", "note", "secret", "revise", "erase", "move", "move", "settle", "retry", "rough") {
	case "title":
		return one(request.Edit{Title: text("title")})
	case "text":
		s := w.word("text") + pick(w.dice, "", " ~ more", "\n\nand more")
		return one(request.Edit{Description: &s})
	case "priority":
		p := pick[request.Priority](w.dice, "P1", "P2", "P3", "P4")
		return one(request.Edit{Priority: &p, Reason: "so"})
	case "labels":
		l := pick(w.dice, nil, []string{"vip"}, []string{"vip", "night"}, []string{"night"})
		return one(request.Edit{Labels: &l})
	case "due":
		at := w.now().Add(1e12)
		return one(request.Edit{DueAt: &at, Reason: "so"})
	case "note":
		return one(request.Write{Audience: request.Teams, Body: w.note()})
	case "secret":
		return one(request.Write{Audience: pick(w.dice, request.Internal, request.ToClient), Body: w.word("secret") + " forclient"})
	case "revise":
		if n := w.ownNote(d); n != nil {
			return one(request.Revise{Note: n, Body: w.note()})
		}
	case "erase":
		if n := w.ownNote(d); n != nil {
			return one(request.Erase{Note: n})
		}
	case "move":
		to := request.Moves(r.Status)
		return one(request.Move{To: pick(w.dice, to...), WaitingFor: "", Hold: "", Reason: "so", Open: request.KeepOpen})
	case "settle":
		return w.settleOne(r)
	case "retry":
		return one(request.Retry{Link: pick(w.dice, r.Links...).ID})
	case "rough":
		return w.rough(r)
	}
	return nil
}

func (w *World) settleOne(r *request.Request) []request.Command {
	for _, l := range r.Links {
		if len(l.Conflicts) == 0 {
			continue
		}
		c := l.Conflicts[0]
		s := request.Settle{ID: c.ID, Take: pick(w.dice, "hub", "tool", "value"), Version: c.Version}
		if s.Take == "value" {
			if s.Value = w.word("title"); c.Field == ticket.Priority {
				s.Value = "P2"
			}
		}
		return []request.Command{s}
	}
	return nil
}

func (w *World) rough(r *request.Request) []request.Command {
	if !w.k.Rough {
		return nil
	}
	l := pick(w.dice, r.Links...)
	switch pick(w.dice, "withdraw", "unlink", "recreate", "delegate") {
	case "withdraw":
		return []request.Command{request.Withdraw{ID: l.Delegation, Reason: "so"}}
	case "unlink":
		return []request.Command{request.Unlink{Link: l.ID}}
	case "recreate":
		if l.Health != request.Parked && l.Health != request.Detached {
			return nil
		}
		return []request.Command{request.Recreate{Link: l.ID}}
	}
	if len(r.Links) > 3 {
		return nil
	}
	return []request.Command{request.Delegate{Team: request.TeamID(pick(w.dice, "tool0", "tool1"))}}
}

// ownNote finds a note of the desk that a team reads.
func (w *World) ownNote(d *store.LinkDoc) *request.Note {
	var own []*request.Note
	copies, _ := d.Copies()
	notes := slices.Clone(d.Notes)
	for _, c := range copies {
		if n, err := d.Comment(c.CommentID); err == nil && n != nil && !slices.Contains(notes, n) {
			notes = append(notes, n)
		}
	}
	for _, n := range notes {
		if n.Author.Origin == request.DeskOrigin && !n.Deleted {
			own = append(own, n)
		}
	}
	if len(own) == 0 {
		return nil
	}
	return pick(w.dice, own...)
}

// teamActs lets somebody at a tool do something.
func (w *World) teamActs() {
	t := pick(w.dice, w.tools...)
	items := slices.DeleteFunc(t.alive(), func(i *item) bool { return i.retired || i.ref.Container != home })
	if len(items) == 0 || w.dice.one(15) && len(items) < 4 {
		t.opens()
		return
	}
	i := pick(w.dice, items...)
	account := "dana"
	if t.k.Shared && w.dice.one(3) {
		account = w.hub.account
	}
	w.result_.Changes++
	t.acts(i, account)
}

// opens lets a person make a ticket.
func (t *Tool) opens() {
	w := t.w
	fields := map[ticket.Field]ticket.Native{ticket.Title: ticket.Native(w.word("theirs")), ticket.Description: ticket.Native(w.word("words"))}
	if w.dice.one(2) {
		fields[ticket.Labels] = "for-desk"
	}
	var keys []ticket.Key
	if i := t.alive(); len(i) > 0 && w.dice.one(4) { // a clone takes our key along
		keys = pick(w.dice, i...).keys
	}
	w.result_.Changes++
	t.newItem("dana", "dana", fields, keys...)
}

func (t *Tool) acts(i *item, account string) {
	d := t.w.dice
	word := func(of string) ticket.Native { return ticket.Native(t.w.word(of)) }
	set := func(f ticket.Field, v ticket.Native) { t.set(i, f, v, "dana", account) }
	switch pick(d, "title", "title", "title", "words", "state", "state", "state", "priority", "assignee", "labels", "comment", "comment", "comment", "edit", "delete", "hubs", "rough") {
	case "title":
		set(ticket.Title, word("theirs"))
	case "words":
		set(ticket.Description, word("words"))
	case "state":
		set(ticket.State, t.code(ticket.State))
	case "priority":
		set(ticket.Priority, t.code(ticket.Priority))
	case "assignee":
		set(ticket.Assignee, pick[ticket.Native](d, "", "dana", "joe"))
	case "labels":
		set(ticket.Labels, joined(append(labels(i.fields[ticket.Labels]), pick[ticket.Native](d, "theirs", "spoc:vip", "spoc:hot"))))
	case "comment":
		t.say(i, word("remark"), "dana", account)
	case "edit", "delete", "hubs":
		t.actsOnComment(i, account)
	case "rough":
		t.roughly(i)
	}
}

func (t *Tool) code(f ticket.Field) ticket.Native {
	var all []ticket.Native
	for _, c := range t.codes() {
		if c.Field == f {
			all = append(all, c.Native)
		}
	}
	return pick(t.w.dice, all...)
}

func (t *Tool) actsOnComment(i *item, account string) {
	d := t.w.dice
	live := i.live()
	if len(live) == 0 {
		return
	}
	c := pick(d, live...)
	if t.w.robot(c.by) && !d.one(4) {
		t.say(i, ticket.Native(fmt.Sprintf("%s quoting %s", t.w.word("remark"), c.text)), "dana", "dana", c.keys...)
		return
	}
	if d.one(3) {
		t.unsay(i, c, "dana", account)
		return
	}
	t.rewrite(i, c, ticket.Native(t.w.word("remark")), "dana", account)
}

func (t *Tool) roughly(i *item) {
	if !t.w.k.Rough {
		return
	}
	switch pick(t.w.dice, "delete", "move", "return") {
	case "delete":
		t.remove(i, "dana")
	case "move":
		t.move(i)
	case "return":
		t.w.hit("returned")
		t.set(i, ticket.Labels, joined(append(labels(i.fields[ticket.Labels]), "spoc:return")), "dana", "dana")
	}
}
