package simulation

import (
	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// disable takes a connection out of work, or lets it work again: no call is made
// meanwhile, and what comes in waits.
func (w *World) disable() {
	if w.depth > 0 {
		return
	}
	t := pick(w.dice, w.tools...)
	w.hub.off[t.name] = !w.hub.off[t.name]
	w.hit(map[bool]string{true: "disabled", false: "enabled again"}[w.hub.off[t.name]])
	w.tracef("%s: disabled %v", t.name, w.hub.off[t.name])
	w.again()
}

// idle objects to a call of a connection that is disabled.
func (c *conn) idle(op string) {
	if c.w.hub.off[c.name] && !c.p.dead {
		c.w.violatef("I15", "%s: %s on a disabled connection", c.name, op)
	}
}

// retable changes the mapping of priorities and states in the middle of a history.
func (w *World) retable() {
	if w.depth > 0 {
		return
	}
	w.hub.mapped = !w.hub.mapped
	w.hit("mapping changed midway")
	w.tracef("other tables: %v", w.hub.mapped)
	w.again()
}

// tablesOf are the tables of a tool: beside the priorities the states, where the
// mapping changes midway.
func (w *World) tablesOf(t *Tool, changed bool) map[ticket.Field]sync.Table {
	if !changed {
		return nil
	}
	if t.k.Lossy {
		return map[ticket.Field]sync.Table{ticket.Priority: {Read: map[string]string{"high": "P4"}, Write: map[string]string{"P4": "high"}}}
	}
	all := map[ticket.Field]sync.Table{ticket.Priority: {
		Read:  map[string]string{"prio1": "P2", "prio2": "P1"},
		Write: map[string]string{"P1": "prio2", "P2": "prio1"},
	}}
	if w.k.More.Retables {
		all[ticket.State] = sync.Table{Read: map[string]string{"review": "waiting"}, Write: map[string]string{"waiting": "review"}}
	}
	return all
}

// mappings are those that a link's values may agree by: what was agreed by older
// tables stays until a side changes it.
func (w *World) mappings(t *Tool) (all []*sync.Codes) {
	all = append(all, sync.NewCodes(t.codes(), w.tablesOf(t, w.hub.mapped)))
	if w.k.More.Retables {
		all = append(all, sync.NewCodes(t.codes(), w.tablesOf(t, !w.hub.mapped)))
	}
	return all
}

// sameState reports whether a link shows a state that its ticket has, and whether its
// ticket has the one that is wanted of it.
func (w *World) sameState(l *request.Link, t *Tool, i *item) (shown, done bool) {
	has := i.fields[ticket.State]
	for _, codes := range w.mappings(t) {
		seen, _ := codes.Read(ticket.State, has)
		want, _ := codes.Write(ticket.State, string(l.Wanted), has)
		shown, done = shown || seen == string(l.State), done || want == has
	}
	return shown, done
}

// remapped reports whether a link shows a state as other tables read it than those that
// hold now.
func (w *World) remapped(l *request.Link, t *Tool, i *item) bool {
	codes := sync.NewCodes(t.codes(), w.tablesOf(t, w.hub.mapped))
	seen, known := codes.Read(ticket.State, i.fields[ticket.State])
	return w.k.More.Retables && known && seen != string(l.State)
}

// lifted reports whether a ticket says a priority by other tables that its tool refused
// to take by those that held then.
func (w *World) lifted(r *request.Request, st reconcile.State, t *Tool, i *item) bool {
	codes := sync.NewCodes(t.codes(), w.tablesOf(t, w.hub.mapped))
	says, known := codes.Read(ticket.Priority, i.fields[ticket.Priority])
	return w.k.More.Retables && st.Fields[ticket.Priority].Blocked != nil && known && says == string(r.Priority)
}

// samePriority reports whether a ticket's priority says a request's.
func (w *World) samePriority(p request.Priority, t *Tool, i *item) bool {
	has := i.fields[ticket.Priority]
	for _, codes := range w.mappings(t) {
		n, _ := codes.Write(ticket.Priority, string(p), has)
		if n == has || n == "" && i.firstStill(ticket.Priority) { // never sent
			return true
		}
	}
	return has == ""
}
