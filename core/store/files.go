package store

import (
	"context"
	"errors"
	"io"

	"github.com/spochub/spochub/core/request"
)

// ErrTooLarge is the error for a file beyond its limit.
var ErrTooLarge = errors.New("too large")

// Files keeps the bytes of files. What a file is called and who may read it
// stands in its request.
type Files interface {
	// PutFile reads a file to its end and stores it under a new id, without
	// holding a transaction meanwhile. ErrTooLarge beyond most bytes; on any error
	// nothing is stored. A file that no transaction keeps ([Doc.Files]) is gone
	// after a day.
	PutFile(ctx context.Context, id request.FileID, from io.Reader, most int64) (File, error)
	// File opens a file; its bytes come from the database as they are asked for,
	// until the context ends. ErrNotFound.
	File(ctx context.Context, id request.FileID) (File, io.ReadSeekCloser, error)
	// DropFile removes a file, unless it is kept.
	DropFile(ctx context.Context, id request.FileID) error
}

// File is what the store knows of a file.
type File struct {
	ID     request.FileID
	Size   int64
	SHA256 string // hexadecimal
}
