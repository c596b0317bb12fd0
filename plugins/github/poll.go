package github

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Changes asks for the issues and the comments that changed since the cursor,
// two calls in all where there is no more than a page of each. While nothing
// comes the addresses stay the same, and the ETags make the calls free.
func (c *conn) Changes(ctx context.Context, at sdk.Cursor) iter.Seq2[sdk.Change, error] {
	return func(yield func(sdk.Change, error) bool) {
		p := poll{conn: c, yield: yield}
		if err := p.run(ctx, at); err != nil && !errors.Is(err, errEnough) {
			yield(sdk.Change{}, err)
		}
	}
}

// errEnough says that the caller wants no more.
var errEnough = errors.New("enough")

type poll struct {
	conn  *conn
	home  *home
	at    cursor
	count int
	yield func(sdk.Change, error) bool
}

func (p *poll) run(ctx context.Context, at sdk.Cursor) (err error) {
	if at == "" {
		return p.start(ctx)
	}
	if p.at, err = parse(at); err != nil {
		return err
	}
	if p.home, err = p.conn.here(ctx); err != nil {
		return err
	}
	issues := list{p.home.repo() + "/issues", url.Values{"state": {"all"}}}
	if err := sweep(ctx, p, &p.at.Issues, issues, p.issue); err != nil {
		return err
	}
	comments := list{p.home.repo() + "/issues/comments", url.Values{}}
	if err := sweep(ctx, p, &p.at.Comments, comments, p.comment); err != nil {
		return err
	}
	if p.count == 0 {
		return p.emit(sdk.Change{Kind: ticket.Mark})
	}
	return nil
}

// start begins at the tool's own clock, not at ours.
func (p *poll) start(ctx context.Context) (err error) {
	if p.home, err = p.conn.look(ctx); err != nil {
		return err
	}
	if p.home.at.IsZero() {
		return fault.Errorf(fault.Misread, "list issues", "the answer has no Date")
	}
	p.at = from(p.home.at)
	return p.emit(sdk.Change{Kind: ticket.Mark})
}

func (p *poll) emit(ch sdk.Change) (err error) {
	if ch.Cursor, err = p.at.encode(); err != nil {
		return err
	}
	p.count++
	if !p.yield(ch, nil) {
		return errEnough
	}
	return nil
}

// row is what a sweep needs to know of a list's element; change is nil for one
// that is of no interest, such as a pull request.
type row struct {
	id     string
	at     time.Time
	sum    uint32
	change *sdk.Change
}

// sweep reads one list from a position on and tells what is new in it.
func sweep[T any](ctx context.Context, p *poll, pos *position, l list, read func(T) row) error {
	fresh := 0
	first, err := walk(ctx, p.conn, "list changes", l, pos.Since, pos.ETag, func(resp *gh.Response, element T) (time.Time, error) {
		r := read(element)
		if pos.known(r.id, r.mark()) {
			return r.at, nil
		}
		fresh++
		pos.add(r.id, r.mark(), serverTime(resp))
		if r.change == nil {
			return r.at, nil
		}
		return r.at, p.emit(*r.change)
	})
	if err == nil && fresh == 0 && first.StatusCode == http.StatusOK {
		pos.ETag = first.Header.Get("ETag")
	}
	return err
}

func (r row) mark() seenRow { return seenRow{r.at.Unix(), int64(r.sum)} }

func (p *poll) issue(is *gh.Issue) row {
	r := row{id: strconv.Itoa(is.GetNumber()), at: is.GetUpdatedAt().Time}
	if is.IsPullRequest() {
		return r
	}
	t := p.home.reader(p.conn.codes).ticket(is)
	r.sum = sum(is.GetTitle(), is.GetBody(), is.GetState(), is.GetStateReason(), labelNames(is.Labels), assignees(is), comments(is))
	r.change = &sdk.Change{Kind: ticket.Snapshot, Ref: t.Ref, Version: t.Version, Keys: t.Keys, Ticket: &t}
	return r
}

var issueOf = regexp.MustCompile(`/issues/([0-9]+)#|/issues/([0-9]+)$`)

// comment takes the issue's number from the addresses; a pull request's comment
// has "pull" in the one for people.
func (p *poll) comment(c *gh.IssueComment) row {
	r := row{id: strconv.FormatInt(c.GetID(), 10), at: c.GetUpdatedAt().Time}
	if pullRequest.MatchString(c.GetHTMLURL()) {
		return r
	}
	m := issueOf.FindStringSubmatch(c.GetIssueURL())
	if m == nil {
		return r
	}
	n := m[1] + m[2]
	made := p.home.reader(p.conn.codes).comment(c)
	ref := sdk.Ref{ID: n, Container: p.home.id, Key: "#" + n}
	r.sum = sum(c.GetBody())
	// The version is the ticket's, which this list does not tell: a comment's
	// own time may lie after it.
	r.change = &sdk.Change{Kind: ticket.Commented, Ref: ref, Keys: made.Keys, Comment: &made}
	return r
}

var pullRequest = regexp.MustCompile(`/pull/[0-9]+(?:#|$)`)

func sum(parts ...any) uint32 {
	h := fnv.New32a()
	fmt.Fprintf(h, "%q", parts)
	return h.Sum32()
}
