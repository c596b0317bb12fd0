package desk

import (
	"context"
	"errors"
	"fmt"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// errNewNotes says that a note came while a merge was prepared.
var errNewNotes = errors.New("new notes meanwhile")

// Merge makes a duplicate a part of another request and returns the survivor, also
// where it is that part already: a call whose answer was lost comes twice.
func (s *Service) Merge(ctx context.Context, by auth.Actor, dup Target, into request.Key) (*request.Request, error) {
	for {
		gone, r, err := s.merge(ctx, by, dup, into)
		if !errors.Is(err, errNewNotes) {
			_, err = s.flowing(ctx, gone, err)
			if err == nil {
				_ = s.watchOn(ctx, dup.Key.Upper(), r.Key) // it is merged; the duplicate shows the way
			}
			return r, err
		}
	}
}

// watchOn lets those who follow a request follow another one too.
func (s *Service) watchOn(ctx context.Context, from, to request.Key) error {
	people, err := s.o.Store.Watchers(ctx, from)
	for _, login := range people {
		err = errors.Join(err, s.o.Store.Watch(ctx, login, to, true))
	}
	return err
}

func (s *Service) merge(ctx context.Context, by auth.Actor, dup Target, into request.Key) (gone, survivor *request.Request, err error) {
	dup.Key = dup.Key.Upper()
	before, notes, err := s.o.Store.Request(ctx, dup.Key)
	if err != nil {
		return nil, nil, err
	}
	var moved []request.NoteID
	for _, n := range notes {
		moved = append(moved, n.ID)
	}
	gone, err = s.change(ctx, by, dup, func(t *turn) error {
		if t.doc.Request.Version != before.Version {
			return errNewNotes
		}
		other, err := t.other("into", into, by)
		if err != nil {
			return err
		}
		survivor = other.Request
		if r := t.doc.Request; r.Gave != nil && r.Gave.Into == other.Request.Key {
			return nil
		}
		left, kept, err := request.Merge(t.doc.Request, other.Request, moved, t.house, t.cause)
		if err != nil {
			return err
		}
		s.record(t.doc, left)
		s.record(other, kept)
		other.Move = append(other.Move, moved...)
		return nil
	})
	return gone, survivor, err
}

// other is another request in the same transaction, as the value of a field.
func (t *turn) other(field string, key request.Key, by auth.Actor) (*store.Doc, error) {
	other, err := t.doc.Other(key.Upper())
	if errors.Is(err, ErrNotFound) || err == nil && !visible(other.Request, by) {
		return nil, &request.FieldError{Field: field, Text: fmt.Sprintf("there is no request %s", key)}
	}
	return other, err
}

// Unmerge undoes a merge and returns the request that is on its own again, also
// where it is already.
func (s *Service) Unmerge(ctx context.Context, by auth.Actor, dup Target) (*request.Request, error) {
	var from *request.Request
	r, err := s.change(ctx, by, dup, func(t *turn) error {
		gift := t.doc.Request.Gave
		if gift == nil {
			return nil
		}
		other, err := t.other("into", gift.Into, by)
		if err != nil {
			return err
		}
		from = other.Request
		back, left, err := request.Unmerge(t.doc.Request, other.Request, t.house, t.cause)
		if err != nil {
			return err
		}
		s.record(t.doc, back)
		s.record(other, left)
		t.doc.Move = append(t.doc.Move, gift.Notes...)
		return nil
	})
	if err == nil && from != nil {
		_, err = s.flowing(ctx, from, nil)
	}
	if err != nil {
		return nil, err
	}
	return s.flowing(ctx, r, nil)
}
