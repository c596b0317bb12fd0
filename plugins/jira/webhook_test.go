package jira

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/ticket"
)

// offline is a connection that has never spoken to its site.
func offline(t *testing.T, projects string) *conn {
	t.Helper()
	c, err := New().Open(t.Context(), map[string]any{"base_url": "https://example.atlassian.net", "user": "bot@example.com", "token": "x", "project": projects}, sdk.Host{HTTP: rest.New(nil, 0)})
	must(t, err)
	return c.(*conn)
}

// said writes changes as a line each, for comparison.
func said(changes []sdk.Change) string {
	var lines []string
	for _, c := range changes {
		var l strings.Builder
		fmt.Fprintf(&l, "%s %s %s", c.Kind, c.Ref.ID, c.Ref.Key)
		if c.By != nil {
			l.WriteString(" by " + c.By.Name)
		}
		if c.Ticket != nil {
			fmt.Fprintf(&l, " v%d %s/%s", c.Version, c.Ticket.Cells[ticket.State].Name, c.Ticket.Cells[ticket.Priority].Name)
			for _, e := range c.Ticket.Log {
				fmt.Fprintf(&l, " %s:%s>%s", e.Field, e.From, e.To)
			}
		}
		if k := c.Comment; k != nil {
			fmt.Fprintf(&l, " #%s %q private=%v", k.ID, k.Markdown, k.Private)
		}
		lines = append(lines, l.String())
	}
	return strings.Join(lines, "\n")
}

