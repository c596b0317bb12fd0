package redmine

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// Get reads an issue whole, in one call.
func (c *conn) Get(ctx context.Context, r sdk.Ref, need sdk.Need) (sdk.Ticket, error) {
	s, err := c.known(ctx)
	if err != nil {
		return sdk.Ticket{}, err
	}
	if r.ID == "" {
		r.ID = strings.TrimPrefix(strings.TrimSpace(r.Key), "#")
	}
	if _, err := strconv.Atoi(r.ID); err != nil {
		return sdk.Ticket{}, fault.Errorf(fault.NotFound, "read issue", "%q is no issue's number", r.ID)
	}
	i, err := c.issue(ctx, r)
	if err != nil {
		return sdk.Ticket{}, err
	}
	t := c.reader(s).whole(i, need)
	if r.Container != "" && t.Ref.Container != r.Container {
		t.Was = &r
	}
	return t, nil
}

// issue reads an issue with its journals. Redmine refuses one that the account
// may not see, which is as good as absent.
func (c *conn) issue(ctx context.Context, r sdk.Ref) (issue, error) {
	var answer issueAnswer
	err := c.client.get(ctx, "read issue", path(r), url.Values{"include": {"journals,attachments"}}, &answer)
	var e *fault.Error
	if errors.As(err, &e) && e.Class == fault.Denied {
		e.Class, e.Hint = fault.NotFound, "the issue is hidden from the account"
	}
	return answer.Issue, err
}

func path(r sdk.Ref) string { return "/issues/" + url.PathEscape(r.ID) + ".json" }
