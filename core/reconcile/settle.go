package reconcile

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Answer is what came of one call.
type Answer struct {
	Ticket  *ticket.Ticket  // create, set
	Comment *ticket.Comment // comment, edit_comment
	File    *ticket.File    // upload, fetch: as the tool has it
	Missing string          // fetch: why the hub does not take it
	Err     error
}

// Settled is the memory after a call.
type Settled struct {
	State   State
	Copy    *request.Copy // a copy that changed; Link and Note are the driver's to check
	Events  []request.Event
	Verdict fault.Verdict
	Look    *Look // the answer as the next look, nil if it shows nothing
	Wrote   Wrote
	Sent    *SentFile    // the upload that came to an end
	Arrived *ArrivedFile // the file that was read
}

// settler carries a settlement while it is made.
type settler struct {
	st    *State
	rules Rules
	call  Call
	ans   Answer
	now   time.Time
	out   Settled
}

// KeptItsOwn is what the desk reads of a value that a tool takes without an error
// and does not store.
const KeptItsOwn = "the tool accepted the call and kept its old value"

// MadeWithout is what the desk reads of a value that a tool left out of a new ticket.
const MadeWithout = "the tool made the ticket without this value"

// Settle records the outcome of one call: what certainly happened moves the
// bases, what certainly did not is forgotten, and what may have happened stays
// as a memory until a look tells.
func Settle(st State, rules Rules, call Call, ans Answer, note *NoteSide, now time.Time) Settled {
	s := &settler{rules: rules, call: call, ans: ans, now: now}
	s.out.State = st.clone()
	s.st = &s.out.State
	if ans.Err != nil {
		s.failed(note)
		return s.out
	}
	switch call.Effect {
	case CreateTicket:
		s.created()
	case SetField:
		s.set()
	case RetireTwin:
		s.retired()
		s.drop()
	case UploadFile:
		s.uploaded()
	case FetchFile:
		s.arrived(s.ans.Missing)
	default:
		s.commented(note)
	}
	return s.out
}

// Retired is what the history says of a ticket that is there a second time.
const Retired = "made twice, since the answer to the first create was lost: closed there as a duplicate"

// retired takes a twin off the list for good, whatever old delivery tells of it.
func (s *settler) retired() {
	s.event("ticket", request.Recorded, cmp.Or(s.call.Twin.Key, s.call.Twin.ID), Retired)
	s.st.Twins = slices.DeleteFunc(s.st.Twins, func(r ticket.Ref) bool { return r.ID == s.call.Twin.ID })
	s.st.retire(s.call.Twin.ID)
}

// mine reports whether an intent belongs to the call.
func (s *settler) mine(i Intent) bool {
	if i.Effect != s.call.Effect {
		return false
	}
	switch i.Effect {
	case SetField:
		return slices.Contains(s.call.Fields, i.Field)
	case RetireTwin:
		return i.Twin.ID == s.call.Twin.ID
	case CreateTicket:
		return true
	case UploadFile:
		return i.File == s.call.File
	default:
		return i.Note == s.call.Note && i.Part == s.call.Part && i.Comment == s.call.Comment
	}
}

func (s *settler) drop() { s.st.Intents = slices.DeleteFunc(s.st.Intents, s.mine) }

func (s *settler) failed(note *NoteSide) {
	v := fault.Decide(s.ans.Err, s.call.Effect != FetchFile, 0)
	s.out.Verdict = v
	switch {
	case s.call.Effect == FetchFile:
		s.unread(v)
	case v.Unknown:
		s.unknown()
	case v.Park:
		s.refuse(note)
	case v.Absent && s.call.Effect == RetireTwin: // gone already: that is what was wanted
		s.retired()
		s.drop()
	case v.Absent:
		s.drop()
		s.st.Reread = true
	default: // certainly not executed: throttled, refused, changed meanwhile
		s.undo()
		s.st.Reread = s.st.Reread || fault.ClassOf(s.ans.Err) == fault.Conflict
	}
}

func (s *settler) unknown() {
	for n := range s.st.Intents {
		if i := &s.st.Intents[n]; s.mine(*i) {
			i.Unknown = true
			i.Deadline = s.now.Add(s.rules.Grace)
			if i.Effect == CreateTicket {
				i.Deadline = s.now.Add(s.rules.CreateWait)
			}
		}
	}
}

// undo forgets a call that was not executed. Of a create only the last attempt
// goes; earlier ones, whose outcome is unknown, stay.
func (s *settler) undo() {
	for n := range s.st.Intents {
		if i := &s.st.Intents[n]; s.mine(*i) && len(i.Attempts) > 1 {
			i.Attempts = i.Attempts[:len(i.Attempts)-1]
			return
		}
	}
	s.drop()
}

