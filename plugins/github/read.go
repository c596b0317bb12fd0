package github

import (
	"context"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// Get reads an issue, conditionally, and what need asks beside it.
func (c *conn) Get(ctx context.Context, ref sdk.Ref, need sdk.Need) (sdk.Ticket, error) {
	h, err := c.here(ctx)
	if err != nil {
		return sdk.Ticket{}, err
	}
	if ref.ID == "" {
		ref.ID = strings.TrimPrefix(ref.Key, "#")
	}
	n, err := h.number("read issue", ref)
	if err != nil {
		return sdk.Ticket{}, err
	}
	is, at, err := c.issue(ctx, h.issue(n))
	if err != nil {
		return sdk.Ticket{}, err
	}
	r := h.reader(c.codes)
	if r.container, err = c.container(ctx, h, at); err != nil {
		return sdk.Ticket{}, err
	}
	t := r.ticket(is)
	if t.Ref.ID != ref.ID || t.Ref.Container != ref.Container {
		t.Was = &ref
	}
	return c.beside(ctx, at.String(), r, t, need)
}

// beside reads comments and history from below the issue's own address, so that
// a transferred issue's are found too.
func (c *conn) beside(ctx context.Context, address string, r reader, t sdk.Ticket, need sdk.Need) (sdk.Ticket, error) {
	if need.Comments && t.NComments != 0 {
		for row, err := range pages[*gh.IssueComment](ctx, c, "list comments", address+"/comments?per_page=100") {
			if err != nil {
				return sdk.Ticket{}, err
			}
			t.Comments = append(t.Comments, r.comment(row))
		}
	}
	t.AllComments = need.Comments || t.NComments == 0
	if need.Log {
		var err error
		if t.Log, err = c.log(ctx, address, r, need.LogAfter); err != nil {
			return sdk.Ticket{}, err
		}
		t.LogAfter = need.LogAfter
	}
	return t, nil
}

var (
	byID   = regexp.MustCompile(`/repositories/([0-9]+)(?:/|$)`)
	byName = regexp.MustCompile(`/repos/([^/]+/[^/]+)(?:/|$)`)
)

// container is the repository that an answer came from.
func (c *conn) container(ctx context.Context, h *home, at *url.URL) (string, error) {
	if m := byID.FindStringSubmatch(at.Path); m != nil {
		return m[1], nil
	}
	m := byName.FindStringSubmatch(at.Path)
	switch {
	case m == nil:
		return "", fault.Errorf(fault.Misread, "read issue", "the answer came from an unknown place")
	case strings.EqualFold(m[1], h.key()):
		return h.id, nil
	}
	var repo gh.Repository
	_, err := c.get(ctx, "read repository", "repos/"+m[1], "", &repo)
	return strconv.FormatInt(repo.GetID(), 10), err
}

func (h *home) issue(n int) string { return h.repo() + "/issues/" + strconv.Itoa(n) }
