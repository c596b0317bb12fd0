package desk

import (
	"context"
	"errors"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Told is what became of a broadcast at one request.
type Told struct {
	Key       request.Key
	Client    request.ClientID
	Languages []string // that it was written in; none where nothing was
	Notes     []request.NoteID
	Why       string // why nobody was told, though it may stand there
}

// Broadcast writes one message to every request under an umbrella, in the
// language of each client or team, and says what became of it. With the id of a
// broadcast that was begun it goes on where that one was cut off; so does the
// hub by itself.
func (s *Service) Broadcast(ctx context.Context, by auth.Actor, t Target, b request.Broadcast) ([]Told, error) {
	if b.ID == "" {
		b.ID = request.NoteID(s.o.IDs())
	}
	r, err := s.change(ctx, by, t, func(t *turn) error {
		if _, err := t.find(b.ID); !errors.Is(err, ErrNotFound) {
			return err
		}
		_, err := t.do(request.Announce{Broadcast: b})
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.flow(ctx, r.Key); err != nil {
		return nil, err
	}
	return s.toldOf(ctx, by, r, &b)
}

// toldOf says what becomes of a broadcast at every request under an umbrella that
// somebody may see.
func (s *Service) toldOf(ctx context.Context, by auth.Actor, umbrella *request.Request, b *request.Broadcast) ([]Told, error) {
	house, err := s.house(ctx)
	if err != nil {
		return nil, err
	}
	list := []Told{}
	if b.Audience == request.Teams {
		list = append(list, s.toldAt(umbrella, house, b))
	}
	for q := (Query{Limit: MaxLimit}); ; {
		page, err := s.Gathered(ctx, by, umbrella.Key, q)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Items {
			list = append(list, s.toldAt(r, house, b))
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return list, nil
		}
	}
}

func (s *Service) toldAt(r *request.Request, house request.House, b *request.Broadcast) Told {
	told := Told{Key: r.Key, Client: r.Client}
	for _, n := range b.Notes(r, house) {
		d, err := request.Decide(r, house, request.Cause{At: s.o.Now()}, n.Write)
		if err != nil {
			told.Why = err.Error()
			continue
		}
		if r.Unread(d.Added[0]) {
			told.Why = "written here alone: the client has no tool of its own, tell it by phone or mail"
		}
		told.Languages, told.Notes = append(told.Languages, n.Language), append(told.Notes, n.ID)
	}
	if len(told.Notes) == 0 && told.Why == "" {
		told.Why = untold(r, b)
	}
	return told
}

// Untold is a request where nobody was written a broadcast.
type Untold struct {
	request.LeftOut
	Client request.ClientID
}

// Untold lists the requests that broadcasts of an umbrella left out, of those that
// somebody may see.
func (s *Service) Untold(ctx context.Context, by auth.Actor, umbrella *request.Request) ([]Untold, error) {
	var list []Untold
	for _, out := range umbrella.LeftOut {
		item, err := s.Get(ctx, by, out.Key)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, Untold{out, item.Request.Client})
	}
	return list, nil
}

// untold says why nobody at a request was told.
func untold(r *request.Request, b *request.Broadcast) string {
	switch {
	case len(r.Restricted) > 0:
		return "restricted"
	case r.MergedTo != "":
		return "merged"
	case b.Audience == request.Teams:
		return "no team with a text in its language"
	case r.Client == "":
		return "no client"
	}
	return "no text in the client's language"
}
