package jira

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	jira "github.com/andygrunwald/go-jira"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
)

// conn is one open connection. What it remembers are shortcuts only: it gives
// the same answers, with more calls, when all of that is forgotten.
type conn struct {
	settings   Settings
	projects   []string // configured keys
	site       *url.URL
	host       sdk.Host
	api        *jira.Client // with the credential
	public     *jira.Client // without it
	streams    *jira.Client // like api, for as long as the context allows
	files      *http.Client // the credential goes to the site only
	flows      *flows
	types      *recent[string]            // issue id -> name of its type
	categories *recent[string]            // state id -> Jira's category of it
	unveiled   *recent[sdk.Version]       // issue id -> version whose comments a poll has listed in full
	screens    *recent[[]metaItem]        // project id -> the create screen that a ping has read for the catalog
	names      *recent[string]            // account id -> what people call them
	audience   *recent[commentVisibility] // comment id -> to whom it was shown last
	mu         sync.Mutex
	facts      facts
}

// facts are what Jira told about itself.
type facts struct {
	deployment string // cloud, datacenter; "" unknown
	address    string // of the site, for people's eyes
	self       sdk.Actor
	projects   map[string]project // by id
	largest    int64              // of a file; 0 unknown
	filesTold  bool               // largest was asked for
}

type project struct {
	ID, Key, Name string
	ServiceDesk   bool
}

func open(s Settings, h sdk.Host) (*conn, error) {
	site, err := url.Parse(strings.TrimSuffix(strings.TrimSpace(s.BaseURL), "/"))
	if err != nil || site.Host == "" || (site.Scheme != "https" && site.Scheme != "http") || site.User != nil {
		return nil, &fault.Error{Op: "open jira", Class: fault.Invalid, Field: "base_url", Hint: "base_url must be an https address without a user in it"}
	}
	c := &conn{
		settings: s, projects: list(s.Project), site: site, host: h,
		flows:      newFlows(10 * time.Minute),
		types:      newRecent[string](8192),
		categories: newRecent[string](1024),
		unveiled:   newRecent[sdk.Version](8192),
		screens:    newRecent[[]metaItem](64),
		names:      newRecent[string](8192),
		audience:   newRecent[commentVisibility](8192),
	}
	if len(c.projects) == 0 {
		return nil, &fault.Error{Op: "open jira", Class: fault.Invalid, Field: "project", Hint: "project must name at least one project key"}
	}
	g := newGuard(s, site, h.HTTP.Transport)
	c.files = client(h.HTTP, g)
	if c.api, err = jira.NewClient(c.files, site.String()); err != nil {
		return nil, fault.Errorf(fault.Invalid, "open jira", "%w", err)
	}
	if c.streams, err = jira.NewClient(rest.Patient(c.files), site.String()); err != nil {
		return nil, fault.Errorf(fault.Invalid, "open jira", "%w", err)
	}
	if c.public, err = jira.NewClient(client(h.HTTP, g.plain), site.String()); err != nil {
		return nil, fault.Errorf(fault.Invalid, "open jira", "%w", err)
	}
	c.facts = facts{deployment: guessDeployment(s.Deployment, site.Host), address: site.String(), projects: map[string]project{}}
	return c, nil
}

func guessDeployment(set, host string) string {
	switch {
	case set != "auto":
		return set
	case strings.HasSuffix(host, ".atlassian.net"), host == "api.atlassian.com":
		return "cloud"
	}
	return ""
}

// list splits a setting at commas.
func list(s string) []string {
	var l []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			l = append(l, part)
		}
	}
	return l
}

// Close ends the connection.
func (c *conn) Close() error {
	c.host.HTTP.CloseIdleConnections()
	return nil
}

func (c *conn) know() facts {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.facts
}

// cloud reports whether the site is Jira Cloud; it asks the server once where
// neither the settings nor the address say so.
func (c *conn) cloud(ctx context.Context) (bool, error) {
	f := c.know()
	if f.deployment == "" {
		if _, err := c.serverInfo(ctx); err != nil {
			return false, err
		}
		f = c.know()
	}
	return f.deployment == "cloud", nil
}

// reader returns what converting Jira's answers needs to know.
func (c *conn) reader() reader {
	f := c.know()
	return reader{names: c.names, login: c.settings.User, self: f.self, address: f.address, projects: f.projects, rejections: c.rejections()}
}
