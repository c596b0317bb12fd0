package desk

import (
	"context"
	"errors"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Text is what somebody writes, for one audience that the function says.
type Text struct {
	ID    request.NoteID // "" makes one; one that exists is answered with as it is
	Body  string
	Links []request.LinkID // nil: all that may read it
	Files []NewUpload      // that go with it, to the same readers
}

// Answer is a reply to the client, or the record of a call.
type Answer struct {
	Text
	Via request.Via
	To  []string
	At  time.Time
	// Draft is the note of a team whose words for the client the reply uses; ""
	// none.
	Draft request.NoteID
	// Next promises the client the next update; zero promises nothing new.
	Next time.Time
}

// Reply writes to the client. Via a call or a visit it is a record and sends
// nothing.
func (s *Service) Reply(ctx context.Context, by auth.Actor, t Target, a Answer) (*request.Request, *request.Note, error) {
	return s.write(ctx, by, t, request.Write{
		ID: a.ID, Audience: request.ToClient, Body: a.Body, Links: a.Links, Via: a.Via, To: a.To, At: a.At, Draft: a.Draft,
	}, a.Files, promised(a.Next)...)
}

// promised is the command that promises the client an update.
func promised(at time.Time) []request.Command {
	if at.IsZero() {
		return nil
	}
	return []request.Command{request.Edit{NextUpdateAt: &at}}
}

// Message writes to the teams.
func (s *Service) Message(ctx context.Context, by auth.Actor, t Target, x Text) (*request.Request, *request.Note, error) {
	return s.write(ctx, by, t, request.Write{ID: x.ID, Audience: request.Teams, Body: x.Body, Links: x.Links}, x.Files)
}

// Note writes for the desk alone; it has no links to choose.
func (s *Service) Note(ctx context.Context, by auth.Actor, t Target, id request.NoteID, body string, files ...NewUpload) (*request.Request, *request.Note, error) {
	return s.write(ctx, by, t, request.Write{ID: id, Audience: request.Internal, Body: body}, files)
}

func (s *Service) write(ctx context.Context, by auth.Actor, t Target, w request.Write, files []NewUpload, then ...request.Command) (*request.Request, *request.Note, error) {
	w.Body = bodyWith(w.Body, files)
	return s.addWith(ctx, by, t, w.ID, func(t *turn) (request.Command, error) { return w, nil }, func(t *turn, n *request.Note) error {
		links := w.Links
		if w.Via.Spoken() { // a record sends nothing
			links = []request.LinkID{}
		}
		if err := t.attach(n, links, files); err != nil || len(then) == 0 {
			return err
		}
		_, err := t.do(then...)
		return err
	})
}

// add carries out a command that adds a note, and returns it; one that is there
// already by its id is returned as it is.
func (s *Service) add(ctx context.Context, by auth.Actor, t Target, id request.NoteID, command func(*turn) (request.Command, error)) (*request.Request, *request.Note, error) {
	return s.addWith(ctx, by, t, id, command, func(*turn, *request.Note) error { return nil })
}

// addWith is add with what belongs to the note.
func (s *Service) addWith(
	ctx context.Context, by auth.Actor, t Target, id request.NoteID, command func(*turn) (request.Command, error), with func(*turn, *request.Note) error,
) (*request.Request, *request.Note, error) {
	var note *request.Note
	r, err := s.change(ctx, by, t, func(t *turn) error {
		known, err := t.made(id)
		if note = known; known != nil || err != nil {
			return err
		}
		c, err := command(t)
		if err != nil {
			return err
		}
		d, err := t.do(c)
		if err != nil {
			return err
		}
		note = d.Added[0]
		return with(t, note)
	})
	return r, note, err
}

// made finds a note that an earlier try of the same call made; nil if there is none.
func (t *turn) made(id request.NoteID) (*request.Note, error) {
	if id == "" {
		return nil, nil
	}
	n, err := t.find(id)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return n, err
}

// Share makes a new note of an existing one for another audience.
func (s *Service) Share(ctx context.Context, by auth.Actor, t Target, id request.NoteID, share request.Share) (*request.Request, *request.Note, error) {
	return s.add(ctx, by, t, share.ID, func(t *turn) (request.Command, error) {
		n, err := t.find(id)
		share.Note = n
		return share, err
	})
}

// ShareUp makes a note for the teams of a request's umbrella of one of its notes,
// and returns the umbrella with it.
func (s *Service) ShareUp(ctx context.Context, by auth.Actor, t Target, id request.NoteID, share request.Share) (*request.Request, *request.Note, error) {
	item, err := s.get(ctx, by, t.Key)
	switch {
	case err != nil:
		return nil, nil, err
	case t.Version != 0 && t.Version != item.Request.Version:
		return nil, nil, ErrVersion
	case item.Request.Gathered == "":
		return nil, nil, &request.FieldError{Field: "audience", Text: "the request is under no umbrella"}
	}
	return s.add(ctx, by, Target{Key: item.Request.GatheredBy}, share.ID, func(u *turn) (request.Command, error) {
		child, err := u.doc.Other(item.Request.Key)
		if err != nil {
			return nil, err
		}
		n, err := child.Note(id)
		share.Note = n
		return request.ShareUp{Share: share, Child: child.Request}, err
	})
}
