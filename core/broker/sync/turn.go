package sync

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spochub/spochub/core/queue"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// transact is one transaction: settle the call that was made, fold in what
// deliveries told, and plan. It may run more than once and changes nothing
// outside of the document but s.ask.
func (s *session) transact(doc *store.LinkDoc) error {
	x := s.transaction(doc)
	s.ask.ref, s.ask.key = doc.Link.Ticket, doc.State.Key
	if doc.Link.Health == request.Detached {
		return x.detached()
	}
	if doc.State.Epoch != s.epoch { // a backup was restored: trust nothing of ours
		doc.State.Epoch, doc.State.Restored, doc.State.Hush = s.epoch, true, x.now.Add(x.rules.Grace)
	}
	if s.settle != nil {
		if stop := x.settle(); stop {
			return nil
		}
	}
	if s.gone != nil {
		return x.absent()
	}
	return x.plan()
}

func (s *session) transaction(doc *store.LinkDoc) *transaction {
	s.ask.name, s.ask.whole = string(doc.Request.Key), s.house().Whole(doc.Request, doc.Link)
	place, codes := s.c.known()
	x := &transaction{session: s, doc: doc, l: doc.Link, r: doc.Request, place: place, codes: codes, look: s.look, now: s.now(), ours: s.c.ours()}
	x.rules = s.c.rules(place, doc.Link.Target)
	x.rules.Labels = s.house().Directory.Teams[doc.Link.Team].Labels
	x.rules.ReadOnly = x.rules.ReadOnly || s.readOnly(doc.Link)
	st := doc.Request.Status
	x.rules.Sweep, x.rules.Over = sweepEvery, st == request.Closed || st == request.Cancelled
	x.rules.Busy = !s.began.IsZero() && x.now.Sub(s.began) > Lease/2
	return x
}

// rest gives the claim of a link back that is clean, and due again only to be read.
func (x *transaction) rest(due time.Time) error {
	x.doc.Release, x.doc.Done, x.doc.DueAt = true, true, due
	x.ask.released = true
	return nil
}

// detached leaves a ticket alone that the desk let go. One that is made after all,
// since its create was under way then, is named in the history: nobody else knows
// of it.
func (x *transaction) detached() error {
	st := x.doc.State
	making := slices.IndexFunc(st.Intents, func(i reconcile.Intent) bool { return i.Effect == reconcile.CreateTicket })
	surfaced := st.Surfaced
	if s := x.session.settle; s != nil && s.call.Effect == reconcile.CreateTicket && s.answer.Err == nil {
		x.l.Ticket, surfaced = s.answer.Ticket.Ref, true
	}
	x.ask.dropped = true
	switch {
	case making < 0:
		st.Intents = nil
	case x.l.Ticket.ID == "": // it may still turn up
		st.Intents = st.Intents[making : making+1]
	case surfaced:
		x.event(request.Event{Type: request.LinkChanged, Field: "ticket", To: x.l.Ticket.Key, Reason: LetGo})
		fallthrough
	default:
		st.Intents, st.Surfaced = nil, false
	}
	st.Held, x.doc.Taken = nil, len(x.doc.Pending)
	return x.release(time.Time{})
}

// LetGo is what the history says of a ticket that was made though its link had
// ended.
const LetGo = "made by a call that was under way when the link ended: close it there, or link it again"

// transaction carries one transaction of a session.
type transaction struct {
	*session
	doc   *store.LinkDoc
	l     *request.Link
	r     *request.Request
	place ticket.Place
	codes *Codes
	// stranger says that who has the request here is not known at the tool.
	stranger string
	rules    reconcile.Rules
	look     *reconcile.Look
	now      time.Time
	ours     func(time.Time) time.Time // times of the tool's clock by ours
}

// release gives the claim back: at rest if due is the zero time, else due then.
func (x *transaction) release(due time.Time) error {
	x.doc.Release, x.doc.Done, x.doc.DueAt = true, due.IsZero(), due
	x.ask.released = true
	return nil
}

