package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// Flow lets the requests under umbrellas follow what changed there, and finishes
// broadcasts and merges that were cut off; false if there was nothing to do. Any
// number of hubs may do so at a time: each request is looked at by itself, and
// what it has already it does not get again.
func (s *Service) Flow(ctx context.Context) (bool, error) {
	page, err := s.o.Store.List(ctx, store.Query{Filter: request.Filter{Flowing: true}, Order: request.ByCreation, Limit: DefaultLimit})
	for _, umbrella := range page.Items {
		err = errors.Join(err, s.flow(ctx, umbrella.Key))
	}
	return len(page.Items) > 0, err
}

// flowing lets the requests under an umbrella follow a change of it at once. What
// is cut off goes on in the background.
func (s *Service) flowing(ctx context.Context, r *request.Request, err error) (*request.Request, error) {
	if err != nil || !r.Flowing || s.flow(ctx, r.Key) != nil {
		return r, err
	}
	after, _, err := s.o.Store.Request(ctx, r.Key)
	if err != nil { // it was stored
		return r, nil //nolint:nilerr // what could not be read again stands as it was stored
	}
	return after, nil
}

// flow lets all requests under one umbrella follow it.
func (s *Service) flow(ctx context.Context, key request.Key) error {
	house, err := s.house(ctx)
	if err != nil {
		return err
	}
	umbrella, _, err := s.o.Store.Request(ctx, key)
	if err != nil {
		return err
	}
	f := &flow{s: s, house: house, umbrella: umbrella, from: map[request.Key]*request.Request{}}
	if umbrella.MergedTo != "" {
		if f.survivor, _, err = s.o.Store.Request(ctx, umbrella.Gave.Into); err != nil {
			return err
		}
	}
	if err := s.eachGathered(ctx, umbrella.ID, func(r *request.Request) error { return f.child(ctx, r) }); err != nil {
		return fmt.Errorf("umbrella %s: %w", key, err)
	}
	settled := request.Settled{Took: umbrella.Course(), Out: f.out}
	for i := range umbrella.Broadcasts {
		b := &umbrella.Broadcasts[i]
		settled.Told = append(settled.Told, b.ID)
		if told := s.toldAt(umbrella, house, b); b.Audience == request.Teams && told.Why != "" {
			settled.Out = append(settled.Out, request.LeftOut{Broadcast: b.ID, Key: umbrella.Key, Why: told.Why})
		}
	}
	return s.silent(ctx, f.cause(), key, func(t *turn) error {
		_, err := t.do(settled)
		return err
	})
}

// flow is one pass over the requests under an umbrella.
type flow struct {
	s        *Service
	house    request.House
	umbrella *request.Request
	survivor *request.Request // that the umbrella was merged into; nil if it was not
	from     map[request.Key]*request.Request
	out      []request.LeftOut
}

// cause is the umbrella itself; what is written then is the desk's.
func (f *flow) cause() request.Cause {
	return request.Cause{By: request.Actor{Name: string(f.umbrella.Key), Origin: request.RuleOrigin}, At: f.s.o.Now()}
}

// child lets one request follow: it is told what it has not been told, takes
// what it has not taken, and goes where its umbrella went.
func (f *flow) child(ctx context.Context, r *request.Request) error {
	commands, err := f.commands(ctx, r)
	if err != nil {
		return err
	}
	if len(commands) > 0 {
		err = f.s.silent(ctx, f.cause(), r.Key, func(t *turn) error {
			_, err := t.do(commands...)
			return err
		})
	}
	for i := range f.umbrella.Broadcasts {
		err = errors.Join(err, f.tell(ctx, r, &f.umbrella.Broadcasts[i]))
	}
	if err == nil && f.survivor != nil {
		err = f.moved(ctx, r, request.Regather{From: f.umbrella, To: f.survivor})
	}
	return err
}

// commands are what a request has to take; most times it is nothing.
func (f *flow) commands(ctx context.Context, r *request.Request) ([]request.Command, error) {
	if r.CameWith != "" && f.survivor == nil {
		back, err := f.origin(ctx, r.CameWith)
		if err != nil {
			return nil, err
		}
		if back.MergedTo != f.umbrella.ID {
			return []request.Command{request.Regather{From: f.umbrella, To: back, Back: true}, request.Take{From: back}}, nil
		}
	}
	if f.survivor == nil && r.Behind(f.umbrella) {
		return []request.Command{request.Take{From: f.umbrella}}, nil
	}
	return nil, nil
}

// origin is the umbrella that a request came along with, loaded once.
func (f *flow) origin(ctx context.Context, key request.Key) (*request.Request, error) {
	if f.from[key] == nil {
		r, _, err := f.s.o.Store.Request(ctx, key)
		if err != nil {
			return nil, err
		}
		f.from[key] = r
	}
	return f.from[key], nil
}

func (f *flow) moved(ctx context.Context, r *request.Request, c request.Regather) error {
	return f.s.silent(ctx, f.cause(), r.Key, func(t *turn) error {
		_, err := t.do(c, request.Take{From: c.To})
		return err
	})
}

// tell writes a request its notes of a broadcast, save those that it has.
func (f *flow) tell(ctx context.Context, r *request.Request, b *request.Broadcast) error {
	cause := f.cause()
	cause.By = request.Actor{Name: b.By, Origin: request.DeskOrigin}
	if told := f.s.toldAt(r, f.house, b); told.Why != "" {
		f.out = append(f.out, request.LeftOut{Broadcast: b.ID, Key: r.Key, Why: told.Why})
	}
	return f.s.silent(ctx, cause, r.Key, func(t *turn) error { return t.tell(b) })
}

func (t *turn) tell(b *request.Broadcast) error {
	for _, note := range b.Notes(t.doc.Request, t.house) {
		if _, err := t.find(note.ID); !errors.Is(err, ErrNotFound) {
			if err != nil {
				return err
			}
			continue
		}
		if _, err := t.do(note.Write); err != nil && !told(err) {
			return err
		}
	}
	return nil
}

// silent is a change that a rule makes, of a request that is not restricted; of
// one that became restricted meanwhile nothing happens.
func (s *Service) silent(ctx context.Context, c request.Cause, key request.Key, f func(*turn) error) error {
	_, err := s.changeBy(ctx, auth.Actor{}, c, Target{Key: key}, f)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// RunFlow lets umbrellas flow until the context ends, and looks once every pause
// for what somebody else began.
func (s *Service) RunFlow(ctx context.Context, pause time.Duration, failed func(error)) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		did, err := s.Flow(ctx)
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
		if did && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
