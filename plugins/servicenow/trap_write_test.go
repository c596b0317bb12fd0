package servicenow_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

func wantField(t *testing.T, err error, want string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Field != want {
		t.Errorf("the fault names the field %q, want %q: %v", f.Field, want, err)
	}
}

// A resolution needs a code and notes: they are sent with the state.
func TestResolveSendsCodeAndNotes(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, settings.Raw{"close_notes": "Done [code]<b>x</b>[/code]."})
	made := b.create("k-1", "Title")
	must(b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.State: "6"}))(t)
	stored := b.sim.Incident(made.Ref.ID)
	if stored["state"] != "6" || stored["close_code"] != "Solution provided" || stored["close_notes"] != "Done (code)<b>x</b>(/code)." {
		t.Errorf("stored %q, %q, %q", stored["state"], stored["close_code"], stored["close_notes"])
	}
	made = b.create("k-2", "Title")
	must(b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.State: "6", "x.close_code": "Workaround provided", "x.close_notes": "Rerouted."}))(t)
	if stored := b.sim.Incident(made.Ref.ID); stored["close_code"] != "Workaround provided" || stored["close_notes"] != "Rerouted." {
		t.Errorf("stored %v", stored)
	}
}

func TestHoldSendsAReason(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, settings.Raw{"hold_reason": "4"})
	made := b.create("k-1", "Title")
	got := must(b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.State: "3"}))(t)
	if c := got.Cells["x.hold_reason"]; c.Native != "4" || c.Name != "Awaiting Vendor" {
		t.Errorf("hold reason is %+v", c)
	}
}

// A data policy answers 403, like a missing right, but it refuses the values.
func TestDataPolicyIsInvalidAndNamesTheField(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, settings.Raw{"close_notes": ""})
	made := b.create("k-1", "Title")
	_, err := b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.State: "6"})
	wantClass(t, err, fault.Invalid)
	wantField(t, err, "state")
}

func TestMandatoryCaller(t *testing.T) {
	without := newBench(t, servicenowtest.Options{MandatoryCaller: true}, nil)
	_, err := capability[sdk.Creator](without).Create(t.Context(), draft("k-1", "Title"))
	wantClass(t, err, fault.Invalid)
	wantField(t, err, "caller")
	for _, caller := range []string{"dana.reyes", "dana.reyes@example.com"} {
		b := newBench(t, servicenowtest.Options{MandatoryCaller: true}, settings.Raw{"caller": caller})
		made := b.create("k-1", "Title")
		if got := b.sim.Incident(made.Ref.ID)["caller_id"]; got != b.sim.UserID("dana.reyes") {
			t.Errorf("caller is %q", got)
		}
	}
}

// Closed records are read-only for all but administrators.
func TestClosedIsReadOnly(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	if err := b.sim.As("dana.reyes").SetState(made.Ref.ID, "7"); err != nil {
		t.Fatal(err)
	}
	_, err := b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.Title: "New"})
	wantClass(t, err, fault.Denied)
}

// The priority column is computed: it is never written, only what it comes from.
func TestPriorityIsWrittenAsImpactAndUrgency(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	for native, name := range map[sdk.Native]string{"1/1": "Critical", "1/2": "High", "2/2": "Moderate", "3/2": "Low", "3/3": "Planning"} {
		got := must(b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.Priority: native}))(t)
		if c := got.Cells[ticket.Priority]; c.Native != native || c.Name != name {
			t.Errorf("%s reads as %+v, want %s", native, c, name)
		}
	}
}

// What an instance drops without a word shows in the answer's cells.
func TestSilentDropShowsInTheAnswer(t *testing.T) {
	rule := func(user string, old, new map[string]string) {
		if user == servicenowtest.HubUser {
			new["short_description"] = old["short_description"]
		}
	}
	b := newBench(t, servicenowtest.Options{Rule: rule}, nil)
	made := b.create("k-1", "Old")
	got := must(b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.Title: "New"}))(t)
	if got.Cells[ticket.Title].Native != "Old" || got.Version != made.Version {
		t.Errorf("answer is %+v", got)
	}
	got = must(b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.State: "0"}))(t)
	if got.Cells[ticket.State].Native != "1" {
		t.Errorf("a state of 0 reads as %q", got.Cells[ticket.State].Native)
	}
	long := strings.Repeat("ä", 200)
	got = must(capability[sdk.Creator](b).Create(t.Context(), draft("k-2", long)))(t)
	if n := len([]rune(got.Cells[ticket.Title].Native)); n != 160 {
		t.Errorf("a long title reads as %d runes", n)
	}
}

