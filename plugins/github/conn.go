package github

import (
	"context"
	"crypto/rsa"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// conn is an open connection to one repository.
type conn struct {
	settings Settings
	codes    codes
	client   *gh.Client
	app      *app // nil with a plain token
	host     sdk.Host
	known    atomic.Pointer[home]
	issues   memory
	keys     index
}

// home is what Ping learns: where we are and who we are.
type home struct {
	id          string // the repository's, as text
	owner, name string
	public      bool
	off         bool      // issues are switched off
	archived    bool      // or disabled: nothing can be written
	push        bool      // labels and assignees that we write are kept
	barred      bool      // the App may only read issues
	ends        time.Time // when our token does; zero where GitHub does not say
	self        sdk.Actor
	at          time.Time // the tool's clock
}

func dial(s Settings, base *url.URL, key *rsa.PrivateKey, h sdk.Host) *conn {
	c := &conn{settings: s, codes: newCodes(s), host: h}
	if key == nil {
		c.client = newClient(base, h, token(s.Token.Reveal()))
		return c
	}
	installation, _ := strconv.ParseInt(s.InstallationID, 10, 64) // checked before
	c.app = &app{id: s.AppID, installation: installation, key: key, client: newClient(base, h, assertion{s.AppID, key})}
	c.client = newClient(base, h, c.app)
	return c
}

// newClient makes the one client of a credential, since go-github keeps the rate
// limit in it. It follows no redirect: a write would become a read.
func newClient(base *url.URL, h sdk.Host, with credential) *gh.Client {
	below := h.HTTP.Transport
	if below == nil {
		below = http.DefaultTransport
	}
	client := gh.NewClient(&http.Client{
		Transport:     signed{base: below, scheme: base.Scheme, host: base.Host, with: with},
		Timeout:       h.HTTP.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	})
	client.BaseURL, client.UserAgent = base, "spochub"
	return client
}

// Close does nothing: the transport is the host's.
func (c *conn) Close() error { return nil }

// here returns what is known of the place, asking once.
func (c *conn) here(ctx context.Context) (*home, error) {
	if h := c.known.Load(); h != nil {
		return h, nil
	}
	return c.look(ctx)
}

func (c *conn) look(ctx context.Context) (*home, error) {
	self, err := c.self(ctx)
	if err != nil {
		return nil, err
	}
	var repo gh.Repository
	resp, err := c.get(ctx, "read repository", "repos/"+c.settings.Repository, "", &repo)
	if err != nil {
		return nil, err
	}
	if repo.GetID() == 0 || repo.GetOwner().GetLogin() == "" {
		return nil, fault.Errorf(fault.Misread, "read repository", "the answer names no repository")
	}
	h := homeOf(&repo, self)
	h.at = serverTime(resp)
	if c.app != nil {
		g, err := c.app.grant(ctx)
		if err != nil {
			return nil, err
		}
		h.push, h.barred = g.issues == "write", g.issues == "read"
	}
	h.ends = resp.TokenExpiration.Time
	c.known.Store(h)
	return h, nil
}

func homeOf(repo *gh.Repository, self sdk.Actor) *home {
	rights := repo.GetPermissions()
	return &home{
		id:       strconv.FormatInt(repo.GetID(), 10),
		owner:    repo.GetOwner().GetLogin(),
		name:     repo.GetName(),
		public:   repo.Private == nil || (!*repo.Private && repo.GetVisibility() != "internal" && repo.GetVisibility() != "private"),
		off:      repo.HasIssues != nil && !*repo.HasIssues,
		archived: repo.GetArchived() || repo.GetDisabled(),
		push:     rights["push"] || rights["maintain"] || rights["admin"],
		self:     self,
	}
}

// self asks who we are. An App's account is found by its login; its token has no
// user.
func (c *conn) self(ctx context.Context) (sdk.Actor, error) {
	path := "user"
	if c.app != nil {
		login, err := c.app.whoami(ctx)
		if err != nil {
			return sdk.Actor{}, err
		}
		path = "users/" + url.PathEscape(login)
	}
	var u gh.User
	if _, err := c.get(ctx, "read own account", path, "", &u); err != nil {
		return sdk.Actor{}, err
	}
	if u.GetID() == 0 {
		return sdk.Actor{}, fault.Errorf(fault.Misread, "read own account", "the answer names no account")
	}
	return sdk.Actor{ID: strconv.FormatInt(u.GetID(), 10), Name: u.GetLogin(), Email: u.GetEmail(), Self: true}, nil
}

func (h *home) repo() string { return "repos/" + h.owner + "/" + h.name }
func (h *home) key() string  { return h.owner + "/" + h.name }

// number checks that a ref lies in this repository and returns the issue's
// number, which is never 0: go-github would take that for the whole repository.
func (h *home) number(op string, r sdk.Ref) (int, error) {
	if r.Container != h.id {
		return 0, fault.Errorf(fault.Denied, op, "issue %s is in repository %s, not in %s", r.ID, r.Container, h.key())
	}
	n, err := strconv.Atoi(r.ID)
	if err != nil || n <= 0 {
		return 0, fault.Errorf(fault.Invalid, op, "%q is no issue number", r.ID)
	}
	return n, nil
}

// target checks a draft's container: our repository's id, or its name.
func (h *home) target(op, container string) error {
	if container != "" && container != h.id && !strings.EqualFold(container, h.key()) {
		return fault.Errorf(fault.Denied, op, "%s is not this connection's repository, %s", container, h.key())
	}
	return nil
}