// settle stores what came of the call just made; true if that ends the turn.
func (x *transaction) settle() (stop bool) {
	call, answer := x.session.settle.call, x.session.settle.answer
	note := x.noteSide(call.Note)
	done := reconcile.Settle(*x.doc.State, x.rules, call, answer, note, x.now)
	*x.doc.State = done.State
	x.events(done.Events)
	x.wrote(done.Wrote)
	if done.Copy != nil {
		x.copy(*done.Copy)
	}
	if done.Sent != nil {
		x.sent(*done.Sent)
	}
	if done.Arrived != nil {
		x.arrived(*done.Arrived, x.session.settle.bytes)
	}
	if x.look != nil { // an earlier answer knows nothing of what this call wrote
		x.look = x.look.Without(call.Fields)
		x.ask.look = x.look
	}
	if answer.Err != nil {
		return x.failed(call, answer.Err, done.Verdict)
	}
	if call.Effect == reconcile.CreateTicket {
		x.created(answer.Ticket.Ref)
	}
	if done.Look != nil {
		x.look, x.ask.look = done.Look, done.Look
	}
	return len(x.queue) > 0 // the next call first
}

// failed ends the turn after a call that did not succeed. Calls behind it were
// not made and are forgotten; the next plan makes them again.
func (x *transaction) failed(call reconcile.Call, err error, v fault.Verdict) bool {
	for _, later := range x.queue {
		*x.doc.State = reconcile.Undo(*x.doc.State, later)
	}
	x.ask.calls = nil
	switch {
	case v.Park && call.Effect == reconcile.CreateTicket:
		x.health(request.Parked, err.Error(), time.Time{})
		_ = x.release(time.Time{})
		return true
	case v.Park, v.Absent: // the state says what is blocked: plan the rest
		x.ask.dropped = true
		return false
	}
	due := x.now.Add(max(v.After, queue.Backoff(x.claim.Attempts)))
	x.health(request.Failed, err.Error(), due)
	x.doc.Failed = true
	_ = x.release(due)
	return true
}

// created stores which ticket the link has, unless it turned up by itself before
// the answer did.
func (x *transaction) created(ref ticket.Ref) {
	switch {
	case x.l.Ticket.ID == "":
		x.l.Ticket = ref
		x.event(request.Event{Type: request.LinkChanged, Field: "ticket", To: ref.Key})
	case x.l.Ticket.ID != ref.ID:
		x.doc.State.Twins = append(x.doc.State.Twins, ref)
	}
	x.ask.ref = x.l.Ticket
}

// plan folds in what is pending, asks for what is missing, and stores the plan.
func (x *transaction) plan() error {
	if x.l.Ticket.ID == "" && x.l.Ticket.Key != "" {
		return x.join()
	}
	if x.l.Ticket.ID == "" {
		return x.create()
	}
	told, mustLook := x.fold()
	if stop, err := x.guard(told); stop {
		return err
	}
	in := x.input(told)
	need, read := reconcile.MustRead(in, x.c.fresh(x.now))
	if (read || mustLook || x.l.Health == request.Parked) && x.look == nil { // what was parked is believed only when it is read
		x.ask.need = &need
		return nil
	}
	if x.stale() {
		return x.waitForTruth()
	}
	if x.unanswered(reconcile.Texts(in)) {
		return nil
	}
	in.Rendered = x.rendered(in)
	return x.store(reconcile.Make(in))
}

// fold joins what deliveries and polls told with the look of this session. It is
// taken in when a plan is stored.
func (x *transaction) fold() (*reconcile.Look, bool) {
	if x.look != nil && x.look.Self && x.contested() {
		x.look = nil
		return nil, true
	}
	if x.look != nil {
		x.withPending()
		return x.look, false
	}
	if len(x.doc.Pending) == 0 {
		return nil, false
	}
	look, read := reconcile.Fold(x.doc.Pending, x.doc.State.LogVer)
	return &look, read || x.uncounted(look)
}

// contested reports whether a person wrote while our own write was under way, so
// that only a read tells who came last.
func (x *transaction) contested() bool {
	return slices.ContainsFunc(x.doc.Pending, func(c ticket.Change) bool {
		return c.Kind == ticket.Look && c.Ticket != nil && c.Version >= x.look.Ticket.Version
	})
}

// withPending adds to a fresh look what only the deliveries know: deleted
// comments, and log lines.
func (x *transaction) withPending() {
	told, _ := reconcile.Fold(x.doc.Pending, x.doc.State.LogVer)
	merged := *x.look
	merged.Gone, merged.Told = slices.Concat(merged.Gone, told.Gone), told.Told
	merged.Lost = slices.Concat(merged.Lost, told.Lost)
	if !merged.Ticket.AllFiles {
		merged.Ticket.Files = slices.Concat(merged.Ticket.Files, told.Ticket.Files)
	}
	merged.Late = slices.Concat(told.Late, x.look.Replaced(x.doc.Pending, x.doc.State.LogVer))
	if merged.Ticket.LogAfter < 0 {
		merged.Ticket.Log, merged.Ticket.LogAfter = told.Ticket.Log, told.Ticket.LogAfter
	}
	merged = merged.Hearing(told, func(c ticket.Comment) bool { return reconcile.Young(x.ours(c.At), x.now) })
	if told.Ticket.Version > merged.Ticket.Version && len(told.Ticket.Cells) > 0 && merged.Self {
		merged.Ticket.Cells, merged.Ticket.Version = told.Ticket.Cells, told.Ticket.Version
	}
	x.look = &merged
}

