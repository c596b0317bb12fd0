package sqlstore

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

const (
	textBatch = 4                     // documents in one transaction: nobody waits long behind it
	wordMost  = 100                   // bytes of a word
	textMost  = 200_000               // bytes of a document that are indexed
	textLook  = 30 * time.Second      // for what another node left
	textPause = 20 * time.Millisecond // after a failure or a full batch of somebody else's
)

// words cuts text into what is compared. Both databases see the same words that way.
func words(text string) []string {
	found := request.Words(text)
	for i, w := range found {
		found[i] = strings.ToValidUTF8(w[:min(len(w), wordMost)], "")
	}
	return found
}

// textQuery says "all of these words, or their beginnings" to the index; "" if
// there is nothing to look for.
func textQuery(d Dialect, asked []string) string {
	var parts []string
	for _, w := range words(strings.Join(asked, " ")) {
		parts = append(parts, fmt.Sprintf(d.Prefix, w))
	}
	return strings.Join(parts, d.And)
}

// beginMost is how many words a beginning may stand for, to be asked for one by one.
const beginMost = 16

// query is [textQuery] as the index answers it soonest: requests with a word come one
// by one, those with any that begins so only when all are gathered.
func (t *tx) query(asked []string) (string, error) {
	d := t.s.dialect
	if d.NextTerm == "" {
		return textQuery(d, asked), nil
	}
	parts := words(strings.Join(asked, " "))
	for i, w := range parts {
		found, err := t.beginning(w)
		if err != nil {
			return "", err
		}
		parts[i] = fmt.Sprintf(d.Prefix, w)
		if len(found) > 0 && len(found) <= beginMost {
			parts[i] = "(" + strings.Join(found, " OR ") + ")"
		}
	}
	return strings.Join(parts, d.And), nil
}

// beginning are the words of the index that begin as one does, and at most one more
// than are asked for one by one.
func (t *tx) beginning(word string) (all []string, err error) {
	for next := word; len(all) <= beginMost; {
		found, err := rows(t, single[string], t.s.dialect.NextTerm, next)
		if err != nil || len(found) == 0 || !strings.HasPrefix(found[0], word) {
			return all, err
		}
		all, next = append(all, fmt.Sprintf(t.s.dialect.Word, found[0])), found[0]+"\x01"
	}
	return all, nil
}

// rareAmong is how many of the newest requests are looked through for words: where a
// page of them is not found there, few have them at all.
const rareAmong = 10_000

// match is the text index joined to the requests, with the words that they must have.
func (t *tx) match(b *builder, o *order, asked []string) (string, error) {
	query, err := t.query(asked)
	if err != nil {
		return "", err
	}
	o.text = b.d.TextRow
	if b.d.Rare == "" {
		return fmt.Sprintf(b.d.Match, b.arg(query)), nil
	}
	o.few, err = t.rare(query)
	from := fmt.Sprintf(b.d.Match, b.arg(query))
	if err != nil || !o.few {
		return from, err
	}
	rarest, err := t.rarest(asked)
	return from + fmt.Sprintf(b.d.Rare, b.arg(rarest)), err
}

// rare reports whether few have all the words of a query.
func (t *tx) rare(query string) (bool, error) {
	var n int64
	err := t.one(t.s.dialect.Newest, []any{query, int64(rareAmong), int64(pageLimit)}, &n)
	return n < pageLimit, err
}

// rarest is the query for those of the words that few have, for all where none is
// rare by itself: a word that all have costs the index as much as it finds.
func (t *tx) rarest(asked []string) (string, error) {
	all := words(strings.Join(asked, " "))
	var few []string
	for _, w := range all {
		rare, err := t.rare(textQuery(t.s.dialect, []string{w}))
		if err != nil {
			return "", err
		}
		if rare {
			few = append(few, w)
		}
	}
	if len(few) == 0 {
		few = all
	}
	return textQuery(t.s.dialect, few), nil
}

// IndexText brings the text of some requests that changed into the index and
// returns how many; 0 when nothing is left. It runs by itself beside the store.
func (s *Store) IndexText(ctx context.Context) (int, error) {
	n := 0
	err := s.write(store.Behind(ctx), func(t *tx) error {
		t.lock, t.early = "", true // whoever writes a request may wait for this transaction
		due, err := rows(t, single[int64],
			`SELECT request FROM text_due ORDER BY request LIMIT $1`+s.dialect.Skip, int64(textBatch))
		n = len(due)
		for _, seq := range due {
			if err == nil {
				err = t.indexText(seq)
			}
		}
		return err
	})
	return n, wrap("index text", err)
}

// TextDue returns how many requests changed since their text was indexed.
func (s *Store) TextDue(ctx context.Context) (n int, err error) {
	err = s.reader(ctx).one(`SELECT count(*) FROM text_due`, nil, &n)
	return n, wrap("text due", err)
}

func (t *tx) indexText(seq int64) error {
	text, err := t.documentOf(seq)
	if err != nil {
		return err
	}
	if t.s.dialect.DropText != "" {
		if err := t.put(t.s.dialect.DropText, seq); err != nil {
			return err
		}
	}
	if err := t.put(t.s.dialect.PutText, seq, text); err != nil {
		return err
	}
	return t.put(`DELETE FROM text_due WHERE request=$1`, seq)
}

// documentOf is everything that a request is found by, as words.
func (t *tx) documentOf(seq int64) (string, error) {
	h, err := t.hold(`seq=$1`, seq)
	if err != nil {
		return "", err
	}
	notes, err := t.loadNotes(`n.request=$1`, seq)
	if err != nil {
		return "", err
	}
	parts := []string{h.text}
	for _, n := range notes {
		if !n.Deleted {
			parts = append(parts, n.Body)
		}
	}
	text := strings.Join(words(strings.Join(parts, " ")), " ")
	return strings.ToValidUTF8(text[:min(len(text), textMost)], ""), nil
}

// textOf is what a request itself says, without its notes.
func textOf(r *request.Request) string {
	parts := []string{string(r.Key), r.Title, r.Description, r.Contact, string(r.Service)}
	for _, x := range r.ExternalIDs {
		parts = append(parts, x.ID)
	}
	for _, l := range r.Links {
		parts = append(parts, l.Ticket.Key)
	}
	return strings.Join(parts, "\n")
}

// keepText indexes what changed, soon after it did.
func (s *Store) keepText(ctx context.Context) {
	tick := time.NewTicker(textLook)
	defer tick.Stop()
	for ctx.Err() == nil {
		n, err := s.IndexText(ctx)
		if err == nil && n > 0 {
			continue
		}
		if err != nil {
			pause(ctx, textPause)
		}
		select {
		case <-s.Kick(textWork):
		case <-tick.C:
		case <-ctx.Done():
		}
	}
}
