package sqlstore

import "github.com/spochub/spochub/core/store"

// kickSet is the kinds of work that a transaction made due.
type kickSet map[store.Work]bool

func (t *tx) wake(kind store.Work) {
	if t.woken == nil {
		t.woken = kickSet{}
	}
	t.woken[kind] = true
}

// kicks holds a channel of one slot for each kind of work.
type kicks struct {
	slots  map[store.Work]chan struct{}
	remote func(kickSet) // tells the other nodes; nil where there are none
}

// textWork is the re-indexing of text, known to this package alone.
const textWork store.Work = "text"

func newKicks() kicks {
	slots := map[store.Work]chan struct{}{}
	for _, kind := range []store.Work{store.LinkWork, store.BulkWork, store.PollWork, store.DeliveryWork, store.FeedWork, textWork} {
		slots[kind] = make(chan struct{}, 1)
	}
	return kicks{slots: slots}
}

func (k *kicks) wake(set kickSet) {
	k.local(set)
	if k.remote != nil && len(set) > 0 {
		k.remote(set)
	}
}

func (k *kicks) local(set kickSet) {
	for kind := range set {
		select {
		case k.slots[kind] <- struct{}{}:
		default:
		}
	}
}

// Kick returns the channel that receives after a commit, here or on another
// node, that made work of a kind due; for [store.FeedWork] after one that added
// to the feed. It has one slot: one receiver, that looks for all there is.
func (s *Store) Kick(kind store.Work) <-chan struct{} { return s.kicks.slots[kind] }
