package sync

import (
	"slices"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// departed keeps in mind that a ticket is deleted, should late news of its
// creation follow; it is no stray any more.
func departed(tx store.Intake, c *connection, ref ticket.Ref) error {
	const most = 100
	return tx.Connection(c.Name, func(k *store.Connection) error {
		k.Strays = slices.DeleteFunc(k.Strays, oneTicket(ref))
		if !slices.ContainsFunc(k.Gone, oneTicket(ref)) {
			k.Gone = append(k.Gone, ref)
			k.Gone = k.Gone[max(len(k.Gone)-most, 0):]
		}
		return nil
	})
}

// wasDeleted reports whether a delivery tells of a ticket whose deletion was told
// before. A poll that shows it is believed.
func wasDeleted(tx store.Intake, c *connection, ref ticket.Ref, src source) (bool, error) {
	if !src.polled.IsZero() {
		return false, nil
	}
	gone := false
	err := tx.Connection(c.Name, func(k *store.Connection) error {
		gone = slices.ContainsFunc(k.Gone, oneTicket(ref))
		return nil
	})
	return gone, err
}

func oneTicket(a ticket.Ref) func(ticket.Ref) bool {
	return func(b ticket.Ref) bool { return a.ID == b.ID && a.Container == b.Container }
}
