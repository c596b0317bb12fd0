package redmine

import (
	"context"
	"net/http"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Retire deletes a twin, or closes it as a duplicate where that is not allowed.
func (c *conn) Retire(ctx context.Context, twin, survivor sdk.Ref) error {
	err := c.client.do(ctx, call{op: "delete issue", method: http.MethodDelete, path: path(twin)}, nil)
	switch fault.ClassOf(err) {
	case fault.NotFound:
		return nil
	case fault.Denied:
		return c.close(ctx, twin, survivor)
	}
	return err
}

// close relates a twin to its survivor and closes it, in one of the closed
// statuses that the workflow allows.
func (c *conn) close(ctx context.Context, twin, survivor sdk.Ref) error {
	const op = "close duplicate"
	relation := map[string]any{"relation": map[string]any{"issue_to_id": number(sdk.Native(survivor.ID)), "relation_type": "duplicates"}}
	err := c.client.do(ctx, call{op: op, method: http.MethodPost, path: "/issues/" + twin.ID + "/relations.json", body: relation}, nil)
	if class := fault.ClassOf(err); err != nil && class != fault.Invalid && class != fault.Denied {
		return err // Invalid: it stands already; Denied: closing is what counts
	}
	states, err := c.statuses(ctx)
	if err != nil {
		return err
	}
	for _, value := range []string{"cancelled", "done"} {
		for _, s := range states {
			if !s.Closed || stateValue(s) != value {
				continue
			}
			if closed, err := c.closeAs(ctx, twin, s); closed || err != nil {
				return err
			}
		}
	}
	return &fault.Error{Op: op, Class: fault.Denied, Hint: "let the account's role close issues in the workflow"}
}

// closeAs tries one status and looks whether it was taken.
func (c *conn) closeAs(ctx context.Context, twin sdk.Ref, s status) (bool, error) {
	if err := c.client.put(ctx, "close duplicate", path(twin), attributes{"status_id": s.ID}.body()); err != nil {
		return false, err
	}
	got, err := c.Get(ctx, twin, sdk.Need{})
	if err != nil {
		return false, afterWrite("close duplicate", err)
	}
	return got.Cells[ticket.State].Native == sdk.Native(s.id()), nil
}
