package jira

import (
	"net/http"
	"strings"
	"testing"

	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

const (
	todo, inProgress, waiting = sdk.Native("10000"), sdk.Native("3"), sdk.Native("10101")
	done, cancelled           = sdk.Native("10002"), sdk.Native("10103")
)

func (s *site) move(r sdk.Ref, from, to sdk.Native) error {
	_, err := s.conn.Edit(s.t.Context(), r, "k", sdk.Patch{
		Set: map[sdk.Field]sdk.Native{ticket.State: to}, Pre: map[sdk.Field]sdk.Native{ticket.State: from},
	})
	return err
}

func TestStatesAreReachedOverSeveralHops(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		for _, to := range []struct {
			state  sdk.Native
			name   string
			writes int
		}{{waiting, "Waiting", 2}, {done, "Done", 2}, {inProgress, "In Progress", 2}, {cancelled, "Cancelled", 1}, {cancelled, "Cancelled", 0}} {
			r, ok := s.jira.Issue("NET-1")
			if !ok {
				s.make("k-1", "Hops")
				r, _ = s.jira.Issue("NET-1")
			}
			_, writes := s.counted(func() { must(t, s.move(sdk.Ref{ID: r.ID, Container: "10100"}, "", to.state)) })
			if x, _ := s.jira.Issue("NET-1"); x.Status != to.name || writes != to.writes {
				t.Errorf("from %s: %s after %d writes, want %s after %d", r.Status, x.Status, writes, to.name, to.writes)
			}
		}
	})
}

func TestAKnownWayCostsOneCall(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		a, b := s.make("k-1", "First"), s.make("k-2", "Second")
		if n, _ := s.counted(func() { must(t, s.move(a, todo, inProgress)) }); n != 2 {
			t.Errorf("the first one cost %d calls, want a look and a step", n)
		}
		if n, _ := s.counted(func() { must(t, s.move(b, todo, inProgress)) }); n != 1 {
			t.Errorf("the second one cost %d calls, want 1", n)
		}
	})
}

func TestAnotherTypeHasAnotherWorkflow(t *testing.T) {
	s := start(t, jiratest.Options{})
	must(t, s.move(s.make("k-1", "Task"), todo, inProgress))
	made, err := s.conn.Create(t.Context(), sdk.Draft{Key: "k-2", Type: "Incident", Container: s.project(), Cells: map[sdk.Field]sdk.Cell{ticket.Title: {Native: "Other type"}}})
	must(t, err)
	must(t, s.move(made.Ref, todo, inProgress))
	if got := s.seen(made.Ref).Status; got != "In Progress" {
		t.Errorf("status %s", got)
	}
	for _, c := range s.calls.Calls() {
		if c.Status == http.StatusBadRequest {
			t.Errorf("tried a transition of another workflow: %+v", c)
		}
	}
}

func TestAChangedWorkflowIsLearntAgain(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		must(t, s.move(s.make("k-1", "Old"), todo, inProgress))
		s.jira.ShiftWorkflow(1000)
		r := s.make("k-2", "New")
		must(t, s.move(r, todo, inProgress))
		if got := s.seen(r).Status; got != "In Progress" {
			t.Errorf("status %s", got)
		}
	})
}

func TestAStaleStateIsLookedUp(t *testing.T) {
	s := start(t, jiratest.Options{})
	must(t, s.move(s.make("k-1", "Learn"), todo, done))
	r := s.make("k-2", "Stale")
	must(t, s.jira.Transition("dana", r.Key, "Waiting"))
	must(t, s.move(r, todo, done))
	if got := s.seen(r); got.Status != "Done" || got.Resolution != "Done" {
		t.Errorf("got %+v", got)
	}
}

