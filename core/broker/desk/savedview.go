package desk

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// View is a query that somebody keeps under a name.
type View = store.View

// What somebody may keep.
const (
	MaxViews    = 30
	MaxViewName = 40
)

// Views lists what somebody keeps, by name; nothing for a token that is nobody's.
func (s *Service) Views(ctx context.Context, by auth.Actor) ([]View, error) {
	if err := by.Check(auth.Read); err != nil || by.Login == "" {
		return nil, err
	}
	return s.o.Store.Views(ctx, by.Login)
}

// KeepView keeps a query for somebody, in the place of one of the same name. What
// is wrong is a [request.FieldError] of "name" or "q".
func (s *Service) KeepView(ctx context.Context, by auth.Actor, v View) error {
	have, err := s.Views(ctx, by)
	if err != nil {
		return err
	}
	v.Owner, v.Name = by.Login, request.OneLine(v.Name)
	again := slices.ContainsFunc(have, func(x View) bool { return x.Name == v.Name })
	switch {
	case by.Login == "" || v.Name == "":
		return &request.FieldError{Field: "name", Text: "must not be empty"}
	case utf8.RuneCountInString(v.Name) > MaxViewName:
		return &request.FieldError{Field: "name", Text: fmt.Sprintf("is longer than %d characters", MaxViewName)}
	case len(have) >= MaxViews && !again:
		return &request.FieldError{Field: "name", Text: fmt.Sprintf("at most %d views are kept", MaxViews)}
	}
	if _, err := s.Filter(ctx, by, v.Query); err != nil {
		return err
	}
	return s.o.Store.PutView(ctx, v)
}

// ForgetView forgets one of somebody's views.
func (s *Service) ForgetView(ctx context.Context, by auth.Actor, name string) error {
	if err := by.Check(auth.Read); err != nil {
		return err
	}
	return s.o.Store.DropView(ctx, by.Login, name)
}