// Each recorded delivery, and what a person would say that it tells.
func TestRecordedWebhooks(t *testing.T) {
	want := map[string]string{
		"cloud.comment_created.json":               `comment 10040 TES-41 by Test User #10019 "Added a comment" private=false`,
		"cloud.comment_created.mention.json":       `comment 10040 TES-41 by Test User #10019 "Added a comment with mentioned user @user" private=false`,
		"cloud.comment_updated.json":               `comment 10040 TES-41 by Test User #10019 "Added a comment, then edited it" private=false`,
		"cloud.comment_deleted.json":               `comment_gone 10357 KT-7 #10757 "" private=true`,
		"cloud.issue_created.json":                 `snapshot 10040 TES-41 by Test User v1550286112971000 To Do/High`,
		"cloud.issue_created.many_fields.json":     `snapshot 10509 KT-22 by Sample User v1566935004193000 To Do/Medium`,
		"cloud.issue_created.security_level.json":  `snapshot 10040 TES-41 by Test User v1550286112971000 To Do/High`,
		"cloud.issue_deleted.json":                 `gone 10303 IDT-19 by Test User`,
		"cloud.issue_updated.assigned.json":        `snapshot 10040 TES-41 by Test User v1550287081707000 To Do/High assignee:>5c5f880629be9642ba529340`,
		"cloud.issue_updated.attachment.json":      `snapshot 10040 TES-41 by Test User v1550351530037000 To Do/High`,
		"cloud.issue_updated.custom_field.json":    `snapshot 10368 TES-14 by Sample User v1565574553412000 To Do/Medium`,
		"cloud.issue_updated.description.json":     `snapshot 10040 TES-41 by Test User v1550286601805000 To Do/High description:Unit test description, not that long>Unit test description, not that long, a little longer now`,
		"cloud.issue_updated.empty_changelog.json": `look 10001 TEST-123 by Admin User`,
		"cloud.issue_updated.in_progress.json":     `snapshot 10040 TES-41 by Test User v1550286862002000 In Progress/High state:10001>3`,
		"cloud.issue_updated.labels.json":          `snapshot 10040 TES-41 by Test User v1550351530037000 To Do/High labels:bad test-label>sad test-label`,
		"cloud.issue_updated.multiple.json":        `snapshot 10040 TES-41 by Test User v1550286471756000 To Do/High assignee:>5cedcb4355a88a0fc86388ba`,
		"cloud.issue_updated.priority.json":        `snapshot 10040 TES-41 by Test User v1550351716037000 To Do/High priority:4>2`,
		"cloud.issue_updated.reopened.json":        `snapshot 10040 TES-41 by Test User v1550287026501000 To Do/High state:10002>10001`,
		"cloud.issue_updated.resolved.json":        `snapshot 10040 TES-41 by Test User v1550286940477000 Done/High state:3>10002`,
		"cloud.issue_updated.summary.json":         `snapshot 10040 TES-41 by Test User v1550286471756000 To Do/High title:Unit test summary>Unit test summary 1`,
		"cloud.issue_updated.unassigned.json":      `snapshot 10040 TES-41 by Test User v1550351432523000 To Do/High assignee:admin>`,
		"server.comment_created.json":              `comment 10013  by Agent One #10082 "unik" private=true`,
		"server.comment_deleted.json":              `comment_gone 10013  by Agent One #10084 "" private=true`,
		"server.comment_updated.json":              `comment 10013  by Agent One #10084 "and higher eeven higher" private=true`,
		"server.issue_updated.closed.json":         `snapshot 10300 TES-4 by Test User v1565752078354000 Closed/Medium state:5>6`,
		"server.issue_updated.commented.json":      "snapshot 10231 PRJA-42 by Test User v1561757518040000 To Do/Medium\n" + `comment 10231 PRJA-42 by Test User #10118 "This is a test comment. We should act on it right away." private=true`,
		"server.issue_updated.custom_field.json":   `snapshot 10106 TES-8 by test@example.com v1565574060589000 To Do/Medium`,
		"server.issue_updated.reopened.json":       `snapshot 10300 TES-4 by Test User v1565751703647000 Reopened/Medium state:5>4`,
		"server.issue_updated.resolved.json":       `snapshot 10300 TES-4 by Test User v1565652181993000 Resolved/Medium state:3>5`,
	}
	c := offline(t, "TES, KT, IDT, PRJA, TEST")
	for _, file := range recorded(t) {
		body, err := os.ReadFile(file)
		must(t, err)
		changes, err := c.Receive(t.Context(), sdk.Delivery{Body: body, Authentic: true})
		must(t, err)
		name := filepath.Base(file)
		if got := said(changes); got != want[name] {
			t.Errorf("%s tells\n%s\nwant\n%s", name, got, want[name])
		}
		if got, err := offline(t, "OTHER").Receive(t.Context(), sdk.Delivery{Body: body, Authentic: true}); err != nil || strings.HasPrefix(name, "cloud") && len(got) > 0 {
			t.Errorf("%s in another project tells %s, %v", name, said(got), err)
		}
	}
}

func recorded(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(specs(t, "jira-webhooks", "*.*.json"))
	must(t, err)
	if len(files) == 0 {
		t.Fatal("no recorded webhooks")
	}
	return files
}

func TestUnsignedWebhooksAreHints(t *testing.T) {
	c := offline(t, "TES")
	body := []byte(`{"webhookEvent":"jira:issue_deleted","user":{"accountId":"1"},"issue":{"id":"7","key":"TES-1","fields":{"project":{"id":"1","key":"TES"}}}}`)
	got, err := c.Receive(t.Context(), sdk.Delivery{Body: body})
	must(t, err)
	if len(got) != 1 || got[0].Kind != ticket.Look || got[0].Version != 0 || got[0].By != nil {
		t.Errorf("got %+v", got)
	}
}

func TestWebhookOfAMove(t *testing.T) {
	s := start(t, jiratest.Options{})
	key, err := s.jira.CreateIssue("dana", "Moves", "")
	must(t, err)
	moved, err := s.jira.Move("dana", key, "OPS")
	must(t, err)
	changes := s.lastHook()
	if len(changes) != 2 || changes[0].Kind != ticket.Moved || changes[0].Ref.Container != "10100" || changes[0].Ref.Key != key || changes[0].To.Container != "10200" || changes[0].To.Key != moved {
		t.Fatalf("got %+v", changes)
	}
}

