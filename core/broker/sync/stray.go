package sync

import (
	"context"
	"errors"
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// strayed keeps in mind a ticket that the hub made for a link which it does not know
// any more, as after an older backup was restored: only people can tell whose it is.
// One that is closed there is nobody's care.
func (e *Engine) strayed(tx store.Intake, c *connection, change ticket.Change) error {
	const most = 20
	if change.Ticket == nil {
		return nil
	}
	e.log.Warn("a ticket carries a key of ours that no link has", "connection", c.Name, "ticket", change.Ref.Key)
	return tx.Connection(c.Name, func(s *store.Connection) error {
		s.Strays = slices.DeleteFunc(s.Strays, oneTicket(change.Ref))
		if !c.ended(change.Ticket) {
			s.Strays = append(s.Strays, change.Ref)
			s.Strays = s.Strays[max(len(s.Strays)-most, 0):]
		}
		return nil
	})
}

// ended reports whether a ticket's state says that nothing is to be done there.
func (c *connection) ended(t *ticket.Ticket) bool {
	_, codes := c.known()
	state, known := codes.Read(ticket.State, t.Cells[ticket.State].Native)
	return known && (state == string(request.Done) || state == string(request.CancelledC))
}

// forgetStrays forgets the strays that have a link now.
func (e *Engine) forgetStrays(ctx context.Context, c *connection) error {
	c.mu.Lock()
	strays := c.strays
	c.mu.Unlock()
	if len(strays) == 0 {
		return nil
	}
	return e.store.Intake(ctx, func(tx store.Intake) error {
		for _, ref := range strays {
			switch _, err := tx.ByTicket(c.Name, ref); {
			case errors.Is(err, store.ErrNotFound):
				continue
			case err != nil:
				return err
			}
			if err := tx.Connection(c.Name, func(s *store.Connection) error {
				s.Strays = slices.DeleteFunc(s.Strays, oneTicket(ref))
				return nil
			}); err != nil {
				return err
			}
		}
		return nil
	})
}
