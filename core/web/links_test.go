package web_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestTicketsInTheSidePanel(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	id := w.delegated(t, key, "core")
	w.tool(t, id, func(d *store.LinkDoc) {
		d.Link.Ticket = ticket.Ref{ID: "1", Key: "NET-9", URL: "javascript:alert(1)"}
		d.Link.Health, d.Link.Error, d.Link.NextTryAt = request.Failed, "Jira refuses the field Due.", time.Now().Add(time.Hour)
		d.Link.Assignee, d.Link.ToolState = "P. Novák", "In Review"
		d.Link.Suggestions = map[ticket.Field]string{ticket.Priority: "P4"}
	})
	b := w.as(t, "jana")
	path := "/requests/" + string(key)
	body := b.get(path).body
	for _, want := range []string{"NET-9", "Jira refuses the field Due.", "Next try", "P. Novák", "In Review", "the team has: P4", "not delivered", "noc<wbr>@nordwind.example"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(body, "javascript:") {
		t.Error("a tool's address can act")
	}
	for _, action := range []string{"retry", "recreate"} {
		w.tool(t, id, func(d *store.LinkDoc) { d.Link.Health = request.Failed })
		if got := b.post(path + "/links/" + string(id) + "/" + action); got.code != 303 {
			t.Errorf("%s: %d", action, got.code)
		}
	}
	links := w.item(t, key).Request.Links
	if len(links) != 2 || links[0].Health != request.Detached {
		t.Fatalf("recreated: %+v", links)
	}
	if got := b.post(path + "/links/" + string(links[1].ID) + "/unlink"); got.code != 303 {
		t.Errorf("unlink: %d", got.code)
	}
	if got := b.post(path+"/links", "team", "core", "ticket", ""); got.code != 422 {
		t.Errorf("relink to nothing: %d", got.code)
	}
	if got := b.post(path+"/links", "team", "core", "ticket", "NET-77"); got.code != 303 {
		t.Errorf("relink: %d", got.code)
	}
	if got := b.post(path + "/links/none/retry"); got.code != 404 {
		t.Errorf("a link that is none: %d", got.code)
	}
}

func TestTeamWithoutATool(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	id := w.delegated(t, key, "field")
	b := w.as(t, "jana")
	path := "/requests/" + string(key)
	if body := b.get(path).body; !strings.Contains(body, "by hand") || !strings.Contains(body, "49 40 5550100") {
		t.Error("not said how to reach the team")
	}
	if got := b.post(path+"/links/"+string(id)+"/identify", "ticket", "F-12", "url", "https://field.example/F-12"); got.code != 303 {
		t.Errorf("identify: %d", got.code)
	}
	told := path + "/links/" + string(id) + "/told"
	if got := b.post(told, "state", "cancelled"); got.code != 422 {
		t.Errorf("returned without a reason: %d", got.code)
	}
	if got := b.post(told, "state", "cancelled", "reason", "no access"); got.code != 303 {
		t.Errorf("returned: %d", got.code)
	}
	body := b.get(path).body
	if !strings.Contains(body, "no access") || !strings.Contains(body, "A team gave its task back") {
		t.Error("a returned task is not shown")
	}
	if got := b.post(path+"/seen", "reason", string(request.AttentionReturned)); got.code != 303 {
		t.Errorf("seen: %d", got.code)
	}
	if r := w.item(t, key).Request; len(r.Attention) != 0 || r.Links[0].Ticket.Key != "F-12" {
		t.Errorf("%v %+v", r.Attention, r.Links[0])
	}
}

func TestClosingAsksAboutOpenWork(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	w.delegated(t, key, "field")
	b := w.as(t, "jana")
	path := "/requests/" + string(key) + "/status"
	b.post(path, "to", "resolved")
	if got := b.post(path, "to", "closed"); got.code != 422 || !strings.Contains(got.body, "Teams still work on this: keep") {
		t.Fatalf("%d", got.code)
	}
	if got := b.post(path, "to", "closed", "open", "withdraw"); got.code != 303 {
		t.Fatalf("%d", got.code)
	}
	if d := w.item(t, key).Request.Delegations[0]; d.State != request.DelegateEnded {
		t.Errorf("%+v", d)
	}
}

func TestMergeAndUndo(t *testing.T) {
	t.Parallel()
	w := open(t)
	dup, into := w.received(t, "Again"), w.received(t, "First")
	b := w.as(t, "jana")
	path := "/requests/" + string(dup)
	if got := b.post(path+"/merge", "into", "SP-9"); got.code != 422 || !strings.Contains(got.body, `value="SP-9"`) {
		t.Errorf("into nothing: %d", got.code)
	}
	if got := b.post(path+"/merge", "into", " "+strings.ToLower(string(into))); got.header.Get("Location") != "/requests/"+string(into) {
		t.Fatalf("%d %v", got.code, got.header)
	}
	if body := b.get(path).body; !strings.Contains(body, "merged into") || !strings.Contains(body, string(into)) {
		t.Error("a merged request does not lead to its survivor")
	}
	if got := b.post(path + "/unmerge"); got.code != 303 {
		t.Errorf("undo: %d", got.code)
	}
	if r := w.item(t, dup).Request; r.MergedTo != "" {
		t.Errorf("%+v", r)
	}
}

func TestATeamWithoutAToolWaits(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	path := "/requests/" + string(key)
	told := path + "/links/" + string(w.delegated(t, key, "field")) + "/told"
	b := w.as(t, "jana")
	if page := b.get(path).body; !strings.Contains(page, `<option value="waiting">`) {
		t.Fatal("waiting is not offered")
	}
	if got := b.post(told, "state", "waiting", "reason", "the gate code", "assignee", "Olaf"); got.code != 303 {
		t.Fatalf("waiting: %d %s", got.code, got.body)
	}
	r := w.item(t, key).Request
	if l := r.Links[0]; l.State != request.Waiting || l.Assignee != "Olaf" || r.Delegations[0].State != request.Accepted {
		t.Errorf("%+v, %s", l, r.Delegations[0].State)
	}
	page := b.get(path).body
	for _, want := range []string{"Team asks", "the gate code", `<option value="waiting" selected>`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	b.post(told, "state", "in_progress", "assignee", "Olaf")
	if r := w.item(t, key).Request; len(r.Attention) > 0 || r.Links[0].State != request.Doing {
		t.Errorf("it goes on: %v %+v", r.Attention, r.Links[0])
	}
	b.post(told, "state", "waiting", "assignee", "Olaf")
	if page := b.get(path).body; !strings.Contains(page, "waits for the desk") {
		t.Error("a team that waits without a word is not shown")
	}
}

func TestATaskCanBeChanged(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	w.delegated(t, key, "core")
	path, id := "/requests/"+string(key), string(w.item(t, key).Request.Delegations[0].ID)
	b := w.as(t, "jana")
	task := "Since about **01:25** we see loss.\n\n- WMS in Hamburg"
	if page := b.get(path).body; !strings.Contains(page, path+"/delegations/"+id+"/amend") {
		t.Fatal("a task cannot be changed")
	}
	same := []string{"was_due_at", "", "was_task_title", "Loss", "task_title", "Loss", "was_task_body", task, "task_body", task}
	if got := b.post(path+"/delegations/"+id+"/amend", append(same, "due_at", "2031-05-01T12:00", "lead", "1")...); got.code != 303 {
		t.Fatal(got.code, got.body)
	}
	item := w.item(t, key)
	if d := item.Request.Delegations[0]; d.DueAt.Format("2006-01-02 15:04") != "2031-05-01 12:00" || !d.Lead || d.OwnTask || len(item.Notes) != 0 {
		t.Errorf("%+v %+v", d, item.Notes)
	}
	if got := b.post(path+"/delegations/"+id+"/amend", "was_task_body", task, "task_body", "Start at port 7.", "was_lead", "1", "lead", "1"); got.code != 303 {
		t.Fatal(got.code, got.body)
	}
	page := b.get(path).body
	for _, want := range []string{"The desk changed this task:", "Start at port 7.", "Leads", "Due time of the task"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if got := b.post(path+"/delegations/"+id+"/amend", "due_at", "soon"); got.code != 422 || !strings.Contains(got.body, `value="soon"`) {
		t.Errorf("no time: %d", got.code)
	}
}

// A ticket is shown field by field, as it was last seen, and how old that is.
func TestTicketsFieldByField(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	link := w.delegated(t, key, "core")
	b := w.as(t, "jana")
	if page := b.get("/requests/" + string(key)).body; strings.Contains(page, " old<") {
		t.Error("a ticket that nobody has seen has an age")
	}
	w.tool(t, link, func(d *store.LinkDoc) {
		agreed := &reconcile.Pair{Version: 1, Native: "3"}
		d.Link.Ticket, d.Link.Health = ticket.Ref{ID: "10001", Key: "NET-482"}, request.InSync
		d.State.Observed, d.State.ReadAt = true, time.Now().Add(-40*time.Second)
		d.State.Fields = map[ticket.Field]reconcile.FieldState{
			ticket.Title:    {Known: true, Seen: "Line card <fault>", Conflict: &reconcile.Held{ID: "c"}},
			ticket.Priority: {Known: true, Seen: "3", Name: "Medium", Base: agreed},
		}
	})
	page := b.get("/requests/" + string(key)).body
	order(t, page, `data-up="s"`, `>4`, ` s</time> old`, "Title", "Line card &lt;fault&gt;", "conflict</span>", "Priority", "Medium", "as here</span>")
	w.connect(t, store.Connection{Name: "jira", PolledAt: time.Now().Add(-5 * time.Second)})
	w.ahead.Add(int64(20 * time.Second)) // what is known of the connections is read anew
	if page := b.get("/requests/" + string(key)).body; !regexp.MustCompile(`>([5-9]|1\d) s</time> old`).MatchString(page) {
		t.Error("a poll that told nothing of it makes it no younger")
	}
}
