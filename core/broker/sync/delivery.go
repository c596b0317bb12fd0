package sync

import (
	"context"
	"net/http"

	"github.com/spochub/spochub/core/queue"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Decode works off one delivery: the plugin decodes it, and what it tells makes
// links due. One that cannot be decoded is dropped with a log line, since the
// poll brings the truth in any case.
func (e *Engine) Decode(ctx context.Context, claim store.Claim) *store.Outcome {
	c := e.connections[claim.Connection]
	if c == nil && claim.Attempts < 3 { // the node that took it in knows the connection
		return &store.Outcome{Again: e.now().Add(queue.Backoff(claim.Attempts)), Failed: true, Error: "the connection is not configured"}
	}
	if c == nil {
		return &store.Outcome{Done: true}
	}
	d, err := e.store.Delivery(ctx, claim)
	if err != nil {
		return e.again(claim, err)
	}
	receiver, ok := sdk.As[sdk.Receiver](c.Conn)
	if !ok {
		return &store.Outcome{Done: true}
	}
	changes, err := receiver.Receive(ctx, sdk.Delivery{
		ID: d.ID, Header: http.Header(d.Header), Body: d.Body, At: d.At, Authentic: d.Authentic,
	})
	if err != nil && (fault.ClassOf(err) == fault.Invalid || claim.Attempts >= 3) {
		e.log.WarnContext(ctx, "drop a delivery that cannot be read", "connection", c.Name, "delivery", d.ID, "error", err)
		return &store.Outcome{Done: true, Error: err.Error()}
	}
	if err != nil {
		return e.again(claim, err)
	}
	if !d.Authentic {
		changes = hints(changes)
	}
	err = e.store.Intake(ctx, func(tx store.Intake) error {
		if err := e.intake(tx, c, changes, source{signed: d.Authentic}); err != nil {
			return err
		}
		return tx.Finish(claim, store.Outcome{Done: true})
	})
	if err != nil {
		return e.again(claim, err)
	}
	return nil
}

// hints reduces what an unsigned delivery tells to where to look. Keys cannot be
// forged: they lead to a ticket that has another place now.
func hints(changes []ticket.Change) []ticket.Change {
	var list []ticket.Change
	for _, c := range changes {
		list = append(list, ticket.Change{Kind: ticket.Look, Ref: c.Ref, Keys: c.Keys})
	}
	return list
}

// again gives work back after a failure of ours or of the plugin.
func (e *Engine) again(claim store.Claim, err error) *store.Outcome {
	return &store.Outcome{Again: e.now().Add(queue.Backoff(claim.Attempts)), Failed: true, Error: err.Error()}
}
