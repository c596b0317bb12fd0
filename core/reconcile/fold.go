package reconcile

import (
	"cmp"
	"maps"
	"slices"

	"github.com/spochub/spochub/sdk/ticket"
)

// Look is what the hub has learned of a ticket since the last time: one read,
// one answer of the tool, or several deliveries and poll rows folded together.
type Look struct {
	Ticket ticket.Ticket // partial: what is absent is unknown
	Gone   []string      // comments that the tool says were deleted
	Lost   []string      // files that the tool says were deleted
	Filed  bool          // files came or went, and only a read tells which
	Self   bool          // it is the answer to our own write
	Full   bool          // it is a read of the whole ticket
	Lacks  bool          // it did not show a comment that was told of a moment before
	Late   []Late        // what people wrote that was gone before we heard of it
	Told   []Late        // what people wrote, also where somebody replaced it since
}

// Late is a text of a person that an old delivery tells of.
type Late struct {
	Field ticket.Field
	Cell  ticket.Cell
}

// LateTexts lists the texts that a person wrote in a ticket as a delivery shows
// it.
func LateTexts(t ticket.Ticket) []Late {
	var list []Late
	for _, f := range slices.Sorted(maps.Keys(t.Cells)) {
		if c := t.Cells[f]; isText(f) && c.By != nil && !c.By.Self {
			list = append(list, Late{f, c})
		}
	}
	return list
}

// Fold joins changes, oldest first, into one look. read is true where they do
// not tell enough and the ticket has to be read. Changes that are older than
// what was absorbed already are left out.
func Fold(changes []ticket.Change, absorbed ticket.Version) (look Look, read bool) {
	look.Ticket = ticket.Ticket{LogAfter: -1, NComments: -1, Cells: map[ticket.Field]ticket.Cell{}}
	newest := map[ticket.Field]ticket.Version{}
	for _, c := range changes {
		switch c.Kind {
		case ticket.Snapshot:
			switch {
			case c.Ticket == nil:
				read = true
			case c.Ticket.Version == 0 || c.Ticket.Version >= absorbed:
				read = read || look.lacks(*c.Ticket) || look.disputes(*c.Ticket, newest)
				look.take(*c.Ticket, newest)
				look.Told = append(look.Told, LateTexts(*c.Ticket)...)
			default:
				look.Late = append(look.Late, LateTexts(*c.Ticket)...)
			}
		case ticket.Commented:
			if c.Ticket != nil && (c.Ticket.Version == 0 || c.Ticket.Version >= absorbed) {
				look.take(*c.Ticket, newest)
			}
			if c.Comment != nil {
				read = read || look.unlisted(c)
				look.addComment(*c.Comment)
			} else {
				read = true
			}
		case ticket.CommentGone:
			if c.Comment != nil {
				look.Gone = append(look.Gone, c.Comment.ID)
			} else {
				read = true
			}
		case ticket.Filed, ticket.FileGone:
			read = !look.filed(c) || read
		case ticket.Mark:
		default: // look, moved, gone
			read = true
		}
	}
	slices.SortStableFunc(look.Ticket.Log, func(a, b ticket.Edit) int { return cmp.Compare(a.Version, b.Version) })
	return look, look.dropOutdated(newest) || read
}

// dropOutdated leaves out values that gave way to others by what the log tells of a
// later time, and reports whether there were any.
func (l *Look) dropOutdated(shown map[ticket.Field]ticket.Version) (dropped bool) {
	for _, e := range l.Ticket.Log {
		c, ok := l.Ticket.Cells[e.Field]
		if ok && e.Field != ticket.Labels && e.Version > shown[e.Field] && e.To != c.Native {
			delete(l.Ticket.Cells, e.Field)
			dropped = true
		}
	}
	return dropped
}

// Replaced lists the texts that people wrote by changes that are newer than what
// was absorbed and older than a look; a read is newer than all that was told
// before it.
func (l Look) Replaced(changes []ticket.Change, absorbed ticket.Version) (list []Late) {
	for _, c := range changes {
		if c.Ticket == nil || c.Ticket.Version < absorbed || c.Ticket.Version > l.Ticket.Version || c.Ticket.Version == l.Ticket.Version && !l.Full {
			continue
		}
		t := *c.Ticket
		t.Cells = maps.Clone(t.Cells)
		for f, cell := range t.Cells {
			cell.By, _ = authorIn(t, f)
			t.Cells[f] = cell
		}
		list = append(list, LateTexts(t)...)
	}
	return list
}

