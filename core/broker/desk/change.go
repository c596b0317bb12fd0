package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// Target is the request that somebody changes, by its key in any case. Version,
// if not 0, is the one that they have seen: another one is [ErrVersion].
type Target struct {
	Key     request.Key
	Version int64
}

// turn is one transaction over a request.
type turn struct {
	s     *Service
	house request.House
	cause request.Cause
	doc   *store.Doc
}

// change runs one use case in one transaction and tells the sync. f may run
// more than once.
func (s *Service) change(ctx context.Context, by auth.Actor, t Target, f func(*turn) error) (*request.Request, error) {
	if err := by.Check(auth.Work); err != nil {
		return nil, err
	}
	return s.changeBy(ctx, by, cause(by, s.o.Now()), t, f)
}

func (s *Service) changeBy(ctx context.Context, by auth.Actor, c request.Cause, t Target, f func(*turn) error) (*request.Request, error) {
	t.Key = t.Key.Upper()
	house, err := s.house(ctx)
	if err != nil {
		return nil, err
	}
	var after *request.Request
	err = s.o.Store.Update(ctx, t.Key, func(doc *store.Doc) error {
		if !visible(doc.Request, by) {
			return fmt.Errorf("request %s: %w", t.Key, ErrNotFound)
		}
		if t.Version != 0 && doc.Request.Version != t.Version {
			return ErrVersion
		}
		after = doc.Request
		if by.Role.May(auth.Read) {
			doc.Reader = by.Login
		}
		return f(&turn{s, house, c, doc})
	})
	if err != nil {
		return nil, err
	}
	s.o.Kick()
	return after, nil
}

// visible reports whether somebody may know of a request at all.
func visible(r *request.Request, by auth.Actor) bool {
	if by.Role == auth.Client && r.Client != by.Client {
		return false
	}
	return len(r.Restricted) == 0 || slices.Contains(r.Restricted, by.Login)
}

// do carries commands out and notes what is to be stored.
func (t *turn) do(commands ...request.Command) (request.Decision, error) {
	d, err := request.Do(t.doc.Request, t.house, t.cause, commands...)
	if err == nil {
		t.s.record(t.doc, d)
	}
	return d, err
}

// record notes what a decision makes of a document. What people do waits for no
// back-off.
func (s *Service) record(doc *store.Doc, d request.Decision) {
	doc.Add = append(doc.Add, d.Added...)
	doc.Changed = append(doc.Changed, d.Changed...)
	doc.Events = append(doc.Events, d.Events...)
	doc.Now = append(doc.Now, d.Dirty...)
	doc.NewLinks = append(doc.NewLinks, s.newLinks(d)...)
}

// newLinks gives the links that a tool is to hold their fresh memory.
func (s *Service) newLinks(d request.Decision) []store.NewLink {
	lane := store.People
	if d.Request.Priority == "P1" {
		lane = store.Urgent
	}
	var out []store.NewLink
	for _, id := range d.NewLinks {
		l := d.Request.Link(id)
		if l.Connection != request.ByHand {
			state := reconcile.State{Key: s.o.Marker.Link(id), Imported: l.Imported, NComments: -1}
			out = append(out, store.NewLink{Link: id, State: state, Lane: lane})
		}
	}
	return out
}

// find is the note of a request. Those of a merged one are its survivor's.
func (t *turn) find(id request.NoteID) (*request.Note, error) {
	n, err := t.doc.Note(id)
	if err == nil && n.Request != t.doc.Request.ID {
		err = fmt.Errorf("note %s: %w", id, ErrNotFound)
	}
	if errors.Is(err, ErrNotFound) {
		err = cmp.Or(t.doc.Request.Living("body"), err)
	}
	return n, err
}
