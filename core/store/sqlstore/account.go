package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"github.com/spochub/spochub/core/store"
)

// answersKept is how long an answer is remembered.
const answersKept = 24 * time.Hour

func fromJSON[T any](r *sql.Rows) (v T, err error) {
	var doc string
	if err := r.Scan(&doc); err != nil {
		return v, err
	}
	err = json.Unmarshal([]byte(doc), &v)
	return v, err
}

func only[T any](found []T, err error) (v T, _ error) {
	if err != nil {
		return v, err
	}
	if len(found) == 0 {
		return v, store.ErrNotFound
	}
	return found[0], nil
}

func (s *Store) putDoc(ctx context.Context, table, column, id string, v any, told []store.Audit) error {
	doc, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return s.write(ctx, func(t *tx) error {
		if err := t.record(told); err != nil {
			return err
		}
		return t.put(`INSERT INTO `+table+` (`+column+`, doc) VALUES ($1,$2)
			ON CONFLICT (`+column+`) DO UPDATE SET doc=excluded.doc`, id, string(doc))
	})
}

// PutPerson implements [store.Accounts].
func (s *Store) PutPerson(ctx context.Context, p store.Person, told ...store.Audit) error {
	return wrap("person", s.putDoc(ctx, "people", "login", p.Login, p, told))
}

// Person implements [store.Accounts].
func (s *Store) Person(ctx context.Context, login string) (store.Person, error) {
	p, err := only(rows(s.reader(ctx), fromJSON[store.Person], `SELECT doc FROM people WHERE login=$1`, login))
	return p, wrap("person", err)
}

// People implements [store.Accounts].
func (s *Store) People(ctx context.Context) ([]store.Person, error) {
	all, err := rows(s.reader(ctx), fromJSON[store.Person], `SELECT doc FROM people ORDER BY login`)
	return all, wrap("people", err)
}

// PutToken implements [store.Accounts].
func (s *Store) PutToken(ctx context.Context, k store.Token, told ...store.Audit) error {
	return wrap("token", s.putDoc(ctx, "tokens", "hash", k.Hash, k, told))
}

// Token implements [store.Accounts].
func (s *Store) Token(ctx context.Context, hash string) (store.Token, error) {
	k, err := only(rows(s.reader(ctx), fromJSON[store.Token], `SELECT doc FROM tokens WHERE hash=$1`, hash))
	return k, wrap("token", err)
}

// Tokens implements [store.Accounts].
func (s *Store) Tokens(ctx context.Context) ([]store.Token, error) {
	all, err := rows(s.reader(ctx), fromJSON[store.Token], `SELECT doc FROM tokens`)
	slices.SortFunc(all, func(a, b store.Token) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.Hash, b.Hash))
	})
	return all, wrap("tokens", err)
}

// Used implements [store.Accounts].
func (s *Store) Used(ctx context.Context, hash string, at time.Time) error {
	return wrap("token", s.write(ctx, func(t *tx) error {
		k, err := only(rows(t, fromJSON[store.Token], `SELECT doc FROM tokens WHERE hash=$1`+t.lock, hash))
		if err != nil {
			return err
		}
		k.UsedAt = at
		doc, err := json.Marshal(k)
		if err != nil {
			return err
		}
		return t.put(`UPDATE tokens SET doc=$2 WHERE hash=$1`, hash, string(doc))
	}))
}

// Remember implements [store.Accounts]. Answers are remembered for a day.
func (s *Store) Remember(ctx context.Context, a store.Answer) (store.Answer, bool, error) {
	stored, known := a, false
	err := s.write(ctx, func(t *tx) error {
		stored, known = a, false
		added, err := t.reserve(a)
		if err != nil || added {
			return err
		}
		was, err := t.answer(a.Token, a.Key)
		switch {
		case err != nil:
			return err
		case was.BodyHash != a.BodyHash:
			return store.ErrConflict
		case was.Status == 0 && a.Status != 0:
			return t.complete(a)
		}
		stored, known = was, true
		return nil
	})
	return stored, known, wrap("remember", err)
}

// reserve stores an answer unless there is one that still counts.
func (t *tx) reserve(a store.Answer) (bool, error) {
	old := t.time().Add(-answersKept).UnixMicro()
	if err := t.put(`DELETE FROM answers WHERE token=$1 AND key=$2 AND at<$3`, a.Token, a.Key, old); err != nil {
		return false, err
	}
	header, body, err := answerValues(a)
	if err != nil {
		return false, t.fail(err)
	}
	if a.Status == 0 {
		body = []byte(t.s.o.Node) // who is at it
	}
	n, err := t.exec(`INSERT INTO answers (token, key, body_hash, status, header, body, at) VALUES ($1,$2,$3,$4,$5,$6,$7)
		ON CONFLICT (token, key) DO NOTHING`, a.Token, a.Key, a.BodyHash, int64(a.Status), header, body, a.At.UnixMicro())
	return n > 0, err
}

func answerValues(a store.Answer) (string, []byte, error) {
	header, err := json.Marshal(a.Header)
	if a.Body == nil {
		a.Body = []byte{}
	}
	return string(header), a.Body, err
}

func (t *tx) complete(a store.Answer) error {
	header, body, err := answerValues(a)
	if err != nil {
		return t.fail(err)
	}
	return t.put(`UPDATE answers SET status=$3, header=$4, body=$5, at=$6 WHERE token=$1 AND key=$2`,
		a.Token, a.Key, int64(a.Status), header, body, a.At.UnixMicro())
}

func (t *tx) answer(token, key string) (store.Answer, error) {
	return only(rows(t, func(r *sql.Rows) (store.Answer, error) {
		a := store.Answer{Token: token, Key: key}
		var header string
		var at int64
		if err := r.Scan(&a.BodyHash, &a.Status, &header, &a.Body, &at); err != nil {
			return a, err
		}
		a.At = fromMicros(at)
		return a, json.Unmarshal([]byte(header), &a.Header)
	}, `SELECT body_hash, status, header, body, at FROM answers WHERE token=$1 AND key=$2`, token, key))
}

// Forget implements [store.Accounts].
func (s *Store) Forget(ctx context.Context, token, key string) error {
	return wrap("forget", s.write(ctx, func(t *tx) error {
		return t.put(`DELETE FROM answers WHERE token=$1 AND key=$2 AND status=0`, token, key)
	}))
}