// Hearing is the look with the comments that were told of before it came. A complete list
// may come from a copy that lags behind: what it shows in an older form, or lacks though
// it was written a moment ago, is as it was told, and a later read tells for certain.
func (l Look) Hearing(told Look, young func(ticket.Comment) bool) Look {
	l.Ticket.Comments = slices.Clone(l.Ticket.Comments)
	for _, c := range told.Ticket.Comments {
		at := slices.IndexFunc(l.Ticket.Comments, func(h ticket.Comment) bool { return h.ID == c.ID })
		switch {
		case at >= 0 && c.Version > l.Ticket.Comments[at].Version:
			l.Ticket.Comments[at] = c
		case at >= 0:
		case !l.Ticket.AllComments:
			l.Ticket.Comments = append(l.Ticket.Comments, c)
		case young(c) && !slices.Contains(l.Gone, c.ID):
			l.Ticket.Comments, l.Lacks = append(l.Ticket.Comments, c), true
		}
	}
	return l
}

// Without is the look as if it had not shown some fields.
func (l Look) Without(fields []ticket.Field) *Look {
	l.Ticket.Cells = maps.Clone(l.Ticket.Cells)
	for _, f := range fields {
		delete(l.Ticket.Cells, f)
	}
	return &l
}

func (l *Look) take(t ticket.Ticket, newest map[ticket.Field]ticket.Version) {
	sum := &l.Ticket
	if t.Version >= sum.Version {
		sum.Ref, sum.Version, sum.Was = t.Ref, t.Version, t.Was
		if t.NComments >= 0 {
			sum.NComments = t.NComments
		}
	}
	if t.By != nil {
		sum.By = t.By
	}
	sum.Keys = append(sum.Keys, t.Keys...)
	for f, cell := range t.Cells {
		if t.Version >= newest[f] {
			cell.By, _ = authorIn(t, f)
			sum.Cells[f], newest[f] = cell, t.Version
		}
	}
	if t.LogAfter >= 0 {
		if sum.LogAfter < 0 || t.LogAfter < sum.LogAfter {
			sum.LogAfter = t.LogAfter
		}
		for _, e := range t.Log {
			if !slices.ContainsFunc(sum.Log, func(x ticket.Edit) bool { return sameEdit(x, e) }) {
				sum.Log = append(sum.Log, e)
			}
		}
	}
	for _, c := range t.Comments {
		l.addComment(c)
	}
	for _, f := range t.Files {
		l.addFile(f)
	}
	sum.AllComments, sum.AllFiles = t.AllComments, t.AllFiles
}

// disputes reports whether a ticket shows other values than were told of the very same
// version: either may be the older one.
func (l *Look) disputes(t ticket.Ticket, shown map[ticket.Field]ticket.Version) bool {
	for f, c := range t.Cells {
		told, ok := l.Ticket.Cells[f]
		if ok && t.Version != 0 && t.Version == shown[f] && Comparable(f, told) != Comparable(f, c) {
			return true
		}
	}
	return false
}

// lacks reports whether a complete list has no more a comment that was told of.
func (l *Look) lacks(t ticket.Ticket) bool {
	return t.AllComments && slices.ContainsFunc(l.Ticket.Comments, func(told ticket.Comment) bool {
		return !slices.ContainsFunc(t.Comments, func(c ticket.Comment) bool { return c.ID == told.ID })
	})
}

// unlisted reports whether a complete list, which may be the newer one, has no
// comment that a change tells of.
func (l *Look) unlisted(c ticket.Change) bool {
	listed := slices.ContainsFunc(l.Ticket.Comments, func(x ticket.Comment) bool { return x.ID == c.Comment.ID })
	return l.Ticket.AllComments && !listed && c.Version <= l.Ticket.Version
}

func (l *Look) addComment(c ticket.Comment) {
	for i, have := range l.Ticket.Comments {
		if have.ID == c.ID {
			if c.Version >= have.Version {
				l.Ticket.Comments[i] = c
			}
			return
		}
	}
	l.Ticket.Comments = append(l.Ticket.Comments, c)
}

func sameEdit(a, b ticket.Edit) bool {
	return a.Field == b.Field && a.Version == b.Version && a.From == b.From && a.To == b.To
}
