package request_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestAmendDue(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		team  request.TeamID
		holds bool // the tool has a due date
		dirty int
		told  string
	}{
		"to the tool's own due date": {"core", true, 1, ""},
		"told where it has none":     {"core", false, 1, "This task is now due: 2026-03-02 15:00 UTC"},
		"told to a supplier":         {"supplier", false, 1, "This task is now due: 2026-03-02 15:00 UTC"},
		"not told in a public place": {"open", false, 0, ""},
		"kept of a team by hand":     {"field", false, 0, ""},
	} {
		h := house()
		h.Holds = func(_ string, f ticket.Field) bool { return f != ticket.Due || c.holds }
		r := received(t, h, "nordwind")
		given(t, h, r, c.team)
		at := noon.Add(3 * time.Hour)
		d := do(t, h, r, desk(noon), request.Amend{ID: r.Delegations[0].ID, DueAt: &at, Reason: "the client waits"})
		if !r.Delegations[0].DueAt.Equal(at) || len(d.Dirty) != c.dirty || !r.DueAt.IsZero() {
			t.Errorf("%s: due %s, dirty %v", name, r.Delegations[0].DueAt, d.Dirty)
		}
		if e := d.Events[0]; e.Field != "task_due" || e.To != "2026-03-02T15:00:00Z" || e.Reason != "the client waits" || e.Link != r.Delegations[0].Link {
			t.Errorf("%s: history %+v", name, e)
		}
		if told := bodies(d); told != c.told {
			t.Errorf("%s: told %q", name, told)
		}
		if d := do(t, h, r, desk(noon), request.Amend{ID: r.Delegations[0].ID, DueAt: &at}); len(d.Events)+len(d.Added)+len(d.Dirty) > 0 {
			t.Errorf("%s: the same again is a change: %+v", name, d)
		}
	}
}

func bodies(d request.Decision) string {
	var all []string
	for _, n := range d.Added {
		all = append(all, n.Body)
	}
	return strings.Join(all, "|")
}

func TestAmendTask(t *testing.T) {
	t.Parallel()
	title, body := "Look twice", "Start at port 7."
	for team, c := range map[request.TeamID]struct{ told, field string }{
		"core":     {"The desk changed this task:\n\nLook twice\n\nStart at port 7.", ""},
		"supplier": {"The desk changed this task:\n\nLook twice\n\nStart at port 7.", ""},
		"field":    {"", ""},
		"open":     {"", "task"},
	} {
		h := house()
		r := received(t, h, "nordwind")
		given(t, h, r, team)
		d, err := request.Do(r, h, desk(noon), request.Amend{ID: r.Delegations[0].ID, Title: &title, Body: &body})
		var wrong *request.FieldError
		if refused := errors.As(err, &wrong); refused != (c.field != "") || refused && wrong.Field != c.field {
			t.Errorf("%s: %v", team, err)
		}
		if err != nil {
			continue
		}
		if x := r.Delegations[0]; x.Task.Title != title || x.Task.Body != body || !x.OwnTask || bodies(d) != c.told {
			t.Errorf("%s: %+v, told %q", team, x.Task, bodies(d))
		}
		if r.Title != "Packet loss" || len(d.Events) < 2 {
			t.Errorf("%s: the request is called %q, history %+v", team, r.Title, d.Events)
		}
	}
}

func TestAmendGuardsAndLeads(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	given(t, h, r, "supplier")
	given(t, h, r, "core")
	names, empty, yes, far := "Nordwind Logistik is down", " ", true, noon.AddDate(100, 0, 0)
	for field, c := range map[string]request.Amend{
		"task": {Body: &names}, "task.title": {Title: &empty}, "due_at": {DueAt: &far},
	} {
		c.ID = r.Delegations[0].ID
		var wrong *request.FieldError
		if _, err := request.Do(r.Clone(), h, desk(noon), c); !errors.As(err, &wrong) || wrong.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for i := range r.Delegations {
		do(t, h, r, desk(noon), request.Amend{ID: r.Delegations[i].ID, Lead: &yes})
	}
	if r.Delegations[0].Lead || !r.Delegations[1].Lead {
		t.Error("not the one that was named last leads alone")
	}
	do(t, h, r, desk(noon), request.Withdraw{ID: r.Delegations[1].ID})
	var over *request.StandingError
	if _, err := request.Do(r, h, desk(noon), request.Amend{ID: r.Delegations[1].ID, Lead: &yes}); !errors.As(err, &over) {
		t.Errorf("a task that was taken back: %v", err)
	}
	var none *request.MissingError
	if _, err := request.Do(r, h, desk(noon), request.Amend{ID: "none"}); !errors.As(err, &none) {
		t.Errorf("no task: %v", err)
	}
}

// A team that moves the due date of its own task moves no other team's.
func TestATasksOwnDueDateIsTheTeams(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	l := given(t, h, r, "core")
	at, all := noon.Add(time.Hour), noon.Add(5*time.Hour)
	do(t, h, r, desk(noon), request.Edit{DueAt: &all}, request.Amend{ID: r.Delegations[0].ID, DueAt: &at})
	do(t, h, r, tool(l.ID, noon), request.TakeValue{Field: ticket.Due, Text: "2026-03-03"})
	if !r.DueAt.Equal(all) || r.Delegations[0].DueAt.Format(time.DateOnly) != "2026-03-03" {
		t.Errorf("the request is due %s, the task %s", r.DueAt, r.Delegations[0].DueAt)
	}
}