// A step that is refused because somebody moved the issue right before it says
// nothing about the workflow: the way is looked for again from where it stands.
func TestAMoveThatIsOvertakenLooksAgain(t *testing.T) {
	for name, theirs := range map[string][]string{"to where we want it": {"In Progress", "Done"}, "away": {"In Progress", "Waiting"}, "away and back": {"In Progress", "To Do"}} {
		t.Run(name, func(t *testing.T) {
			s := start(t, jiratest.Options{})
			r := s.make("k-1", "Overtaken")
			left := theirs
			s.calls.Break(breakable.Break{Times: -1, Status: http.StatusBadRequest, Body: `{"errorMessages":["It seems that you have tried to perform an illegal workflow operation."]}`, Match: func(r *http.Request) bool {
				if len(left) == 0 || r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/transitions") {
					return false
				}
				for _, state := range left {
					must(t, s.jira.Transition("dana", "NET-1", state))
				}
				left = nil
				return true
			}})
			must(t, s.move(r, todo, done))
			if got := s.seen(r); got.Status != "Done" {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// expand=transitions.fields does not always tell that a resolution is required.
func TestARequiredResolutionIsSuppliedThoughNobodySaidSo(t *testing.T) {
	s := start(t, jiratest.Options{})
	r := s.make("k-1", "Resolve")
	must(t, s.jira.Transition("dana", r.Key, "In Progress"))
	m := &mover{conn: s.conn, ref: r, resolution: "Done"}
	must(t, m.take(t.Context(), step{ID: "24", To: codeBean{ID: string(done)}}))
	if got := s.seen(r); got.Status != "Done" || got.Resolution != "Done" {
		t.Errorf("got %+v", got)
	}
	back := &mover{conn: s.conn, ref: r, resolution: "Done"}
	must(t, back.take(t.Context(), step{ID: "51", To: codeBean{ID: string(todo)}, Fields: map[string]screenField{"resolution": {}}}))
}

func TestNoTransitionOfferedIsDenied(t *testing.T) {
	eachDeployment(t, jiratest.Options{Deny: []string{"TRANSITION_ISSUES"}}, func(t *testing.T, s *site) {
		err := s.move(s.make("k-1", "Locked"), todo, inProgress)
		wantClass(t, err, fault.Denied)
	})
}

func TestAnUnknownStateHasNoWay(t *testing.T) {
	s := start(t, jiratest.Options{})
	r := s.make("k-1", "Nowhere")
	e := wantClass(t, s.move(r, todo, "424242"), fault.Invalid)
	if e.Field != string(ticket.State) {
		t.Errorf("field %q", e.Field)
	}
	if got := s.seen(r).Status; got == "Done" || got == "Cancelled" {
		t.Errorf("closed on the way to nowhere: %s", got)
	}
}

func TestAFieldThatNobodyCanFillIsNamed(t *testing.T) {
	s := step{Name: "Finish", Fields: map[string]screenField{"customfield_1": {Required: true, Name: "Root cause"}}}
	if e := wantClass(t, s.missing(), fault.Invalid); e.Field != "customfield_1" || !strings.Contains(e.Hint, "Root cause") {
		t.Errorf("got %+v", e)
	}
}

func TestALostTransitionIsUncertain(t *testing.T) {
	s := start(t, jiratest.Options{})
	r := s.make("k-1", "Lost")
	s.calls.Break(breakable.Break{DropReply: true, Match: isPath("POST", "/transitions")})
	wantClass(t, s.move(r, todo, inProgress), fault.Uncertain)
	if got := s.seen(r).Status; got != "In Progress" {
		t.Errorf("status %s", got)
	}
}

func TestAStateGoesAlone(t *testing.T) {
	s := start(t, jiratest.Options{})
	_, err := s.conn.Edit(t.Context(), s.make("k-1", "Both"), "k-1", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.State: done, ticket.Title: "x"}})
	wantClass(t, err, fault.Invalid)
}

func TestTwinsAreDeletedOrClosedAsDuplicates(t *testing.T) {
	eachDeployment(t, jiratest.Options{Deny: []string{"DELETE_ISSUES"}}, func(t *testing.T, s *site) {
		a, b := s.make("k", "Twin"), s.make("k", "Twin")
		must(t, s.conn.Retire(t.Context(), b, a))
		if got := s.seen(b); got.Resolution != "Duplicate" || got.Status != "Done" && got.Status != "Cancelled" || len(got.Comments) > 0 {
			t.Errorf("twin %+v", got)
		}
		if got := s.seen(a); got.Resolution != "" {
			t.Errorf("survivor %+v", got)
		}
		wantClass(t, s.conn.Retire(t.Context(), a, a), fault.Invalid)
	})
}

// The way to an unknown state is explored; who gets lost goes back.
func TestAnIssueThatGotLostGoesBack(t *testing.T) {
	s := start(t, jiratest.Options{})
	r := s.make("k-1", "Lost")
	must(t, s.jira.Transition("dana", r.Key, "In Progress"))
	wantClass(t, s.move(r, inProgress, "424242"), fault.Invalid)
	if got := s.seen(r); got.Status != "In Progress" || got.Resolution != "" {
		t.Errorf("left in %s", got.Status)
	}
}

func TestExploringTakesTheNearestUntriedState(t *testing.T) {
	to := func(id, category string) step {
		s := step{ID: "to-" + id, To: codeBean{ID: id}}
		s.To.StatusCategory.Key = category
		return s
	}
	f := flow{
		"a": {to("b", "new"), to("c", "indeterminate"), to("z", "done")},
		"c": {to("a", "new")},
	}
	for _, x := range []struct {
		at, category string
		been         []string
		want         string
	}{
		{"a", "done", []string{"a"}, "to-c"},
		{"a", "new", []string{"a"}, "to-b"},
		{"c", "done", []string{"a", "c"}, "to-a"}, // back, then on to b
		{"c", "done", []string{"a", "b", "c"}, ""},
	} {
		if got, _ := f.explore(x.at, x.been, x.category); got.ID != x.want {
			t.Errorf("from %s toward %s: %q, want %q", x.at, x.category, got.ID, x.want)
		}
	}
}

func TestAMissingProjectIsNoMissingIssue(t *testing.T) {
	s := start(t, jiratest.Options{})
	_, err := s.conn.Create(t.Context(), sdk.Draft{Key: "k", Container: "NOPE"})
	if e := wantClass(t, err, fault.Invalid); e.Field != "container" {
		t.Errorf("field %q", e.Field)
	}
}
