package request_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
)

func TestACorrectionNamesTheEntryInTheReadersWords(t *testing.T) {
	cet := time.FixedZone("CET", 3600)
	n := &request.Note{
		ID: "n1", Audience: request.Teams, Author: request.Author{Name: "Mara", Origin: request.DeskOrigin},
		Body: "Port 4\n\nnot 3", CreatedAt: time.Date(2026, 3, 2, 13, 5, 0, 0, time.UTC),
	}
	h := request.House{Directory: &request.Directory{
		Desk: "Elbline SPOC", Zone: cet,
		Teams:   map[request.TeamID]request.Team{"core": {ID: "core"}, "feld": {ID: "feld", Language: "de-DE"}},
		Clients: map[request.ClientID]request.Client{"nord": {ID: "nord", Language: "de"}},
	}}
	r := &request.Request{Client: "nord"}
	for _, c := range []struct {
		link             request.Link
		correct, retract string
	}{
		{request.Link{Team: "core"}, "correction to the entry of 2026-03-02 14:05 CET:", "The entry of 2026-03-02 14:05 CET was withdrawn."},
		{request.Link{Team: "feld"}, "Berichtigung des Eintrags vom 2026-03-02 14:05 CET:", "Der Eintrag vom 2026-03-02 14:05 CET wurde zurückgezogen."},
		{request.Link{Side: request.ClientSide}, "Berichtigung des Eintrags vom 2026-03-02 14:05 CET:", "Der Eintrag vom 2026-03-02 14:05 CET wurde zurückgezogen."},
	} {
		if got, want := h.Correction(r, &c.link, n), "**Mara** (Elbline SPOC), "+c.correct+"\n\nPort 4\n\nnot 3"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		gone := *n
		gone.Deleted = true
		if got := h.Correction(r, &c.link, &gone); got != "**Mara** (Elbline SPOC):\n\n"+c.retract || strings.Contains(got, "Port") {
			t.Errorf("%q", got)
		}
	}
}
