package servicenow

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/spochub/spochub/sdk/ticket"
)

func example(t *testing.T, name string, into any) {
	t.Helper()
	dir := os.Getenv("SPOCHUB_TEST_SPECS")
	if dir == "" {
		if os.Getenv("SPOCHUB_TEST_REQUIRE") == "all" {
			t.Fatal("SPOCHUB_TEST_SPECS is not set")
		}
		t.Skip("SPOCHUB_TEST_SPECS is not set")
	}
	data, err := os.ReadFile(filepath.Join(dir, "servicenow", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

// TestExamplesDecode: the forms of an answer that hold raw values say the same.
func TestExamplesDecode(t *testing.T) {
	c := &conn{settings: Settings{BaseURL: "https://example.service-now.com", User: "spochub", Table: "incident"}}
	for _, name := range []string{"incident.get.display_value_all.json", "incident.get.exclude_reference_link.json"} {
		var answer single
		example(t, name, &answer)
		got := c.ticket(answer.Result)
		if got.Version != 4 || got.Ref.Key != "INC0010042" || !got.By.Self || got.Cells[ticket.Priority].Native != "2/2" ||
			got.Cells[ticket.State].Native != "2" || got.Cells[ticket.Title].Native != "Packet loss on uplink 7" || got.Cells["x.hold_reason"].Native != "" {
			t.Errorf("%s reads as %+v", name, got)
		}
		if len(got.Keys) != 0 {
			t.Errorf("%s: the key of another form counts: %v", name, got.Keys)
		}
	}
	var created single
	example(t, "incident.create.201.json", &created)
	if got := c.ticket(created.Result); created.Result.raw("caller_id") != "681ccaf9c0a8016400b98a06818d57c7" || got.Cells[ticket.Assignee].Native != "" {
		t.Errorf("created reads as %+v", got)
	}
	var all single
	example(t, "incident.get.display_value_all.json", &all)
	if got := c.ticket(all.Result); got.Cells[ticket.State].Name != "In Progress" || got.Cells[ticket.Priority].Name != "Moderate" {
		t.Errorf("names are %+v", got.Cells)
	}
	var journal rows
	example(t, "sys_journal_field.list.json", &journal)
	if got := c.comment(journal.Result[2]); got.Markdown != "**Escalated** to carrier" || !got.Private || !got.By.Self {
		t.Errorf("comment is %+v", got)
	}
	if got := c.comment(journal.Result[1]); got.Private || got.By.Self {
		t.Errorf("comment is %+v", got)
	}
	var file single
	example(t, "attachment.create.201.json", &file)
	if got := c.file(file.Result); got.Size != 36597 || got.Name != "trace.txt" || len(got.SHA256) != 64 {
		t.Errorf("file is %+v", got)
	}
}

func TestErrorExamplesAreRead(t *testing.T) {
	for _, name := range []string{
		"error.200.timeout_partial_body.json", "error.400.invalid_table.json", "error.401.json", "error.403.api_acl.json", "error.403.business_rule_abort.json",
		"error.403.data_policy.json", "error.403.query_acl.json", "error.403.update_acl.json", "error.404.no_record.json", "error.429.json", "oauth_token.401.json",
	} {
		var raw json.RawMessage
		example(t, name, &raw)
		if readFailure(raw).text() == "" {
			t.Errorf("%s reads as no error", name)
		}
	}
	var fine json.RawMessage
	example(t, "incident.list.json", &fine)
	if s := readFailure(fine); s != (said{}) {
		t.Errorf("a list reads as the error %v", s)
	}
}

func TestLiteralsAreHarmless(t *testing.T) {
	for v, want := range map[string]string{
		"a^b": "a^^b", "x^NQy=1": "x^^NQy=1", "javascript:gs.x()": "javascript_:gs.x()", "JavaScript:x": "javascript_:x", "javascriptjavascript::": "javascriptjavascript_::",
	} {
		if got := literal(v); got != want {
			t.Errorf("literal(%q) = %q, want %q", v, got, want)
		}
	}
}
