package sqlstore

import (
	"cmp"

	"github.com/spochub/spochub/core/store"
)

// compareIDs orders claims as the database orders their keys.
func compareIDs(k kind, a, b string) int {
	if k.work == store.DeliveryWork {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	}
	return cmp.Compare(a, b)
}
