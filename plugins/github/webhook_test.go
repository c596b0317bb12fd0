package github_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/plugins/github"
	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/hook"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// recorded says what a person would expect of each recorded delivery: the kind,
// the ticket, and what is told of it. "" is nothing at all.
var recorded = map[string]string{
	"issue_comment.created.json":                         `comment 1 comment 492700400 by Codertocat "You are totally right! I'll get this fixed right away."`,
	"issue_comment.created.2.json":                       `comment 1 comment 492700400 by Codertocat "You are totally right! I'll get this fixed right away."`,
	"issue_comment.created.own_bot.derived.json":         `comment 1 comment 492700400 by spochub[bot] "Relayed.\n\n<!-- spochub:v1 id=01HZX3M9V7K2Q4W8 -->"`,
	"issue_comment.created.on_pull_request.derived.json": "",
	"issue_comment.edited.json":                          `comment 1 comment 492700400 by Codertocat "You are totally right! I'll get this fixed today."`,
	"issue_comment.edited.2.json":                        `comment 1 comment 492700400 by Codertocat "You are totally right! I'll get this fixed today."`,
	"issue_comment.deleted.json":                         `comment_gone 1 comment 492700400 by Codertocat "You are totally right! I'll get this fixed today."`,
	"issue_comment.deleted.2.json":                       `comment_gone 1 comment 492700400 by Codertocat "You are totally right! I'll get this fixed today."`,
	"issues.assigned.json":                               "snapshot 1 open assignee=Codertocat touched=assignee",
	"issues.assigned.2.json":                             "snapshot 1 open assignee=Codertocat touched=assignee",
	"issues.closed.derived.json":                         "snapshot 1 closed/completed assignee=Codertocat touched=state",
	"issues.closed.duplicate.derived.json":               "snapshot 1 closed/duplicate assignee=Codertocat touched=state",
	"issues.closed.not_planned.derived.json":             "snapshot 1 closed/not_planned assignee=Codertocat touched=state",
	"issues.deleted.json":                                "gone 1",
	"issues.demilestoned.json":                           "",
	"issues.demilestoned.2.json":                         "",
	"issues.edited.json":                                 "snapshot 1 open assignee=Codertocat touched=",
	"issues.edited.2.json":                               "snapshot 1 open assignee=Codertocat touched=",
	"issues.labeled.json":                                "snapshot 1 open assignee=Codertocat touched=labels",
	"issues.labeled.2.json":                              "snapshot 1 open assignee=Codertocat touched=labels",
	"issues.locked.json":                                 "",
	"issues.locked.2.json":                               "",
	"issues.milestoned.json":                             "",
	"issues.milestoned.2.json":                           "",
	"issues.opened.json":                                 "snapshot 1 open assignee=Codertocat touched=assignee,description,labels,priority,state,title",
	"issues.opened.2.json":                               "snapshot 1 open assignee=Codertocat touched=assignee,description,labels,priority,state,title",
	"issues.pinned.json":                                 "",
	"issues.unpinned.json":                               "",
	"issues.reopened.json":                               "snapshot 1 open assignee=Codertocat touched=state",
	"issues.reopened.state_reason.derived.json":          "snapshot 1 open assignee=Codertocat touched=state",
	"issues.transferred.json":                            "moved",
	"issues.unassigned.json":                             "snapshot 1 open assignee=Codertocat touched=assignee",
	"issues.unassigned.2.json":                           "snapshot 1 open assignee=Codertocat touched=assignee",
	"issues.unlabeled.json":                              "snapshot 1 open assignee=Codertocat touched=labels",
	"issues.unlabeled.2.json":                            "snapshot 1 open assignee=Codertocat touched=labels",
	"issues.unlocked.json":                               "",
	"issues.unlocked.2.json":                             "",
	"label.created.json":                                 "",
	"label.deleted.json":                                 "",
	"label.edited.json":                                  "",
	"milestone.closed.json":                              "",
	"milestone.created.json":                             "",
	"ping.json":                                          "",
	"repository.renamed.json":                            "",
	"repository.transferred.json":                        "",
}

