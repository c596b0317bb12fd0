package sqlstore

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// Looking by words is bounded, however many requests there are: among so many of
// the newest, for so many words, at so many requests with each.
const (
	nearNewest = 50_000
	nearWords  = 24
	nearEach   = 200
)

// Near implements [store.Desk].
func (s *Store) Near(ctx context.Context, h store.Hints) (list []*request.Request, err error) {
	if h.Limit <= 0 {
		h.Limit = pageLimit
	}
	err = s.view(ctx, func(t *tx) error {
		found := map[int64]bool{}
		for _, look := range []func(store.Hints) ([]int64, error){t.nearServices, t.nearClients, t.nearWords} {
			seqs, err := look(h)
			if err != nil {
				return err
			}
			for _, seq := range seqs {
				found[seq] = true
			}
		}
		list, err = t.visible(slices.Sorted(maps.Keys(found)), h)
		return err
	})
	return list, wrap("near", err)
}

// nearServices are the newest requests about each of the services.
func (t *tx) nearServices(h store.Hints) ([]int64, error) {
	var all []int64
	for _, id := range h.Services {
		found, err := rows(t, single[int64],
			`SELECT request FROM tags WHERE kind='`+tagService+`' AND value=$1 ORDER BY request DESC LIMIT $2`, string(id), int64(h.Limit))
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// nearClients are the newest open requests of each of the clients, and those of
// theirs that changed last.
func (t *tx) nearClients(h store.Hints) ([]int64, error) {
	var all []int64
	for _, id := range h.Clients {
		for _, query := range []string{
			`SELECT seq FROM requests WHERE is_open=1 AND client=$1 ORDER BY seq DESC LIMIT $2`,
			`SELECT seq FROM requests WHERE client=$1 ORDER BY updated_at DESC, seq DESC LIMIT $2`,
		} {
			found, err := rows(t, single[int64], query, string(id), int64(h.Limit))
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	return all, nil
}

// nearWords are the requests in which the rarest of the words stand: a word counts
// the less the more of the newest requests have it.
func (t *tx) nearWords(h store.Hints) ([]int64, error) {
	asked := words(strings.Join(h.Words, " "))
	if len(asked) == 0 {
		return nil, nil
	}
	var newest int64
	if err := t.one(`SELECT coalesce(max(seq),0) FROM requests`, nil, &newest); err != nil {
		return nil, err
	}
	score := map[int64]float64{}
	for _, w := range asked[:min(len(asked), nearWords)] {
		found, err := rows(t, single[int64], t.s.dialect.WithWord, fmt.Sprintf(t.s.dialect.Word, w), newest-nearNewest, int64(nearEach))
		if err != nil {
			return nil, err
		}
		for _, seq := range found {
			score[seq] += 1 / float64(len(found))
		}
	}
	best := slices.SortedFunc(maps.Keys(score), func(a, b int64) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(b, a)) })
	return best[:min(len(best), h.Limit)], nil
}

// visible loads those of the requests that somebody may see, of the hints' clients.
func (t *tx) visible(seqs []int64, h store.Hints) ([]*request.Request, error) {
	if len(seqs) == 0 {
		return nil, nil
	}
	b := &builder{d: t.s.dialect}
	in(b, "r.client", h.Clients)
	b.filter(request.Filter{People: h.People})
	numbers := make([]string, len(seqs))
	for i, seq := range seqs {
		numbers[i] = b.arg(seq)
	}
	columns := "r." + strings.ReplaceAll(requestColumns, ", ", ", r.")
	found, err := rows(t, scanRequest, `SELECT `+columns+` FROM requests r WHERE `+strings.Join(b.where, " AND ")+
		` AND r.seq IN (`+strings.Join(numbers, ",")+`) ORDER BY r.seq DESC`, b.args...)
	if err != nil {
		return nil, err
	}
	list := make([]*request.Request, len(found))
	for i, f := range found {
		list[i] = f.req
	}
	return list, nil
}
