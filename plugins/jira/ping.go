package jira

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

const (
	tick         = time.Millisecond
	settleCloud  = 5 * time.Minute // the search index of Cloud lags by seconds to minutes
	settleServer = 30 * time.Second
)

type serverBean struct {
	BaseURL        string `json:"baseUrl"`
	DeploymentType string `json:"deploymentType"`
	ServerTime     stamp  `json:"serverTime"`
}

// Ping asks who we are and what we may do in the configured projects. Many of
// Jira's answers are the same for a wrong credential and for an empty site; who
// we are is the one question that is refused.
func (c *conn) Ping(ctx context.Context) (sdk.Place, error) {
	at, err := c.serverInfo(ctx)
	if err != nil {
		return sdk.Place{}, err
	}
	self, err := c.myself(ctx)
	if err != nil {
		return sdk.Place{}, err
	}
	place := c.place(self, at)
	most, err := c.largest(ctx)
	if err != nil {
		return sdk.Place{}, err
	}
	if most > 0 {
		place.Limits[ticket.Attachments] = sdk.Limit{Max: int(most), Unit: "bytes"}
	}
	for i, key := range c.projects {
		at, can, problems, err := c.container(ctx, key)
		if err != nil {
			return sdk.Place{}, err
		}
		place.Containers = append(place.Containers, at)
		place.Problems = append(place.Problems, problems...)
		place.Private = place.Private || c.reader().hidden(at.ID)
		if i == 0 {
			place.Can = can
		} else {
			place.Can = slices.DeleteFunc(place.Can, func(s string) bool { return !slices.Contains(can, s) })
		}
	}
	return place, nil
}

func (c *conn) place(self sdk.Actor, at time.Time) sdk.Place {
	p := sdk.Place{
		Self: self, Dedicated: c.settings.Account == "dedicated",
		History: map[sdk.Field]bool{ticket.State: true},
		Tick:    tick, Settle: c.settle(), Late: c.settings.WriteLag,
		Holds: append(mine(), ticket.State), Together: [][]sdk.Field{mine()},
		Limits: map[sdk.Field]sdk.Limit{
			ticket.Title:       {Max: 255, Unit: "utf16"},
			ticket.Description: {Max: 32767, Unit: "utf16"},
			ticket.CommentText: {Max: 32767, Unit: "utf16"},
			ticket.Labels:      {Max: 255, Unit: "utf16"},
			ticket.Due:         {Max: 10, Unit: "date"},
		},
		Adds: []sdk.Addition{
			{Name: "labels", Value: labelPrefix + ticket.AddedKey}, {Name: "properties." + propertyName, Value: ticket.AddedKey},
			{Name: "issuetype", Value: c.settings.IssueType},
		},
		ServerTime: at,
	}
	for _, f := range mine() {
		p.History[f] = true
	}
	return p
}

// settle is how long a search may miss what was written.
func (c *conn) settle() time.Duration {
	switch {
	case c.settings.SearchLag > 0:
		return c.settings.SearchLag
	case c.know().deployment == "cloud":
		return settleCloud
	}
	return settleServer
}

