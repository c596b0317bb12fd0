package request_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// directory has a team for every kind of terms. Only nordwind has a tool.
func directory() *request.Directory {
	return &request.Directory{
		Desk: "Elbline SPOC", BaseURL: "https://spoc.example.net",
		Clients: map[request.ClientID]request.Client{
			"nordwind": {ID: "nordwind", Title: "Nordwind Logistik", Connection: "snow-c", Plugin: "servicenow", Target: "incident", Grace: 24 * time.Hour,
				Contacts: []request.Contact{{Name: "Mareike Brandt", Mail: "noc@nordwind.example"}}},
			"argent": {ID: "argent", Title: "Argent Pay"},
		},
		Services: map[request.ServiceID]request.Service{
			"FRA3-10G-014": {ID: "FRA3-10G-014", Client: "nordwind", Title: "IP transit", Site: "Frankfurt"},
			"ARG-1":        {ID: "ARG-1", Client: "argent"},
		},
		Teams: map[request.TeamID]request.Team{
			"core":     {ID: "core", Title: "Core Network", Connection: "jira", Plugin: "jira", Target: "NET", Follows: request.FollowState},
			"sees":     {ID: "sees", Connection: "jira", Plugin: "jira", Target: "SEE", SeesClient: true, Follows: request.FollowComment},
			"some":     {ID: "some", Connection: "snow", Plugin: "servicenow", Target: "incident", Clients: []request.ClientID{"nordwind"}},
			"open":     {ID: "open", Connection: "github", Plugin: "github", Target: "elbline/open", AllowPublic: true, SeesClient: true, Follows: request.FollowComment},
			"shut":     {ID: "shut", Connection: "github", Plugin: "github", Target: "elbline/open"},
			"supplier": {ID: "supplier", Connection: "snow", Plugin: "servicenow", Target: "carrier", Supplier: true, SeesClient: true, Follows: request.FollowComment},
			"field":    {ID: "field", Connection: request.ByHand},
		},
	}
}

func house() request.House {
	n := 0
	return request.House{
		Directory: directory(),
		Public:    func(_, target string) bool { return target == "elbline/open" },
		IDs:       func() string { n++; return fmt.Sprintf("id%d", n) },
	}
}

func desk(at time.Time) request.Cause {
	return request.Cause{By: request.Actor{Name: "Jana", Origin: request.DeskOrigin}, At: at}
}

func tool(l request.LinkID, at time.Time) request.Cause {
	return request.Cause{By: request.Actor{Name: "Pavel", Origin: "jira"}, At: at, Link: l}
}

func received(t testing.TB, h request.House, client request.ClientID) *request.Request {
	t.Helper()
	d, err := request.Receive(&request.Request{Client: client, Title: "Packet loss", Description: "since noon"}, h, desk(noon))
	if err != nil {
		t.Fatal(err)
	}
	d.Request.Key = "SP-1042"
	return d.Request
}

func do(t testing.TB, h request.House, r *request.Request, c request.Cause, commands ...request.Command) request.Decision {
	t.Helper()
	d, err := request.Do(r, h, c, commands...)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// given delegates to a team and returns the link.
func given(t testing.TB, h request.House, r *request.Request, team request.TeamID) *request.Link {
	t.Helper()
	do(t, h, r, desk(noon), request.Delegate{Team: team, Task: &request.Task{Title: "Look at it"}})
	return &r.Links[len(r.Links)-1]
}
