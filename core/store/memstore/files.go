package memstore

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// fileRow is a file: its bytes are never changed.
type fileRow struct {
	body string
	sum  string
	kept bool
}

// PutFile implements [store.Files].
func (s *Store) PutFile(ctx context.Context, id request.FileID, from io.Reader, most int64) (store.File, error) {
	body, err := io.ReadAll(io.LimitReader(from, most+1))
	switch {
	case err != nil:
		return store.File{}, fmt.Errorf("file: %w", err)
	case int64(len(body)) > most:
		return store.File{}, fmt.Errorf("file: %w", store.ErrTooLarge)
	}
	sum := sha256.Sum256(body)
	row := fileRow{body: string(body), sum: hex.EncodeToString(sum[:])}
	err = s.write(ctx, func(t *tx) error {
		if _, taken := t.st.files[id]; taken {
			return errors.New("file: the id is taken")
		}
		set(t, t.st.files, id, row)
		return nil
	})
	return store.File{ID: id, Size: int64(len(body)), SHA256: row.sum}, err
}

// File implements [store.Files].
func (s *Store) File(_ context.Context, id request.FileID) (store.File, io.ReadSeekCloser, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	row, ok := s.state.files[id]
	if !ok {
		return store.File{}, nil, missing("file", id)
	}
	return store.File{ID: id, Size: int64(len(row.body)), SHA256: row.sum}, reader{bytes.NewReader([]byte(row.body))}, nil
}

type reader struct{ *bytes.Reader }

func (reader) Close() error { return nil }

// DropFile implements [store.Files].
func (s *Store) DropFile(ctx context.Context, id request.FileID) error {
	return s.write(ctx, func(t *tx) error {
		if row, ok := t.st.files[id]; ok && !row.kept {
			drop(t, t.st.files, id)
		}
		return nil
	})
}

func (t *tx) keepFiles(ids []request.FileID) error {
	for _, id := range ids {
		row, ok := t.st.files[id]
		if !ok {
			return missing("file", id)
		}
		row.kept = true
		set(t, t.st.files, id, row)
	}
	return nil
}
