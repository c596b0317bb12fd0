-- +goose Up
CREATE TABLE sessions (
  token TEXT NOT NULL PRIMARY KEY,
  data BLOB NOT NULL,
  expiry INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_expiry ON sessions (expiry);
