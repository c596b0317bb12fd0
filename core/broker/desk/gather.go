package desk

import (
	"context"
	"errors"
	"fmt"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Gather puts a request under an umbrella.
func (s *Service) Gather(ctx context.Context, by auth.Actor, t Target, umbrella request.Key) (*request.Request, error) {
	return s.change(ctx, by, t, func(t *turn) error {
		other, err := t.other("umbrella", umbrella, by)
		if err != nil {
			return err
		}
		d, err := request.Gather(t.doc.Request, other.Request, t.house, t.cause)
		if err == nil {
			s.record(t.doc, d)
		}
		return err
	})
}

// Release takes a request out of its umbrella.
func (s *Service) Release(ctx context.Context, by auth.Actor, t Target) (*request.Request, error) {
	return s.change(ctx, by, t, func(t *turn) error {
		d, err := request.Release(t.doc.Request, t.house, t.cause)
		if err == nil {
			s.record(t.doc, d)
		}
		return err
	})
}

// FlowDown hands an umbrella's status and words down to every request that it
// gathers, as that client's own, and returns their keys. Repeated with the same
// note id it goes on where it was cut off.
func (s *Service) FlowDown(ctx context.Context, by auth.Actor, umbrella request.Key, f request.Flow) ([]request.Key, error) {
	item, err := s.Get(ctx, by, umbrella)
	if err != nil {
		return nil, err
	}
	if f.Note == "" {
		f.Note = request.NoteID(s.o.IDs())
	}
	var told []request.Key
	filter := request.Filter{Gathered: item.Request.ID, People: by.Login}
	for q := (Query{Order: request.ByCreation, Limit: MaxLimit}); ; {
		page, err := s.list(ctx, filter, q)
		if err != nil {
			return told, err
		}
		for _, child := range page.Items {
			if err := s.flow(ctx, by, child, f); err != nil {
				return told, fmt.Errorf("%s: %w", child.Key, err)
			}
			told = append(told, child.Key)
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return told, nil
		}
	}
}

func (s *Service) flow(ctx context.Context, by auth.Actor, child *request.Request, f request.Flow) error {
	f.Note += request.NoteID(child.ID)
	_, err := s.change(ctx, by, Target{Key: child.Key}, func(t *turn) error {
		flow := f
		if _, err := t.find(f.Note); err == nil {
			flow.Body = ""
		} else if !errors.Is(err, ErrNotFound) {
			return err
		}
		_, err := t.do(flow)
		return err
	})
	return err
}
