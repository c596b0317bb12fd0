package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/ticket"
)

// complaint is the body of Jira's errors.
type complaint struct {
	ErrorMessages []string         `json:"errorMessages"`
	Errors        map[string]loose `json:"errors"`
}

// refusal turns an answer that is no success into a fault. A session that Jira
// treats as anonymous is one, whatever the status: its empty answers are lies.
func (c *conn) refusal(op string, resp *http.Response) error {
	if err := unknownUser(op, resp); err != nil {
		return err
	}
	if resp.StatusCode < 300 {
		return nil
	}
	text, field := c.complaint(resp)
	err := rest.Status(op, resp, text)
	var e *fault.Error
	if !errors.As(err, &e) {
		return fault.Errorf(fault.Misread, op, "HTTP %d", resp.StatusCode)
	}
	e.Field, e.Hint = field, hint(resp)
	if e.Class == fault.Throttled && e.After == 0 {
		e.After = untilReset(resp.Header, time.Now())
	}
	return e
}

func unknownUser(op string, resp *http.Response) error {
	reason := resp.Header.Get("X-Seraph-LoginReason")
	sent := resp.Request != nil && resp.Request.Header.Get("Authorization") != ""
	switch {
	case strings.Contains(reason, "AUTHENTICATION_DENIED"):
		return &fault.Error{Op: op, Class: fault.Unauthenticated, Err: fmt.Errorf("HTTP %d: %s", resp.StatusCode, "AUTHENTICATION_DENIED"),
			Hint: "Jira asks this account for a CAPTCHA: sign in once in a browser"}
	case sent && resp.StatusCode < 300 && (strings.Contains(reason, "AUTHENTICATED_FAILED") || resp.Header.Get("X-Ausername") == "anonymous"):
		return &fault.Error{Op: op, Class: fault.Unauthenticated, Err: errors.New("the answer was given to an anonymous user"),
			Hint: "the token is wrong or has expired"}
	}
	return nil
}

func hint(resp *http.Response) string {
	switch resp.StatusCode {
	case http.StatusUnauthorized:
		return "the token is wrong or has expired"
	case http.StatusNotFound:
		return "deleted, moved or hidden from this account"
	case http.StatusRequestEntityTooLarge:
		return "Jira's limit for this issue is reached"
	}
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		return "check base_url"
	}
	return ""
}

// complaint reads an error's text and the field at fault. Pages of HTML, as
// gateways send them, are named and not repeated.
func (c *conn) complaint(resp *http.Response) (text, field string) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxError))
	var k complaint
	if err != nil || json.Unmarshal(body, &k) != nil {
		return fmt.Sprintf("%d bytes of %q", len(body), resp.Header.Get("Content-Type")), ""
	}
	lines := k.ErrorMessages
	for _, name := range slices.Sorted(maps.Keys(k.Errors)) {
		lines = append(lines, name+": "+string(k.Errors[name]))
		if field == "" {
			field = string(fieldNamed(name))
		}
	}
	return cut(c.redact(strings.Join(lines, "; ")), 500), field
}

func (c *conn) redact(s string) string {
	if token := c.settings.Token.Reveal(); token != "" {
		return strings.ReplaceAll(s, token, "[secret]")
	}
	return s
}

func cut(s string, max int) string {
	if r := []rune(s); len(r) > max {
		return string(r[:max]) + "…"
	}
	return s
}

// fieldNamed is our name of one of Jira's fields; others keep theirs.
func fieldNamed(name string) sdk.Field {
	switch name {
	case "summary":
		return ticket.Title
	case "description":
		return ticket.Description
	case "status":
		return ticket.State
	case "priority":
		return ticket.Priority
	case "assignee":
		return ticket.Assignee
	case "duedate":
		return ticket.Due
	case "labels":
		return ticket.Labels
	}
	return sdk.Field(name)
}

// note passes on what the answer says of the rate limit.
func note(ctx context.Context, h http.Header) {
	left, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	if err != nil {
		return
	}
	now := time.Now()
	rest.MeterOf(ctx).Allow(left, now.Add(untilReset(h, now)))
}

// untilReset reads the rate limit's headers: Cloud names the time of the reset,
// Data Center the interval.
func untilReset(h http.Header, now time.Time) time.Duration {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, h.Get("X-RateLimit-Reset")); err == nil && t.After(now) {
			return t.Sub(now)
		}
	}
	if n, err := strconv.Atoi(h.Get("X-RateLimit-Interval-Seconds")); err == nil && n > 0 {
		return time.Duration(n) * time.Second
	}
	return 0
}
