package sqlstore

import (
	"context"
	"errors"
	"slices"

	"github.com/spochub/spochub/core/store"
)

// turnsAtOnce is how many requests one transaction gives what they are sorted by.
const turnsAtOnce = 200

// fillTurns says of open requests of before there was such a column who must act
// next. Nothing that people see changes by it.
func (s *Store) fillTurns(ctx context.Context) error {
	for {
		found, err := rows(s.reader(ctx), single[int64], `SELECT seq FROM requests WHERE is_open=1 AND turn='' ORDER BY seq LIMIT $1`, turnsAtOnce)
		if err != nil || len(found) == 0 {
			return err
		}
		err = s.write(ctx, func(t *tx) error {
			for _, seq := range found {
				if err := t.fillTurn(seq); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}

func (t *tx) fillTurn(seq int64) error {
	h, err := t.hold(`is_open=1 AND turn='' AND seq=$1`, seq)
	if errors.Is(err, store.ErrNotFound) { // another node was quicker
		return nil
	}
	if err != nil {
		return err
	}
	h.tags = slices.DeleteFunc(h.tags, func(g tag) bool { return g.kind == tagNext })
	if err := t.saveTags(h); err != nil {
		return err
	}
	return t.put(`UPDATE requests SET turn=$2 WHERE seq=$1`, seq, turnOf(h.req))
}
