package reconcile_test

import (
	"testing"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// written is a link after a title was written whose answer showed nothing.
func written() reconcile.State {
	return reconcile.State{
		Observed: true, NComments: -1, Watermark: 1, LogVer: 1,
		Fields: map[ticket.Field]reconcile.FieldState{ticket.Title: {Base: &reconcile.Pair{Version: 3, Native: "ours"}, Unverified: true}},
		Ghosts: []reconcile.Ghost{{Field: ticket.Title, Want: "ours", Pre: "old", Version: 3, Sure: true}},
	}
}

func titled(v ticket.Version, title ticket.Native, by *ticket.Actor, log ...ticket.Edit) ticket.Ticket {
	return ticket.Ticket{
		Ref: ticket.Ref{ID: "1", Container: "c"}, Version: v, Log: log, LogAfter: -1, NComments: -1,
		Cells: map[ticket.Field]ticket.Cell{ticket.Title: {Native: title, Markdown: string(title), By: by}},
	}
}

func snapshot(t ticket.Ticket) ticket.Change {
	return ticket.Change{Kind: ticket.Snapshot, Ref: t.Ref, Version: t.Version, Ticket: &t}
}

// bothWays is the input of a plan for a title that says "ours" at the hub.
func bothWays(st reconcile.State, look *reconcile.Look) reconcile.Input {
	return reconcile.Input{
		Link: "l1", Ref: ticket.Ref{ID: "1", Container: "c"}, State: st, Look: look, Codes: lossy{}, Now: start,
		Values:   map[ticket.Field]reconcile.Value{ticket.Title: {Text: "ours", Version: 3}},
		Rendered: reconcile.Rendered{Fields: map[ticket.Field]ticket.Native{ticket.Title: "ours"}},
		Rules:    rulesOfTitle(),
	}
}

func rulesOfTitle() reconcile.Rules {
	return reconcile.Rules{
		Directions: map[ticket.Field]reconcile.Direction{ticket.Title: reconcile.Both}, Dedicated: true,
		History: map[ticket.Field]bool{ticket.Title: true}, Can: map[string]bool{"CommentDeleter": true}, Grace: grace,
	}
}

func TestAChangeOlderThanOurWriteTellsNothingOfIt(t *testing.T) {
	for name, x := range map[string]struct {
		change ticket.Ticket
		polled bool
		shows  bool
		kind   ticket.Kind
	}{
		"an old value that nobody is said to have written": {titled(2, "old", nil), false, false, ticket.Snapshot},
		"such a value in the row of a poll":                {titled(2, "old", nil), true, true, ticket.Look},
		"what we wrote, in the row of a poll":              {titled(2, "ours", nil), true, true, ticket.Snapshot},
		"what we wrote":                                    {titled(2, "ours", nil), false, true, ticket.Snapshot},
		"what our account wrote":                           {titled(2, "our own form", self), false, true, ticket.Snapshot},
		"a person's text":                                  {titled(2, "theirs", dana), false, true, ticket.Look},
		"a person's text by the log":                       {titled(2, "theirs", nil, ticket.Edit{Field: ticket.Title, To: "theirs", By: dana}), false, true, ticket.Look},
	} {
		t.Run(name, func(t *testing.T) {
			c := written().Sure(snapshot(x.change), true, x.polled)
			shows := false
			if c.Ticket != nil {
				_, shows = c.Ticket.Cells[ticket.Title]
			}
			if c.Kind != x.kind || shows != x.shows {
				t.Errorf("%s, title shown %v; want %s, %v", c.Kind, shows, x.kind, x.shows)
			}
		})
	}
}

// A poll that began after the last answer is newer than what that wrote, but not
// than a write that is under way.
func TestAPollWhileWeWriteIsLookedAt(t *testing.T) {
	st := written()
	if c := st.Sure(snapshot(titled(2, "theirs", nil)), false, true); c.Kind != ticket.Snapshot || len(c.Ticket.Cells) != 1 {
		t.Error("the tool's value is not believed")
	}
	st.Intents = []reconcile.Intent{{Effect: reconcile.SetField, Field: ticket.Title, Want: "ours, later", Pre: "ours", Version: 4}}
	if c := st.Sure(snapshot(titled(2, "ours", nil)), false, true); c.Kind != ticket.Look {
		t.Error("what a write under way is about to replace counts as the team's")
	}
}

func TestTheLogTellsWhoseTextAnAnswerShowed(t *testing.T) {
	for name, x := range map[string]struct {
		by    *ticket.Actor
		pulls int
	}{"a person was quicker than the answer": {dana, 1}, "the tool keeps it in its own form": {self, 0}} {
		t.Run(name, func(t *testing.T) {
			st := reconcile.State{Observed: true, NComments: -1, Fields: map[ticket.Field]reconcile.FieldState{ticket.Title: {Base: &reconcile.Pair{Version: 2, Native: "old"}}}}
			st.Intents = []reconcile.Intent{{Effect: reconcile.SetField, Field: ticket.Title, Want: "ours", Pre: "old", Version: 3}}
			answer := titled(2, "another", nil)
			done := reconcile.Settle(st, rulesOfTitle(), reconcile.Call{Effect: reconcile.SetField, Fields: []ticket.Field{ticket.Title}}, reconcile.Answer{Ticket: &answer}, nil, start)
			if _, read := reconcile.MustRead(bothWays(done.State, nil), true); !read || done.Look != nil {
				t.Fatalf("nobody asks whose text it is: %+v", done)
			}
			read := titled(2, "another", x.by)
			read.LogAfter = 0
			plan := reconcile.Make(bothWays(done.State, &reconcile.Look{Ticket: read, Full: true}))
			if base := plan.State.Fields[ticket.Title].Base; len(plan.Pulls) != x.pulls || len(plan.Calls) != 0 || base.Native != "another" {
				t.Errorf("pulls %+v, calls %+v, base %+v", plan.Pulls, plan.Calls, base)
			}
		})
	}
}

func TestTheLogOfOneDeliveryNamesNoAuthorOfAnother(t *testing.T) {
	st := written()
	st.Fields[ticket.Title] = reconcile.FieldState{Base: &reconcile.Pair{Version: 3, Native: "ours"}, Known: true, Seen: "ours"}
	echo := titled(2, "ours", nil, ticket.Edit{Field: ticket.Title, From: "old", To: "ours", By: self, Version: 2})
	echo.LogAfter = 1
	look, _ := reconcile.Fold([]ticket.Change{snapshot(echo), snapshot(titled(3, "theirs", nil))}, 1)
	plan := reconcile.Make(bothWays(st, &look))
	if len(plan.Pulls) != 1 || len(plan.Calls) != 0 {
		t.Errorf("pulls %+v, calls %+v; want the team's title taken", plan.Pulls, plan.Calls)
	}
}

func TestAWriteOfUnknownOutcomeIsLookedUpWhenItShows(t *testing.T) {
	st := written()
	st.Fields[ticket.Title] = reconcile.FieldState{Base: &reconcile.Pair{Version: 2, Native: "old"}}
	st.Intents = []reconcile.Intent{{Effect: reconcile.SetField, Field: ticket.Title, Want: "ours", Pre: "old", Version: 3, SeenVer: 1, Unknown: true, Deadline: start}}
	plan := reconcile.Make(bothWays(st, &reconcile.Look{Ticket: titled(3, "ours", nil)}))
	if plan.State.AuditDue.IsZero() || plan.Wake.IsZero() {
		t.Errorf("nobody asks what the write replaced: %+v", plan.State)
	}
}

func TestATicketThatWasNotThereIsReadAgain(t *testing.T) {
	st := reconcile.State{Observed: true, NComments: -1, Fields: map[ticket.Field]reconcile.FieldState{ticket.Title: {Base: &reconcile.Pair{Version: 3, Native: "ours"}}}}
	if _, read := reconcile.MustRead(bothWays(st, nil), true); read {
		t.Error("a link at rest is read")
	}
	st.Misses = 1
	if _, read := reconcile.MustRead(bothWays(st, nil), true); !read {
		t.Error("a link whose ticket was absent counts as in step")
	}
}

func copied(native string) reconcile.NoteSide {
	return reconcile.NoteSide{ID: "n1", Version: 1, Body: native, Copy: request.Copy{Note: "n1", Link: "l1", CommentID: "c1", Version: 1, Native: native, State: request.CopyDelivered}}
}

func TestADeletionDoesNotTakeWhatTheDeskChangedMeanwhile(t *testing.T) {
	in := bothWays(reconcile.State{Observed: true, NComments: -1}, &reconcile.Look{Ticket: ticket.Ticket{LogAfter: -1, NComments: -1}, Gone: []string{"c1"}})
	in.Values = nil
	in.Notes = []reconcile.NoteSide{copied("Please hurry")}
	in.Notes[0].Version = 2
	in.Rendered.Notes = map[request.NoteID][]ticket.Native{"n1": {"Take your time"}}
	plan := reconcile.Make(in)
	if len(plan.Calls) != 1 || plan.Calls[0].Effect != reconcile.AddComment {
		t.Errorf("calls %+v, want the new text", plan.Calls)
	}
	if len(plan.Events) != 1 || plan.Events[0].Reason != reconcile.WrittenAgain {
		t.Errorf("the history says %+v", plan.Events)
	}
}

func TestACopyThatLandsTwiceIsTakenAway(t *testing.T) {
	in := bothWays(reconcile.State{Observed: true, NComments: -1}, &reconcile.Look{Full: true, Ticket: ticket.Ticket{
		LogAfter: -1, NComments: 2, AllComments: true, Comments: []ticket.Comment{{ID: "c1", By: self, Native: "Please hurry"}, {ID: "c2", By: self, Native: "Please hurry"}},
	}})
	in.Values = nil
	in.Notes = []reconcile.NoteSide{copied("Please hurry")}
	plan := reconcile.Make(in)
	if len(plan.Imports) != 0 || len(plan.Calls) != 1 || plan.Calls[0].Effect != reconcile.DeleteComment || plan.Calls[0].Comment != "c2" {
		t.Errorf("imports %+v, calls %+v; want the second one deleted", plan.Imports, plan.Calls)
	}
	done := reconcile.Settle(plan.State, in.Rules, plan.Calls[0], reconcile.Answer{Err: fault.Errorf(fault.Throttled, "delete", "later")}, nil, start)
	if len(done.State.Intents) != 0 {
		t.Errorf("a call that was not executed is remembered: %+v", done.State.Intents)
	}
}

// A restored backup knows an earlier version of a note than the comment of it:
// that stays as it is, and nothing is written again and again.
func TestACommentOfALostEpochStays(t *testing.T) {
	m := reconcile.Marker{Hub: "h", Secret: []byte("secret")}
	in := bothWays(reconcile.State{Observed: true, NComments: -1, Restored: true}, &reconcile.Look{Full: true, Ticket: ticket.Ticket{
		LogAfter: -1, NComments: 1, AllComments: true,
		Comments: []ticket.Comment{{ID: "c1", By: self, Native: "Take your time", Keys: []ticket.Key{m.Note("l1", "n1", 2, 0)}}},
	}})
	in.Marker, in.Values = m, nil
	in.Notes = []reconcile.NoteSide{{ID: "n1", Version: 1, Body: "Please hurry", Copy: request.Copy{Note: "n1", Link: "l1", State: request.CopyPending}}}
	in.Rendered.Notes = map[request.NoteID][]ticket.Native{"n1": {"Please hurry"}}
	plan := reconcile.Make(in)
	if len(plan.Calls) != 0 || len(plan.Copies) != 1 || plan.Copies[0].CommentID != "c1" || plan.Copies[0].Version != 1 {
		t.Errorf("calls %+v, copies %+v", plan.Calls, plan.Copies)
	}
}

// What the desk changes of an imported text that stays the hub's is no change of
// the team's.
func TestAnImportedTextIsNoSuggestion(t *testing.T) {
	in := bothWays(reconcile.State{NComments: -1, Imported: true}, &reconcile.Look{Full: true, Ticket: titled(1, "theirs", dana)})
	in.Rules.Directions[ticket.Title] = reconcile.Once
	in.Values[ticket.Title] = reconcile.Value{Text: "theirs", Version: 2}
	first := reconcile.Make(in)
	in.State, in.Values[ticket.Title] = first.State, reconcile.Value{Text: "ours", Version: 3}
	if plan := reconcile.Make(in); plan.Suggest[ticket.Title] != "" || len(plan.Calls) != 0 {
		t.Errorf("suggested %q, calls %+v", plan.Suggest[ticket.Title], plan.Calls)
	}
}

func TestACommentThatIsGoneIsMissedThoughTheDeskEditsIt(t *testing.T) {
	in := bothWays(reconcile.State{Observed: true, NComments: -1, Missing: map[string]time.Time{"c1": start.Add(-time.Minute)}}, &reconcile.Look{Full: true, Ticket: ticket.Ticket{LogAfter: -1, AllComments: true}})
	in.Values = nil
	in.Rules.Can["CommentEditor"] = true
	in.Notes = []reconcile.NoteSide{copied("Please hurry")}
	in.Notes[0].Version, in.Notes[0].Copy.State = 2, request.CopyPending
	in.Rendered.Notes = map[request.NoteID][]ticket.Native{"n1": {"Take your time"}}
	plan := reconcile.Make(in)
	if len(plan.Calls) != 1 || plan.Calls[0].Effect != reconcile.AddComment {
		t.Errorf("calls %+v, want a new comment", plan.Calls)
	}
}

// A write that seems to have had no effect may have been overrun by an older one of ours
// that landed late, where no log tells: it is written once more before the desk is told
// that the tool keeps its own value.
func TestAValueThatMayHaveLandedLateIsWrittenOverOnce(t *testing.T) {
	st := written()
	st.Ghosts = append(st.Ghosts,
		reconcile.Ghost{Field: ticket.Title, Want: "old", Pre: "first", Version: 2},
		reconcile.Ghost{Field: ticket.Title, Want: "old", Pre: "first", Version: 2, Sure: true})
	rules := rulesOfTitle()
	rules.History = nil
	look := func(st reconcile.State) reconcile.Plan {
		in := bothWays(st, &reconcile.Look{Full: true, Ticket: titled(2, "old", nil)})
		in.Rules, in.Now = rules, start.Add(time.Hour)
		return reconcile.Make(in)
	}
	plan := look(st)
	if len(plan.Calls) != 1 || len(plan.Events) != 0 {
		t.Fatalf("calls %+v, events %+v", plan.Calls, plan.Events)
	}
	done := reconcile.Settle(plan.State, rules, plan.Calls[0], reconcile.Answer{Ticket: &ticket.Ticket{LogAfter: -1, NComments: -1}}, nil, start)
	plan = look(done.State)
	if len(plan.Calls) != 0 || len(plan.Events) != 1 || plan.Events[0].Reason != reconcile.KeptItsOwn {
		t.Errorf("calls %+v, events %+v", plan.Calls, plan.Events)
	}
}

// What we wrote before, word for word, is no form that the tool gave to what we wrote
// last: it landed late, over it.
func TestAnOlderWriteOfOursIsNoFormOfTheLastOne(t *testing.T) {
	st := written()
	st.Fields[ticket.Title] = reconcile.FieldState{Base: &reconcile.Pair{Version: 3, Native: "~ours"}, Unverified: true}
	st.Ghosts = []reconcile.Ghost{
		{Field: ticket.Title, Want: "before", Pre: "theirs", Version: 2},
		{Field: ticket.Title, Want: "~ours", Pre: "theirs", Version: 3, Sure: true},
	}
	for now, calls := range map[ticket.Native]int{"before": 1, "ours": 0} {
		read := titled(5, now, self, ticket.Edit{Field: ticket.Title, From: "theirs", To: "ours", By: self, Version: 4})
		read.LogAfter = 0
		if now == "before" {
			read.Log = append(read.Log, ticket.Edit{Field: ticket.Title, From: "ours", To: now, By: self, Version: 5})
		}
		in := bothWays(st, &reconcile.Look{Full: true, Ticket: read})
		in.Values = map[ticket.Field]reconcile.Value{ticket.Title: {Text: "~ours", Version: 3}}
		in.Rendered.Fields[ticket.Title], in.Now = "~ours", start.Add(time.Hour)
		if plan := reconcile.Make(in); len(plan.Calls) != calls || len(plan.Pulls) != 0 {
			t.Errorf("%s: calls %+v, pulls %+v, base %+v", now, plan.Calls, plan.Pulls, plan.State.Fields[ticket.Title].Base)
		}
	}
}
