package request_test

import (
	"slices"

	"github.com/spochub/spochub/core/request"
	"pgregory.net/rapid"
)

// steps lists to where a delegation can go from each state. From done it can
// come back; what is withdrawn only the desk gives out again.
func steps(from request.DelegationState) []request.DelegationState {
	switch from {
	case request.Offered:
		return []request.DelegationState{request.Accepted, request.Returned, request.DelegateDone, request.DelegateEnded}
	case request.Accepted:
		return []request.DelegationState{request.Returned, request.DelegateDone, request.DelegateEnded}
	case request.Returned:
		return []request.DelegationState{request.Accepted, request.DelegateEnded}
	case request.DelegateDone:
		return []request.DelegationState{request.Accepted, request.Returned, request.DelegateEnded}
	case request.DelegateEnded:
		return []request.DelegationState{request.Accepted, request.Offered}
	}
	return nil
}

// checkLives: a delegation moves by the rules alone, each move is in the history,
// and it counts how often it came back.
func (x *history) checkLives(t *rapid.T, before *request.Request, cause request.Cause, command request.Command, d request.Decision) {
	for _, e := range d.Events {
		from, to := request.DelegationState(e.From), request.DelegationState(e.To)
		_, told := command.(request.ByHandSays) // the desk itself says that the team did it after all
		after := from == request.Returned && to == request.DelegateDone && told && cause.By.Origin == request.DeskOrigin
		if e.Type == request.DelegationMove && e.Field == "delegation" && !after && !slices.Contains(steps(from), to) {
			t.Fatalf("a delegation went from %s to %s by %T", from, to, command)
		}
	}
	for _, was := range before.Delegations {
		now := x.r.Delegation(was.ID)
		if now == nil {
			t.Fatalf("the delegation %s is gone", was.ID)
		}
		moves := 0
		for _, e := range d.Events {
			if e.Type == request.DelegationMove && e.Field == "delegation" && e.Link == now.Link && e.To == string(request.Returned) {
				moves++
			}
		}
		switch {
		case now.State != was.State && !now.StateAt.Equal(cause.At.UTC()):
			t.Fatalf("%s is %s since %s", now.ID, now.State, now.StateAt)
		case now.Bounces < was.Bounces || now.Link != "" && now.Bounces-was.Bounces > moves:
			t.Fatalf("%s came back %d times, then %d", now.ID, was.Bounces, now.Bounces)
		case was.State == request.Offered && now.State == request.Accepted && x.ourOwn(cause, command):
			t.Fatalf("our own account accepted by %T", command)
		case was.State == request.DelegateEnded && now.State != was.State && !x.givenBack(before, was) && cause.By.Origin != request.DeskOrigin && cause.By.Origin != request.ClientOrigin:
			t.Fatalf("%s was taken back, and %s made it %s", now.ID, cause.By.Origin, now.State)
		case now.Link != was.Link && was.Link == "":
			x.checkBegun(t, now, command)
		}
	}
}

// givenBack reports whether a task was taken back only because the request ended, which
// goes on now.
func (x *history) givenBack(before *request.Request, was request.Delegation) bool {
	return was.WithRequest && before.Status.Over() && !x.r.Status.Over()
}

func (x *history) ourOwn(cause request.Cause, command request.Command) bool {
	s, ok := command.(request.TicketState)
	return ok && s.Own && cause.Link != ""
}

// checkBegun: a task begins when all before it are done, or the desk says so.
func (x *history) checkBegun(t *rapid.T, d *request.Delegation, command request.Command) {
	if _, says := command.(request.Start); says {
		return
	}
	for _, id := range d.After {
		if before := x.r.Delegation(id); before.State != request.DelegateDone {
			t.Fatalf("%s began by %T while %s is %s", d.ID, command, before.ID, before.State)
		}
	}
}

// checkAttention: a reason to look is there if and only if it has a cause, and
// every cause says what and since when.
func (x *history) checkAttention(t *rapid.T) {
	why := x.r.Why(x.at)
	for _, reason := range x.r.Attend(x.at) {
		if !slices.ContainsFunc(why, func(c request.Concern) bool { return c.Attention == reason }) {
			t.Fatalf("%s has no cause", reason)
		}
	}
	for _, c := range why {
		if c.Since.IsZero() || x.h.Directory.Says(c) == "" {
			t.Fatalf("says nothing: %+v", c)
		}
		if c.Offers() {
			t.Fatalf("an offer asks: %+v", c)
		}
		if c.Kind == request.AsksByWaiting && x.r.Link(c.Link).State != request.Waiting {
			t.Fatal("waits no longer")
		}
	}
	for _, c := range x.r.Concerns {
		d := x.r.Delegation(c.Delegation)
		switch {
		case x.r.Link(c.Link) == nil || x.r.Link(c.Link).Side != request.TeamSide && (c.Kind == request.AsksInWords || c.Offers()):
			t.Fatalf("nobody may ask so: %+v", c)
		case c.Attention == request.AttentionReopened && (d == nil || d.State != request.Accepted):
			t.Fatalf("reopened, and it is %+v", d)
		}
	}
	held := slices.ContainsFunc(x.r.Delegations, func(d request.Delegation) bool { return x.inVain(d) })
	if held = held && !x.r.Status.Over(); held != slices.Contains(x.r.Attention, request.AttentionHeldUp) {
		t.Fatalf("held up: %v, attention: %v", held, x.r.Attention)
	}
}

func (x *history) inVain(d request.Delegation) bool {
	return d.State == request.Offered && d.Link == "" && slices.ContainsFunc(d.After, func(id request.DelegationID) bool {
		before := x.r.Delegation(id)
		return before.State == request.Returned || before.State == request.DelegateEnded
	})
}
