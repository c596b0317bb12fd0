package desk

import (
	"context"
	"errors"
	"slices"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// onceOwner and onceType mark the external id that stands for a call's
// idempotency key; it is nobody's name for the request.
const (
	onceOwner = "spochub"
	onceType  = "idempotency-key"
)

// Received is a request that somebody brought to the desk. Once, if not empty,
// names the call: the same one again finds the request that it made.
type Received struct {
	Draft request.Request
	Once  string
	Proof *Proof // of who calls, with Draft.Caller; nil: nobody was asked
}

// Receive stores a new request. [request.FieldErrors]; [KnownError] on a known
// external id.
func (s *Service) Receive(ctx context.Context, by auth.Actor, in Received) (*request.Request, error) {
	if err := by.Check(auth.Work); err != nil {
		return nil, err
	}
	if err := s.known(ctx, by, in.Draft.Restricted); err != nil {
		return nil, err
	}
	if err := s.proven(&in); err != nil {
		return nil, err
	}
	return s.receive(ctx, cause(by, s.o.Now()), in)
}

// proven notes of a new request's caller whether the desk made sure who calls.
func (s *Service) proven(in *Received) error {
	in.Draft.Caller = in.Draft.Caller.Unproven()
	if in.Proof == nil {
		return nil
	}
	v, err := s.verify(in.Draft.Client, *in.Proof)
	if err != nil {
		return err
	}
	if in.Draft.Caller == nil {
		in.Draft.Caller = &request.Caller{Name: v.Name}
	}
	c := in.Draft.Caller
	c.Verified, c.Failed = v.How, v.Failed
	if c.Number == "" {
		c.Number = v.Number
	}
	return nil
}

func (s *Service) receive(ctx context.Context, c request.Cause, in Received) (*request.Request, error) {
	if slices.ContainsFunc(in.Draft.ExternalIDs, func(x request.ExternalID) bool { return x.Owner == onceOwner }) {
		return nil, &request.FieldError{Field: "external_id", Text: "the owner " + onceOwner + " is the hub's own"}
	}
	house, err := s.house(ctx)
	if err != nil {
		return nil, err
	}
	d, err := request.Receive(&in.Draft, house, c)
	if err != nil {
		return nil, err
	}
	if in.Once != "" {
		once := request.ExternalID{Owner: onceOwner, Type: onceType, ID: in.Once}
		d.Request.ExternalIDs = append([]request.ExternalID{once}, d.Request.ExternalIDs...)
	}
	r, err := s.create(ctx, d, in.Once)
	s.o.Kick()
	return r, err
}

// create stores the request; if this very call has done so before, it answers
// with what it made.
func (s *Service) create(ctx context.Context, d request.Decision, once string) (*request.Request, error) {
	err := s.o.Store.Create(ctx, store.New{Request: d.Request, Links: s.newLinks(d), Notes: d.Added, Events: d.Events})
	if err == nil {
		return d.Request, nil
	}
	var known *KnownError
	if once == "" || !errors.As(err, &known) {
		return nil, err
	}
	r, _, loadErr := s.o.Store.Request(ctx, known.Key)
	if loadErr != nil {
		return nil, loadErr
	}
	if Made(r, once) {
		return r, nil
	}
	return nil, err
}

// Made reports whether a call made a request.
func Made(r *request.Request, once string) bool {
	return once != "" && slices.Contains(r.ExternalIDs, request.ExternalID{Owner: onceOwner, Type: onceType, ID: once})
}

// ExternalIDs lists what others call a request.
func ExternalIDs(r *request.Request) []request.ExternalID {
	out := make([]request.ExternalID, 0, len(r.ExternalIDs))
	for _, x := range r.ExternalIDs {
		if x.Owner != onceOwner || x.Type != onceType {
			out = append(out, x)
		}
	}
	return out
}
