package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

type newReply struct {
	On
	Body struct {
		Body  string           `json:"body" minLength:"1" doc:"Markdown"`
		Links []request.LinkID `json:"links,omitempty" doc:"Absent: all that may receive it"`
		Via   request.Via      `json:"via,omitempty" enum:"portal,mail,phone,in_person" doc:"Absent: the client's own tool. A call or a visit is only recorded; portal and mail are not available yet"`
		To    []string         `json:"to,omitempty"`
		At    Patch[time.Time] `json:"at,omitzero" doc:"When a call took place"`
		Draft request.NoteID   `json:"draft,omitempty" doc:"The id of a team's draft that the reply uses; it is taken off"`
		Told  string           `json:"told,omitempty" doc:"The told of the request as the caller read it: refused with 409 where somebody else at the desk has written to the client since. Absent: not asked"`
		Hold  bool             `json:"hold,omitempty" doc:"Sends after ten seconds: until then deleting the note takes the reply back"`
	}
}

type newMessage struct {
	On
	Body struct {
		Body  string           `json:"body" minLength:"1" doc:"Markdown"`
		Links []request.LinkID `json:"links,omitempty" doc:"Absent: all teams"`
	}
}

type newNote struct {
	On
	Body struct {
		Body string `json:"body" minLength:"1" doc:"Markdown"`
	}
}

// OnNote is the note that a call is about.
type OnNote struct {
	On
	ID request.NoteID `path:"id"`
}

type newShare struct {
	OnNote
	Body struct {
		Audience request.Audience `json:"audience" enum:"client,teams"`
		Umbrella bool             `json:"umbrella,omitempty" doc:"To the teams of the umbrella that the request belongs to; the answer is a note of the umbrella"`
		Body     string           `json:"body,omitempty" doc:"Absent: the note's text as it is"`
		Links    []request.LinkID `json:"links,omitempty"`
		Told     string           `json:"told,omitempty" doc:"The told of the request as the caller read it: refused with 409 where somebody else at the desk has written to the client since. Absent: not asked"`
		Files    []request.FileID `json:"files,omitempty" doc:"Which of the note's files go along; absent: all, but those of an internal note"`
	}
}

type editNote struct {
	OnNote
	Body struct {
		Body string `json:"body" minLength:"1" doc:"Markdown"`
	}
}

type written struct {
	ETag string `header:"ETag"`
	Body Note
}

type nothing struct{}

func noted(r *request.Request, n *request.Note, err error) (*written, error) {
	if err != nil {
		return nil, err
	}
	return &written{tag(r.Version), note(r, n)}, nil
}

func (a *API) notes() {
	door := func(id, path, summary string) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: http.MethodPost, Path: "/requests/{key}" + path, Summary: summary,
			DefaultStatus: http.StatusCreated, Errors: []int{http.StatusNotFound},
		}
	}
	register(a, auth.Work, door("reply", "/replies", "Write to the client"), func(ctx context.Context, in *newReply) (*written, error) {
		text := desk.Text{ID: request.NoteID(seed(ctx)), Body: in.Body.Body, Links: in.Body.Links}
		answer := desk.Answer{Text: text, Via: in.Body.Via, To: in.Body.To, At: utc(in.Body.At), Draft: in.Body.Draft}
		return uncrossed(ctx, a, in.target(), in.Body.Told, func(t desk.Target) (*written, error) {
			if !in.Body.Hold || in.Body.Via.Spoken() {
				return noted(a.o.Desk.Reply(ctx, by(ctx), t, answer))
			}
			r, waits, err := a.o.Desk.ReplyLater(ctx, by(ctx), t, answer)
			if err != nil {
				return nil, err
			}
			return &written{tag(r.Version), unsent(waits)}, nil
		})
	})
	register(a, auth.Work, door("message-teams", "/team-messages", "Write to the teams"), func(ctx context.Context, in *newMessage) (*written, error) {
		text := desk.Text{ID: request.NoteID(seed(ctx)), Body: in.Body.Body, Links: in.Body.Links}
		return noted(a.o.Desk.Message(ctx, by(ctx), in.target(), text))
	})
	register(a, auth.Work, door("note", "/notes", "Write for the desk alone"), func(ctx context.Context, in *newNote) (*written, error) {
		return noted(a.o.Desk.Note(ctx, by(ctx), in.target(), request.NoteID(seed(ctx)), in.Body.Body))
	})
	register(a, auth.Work, door("share-note", "/notes/{id}/share", "Make a new note of this one for another audience"), func(ctx context.Context, in *newShare) (*written, error) {
		door := a.o.Desk.Share
		switch {
		case in.Body.Umbrella && in.Body.Audience != request.Teams:
			return nil, &request.FieldError{Field: "audience", Text: "only teams read what goes up to an umbrella"}
		case in.Body.Umbrella:
			door = a.o.Desk.ShareUp
		}
		share := request.Share{ID: request.NoteID(seed(ctx)), Audience: in.Body.Audience, Body: in.Body.Body, Links: in.Body.Links, Files: in.Body.Files}
		return uncrossed(ctx, a, in.target(), in.Body.Told, func(t desk.Target) (*written, error) {
			return noted(door(ctx, by(ctx), t, in.ID, share))
		})
	})
	a.revisions()
}

func (a *API) revisions() {
	op := func(id, method, summary string) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: "/requests/{key}/notes/{id}", Summary: summary,
			Errors: []int{http.StatusNotFound},
		}
	}
	register(a, auth.Work, op("edit-note", http.MethodPatch, "Change a note of the desk"), func(ctx context.Context, in *editNote) (*written, error) {
		return noted(a.o.Desk.EditNote(ctx, by(ctx), in.target(), in.ID, in.Body.Body))
	})
	register(a, auth.Work, op("delete-note", http.MethodDelete, "Delete a note of the desk, or take a reply back that waits"), func(ctx context.Context, in *OnNote) (*nothing, error) {
		_, _, err := a.o.Desk.TakeBack(ctx, by(ctx), in.target(), in.ID)
		if errors.Is(err, desk.ErrNotFound) {
			_, _, err = a.o.Desk.DeleteNote(ctx, by(ctx), in.target(), in.ID)
		}
		return &nothing{}, err
	})
}
