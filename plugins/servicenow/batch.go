package servicenow

import (
	"context"
	"errors"
	"slices"
	"time"
)

var errDropped = errors.New("the instance took the comment but its journal does not hold it")

// journal reads the entries of some records since a time.
type journal func(ctx context.Context, ids []string, since time.Time) ([]record, error)

// batch reads the journals of several records by one call: while a read is under
// way, those who come wait together, and the next read is for all of them.
type batch struct {
	fetch journal
	turn  chan struct{} // held by the one who reads
	queue chan *round   // holds the round that is being gathered
}

type round struct {
	ids   []string
	since time.Time
	done  chan struct{}
	rows  []record
	err   error
}

func newBatch(fetch journal) *batch {
	b := &batch{fetch: fetch, turn: make(chan struct{}, 1), queue: make(chan *round, 1)}
	b.queue <- newRound()
	return b
}

func newRound() *round { return &round{done: make(chan struct{})} }

// read returns the entries of one record since a time, with all that were written
// before the call.
func (b *batch) read(ctx context.Context, id string, since time.Time) ([]record, error) {
	mine := b.join(id, since)
	select {
	case <-mine.done:
	case b.turn <- struct{}{}:
		b.lead(ctx, mine)
		<-b.turn
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if errors.Is(mine.err, context.Canceled) && ctx.Err() == nil {
		return b.read(ctx, id, since) // it was another's context
	}
	return of(mine.rows, id), mine.err
}

func (b *batch) join(id string, since time.Time) *round {
	mine := <-b.queue
	if len(mine.ids) == 0 || since.Before(mine.since) {
		mine.since = since
	}
	if !slices.Contains(mine.ids, id) {
		mine.ids = append(mine.ids, id)
	}
	b.queue <- mine
	return mine
}

// lead closes the round that is being gathered, if it is still mine, and reads
// for all who are in it.
func (b *batch) lead(ctx context.Context, mine *round) {
	select {
	case <-mine.done:
		return
	default:
	}
	<-b.queue
	b.queue <- newRound()
	mine.rows, mine.err = b.fetch(ctx, mine.ids, mine.since)
	close(mine.done)
}

func of(rows []record, id string) []record {
	var list []record
	for _, r := range rows {
		if r.raw("element_id") == id {
			list = append(list, r)
		}
	}
	return list
}
