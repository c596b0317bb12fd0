package web

import (
	"cmp"
	"context"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// mostEvents is how many events the timeline shows; the history has them all.
const mostEvents = 400

// entry is one line of the merged timeline: a note, or an event.
type entry struct {
	At     time.Time
	Lane   string // cli team int: where it was written
	Reads  [3]bool
	New    bool // what is new to the reader begins here
	Note   *noteView
	Who    string
	What   string
	Reason string
	Icon   string
}

// noteView is a note as the desk sees it.
type noteView struct {
	ID       request.NoteID
	Author   string
	Where    string // how and where it was written
	Audience request.Audience
	Body     template.HTML
	Raw      string // to start from when sharing it
	Out      bool   // said to the client by the desk
	Edited   time.Time
	Deleted  bool
	Shared   bool
	Ours     bool // may be changed: what was said to the client stands
	Copies   []copyView
	Files    []fileView
	Unread   bool         // no team received it
	Untold   []untoldView // of a broadcast
	Waits    bool         // has not gone yet
	Until    time.Time    // when it goes; zero: it could not, see Refused
	Refused  string
	Waiting  []string // the files that go with it
}

// copyView says what became of a note in one ticket.
type copyView struct {
	Ticket string
	State  request.CopyState
	Error  string
	Parts  int // how many comments it takes, 0 if one
}

// recent reads the newest events of a request, oldest first.
func (s *Site) recent(ctx context.Context, v visitor, key request.Key, after int64) ([]request.Event, error) {
	var all []request.Event
	for {
		list, err := s.o.Desk.History(ctx, v.Actor, key, after, desk.MaxLimit)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
		if over := len(all) - mostEvents; over > 0 {
			all = slices.Delete(all, 0, over)
		}
		if len(list) < desk.MaxLimit {
			return all, nil
		}
		after = list[len(list)-1].ID
	}
}

func (s *Site) timeline(l *language, n names, item desk.Item, events []request.Event) []entry {
	var out []entry
	for _, e := range events {
		switch e.Type {
		case request.NoteAdded, request.Shared, request.NoteEdited, request.NoteDeleted: // the notes themselves say it
		default:
			out = append(out, eventEntry(l, n, item.Request, e))
		}
	}
	for _, note := range item.Notes {
		out = append(out, s.noteEntry(l, n, item.Request, note))
	}
	for _, u := range item.Request.Unsent {
		out = append(out, s.unsentEntry(l, item.Request, u))
	}
	slices.SortStableFunc(out, func(a, b entry) int { return a.At.Compare(b.At) })
	return out
}

func (s *Site) noteEntry(l *language, n names, r *request.Request, note *request.Note) entry {
	v := &noteView{
		ID: note.ID, Author: author(l, n, r, note), Audience: note.Audience,
		Body: s.markdown.html(l.recorded(r, note)), Raw: note.Body, Edited: note.EditedAt, Deleted: note.Deleted,
		Shared: note.SharedFrom != "", Out: note.Audience == request.ToClient && note.Author.Origin == request.DeskOrigin,
	}
	v.Unread = r.Unread(note)
	v.Ours = note.Author.Origin == request.DeskOrigin && note.Audience != request.ToClient && !note.Deleted
	v.Where = s.where(l, n, r, note)
	for _, c := range note.Copies {
		if link := r.Link(c.Link); link != nil && !c.Origin {
			v.Copies = append(v.Copies, copyView{ticketName(n, link), c.State, l.trouble(c.Error), len(c.Parts)})
		}
	}
	v.Files = filesOf(fileViews(l, n, r), r.FilesOf(note))
	e := entry{At: note.CreatedAt, Note: v}
	e.Lane, e.Reads = lanes(r, note)
	return e
}

// where says how a note came about.
func (s *Site) where(l *language, n names, r *request.Request, note *request.Note) string {
	for _, c := range note.Copies {
		if link := r.Link(c.Link); c.Origin && link != nil {
			return n.side(r, link) + " · " + ticketName(n, link)
		}
	}
	switch {
	case note.Author.Origin == request.ClientOrigin:
		return strings.Join(slices.DeleteFunc([]string{n.client(r.Client), l.word("via", note.Via)}, blank), " · ")
	case note.Audience == request.ToClient:
		return replied(l, n, r, note)
	}
	return n.origin(l, r, note.Author.Origin)
}

// replied says how the desk wrote to the client.
func replied(l *language, n names, r *request.Request, note *request.Note) string {
	if via := spoken(note.Via); via != "" {
		return l.say("note.reply", l.word("spoken", via))
	}
	if note.Via != "" {
		return l.say("note.reply", l.word("via", note.Via))
	}
	for _, c := range note.Copies {
		if link := r.Link(c.Link); link != nil && link.Side == request.ClientSide {
			return l.say("note.reply", ticketName(n, link))
		}
	}
	return l.say("reply.title")
}

// author is who wrote a note.
func author(l *language, n names, r *request.Request, note *request.Note) string {
	var link request.LinkID
	for _, c := range note.Copies {
		if c.Origin {
			link = c.Link
		}
	}
	return person(l, n, r, link, cmp.Or(note.Author.Name, n.person(note.Author.Login)), note.Author.Origin)
}

func blank(s string) bool { return s == "" }

// lanes says on which of the three sides a note was written and can be read.
func lanes(r *request.Request, note *request.Note) (string, [3]bool) {
	team := false
	for _, c := range note.Copies {
		if link := r.Link(c.Link); link != nil && link.Side != request.ClientSide {
			team = true
		}
	}
	switch note.Audience {
	case request.ToClient:
		return "cli", [3]bool{true, team, true}
	case request.Teams:
		return "team", [3]bool{false, true, true}
	default:
		return "int", [3]bool{false, false, true}
	}
}

// ticketName is what people call the ticket of a link.
func ticketName(n names, l *request.Link) string {
	if l.Connection == request.ByHand {
		return strings.TrimSpace(n.team(l.Team) + " " + l.Ticket.Key)
	}
	return strings.TrimSpace(tool(l) + " " + l.Ticket.Key)
}
