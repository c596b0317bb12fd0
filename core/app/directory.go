package app

import (
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
)

// directory is what the configuration says of the parties.
func directory(c *config.Config, baseURL string) *request.Directory {
	plugins, readOnly, accounts := map[string]string{}, map[string]bool{}, map[string]request.Account{}
	for _, conn := range c.Connections {
		plugins[conn.Name], readOnly[conn.Name], accounts[conn.Name] = conn.Plugin, conn.ReadOnly, account(conn, baseURL)
	}
	d := &request.Directory{
		Desk: c.Desk.Name, BaseURL: baseURL, Zone: c.Desk.Location(), ReadOnly: readOnly, Accounts: accounts,
		Clients:  map[request.ClientID]request.Client{},
		Teams:    map[request.TeamID]request.Team{},
		Services: map[request.ServiceID]request.Service{},
		RollUp:   map[request.Kind]request.Outcome{}, Inquiries: map[string][]request.Inquiry{},
	}
	for _, x := range c.Clients {
		d.Clients[request.ClientID(x.Name)] = client(c, x, plugins)
	}
	for _, x := range c.Teams {
		d.Teams[request.TeamID(x.Name)] = team(x, plugins)
	}
	for _, x := range c.Services {
		d.Services[request.ServiceID(x.ID)] = service(x)
	}
	for kind, list := range c.Questions {
		for _, q := range list {
			d.Inquiries[kind] = append(d.Inquiries[kind], inquiry(q))
		}
	}
	for kind, outcome := range c.RollUp {
		d.RollUp[request.Kind(kind)] = request.Outcome(outcome)
	}
	return d
}

func account(c config.Connection, baseURL string) request.Account {
	a := request.Account{Secrets: c.Settings.Secrets(), Paused: c.Paused}
	if !c.WebhookSecret.IsZero() {
		a.Hook = baseURL + "/hooks/" + c.Name
	}
	return a
}

func client(c *config.Config, x config.Client, plugins map[string]string) request.Client {
	out := request.Client{
		ID: request.ClientID(x.Name), Title: x.Title, Language: x.Language, Parent: request.ClientID(x.Parent),
		Connection: x.Connection, Plugin: plugins[x.Connection], Target: x.Target, Domains: x.Domains, Retired: x.Retired,
	}
	for _, p := range x.Contacts {
		contact := request.Contact{Name: p.Name, Mail: p.Mail, Phone: p.Phone}
		for _, r := range p.Rights {
			contact.Rights = append(contact.Rights, string(r))
		}
		out.Contacts = append(out.Contacts, contact)
	}
	for _, contract := range c.Contracts {
		if contract.Client == x.Name {
			out.Grace = max(out.Grace, contract.Grace)
		}
	}
	return out
}

func team(x config.Team, plugins map[string]string) request.Team {
	out := request.Team{
		ID: request.TeamID(x.Name), Title: x.Title, Connection: x.Connection, Plugin: plugins[x.Connection], Target: x.Target,
		Supplier: x.Side == config.SupplierSide, Phone: x.Phone, Mail: x.Mail,
		SeesClient: x.SeesClientConversation, AllowPublic: x.AllowPublic, ReadOnly: x.ReadOnly, Labels: x.Labels, Language: x.Language, Zone: x.Location(), Retired: x.Retired,
	}
	switch x.FollowsStatus {
	case config.FollowsState:
		out.Follows = request.FollowState
	case config.FollowsComment:
		out.Follows = request.FollowComment
	case config.FollowsNothing:
		out.Follows = request.FollowNothing
	}
	for _, name := range x.Clients {
		out.Clients = append(out.Clients, request.ClientID(name))
	}
	return out
}

func service(x config.Service) request.Service {
	out := request.Service{ID: request.ServiceID(x.ID), Client: request.ClientID(x.Client), Title: x.Title, Kind: x.Kind, Site: x.Site, Components: x.Components, RedundancyGroup: x.RedundancyGroup, Retired: x.Retired}
	for _, id := range x.ExternalIDs {
		out.ExternalIDs = append(out.ExternalIDs, request.ExternalID(id))
	}
	return out
}

func inquiry(q config.Inquiry) request.Inquiry {
	out := request.Inquiry{Field: q.Field, Text: q.Text, Label: q.Label, Answers: q.Answers}
	for _, kind := range q.Kinds {
		out.Kinds = append(out.Kinds, request.Kind(kind))
	}
	return out
}

// pin finds the hash of what a contact says to prove who calls; "" where there is
// none.
func (a *App) pin(client request.ClientID, mail string) string {
	for _, x := range a.admin.Config().Clients {
		for _, p := range x.Contacts {
			if x.Name == string(client) && p.Mail == mail {
				return p.PIN.Reveal()
			}
		}
	}
	return ""
}
