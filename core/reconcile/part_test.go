package reconcile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// parted is a link with one note, whose comments are as the parts say.
func parted(version int64, texts []ticket.Native, parts ...request.Part) reconcile.Input {
	in := bothWays(reconcile.State{Observed: true, NComments: -1}, &reconcile.Look{Ticket: ticket.Ticket{LogAfter: -1, NComments: -1}})
	in.Values, in.Marker = nil, reconcile.Marker{Hub: "h", Secret: []byte("secret")}
	in.Rules.Can["CommentEditor"], in.Rules.Can["CommentDeleter"] = true, true
	c := request.Copy{Note: "n1", Link: "l1", Version: 1, State: request.CopyPending, Parts: parts}
	c.CommentID = append(c.Comments(), "")[0]
	in.Notes = []reconcile.NoteSide{{ID: "n1", Version: version, Body: "long", Copy: c}}
	in.Rendered.Notes = map[request.NoteID][]ticket.Native{"n1": texts}
	return in
}

func there(id string, version int64) request.Part {
	return request.Part{CommentID: id, Version: version, Native: "was " + id}
}

// calls are a plan's calls in short.
func calls(p reconcile.Plan) string {
	var list []string
	for _, c := range p.Calls {
		say := fmt.Sprintf("%s %s", c.Effect, c.Comment)
		if c.Text != nil {
			say += " " + string(c.Text.Native)
		}
		list = append(list, say)
	}
	return strings.Join(list, ", ")
}

func TestThePartsOfANoteStandInTheirOrder(t *testing.T) {
	gone := request.Part{Gone: true, Version: 1}
	for name, c := range map[string]struct {
		in   reconcile.Input
		gone string
		want string
	}{
		"new":               {parted(1, []ticket.Native{"a", "b"}), "", "comment  a, comment  b"},
		"edited":            {parted(2, []ticket.Native{"a", "b"}, there("1", 1), there("2", 1)), "", "edit_comment 1 a, edit_comment 2 b"},
		"longer":            {parted(2, []ticket.Native{"a", "b", "c"}, there("1", 1), there("2", 1)), "", "edit_comment 1 a, edit_comment 2 b, comment  c"},
		"shorter":           {parted(2, []ticket.Native{"a"}, there("1", 1), there("2", 1)), "", "edit_comment 1 a, delete_comment 2"},
		"one was deleted":   {parted(2, []ticket.Native{"a", "b", "c"}, there("1", 1), gone, there("3", 1)), "", "edit_comment 1 a, edit_comment 3 b, comment  c"},
		"one goes just now": {parted(2, []ticket.Native{"a", "b", "c"}, there("1", 1), there("2", 1), there("3", 1)), "2", "edit_comment 1 a, edit_comment 3 b, comment  c"},
		"half is edited":    {parted(2, []ticket.Native{"a", "b", "c"}, there("1", 2), there("2", 1), there("3", 1)), "2", "edit_comment 3 b, comment  c"},
		"the first goes":    {parted(2, []ticket.Native{"a", "b"}, there("1", 1), there("2", 1)), "1", "edit_comment 2 a, comment  b"},
	} {
		if c.gone != "" {
			c.in.Look.Gone = []string{c.gone}
		}
		if name == "new" {
			c.in.Notes[0].Copy.Version = 0
		}
		if got := calls(reconcile.Make(c.in)); got != c.want {
			t.Errorf("%s: %s; want %s", name, got, c.want)
		}
	}
}

// What a part is to say is settled once: whatever is rendered later, the parts
// that are left fit to those that are there.
func TestPartsFitTogetherAfterAFailure(t *testing.T) {
	in := parted(1, []ticket.Native{"one (1/3)", "two (2/3)", "three (3/3)"})
	in.Notes[0].Copy.Version = 0
	plan := reconcile.Make(in)
	in.Notes[0].Copy = plan.Copies[len(plan.Copies)-1]
	first := reconcile.Settle(plan.State, in.Rules, plan.Calls[0], reconcile.Answer{Comment: &ticket.Comment{ID: "1", Native: "one (1/3)"}}, &in.Notes[0], start)
	in.Notes[0].Copy = *first.Copy
	second := reconcile.Settle(first.State, in.Rules, plan.Calls[1], reconcile.Answer{Err: fault.Errorf(fault.Throttled, "comment", "later")}, &in.Notes[0], start)
	in.State = reconcile.Undo(second.State, plan.Calls[2])
	if len(reconcile.Texts(in)) != 0 {
		t.Error("what is settled is rendered again")
	}
	in.Rendered.Notes = map[request.NoteID][]ticket.Native{"n1": {"all in one"}}
	next := reconcile.Make(in)
	if got := calls(next); got != "comment  two (2/3), comment  three (3/3)" {
		t.Errorf("then %s", got)
	}
	in.State = next.State
	for i, c := range next.Calls {
		done := reconcile.Settle(in.State, in.Rules, c, reconcile.Answer{Comment: &ticket.Comment{ID: fmt.Sprint(i + 2), Native: c.Text.Native}}, &in.Notes[0], start)
		in.State, in.Notes[0].Copy = done.State, *done.Copy
	}
	if c := in.Notes[0].Copy; c.State != request.CopyDelivered || c.Version != 1 || !slices.Equal(c.Comments(), []string{"1", "2", "3"}) {
		t.Errorf("the copy is %+v", c)
	}
}

// A part whose fate is unknown holds up those behind it, and is known by its key.
func TestNoPartOvertakesAnother(t *testing.T) {
	in := parted(1, []ticket.Native{"a", "b", "c"})
	in.Notes[0].Copy.Version = 0
	plan := reconcile.Make(in)
	in.Notes[0].Copy = plan.Copies[len(plan.Copies)-1]
	lost := reconcile.Settle(plan.State, in.Rules, plan.Calls[0], reconcile.Answer{Err: fault.Errorf(fault.Uncertain, "comment", "lost")}, &in.Notes[0], start)
	in.State = reconcile.Undo(reconcile.Undo(lost.State, plan.Calls[1]), plan.Calls[2])
	if next := reconcile.Make(in); len(next.Calls) != 0 {
		t.Fatalf("others go ahead: %s", calls(next))
	}
	in.Look.Ticket.Comments = []ticket.Comment{{ID: "7", By: self, Native: "A", Keys: []ticket.Key{plan.Calls[0].Key}}}
	if next := reconcile.Make(in); calls(next) != "comment  b, comment  c" {
		t.Errorf("then %s", calls(next))
	}
}

// A copy that waits for the desk because nobody could say what became of a part
// goes on once that part is seen.
func TestAPartThatTurnsUpLetsTheOthersGo(t *testing.T) {
	in := parted(1, []ticket.Native{"a", "b"})
	in.Notes[0].Copy.Version = 0
	in.Notes[0].Copy = reconcile.Make(in).Copies[0]
	in.Notes[0].Copy.State, in.Notes[0].Copy.Error = request.CopyFailed, "nobody knows"
	if plan := reconcile.Make(in); len(plan.Calls) != 0 {
		t.Fatalf("a failed copy is written: %s", calls(plan))
	}
	in.Look.Ticket.Comments = []ticket.Comment{{ID: "7", By: self, Native: "a", Keys: []ticket.Key{in.Marker.Note("l1", "n1", 1, 0)}}}
	if plan := reconcile.Make(in); calls(plan) != "comment  b" {
		t.Errorf("then %q", calls(plan))
	}
}
