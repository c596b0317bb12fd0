package sync

import (
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// intake turns what a tool told into due links, inside one transaction. A change
// is only a reason to look; what it carries is kept beside the link for the next
// plan.
func (e *Engine) intake(tx store.Intake, c *connection, changes []ticket.Change, src source) error {
	place, _ := c.known()
	src.shared = !place.Dedicated
	for _, change := range changes {
		if change.Kind == ticket.Mark || change.Ref.ID == "" || c.filedByUs(change) {
			continue
		}
		row, err := tx.ByTicket(c.Name, change.Ref)
		switch {
		case errors.Is(err, store.ErrNotFound):
			err = e.stranger(tx, c, change, src)
		case err == nil:
			known := len(row.Pending)
			err = e.hint(tx, row, change, src)
			if !src.polled.IsZero() && len(row.Pending) > known && (change.By == nil || !change.By.Self) {
				c.found()
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// filedByUs reports whether a change is certainly the echo of an upload of ours,
// which its answer has told.
func (c *connection) filedByUs(change ticket.Change) bool {
	place, _ := c.known()
	return change.Kind == ticket.Filed && change.By != nil && change.By.Self && place.Dedicated
}

// source says how changes came: by a poll that began at some time, or by a
// delivery that the tool signed or did not.
type source struct {
	polled time.Time // zero for a delivery
	signed bool
	shared bool // people write with the hub's account, too
}

// theirs reports whether a comment is certainly not ours, whoever's account it
// was written with. A tool that does not say who changed it may name its author.
func (e *Engine) theirs(change ticket.Change, src source) bool {
	by := change.By
	if by == nil && change.Comment != nil {
		by = change.Comment.By
	}
	switch {
	case by == nil || !by.Self:
		return by != nil
	case !src.shared || change.Comment == nil:
		return false
	}
	_, ours := e.marker.Comment(*change.Comment)
	return !ours
}

// hint adds a change to what its link has to look at. A delivery that shows other
// values than those known of the same version came before or after them, which
// only a read can tell.
func (e *Engine) hint(tx store.Intake, row *store.LinkRow, change ticket.Change, src source) error {
	if change.Ticket != nil && change.Version <= row.State.Answered && row.State.Audits(*change.Ticket) { // it tells what our write replaced
		return e.tell(tx, row, change)
	}
	if src.polled.IsZero() && late(row.State, change) {
		row.Pending = append(row.Pending, change)
		return tx.Save(row, true)
	}
	if fallen(row.State, change, src) {
		row.Pending = append(row.Pending, ticket.Change{Kind: ticket.Look, Ref: change.Ref})
		return tx.Save(row, true)
	}
	change = row.State.Sure(change, !src.polled.After(row.State.AnsweredAt), !src.polled.IsZero())
	change, news := tied(row.State, change, src)
	if !news || old(row.State, change) {
		return nil
	}
	again := src.polled.IsZero() && change.Kind == ticket.Snapshot && change.Version != 0 && change.Version == row.State.LogVer
	if again || unexplained(row.State, change, src) || belated(row.State, change) && e.theirs(change, src) {
		change = ticket.Change{Kind: ticket.Look, Ref: change.Ref, Version: change.Version, By: change.By}
	}
	row.State.Reread = row.State.Reread || meanwhile(row.State, change) && (change.By == nil || e.theirs(change, src))
	if src.signed {
		row.State.Watermark = max(row.State.Watermark, change.Version)
	}
	row.Pending = append(row.Pending, change)
	return tx.Save(row, true)
}

// meanwhile reports whether a comment was written at the very version at which
// the comments were listed: it came since, or was deleted before.
func meanwhile(st reconcile.State, change ticket.Change) bool {
	return change.Kind == ticket.Commented && change.Version != 0 && change.Version == st.Listed
}

// fallen reports whether a poll shows something else at a lower version than the
// hub knows: only a read tells whether the tool was restored from a backup.
func fallen(st reconcile.State, change ticket.Change, src source) bool {
	t := change.Ticket
	if t == nil || change.Version == 0 || change.Version >= st.LogVer || !src.polled.After(st.AnsweredAt) {
		return false
	}
	for f, cell := range t.Cells {
		if fs := st.Fields[f]; fs.Known && fs.Seen != reconcile.Comparable(f, cell) {
			return true
		}
	}
	return false
}

// unexplained reports whether a poll's row is newer than all that was told and
// shows nothing new: what changed is among the comments that it does not show.
func unexplained(st reconcile.State, change ticket.Change, src source) bool {
	t := change.Ticket
	if src.polled.IsZero() || t == nil || t.AllComments || st.Files.News(*t) || len(t.Comments) > 0 || t.NComments < 0 || change.Version <= st.Watermark {
		return false
	}
	return seen(st, t)
}

// seen reports whether every field that a ticket shows was seen so before.
func seen(st reconcile.State, t *ticket.Ticket) bool {
	for f, cell := range t.Cells {
		if fs := st.Fields[f]; !fs.Known || fs.Seen != reconcile.Comparable(f, cell) {
			return false
		}
	}
	return true
}

// belated reports whether a person's comment arrives after a later state of the
// ticket, in which it may have been deleted again.
func belated(st reconcile.State, change ticket.Change) bool {
	return change.Kind == ticket.Commented && change.Version != 0 && change.Version < st.LogVer
}

// late reports whether a delivery tells of a person's text that our own write had
// replaced before: it goes to the history.
func late(st reconcile.State, change ticket.Change) bool {
	if change.Kind != ticket.Snapshot || change.Ticket == nil || change.Version == 0 || change.Version >= min(st.LogVer, st.Answered) || change.Version <= st.Planned {
		return false
	}
	return slices.ContainsFunc(reconcile.LateTexts(*change.Ticket), func(l reconcile.Late) bool {
		return st.Fields[l.Field].Seen != reconcile.Comparable(l.Field, l.Cell) && !st.Heard(l)
	})
}

// tell keeps of a change nothing but its log.
func (e *Engine) tell(tx store.Intake, row *store.LinkRow, change ticket.Change) error {
	row.Pending = append(row.Pending, ticket.Change{
		Kind: ticket.Snapshot, Ref: change.Ref, Version: change.Version, By: change.By,
		Ticket: &ticket.Ticket{Ref: change.Ref, Version: row.State.LogVer, Log: change.Ticket.Log, LogAfter: change.Version - 1, NComments: -1},
	})
	return tx.Save(row, true)
}

// tied handles a change that is not newer than the answer to our last write:
// versions may be as coarse as a second, so that what it shows may be older than
// the answer. The echo of our own write tells nothing; of a person's delivery only
// what that person changed counts. What is left out comes with the next poll.
func tied(st reconcile.State, change ticket.Change, src source) (ticket.Change, bool) {
	if change.Kind != ticket.Snapshot || change.Ticket == nil || change.Version == 0 || change.Version > st.Answered {
		return change, true
	}
	if !src.polled.IsZero() {
		return afterAnswer(st, change, src)
	}
	if change.By != nil && change.By.Self {
		return change, len(change.Ticket.Comments) > 0 || st.Files.News(*change.Ticket)
	}
	t := *change.Ticket
	t.Cells = maps.Clone(t.Cells)
	maps.DeleteFunc(t.Cells, func(f ticket.Field, c ticket.Cell) bool {
		logged := slices.ContainsFunc(t.Log, func(e ticket.Edit) bool { return e.Field == f })
		return c.By == nil && !logged
	})
	change.Ticket = &t
	return change, true
}

// afterAnswer handles a poll's row that is not newer than the answer to our last write.
// Of a poll that began before it, a row of the same version may have been read after it,
// and a connector that tells each row once does not tell it again: only a read tells.
func afterAnswer(st reconcile.State, change ticket.Change, src source) (ticket.Change, bool) {
	switch {
	case change.Version < st.Answered && src.polled.Before(st.AnsweredAt):
		return change, false
	case !src.polled.Before(st.AnsweredAt), seen(st, change.Ticket): // its comments may be news
		return change, true
	}
	return ticket.Change{Kind: ticket.Look, Ref: change.Ref, Version: change.Version, By: change.By, Ticket: change.Ticket}, true
}

// old reports whether a change certainly says nothing new: an overlapping poll
// repeats what was absorbed.
func old(st reconcile.State, change ticket.Change) bool {
	if change.Kind == ticket.Commented && change.Version != 0 && change.Version < st.Listed {
		return true
	}
	if change.Kind == ticket.Filed && change.File != nil && st.Files.Knows(change.File.ID) {
		return true
	}
	if change.Kind != ticket.Snapshot || change.Ticket == nil || change.Version == 0 || !st.Observed {
		return false
	}
	if change.Version != st.LogVer {
		return change.Version < st.LogVer
	}
	t := change.Ticket
	return seen(st, t) && len(t.Comments) == 0 && !st.Files.News(*t) && !reconcile.HandedBack(*t) && (t.NComments < 0 || t.NComments == st.NComments)
}

// stranger handles a ticket that no link knows: our own create whose answer is
// still out, a twin of one, another hub's, or one that people made.
func (e *Engine) stranger(tx store.Intake, c *connection, change ticket.Change, src source) error {
	if change.Ticket == nil {
		return e.elsewhere(tx, c, change, src)
	}
	by := change.Ticket.By
	keys := slices.Concat(change.Keys, change.Ticket.Keys)
	if place, _ := c.known(); len(keys) == 0 && place.Dedicated && by != nil && by.Self {
		return nil // ours, and its key was taken away
	}
	if len(keys) == 0 || by != nil && !by.Self {
		return e.adopt(tx, c, change, src)
	}
	for _, k := range keys {
		if mark, ours := e.marker.Read(k); ours && mark.Note == "" && mark.File == "" {
			return e.homecoming(tx, c, mark, change, src)
		}
	}
	return nil // another hub's
}

// elsewhere handles a hint of a ticket that no link knows: it may be a link's, in
// another place, or a deletion that arrives before the creation.
func (e *Engine) elsewhere(tx store.Intake, c *connection, change ticket.Change, src source) error {
	for _, k := range change.Keys {
		mark, ours := e.marker.Read(k)
		if !ours || mark.Note != "" {
			continue
		}
		row, err := tx.ByID(mark.Link)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil || row.Link.Connection != c.Name || row.Link.Ticket.ID != change.Ref.ID {
			return err
		}
		return e.hint(tx, row, ticket.Change{Kind: ticket.Look, Ref: row.Link.Ticket}, src)
	}
	if change.Kind == ticket.Gone {
		return departed(tx, c, change.Ref)
	}
	return nil
}

// homecoming joins a ticket that carries our key to its link.
func (e *Engine) homecoming(tx store.Intake, c *connection, mark reconcile.Mark, change ticket.Change, src source) error {
	row, err := tx.ByID(mark.Link)
	if errors.Is(err, store.ErrNotFound) || err == nil && row.Link.Connection != c.Name {
		return e.strayed(tx, c, change)
	}
	if err != nil {
		return err
	}
	if row.Link.Ticket.ID == "" {
		row.Link.Ticket, row.State.Surfaced = change.Ref, row.Link.Health == request.Detached
		row.State.Watermark = max(row.State.Watermark, change.Version)
		row.Pending = append(row.Pending, change)
		gone, err := wasDeleted(tx, c, change.Ref, src)
		if err != nil {
			return err
		}
		if gone {
			row.Pending = append(row.Pending, ticket.Change{Kind: ticket.Gone, Ref: change.Ref})
		}
		return tx.Save(row, true)
	}
	if row.Link.Ticket.ID == change.Ref.ID { // it was moved: no twin
		return e.hint(tx, row, ticket.Change{Kind: ticket.Look, Ref: row.Link.Ticket}, src)
	}
	known := slices.ContainsFunc(row.State.Twins, func(r ticket.Ref) bool { return r.ID == change.Ref.ID })
	if slices.Contains(row.State.Retired, change.Ref.ID) {
		return nil
	}
	if !known {
		row.State.Twins = append(row.State.Twins, change.Ref)
	}
	return tx.Save(row, true)
}
