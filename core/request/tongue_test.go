package request_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
	"pgregory.net/rapid"
)

// speaking is a house whose desk is in Berlin and whose core team is told things
// in a language, at a time.
func speaking(t interface{ Fatal(...any) }, language, zone string) request.House {
	h := house()
	desk, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	core := h.Directory.Teams["core"]
	core.Language = language
	if zone != "" {
		if core.Zone, err = time.LoadLocation(zone); err != nil {
			t.Fatal(err)
		}
	}
	h.Directory.Zone, h.Directory.Teams["core"] = desk, core
	h.Holds = func(_ string, f ticket.Field) bool { return f != ticket.Due }
	return h
}

// What the hub itself writes to a team is in the team's language and tells the
// time where the team is, else where the desk is.
func TestATeamIsToldInItsLanguageAtItsTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		language, zone string
		lines, due     string
		cut            string
	}{
		{"", "", "- Client: Nordwind Logistik\n- Service: IP transit (FRA3-10G-014), Frankfurt\n- Affected: IP transit (FRA3-10G-014), down\n- Priority: P2\n- Since: 2026-03-02 13:00 CET\n- Reported: 2026-03-02 13:00 CET\n- Request: ", "This task is now due: 2026-07-02 14:00 CEST", "… (shortened; the whole text: "},
		{"de", "Europe/London", "- Kunde: Nordwind Logistik\n- Leistung: IP transit (FRA3-10G-014), Frankfurt\n- Betroffen: IP transit (FRA3-10G-014), ausgefallen\n- Priorität: P2\n- Beginn: 2026-03-02 12:00 GMT\n- Gemeldet: 2026-03-02 12:00 GMT\n- Anfrage: ", "Diese Aufgabe ist jetzt fällig: 2026-07-02 13:00 BST", "… (gekürzt; der ganze Text: "},
	} {
		h := speaking(t, c.language, c.zone)
		r := received(t, h, "nordwind")
		r.Priority, r.Service, r.StartedAt = "P2", "FRA3-10G-014", noon
		r.Affected = []request.Affected{{Service: "FRA3-10G-014", Impact: request.Down}}
		do(t, h, r, desk(noon), request.Delegate{Team: "core"})
		if body := h.TaskText(r, &r.Links[len(r.Links)-1]).Body; !strings.Contains(body, c.lines) {
			t.Errorf("%s: %s", c.language, body)
		}
		cut := request.Shorten(strings.Repeat("no light ", 200), 900, h.Whole(r, &r.Links[len(r.Links)-1]))
		if !strings.Contains(cut, c.cut+"[SP-1042]") {
			t.Errorf("%s: shortened to %q", c.language, cut[len(cut)-200:])
		}
		at := time.Date(2026, 7, 2, 12, 0, 0, 0, time.UTC)
		if told := bodies(do(t, h, r, desk(noon), request.Amend{ID: r.Delegations[0].ID, DueAt: &at})); told != c.due {
			t.Errorf("%s: told %q", c.language, told)
		}
	}
}

// The context block comes off whatever language it is in.
func TestContextComesOffInEveryLanguage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := speaking(t, rapid.SampledFrom([]string{"", "en", "de", "de-CH"}).Draw(t, "language"), rapid.SampledFrom([]string{"", "UTC", "America/Sao_Paulo"}).Draw(t, "zone"))
		r := receivedRapid(t, h, "argent")
		r.Description = strings.TrimRight(rapid.StringMatching(`[a-z\-\* \n]{0,40}`).Draw(t, "text"), "\n ")
		r.DueAt = noon
		l := &request.Link{Team: "core", Connection: "jira", Target: "NET", Side: request.TeamSide}
		if got := request.StripContext(h.TaskText(r, l).Body); got != r.Description {
			t.Fatalf("%q became %q", r.Description, got)
		}
	})
}