// refuse records a definite no. Where several fields went together, each goes
// alone next time, so that only the culprit is blocked.
func (s *settler) refuse(note *NoteSide) {
	reason := s.ans.Err.Error()
	for _, f := range s.call.Fields {
		fs := s.st.Fields[f]
		if len(s.call.Fields) > 1 {
			fs.Alone = true
		} else if i := s.intent(f); i != nil {
			fs.Blocked = &Blocked{Version: i.Version, Pre: i.Pre, Reason: reason, Since: s.now, Lacking: fault.ClassOf(s.ans.Err) == fault.Unsupported}
			if wants := (*fault.Error)(nil); errors.As(s.ans.Err, &wants) && wants.Field != "" && wants.Field != string(f) {
				fs.Blocked.Beside = i.Beside
			}
			s.event(f, request.Rejected, i.Value, reason)
		}
		s.st.Fields[f] = fs
	}
	if note != nil {
		c := note.Copy
		c.State, c.Error = request.CopyFailed, reason
		s.out.Copy = &c
	}
	if s.call.Effect == UploadFile {
		s.out.Sent = &SentFile{File: s.call.File, Error: reason}
		s.event("file", request.Rejected, s.call.Body.Name, reason)
	}
	s.undo() // of a create only this attempt: an earlier one may have made the ticket
}

func (s *settler) intent(f ticket.Field) *Intent {
	for n := range s.st.Intents {
		if i := &s.st.Intents[n]; i.Effect == SetField && i.Field == f {
			return i
		}
	}
	return nil
}

func (s *settler) event(f ticket.Field, v request.Verdict, to, reason string) {
	s.out.Events = append(s.out.Events, request.Event{At: s.now, Type: request.SyncNotice, Field: f, To: to, Verdict: v, Reason: reason})
}

// set moves the bases of the fields that a write carried.
func (s *settler) set() {
	var t ticket.Ticket
	if s.ans.Ticket != nil {
		t = *s.ans.Ticket
	}
	for _, f := range s.call.Fields {
		if i := s.intent(f); i != nil {
			s.setOne(*i, t)
		}
	}
	s.drop()
	s.saw(t)
}

func (s *settler) setOne(i Intent, t ticket.Ticket) {
	fs := s.st.Fields[i.Field]
	fs.Alone, fs.Refused, fs.Blocked, fs.WroteAt = false, 0, nil, s.now
	s.st.Planned = i.SeenVer
	cell, shown := t.Cells[i.Field]
	v := Comparable(i.Field, cell)
	_, isGhost := s.st.ghost(i.Field, v)
	switch {
	case !shown:
		fs.Base, fs.Unverified = &Pair{i.Version, i.Want}, true
		fs.Known = false
		s.st.haunt(i, true)
	case v == i.Want:
		fs.Base, fs.Taken = &Pair{i.Version, v}, &Taken{i.Pre, t.Version}
	case v == i.Pre:
		fs.Refused, fs.Kept, fs.Base = i.Version, v, &Pair{i.Version, v}
		s.event(i.Field, request.Rejected, i.Value, KeptItsOwn)
	case authorOf(cell.By, s.rules.Dedicated) == person, i.Field == ticket.Labels: // a person's edit on top of ours
		fs.Base = &Pair{i.Version, i.Want}
	case isGhost: // an older write of ours landed in between
		fs.Base = &Pair{None, v}
	case s.unclear(i.Field):
		fs.Base, fs.Unverified = &Pair{i.Version, i.Want}, true
		s.st.Reread = s.st.Reread || s.rules.History[i.Field]
		shown = false
		s.st.haunt(i, true)
	case isText(i.Field) && !reworded(i.Want, v): // nobody tells whose it is, but no tool says so much else, nor whether ours was ever there
		fs.Base = &Pair{i.Version, i.Pre}
	default: // the tool keeps this value in its own form
		fs.Base = &Pair{i.Version, v}
		s.st.haunt(Intent{Field: i.Field, Want: v, Pre: i.Pre, Version: i.Version, Value: i.Value}, true)
	}
	if !shown || v == i.Want || v != i.Pre {
		s.out.Wrote.Fields++
	}
	if unsure := i.Unknown; unsure {
		s.st.haunt(i, false)
	}
	if shown {
		fs.Unverified, fs.Seen, fs.Known = false, v, true
		s.st.haunt(i, true)
	}
	s.st.Fields[i.Field] = fs
	s.st.audit(s.rules, i, fs.Base.Native, s.now)
	for _, hop := range t.Log { // the states that a workflow passed through on the way
		if hop.Field == i.Field && hop.To != i.Want && hop.To != v && hop.By != nil && hop.By.Self && hop.Version > i.SeenVer {
			s.st.haunt(Intent{Field: i.Field, Want: hop.To, Pre: hop.From, Version: i.Version, Value: i.Value}, true)
		}
	}
}

