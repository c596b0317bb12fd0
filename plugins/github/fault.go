package github

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/ticket"
)

// pause is how long a limit lasts that does not say for how long.
const pause = time.Minute

// failed turns what go-github returned into a fault.
func failed(op, method string, resp *gh.Response, err error) error {
	if err == nil {
		return nil
	}
	var (
		known     *fault.Error
		primary   *gh.RateLimitError
		secondary *gh.AbuseRateLimitError
		answer    *gh.ErrorResponse
	)
	switch {
	case errors.As(err, &known): // from a transport: signing in, a foreign host
		e := *known
		e.Op = op
		return &e
	case errors.As(err, &primary): // also without a call, while the limit lasts
		return throttled(op, time.Until(primary.Rate.Reset.Time), primary.Message)
	case errors.As(err, &secondary):
		return throttled(op, secondary.GetRetryAfter(), secondary.Message)
	case errors.As(err, &answer):
		return refused(op, method, answer)
	case resp == nil || resp.Response == nil:
		return rest.Transport(op, method, err)
	}
	return unreadable(op, resp.Response, err)
}

func throttled(op string, after time.Duration, text string) error {
	if after <= 0 {
		after = pause
	}
	return &fault.Error{Op: op, Class: fault.Throttled, After: after, Err: errors.New(text)}
}

// unreadable is a success whose body was cut, is no JSON, or is missing.
func unreadable(op string, resp *http.Response, err error) error {
	var two *gh.TwoFactorAuthError
	if errors.As(err, &two) {
		return fault.Errorf(fault.Unauthenticated, op, "the account asks for a second factor")
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fault.Errorf(fault.Uncertain, op, "%w", err)
	}
	return rest.Unreadable(op, resp, err)
}

// refused classes an answer that is no success.
func refused(op, method string, answer *gh.ErrorResponse) error {
	resp := answer.Response
	e := &fault.Error{}
	if !errors.As(rest.Status(op, resp, message(answer)), &e) {
		return fault.Errorf(fault.Misread, op, "HTTP %d", resp.StatusCode)
	}
	switch code := resp.StatusCode; {
	case limit(answer):
		e.Class, e.After = fault.Throttled, wait(resp.Header)
	case code == http.StatusGone && method == http.MethodPost && strings.HasSuffix(resp.Request.URL.Path, "/issues"):
		e.Class, e.Hint = fault.Denied, "issues are switched off in this repository"
	case code >= 300 && code < 400 && method != http.MethodGet:
		e.Class, e.Hint = fault.Conflict, "the issue or its repository has moved; read it again"
	case code == http.StatusUnprocessableEntity:
		e.Field = fieldOf(answer)
	case code == http.StatusForbidden:
		e.Hint = "the account lacks a right on issues here, or the issue is locked"
	}
	return e
}

// limit reports a limit that go-github does not know as one: any 429, and a 403
// whose address of the documentation has changed again.
func limit(answer *gh.ErrorResponse) bool {
	switch answer.Response.StatusCode {
	case http.StatusTooManyRequests:
		return true
	case http.StatusForbidden:
		return answer.Response.Header.Get("Retry-After") != "" || strings.Contains(strings.ToLower(answer.Message), "rate limit")
	}
	return false
}

// wait is how long a limit lasts: what it says, else until the primary limit is
// renewed if that is what ran out, else a minute.
func wait(h http.Header) time.Duration {
	if d := rest.RetryAfter(h, time.Now()); d > 0 {
		return d
	}
	if at := resetAt(h); h.Get("X-Ratelimit-Remaining") == "0" && time.Until(at) > 0 {
		return time.Until(at)
	}
	return pause
}

func message(answer *gh.ErrorResponse) string {
	parts := []string{answer.Message}
	for _, e := range answer.Errors {
		parts = append(parts, strings.TrimSpace(strings.Join([]string{e.Field, e.Code, e.Message}, " ")))
	}
	text := strings.Join(parts, "; ")
	if text == "" {
		return "no JSON in the answer"
	}
	return text
}

func fieldOf(answer *gh.ErrorResponse) string {
	for _, e := range answer.Errors {
		switch e.Field {
		case "body":
			return string(ticket.Description)
		case "assignee", "assignees":
			return string(ticket.Assignee)
		case "":
			continue
		}
		return e.Field
	}
	return ""
}