// lastHook decodes the newest webhook.
func (s *site) lastHook() []sdk.Change {
	s.t.Helper()
	s.jira.Hooks().Flush()
	sent := s.jira.Hooks().Sent()
	h := sent[len(sent)-1]
	changes, err := s.conn.Receive(s.t.Context(), sdk.Delivery{Header: h.Header, Body: h.Body, Authentic: true})
	must(s.t, err)
	return changes
}

func TestWebhooksOfDataCenterComments(t *testing.T) {
	s := start(t, jiratest.Options{Deployment: jiratest.DataCenter})
	key, err := s.jira.CreateIssue("dana", "Talk", "")
	must(t, err)
	id, err := s.jira.Comment("mika", key, "hello")
	must(t, err)
	x, _ := s.jira.Issue(key)
	if got := s.lastHook(); len(got) != 1 || got[0].Kind != ticket.Commented || got[0].Ref.ID != x.ID || got[0].Comment.ID != id || got[0].Version != 0 {
		t.Errorf("got %+v", got)
	}
	must(t, s.jira.DeleteComment("mika", key, id))
	if got := s.lastHook(); len(got) != 1 || got[0].Kind != ticket.CommentGone || got[0].By.Name != "Mika Larsen" {
		t.Errorf("got %+v", got)
	}
}

func TestOwnWritesComeBackAsOurs(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		ref := s.make("k-9", "Ours")
		got := s.lastHook()
		if len(got) != 1 || !got[0].By.Self || len(got[0].Keys) != 1 || got[0].Keys[0] != "k-9" || !got[0].Ticket.By.Self {
			t.Errorf("created: %+v", got)
		}
		_, err := s.conn.Edit(t.Context(), ref, "k-9", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "Ours 2"}})
		must(t, err)
		if got := s.lastHook(); got[0].Ticket.Log[0].From != "Ours" || !got[0].Ticket.Cells[ticket.Title].By.Self {
			t.Errorf("edited: %+v", got)
		}
	})
}

func FuzzReceive(f *testing.F) {
	if dir := os.Getenv("SPOCHUB_TEST_SPECS"); dir != "" {
		files, _ := filepath.Glob(filepath.Join(dir, "jira-webhooks", "*.*.json"))
		for _, file := range files {
			if body, err := os.ReadFile(file); err == nil {
				f.Add(body)
			}
		}
	}
	f.Add([]byte(`{"webhookEvent":"comment_created","comment":{"self":"/issue/1/comment/2","id":"2","body":{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"x"}]}]}}}`))
	f.Add([]byte(`{"webhookEvent":"jira:issue_updated","issue":{"id":"1","fields":{"project":{"key":"TES"},"updated":"x"}},"changelog":{"items":[{"field":"Key","fromString":3}]}}`))
	opened, err := open(Settings{BaseURL: "https://example.atlassian.net", Token: "x", Project: "TES", Deployment: "auto"}, sdk.Host{HTTP: rest.New(nil, 0)})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		changes, err := opened.Receive(t.Context(), sdk.Delivery{Body: body, Authentic: true})
		if err != nil && fault.ClassOf(err) != fault.Misread {
			t.Fatalf("class of %v", err)
		}
		for _, c := range changes {
			if c.Ref.ID == "" || c.Kind == "" {
				t.Fatalf("a change without ticket: %+v", c)
			}
			for _, cell := range cellsOf(c) {
				if strings.ContainsRune(string(cell.Native), 0) {
					t.Fatal("a NUL in a value")
				}
			}
		}
	})
}

func cellsOf(c sdk.Change) map[sdk.Field]sdk.Cell {
	if c.Ticket == nil {
		return nil
	}
	return c.Ticket.Cells
}