// stale reports whether a read is older than what the hub knows to exist.
func (x *transaction) stale() bool {
	return x.look != nil && !x.look.Self && x.look.Ticket.Version != 0 && x.look.Ticket.Version < x.doc.State.Watermark
}

// waitForTruth puts a link off whose tool still answers from an old copy. After
// a while the copy is believed: the tool itself may have been restored.
func (x *transaction) waitForTruth() error {
	const patience = 6
	st := x.doc.State
	x.doc.Taken = 0
	if st.StaleRead++; st.StaleRead > patience {
		x.event(request.Event{Type: request.SyncNotice, Reason: "the tool keeps answering with an older version: taken as it is"})
		st.Believe(x.look.Ticket.Version)
		return x.release(x.now)
	}
	return x.release(x.now.Add(queue.Backoff(st.StaleRead)))
}

// unanswered asks for texts that are not rendered yet.
func (x *transaction) unanswered(questions []reconcile.Question) bool {
	for _, q := range questions {
		if _, ok := x.answers[q]; !ok {
			x.ask.questions = append(x.ask.questions, q)
		}
	}
	return len(x.ask.questions) > 0
}

// create decides about a link that has no ticket yet.
func (x *transaction) create() error {
	if _, ok := container(x.place, x.l.Target); !ok {
		x.health(request.Parked, "the target "+x.l.Target+" is not there, or hidden from this account", time.Time{})
		return x.release(time.Time{})
	}
	if why := x.shut(); why != "" {
		x.health(request.Failed, why, x.now.Add(shutFor))
		return x.release(x.now.Add(shutFor))
	}
	if x.doc.State.MustFind() && !x.looked {
		x.ask.find = true
		return nil
	}
	in := x.input(nil)
	if x.unanswered(reconcile.Texts(in)) {
		return nil
	}
	in.Rendered = x.rendered(in)
	plan := reconcile.Create(in, x.found)
	*x.doc.State = plan.State
	x.events(plan.Events)
	switch {
	case plan.Adopt != nil:
		x.l.Ticket = *plan.Adopt
		x.event(request.Event{Type: request.LinkChanged, Field: "ticket", To: plan.Adopt.Key, Reason: "found by its key"})
		x.ask.ref, x.ask.planned = x.l.Ticket, true
		return nil
	case len(plan.Calls) > 0:
		x.ask.planned, x.ask.calls = true, plan.Calls
		return nil
	case len(plan.State.Held) > 0:
		x.judge(plan.Plan)
	}
	return x.release(plan.Wake)
}

// join resolves the name of an existing ticket that the desk typed in.
func (x *transaction) join() error {
	if x.look == nil {
		x.ask.ref, x.ask.need = ticket.Ref{Key: x.l.Ticket.Key, Container: x.rules.Container}, &ticket.Need{Comments: true}
		return nil
	}
	at, _ := container(x.place, x.l.Target)
	if x.look.Ticket.Ref.Container != at.ID {
		x.health(request.Parked, "the ticket is not in this team's place", time.Time{})
		return x.release(time.Time{})
	}
	if held, err := x.held(x.look.Ticket.Ref); held || err != nil {
		return err
	}
	x.l.Ticket, x.ask.ref = x.look.Ticket.Ref, x.look.Ticket.Ref
	x.doc.State.Relinked = true
	return nil
}

// held parks a link whose ticket is another request's: one ticket tells of one
// request alone.
func (x *transaction) held(ref ticket.Ref) (bool, error) {
	holder, err := x.doc.Holder(ref)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	x.health(request.Parked, fmt.Sprintf("%s is linked to %s already: unlink it there, or merge the two requests", ref.Key, holder), time.Time{})
	return true, x.release(time.Time{})
}