// unclear reports whether another value than ours in an answer may be a person's,
// who was quicker than the answer, as well as the tool's own form: its log tells
// or, of a state or a priority without one, what it means.
func (s *settler) unclear(f ticket.Field) bool {
	tells := s.rules.History[f] || f == ticket.State || f == ticket.Priority || own(f) && !s.rules.Dedicated
	return tells && s.rules.direction(f).takes()
}

// saw turns a write's answer into the next look.
func (s *settler) saw(t ticket.Ticket) {
	s.st.Watermark = max(s.st.Watermark, t.Version)
	s.st.Answered, s.st.AnsweredAt = max(s.st.Answered, t.Version), s.now
	if len(t.Cells) > 0 && !s.st.Reread {
		s.out.Look = &Look{Ticket: t, Self: true}
	}
}

// created judges the answer to a create: the ticket's ref is the driver's to
// store.
func (s *settler) created() {
	at := slices.IndexFunc(s.st.Intents, s.mine)
	if at < 0 || s.ans.Ticket == nil {
		return
	}
	t := *s.ans.Ticket
	attempts := s.st.Intents[at].Attempts
	s.drop()
	s.out.Wrote.Tickets++
	if len(attempts) > 0 {
		for f, sent := range attempts[len(attempts)-1] {
			s.createdOne(f, sent, t)
		}
	}
	s.saw(t)
}

func (s *settler) createdOne(f ticket.Field, sent Pair, t ticket.Ticket) {
	fs := s.st.Fields[f]
	cell, shown := t.Cells[f]
	v := Comparable(f, cell)
	switch {
	case !shown:
		fs.Base, fs.Unverified = &sent, true
	case isText(f) && v != sent.Native && s.unclear(f):
		fs.Base, fs.Unverified, s.st.Reread = &sent, true, true
	case f == ticket.Labels && v != sent.Native && mergeLabels("", string(sent.Native), string(v)) == string(v): // a person added to ours
		fs.Base = &sent
	case isText(f) && sent.Native != "" && !reworded(sent.Native, v): // a person was quicker than the answer
		fs.Base = &sent
	case v == sent.Native || sent.Native == "" || isText(f):
		fs.Base = &Pair{sent.Version, v}
	default: // dropped or replaced, silently
		fs.Base, fs.Refused, fs.Kept = &Pair{sent.Version, v}, sent.Version, v
		s.event(f, request.Rejected, string(sent.Native), MadeWithout)
		s.out.Events[len(s.out.Events)-1].From = cmp.Or(cell.Name, string(v))
	}
	if shown {
		fs.Seen, fs.Known, fs.Name = v, true, cell.Name
	}
	s.st.Fields[f] = fs
}

// commented records a comment that was written, edited or deleted.
func (s *settler) commented(note *NoteSide) {
	if s.call.Effect != DeleteComment && slices.ContainsFunc(s.st.Intents, s.mine) {
		s.out.Wrote.Comments++
	}
	said := s.st.shortened(s.call.Note, s.call.Version)
	s.drop()
	s.counted()
	if note == nil {
		return
	}
	n := *note
	if got := s.ans.Comment; got != nil {
		said = cmp.Or(said, n.saying(s.call.Part, got.ID, s.call.Version))
	}
	if said != "" {
		s.event("comment", request.Recorded, "", said)
	}
	if s.call.Effect == DeleteComment {
		if len(n.Copy.Parts) == 0 {
			n.Copy.Error = ""
		}
		n.erase(s.call.Part, s.call.Version)
	} else {
		part := n.part(s.call.Part)
		part.Version, part.Gone = s.call.Version, false
		if got := s.ans.Comment; got != nil {
			s.st.corrected(part, got.ID)
			part.CommentID, part.Native = got.ID, string(got.Native)
		}
		n.write(s.call.Part, part, said)
	}
	s.out.Copy = &n.Copy
}

// counted keeps the tool's count of comments in step with what we did there: another
// count than that tells of somebody else.
func (s *settler) counted() {
	switch {
	case s.st.NComments < 0:
	case s.call.Effect == AddComment:
		s.st.NComments++
	case s.call.Effect == DeleteComment:
		s.st.NComments = max(s.st.NComments-1, 0)
	}
}

// Undo forgets a call of a plan that was not made after all.
func Undo(st State, call Call) State {
	s := &settler{call: call}
	s.out.State = st.clone()
	s.st = &s.out.State
	s.undo()
	return s.out.State
}
