package jira

import (
	"context"
	"net/http"
	"net/url"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// Retire deletes a twin, or closes it as a duplicate where it may not be deleted.
func (c *conn) Retire(ctx context.Context, twin, survivor sdk.Ref) error {
	const op = "retire issue"
	if twin.ID == "" || twin.ID == survivor.ID {
		return fault.Errorf(fault.Invalid, op, "the twin is the survivor or has no id")
	}
	_, err := c.do(ctx, call{op: op, method: http.MethodDelete, path: path("issue", twin.ID), query: url.Values{"deleteSubtasks": {"false"}}}, nil)
	switch fault.ClassOf(err) {
	case fault.Denied, fault.Invalid, fault.Unsupported:
		m := &mover{conn: c, ref: twin, category: "done", resolution: "Duplicate"}
		_, err = m.search(ctx, func(s codeBean) bool { return s.StatusCategory.Key == "done" })
	case fault.NotFound:
		return c.confirm(ctx, nil)
	}
	return err
}
