package sqlstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// chunkSize is how much of a file stands in one row.
const chunkSize = 256 << 10

var _ store.Files = (*Store)(nil)

// PutFile implements [store.Files]. Every chunk is a transaction of its own: a
// slow sender holds up nobody.
func (s *Store) PutFile(ctx context.Context, id request.FileID, from io.Reader, most int64) (store.File, error) {
	err := s.write(ctx, func(t *tx) error {
		return t.put(`INSERT INTO files (id, size, sha256, at, kept) VALUES ($1,0,'',$2,0)`, string(id), t.now)
	})
	if err != nil {
		return store.File{}, wrap("file", err)
	}
	f := upload{s: s, id: id, sum: sha256.New(), most: most}
	err = f.fill(ctx, from)
	if err == nil {
		err = f.finish(ctx)
	}
	if err != nil {
		_ = s.DropFile(context.WithoutCancel(ctx), id) // what it leaves goes with the next upkeep
		return store.File{}, fmt.Errorf("file: %w", err)
	}
	return f.file(), nil
}

// upload is a file on its way into the database.
type upload struct {
	s    *Store
	id   request.FileID
	sum  hash.Hash
	size int64
	most int64
}

func (f *upload) fill(ctx context.Context, from io.Reader) error {
	buffer := make([]byte, chunkSize)
	for number := int64(0); ; number++ {
		n, err := readFull(from, buffer)
		f.size += int64(n)
		if f.size > f.most {
			return store.ErrTooLarge
		}
		if n > 0 {
			f.sum.Write(buffer[:n])
			if err := f.chunk(ctx, number, buffer[:n]); err != nil {
				return err
			}
		}
		if err == io.EOF { //nolint:errorlint // a reader ends with io.EOF itself; what wraps it broke
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// readFull fills the buffer. Other than that of io.ReadFull its error is the
// reader's own: a stream that broke is told from one that ended.
func readFull(from io.Reader, buffer []byte) (n int, err error) {
	for n < len(buffer) && err == nil {
		var more int
		more, err = from.Read(buffer[n:])
		n += more
	}
	return n, err
}

func (f *upload) chunk(ctx context.Context, number int64, body []byte) error {
	return f.s.write(ctx, func(t *tx) error {
		return t.put(`INSERT INTO file_chunks (file, number, body) VALUES ($1,$2,$3)`, string(f.id), number, body)
	})
}

func (f *upload) finish(ctx context.Context) error {
	return f.s.write(ctx, func(t *tx) error {
		return t.only(`UPDATE files SET size=$2, sha256=$3 WHERE id=$1`, string(f.id), f.size, f.file().SHA256)
	})
}

func (f *upload) file() store.File {
	return store.File{ID: f.id, Size: f.size, SHA256: hex.EncodeToString(f.sum.Sum(nil))}
}

// only changes exactly one row; ErrNotFound if there is none.
func (t *tx) only(query string, args ...any) error {
	n, err := t.exec(query, args...)
	if err == nil && n == 0 {
		err = store.ErrNotFound
	}
	return err
}

// keepFiles makes files stay.
func (t *tx) keepFiles(ids []request.FileID) error {
	for _, id := range ids {
		if err := t.only(`UPDATE files SET kept=1 WHERE id=$1 AND sha256<>''`, string(id)); err != nil {
			return fmt.Errorf("file %s: %w", id, err)
		}
	}
	return nil
}

// letFilesGo leaves files to the upkeep.
func (t *tx) letFilesGo(ids []request.FileID) error {
	for _, id := range ids {
		if err := t.put(`UPDATE files SET kept=0 WHERE id=$1`, string(id)); err != nil {
			return err
		}
	}
	return nil
}

// DropFile implements [store.Files].
func (s *Store) DropFile(ctx context.Context, id request.FileID) error {
	return wrap("drop file", s.write(ctx, func(t *tx) error {
		return t.put(`DELETE FROM files WHERE id=$1 AND kept=0`, string(id))
	}))
}
