package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// gatherAtOnce is how many requests one transaction gathers.
const gatherAtOnce = 20

// Refused is a request that could not be gathered, and why.
type Refused struct {
	Key request.Key
	Err error
}

// Gather puts requests under an umbrella, each of which follows it from then on.
// What becomes of their own open delegations is said for all of them. Those that
// cannot be gathered are refused one by one; gathered ones count as gathered.
func (s *Service) Gather(ctx context.Context, by auth.Actor, umbrella Target, keys []request.Key, open request.OpenWork) ([]request.Key, []Refused, error) {
	var done []request.Key
	var refused []Refused
	for list := range slices.Chunk(keys, gatherAtOnce) {
		var in []request.Key
		var out []Refused
		_, err := s.change(ctx, by, umbrella, func(t *turn) error {
			in, out = nil, nil
			for _, key := range list {
				err := t.gather(key.Upper(), by, open)
				switch {
				case err == nil:
					in = append(in, key.Upper())
				case told(err):
					out = append(out, Refused{key.Upper(), err})
				default:
					return err
				}
			}
			return nil
		})
		if err != nil {
			return done, refused, err
		}
		done, refused = append(done, in...), append(refused, out...)
		umbrella.Version = 0
	}
	return done, refused, nil
}

func (t *turn) gather(key request.Key, by auth.Actor, open request.OpenWork) error {
	child, err := t.other("requests", key, by)
	if err != nil {
		return err
	}
	d, err := request.Gather(child.Request, t.doc.Request, open, t.house, t.cause)
	if err == nil {
		t.s.record(child, d)
	}
	return err
}

// told reports whether an error is one to answer with, and not a failure.
func told(err error) bool {
	var field *request.FieldError
	var standing *request.StandingError
	var missing *request.MissingError
	return errors.As(err, &field) || errors.As(err, &standing) || errors.As(err, &missing)
}

// Release takes a request out of an umbrella.
func (s *Service) Release(ctx context.Context, by auth.Actor, umbrella Target, key request.Key) (*request.Request, error) {
	var child *request.Request
	_, err := s.change(ctx, by, umbrella, func(t *turn) error {
		other, err := t.doc.Other(key.Upper())
		if err == nil && !visible(other.Request, by) {
			err = fmt.Errorf("request %s: %w", key, ErrNotFound)
		}
		if err != nil {
			return err
		}
		child = other.Request
		d, err := request.Release(child, t.doc.Request, t.house, t.cause)
		if err == nil {
			t.s.record(other, d)
		}
		return err
	})
	return child, err
}

// Gathered returns a page of the requests under an umbrella, newest first.
func (s *Service) Gathered(ctx context.Context, by auth.Actor, umbrella request.Key, q Query) (Page, error) {
	item, err := s.Get(ctx, by, umbrella)
	if err != nil {
		return Page{}, err
	}
	q.Order = request.ByCreation
	return s.list(ctx, request.Filter{Gathered: item.Request.ID, People: by.Login}, q)
}

// eachGathered calls f with every request under an umbrella that is not
// restricted.
func (s *Service) eachGathered(ctx context.Context, umbrella request.ID, f func(*request.Request) error) error {
	for cursor := ""; ; {
		page, err := s.o.Store.List(ctx, store.Query{
			Filter: request.Filter{Gathered: umbrella}, Order: request.ByCreation, Cursor: cursor, Limit: MaxLimit,
		})
		if err != nil {
			return err
		}
		for _, r := range page.Items {
			if err := f(r); err != nil {
				return fmt.Errorf("%s: %w", r.Key, err)
			}
		}
		if cursor = page.Next; cursor == "" {
			return nil
		}
	}
}