// guard stops writes to a place that is not the link's, and follows a ticket
// that only changed its name.
func (x *transaction) guard(told *reconcile.Look) (bool, error) {
	if told != nil && told.Ticket.Ref.ID != "" {
		if held, err := x.taken(told.Ticket); held || err != nil {
			return true, err
		}
		if x.moved(told.Ticket) {
			return true, x.release(time.Time{})
		}
		x.renamed(told.Ticket)
		if told.Ticket.Ref.Key != "" {
			x.l.Ticket.Key, x.l.Ticket.URL = told.Ticket.Ref.Key, told.Ticket.Ref.URL
		}
	}
	if x.l.Ticket.Container != "" && x.rules.Container != "" && x.l.Ticket.Container != x.rules.Container {
		if x.doc.Taken = len(x.doc.Pending); x.l.Health != request.Parked {
			x.health(request.Parked, "the ticket is not in this team's place any more", time.Time{})
		}
		return true, x.release(time.Time{})
	}
	return false, nil
}

// moved hands a ticket back that left the team's place. It stays linked, and
// nothing is written to it until the desk decides.
func (x *transaction) moved(t ticket.Ticket) bool {
	if t.Ref.Container == "" || t.Ref.Container == x.rules.Container {
		return false
	}
	x.doc.Taken = len(x.doc.Pending)
	if x.l.Ticket.Container == t.Ref.Container && x.l.Health == request.Parked { // told again
		return true
	}
	if x.l.Ticket.ID != t.Ref.ID {
		x.doc.State.Renamed(x.l.Ticket.ID, t.Ref.ID)
	}
	x.l.Ticket = t.Ref
	x.do(request.TicketReturned{Reason: "moved to " + t.Ref.Key})
	x.health(request.Parked, "the team moved the ticket to "+t.Ref.Key, time.Time{})
	return true
}

// readdressed reports whether the tool answered by another id than the link's.
func (x *transaction) readdressed(t ticket.Ticket) bool {
	return t.Was != nil && t.Was.ID == x.l.Ticket.ID && t.Ref.ID != x.l.Ticket.ID
}

// taken parks a link whose ticket is elsewhere now, where another link has it.
func (x *transaction) taken(t ticket.Ticket) (bool, error) {
	if !x.readdressed(t) && (t.Ref.Container == "" || t.Ref.Container == x.l.Ticket.Container) {
		return false, nil
	}
	held, err := x.held(t.Ref)
	if held {
		x.doc.Taken = len(x.doc.Pending)
	}
	return held, err
}

// renamed follows a ticket of the team's place that was away and came back by another
// id.
func (x *transaction) renamed(t ticket.Ticket) {
	if !x.readdressed(t) {
		return
	}
	was := x.l.Ticket
	x.l.Ticket, x.ask.ref = t.Ref, t.Ref
	x.doc.State.Renamed(was.ID, t.Ref.ID)
	x.event(request.Event{Type: request.LinkChanged, Field: "ticket", From: was.Key, To: t.Ref.Key, Reason: "it has another id at the tool now"})
}

// absent handles a ticket that the tool does not show. That is no proof of a
// deletion unless the tool has told of one; in no case is anything deleted, closed
// or made again: a person is asked.
func (x *transaction) absent() error {
	const patience = 3
	if x.l.Ticket.ID == "" {
		return x.unfound()
	}
	st := x.doc.State
	st.Deleted = st.Deleted || fault.ClassOf(x.gone) == fault.Gone ||
		slices.ContainsFunc(x.doc.Pending, func(c ticket.Change) bool { return c.Kind == ticket.Gone })
	st.Misses++
	if st.Deleted {
		x.doc.Taken = len(x.doc.Pending)
		x.do(request.TicketReturned{Reason: "the ticket was deleted at the tool"})
		x.health(request.Parked, "the ticket was deleted at the tool: make it again or take the task back", time.Time{})
		return x.release(time.Time{})
	}
	x.doc.Taken = 0 // it may be hidden for a while: what was told of it is taken in when it is seen
	due := x.now.Add(queue.Backoff(st.Misses))
	if st.Misses > patience {
		due = x.now.Add(time.Hour)
	}
	x.health(request.Failed, "the ticket is gone or hidden from this account", due)
	return x.release(due)
}

// unfound shows that there is no ticket as the desk typed it. It may yet appear.
func (x *transaction) unfound() error {
	due := x.now.Add(time.Hour)
	x.health(request.Failed, "there is no ticket "+x.l.Ticket.Key+" that this account can see: link another one, or take the task back", due)
	return x.release(due)
}