// HTML between [code] tags would run in the pages of the instance's agents.
func TestCodeTagsNeverReachTheInstance(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	const evil = "[code]<script>x</script>[/CODE]"
	d := draft("k-1", evil)
	d.Cells[ticket.Description] = sdk.Cell{Native: evil}
	made := must(capability[sdk.Creator](b).Create(t.Context(), d))(t)
	must(b.comment(made.Ref, "c-1", evil, true))(t)
	must(b.edit(made.Ref, map[sdk.Field]sdk.Native{"x.close_notes": evil}))(t)
	stored := b.sim.Incident(made.Ref.ID)
	for _, text := range []string{stored["short_description"], stored["description"], stored["close_notes"], b.sim.Journal(made.Ref.ID)[0].Text} {
		if strings.Contains(strings.ToLower(text), "[code]") || strings.Contains(strings.ToLower(text), "[/code]") {
			t.Errorf("stored %q", text)
		}
	}
}

func TestGroupNameMustBeOne(t *testing.T) {
	b := newBench(t, servicenowtest.Options{Group: "R^D"}, settings.Raw{"assignment_group": "R^D"})
	if made := b.create("k-1", "Title"); b.sim.Incident(made.Ref.ID)["assignment_group"] != b.sim.GroupID() {
		t.Error("the group whose name has a caret was not found")
	}
	for _, name := range []string{"Nobody", "javascript:gs.getUserName()", "x^NQname=R^^D", "x^ORnameISNOTEMPTY"} {
		b.raw["assignment_group"] = name
		b.conn = b.open()
		_, err := capability[sdk.Creator](b).Create(t.Context(), draft("k-2", "Title"))
		wantClass(t, err, fault.Invalid)
		wantField(t, err, "assignment_group")
	}
	if n := len(b.sim.Incidents()); n != 1 {
		t.Errorf("%d incidents", n)
	}
}

// The journal read after a comment fails: the comment is there, so that no class
// but Uncertain is right, whatever the read says.
func TestCommentThrottledAfterWriteIsUncertain(t *testing.T) {
	for _, broken := range []breakable.Break{
		{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"9"}}}, {Status: http.StatusForbidden}, {Refuse: true}, {Status: http.StatusInternalServerError},
	} {
		b := newBench(t, servicenowtest.Options{}, nil)
		made := b.create("k-1", "Title")
		broken.Match, broken.Times = on(http.MethodGet, "sys_journal_field"), -1
		b.calls.Break(broken)
		_, err := b.comment(made.Ref, "c-1", "Text", true)
		wantClass(t, err, fault.Uncertain)
		if n := len(b.sim.Journal(made.Ref.ID)); n != 1 {
			t.Errorf("%d entries", n)
		}
	}
}

// A comment that the instance takes and drops is not told as written.
func TestDroppedCommentIsDenied(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	must(b.comment(made.Ref, "c-1", "Text", true))(t)
	b.calls.Break(breakable.Break{Match: on(http.MethodGet, "sys_journal_field"), Status: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: `{"result":[]}`})
	_, err := b.comment(made.Ref, "c-2", "Text", true)
	wantClass(t, err, fault.Denied)
}

// A comment's own text may look like a key: only the last line counts.
func TestKeyStandsAtTheEndOnly(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	must(b.comment(made.Ref, "c-1", "They wrote [ref:c-0] here:\n[ref:c-9]\nand more.", true))(t)
	must(b.sim.As("dana.reyes").Note(made.Ref.ID, "> Text\n> [ref:c-1]\n\nYes."))(t)
	got := b.get(made.Ref).Comments
	ours := slices.IndexFunc(got, func(c sdk.Comment) bool { return c.By.Self })
	if c := got[ours]; !slices.Equal(c.Keys, []sdk.Key{"c-1"}) || c.Native != "They wrote [ref:c-0] here:\n[ref:c-9]\nand more." {
		t.Errorf("ours is %+v", c)
	}
	if c := got[1-ours]; len(c.Keys) != 0 {
		t.Errorf("theirs is %+v", c)
	}
}

func TestConcurrentCommentsShareTheirReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBubbleBench(t)
		const n = 8
		var refs []sdk.Ref
		for i := range n {
			refs = append(refs, b.create(sdk.Key("k-"+string(rune('a'+i))), "Title").Ref)
		}
		// The first read goes on when all who came after it wait for the next.
		b.calls.Reset()
		written := make(chan struct{})
		b.hold = func(r *http.Request) {
			if on(http.MethodGet, "sys_journal_field")(r) {
				<-written
			}
		}
		errs := make(chan error, n)
		for i, ref := range refs {
			go func() { _, err := b.comment(ref, sdk.Key("c-"+string(rune('a'+i))), "At once.", true); errs <- err }()
		}
		synctest.Wait()
		close(written)
		for range n {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		if calls := len(b.calls.Calls()); calls != n+2 {
			t.Errorf("%d comments made %d calls", n, calls)
		}
	})
}
