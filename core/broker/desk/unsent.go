package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// Pause is how long what goes to a client can be taken back.
const Pause = 10 * time.Second

// ReplyLater stores a reply to the client that goes by itself after [Pause], and
// can be taken back until then. One whose id is known already is answered with;
// its Until is zero if it has gone. What was said and not written is recorded at
// once, since nothing of it is sent.
func (s *Service) ReplyLater(ctx context.Context, by auth.Actor, t Target, a Answer) (*request.Request, request.Unsent, error) {
	if a.Via.Spoken() {
		r, n, err := s.Reply(ctx, by, t, a)
		if err != nil {
			return nil, request.Unsent{}, err
		}
		return r, request.Unsent{Write: request.Write{ID: n.ID, Body: n.Body, Via: n.Via}}, nil
	}
	return s.later(ctx, by, t, a.ID, func(t *turn) (request.SendLater, error) {
		for _, f := range a.Files {
			t.doc.Files = append(t.doc.Files, f.ID)
		}
		return sendLater(a), nil
	})
}

// ShareLater is [Service.Share] with the client, as [Service.ReplyLater] does it.
func (s *Service) ShareLater(ctx context.Context, by auth.Actor, t Target, id request.NoteID, share request.Share) (*request.Request, request.Unsent, error) {
	return s.later(ctx, by, t, share.ID, func(t *turn) (request.SendLater, error) {
		n, err := t.find(id)
		if err != nil {
			return request.SendLater{}, err
		}
		share.Note = n
		return share.Later(t.doc.Request)
	})
}

// ShareFileLater is [Service.ShareFile] with the client, as [Service.ReplyLater]
// does it.
func (s *Service) ShareFileLater(ctx context.Context, by auth.Actor, t Target, share request.ShareFile) (*request.Request, request.Unsent, error) {
	return s.later(ctx, by, t, share.Note, func(t *turn) (request.SendLater, error) { return share.Later(t.doc.Request) })
}

// WaitLater asks the client for something, and has the request wait for it when
// the words go. Until then its status stays as it is.
func (s *Service) WaitLater(ctx context.Context, by auth.Actor, t Target, m request.Move) (*request.Request, request.Unsent, error) {
	return s.later(ctx, by, t, m.Note, func(*turn) (request.SendLater, error) {
		return request.SendLater{Write: request.Write{ID: m.Note}, Along: request.Along{Move: &m}}, nil
	})
}

// BroadcastLater is [Service.Broadcast] to clients, as [Service.ReplyLater] does it.
func (s *Service) BroadcastLater(ctx context.Context, by auth.Actor, t Target, b request.Broadcast) (*request.Request, request.Unsent, error) {
	return s.later(ctx, by, t, b.ID, func(*turn) (request.SendLater, error) {
		return request.SendLater{Write: request.Write{ID: b.ID}, Next: b.Next, Along: request.Along{Broadcast: &b}}, nil
	})
}

// later stores what goes after a pause, once for each id.
func (s *Service) later(
	ctx context.Context, by auth.Actor, t Target, id request.NoteID, command func(*turn) (request.SendLater, error),
) (*request.Request, request.Unsent, error) {
	var waits request.Unsent
	r, err := s.change(ctx, by, t, func(t *turn) error {
		known, err := t.waiting(id)
		if waits = known; known.Write.ID != "" || err != nil {
			return err
		}
		c, err := command(t)
		if err != nil {
			return err
		}
		c.After = Pause
		if _, err := t.do(c); err != nil {
			return err
		}
		waits = t.doc.Request.Unsent[len(t.doc.Request.Unsent)-1]
		return nil
	})
	return r, waits, err
}

func sendLater(a Answer) request.SendLater {
	c := request.SendLater{Next: a.Next, Write: request.Write{
		ID: a.ID, Body: bodyWith(a.Body, a.Files), Links: a.Links, Via: a.Via, To: a.To, At: a.At, Draft: a.Draft,
	}}
	for _, f := range a.Files {
		c.Files = append(c.Files, request.File{ID: f.ID, Name: f.Name, Type: f.Type, Size: f.Size, SHA256: f.SHA256})
	}
	return c
}

// waiting finds a reply that an earlier try of the same call made, sent or not.
func (t *turn) waiting(id request.NoteID) (request.Unsent, error) {
	if id == "" {
		return request.Unsent{}, nil
	}
	if u, ok := t.doc.Request.Waiting(id); ok {
		return u, nil
	}
	n, err := t.made(id)
	if n == nil || err != nil {
		return request.Unsent{}, err
	}
	return request.Unsent{Write: request.Write{ID: n.ID, Body: n.Body}}, nil
}

// TakeBack takes a reply back that has not gone yet, and returns it.
// [ErrNotFound] if it went, or somebody else was quicker.
func (s *Service) TakeBack(ctx context.Context, by auth.Actor, t Target, id request.NoteID) (*request.Request, request.Unsent, error) {
	var back request.Unsent
	r, err := s.change(ctx, by, t, func(t *turn) error {
		u, ok := t.doc.Request.Waiting(id)
		if !ok {
			return fmt.Errorf("unsent reply %s: %w", id, ErrNotFound)
		}
		back = u
		for _, f := range u.Files {
			t.doc.Loose = append(t.doc.Loose, f.ID)
		}
		_, err := t.do(request.TakeBack{ID: id})
		return err
	})
	return r, back, err
}

// SendDue sends the replies whose time has come; false if there were none. Any
// number of hubs may do so at a time: each reply becomes its note in the
// transaction that ends its waiting.
func (s *Service) SendDue(ctx context.Context) (bool, error) {
	keys, err := s.o.Store.Sending(ctx, s.o.Now(), DefaultLimit)
	for _, key := range keys {
		err = errors.Join(err, s.send(ctx, key))
	}
	return len(keys) > 0, err
}

func (s *Service) send(ctx context.Context, key request.Key) error {
	house, err := s.house(ctx)
	if err != nil {
		return err
	}
	var after *request.Request
	err = s.o.Store.Update(ctx, key, func(doc *store.Doc) error {
		after = doc.Request
		t := &turn{s, house, request.Cause{By: request.Actor{Origin: request.RuleOrigin}, At: s.o.Now()}, doc}
		before := slices.Clone(doc.Request.Unsent)
		if _, err := t.do(request.Send{}); err != nil {
			return err
		}
		for _, u := range before {
			if _, waits := doc.Request.Waiting(u.Write.ID); !waits {
				for _, f := range u.Files {
					doc.Files = append(doc.Files, f.ID)
				}
			}
		}
		return nil
	})
	switch {
	case errors.Is(err, ErrNotFound):
		return nil
	case err != nil:
		return fmt.Errorf("send the replies of %s: %w", key, err)
	}
	s.o.Kick()
	_, err = s.flowing(ctx, after, nil)
	return err
}

// RunReplies sends replies when their time comes, until the context ends. It looks
// once every pause.
func (s *Service) RunReplies(ctx context.Context, pause time.Duration, failed func(error)) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		if _, err := s.SendDue(ctx); err != nil && ctx.Err() == nil {
			failed(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