func TestRecordedDeliveries(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(specs(t), "github-webhooks", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recorded deliveries: %v", err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		if name == "headers.json" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			want, ok := recorded[name]
			if !ok {
				t.Fatal("nobody said what to expect of this delivery")
			}
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			event, _, _ := strings.Cut(name, ".")
			changes := receive(t, body, signed(event, body))
			if name == "issues.transferred.json" {
				transferred(t, body, changes)
				return
			}
			if got := say(changes); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// signed is a delivery as GitHub sends it, checked as the hub checks it.
func signed(event string, body []byte) http.Header {
	mac := hmac.New(sha256.New, []byte(hookSecret))
	mac.Write(body)
	return http.Header{
		"X-Github-Event": {event}, "X-Github-Delivery": {"72d3162e-cc78-11e3-81ab-4c9367dc0958"}, "Content-Type": {"application/json"},
		"X-Hub-Signature-256": {"sha256=" + hex.EncodeToString(mac.Sum(nil))},
	}
}

func receive(t *testing.T, body []byte, header http.Header) []sdk.Change {
	t.Helper()
	if err := hook.Verify(github.New().Manifest().Webhook, hookSecret, header, body); err != nil {
		t.Fatal(err)
	}
	changes, err := receiver(t, repositoryOf(body)).Receive(t.Context(), sdk.Delivery{Header: header, Body: body, Authentic: true})
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

func repositoryOf(body []byte) string {
	var h struct {
		Repository struct {
			Name string `json:"full_name"`
		}
	}
	if json.Unmarshal(body, &h) != nil || h.Repository.Name == "" {
		return "Codertocat/Hello-World"
	}
	return h.Repository.Name
}

// receiver is a connection that has never called anything.
func receiver(t *testing.T, repository string) sdk.Receiver {
	t.Helper()
	conn := dial(t, settings.Raw{"token": "none", "repository": repository}, nil)
	r, ok := sdk.As[sdk.Receiver](conn)
	if !ok {
		t.Fatal("no Receiver")
	}
	return r
}

func say(changes []sdk.Change) string {
	var lines []string
	for _, c := range changes {
		line := fmt.Sprintf("%s %s", c.Kind, c.Ref.ID)
		if c.Comment != nil {
			line += fmt.Sprintf(" comment %s by %s %q", c.Comment.ID, c.Comment.By.Name, c.Comment.Native)
		}
		if c.Ticket != nil {
			var touched []string
			for f, cell := range c.Ticket.Cells {
				if cell.By != nil {
					touched = append(touched, string(f))
				}
			}
			slices.Sort(touched)
			line += fmt.Sprintf(" %s assignee=%s touched=%s", c.Ticket.Cells[ticket.State].Native, c.Ticket.Cells[ticket.Assignee].Native, strings.Join(touched, ","))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// transferred compares with the raw payload: go-github's type loses the target.
func transferred(t *testing.T, body []byte, changes []sdk.Change) {
	t.Helper()
	var raw struct {
		Issue      struct{ Number int }
		Repository struct{ ID int64 }
		Changes    struct {
			NewIssue      struct{ Number int } `json:"new_issue"`
			NewRepository struct{ ID int64 }   `json:"new_repository"`
		}
	}
	if err := json.Unmarshal(body, &raw); err != nil {
		t.Fatal(err)
	}
	if len(changes) != 1 || changes[0].Kind != ticket.Moved || changes[0].To == nil {
		t.Fatalf("got %+v, want one move", changes)
	}
	c := changes[0]
	if c.Ref.ID != fmt.Sprint(raw.Issue.Number) || c.Ref.Container != fmt.Sprint(raw.Repository.ID) {
		t.Errorf("moved from %+v", c.Ref)
	}
	if c.To.ID != fmt.Sprint(raw.Changes.NewIssue.Number) || c.To.Container != fmt.Sprint(raw.Changes.NewRepository.ID) {
		t.Errorf("moved to %+v", c.To)
	}
}

// issueHook makes a delivery about an issue that is complete but for what is
// changed.
func issueHook(action string, change func(payload, issue map[string]any)) []byte {
	issue := map[string]any{
		"number": 7, "title": "Now", "body": "New text.\n\n<!-- spochub:v1 key=sp-7 -->", "state": "open", "labels": []any{}, "assignees": []any{}, "comments": 2,
		"user": map[string]any{"id": 5, "login": "hub"}, "updated_at": "2026-01-15T12:00:01Z",
	}
	payload := map[string]any{
		"action": action, "issue": issue, "repository": map[string]any{"id": 42, "full_name": "o/r"}, "sender": map[string]any{"id": 6, "login": "dana"},
	}
	if change != nil {
		change(payload, issue)
	}
	body, err := json.Marshal(payload)
	if err != nil {
		panic(err)
	}
	return body
}

func TestHookEditedTellsWhatWasBefore(t *testing.T) {
	body := issueHook("edited", func(p, _ map[string]any) {
		p["changes"] = map[string]any{
			"title": map[string]any{"from": "Before"},
			"body":  map[string]any{"from": "Old text.\r\n\r\n<!-- spochub:v1 key=sp-7 -->"},
		}
	})
	changes := receive(t, body, signed("issues", body))
	if len(changes) != 1 || changes[0].Ticket == nil {
		t.Fatalf("got %+v", changes)
	}
	c := changes[0]
	want := map[sdk.Field][2]sdk.Native{ticket.Title: {"Before", "Now"}, ticket.Description: {"Old text.", "New text."}}
	if len(c.Ticket.Log) != len(want) {
		t.Fatalf("the log is %+v", c.Ticket.Log)
	}
	for _, e := range c.Ticket.Log {
		if want[e.Field] != [2]sdk.Native{e.From, e.To} || e.By == nil || e.By.Name != "dana" || e.Version != c.Version {
			t.Errorf("%s: %+v", e.Field, e)
		}
	}
	if !slices.Equal(c.Keys, []sdk.Key{"sp-7"}) || c.Ticket.NComments != 2 {
		t.Errorf("keys %v, %d comments", c.Keys, c.Ticket.NComments)
	}
}

// A part that is missing is unknown, never empty.
func TestHookIncompleteIsLookedAt(t *testing.T) {
	for _, part := range []string{"state", "title", "labels", "updated_at"} {
		body := issueHook("edited", func(_, issue map[string]any) { delete(issue, part) })
		if changes := receive(t, body, signed("issues", body)); len(changes) != 1 || changes[0].Kind != ticket.Look || changes[0].Ref.ID != "7" {
			t.Errorf("without %s: %+v", part, changes)
		}
	}
}

func TestHookUnknownActionIsLookedAt(t *testing.T) {
	body := issueHook("teleported", nil)
	if changes := receive(t, body, signed("issues", body)); len(changes) != 1 || changes[0].Kind != ticket.Look {
		t.Errorf("got %+v", changes)
	}
}

func TestHookUnknownEventIsIgnored(t *testing.T) {
	body := []byte(`{"anything": true}`)
	if changes := receive(t, body, signed("sub_issues", body)); len(changes) != 0 {
		t.Errorf("got %+v", changes)
	}
}

func TestHookOfPullRequestIsIgnored(t *testing.T) {
	for _, event := range []string{"issues", "issue_comment"} {
		body := issueHook("edited", func(p, issue map[string]any) {
			issue["pull_request"] = map[string]any{"url": "https://api.github.com/repos/o/r/pulls/7"}
			p["comment"] = map[string]any{"id": 9, "body": "x"}
		})
		if changes := receive(t, body, signed(event, body)); len(changes) != 0 {
			t.Errorf("%s: got %+v", event, changes)
		}
	}
}

func TestHookOfAnotherRepositoryIsIgnored(t *testing.T) {
	body := issueHook("closed", nil)
	r := receiver(t, "o/other")
	changes, err := r.Receive(t.Context(), sdk.Delivery{Header: signed("issues", body), Body: body, Authentic: true})
	if err != nil || len(changes) != 0 {
		t.Errorf("got %+v, %v", changes, err)
	}
}

// A hint that nobody signed must not raise a version.
func TestHookUnsignedIsAHintOnly(t *testing.T) {
	body := issueHook("edited", func(_, issue map[string]any) { issue["updated_at"] = "2099-01-01T00:00:00Z" })
	changes, err := receiver(t, "o/r").Receive(t.Context(), sdk.Delivery{Header: signed("issues", body), Body: body})
	if err != nil || len(changes) != 1 || changes[0].Kind != ticket.Look || changes[0].Version != 0 || changes[0].Ticket != nil {
		t.Errorf("got %+v, %v", changes, err)
	}
}

func TestHookAsAForm(t *testing.T) {
	body := []byte(url.Values{"payload": {string(issueHook("deleted", nil))}}.Encode())
	header := signed("issues", body) // over the raw form
	header.Set("Content-Type", "application/x-www-form-urlencoded")
	conn := receiver(t, "o/r")
	if err := hook.Verify(github.New().Manifest().Webhook, hookSecret, header, body); err != nil {
		t.Fatal(err)
	}
	changes, err := conn.Receive(t.Context(), sdk.Delivery{Header: header, Body: body, Authentic: true})
	if err != nil || len(changes) != 1 || changes[0].Kind != ticket.Gone {
		t.Errorf("got %+v, %v", changes, err)
	}
}

func TestHookGarbledIsMisread(t *testing.T) {
	_, err := receiver(t, "o/r").Receive(t.Context(), sdk.Delivery{Header: http.Header{"X-Github-Event": {"issues"}}, Body: []byte(`{"issue": [`), Authentic: true})
	class(t, err, fault.Misread)
}

// GitHub's old SHA-1 header never counts, nor does an empty secret.
func TestHookSignatureFailsClosed(t *testing.T) {
	sig, body := github.New().Manifest().Webhook, issueHook("opened", nil)
	good := signed("issues", body)
	only := good.Clone()
	only.Del("X-Hub-Signature-256")
	only.Set("X-Hub-Signature", "sha1=5c3e8b0f5d6a7b8c9d0e1f2a3b4c5d6e7f8a9b0c")
	for name, err := range map[string]error{
		"SHA-1 only":   hook.Verify(sig, hookSecret, only, body),
		"empty secret": hook.Verify(sig, "", http.Header{}, body),
		"other secret": hook.Verify(sig, hookSecret+"x", good, body),
		"altered body": hook.Verify(sig, hookSecret, good, append(slices.Clone(body), ' ')),
		"no signature": hook.Verify(sig, hookSecret, http.Header{}, body),
	} {
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if err := hook.Verify(sig, hookSecret, good, body); err != nil {
		t.Error(err)
	}
}

// Every delivery of the simulator is one that GitHub could send: what it tells
// is what a read shows.
func TestHookOwnEchoIsSelf(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	w.tool.SetWebhook("", hookSecret)
	w.warm()
	made := w.create("sp-1", nil)
	w.must(w.team.SetTitle(1, "Theirs"))
	w.tool.Hooks().Flush()
	var by []bool
	for _, h := range w.tool.Hooks().Sent() {
		changes, err := as[sdk.Receiver](w).Receive(t.Context(), sdk.Delivery{Header: h.Header, Body: h.Body, Authentic: true})
		w.must(err)
		for _, c := range changes {
			by = append(by, c.By.Self)
			if c.Ref.ID != made.Ref.ID || c.Ref.Container != made.Ref.Container {
				t.Errorf("a delivery names %+v, the create %+v", c.Ref, made.Ref)
			}
		}
	}
	if !slices.Equal(by, []bool{true, false}) {
		t.Errorf("self: %v, want ours and then theirs", by)
	}
}

// Every event of one call shows the issue as the call left it: none of them
// undoes a part of it.
func TestHooksOfOneCallAgree(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "Text.", "status: in progress", "priority: P3")
	w.warm()
	w.tool.Hooks().Flush()
	before := len(w.tool.Hooks().Sent())
	want, err := w.edit(n, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "U", ticket.State: "open/status: waiting", ticket.Priority: "priority: P1", ticket.Assignee: "mia-berg"}})
	w.must(err)
	w.tool.Hooks().Flush()
	sent := w.tool.Hooks().Sent()[before:]
	if len(sent) != 6 {
		t.Errorf("%d events", len(sent))
	}
	for _, h := range sent {
		changes, err := as[sdk.Receiver](w).Receive(t.Context(), sdk.Delivery{Header: h.Header, Body: h.Body, Authentic: true})
		w.must(err)
		for f, cell := range changes[0].Ticket.Cells {
			if cell.Native != want.Cells[f].Native || !slices.Equal(cell.Set, want.Cells[f].Set) {
				t.Errorf("%s is %q, the answer said %q", f, cell.Native, want.Cells[f].Native)
			}
		}
	}
}

func FuzzReceive(f *testing.F) {
	const repository = "Codertocat/Hello-World"
	here := func(p, _ map[string]any) { p["repository"] = map[string]any{"id": 42, "full_name": repository} }
	f.Add("issues", issueHook("opened", here))
	f.Add("issue_comment", issueHook("deleted", here)) // of a comment that it does not name
	f.Add("issue_comment", issueHook("created", func(p, i map[string]any) { here(p, i); p["comment"] = map[string]any{"id": 9, "body": "x"} }))
	if dir := os.Getenv("SPOCHUB_TEST_SPECS"); dir != "" {
		files, _ := filepath.Glob(filepath.Join(dir, "github-webhooks", "*.json"))
		for _, file := range files {
			if body, err := os.ReadFile(file); err == nil {
				event, _, _ := strings.Cut(filepath.Base(file), ".")
				f.Add(event, body)
			}
		}
	}
	f.Fuzz(func(t *testing.T, event string, body []byte) {
		r := receiver(t, repository)
		for _, authentic := range []bool{true, false} {
			changes, err := r.Receive(t.Context(), sdk.Delivery{Header: http.Header{"X-Github-Event": {event}}, Body: body, Authentic: authentic})
			if err != nil && len(changes) > 0 {
				t.Errorf("both changes and %v", err)
			}
			for _, c := range changes {
				if c.Ref.ID == "" || c.Ref.Container == "" || (!authentic && c.Version != 0) {
					t.Errorf("a change without a ticket, or a hint with a version: %+v", c)
				}
			}
		}
	})
}
