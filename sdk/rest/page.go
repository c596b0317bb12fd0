package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/spochub/spochub/sdk/fault"
)

// Unreadable is the fault of a good answer that is not what the tool answers with;
// err is what reading its JSON gave. Of a page in the place of data it says who may
// have answered, and where to look.
func Unreadable(op string, resp *http.Response, err error) error {
	if !page(resp, err) {
		return fault.Errorf(fault.Misread, op, "HTTP %d with an answer that cannot be read: %w", resp.StatusCode, err)
	}
	return &fault.Error{
		Op: op, Class: fault.Misread, Err: fmt.Errorf("HTTP %d with a page instead of data", resp.StatusCode),
		Hint: "a proxy or a sign-in page answers in the tool's place: check the connection's address, and what stands before the tool",
	}
}

// page reports whether an answer was never meant for data.
func page(resp *http.Response, err error) bool {
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	var syntax *json.SyntaxError
	atStart := errors.As(err, &syntax) && syntax.Offset <= 1 && !strings.Contains(err.Error(), "unexpected end")
	return atStart || kind == "text/html"
}
