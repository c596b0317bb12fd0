package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// File implements [store.Files].
func (s *Store) File(ctx context.Context, id request.FileID) (store.File, io.ReadSeekCloser, error) {
	f := store.File{ID: id}
	err := s.reader(ctx).one(`SELECT size, sha256 FROM files WHERE id=$1 AND sha256<>''`, []any{string(id)}, &f.Size, &f.SHA256)
	if err != nil {
		return store.File{}, nil, fmt.Errorf("file %s: %w", id, err)
	}
	return f, &stored{ctx: ctx, s: s, file: f, number: -1}, nil
}

// stored reads a file chunk by chunk.
type stored struct {
	ctx    context.Context
	s      *Store
	file   store.File
	at     int64
	number int64 // of the chunk; -1 for none
	chunk  []byte
}

// Read implements [io.Reader].
func (f *stored) Read(p []byte) (int, error) {
	if f.at >= f.file.Size {
		return 0, io.EOF
	}
	if number := f.at / chunkSize; number != f.number {
		err := f.s.reader(f.ctx).one(`SELECT body FROM file_chunks WHERE file=$1 AND number=$2`, []any{string(f.file.ID), number}, &f.chunk)
		if err != nil {
			return 0, fmt.Errorf("file %s: %w", f.file.ID, err)
		}
		f.number = number
	}
	n := copy(p, f.chunk[min(f.at%chunkSize, int64(len(f.chunk))):])
	f.at += int64(n)
	if n == 0 && len(p) > 0 {
		return 0, fmt.Errorf("file %s: %w", f.file.ID, io.ErrUnexpectedEOF)
	}
	return n, nil
}

// Seek implements [io.Seeker].
func (f *stored) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		offset += f.file.Size
	}
	if offset < 0 {
		return 0, errors.New("seek before the file's start")
	}
	f.at = offset
	return offset, nil
}

// Close implements [io.Closer].
func (f *stored) Close() error { return nil }
