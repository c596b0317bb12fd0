package desk

import (
	"context"
	"errors"
	"fmt"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// named makes sure that a query names no client, team or person that there is
// none of: it would select nothing, and not say why.
func (s *Service) named(ctx context.Context, by auth.Actor, query string) error {
	for _, w := range request.QueryWords(query) {
		text, err := s.unknown(ctx, by, w)
		if err != nil {
			return err
		}
		if text != "" {
			bad := request.QueryError{At: w.At, Word: w.Source, Text: text}
			return &request.FieldError{Field: "q", Text: bad.Error()}
		}
	}
	return nil
}

// unknown is what is wrong with whom a word of a query names.
func (s *Service) unknown(ctx context.Context, by auth.Actor, w request.Word) (string, error) {
	d := s.Directory()
	switch w.Key {
	case "client":
		if _, ok := d.Clients[request.ClientID(w.Value)]; !ok {
			return fmt.Sprintf("there is no client %q", w.Value), nil
		}
	case "team":
		if _, ok := d.Teams[request.TeamID(w.Value)]; !ok {
			return fmt.Sprintf("there is no team %q", w.Value), nil
		}
	case "next":
		if _, ok := d.Teams[request.TeamID(w.Value)]; !ok && !request.Party(w.Value).Valid() {
			return fmt.Sprintf("there is no team %q", w.Value), nil
		}
	case "owner", "watching":
		return s.stranger(ctx, by, w)
	}
	return "", nil
}

// stranger says that a word of a query names a person who has no account.
func (s *Service) stranger(ctx context.Context, by auth.Actor, w request.Word) (string, error) {
	if w.Value == "me" || w.Value == "none" || w.Value == by.Login {
		return "", nil
	}
	_, err := s.o.Store.Person(ctx, w.Value)
	if errors.Is(err, ErrNotFound) {
		return fmt.Sprintf("there is no person %q", w.Value), nil
	}
	return "", err
}
