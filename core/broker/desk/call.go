package desk

import (
	"cmp"
	"context"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Call is what a client told the desk about a request that is there already.
type Call struct {
	ID    request.NoteID // "" makes one; a known one is left as it is
	Name  string         // who called
	Body  string
	Via   request.Via
	Proof Proof
}

// AddCall adds what a client told to a request, in the client's own name: it may
// end waiting for the client, or reopen the request. [PINError].
func (s *Service) AddCall(ctx context.Context, by auth.Actor, key request.Key, c Call) (*request.Request, error) {
	item, err := s.Get(ctx, by, key)
	if err != nil {
		return nil, err
	}
	v, err := s.verify(item.Request.Client, c.Proof)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, by, Target{Key: key}, func(t *turn) error {
		if known, err := t.made(c.ID); known != nil || err != nil {
			return err
		}
		words := request.Heard{ID: c.ID, Body: c.Body, Via: c.Via, Author: request.Author{Name: c.Name, Origin: request.ClientOrigin}}
		if words.Author.Name == "" {
			words.Author.Name = s.clientTitle(t.doc.Request.Client)
		}
		commands := []request.Command{words}
		if v.How != request.Unverified {
			commands = append(commands, v)
		}
		d, err := t.do(commands...)
		if err == nil && len(d.Opened) > 0 {
			err = &request.FieldError{Field: "add", Text: "it has ended: take a new request"}
		}
		return err
	})
}

func (s *Service) clientTitle(id request.ClientID) string {
	return cmp.Or(s.Directory().Clients[id].Title, string(id))
}
