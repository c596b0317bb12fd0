package sync

import (
	"context"
	"errors"
	"time"

	"github.com/spochub/spochub/core/queue"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// maxTurns bounds one claim: a link that is not at rest by then is due again, as
// soon as the calls of its last plan are made.
const maxTurns = 24

// unknownAgain is when an unknown connection is looked at again: another node may
// have been told of it first.
const unknownAgain = 10 * time.Second

// Reconcile brings one link to rest: it alternates short transactions, in which
// the plan is made and stored, with the calls that the plan asks for. Whatever is
// interrupted is found again in the store.
func (e *Engine) Reconcile(ctx context.Context, claim store.Claim) *store.Outcome {
	c := e.connections[claim.Connection]
	if c == nil {
		return &store.Outcome{Again: e.now().Add(queue.Backoff(claim.Attempts)), Failed: true, Error: "the connection is not configured"}
	}
	if until, closed := c.closedUntil(e.now()); closed {
		return &store.Outcome{Again: until}
	}
	if err := c.ready(ctx); err != nil {
		until, _ := c.closedUntil(e.now())
		return &store.Outcome{Again: later(until, e.now().Add(queue.Backoff(claim.Attempts))), Error: err.Error()}
	}
	e.learn(ctx)
	s := &session{Engine: e, c: c, claim: claim, answers: map[reconcile.Question]answer{}, began: e.now()}
	for turn := 0; turn < maxTurns || len(s.queue) > 0 || s.settle != nil; turn++ {
		released, err := s.turn(ctx)
		switch {
		case errors.Is(err, store.ErrConflict):
			return nil // the claim is another's now
		case errors.Is(err, errOverdue):
			return &store.Outcome{Again: e.now()}
		case err != nil && s.asked:
			return s.noAnswer(ctx, err)
		case err != nil:
			return e.again(claim, err)
		case released:
			return nil
		}
	}
	return &store.Outcome{Again: e.now()}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// session is one claim of a link at work.
type session struct {
	*Engine
	c     *connection
	claim store.Claim
	began time.Time // zero where nothing is to be transferred

	// What the calls between two transactions brought, for the next one.
	look    *reconcile.Look
	gone    error // the read failed with this: the ticket is absent
	found   []ticket.Ticket
	looked  bool // found is an answer, even if empty
	answers map[reconcile.Question]answer
	settle  *settlement
	queue   []reconcile.Call // calls planned and not made yet

	// What the last transaction asks for.
	ask   ask
	asked bool // and it is being asked for
}

// settlement is a call that was made, with its answer.
type settlement struct {
	call   reconcile.Call
	answer reconcile.Answer
	bytes  request.FileID // where the store has what was fetched
}

// ask is what a transaction needs before the next one.
type ask struct {
	need      *ticket.Need
	find      bool
	questions []reconcile.Question
	planned   bool // a plan was stored: what was looked at is used up
	calls     []reconcile.Call
	dropped   bool            // the calls still queued are not made
	look      *reconcile.Look // an answer to be planned with once the queue is empty
	released  bool
	ref       ticket.Ref
	key       ticket.Key
	name      string        // the request's key
	whole     request.Whole // where the whole of a shortened text stands
}

// errAsks undoes a transaction that only found out what it needs: the next one
// begins anew.
var errAsks = errors.New("nothing to store")

// errOverdue ends a pass that slept or took so long that another worker may take its
// claim while a call is under way. What was planned and not made is looked for first.
var errOverdue = errors.New("the claim is about to end")

// only reports whether the transaction did nothing but ask.
func (a ask) only() bool { return a.need != nil || a.find || len(a.questions) > 0 }

// turn runs one transaction and then what it asks for; true once the claim is
// given back.
func (s *session) turn(ctx context.Context) (bool, error) {
	s.asked = false
	err := s.store.Link(ctx, s.claim, func(doc *store.LinkDoc) error {
		s.ask = ask{}
		err := s.transact(doc)
		if err == nil && s.settle == nil && s.ask.only() {
			return errAsks
		}
		return err
	})
	if err != nil && !errors.Is(err, errAsks) {
		return false, err
	}
	s.settle, s.asked = nil, s.ask.only()
	if s.ask.look != nil {
		s.look = s.ask.look
	}
	switch a := s.ask; {
	case a.released:
		return true, nil
	case a.need != nil:
		return false, s.read(ctx, a.ref, *a.need)
	case a.find:
		return false, s.find(ctx, a.key)
	case len(a.questions) > 0:
		return false, s.render(ctx, a)
	case a.planned:
		s.queue = a.calls
		s.look, s.gone, s.found, s.looked = nil, nil, nil, false
	case a.dropped:
		s.queue = nil
	}
	if len(s.queue) > 0 {
		if s.now().Sub(s.began) > lastCall {
			return false, errOverdue
		}
		call := s.queue[0]
		s.queue = s.queue[1:]
		s.settle = s.make(ctx, s.ask.ref, call)
	}
	return false, nil
}

// read asks the tool for the ticket as it is now.
func (s *session) read(ctx context.Context, ref ticket.Ref, need ticket.Need) error {
	var t ticket.Ticket
	err := s.c.calling(ctx, func(ctx context.Context) (err error) {
		t, err = s.c.Conn.Get(ctx, ref, need)
		return err
	})
	verdict := fault.Decide(err, false, 0)
	switch {
	case err == nil:
		s.look = &reconcile.Look{Ticket: t, Full: true}
	case verdict.Absent, verdict.Park && ref.ID == "": // what was typed in is no name of a ticket
		s.gone = err
	default:
		return err
	}
	return nil
}

// find looks for tickets that carry the link's key.
func (s *session) find(ctx context.Context, key ticket.Key) error {
	finder, ok := sdk.As[sdk.Finder](s.c.Conn)
	if !ok {
		s.looked = true
		return nil
	}
	err := s.c.calling(ctx, func(ctx context.Context) (err error) {
		s.found, err = finder.Find(ctx, key)
		return err
	})
	s.looked = err == nil
	return err
}

// make makes one call of a plan.
func (s *session) make(ctx context.Context, ref ticket.Ref, c reconcile.Call) *settlement {
	switch c.Effect {
	case reconcile.UploadFile:
		return &settlement{call: c, answer: s.upload(ctx, ref, c)}
	case reconcile.FetchFile:
		answer, bytes := s.fetch(ctx, ref, *c.Body)
		return &settlement{call: c, answer: answer, bytes: bytes}
	default:
		return &settlement{call: c, answer: s.call(ctx, ref, c)}
	}
}

// call makes one call that is no transfer.
func (s *session) call(ctx context.Context, ref ticket.Ref, c reconcile.Call) (answer reconcile.Answer) {
	err := s.c.calling(ctx, func(ctx context.Context) error {
		answer = perform(ctx, s.c.Conn, ref, c)
		return answer.Err
	})
	answer.Err = err
	return answer
}

func perform(ctx context.Context, conn sdk.Conn, ref ticket.Ref, c reconcile.Call) (a reconcile.Answer) {
	var t ticket.Ticket
	var comment ticket.Comment
	a.Err = fault.Errorf(fault.Unsupported, string(c.Effect), "the connector has no such capability")
	switch c.Effect {
	case reconcile.CreateTicket:
		if x, ok := sdk.As[sdk.Creator](conn); ok {
			t, a.Err = x.Create(ctx, *c.Draft)
			a.Ticket = &t
		}
	case reconcile.SetField:
		if x, ok := sdk.As[sdk.Editor](conn); ok {
			t, a.Err = x.Edit(ctx, ref, c.Key, *c.Patch)
			a.Ticket = &t
		}
	case reconcile.AddComment:
		if x, ok := sdk.As[sdk.Commenter](conn); ok {
			comment, a.Err = x.Comment(ctx, ref, c.Key, *c.Text)
			a.Comment = &comment
		}
	case reconcile.EditComment:
		if x, ok := sdk.As[sdk.CommentEditor](conn); ok {
			comment, a.Err = x.EditComment(ctx, ref, c.Comment, c.Key, *c.Text)
			a.Comment = &comment
		}
	case reconcile.DeleteComment:
		if x, ok := sdk.As[sdk.CommentDeleter](conn); ok {
			if a.Err = x.DeleteComment(ctx, ref, c.Comment); fault.Decide(a.Err, false, 0).Absent && a.Err != nil {
				a.Err = nil // gone already: that is what was wanted
			}
		}
	case reconcile.RetireTwin:
		if x, ok := sdk.As[sdk.Retirer](conn); ok {
			a.Err = x.Retire(ctx, *c.Twin, ref)
		}
	case reconcile.UploadFile, reconcile.FetchFile: // see make
	}
	return a
}