// serverInfo learns the deployment and the site's own address, and returns the
// server's time.
func (c *conn) serverInfo(ctx context.Context) (time.Time, error) {
	var s serverBean
	header, err := c.do(ctx, call{op: "server info", method: http.MethodGet, path: path("serverInfo")}, &s)
	if err != nil {
		return time.Time{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.facts.deployment == "" {
		c.facts.deployment = "datacenter"
		if strings.EqualFold(s.DeploymentType, "cloud") {
			c.facts.deployment = "cloud"
		}
	}
	if u, err := url.Parse(s.BaseURL); err == nil && u.Host != "" && c.site.Host == "api.atlassian.com" {
		c.facts.address = strings.TrimSuffix(s.BaseURL, "/")
	}
	if !s.ServerTime.IsZero() {
		return s.ServerTime.Time, nil
	}
	return serverTime(header), nil
}

// serverTime is what the server's clock said when it answered.
func serverTime(h http.Header) time.Time {
	t, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return t
}

func (c *conn) myself(ctx context.Context) (sdk.Actor, error) {
	var u userBean
	if _, err := c.do(ctx, call{op: "who am I", method: http.MethodGet, path: path("myself")}, &u); err != nil {
		return sdk.Actor{}, err
	}
	self := c.reader().actor(&u)
	if self == nil {
		return sdk.Actor{}, fault.Errorf(fault.Misread, "who am I", "the answer names no account")
	}
	self.Self = true
	c.mu.Lock()
	defer c.mu.Unlock()
	c.facts.self = *self
	return *self, nil
}

// container reads one project, what we may do in it, what keeps us from doing
// all, and whether strangers may read it too.
func (c *conn) container(ctx context.Context, key string) (at sdk.Container, can []string, problems []sdk.Problem, err error) {
	p, err := c.project(ctx, key)
	if err != nil {
		return at, nil, nil, err
	}
	can, problems, err = c.rights(ctx, p)
	if err != nil {
		return at, nil, nil, err
	}
	fields, err := c.screen(ctx, p)
	if err != nil {
		return at, nil, nil, err
	}
	c.screens.put(p.ID, fields)
	public, err := c.anonymous(ctx, p)
	return sdk.Container{ID: p.ID, Key: p.Key, Name: p.Name, Public: public, Customers: p.ServiceDesk}, can, append(problems, missingFields(p, fields)...), err
}

func (c *conn) project(ctx context.Context, key string) (project, error) {
	var b projectBean
	if _, err := c.do(ctx, call{op: "read project", method: http.MethodGet, path: path("project", key)}, &b); err != nil {
		return project{}, err
	}
	p := project{ID: b.ID, Key: b.Key, Name: b.Name, ServiceDesk: b.ProjectTypeKey == "service_desk"}
	c.mu.Lock()
	defer c.mu.Unlock()
	known := map[string]project{p.ID: p}
	for id, other := range c.facts.projects {
		if id != p.ID {
			known[id] = other
		}
	}
	c.facts.projects = known
	return p, nil
}

// target finds a project by id or key, with a call only where it is not known.
func (c *conn) target(ctx context.Context, name string) (project, error) {
	if name == "" {
		name = c.projects[0]
	}
	for id, p := range c.know().projects {
		if id == name || strings.EqualFold(p.Key, name) {
			return p, nil
		}
	}
	return c.project(ctx, name)
}

// anonymous asks for the project without a credential.
func (c *conn) anonymous(ctx context.Context, p project) (bool, error) {
	_, err := c.send(ctx, c.public, call{op: "read project as a stranger", method: http.MethodGet, path: path("project", p.ID)}, nil)
	switch fault.ClassOf(err) {
	case fault.Unauthenticated, fault.Denied, fault.NotFound, fault.Misread:
		return false, nil
	}
	return err == nil, err
}

// permissions names the right behind each capability; any of them is enough.
func permissions() map[string][]string {
	return map[string][]string{
		"Creator":        {"CREATE_ISSUES"},
		"Editor":         {"EDIT_ISSUES", "TRANSITION_ISSUES"},
		"Retirer":        {"DELETE_ISSUES", "TRANSITION_ISSUES"},
		"Commenter":      {"ADD_COMMENTS"},
		"CommentEditor":  {"EDIT_OWN_COMMENTS", "EDIT_ALL_COMMENTS"},
		"CommentDeleter": {"DELETE_OWN_COMMENTS", "DELETE_ALL_COMMENTS"},
		"Uploader":       {"CREATE_ATTACHMENTS"},
	}
}

// rights asks what we may do in a project.
func (c *conn) rights(ctx context.Context, p project) ([]string, []sdk.Problem, error) {
	asked := append([]string{"BROWSE_PROJECTS"}, mayListPeople...)
	for _, names := range permissions() {
		asked = append(asked, names...)
	}
	slices.Sort(asked)
	query := url.Values{"projectKey": {p.Key}}
	if cloud, err := c.cloud(ctx); err != nil {
		return nil, nil, err
	} else if cloud {
		query.Set("permissions", strings.Join(slices.Compact(asked), ","))
	}
	var b struct {
		Permissions map[string]struct{ HavePermission bool }
	}
	if _, err := c.do(ctx, call{op: "read rights", method: http.MethodGet, path: path("mypermissions"), query: query}, &b); err != nil {
		return nil, nil, err
	}
	if held, told := b.Permissions["BROWSE_PROJECTS"]; told && !held.HavePermission {
		return nil, nil, &fault.Error{Op: "read rights", Class: fault.Denied, Hint: "the account may not browse project " + p.Key}
	}
	holds := func(name string) bool { return b.Permissions[name].HavePermission }
	may := permissions()
	can := slices.DeleteFunc(sdk.Capabilities(c), func(capability string) bool {
		needs := may[capability]
		return len(needs) > 0 && !slices.ContainsFunc(needs, holds)
	})
	problems := refusedActs(p, holds, can)
	if _, told := b.Permissions[mayListPeople[0]]; told && !slices.ContainsFunc(mayListPeople, holds) {
		problems = append(problems, namelessPeople(p))
	}
	return can, problems, nil
}
