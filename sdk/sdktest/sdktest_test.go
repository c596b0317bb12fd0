package sdktest_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/spochub/spochub/sdk/sdktest"
	"github.com/spochub/spochub/sdk/settings"
)

const mistakeVar = "SDKTEST_MISTAKE"

func TestToy(t *testing.T) {
	var tool *toy
	sdktest.Run(t, sdktest.Fixture{Connector: toyConnector(&tool, os.Getenv(mistakeVar)), Start: func(*testing.T) sdktest.Subject {
		tool = &toy{}
		return sdktest.Subject{
			Settings: settings.Raw{"token": "s3cret-token"}, Secrets: []string{"s3cret-token"}, Container: "box", People: tool,
		}
	}})
}

// TestEveryMistakeIsFound runs the suite against connectors with one mistake.
func TestEveryMistakeIsFound(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a process for each mistake")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for mistake, check := range map[string]string{
		"boasts":                   "manifest_lists_what_is_implemented",
		"logs the token":           "ping_names_us_and_the_target",
		"hides what it may not do": "ping_names_us_and_the_target",
		"says no remedy":           "ping_names_us_and_the_target",
		"leaks":                    "nothing_is_left_running",
		"makes up tickets":         "an_unknown_ticket_is_not_found",
		"forgets the key":          "an_edit_keeps_the_key",
		"shortens":                 "an_edit_shows_what_the_tool_stored",
		"speaks as another":        "a_comment_comes_back_as_ours",
		"runs ahead":               "a_poll_resumes_from_every_cursor",
		"says nothing":             "an_empty_poll_yields_one_mark",
	} {
		t.Run(mistake, func(t *testing.T) {
			t.Parallel()
			ways := []string{"direct", "wire"}
			if mistake == "boasts" || mistake == "forgets the key" { // the first shows only here; the second takes ten seconds
				ways = ways[:1]
			}
			cmd := exec.CommandContext(t.Context(), self, "-test.run=^TestToy$/^("+strings.Join(ways, "|")+")$/^"+check+"$")
			cmd.Env = append(os.Environ(), mistakeVar+"="+mistake)
			out, err := cmd.CombinedOutput()
			for _, way := range ways {
				if err == nil || !strings.Contains(string(out), "--- FAIL: TestToy/"+way+"/"+check) {
					t.Errorf("%s: not found:\n%s", way, out)
				}
			}
		})
	}
}
