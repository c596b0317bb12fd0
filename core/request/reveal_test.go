package request_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// TestReveals says what a reply to Nordwind, who has a ServiceNow of its own, would
// give away.
func TestReveals(t *testing.T) {
	t.Parallel()
	d := directory()
	d.Clients["group"] = request.Client{ID: "group", Title: "Nord Group"}
	nordwind := d.Clients["nordwind"]
	nordwind.Parent = "group"
	d.Clients["nordwind"] = nordwind
	d.Clients["sanvita"] = request.Client{ID: "sanvita-kliniken", Title: "Sanvita Kliniken", Contacts: []request.Contact{{Name: "Ute Maas", Mail: "it@sanvita.example"}}}
	d.Teams["dc-night"] = request.Team{ID: "dc-night", Title: "Security", Connection: "dc-tickets", Plugin: "redmine"}
	r := &request.Request{
		Key: "SP-1042", Client: "nordwind", Contact: "Mareike Brandt",
		Links: []request.Link{
			{ID: "a", Side: request.TeamSide, Team: "core", Assignee: "Pavel Novák", Ticket: ticket.Ref{ID: "10001", Key: "NET-482"}},
			{ID: "b", Side: request.ClientSide, Assignee: "Lena Feld", Ticket: ticket.Ref{ID: "1", Key: "INC0010023"}},
		},
	}
	notes := []*request.Note{
		{Author: request.Author{Name: "Dana Reyes", Origin: "jira"}}, {Author: request.Author{Name: "Jana Kovář", Origin: request.DeskOrigin}},
		{Author: request.Author{Name: "Ole Sand", Origin: "snow-c"}}, {Author: request.Author{Name: "Anna Brandt", Origin: "jira"}},
	}
	for text, want := range map[string]string{
		"We are on it, next update by 14:00.":                   "",
		"Your ticket INC0010023 of SP-1042 is known.":           "",
		"See net-482 and NET-4820.":                             "ticket NET-482",
		"As in SP-1043 (sp-1044), unlike SP-1042.":              "request SP-1043; request SP-1044",
		"Argent Pay and ARGENT PAY suffer too.":                 "client Argent Pay",
		"Ms Ute Maas (it@sanvita.example) said so.":             "client Ute Maas; client it@sanvita.example",
		"Nord Group and Nordwind Logistik know.":                "",
		"Core Network and core network look at it.":             "team Core Network",
		"It is no security matter at the core.":                 "",
		"Our Security looks at it, dc-night too.":               "team Security; team dc-night",
		"It stands in Jira, GitHub, dc-tickets and ServiceNow.": "tool jira; tool github; tool dc-tickets",
		"Pavel Novák swaps it. Pavel is on site.":               "person Pavel Novák",
		"Dana is on site, with Jana and Ole and Lena.":          "person Dana Reyes",
		"Dear Ms Brandt, Anna calls you.":                       "person Anna Brandt",
		"Dear Ms Brandt, we call you.":                          "",
		"supernet-482x ArgentPayment":                           "",
	} {
		var got []string
		for _, x := range d.Reveals(r, notes, text) {
			got = append(got, fmt.Sprint(x.Kind, " ", x.Name))
		}
		if all := strings.Join(got, "; "); all != want {
			t.Errorf("%q gives away %q, want %q", text, all, want)
		}
	}
}
