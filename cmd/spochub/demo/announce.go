package demo

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/spochub/spochub/core/app"
)

// tools holds one text for each simulated tool, in the order in which they are
// printed.
type tools struct {
	Jira       string `json:"jira"`
	GitHub     string `json:"github"`
	ServiceNow string `json:"servicenow"`
}

func toolsOf(m map[string]string) tools { return tools{m["jira"], m["github"], m["servicenow"]} }

// ready is what a driver needs to know.
type ready struct {
	URL           string `json:"url"`
	SignIn        string `json:"signin"` // signs in as the administrator, once
	Portal        string `json:"portal"` // signs in as a contact of the client, once
	Token         string `json:"token"`
	Tools         tools  `json:"tools"`
	Authorization tools  `json:"authorization"`
	Targets       tools  `json:"targets"`
	Teams         tools  `json:"teams"`
	Client        string `json:"client"`
	Service       string `json:"service"`
}

// contact is the login of the client's contact.
const contact = "brandt"

func announce(ctx context.Context, o Options, hub *app.App, w *world, token string) error {
	link, err := hub.Site().SignInLink(ctx, "mara")
	if err != nil {
		return err
	}
	portal, err := hub.Site().SignInLink(ctx, contact)
	if err != nil {
		return err
	}
	r := ready{
		URL: hub.URL(), SignIn: hub.URL() + link, Portal: hub.URL() + portal, Token: token, Tools: toolsOf(w.urls), Authorization: toolsOf(w.authorization()),
		Targets: tools{"NET", "elbline/platform", "incident"},
		Teams:   tools{"core-network", "platform", "data-centre"},
		Client:  "nordwind", Service: "FRA3-10G-014",
	}
	if o.JSON {
		return json.NewEncoder(o.Out).Encode(r)
	}
	_, err = fmt.Fprintf(o.Out, `
The inbox       %s
                (signs you in as Mara Lindt, once)
The client      %s
                (signs you in as Mareike Brandt of Nordwind Logistik, once;
                use another browser, or a private window)

The teams work here, and you can play them:
  Core Network  %s   Jira
  Platform      %s   GitHub
  Data Centre   %s   ServiceNow

Try this: open a request, give it to a team, and look at the ticket in the
team's tool. Comment there, change its state, its priority or its title, and
watch the inbox follow.

Or take a call: press c in the inbox. Mareike Brandt calls from 0421 5550160,
her PIN is %s, her circuit is GN-DE-88120 at its carrier.

API token       %s
Ctrl-C ends the demo and removes its data.
`, r.SignIn, r.Portal, r.Tools.Jira, r.Tools.GitHub, r.Tools.ServiceNow, callersPIN, r.Token)
	return err
}
